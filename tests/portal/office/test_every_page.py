"""Every page of the office: whom it opens to, in which way, in both languages, as good markup."""

from __future__ import annotations

import re
from itertools import pairwise
from uuid import uuid4

import pytest

from tests.portal.markup import Page

pytestmark = pytest.mark.usefixtures("calm")
HAN = re.compile("[\u4e00-\u9fff]")
OPEN = ["sign-in/", "password/forgotten/", "password/sent/", "password/set/", "closed/"]
OWN = [
    "",
    "password/",
    "second-factor/",
    "second-factor/keys/",
    "second-factor/keys/add/",
    "second-factor/app/remove/",
    "second-factor/codes/",
    "second-factor/codes/new/",
    "sign-out/",
    "represent/",
    "represent/code/",
]
ROLES = {
    "Olu": [
        "units",
        "units/house:operations/office",
        "close/house:operations/office",
        "close/exampleland:environment/office",
        "authorities",
        "people",
        "retire",
        "clients",
        "unusual",
    ],
    "Ada": ["look", "hand-on"],
    "Chen": ["access-log", "bring-in"],
}
OF_ONE_ROLE = [(name, page) for name, pages in ROLES.items() for page in pages]
ASKED = "?action=look&class=record&purpose=casework&whose=other"
UNDER = [*OF_ONE_ROLE, *((name, "may") for name in ROLES)]
POSTED = ["language/", "sign-out-everywhere/"]
FORMS = [
    ("Olu", "units"),
    ("Olu", "authorities"),
    ("Olu", "people"),
    ("Olu", "retire"),
    ("Olu", "clients"),
    ("Ada", "look"),
    ("Ada", "hand-on"),
    ("Chen", "bring-in"),
]


def checked(text: str, language: str) -> Page:
    page = Page.of(text.encode())
    tag = {"en": "en", "zh-hans": "zh-Hans"}[language]
    assert page.all("html") == [{"lang": tag}]
    assert page.all("a")[0]["href"] == "#main"
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert {a["for"] for a in page.all("label")} <= set(ids)
    named = [a.get("id") for tag in ("input", "select", "textarea") for a in page.all(tag) if a.get("type") != "hidden"]
    assert set(named) <= {a["for"] for a in page.all("label")}, "every field has a label"
    described = {one for _, a in page.elements for one in (a.get("aria-describedby") or "").split()}
    assert described <= set(ids)
    assert not [a for _, a in page.elements if "style" in a or any(name.startswith("on") for name in a)]
    assert all(a.get("src", "").endswith("/office/passkeys.js") for a in page.all("script"))
    if language == "zh-hans":
        left = [text for text, said in page.texts if said == "zh-Hans" and re.search(r"[a-z]{3,} [a-z]{3,}", text)]
        kept = ("goodstanding", "Exampleland", "Environment")
        assert not [text for text in left if not text.startswith(kept)], left
    else:
        assert not [text for text, said in page.texts if HAN.search(text) and not said.startswith("zh")]
    return page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", OPEN)
def test_open_pages(office, path, language):
    answer = office.browser().get(f"/{language}/office/{path}")
    assert answer.status_code == 200
    checked(answer.text, language)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", OWN)
def test_own_pages(cast, path, language):
    answer = cast["Ada"].browser.get(f"/{language}/office/{path}")
    assert answer.status_code == 200
    assert "/again/" not in answer.url
    checked(answer.text, language)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("name", "page"), UNDER)
def test_pages_under_an_appointment(cast, name, page, language):
    answer = cast[name].browser.get(cast[name].at(page, language))
    assert answer.status_code == 200, answer.text
    checked(answer.text, language)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("name", "page"), FORMS)
def test_a_form_with_mistakes_says_what_and_where(cast, name, page, language):
    answer = cast[name].browser.post(cast[name].at(page, language))
    found = checked(answer.text, language)
    assert [a for a in found.all("div") if a.get("role") == "alert"]
    assert [a for a in found.all("input") if a.get("aria-invalid") == "true"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", ["represent/", "represent/code/"])
def test_an_own_form_with_mistakes_says_what_and_where(cast, path, language):
    answer = cast["Ada"].browser.post(f"/{language}/office/{path}")
    found = checked(answer.text, language)
    assert [a for a in found.all("div") if a.get("role") == "alert"]
    assert [a for a in found.all("input") if a.get("aria-invalid") == "true"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("asked", [ASKED, ASKED.replace("casework", "curiosity"), "?action=look"])
def test_the_table_is_asked_in_both_languages(cast, name, asked, language):
    answer = cast[name].browser.get(cast[name].at("may", language) + asked)
    assert answer.status_code == (200 if asked == ASKED else 400)
    checked(answer.text, language)


@pytest.mark.parametrize("path", [path for path in OWN if path != "sign-out/"])
def test_nobody_signed_in_is_sent_to_the_door(office, path):
    assert "/sign-in/" in office.browser().get(f"/en/office/{path}").url


@pytest.mark.parametrize(("name", "page"), UNDER)
def test_a_page_under_an_appointment_opens_to_its_holder_alone(cast, office, name, page):
    assert "/sign-in/" in office.browser().get(cast[name].at(page)).url
    others = [other for other in cast if other != name]
    for other in others:
        assert cast[other].browser.get(cast[name].at(page)).status_code == 404
        wanted = 200 if page == "may" else 403
        assert cast[other].browser.get(cast[other].at(page)).status_code == wanted
    assert cast[name].browser.get(f"/en/office/{uuid4()}/{page}/").status_code == 404


@pytest.mark.parametrize(("name", "page"), UNDER)
def test_a_wrong_method_is_answered_405(cast, name, page):
    who = cast[name].browser
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', who.get("/en/office/").text)[1]
    answer = who.session.delete(who.base + cast[name].at(page), headers={"X-CSRFToken": token}, timeout=20)
    assert answer.status_code == 405


@pytest.mark.parametrize("path", POSTED)
def test_what_changes_something_is_posted(cast, path):
    assert cast["Ada"].browser.get(f"/en/office/{path}").status_code == 405


@pytest.mark.parametrize("name", ROLES)
def test_a_token_is_posted_for(cast, name):
    assert cast[name].browser.get(cast[name].at("token")).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["sign-in/", "sign-out/", "language/", "sign-out-everywhere/", "password/", "represent/", "represent/code/"],
)
def test_a_form_of_another_site_is_refused(cast, path):
    who = cast["Ada"].browser
    answer = who.session.post(f"{who.base}/en/office/{path}", data={"language": "en"}, timeout=20)
    assert answer.status_code == 403
    assert "This form was not opened here" in answer.text
    checked(answer.text, "en")


def test_the_language_of_letters_is_changed(cast, office):
    who = cast["Ada"]
    page = who.browser.post("/en/office/language/", of="/en/office/", language="zh-hans")
    assert "The language was changed." in page.text
    said = office.owner.execute("select language from public.access_person where actor = %s", (who.actor,)).fetchone()
    assert said == ("zh-hans",)


def test_what_is_not_there_is_said_in_the_language_of_the_address(cast):
    answer = cast["Ada"].browser.get("/zh-hans/office/nothing/")
    assert answer.status_code == 404
    checked(answer.text, "zh-hans")
