"""A token for the command line: for an hour, shown once, to whoever shows once more who he is."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from goodstanding.access import queries
from tests.portal.office.conftest import PASSWORD
from tests.portal.office.test_every_page import checked

pytestmark = pytest.mark.usefixtures("calm")


def held_by(office, actor) -> str:
    (held,) = office.owner.execute("select appointment from access.appointment where actor = %s", (actor,)).fetchone()
    return held


def shown(page) -> str:
    found = re.findall(r"gst_[A-Za-z0-9_-]{43}", page.text)
    assert len(found) == 1, page.text
    return found[0]


def of(office, token):
    return queries.of_token(office.access, token=token)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_token_is_shown_once_for_an_hour_and_acts_under_that_appointment(office, language):
    browser, _, actor = office.enter(name="Kit", app=True, role="caseworker")
    held = held_by(office, actor)
    page = browser.post(f"/{language}/office/{held}/token/", of=f"/{language}/office/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    checked(page.text, language)
    assert "GOODSTANDING_TOKEN" in page.text
    token = shown(page)
    under = of(office, token)
    assert (under.appointment, under.actor, under.role, under.scopes) == (held, actor, "caseworker", None)
    (seconds,) = office.owner.execute(
        "select extract(epoch from expires_at - issued_at)::integer from access.bearer_token where actor = %s", (actor,)
    ).fetchone()
    assert seconds == 3600
    assert office.events(actor)[-1] == "token-issued"
    assert token not in str(office.said(actor))
    assert "gst_" not in browser.get(f"/{language}/office/").text


def test_each_appointment_has_a_token_of_its_own(office):
    browser, _, actor = office.enter(name="Lou", app=True, role="clerk")
    office.appoint(actor, role="reviewer", unit="reviews")
    page = browser.get("/en/office/")
    forms = re.findall(r'action="(/en/office/[0-9a-f-]+/token/)"', page.text)
    assert {of(office, shown(browser.post(path, of="/en/office/"))).role for path in forms} == {"clerk", "reviewer"}


def test_whoever_signed_in_some_time_ago_shows_once_more_who_he_is(office):
    _, email, actor = office.enter(name="Mo")
    held = office.represent(actor, uuid4())
    browser = office.browser()
    browser.sign_in(email)
    page = browser.post(f"/en/office/{held}/token/", of="/en/office/")
    assert "/again/" in page.url
    assert "gst_" not in page.text
    again = page.url.removeprefix(office.base)
    assert "gst_" not in browser.post(again, password="no").text  # noqa: S106
    assert "token-issued" not in office.events(actor)
    assert of(office, shown(browser.post(again, password=PASSWORD))).appointment == held


def test_nobody_takes_one_under_anothers_appointment_or_without_a_session(office, cast):
    browser, _, actor = office.enter(name="Nan", app=True, role="clerk")
    for held in (cast["Ada"].held, cast["Chen"].held, uuid4()):
        assert browser.post(f"/en/office/{held}/token/", of="/en/office/").status_code == 404
    assert "token-issued" not in office.events(actor)
    assert browser.get(f"/en/office/{held_by(office, actor)}/token/").status_code == 405
    stranger = office.browser()
    assert "/sign-in/" in stranger.post(f"/en/office/{cast['Ada'].held}/token/", of="/en/office/sign-in/").url


def test_a_token_ends_with_signing_out_everywhere_and_with_the_role(office):
    browser, _, actor = office.enter(name="Oz", app=True, role="clerk")
    held = held_by(office, actor)
    token = shown(browser.post(f"/en/office/{held}/token/", of="/en/office/"))
    browser.post("/en/office/sign-out-everywhere/", of="/en/office/")
    assert of(office, token) is None
    browser, _, actor = office.enter(name="Pia", app=True, role="clerk")
    held = held_by(office, actor)
    token = shown(browser.post(f"/en/office/{held}/token/", of="/en/office/"))
    office.owner.execute(
        "update access.appointment set revoked_at = now(), revoked_by = appointed_by where appointment = %s", (held,)
    )
    assert of(office, token) is None
    assert browser.post(f"/en/office/{held}/token/", of="/en/office/").status_code == 404
