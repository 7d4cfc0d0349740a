"""A role is handed on to a colleague for a while, and both see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.usefixtures("calm")
TODAY = datetime.now(UTC).date()
TERM = {"starts_on": TODAY.isoformat(), "ends_on": (TODAY + timedelta(days=20)).isoformat()}


@pytest.fixture
def two(office):
    """Two colleagues: a decider, and a clerk of the same authority; each with browser, address, actor and role."""
    found = []
    for name, role in (("Dora", "decider"), ("Carl", "clerk")):
        browser, email, actor = office.enter(name=name, app=True, role=role)
        (held,) = office.owner.execute(
            "select appointment from access.appointment where actor = %s", (actor,)
        ).fetchone()
        found.append((browser, email, actor, held))
    return found


def page_of(one) -> str:
    return f"/en/office/{one[3]}/hand-on/"


def test_a_role_is_handed_on_and_both_see_it(office, two):
    dora, carl = two
    page = dora[0].post(page_of(dora), email=carl[1].upper(), **TERM)
    assert "The role was handed on." in page.text
    assert "Carl" in page.text.split('id="by-me"')[1].split("</section>")[0]
    assert "Holds now" in page.text
    theirs = carl[0].get(page_of(carl)).text
    assert "Dora" in theirs.split('id="to-me"')[1]
    row = office.owner.execute(
        "select role, delegated_from, appointed_by, appointment from access.appointment where actor = %s and role = 'decider'",
        (carl[2],),
    ).fetchone()
    assert row[:3] == ("decider", dora[3], dora[2])
    assert office.events(dora[2])[-1] == "appointed"
    again = carl[0].get(f"/en/office/{row[3]}/hand-on/").text
    assert "It is not handed on again." in again
    assert 'name="email"' not in again
    posted = carl[0].post(f"/en/office/{row[3]}/hand-on/", of="/en/office/", email=dora[1], **TERM)
    assert "never one that was handed on to you" in posted.text


def test_what_begins_later_and_what_was_revoked_is_said(office, two):
    dora, carl = two
    later = {"starts_on": (TODAY + timedelta(days=5)).isoformat(), "ends_on": TERM["ends_on"]}
    assert "Begins later" in dora[0].post(page_of(dora), email=carl[1], **later).text
    office.owner.execute(
        "update access.appointment set revoked_at = now(), revoked_by = appointed_by where delegated_from = %s",
        (dora[3],),
    )
    assert "Revoked" in dora[0].get(page_of(dora)).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "nobody@example.org"}, "No colleague in your authority has this address."),
        ({"starts_on": "2020-01-01"}, "not for days that are over"),
        ({"ends_on": "2099-01-01"}, "for days within your own term"),
        ({"ends_on": TERM["starts_on"]}, "A term begins before it ends"),
        ({"starts_on": "soon"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_is_said_in_words(office, two, change, said):
    dora, carl = two
    page = dora[0].post(page_of(dora), **{"email": carl[1], **TERM, **change})
    assert said in page.text
    count = office.owner.execute(
        "select count(*) from access.appointment where delegated_from = %s", (dora[3],)
    ).fetchone()
    assert count == (0,)


def test_a_role_goes_to_colleagues_alone_and_nobody_else_is_told_of(office, two, cast):
    dora = two[0]
    assert "This is your own address." in dora[0].post(page_of(dora), email=dora[1], **TERM).text
    _, elsewhere, _ = office.enter(name="Ed", role="clerk", authority="exampleland:labour")
    _, roleless, _ = office.enter(name="Flo")
    for email in (elsewhere, roleless, cast["Chen"].email):
        page = dora[0].post(page_of(dora), email=email, **TERM)
        assert "No colleague in your authority has this address." in page.text


def test_nobody_hands_on_anothers_role(office, two, cast):
    dora, carl = two
    fields = {"email": cast["Ada"].email, **TERM}
    assert carl[0].post(page_of(dora), of="/en/office/", **fields).status_code == 404
    for name in ("Olu", "Chen"):
        who = cast[name]
        assert who.browser.post(who.at("hand-on"), of="/en/office/", **fields).status_code == 403
    assert "/sign-in/" in office.browser().post(page_of(dora), of="/en/office/sign-in/", **fields).url
