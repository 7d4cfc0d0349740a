"""What holds for every public page, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from django.urls import get_resolver

from goodstanding.config.middleware import POLICY
from tests.portal.conftest import DECLARED, TODAY
from tests.portal.markup import Page

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans"}
PATHS = ["", "records/", "lines/"]
ADDRESSES = [f"/{language}/{path}" for language in LANGUAGES for path in PATHS]
KINDS = {
    "demonstration": ("demonstration", "演示"),
    "teaching": ("teaching", "教学"),
    "production": ("in service", "正式"),
}
HAN = re.compile(r"[\u3400-\u9fff]")
every_page = pytest.mark.parametrize("address", ADDRESSES)


def test_this_file_knows_every_public_page(pages):
    from goodstanding.portal.public import urls

    assert sorted(str(route.pattern) for route in urls.urlpatterns) == sorted(PATHS)
    assert get_resolver().namespace_dict["public"]


@every_page
def test_it_answers(client, address):
    assert client.get(address).status_code == 200


@every_page
def test_it_answers_where_there_is_no_record(client, register, address):
    register.records = []
    assert client.get(address).status_code == 200


@every_page
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_refuses_every_method_that_writes(client, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@every_page
def test_it_lets_the_browser_load_nothing_but_this_servers_own(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert policy == POLICY
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "unsafe" not in policy


@every_page
def test_it_needs_no_script_no_inline_style_and_no_other_host(client, address):
    page = Page.of(client.get(address).content)
    assert not page.all("script")
    assert not page.all("style")
    assert not [element for element in page.elements if "style" in element[1]]
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    addresses = [a.get(name) for _, a in page.elements for name in ("href", "src", "action", "poster") if a.get(name)]
    assert addresses
    assert not [found for found in addresses if not found.startswith(("/", "#")) or found.startswith("//")]


@every_page
def test_its_own_files_are_there(client, address):
    page = Page.of(client.get(address).content)
    files = [attributes["href"] for attributes in page.all("link") if attributes["rel"] in {"stylesheet", "icon"}]
    assert len(files) == 2
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200, file
        answer.close()


@every_page
def test_it_has_one_h1_and_no_level_of_heading_is_left_out(client, address):
    page = Page.of(client.get(address).content)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_page
def test_it_says_its_language_and_so_does_every_text_in_another(client, address):
    page = Page.of(client.get(address).content)
    tag = LANGUAGES[address.split("/")[1]]
    assert page.all("html") == [{"lang": tag}]
    assert not [text for text, language in page.texts if HAN.search(text) and not language.startswith("zh")]


@pytest.mark.parametrize("path", PATHS)
def test_no_english_sentence_is_left_on_a_chinese_page(client, path, register):
    register.installation = TODAY
    page = Page.of(client.get(f"/zh-hans/{path}").content)
    left = [text for text, language in page.texts if language == "zh-Hans" and re.search(r"[a-z]{3,} [a-z]{3,}", text)]
    assert not [text for text in left if not text.startswith("goodstanding ")]


@every_page
def test_the_language_links_keep_the_page_and_name_each_language_in_itself(client, address):
    page = Page.of(client.get(address).content)
    rest = address.split("/", 2)[2]
    links = [a for a in page.all("a") if "hreflang" in a]
    assert [(a["href"], a["lang"], a["hreflang"]) for a in links] == [
        (f"/{code}/{rest}", tag, tag) for code, tag in LANGUAGES.items()
    ]
    assert [a["lang"] for a in links if a.get("aria-current") == "true"] == [LANGUAGES[address.split("/")[1]]]
    assert page.language_of("English") == {"en"}
    assert page.language_of("简体中文") == {"zh-Hans"}


@every_page
def test_it_can_be_entered_past_the_header_by_keyboard(client, address):
    page = Page.of(client.get(address).content)
    assert page.all("a")[0]["href"] == "#main"
    assert [a["id"] for a in page.all("main")] == ["main"]


@every_page
def test_every_id_stands_once_and_every_label_points_to_one(client, address):
    page = Page.of(client.get(address).content)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {attributes["aria-labelledby"] for _, attributes in page.elements if "aria-labelledby" in attributes}
    assert named <= set(ids)


@every_page
def test_a_declared_present_is_said_with_its_reason(client, register, address):
    register.installation = DECLARED
    page = Page.of(client.get(address).content)
    text = page.text()
    day = "31 December 2015" if address.startswith("/en/") else "2015年12月31日"
    assert day in text
    assert DECLARED.reason["en" if address.startswith("/en/") else "zh-Hans"] in text
    assert ("not today" if address.startswith("/en/") else "不是今天") in text


@every_page
def test_without_a_declared_present_no_page_says_that_there_is_one(client, register, address):
    register.installation = TODAY
    page = Page.of(client.get(address).content)
    assert not page.all("aside")
    assert "not today" not in page.text()


@every_page
@pytest.mark.parametrize("status", ["demonstration", "teaching", "production"])
def test_it_says_what_kind_of_installation_it_is(client, register, address, status):
    register.installation = replace(TODAY, status=status)
    english, chinese = KINDS[status]
    assert (english if address.startswith("/en/") else chinese) in Page.of(client.get(address).content).text()


def test_a_person_who_asks_for_chinese_still_gets_english_at_the_english_address(client):
    page = Page.of(client.get("/en/records/", headers={"accept-language": "zh-CN"}).content)
    assert page.all("html") == [{"lang": "en"}]
