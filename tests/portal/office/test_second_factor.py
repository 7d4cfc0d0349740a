"""Staff do nothing before a second factor is set up, and cannot take the last one away."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.portal.office.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("calm")
FACTORS = "/en/office/second-factor/"


def test_a_person_of_staff_without_one_reaches_only_the_page_that_sets_one_up(office):
    browser, _, actor = office.enter(role="clerk")
    (held,) = office.owner.execute("select appointment from access.appointment where actor = %s", (actor,)).fetchone()
    for path in ("", "password/", f"{held}/look/", "second-factor/keys/", "second-factor/codes/new/"):
        page = browser.get(f"/en/office/{path}")
        assert page.url.endswith(FACTORS), path
    assert "nothing else opens before" in page.text
    assert browser.get(f"{FACTORS}app/").url.endswith("/app/")
    assert browser.get(f"{FACTORS}keys/add/").url.endswith("/keys/add/")


def test_with_one_everything_opens(office):
    browser, _, _ = office.enter(role="clerk", app=True)
    assert browser.get("/en/office/").url.endswith("/en/office/")


def test_a_representative_is_advised_and_not_forced(office):
    browser, _, actor = office.enter()
    office.represent(actor, uuid4())
    page = browser.get("/en/office/")
    assert page.url.endswith("/en/office/")
    assert "We advise you to set up a second factor" in page.text


def test_who_becomes_staff_later_is_asked_at_the_next_page(office):
    browser, _, actor = office.enter()
    assert browser.get("/en/office/").url.endswith("/en/office/")
    office.appoint(actor, role="clerk")
    assert browser.get("/en/office/").url.endswith(FACTORS)


def test_the_last_one_of_staff_cannot_be_removed(office):
    browser, _, actor = office.enter(role="clerk", app=True)
    assert "Add another one before you remove this" in browser.get(f"{FACTORS}app/remove/").text
    browser.post(f"{FACTORS}app/remove/")
    assert (
        office.owner.execute("select count(*) from public.mfa_authenticator where user_id = %s", (actor,)).fetchone()[0]
        == 2
    )
    assert "factor-removed" not in office.events(actor)


def test_whoever_needs_none_can_remove_it_and_it_is_logged(office):
    browser, _, actor = office.enter(app=True)
    browser.post(f"{FACTORS}app/remove/")
    assert office.events(actor)[-1] == "factor-removed"
    assert "An authenticator app was added" in office.letters()
    assert "The authenticator app was removed" in office.letters()
    assert browser.get("/en/office/").url.endswith("/en/office/")


def test_factors_are_changed_only_by_whoever_shows_once_more_who_he_is(office):
    _, email, actor = office.enter()
    browser = office.browser()
    browser.sign_in(email)
    page = browser.get(f"{FACTORS}app/")
    assert "/again/" in page.url
    again = page.url.removeprefix(office.base)
    assert "The password is not right." in browser.post(again, password="no").text  # noqa: S106
    assert office.events(actor)[-1] == "sign-in-refused"
    assert browser.post(again, password=PASSWORD).url.endswith(f"{FACTORS}app/")


def test_new_recovery_codes_end_the_old(office):
    browser, _, actor = office.enter(role="clerk", app=True)
    old = re.findall(r"<li><code>(\d{8})</code></li>", browser.page.text)
    page = browser.post(f"{FACTORS}codes/new/")
    new = re.findall(r"<li><code>(\d{8})</code></li>", page.text)
    assert len(old) == len(new) == 10
    assert not set(old) & set(new)
    assert office.events(actor)[-1] == "factor-added"


def test_the_picture_to_scan_is_part_of_the_page_and_needs_no_style(office):
    browser, _, _ = office.enter()
    page = browser.get(f"{FACTORS}app/").text
    assert "<svg" in page
    assert "<?xml" not in page
    assert "style=" not in page
    assert "data:" not in page
