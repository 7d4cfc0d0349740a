"""What an operator ends or begins for good: a unit closes, a person retires, an authority is added."""

from __future__ import annotations

import itertools

import pytest

from goodstanding.access import queries

pytestmark = pytest.mark.usefixtures("calm")
_NUMBERS = itertools.count(1)


@pytest.fixture
def olu(cast):
    return cast["Olu"]


def held_by(office, actor):
    (held,) = office.owner.execute("select appointment from access.appointment where actor = %s", (actor,)).fetchone()
    return held


def token(office, actor) -> str:
    return office.access.execute(
        "select access.issue_bearer(%s, %s, '{}', 600)", (actor, held_by(office, actor))
    ).fetchone()[0]


def works(office, text: str) -> bool:
    return queries.of_token(office.access, token=text) is not None


@pytest.fixture
def ike(office):
    """An operator of one authority, not of the installation."""
    browser, email, actor = office.enter(name="Ike", app=True, role="operator")
    return browser, email, actor, held_by(office, actor)


def closed(office, unit: str) -> bool:
    (day,) = office.owner.execute("select closed_on from access.unit where unit = %s", (unit,)).fetchone()
    return day is not None


# --- a unit -----------------------------------------------------------------------------------------------------------


def test_a_unit_is_closed_once_asked_and_what_is_held_in_it_ends(office, olu):
    name = f"closing-{next(_NUMBERS)}"
    browser, _, actor = office.enter(name="Una", app=True, role="clerk", unit=name)
    unit, text = f"exampleland:environment/{name}", token(office, actor)
    address = f"/en/office/{olu.held}/close/{unit}/"
    assert f"close/{unit}/" in olu.browser.get(f"{olu.at('units')}{unit}/").text
    asked = olu.browser.get(address)
    assert "1 role ends" in asked.text
    assert not closed(office, unit)
    assert "The unit was closed." in olu.browser.post(address).text
    assert closed(office, unit)
    assert office.events(olu.actor)[-1] == "unit-closed"
    assert not works(office, text)
    assert "No role." in browser.get("/en/office/").text
    assert "Closed on" in olu.browser.get(f"{olu.at('units')}{unit}/").text
    assert "closed already" in olu.browser.get(address).text


def test_an_operator_does_not_close_the_unit_he_stands_in(office, olu):
    address = f"/en/office/{olu.held}/close/house:operations/office/"
    assert "Ask another operator to close it." in olu.browser.get(address).text
    page = olu.browser.post(address, of="/en/office/")
    assert "Ask another operator to close it." in page.text
    assert not closed(office, "house:operations/office")


def test_an_operator_closes_no_unit_of_another_authority(office, ike):
    office.enter(name="Una", role="clerk", authority="exampleland:labour", unit="desk")
    address = f"/en/office/{ike[3]}/close/exampleland:labour/desk/"
    assert ike[0].get(address).status_code == 404
    assert ike[0].post(address, of="/en/office/").status_code == 404
    assert not closed(office, "exampleland:labour/desk")


# --- a person ---------------------------------------------------------------------------------------------------------


def test_a_person_is_retired_with_sessions_and_tokens(office, olu):
    browser, email, actor = office.enter(name="Ray", app=True, role="clerk")
    text = token(office, actor)
    page = olu.browser.post(olu.at("retire"), email=email.upper())
    assert "The person was retired." in page.text
    assert "/sign-in/" in browser.get("/en/office/").url
    assert not works(office, text)
    assert (
        "closed" in office.browser().sign_in(email).url
        or "This account is closed." in office.browser().sign_in(email).text
    )
    assert office.owner.execute(
        "select count(*) from public.usersessions_usersession where user_id = %s", (actor,)
    ).fetchone() == (0,)
    event, said = office.said(olu.actor)[-1]
    assert (event, said["actor"]) == ("retired", str(actor))
    assert "Nobody who holds or held" in olu.browser.post(olu.at("retire"), email=email).text


def test_nobody_retires_himself(office, olu):
    assert "Nobody retires himself." in olu.browser.post(olu.at("retire"), email=olu.email).text
    assert olu.browser.get(olu.at("retire")).status_code == 200


def test_an_operator_retires_people_of_the_own_authority_alone(office, ike, cast):
    _, elsewhere, labour = office.enter(name="Sue", role="clerk", authority="exampleland:labour")
    _, roleless, _ = office.enter(name="Tom")
    for email in (elsewhere, roleless, cast["Chen"].email, cast["Olu"].email, "nobody@example.org"):
        page = ike[0].post(f"/en/office/{ike[3]}/retire/", email=email)
        assert "Nobody who holds or held a role in your units has this address." in page.text, email
    office.appoint(labour, role="reviewer")
    page = ike[0].post(f"/en/office/{ike[3]}/retire/", email=elsewhere)
    assert "The person was retired." not in page.text, "he holds a role in another authority too"
    assert office.owner.execute("select retired_at from access.actor where actor = %s", (labour,)).fetchone() == (None,)


def test_the_installations_operator_retires_representatives_and_people_without_a_role(office, olu):
    _, email, _ = office.enter(name="Tom")
    assert "The person was retired." in olu.browser.post(olu.at("retire"), email=email).text


# --- an authority -----------------------------------------------------------------------------------------------------


def test_an_authority_is_added_and_gets_a_unit(office, olu):
    short = f"exampleland:harbour-{next(_NUMBERS)}"
    page = olu.browser.post(olu.at("authorities"), authority=short, name="Harbour Authority")
    assert "The authority was added." in page.text
    assert short in page.text
    assert office.events(olu.actor)[-1] == "authority-added"
    assert (
        "authority of this name already"
        in olu.browser.post(olu.at("authorities"), authority=short, name="Harbour Authority").text
    )
    page = olu.browser.post(olu.at("units"), authority=short, short="quay", name="Quay")
    assert "The unit was added." in page.text
    assert f"{short}/quay" in page.text


@pytest.mark.parametrize("name", ["harbour", "x:y/z", "X:Y", "x:", ":y", "x y:z", "x:y:z", ""])
def test_a_name_that_is_none_is_not_taken(olu, name):
    page = olu.browser.post(olu.at("authorities"), authority=name, name="Harbour")
    assert "The authority was added." not in page.text
    assert 'class="summary"' in page.text


def test_only_the_operator_of_the_installation_adds_authorities(office, ike):
    address = f"/en/office/{ike[3]}/authorities/"
    assert ike[0].get(address).status_code == 403
    posted = ike[0].post(address, of="/en/office/", authority="exampleland:mine", name="Mine")
    assert posted.status_code == 403
    assert office.owner.execute("select from access.authority where authority = 'exampleland:mine'").fetchone() is None
    assert "authorities/" not in ike[0].get(f"/en/office/{ike[3]}/units/").text
