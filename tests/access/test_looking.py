"""A look: nothing is seen before it is logged, and nothing but what was logged (G7, R34)."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from goodstanding.access.acting import Asked, Incomplete, Refused, Unauthenticated, issue, leave
from tests.office import OTHER, OWN

RECORDS = "select handle from register.record_version"
LOOK = {"action": "look", "purpose": "casework", "cls": "record"}


def looks(office):
    office.house.settle()
    return office.house.owner.execute(
        "select actor, role, unit, authority, purpose, basis, case_reference, action, organisation, records, decision"
        " from access.look order by sequence"
    ).fetchall()


def seen(connection):
    return {handle for (handle,) in connection.execute(RECORDS)}


def test_without_a_context_nothing_is_seen(office):
    assert seen(office.house.case) == set()
    for table in ("register.organisation", "ledger.ledger_entry", "ledger.entry_content", "access.look"):
        assert office.house.case.execute(f"select 1 from {table}").fetchone() is None


def test_a_look_shows_what_it_was_logged_for_and_nothing_else(office):
    record = office.records["ordinary", OTHER]
    office.enter(office.house.case, under=office.people["caseworker"], targets=[record], **LOOK)
    assert seen(office.house.case) == {record}
    ((actor, role, unit, authority, purpose, basis, case, action, organisation, records, decision),) = looks(office)
    assert (actor, role, unit, authority) == ("caseworker one", "caseworker", f"{OWN}/desk", OWN)
    assert (purpose, basis, case, action) == ("casework", "Act s.4", "C-1", "look")
    assert (organisation, records, decision) == (office.organisations["ordinary", OTHER], [record], "allowed")


def test_an_organisation_brings_the_records_that_may_be_seen_and_is_logged_once(office):
    party = office.organisations["ordinary", OWN]
    office.enter(
        office.house.case, under=office.people["caseworker"], targets=[party], **LOOK | {"cls": "organisation"}
    )
    assert seen(office.house.case) == {office.records["ordinary", OWN]}
    assert [(row[8], row[9]) for row in looks(office)] == [(party, [office.records["ordinary", OWN]])]


def test_leaving_ends_the_look(office):
    office.enter(
        office.house.case, under=office.people["caseworker"], targets=[office.records["ordinary", OWN]], **LOOK
    )
    leave(office.house.case)
    assert seen(office.house.case) == set()


def test_a_look_that_is_rolled_back_shows_nothing(office):
    asked = Asked(basis="Act s.4", case="C-1", targets=[office.records["ordinary", OWN]], **LOOK)
    token = issue(office.house.access, under=office.people["caseworker"], asked=asked, through="gs_case")
    case = office.house.case
    with pytest.raises(RuntimeError), case.transaction():
        case.execute("select access.enter(%s)", (token,))
        assert case.execute("select allowed from access.entered()").fetchone() is None
        assert seen(case) == set()  # not in the transaction that is to log it
        raise RuntimeError
    assert seen(case) == set()
    assert looks(office) == []


def test_a_savepoint_does_not_make_an_uncommitted_look_count(office):
    asked = Asked(basis="Act s.4", case="C-1", targets=[office.records["ordinary", OWN]], **LOOK)
    token = issue(office.house.access, under=office.people["caseworker"], asked=asked, through="gs_case")
    case = office.house.case
    with case.transaction():
        with case.transaction():
            case.execute("select access.enter(%s)", (token,))
        assert seen(case) == set()


def test_a_refused_look_is_logged_and_shows_nothing(office):
    record = office.records["sole-trader", OTHER]
    with pytest.raises(Refused):
        office.enter(office.house.case, under=office.people["caseworker"], targets=[record], **LOOK)
    assert seen(office.house.case) == set()
    assert [row[10] for row in looks(office)] == ["refused"]


def test_what_is_not_there_and_what_is_not_allowed_are_refused_in_the_same_words(office):
    said = []
    for handle in (uuid4(), office.records["sole-trader", OTHER], office.records["protected", OTHER]):
        with pytest.raises(Refused) as refused:
            office.enter(office.house.case, under=office.people["caseworker"], targets=[handle], **LOOK)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_one_target_that_may_not_be_seen_refuses_the_whole(office):
    targets = [office.records["ordinary", OWN], office.records["sole-trader", OTHER]]
    with pytest.raises(Refused):
        office.enter(office.house.case, under=office.people["caseworker"], targets=targets, **LOOK)
    assert seen(office.house.case) == set()


@pytest.mark.parametrize("basis", ["", " ", None])
def test_a_look_without_a_basis_is_none(office, basis):
    with pytest.raises(Incomplete, match="basis"):
        office.enter(
            office.house.case,
            under=office.people["reviewer"],
            targets=[office.records["ordinary", OWN]],
            **LOOK | {"purpose": "review", "basis": basis},
        )


def test_a_look_for_a_case_names_the_case(office):
    with pytest.raises(Incomplete, match="case"):
        office.enter(
            office.house.case,
            under=office.people["caseworker"],
            targets=[office.records["ordinary", OWN]],
            **LOOK | {"case": None},
        )
    assert seen(office.house.case) == set()


def test_a_token_is_good_once(office):
    asked = Asked(basis="Act s.4", case="C-1", targets=[office.records["ordinary", OWN]], **LOOK)
    token = issue(office.house.access, under=office.people["caseworker"], asked=asked, through="gs_case")
    office.house.case.execute("select access.enter(%s)", (token,))
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="used already"):
        office.house.case.execute("select access.enter(%s)", (token,))


def test_a_token_is_for_one_role_of_the_database(office):
    asked = Asked(basis="Act s.4", action="file", purpose="filing", cls="record")
    token = issue(office.house.access, under=office.people["clerk"], asked=asked, through="gs_clerk")
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="gs_clerk"):
        office.house.case.execute("select access.enter(%s)", (token,))


def test_another_connection_that_knows_the_number_of_a_context_has_none(office, database):
    office.enter(
        office.house.case, under=office.people["caseworker"], targets=[office.records["ordinary", OWN]], **LOOK
    )
    (number,) = office.house.case.execute("select current_setting('goodstanding.context')").fetchone()
    with database.connect("gs_case", autocommit=True) as other:
        other.execute("select set_config('goodstanding.context', %s, false)", (number,))
        assert seen(other) == set()


def test_a_look_ends_with_the_appointment(office):
    under = office.people["caseworker"]
    office.enter(office.house.case, under=under, targets=[office.records["ordinary", OWN]], **LOOK)
    assert seen(office.house.case)
    office.house.owner.execute(
        "update access.appointment set revoked_at = now(), revoked_by ="
        " (select actor from access.actor where pseudonym = 'house-operator') where appointment = %s",
        (under.appointment,),
    )
    assert seen(office.house.case) == set()
    with pytest.raises(Unauthenticated, match="does not hold"):
        office.enter(office.house.case, under=under, targets=[office.records["ordinary", OWN]], **LOOK)


def test_a_list_logs_every_organisation_in_it(office):
    office.enter(
        office.house.case,
        under=office.people["auditor"],
        action="list",
        purpose="audit",
        cls="record",
        authority=OTHER,
        case=None,
    )
    assert seen(office.house.case) == {office.records["ordinary", OTHER]}
    assert [row[8] for row in looks(office)] == [office.organisations["ordinary", OTHER]]


def test_an_organisation_is_found_by_its_identifier_and_sees_that_it_was(office):
    office.enter(
        office.house.case,
        under=office.people["clerk"],
        action="find",
        purpose="filing",
        cls="organisation",
        identifier=("exampleland", f"ordinary-{OTHER}"),
    )
    found = [handle for (handle,) in office.house.case.execute("select handle from register.organisation")]
    assert found == [office.organisations["ordinary", OTHER]]
    assert [row[8] for row in looks(office)] == found


def test_a_find_does_not_tell_a_protected_organisation_of_another_authority_from_none(office):
    with pytest.raises(Refused):
        office.enter(
            office.house.case,
            under=office.people["clerk"],
            action="find",
            purpose="filing",
            cls="organisation",
            identifier=("exampleland", f"protected-{OTHER}"),
        )


def test_a_look_shows_what_is_now_and_a_look_back_what_was(office):
    record = office.records["ordinary", OWN]
    office.house.correct(record, office.organisations["ordinary", OWN], law="Clean Air Act (Exampleland) s.11")
    office.house.settle()
    versions = "select count(*) from register.record_version"
    for action, seen_now, entries in (("look", 1, 0), ("look-back", 2, 2)):
        office.enter(
            office.house.case, under=office.people["caseworker"], targets=[record], **LOOK | {"action": action}
        )
        assert office.house.case.execute(versions).fetchone() == (seen_now,)
        assert office.house.case.execute("select count(*) from ledger.ledger_entry").fetchone() == (entries,)
        assert office.house.case.execute("select count(*) from ledger.entry_content").fetchone() == (entries,)


def test_counting_shows_nobody(office):
    entered = office.enter(
        office.house.case,
        under=office.people["analyst"],
        action="list",
        purpose="statistics",
        cls="record",
        authority=OTHER,
    )
    assert "aggregate" in entered.obligations
    assert seen(office.house.case) == set()


def test_a_look_is_over_after_a_minute_whatever_was_asked_for(office):
    office.enter(
        office.house.case,
        under=office.people["caseworker"],
        targets=[office.records["ordinary", OWN]],
        **LOOK | {"seconds": 3600},
    )
    (left,) = office.house.owner.execute(
        "select max(valid_until) - clock_timestamp() from access.context where session_role = 'gs_case'"
    ).fetchone()
    assert left.total_seconds() <= 60
