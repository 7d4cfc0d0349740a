"""Who is appointed, by whom, for how long; and that nobody appoints himself."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from goodstanding.access import queries, services
from goodstanding.access.acting import Refused, Unauthenticated
from goodstanding.access.services import ADMINISTERING, NotAppointed
from tests.office import OTHER, OWN

DESK = f"{OWN}/desk"


@pytest.fixture
def day(office):
    return office.house.owner.execute("select access.today()").fetchone()[0]


@pytest.fixture
def operating(office):
    """The sign-in role's connection, on which the own authority's operator acts."""
    office.enter(office.house.access, under=office.people["operator"], **ADMINISTERING)
    return office.house.access


def appoint(connection, actor, day, **change):
    said = {"role": "clerk", "unit": DESK, "starts_on": day, "ends_on": day + timedelta(days=30), "basis": "Act s.9"}
    return services.appoint(connection, actor=actor, **{**said, **change})


def test_an_operator_appoints_for_a_term_and_the_appointment_holds(operating, day):
    actor = services.add_actor(operating, kind="person")
    appoint(operating, actor, day)
    (held,) = queries.appointments_of(operating, actor=actor)
    assert (held.role, held.unit, held.authority) == ("clerk", DESK, OWN)


def test_nobody_appoints_himself(office, operating, day):
    with pytest.raises(NotAppointed, match="himself"):
        appoint(operating, office.people["operator"].actor, day)


@pytest.mark.parametrize("days", [0, -1, 732])
def test_a_term_ends_after_it_begins_and_within_24_months(operating, day, days):
    actor = services.add_actor(operating, kind="person")
    with pytest.raises(NotAppointed, match="24 months"):
        appoint(operating, actor, day, ends_on=day + timedelta(days=days))


def test_an_operator_appoints_in_the_own_authority_only(operating, day):
    actor = services.add_actor(operating, kind="person")
    with pytest.raises(Unauthenticated, match="does not administer"):
        appoint(operating, actor, day, unit=f"{OTHER}/office")


def test_only_the_authority_that_runs_the_installation_makes_authorities(operating):
    with pytest.raises(Unauthenticated, match="does not administer"):
        services.add_authority(operating, authority="exampleland:new", name="New")


@pytest.mark.parametrize("role", ["clerk", "caseworker", "decider", "reviewer", "analyst", "auditor"])
def test_nobody_but_an_operator_administers(office, role):
    with pytest.raises(Refused):
        office.enter(office.house.access, under=office.people[role], **ADMINISTERING)


def test_without_a_context_nobody_administers(office, day):
    with pytest.raises(Unauthenticated, match="nobody administers"):
        appoint(office.house.access, office.people["clerk"].actor, day)


@pytest.mark.parametrize(("kind", "role"), [("person", "machine-client"), ("client", "clerk"), ("node", "auditor")])
def test_a_machine_has_a_machine_s_role_and_a_person_has_none(operating, day, kind, role):
    actor = services.add_actor(operating, kind=kind)
    with pytest.raises(NotAppointed, match="machines are"):
        appoint(operating, actor, day, role=role)


def test_a_revoked_appointment_holds_no_more_and_is_not_revived(office, operating):
    clerk = office.people["clerk"]
    services.revoke(operating, appointment=clerk.appointment)
    assert queries.appointments_of(operating, actor=clerk.actor) == []
    for change in ("revoked_at = null, revoked_by = null", "ends_on = ends_on + 1", "role = 'decider'"):
        with pytest.raises(psycopg.errors.CheckViolation, match="never changed"):
            office.house.owner.execute(
                f"update access.appointment set {change} where appointment = %s", (clerk.appointment,)
            )
    with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
        office.house.owner.execute("delete from access.appointment where appointment = %s", (clerk.appointment,))


def test_a_closed_unit_ends_what_is_held_in_it(office, operating):
    services.close_unit(operating, unit=DESK)
    assert queries.appointments_of(operating, actor=office.people["clerk"].actor) == []


def test_a_retired_actor_holds_nothing(office, operating):
    actor = office.people["clerk"].actor
    services.retire(operating, actor=actor)
    assert queries.appointments_of(operating, actor=actor) == []


def delegate(office, under, to, day, **change):
    said = {"starts_on": under.starts_on, "ends_on": day + timedelta(days=14), **change}
    return office.house.access.execute(
        "select access.delegate(%s, %s, %s, %s, %s)",
        (under.actor, under.appointment, to.actor, said["starts_on"], said["ends_on"]),
    ).fetchone()[0]


def test_a_person_hands_on_the_own_role_for_a_while(office, day):
    delegate(office, office.people["decider"], office.people["reviewer"], day)
    held = queries.appointments_of(office.house.access, actor=office.people["reviewer"].actor)
    assert {(one.role, one.delegated_from) for one in held} == {
        ("reviewer", None),
        ("decider", office.people["decider"].appointment),
    }


def test_a_delegation_ends_no_later_than_what_it_was_delegated_from(office, day):
    with pytest.raises(psycopg.errors.CheckViolation, match="within the own term"):
        delegate(
            office,
            office.people["decider"],
            office.people["clerk"],
            day,
            ends_on=office.people["decider"].ends_on + timedelta(days=1),
        )


def test_a_delegation_ends_with_what_it_was_delegated_from(office, operating, day):
    delegate(office, office.people["decider"], office.people["clerk"], day)
    services.revoke(operating, appointment=office.people["decider"].appointment)
    held = queries.appointments_of(operating, actor=office.people["clerk"].actor)
    assert [one.role for one in held] == ["clerk"]


@pytest.mark.parametrize("role", ["operator", "auditor"])
def test_an_operator_s_and_an_auditor_s_role_are_not_handed_on(office, day, role):
    with pytest.raises(psycopg.errors.CheckViolation, match="delegation"):
        delegate(office, office.people[role], office.people["clerk"], day)


def test_what_was_delegated_is_not_handed_on_again(office, day):
    made = delegate(office, office.people["decider"], office.people["reviewer"], day)
    (under,) = [
        one
        for one in queries.appointments_of(office.house.access, actor=office.people["reviewer"].actor)
        if one.appointment == made
    ]
    with pytest.raises(psycopg.errors.CheckViolation, match="once"):
        delegate(office, under, office.people["clerk"], day)


def test_nobody_hands_on_another_s_role(office, day):
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="another's"):
        office.house.access.execute(
            "select access.delegate(%s, %s, %s, %s, %s)",
            (
                office.people["clerk"].actor,
                office.people["decider"].appointment,
                office.people["clerk"].actor,
                day,
                day + timedelta(days=1),
            ),
        )


def test_every_appointment_and_its_end_is_in_the_log(office, operating, day):
    actor = services.add_actor(operating, kind="person")
    made = appoint(operating, actor, day)
    services.revoke(operating, appointment=made)
    office.house.settle()
    events = operating.execute("select event, actor from access.event order by sequence").fetchall()
    assert events == [("appointed", "operator one"), ("revoked", "operator one")]
    assert not office.house.refused()


# --- representatives --------------------------------------------------------------------------------------------


def letter(office, who, identifier=f"ordinary-{OWN}"):
    """Answer the code of a letter to an organisation's registered address; None where none is written."""
    row = office.house.access.execute(
        "select code from access.write_letter(%s, 'exampleland', %s)", (who, identifier)
    ).fetchone()
    return row and row[0]


def test_a_letter_goes_to_an_organisation_that_is_there_and_not_without_end(office):
    who, other = (services.add_actor(office.house.access, kind="person") for _ in range(2))
    assert letter(office, who, "nobody") is None
    assert all(letter(office, who) for _ in range(3))
    assert letter(office, who) is None
    assert [bool(letter(office, other)) for _ in range(3)] == [True, True, False]


def test_a_code_sent_to_the_registered_address_makes_a_representative_once(office):
    access, who = office.house.access, services.add_actor(office.house.access, kind="person")
    organisation, code = office.organisations["ordinary", OWN], letter(office, who)
    spaced = f"{code[:4].lower()} {code[4:8]}-{code[8:]}"
    assert access.execute("select access.use_address_code(%s, %s)", (who, spaced)).fetchone()[0]
    (held,) = queries.appointments_of(access, actor=who)
    assert (held.role, held.organisation) == ("representative", organisation)
    assert access.execute("select access.use_address_code(%s, %s)", (who, code)).fetchone() == (None,)


def test_five_wrong_codes_end_the_letter(office):
    access, who = office.house.access, services.add_actor(office.house.access, kind="person")
    code = letter(office, who)
    for _ in range(5):
        assert access.execute("select access.use_address_code(%s, 'AAAA')", (who,)).fetchone() == (None,)
    assert access.execute("select access.use_address_code(%s, %s)", (who, code)).fetchone() == (None,)
    assert queries.appointments_of(access, actor=who) == []


def test_a_code_is_good_for_whom_it_was_asked_for_alone(office):
    access = office.house.access
    who, other = (services.add_actor(access, kind="person") for _ in range(2))
    code = letter(office, who)
    assert access.execute("select access.use_address_code(%s, %s)", (other, code)).fetchone() == (None,)


def test_a_representative_brings_in_the_next_for_the_same_organisation(office, day):
    access, under = office.house.access, office.represented["ordinary"]
    other = services.add_actor(access, kind="person")
    access.execute(
        "select access.bring_in(%s, %s, %s, %s)", (under.actor, under.appointment, other, day + timedelta(days=30))
    )
    (held,) = queries.appointments_of(access, actor=other)
    assert held.organisation == under.organisation
