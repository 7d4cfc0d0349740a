"""R34. Every look at what is not public has a purpose and a basis, is logged, and the organisation sees it (G7)."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from goodstanding.access import queries
from goodstanding.access.acting import Asked, Incomplete, Refused, enter, issue, leave
from goodstanding.core.access.words import PURPOSES
from goodstanding.database import roles
from tests.office import OTHER, OWN

GUARD = "sql:access.in_force():c.entered_in is distinct from pg_current_xact_id_if_assigned()"
GUARDS = (
    GUARD,
    "sql:access.in_force():c.pid = pg_backend_pid()",
    "sql:access.in_force():c.valid_until > clock_timestamp()",
    "sql:access.in_force():access.is_held(c.appointment)",
    "sql:access.in_force():c.session_role = session_user",
    "sql:access.decided():decided.purpose = any(l.purposes)",
    "sql:access.decided():decided.action = any(l.actions)",
    "sql:access.decided():decided.role = any(l.roles)",
    "sql:access.decided():decided.class = any(l.classes)",
    "sql:access.look:look_decision_check",
    "sql:access.in_force():c.allowed",
)
READ = {"action": "look", "purpose": "casework", "cls": "record"}
RECORDS = "select handle from register.record_version"


def seen(connection):
    return {handle for (handle,) in connection.execute(RECORDS)}


def look(office, role="caseworker", target=("ordinary", OTHER), **change):
    said = {"targets": [office.records[target]], **READ, **change}
    return office.enter(office.house.case, under=office.people[role], **said)


def log(office, organisation, **more):
    """Read an organisation's log as its own representative does."""
    office.house.settle()
    under = office.representative(organisation)
    asked = {"action": "read-log", "purpose": "own-access", "cls": "access-log", "targets": [organisation]}
    with office.house.connect("gs_case", autocommit=True) as case:
        office.enter(case, under=under, **asked)
        return queries.looks_of_organisation(case, organisation=organisation, **more)


@pytest.mark.parametrize(
    "table",
    [
        "register.organisation",
        "register.record_version",
        "register.same_as",
        "register.succession",
        "ledger.ledger_entry",
        "ledger.entry_content",
        "ledger.refused_entry",
        "ledger.erasure",
        "access.look",
    ],
)
def test_without_a_logged_look_no_row_is_seen(office, table):
    office.house.judge_same(office.organisations["ordinary", OWN], office.organisations["ordinary", OTHER])
    office.house.settle()
    leave(office.house.case)
    assert office.house.case.execute(f"select 1 from {table} limit 1").fetchone() is None
    look(office)
    leave(office.house.case)
    assert office.house.case.execute(f"select 1 from {table} limit 1").fetchone() is None


def test_the_look_is_committed_before_anything_is_seen(office):
    asked = Asked(basis="Act s.4", case="C-1", targets=[office.records["ordinary", OWN]], **READ)
    token = issue(office.house.access, under=office.people["caseworker"], asked=asked, through="gs_case")
    with office.house.case.transaction():
        office.house.case.execute("select access.enter(%s)", (token,))
        assert seen(office.house.case) == set()
    assert seen(office.house.case)


def test_a_context_is_its_own_connection_s(office, database):
    look(office)
    (number,) = office.house.case.execute("select current_setting('goodstanding.context')").fetchone()
    with database.connect("gs_case", autocommit=True) as other:
        other.execute("select set_config('goodstanding.context', %s, false)", (number,))
        assert seen(other) == set()
        assert other.execute("select 1 from access.in_force()").fetchone() is None


def test_a_context_is_its_own_role_s(office):
    look(office)
    office.house.owner.execute("update access.context set session_role = 'gs_clerk'")
    assert seen(office.house.case) == set()


def test_a_look_ends_by_itself(office):
    look(office)
    office.house.owner.execute("update access.context set valid_until = now() - interval '1 second'")
    assert seen(office.house.case) == set()


def test_a_look_ends_with_the_appointment(office):
    look(office)
    office.house.owner.execute(
        "update access.appointment a set revoked_at = now(), revoked_by = a.appointed_by where a.appointment = %s",
        (office.people["caseworker"].appointment,),
    )
    assert seen(office.house.case) == set()


def test_another_purpose_another_action_and_another_role_are_other_questions(office):
    others = [{"purpose": one} for one in PURPOSES if one not in ("casework", "eligibility-check")]
    others += [{"action": one} for one in ("list", "export", "read-log", "decide")]
    others += [{"role": one} for one in ("clerk", "decider", "analyst", "auditor", "operator")]
    for change in others:
        with pytest.raises(Refused):
            look(office, **change)
        assert seen(office.house.case) == set(), change


@pytest.mark.parametrize("cls", ["protected", "sole-trader"])
def test_a_class_is_what_the_register_says_and_not_what_is_claimed(office, cls):
    for claimed in ("record", "organisation", cls):
        with pytest.raises(Refused):
            look(office, target=(cls, OTHER), cls=claimed)
    assert seen(office.house.case) == set()


def test_a_look_has_a_purpose_and_a_basis(office):
    for missing, said in [
        *((name, none) for name in ("basis", "purpose") for none in (None, "", "  ")),
        ("purpose", "curiosity"),
    ]:
        with pytest.raises(Incomplete):
            look(office, **{missing: said})
        assert seen(office.house.case) == set()


def test_the_organisation_sees_who_looked_for_whom_why_on_what_basis_in_which_case_and_when(office):
    look(office, basis="Environment Act s.40", case="C-77")
    (found,) = log(office, office.organisations["ordinary", OTHER])
    assert (found.actor, found.role, found.unit, found.authority) == (
        "caseworker one",
        "caseworker",
        f"{OWN}/desk",
        OWN,
    )
    assert (found.purpose, found.basis, found.case_reference) == ("casework", "Environment Act s.40", "C-77")
    assert (found.action, found.decision, found.records) == ("look", "allowed", [office.records["ordinary", OTHER]])
    assert abs((found.at - office.house.owner.execute("select now()").fetchone()[0]).total_seconds()) < 60


def test_the_organisation_sees_what_was_refused_as_well(office):
    with pytest.raises(Refused):
        look(office, target=("protected", OTHER))
    (found,) = log(office, office.organisations["protected", OTHER])
    assert (found.decision, found.records, found.line) == ("refused", [], None)


def test_a_refused_look_leaves_nothing_in_force_and_a_look_is_allowed_or_refused_and_no_third_thing(office):
    with pytest.raises(Refused):
        look(office, target=("protected", OTHER))
    asked = Asked(basis="Act s.4", case="C-1", targets=[office.records["protected", OTHER]], **READ)
    token = issue(office.house.access, under=office.people["caseworker"], asked=asked, through="gs_case")
    office.house.case.execute("select access.enter(%s)", (token,))
    assert office.house.case.execute("select allowed from access.entered()").fetchone() == (False,)
    assert office.house.case.execute("select 1 from access.in_force()").fetchone() is None
    office.house.settle()
    with pytest.raises(psycopg.errors.CheckViolation, match="look_decision_check"):
        office.house.owner.execute(
            "insert into access.look (sequence, at, actor, role, authority, purpose, basis, action, class, records,"
            " decision) values (999, now(), 'eve', 'clerk', 'a:b', 'filing', 'Act', 'look', 'record', '{}', 'perhaps')"
        )


def test_nobody_reads_another_organisation_s_log(office):
    look(office)
    office.house.settle()
    under = office.representative(office.organisations["ordinary", OWN])
    asked = {"action": "read-log", "purpose": "own-access", "cls": "access-log"}
    with pytest.raises(Refused):
        office.enter(office.house.case, under=under, targets=[office.organisations["ordinary", OTHER]], **asked)
    office.enter(office.house.case, under=under, targets=[office.organisations["ordinary", OWN]], **asked)
    found = office.house.case.execute("select organisation from access.look").fetchall()
    assert {one for (one,) in found} <= {office.organisations["ordinary", OWN]}


def test_a_list_is_a_look_at_every_organisation_in_it(office):
    asked = {"action": "list", "purpose": "audit", "cls": "record", "authority": OTHER}
    office.enter(office.house.case, under=office.people["auditor"], **asked)
    assert seen(office.house.case) == {office.records["ordinary", OTHER]}
    (found,) = log(office, office.organisations["ordinary", OTHER])
    assert (found.action, found.purpose) == ("list", "audit")


def today(office):
    return office.house.owner.execute("select access.today()").fetchone()[0]


def test_a_lawful_delay_has_a_day_on_which_it_ends_and_then_the_look_is_shown_as_it_was(office):
    until = today(office) + timedelta(days=30)
    look(office, delayed_until=until, delay_basis="Criminal Procedure Act s.8")
    look(office, case="C-2")
    organisation = office.organisations["ordinary", OTHER]
    assert [one.case_reference for one in log(office, organisation)] == ["C-2"]
    office.house.owner.execute("alter table access.look disable trigger user")
    office.house.owner.execute("update access.look set delayed_until = access.today() where delayed_until is not null")
    shown = log(office, organisation)
    assert [one.case_reference for one in shown] == ["C-2", "C-1"]
    assert shown[1].delay_basis == "Criminal Procedure Act s.8"


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_delay_ends_after_today_and_within_twelve_months(office, days):
    with pytest.raises(Incomplete, match="twelve months"):
        look(office, delayed_until=today(office) + timedelta(days=days), delay_basis="Act s.8")
    assert seen(office.house.case) == set()


def test_a_delay_has_a_basis_of_its_own_and_is_not_for_every_purpose(office):
    until = today(office) + timedelta(days=5)
    with pytest.raises(Incomplete, match="basis of its own"):
        look(office, delayed_until=until)
    with pytest.raises(Incomplete, match="shown later only"):
        look(office, purpose="eligibility-check", delayed_until=until, delay_basis="Act s.8")


CHANGES = (
    "update access.look set organisation = null",
    "delete from access.look",
    "truncate access.look",
    "update ledger.ledger_entry set actor = 'nobody' where kind = 'looked'",
    "delete from ledger.ledger_entry where kind = 'looked'",
    "delete from ledger.entry_content",
    "truncate ledger.looks_entry",
)
BY_HAND = (
    "insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
    " values ('caseworker one', %s, 'Act', array[gen_random_uuid()], array[%s], array[1::smallint],"
    " array[sha256('x')], array['\\x00'::bytea || sha256('salt') || '{}'])"
)


def test_no_serving_role_changes_the_log_and_nobody_files_a_look_by_hand(office):
    look(office)
    office.house.settle()
    for role in roles.ROLES:
        with office.house.connect(role, autocommit=True) as connection:
            for act in CHANGES if role in roles.SERVING else ():
                with pytest.raises(psycopg.Error):
                    connection.execute(act)
            for kind in ("looked", "access-noted", "proposed"):
                with pytest.raises(psycopg.Error):
                    connection.execute(BY_HAND, (OWN, kind))
    assert office.house.owner.execute("select count(*) from access.look").fetchone() == (1,)
    assert office.house.verify().sound


def test_the_log_survives_the_erasure_of_what_was_looked_at(office):
    look(office, target=("ordinary", OWN))
    office.house.settle()
    office.house.erase(office.records["ordinary", OWN])
    office.house.settle()
    (found,) = log(office, office.organisations["ordinary", OWN])
    assert found.records == [office.records["ordinary", OWN]]


def test_the_log_is_rebuilt_from_the_ledger_as_it_was(office):
    look(office)
    office.house.settle()
    before = office.house.owner.execute("select * from access.look").fetchall()
    built = office.house.projector.rebuild(office.house.owner)
    assert not built.differing
    assert office.house.owner.execute("select * from access.look").fetchall() == before
    assert office.house.verify().sound


def test_a_token_of_one_role_is_refused_to_another(office):
    asked = Asked(basis="Act s.4", action="file", purpose="filing", cls="record")
    token = issue(office.house.access, under=office.people["clerk"], asked=asked, through="gs_clerk")
    with pytest.raises(PermissionError):
        enter(office.house.case, token=token)


# What a serving role reads without a look: the law, and where the ledger stands. Neither is about an organisation.
NOT_ABOUT_ANYBODY = {
    "register.edition",
    "register.catalogue_item",
    "register.person_identifier",
    "register.sole_trader_prefix",
    "register.installation",
    "ledger.head",
    "ledger.projected",
}


def test_every_table_that_a_reading_role_may_read_shows_rows_by_a_policy_alone(office):
    open_tables = office.house.owner.execute(
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace"
        " where nspname in ('register', 'ledger', 'access') and relkind in ('r', 'p', 'v', 'm') and not relrowsecurity"
        " and exists (select from unnest(array['gs_public', 'gs_clerk', 'gs_case']) r"
        "             where has_table_privilege(r, c.oid, 'select'))"
    ).fetchall()
    assert {table for (table,) in open_tables} <= NOT_ABOUT_ANYBODY
