"""Attacks on the walls in the database by whoever holds the secret of one of its roles, or of two."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest

from goodstanding.access import acting, services
from goodstanding.access.acting import Asked
from goodstanding.core.entries.identity import SameAsJudged, SuccessionRecorded
from goodstanding.database.roles import SERVING
from goodstanding.ledger import outbox
from tests.house import BASIS, TWO_PEOPLE, next_edition
from tests.office import OTHER, OWN
from tests.security.conftest import holes

ENTER = "select access.enter(%s)"
ENTERED = "select allowed, line, entries from access.entered()"
LETTER = "select code from access.write_letter(%s, 'exampleland', %s)"


def token(office, role: str, *, through: str = "gs_case", **asked) -> str:
    said = {"basis": "Act s.4", "case": "C-1", **asked}
    return acting.issue(office.house.access, under=office.people[role], asked=Asked(**said), through=through)


def looks(office) -> int:
    office.house.settle()
    return office.house.owner.execute("select count(*) from access.look").fetchone()[0]


# --- what is learned without a look -------------------------------------------------------------------------------


def test_a_look_that_is_rolled_back_has_said_nothing(furnished, database):
    asked = {"action": "find", "purpose": "filing", "cls": "organisation"}
    before = looks(furnished)
    said = []
    with database.connect("gs_case") as case:
        for number in (f"ordinary-{OTHER}", f"protected-{OTHER}", "nobody's"):
            signed = token(furnished, "clerk", identifier=("exampleland", number), **asked)
            case.execute(ENTER, (signed,))
            said.append(case.execute(ENTERED).fetchone())
            case.rollback()
    assert looks(furnished) == before
    assert len(set(said)) == 1, said


def test_a_refusal_does_not_tell_how_many_of_its_targets_are_there(furnished):
    asked = {"action": "look", "purpose": "casework", "cls": "organisation"}
    hidden, also = furnished.organisations["protected", OTHER], furnished.organisations["sole-trader", OTHER]
    said = []
    for targets in ([hidden, also], [hidden, uuid4()], [uuid4(), uuid4()]):
        signed = token(furnished, "caseworker", targets=targets, **asked)
        furnished.house.case.execute(ENTER, (signed,))
        allowed, _line, entries = furnished.house.case.execute(ENTERED).fetchone()
        assert not allowed
        said.append(entries)
    assert len(set(said)) == 1, said


@holes("write_letter answers the name of whoever has an identifier; rolled back, no letter and no event is left")
def test_a_letter_that_is_rolled_back_has_told_no_name(furnished, database):
    who = furnished.represented["ordinary"].actor
    with database.connect("gs_access") as access:
        asked = "select name from access.write_letter(%s, 'exampleland', %s)"
        said = access.execute(asked, (who, f"protected-{OTHER}")).fetchone()
        access.rollback()
    assert said is None


def test_a_log_entry_is_written_to_disk_whatever_the_session_has_set(furnished, database):
    party = furnished.organisations["ordinary", OWN]
    signed = token(furnished, "reviewer", action="look", purpose="review", cls="organisation", targets=[party])
    with database.connect("gs_case") as case:
        case.execute("set synchronous_commit = off")
        case.execute(ENTER, (signed,))
        assert case.execute("show synchronous_commit").fetchone() == ("on",)


# --- keys, secrets and what a dump is good for --------------------------------------------------------------------


def test_a_context_signed_with_the_key_of_the_day_before_is_none(furnished):
    party = furnished.organisations["ordinary", OWN]
    signed = token(furnished, "reviewer", action="look", purpose="review", cls="organisation", targets=[party])
    furnished.house.owner.execute("update access.context_key set made_at = made_at - interval '25 hours'")
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="not ours"):
        furnished.house.case.execute(ENTER, (signed,))


def test_a_new_day_has_a_new_key_and_the_old_ones_go(furnished):
    owner = furnished.house.owner
    asked = {"action": "find", "purpose": "filing", "cls": "organisation"}
    owner.execute("update access.context_key set made_at = made_at - interval '26 hours'")
    old = {key for (key,) in owner.execute("select key from access.context_key")}
    token(furnished, "clerk", **asked)
    now = {key for (key,) in owner.execute("select key from access.context_key")}
    assert len(now) == 1
    assert not now & old


def test_a_dump_holds_no_secret_that_lets_anybody_in(furnished):
    owner, access = furnished.house.owner, furnished.house.access
    under = furnished.people["reviewer"]
    (bearer,) = access.execute(
        "select access.issue_bearer(%s, %s, '{}', 300)", (under.actor, under.appointment)
    ).fetchone()
    (letter,) = access.execute(LETTER, (under.actor, f"ordinary-{OWN}")).fetchone()
    tables = owner.execute(
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace"
        " where relkind = 'r' and nspname in ('access', 'ledger', 'register', 'public', 'published')"
    ).fetchall()
    dump = "\n".join(row[0] for (table,) in tables for row in owner.execute(f"select t::text from {table} t"))
    assert str(under.appointment) in dump
    for secret in (bearer, bearer.removeprefix("gst_"), letter):
        assert secret not in dump


SECRETS = ("context_key", "context", "spent_token", "bearer_token", "address_code", "spent_assertion")


@pytest.mark.parametrize("role", SERVING)
def test_no_serving_role_reads_a_key_a_context_or_the_hash_of_a_token(database, role):
    with database.connect(role, autocommit=True) as connection:
        for table in SECRETS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select * from access.{table}")


def test_the_role_that_signs_opens_no_register(database):
    with database.connect("gs_owner") as owner:
        opened = owner.execute(
            "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace"
            " where nspname in ('ledger', 'register', 'published') and relkind in ('r', 'p', 'v', 'm')"
            " and has_any_column_privilege('gs_access', c.oid, 'select, insert, update')"
        ).fetchall()
    assert opened == [("published.installation",)]  # the name, the time zone: what the public reads as well


# --- names that stand before the owner's --------------------------------------------------------------------------


def test_every_function_that_runs_as_the_owner_finds_the_owner_s_names_first(database):
    with database.connect("gs_owner") as owner:
        found = owner.execute(
            "select p.oid::regprocedure::text, coalesce(array_to_string(proconfig, ';'), ''), prosqlbody is not null"
            " from pg_proc p join pg_namespace n on n.oid = pronamespace"
            " where nspname in ('access', 'ledger', 'register', 'published', 'public') and prosecdef"
        ).fetchall()
    assert len(found) > 30
    for function, settings, bound in found:
        path = re.search(r"search_path=([^;]*)", settings)
        assert bound or (path and path[1].endswith("pg_temp")), function


@pytest.mark.parametrize("role", SERVING)
@pytest.mark.parametrize(
    "made",
    [
        "create temporary table context (nonce uuid)",
        "create function public.clock_timestamp() returns timestamptz language sql return now()",
        "create function access.today() returns date language sql return current_date",
        "create schema mine",
    ],
)
def test_no_serving_role_makes_what_could_stand_before_the_owner_s(database, role, made):
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(made)


# --- the log ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in SERVING if role != "gs_access"])
def test_nobody_but_the_sign_in_role_notes_what_happened_at_the_door(database, role):
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select access.note('signed-in', null, '{}')")


def test_what_happened_at_the_door_has_a_closed_list_and_a_bounded_length(furnished):
    for event, said in (("everything-is-well", "{}"), ("signed-in", '{"by": "' + "x" * 2000 + '"}')):
        with pytest.raises(psycopg.errors.RaiseException, match="no such event"):
            furnished.house.access.execute("select access.note(%s, null, %s::jsonb)", (event, said))


def test_a_look_that_the_projector_s_role_made_up_or_hid_is_named_by_a_rebuild(furnished):
    house = furnished.house
    furnished.enter(
        house.case,
        under=furnished.people["reviewer"],
        action="look",
        purpose="review",
        cls="organisation",
        targets=[furnished.organisations["ordinary", OWN]],
    )
    house.settle()
    house.sequencing.execute(
        "insert into access.look select sequence + 1000000, at, 'ada', role, unit, authority, purpose, basis,"
        " case_reference, action, class, organisation, records, decision, line from access.look limit 1"
    )
    assert "access.look" in house.projector.rebuild(house.owner).differing


def operates(furnished):
    """Let gs_access act as the operator of the authority that runs the installation."""
    house = furnished.house
    under = house.people.appointed("olu", role="operator", authority="house:operations", unit="office")
    signed = acting.issue(
        house.access, under=under, asked=Asked(**services.ADMINISTERING, seconds=600), through="gs_access"
    )
    acting.enter(house.access, token=signed)
    return house.access


ACTS = {
    "an authority": "select access.add_authority('exampleland:new', 'New')",
    "a unit": f"select access.add_unit('{OWN}/new', 'New')",
    "a closed unit": f"select access.close_unit('{OWN}/desk')",
    "somebody who left": "select access.retire_actor((select actor from access.appointment where role = 'analyst'))",
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_an_operator_does_is_in_the_log(furnished, act):
    house = furnished.house
    access = operates(furnished)
    count = "select count(*) from ledger.outbox where kinds[1] in ('access-noted', 'looked')"
    before = house.owner.execute(count).fetchone()[0]
    access.execute(ACTS[act])
    assert house.owner.execute(count).fetchone()[0] > before


# --- appointments -------------------------------------------------------------------------------------------------


def test_a_representative_is_not_retired_without_an_operator(furnished):
    under = furnished.represented["ordinary"]
    with contextlib.suppress(psycopg.errors.InvalidAuthorizationSpecification):
        furnished.house.access.execute("select access.retire_actor(%s)", (under.actor,))
    held = furnished.house.owner.execute("select access.is_held(%s)", (under.appointment,)).fetchone()
    assert held == (True,)


def person(furnished) -> UUID:
    return furnished.house.owner.execute("select access.add_actor('person')").fetchone()[0]


def test_a_representative_brings_nobody_in_beyond_the_own_term(furnished):
    under = furnished.represented["ordinary"]
    said = (under.actor, under.appointment, person(furnished))
    with pytest.raises(psycopg.errors.CheckViolation):
        furnished.house.access.execute("select access.bring_in(%s, %s, %s, access.today() + 700)", said)


def test_no_serving_role_writes_an_appointment_past_its_functions(database):
    for role in SERVING:
        with database.connect(role, autocommit=True) as connection:
            for change in (
                "update access.appointment set ends_on = ends_on + 100",
                "delete from access.appointment",
                "insert into access.policy_line values ('Z1', '{clerk}', '{filing}', '{look}', '{record}', 'any', '{}')",
                "update access.actor set retired_at = null",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(change)


# --- acts about what is another authority's -----------------------------------------------------------------------


def judgement(one: UUID, other: UUID):
    content = SameAsJudged(organisations=(one, other), evidence="one identifier", **TWO_PEOPLE)
    return outbox.draft(handle=outbox.new_handle(), kind="same-as-judged", content=content)


def succession(one: UUID, other: UUID):
    content = SuccessionRecorded(
        event="merger",
        predecessors=(one,),
        successors=(other,),
        effective_on=date(2025, 3, 1),
        legal_basis="Companies Act (Exampleland) s.50",
        passes_records=True,
        passes_records_basis="Companies Act (Exampleland) s.51",
    )
    return outbox.draft(handle=outbox.new_handle(), kind="succession-recorded", content=content)


@pytest.mark.parametrize(("draft", "actor"), [(judgement, "bo"), (succession, "ada")])
def test_nobody_joins_the_organisations_of_another_authority(furnished, draft, actor):
    house = furnished.house
    others = [furnished.organisations[cls, OTHER] for cls in ("ordinary", "protected")]
    with contextlib.suppress(psycopg.Error):
        house.file(outbox.Act(actor, OWN, BASIS, [draft(*others)]))
    house.settle()
    joined = "select (select count(*) from register.same_as) + (select count(*) from register.succession)"
    assert house.owner.execute(joined).fetchone() == (0,)


def test_nobody_publishes_the_law_that_is_another_authority_s(furnished):
    house = furnished.house
    content = next_edition("2026.2.0")
    draft = outbox.draft(handle=outbox.new_handle(), kind="edition-published", content=content)
    with contextlib.suppress(psycopg.Error):
        house.file(outbox.Act("bo", OTHER, BASIS, [draft]), by=house.case)
    house.settle()
    assert (content.sha256,) not in house.owner.execute("select sha256 from register.edition").fetchall()
