"""Representing an organisation: by a letter's code, or brought in; and nothing tells what is there."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

pytestmark = pytest.mark.usefixtures("calm")
SAME = "If the register has it, a letter with a code goes to its registered address."
SAME_PERSON = "If this address has an account, that person represents the organisation too."
ENDS = (datetime.now(UTC).date() + timedelta(days=200)).isoformat()
PATH = "/en/office/represent/"


def folder(office):
    return office.database.home.path / "letters"


def letters(office) -> set:
    return set(folder(office).glob("*.txt")) if folder(office).exists() else set()


def waited(found, *, seconds: float = 5):
    until = time.monotonic() + seconds
    while not (answer := found()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer


@pytest.fixture(scope="session")
def quiet(register):
    """An organisation for these tests alone: it gets five letters in thirty days."""
    handle = register.house.register("Letter Box Ltd")
    register.house.settle()
    return handle


@pytest.fixture
def ruth(office, quiet):
    return office.enter(name="Ruth", app=True)


def ask(browser, number: str = "Letter Box Ltd", scheme: str = "exampleland"):
    return browser.post(PATH, scheme=scheme, number=number)


def code_for(office, browser) -> str:
    before = letters(office)
    assert SAME in ask(browser).text
    assert waited(lambda: letters(office) - before), "no letter"
    (letter,) = letters(office) - before
    text = letter.read_text("utf-8")
    return re.findall(r"^    ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})$", text, re.MULTILINE)[0]


def fresh(office) -> None:
    """Forget the letters written so far, as thirty days would."""
    office.owner.execute("update access.address_code set sent_at = sent_at - interval '31 days'")


def test_a_letter_in_both_languages_waits_for_whoever_prints_it_and_its_code_makes_a_representative(
    office, ruth, quiet
):
    browser, email, actor = ruth
    fresh(office)
    before = letters(office)
    page = ask(browser)
    assert SAME in page.text
    assert page.url.endswith("/represent/code/")
    assert waited(lambda: letters(office) - before)
    (letter,) = letters(office) - before
    assert oct(letter.stat().st_mode & 0o777) == "0o600"
    assert oct(folder(office).stat().st_mode & 0o777) == "0o700"
    assert not list(folder(office).glob(".*"))
    text = letter.read_text("utf-8")
    for fact in (
        "Letter Box Ltd",
        "exampleland",
        email,
        "Ruth",
        "give this code to that person",
        "请将此代码交给该人员",
    ):
        assert fact in text, fact
    codes = set(re.findall(r"^    ([0-9A-Z-]{14})$", text, re.MULTILINE))
    assert len(codes) == 1
    code = codes.pop()
    done = browser.post(f"{PATH}code/", code=code.lower().replace("-", " "))
    assert "You represent the organisation from now on" in done.text
    assert office.owner.execute(
        "select role, organisation from access.appointment where actor = %s", (actor,)
    ).fetchall() == [("representative", quiet)]
    assert office.events(actor)[-2:] == ["letter-written", "representative-verified"]
    assert code.replace("-", "") not in str(office.said(actor))
    assert code not in page.text
    assert "is not right" in browser.post(f"{PATH}code/", code=code).text, "a code is good once"


@pytest.mark.parametrize(
    ("scheme", "number"),
    [("exampleland", "No such Ltd"), ("nothing", "Letter Box Ltd"), ("exampleland", "' or true --"), ("%", "%")],
)
def test_one_that_is_not_there_gets_the_same_answer_and_no_letter(office, ruth, scheme, number):
    browser, _, actor = ruth
    fresh(office)
    before = letters(office)
    page = ask(browser, number, scheme)
    assert SAME in page.text
    there = ask(office.enter(name="Ruth", app=True)[0])
    assert waited(lambda: letters(office) - before)
    hidden = re.compile(r'value="[^"]*"')
    assert hidden.sub("", page.text) == hidden.sub("", there.text)
    time.sleep(0.2)
    assert len(letters(office) - before) == 1
    assert "letter-written" not in office.events(actor)


def test_a_code_is_for_whoever_asked_for_it(office, ruth):
    browser, _, actor = ruth
    fresh(office)
    code = code_for(office, browser)
    other, _, thief = office.enter(name="Sid", app=True)
    assert "is not right" in other.post(f"{PATH}code/", code=code).text
    assert office.owner.execute("select count(*) from access.appointment where actor = %s", (thief,)).fetchone() == (0,)
    assert "from now on" in browser.post(f"{PATH}code/", code=code).text
    assert actor != thief


def test_after_five_tries_a_letter_is_spent(office, ruth):
    browser, _, actor = ruth
    fresh(office)
    code = code_for(office, browser)
    for _ in range(5):
        assert "is not right" in browser.post(f"{PATH}code/", code="2222-2222-2222").text
    assert "is not right" in browser.post(f"{PATH}code/", code=code).text
    assert office.events(actor)[-1] == "code-refused"


def test_an_organisation_gets_no_more_letters_than_enough_and_nobody_is_told(office, ruth):
    browser, _, actor = ruth
    fresh(office)
    before = letters(office)
    for _ in range(5):
        assert SAME in ask(browser).text
    waited(lambda: len(letters(office) - before) >= 3)
    time.sleep(0.3)
    assert len(letters(office) - before) == 3
    for _ in range(5):
        assert SAME in ask(browser).text
    assert ask(browser).status_code == 429
    assert office.events(actor).count("letter-written") == 3


@pytest.mark.parametrize("path", ["represent/", "represent/code/"])
def test_without_a_second_factor_the_page_does_not_open(office, path):
    browser, _, _ = office.enter(name="Tim")
    page = browser.get(f"/en/office/{path}")
    assert page.url.endswith("/second-factor/")
    assert "Set up a second factor first." in page.text


# --- bringing in ------------------------------------------------------------------------------------------------------


@pytest.fixture
def vic(office, quiet):
    browser, _, actor = office.enter(name="Vic", app=True)
    return browser, actor, office.represent(actor, quiet)


def represents(office, actor) -> list:
    return office.owner.execute(
        "select organisation, appointed_by, ends_on::text from access.appointment where actor = %s", (actor,)
    ).fetchall()


def test_a_representative_brings_in_another_person(office, vic, quiet):
    browser, actor, held = vic
    _, email, other = office.enter(name="Wyn")
    page = browser.post(f"/en/office/{held}/bring-in/", email=email.upper(), ends_on=ENDS)
    assert SAME_PERSON in page.text
    assert waited(lambda: represents(office, other)) == [(quiet, actor, ENDS)]
    assert office.events(actor)[-1] == "representative-verified"
    browser.post(f"/en/office/{held}/bring-in/", email=email, ends_on=ENDS)
    time.sleep(0.3)
    assert len(represents(office, other)) == 1, "once is enough"


def test_an_address_without_an_account_gets_the_same_answer(office, vic):
    browser, _, held = vic
    _, there, _ = office.enter(name="Wyn")
    _, own, _ = office.enter(name="Wyn")
    hidden = re.compile(r'value="[^"]*"')
    pages = [
        browser.post(f"/en/office/{held}/bring-in/", email=email, ends_on=ENDS)
        for email in (there, "nobody@example.org", own)
    ]
    assert len({(page.status_code, page.url, hidden.sub("", page.text)) for page in pages}) == 1
    assert SAME_PERSON in pages[0].text


@pytest.mark.parametrize("ends_on", ["2000-01-01", "2099-01-01", "9999-12-31", "tomorrow", ""])
def test_a_term_that_is_none_is_said(office, vic, ends_on):
    browser, _, held = vic
    page = browser.post(f"/en/office/{held}/bring-in/", email="nobody@example.org", ends_on=ends_on)
    assert page.status_code == 200
    assert 'class="summary"' in page.text
    assert SAME_PERSON not in page.text


def test_nobody_brings_in_under_anothers_appointment(office, vic, cast):
    browser, _, _ = vic
    _, email, other = office.enter(name="Xan")
    fields = {"email": email, "ends_on": ENDS}
    for held in (cast["Chen"].held, cast["Ada"].held, uuid4()):
        assert browser.post(f"/en/office/{held}/bring-in/", of=PATH, **fields).status_code == 404
    ada = cast["Ada"]
    assert ada.browser.post(ada.at("bring-in"), of="/en/office/", **fields).status_code == 403
    time.sleep(0.2)
    assert represents(office, other) == []
    stranger = office.browser()
    assert "/sign-in/" in stranger.post(cast["Chen"].at("bring-in"), of="/en/office/sign-in/", **fields).url
