"""An operator runs units, people, roles and clients, and sees no content."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from joserfc.jwk import OKPKey

pytestmark = pytest.mark.usefixtures("calm")
TODAY = datetime.now(UTC).date()
TERM = {
    "starts_on": TODAY.isoformat(),
    "ends_on": (TODAY + timedelta(days=200)).isoformat(),
    "basis": "order 7/2026",
}


@pytest.fixture
def olu(cast):
    return cast["Olu"]


def unit_page(olu, unit: str) -> str:
    return f"{olu.at('units')}{unit}/"


def test_a_unit_is_added_and_listed(olu):
    page = olu.browser.post(olu.at("units"), authority="house:operations", short="north", name="North office")
    assert "The unit was added." in page.text
    assert "North office" in page.text
    again = olu.browser.post(olu.at("units"), authority="house:operations", short="north", name="North office")
    assert "The unit was added." not in again.text


def test_a_person_is_invited_by_mail_and_given_a_role(olu, office):
    page = olu.browser.post(olu.at("people"), name="Fay", email="Fay@Example.org", language="zh-hans")
    assert "The invitation was sent." in page.text
    letter = office.letters()
    assert "/zh-hans/office/invited/" in letter
    actor = UUID(office.said(olu.actor)[-1][1]["invited"])
    given = {"email": "fay@example.org", "role": "clerk", **TERM}
    page = olu.browser.post(unit_page(olu, "exampleland:environment/office"), **given)
    assert "The role was given." in page.text, page.text
    assert "Fay" in page.text
    assert office.events(olu.actor)[-1] == "appointed"
    link = re.findall(r"/zh-hans/office/invited/\S+", letter)[-1]
    assert office.browser().get(link).status_code == 200
    assert office.owner.execute("select role from access.appointment where actor = %s", (actor,)).fetchone() == (
        "clerk",
    )


def test_a_role_is_revoked(olu, office):
    _, email, actor = office.enter(name="Gus", app=True)
    address = unit_page(olu, "exampleland:environment/office")
    olu.browser.post(address, email=email, role="auditor", **TERM)
    (held,) = office.owner.execute("select appointment from access.appointment where actor = %s", (actor,)).fetchone()
    page = olu.browser.post(f"/en/office/{olu.held}/revoke/{held}/", of=address)
    assert "The role was revoked." in page.text
    assert "Gus" not in page.text
    assert office.events(olu.actor)[-1] == "revoked"
    again = olu.browser.post(f"/en/office/{olu.held}/revoke/{held}/", of=address)
    assert "revoked before" in again.text


def test_who_has_an_account_is_not_invited_again(olu, office, cast):
    page = olu.browser.post(olu.at("people"), name="Ada", email=cast["Ada"].email, language="en")
    assert "has an account already" in page.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_on": "2099-01-01"}, "at most 24 months"),
        ({"email": "nobody@example.org"}, "Nobody with this address was invited."),
    ],
)
def test_what_the_database_refuses_is_said_in_words(olu, cast, change, said):
    given = {"email": cast["Ada"].email, "role": "clerk", **TERM, **change}
    page = olu.browser.post(unit_page(olu, "exampleland:environment/office"), **given)
    assert said in page.text


def test_an_operator_gives_no_role_to_himself(olu):
    given = {"email": olu.email, "role": "auditor", **TERM}
    page = olu.browser.post(unit_page(olu, "house:operations/office"), **given)
    assert "Nobody gives a role to himself." in page.text


def test_a_client_gets_a_key_that_ends(olu, office):
    said = {"unit": "exampleland:environment/office", "scopes": "filing:file filing:find", "basis": TERM["basis"]}
    page = olu.browser.post(olu.at("clients"), name="Permit system", ends_on=TERM["ends_on"], **said)
    assert "The client was added." in page.text
    here = re.search(r'href="([^"]+)"[^>]*>Permit system', page.text)[1]
    private = OKPKey.generate_key("Ed25519")
    refused = olu.browser.post(here, jwk=json.dumps(private.as_dict(private=True)), days="30")
    assert "This holds a private key." in refused.text
    assert "This is no key in JSON." in olu.browser.post(here, jwk="[]", days="30").text
    assert "Only public keys of" in olu.browser.post(here, jwk="{}", days="30").text
    page = olu.browser.post(here, jwk=json.dumps(private.as_dict(private=False)), days="30")
    assert "The key was added." in page.text
    assert private.thumbprint() in page.text
    ended = olu.browser.post(f"{here}keys/{private.thumbprint()}/end/", of=here)
    assert "The key was ended." in ended.text
    wanted = ["client-added", "appointed", "client-key-added", "client-key-ended"]
    assert office.events(olu.actor)[-4:] == wanted
    assert "Permit system" in olu.browser.get(olu.at("clients")).text


def test_a_scope_that_is_none_is_refused(olu):
    page = olu.browser.post(
        olu.at("clients"), name="Odd", unit="exampleland:environment/office", scopes="filing:everything"
    )
    assert "This is no purpose with an action: filing:everything" in page.text


def test_unusual_looks_are_reported(olu):
    page = olu.browser.get(olu.at("unusual"))
    assert page.status_code == 200
    assert "Nothing unusual." in page.text or "<table" in page.text


def test_an_operator_of_one_authority_sees_no_other(office, register):
    browser, _, actor = office.enter(name="Ike", app=True, role="operator")
    (held,) = office.owner.execute("select appointment from access.appointment where actor = %s", (actor,)).fetchone()
    page = browser.get(f"/en/office/{held}/units/")
    assert "exampleland:environment/office" in page.text
    assert "house:operations" not in page.text
    assert browser.get(f"/en/office/{held}/units/house:operations/office/").status_code == 404
