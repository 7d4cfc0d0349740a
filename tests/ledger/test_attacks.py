"""Attacks that take more than one statement, each in the raw SQL of a role that serves."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from goodstanding.access.acting import Asked, Incomplete, Refused, enter, issue
from goodstanding.core.canonical import canonical, commitment
from goodstanding.core.entries import KINDS
from goodstanding.core.entries.identity import SameAsJudged
from goodstanding.core.entries.keeping import Erased
from goodstanding.database import connections, roles
from goodstanding.ledger import outbox, reading, scrubbing, sequencer
from goodstanding.ledger.envelope import CLEAR, seal
from goodstanding.ledger.erasing import ErasureRefused
from goodstanding.register import queries
from tests.house import TWO_UNITS, House, filed, small_edition
from tests.people import ACTIONS

INSERT = (
    "insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
    " values (%s, %s, 'Register Act s.4', array[%s::uuid], array[%s], array[%s::smallint], array[%s::bytea],"
    " array[%s::bytea])"
)
NOW = {
    "published_from": datetime.now(UTC).date() - timedelta(30),
    "decided_on": datetime.now(UTC).date() - timedelta(60),
    "ends_on": datetime.now(UTC).date() + timedelta(90),
}
ENDED = {"published_from": date(2020, 2, 1), "decided_on": date(2020, 1, 31), "ends_on": date(2021, 2, 1)}


def succeeds(reason: str) -> pytest.MarkDecorator:
    """Mark an attack that still succeeds; the test goes red on the day that it no longer does."""
    return pytest.mark.xfail(strict=True, reason=reason)


def file_raw(
    connection: psycopg.Connection[Any],
    *,
    content: bytes,
    house: House,
    handle: UUID | None = None,
    kind: str = "record-filed",
    authority: str = "exampleland:environment",
    actor: str = "eve",
) -> UUID:
    """File bytes of one's own making, as somebody who may act and holds the role's password and the key could."""
    house.people.acts(connection, action=ACTIONS[kind], name=actor, authority=authority)
    about = handle or outbox.new_handle()
    committed, sealed = seal(content=content, handle=about.bytes, keys=house.keys)
    connection.execute(INSERT, (actor, authority, about, kind, KINDS.kind(kind).version, committed, sealed))
    return about


def _plain(party: UUID, **change: Any) -> dict[str, Any]:
    return filed(party, **(NOW | change)).plain()


def published(house: House) -> set[UUID]:
    with house.connect("gs_public") as public:
        return {record.handle for record in queries.published_records(public)}


def statement(handle: UUID, **more: Any) -> bytes:
    return canonical(Erased(handle=handle, basis="Data Act s.17", reason="court order", **TWO_UNITS).plain() | more)


def file_erasure(house: House, handle: UUID, said: bytes) -> None:
    """File the statement as the two people it is to name; the other of them proposed these very words."""
    draft = outbox.Draft(handle.bytes, "erased", 1, said)
    whose = {"authority": "exampleland:environment"}
    proposal = house.people.proposes(house.case, draft=draft, name="ada", unit="records", **whose)
    house.people.acts(house.eraser, action="erase", name="bo", unit="legal", proposal=proposal, **whose)
    house.eraser.execute(
        "select ledger.append_erasure(%s, %s, %s, 'exampleland:environment')", (handle, said, os.urandom(32))
    )


def contents_left(house: House, handle: UUID) -> int:
    return house.owner.execute(
        "select count(*) from ledger.ledger_entry e join ledger.entry_content c using (sequence)"
        " where e.handle = %s and e.kind not in ('erased', 'proposed') and e.kind not like 'hold-%%'",
        (handle,),
    ).fetchone()[0]


def works_on(house: House) -> bool:
    """Whether an honest act filed now is sequenced and projected."""
    handle = house.register("Honest Ltd")
    house.settle()
    return house.owner.execute("select from register.organisation where handle = %s", (handle,)).fetchone() is not None


# --- stopping the ledger for everybody --------------------------------------------------------------------------


def test_an_act_with_every_odd_character_stops_nothing_and_verifies(house):
    odd = "".join(map(chr, [*range(1, 32), 34, 47, 92, 127, 0x85, 0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFD, 0x1F600]))
    house.file(outbox.Act(odd, "exampleland:environment", odd, [outbox.Draft(bytes(16), "record-filed", 3, b"{}")]))
    assert works_on(house)
    assert house.verify().faults == []


def test_an_array_that_begins_at_another_index_stops_nothing(house):
    handle = house.register()
    committed, sealed = seal(content=b"{}", handle=handle.bytes, keys=house.keys)
    house.people.acts(house.clerk, action="file", name="eve")
    with pytest.raises(psycopg.errors.CheckViolation, match="act_entries_begin_at_1"):
        house.clerk.execute(
            "insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
            " values ('eve', 'exampleland:environment', 'b', %s::uuid[], '[-3:-3]={record-filed}', '[9:9]={2}', array[%s::bytea], array[%s::bytea])",
            (f"[5:5]={{{handle}}}", committed, sealed),
        )
    assert works_on(house)
    assert house.verify().faults == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half a JSON"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(b"[" * 100_000, id="depth"),
        pytest.param(b'{"name":1e999}', id="infinity"),
        pytest.param(b'{"Eve":1}', id="an unknown field"),
    ],
)
def test_a_content_of_no_known_form_stops_nothing(house, content):
    file_raw(house.clerk, content=content, house=house)
    assert works_on(house)
    assert len(house.refused()) == 1


def test_a_field_named_by_a_character_that_the_database_cannot_keep_stops_nothing(house):
    file_raw(house.clerk, content=b'{"\\u0000":1}', house=house)
    assert works_on(house)


@pytest.mark.parametrize("character", ["\\u0000", "\\ud800", "\\udc00"])
@pytest.mark.parametrize("place", ["name", "choice", "key"])
def test_a_character_that_the_database_cannot_keep_stops_nothing(house, place, character):
    said = {"name": "n", "choice": "market-entity", "key": "a"} | {place: character}
    content = (
        '{"identifiers":{"%(key)s":"b"},"name":"%(name)s","organisation_type":"%(choice)s","protected_class":"none",'
        '"sole_trader":"no","source":"s"}'
    )
    file_raw(house.clerk, content=(content % said).encode(), house=house, kind="organisation-registered")
    assert works_on(house)
    (reason,) = house.refused().values()
    assert "missing" not in reason


def test_an_act_is_bounded_so_that_sequencing_it_cannot_fail(house):
    house.people.acts(house.clerk, action="file", name="eve")
    with pytest.raises(psycopg.errors.CheckViolation):
        house.clerk.execute(
            "insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
            " values ('eve', 'exampleland:environment', repeat(chr(1), 2000000), array[gen_random_uuid()],"
            " array['record-filed'], array[3::smallint], array[sha256('x')],"
            " array['\\x01'::bytea || convert_to(repeat('x', 60), 'UTF8')])"
        )


def test_a_content_is_bounded_so_that_reading_it_cannot_fail(house):
    house.people.acts(house.clerk, action="file", name="eve")
    with pytest.raises(psycopg.errors.CheckViolation):
        house.clerk.execute(
            "insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
            " values ('eve', 'exampleland:environment', 'b', array[gen_random_uuid()], array['record-filed'],"
            " array[3::smallint], array[sha256('x')], array[convert_to(repeat('x', 50000000), 'UTF8')])"
        )


def test_a_succession_is_bounded_so_that_projecting_it_ends(house):
    many = [str(outbox.new_handle()) for _ in range(600)]
    content = {
        "event": "merger",
        "predecessors": many[:300],
        "successors": many[300:],
        "effective_on": "2025-01-01",
        "legal_basis": "Companies Act s.50",
        "passes_records": False,
        "passes_records_basis": None,
    }
    file_raw(house.clerk, content=canonical(content), house=house, kind="succession-recorded")
    sequencer.step(house.sequencing, seal=house.seal)
    house.settle()
    assert house.owner.execute("select count(*) from register.succession").fetchone()[0] <= 10_000


def test_an_open_act_of_one_clerk_holds_nobody_else_s(house, database):
    with database.connect("gs_clerk") as slow:
        house.act(
            outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=filed(outbox.new_handle())), by=slow
        )
        assert works_on(house)
        slow.rollback()


def test_a_reader_who_never_ends_holds_neither_sequencing_nor_rebuilding(house, database):
    house.record(house.register(), **NOW)
    house.settle()
    with database.connect("gs_public") as reader, database.connect("gs_case") as other:
        reader.execute("select from published.record")
        other.execute("select from ledger.ledger_entry e join ledger.entry_content c using (sequence)")
        house.sequencing.execute("set lock_timeout = '2s'")
        house.owner.execute("set lock_timeout = '2s'")
        assert works_on(house)
        assert house.projector.rebuild(house.owner).differing == []


def _scrub_meanwhile(house: House, database: Any) -> None:
    with contextlib.suppress(psycopg.Error), database.connect("gs_owner", autocommit=True) as owner:
        owner.execute("set statement_timeout = '1500ms'")
        scrubbing.scrub(owner, projected=house.projector.tables)


@pytest.mark.parametrize(
    ("role", "looks"),
    [("gs_public", "select from published.record"), ("gs_clerk", "select ticket from ledger.outbox")],
)
def test_a_session_that_never_ends_cannot_stop_the_ledger_when_an_erasure_is_scrubbed(house, database, role, looks):
    house.record(house.register(), **NOW)
    house.settle()
    with database.connect(role) as idle:
        idle.execute(looks)
        scrub = threading.Thread(target=_scrub_meanwhile, args=(house, database))
        scrub.start()
        time.sleep(0.3)
        try:
            house.clerk.execute("set statement_timeout = '500ms'")
            house.sequencing.execute("set statement_timeout = '500ms'")
            handle = house.record(house.register(), **NOW)
            house.settle()
            assert handle in published(house)
        finally:
            scrub.join()


@pytest.mark.parametrize("role", ["gs_public", "gs_clerk", "gs_case", "gs_eraser"])
@pytest.mark.parametrize("how", ["pg_advisory_lock", "pg_advisory_lock_shared"])
def test_no_other_role_can_keep_the_sequencer_from_leading(house, database, role, how):
    house.sequencing.execute("select pg_advisory_unlock_all()")
    with database.connect(role, autocommit=True) as other:
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            other.execute(f"select {how}(26473, 1)")
        assert sequencer.lead(house.sequencing)


def test_two_sequencers_never_lead_at_once(house, database):
    house.sequencing.execute("select pg_advisory_unlock_all()")
    led = 0
    with (
        database.connect("gs_sequencer", autocommit=True) as one,
        database.connect("gs_sequencer", autocommit=True) as two,
    ):
        for session in (one, two):
            session.execute("set lock_timeout = '1s'")
            refusals = (
                psycopg.errors.RaiseException,
                psycopg.errors.LockNotAvailable,
                psycopg.errors.InsufficientPrivilege,
            )
            with contextlib.suppress(*refusals):
                session.execute("select pg_advisory_lock_shared(26473, 1)")
                session.execute("select ledger.close_time()")
                led += 1
    assert led < 2


def test_one_role_cannot_take_every_connection(house, database):
    taken = []
    try:
        with contextlib.suppress(psycopg.OperationalError):
            while len(taken) < 200:
                taken.append(database.connect("gs_public"))
        with database.connect("gs_sequencer") as sequencing:
            assert sequencer.head(sequencing) == 0
    finally:
        for connection in taken:
            connection.close()


def test_a_serving_role_reaches_no_other_database_of_the_private_server(house, server):
    reached = connections.parameters("gs_public", home=server.home, database="postgres")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(make_conninfo(**reached)).close()


def test_a_serving_role_cannot_hold_up_the_set_up(house, server, database):
    administrator = make_conninfo(connections.administrator(home=server.home), options="-c lock_timeout=500")
    reached = connections.parameters("gs_public", home=server.home, database="postgres")
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(psycopg.Error):
            other = stack.enter_context(psycopg.connect(make_conninfo(**reached), autocommit=True))
            other.execute("select pg_advisory_lock(%s)", (roles._PROVISIONING,))
        roles.provision(admin=administrator, home=server.home, database=database.name)


# --- past the sequencer, back in time ---------------------------------------------------------------------------


def test_an_act_that_waited_bears_no_time_before_the_close(house, database):
    with database.connect("gs_clerk") as slow:
        handle = outbox.new_handle()
        house.act(outbox.draft(handle=handle, kind="record-filed", content=filed(handle)), by=slow)
        closed = house.sequencing.execute("select ledger.close_time()").fetchone()[0]
        slow.commit()
    house.settle()
    entered = house.owner.execute(
        "select sequenced_at from ledger.ledger_entry where handle = %s", (handle,)
    ).fetchone()
    assert entered[0] > closed


def test_a_clerk_who_fixes_his_clock_back_dates_nothing(house):
    house.clerk.execute("set timezone = 'Pacific/Kiritimati'")
    house.clerk.execute("set datestyle = 'German'")
    before = datetime.now(UTC)
    house.register()
    house.settle()
    assert house.owner.execute("select min(sequenced_at) >= %s from ledger.ledger_entry", (before,)).fetchone()[0]


def test_an_entry_the_owner_slips_in_is_named(house):
    house.register()
    house.settle()
    house.owner.execute(
        "insert into ledger.ledger_entry select sequence + 1, log, sequence + 1, now(), handle, schema_version, kind,"
        " 'eve', authority, basis, filed_by, commitment from ledger.ledger_entry where sequence = 1"
    )
    assert [fault.sequence for fault in house.verify().faults if fault.sequence == 2]


def test_a_sequencer_that_writes_into_the_register_is_named_by_a_rebuild(house):
    handle = house.record(house.register(), **NOW)
    house.settle()
    house.sequencing.execute("update register.record_version set tier = 'minor' where handle = %s", (handle,))
    assert house.projector.rebuild(house.owner).differing == ["register.record_version"]


# --- replay -----------------------------------------------------------------------------------------------------


def test_an_act_filed_twice_has_one_effect(house):
    handle, party = outbox.new_handle(), house.register()
    house.publish()
    committed, sealed = seal(content=canonical(_plain(party)), handle=handle.bytes, keys=house.keys)
    house.people.acts(house.clerk, action="file", name="eve")
    for _ in range(2):
        house.clerk.execute(INSERT, ("eve", "exampleland:environment", handle, "record-filed", 3, committed, sealed))
    house.settle()
    assert len(published(house)) == 1
    assert list(house.refused().values()) == ["this record is filed already; file a correction"]


def test_a_content_read_by_a_caseworker_does_not_open_under_another_handle(house):
    party = house.register()
    quashed, kept = house.record(party, **NOW), house.record(party, **NOW)
    house.annul(quashed)
    house.settle()
    house.people.acts(house.case, action="look-back", targets=[quashed])
    committed, sealed = house.case.execute(
        "select commitment, sealed from ledger.ledger_entry join ledger.entry_content using (sequence, log)"
        " where handle = %s and kind = 'record-annulled'",
        (quashed,),
    ).fetchone()
    house.people.acts(house.case, action="annul", name="eve")
    house.case.execute(INSERT, ("eve", "exampleland:environment", kept, "record-annulled", 1, committed, sealed))
    house.settle()
    assert published(house) == {kept}


def test_an_old_erased_entry_erases_nothing_that_came_later(house):
    handle = house.record(house.register(), **NOW)
    house.settle()
    house.erase(handle)
    erasure = house.owner.execute("select sequence from ledger.ledger_entry where kind = 'erased'").fetchone()[0]
    neighbour = house.record(house.register(), **NOW)
    house.settle()
    assert house.eraser.execute("select ledger.erase(%s)", (erasure,)).fetchone() == (0,)
    assert contents_left(house, neighbour) == 1


# --- holds ------------------------------------------------------------------------------------------------------


def test_a_release_filed_in_advance_does_not_undo_a_later_hold(house):
    handle = house.record(house.register(), **NOW)
    house.release(handle)
    house.settle()
    house.hold(handle)
    house.settle()
    with pytest.raises(psycopg.errors.RaiseException, match="legal hold"):
        file_erasure(house, handle, statement(handle))


def test_a_hold_that_only_waits_in_the_outbox_blocks_the_erasure(house):
    handle = house.record(house.register(), **NOW)
    house.settle()
    house.hold(handle)
    with pytest.raises(psycopg.errors.RaiseException, match="legal hold"):
        file_erasure(house, handle, statement(handle))


def test_a_hold_blocks_an_eraser_whose_transaction_is_older(house, database):
    handle = house.record(house.register(), **NOW)
    house.settle()
    file_erasure(house, handle, statement(handle))
    house.settle()
    erasure = house.head
    with database.connect("gs_eraser") as patient:
        patient.execute("set transaction isolation level repeatable read")
        patient.execute("select from ledger.head")
        house.hold(handle)
        house.settle()
        with contextlib.suppress(psycopg.errors.RaiseException):
            patient.execute("select ledger.erase(%s)", (erasure,))
            patient.commit()
    assert contents_left(house, handle) == 1


# --- erasing with what is forged, leaving what is erased --------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [{"note": "x"}, {"proposed_by": ["x"]}, {"reason": {"x": "y"}}, {"basis": 17}],
    ids=lambda more: next(iter(more)),
)
def test_a_statement_that_breaks_its_schema_leaves_nothing_of_the_erased(house, more):
    handle = house.record(house.register(), **NOW)
    house.settle()
    with contextlib.suppress(psycopg.errors.RaiseException):
        file_erasure(house, handle, statement(handle, **more))
        house.settle()
        house.eraser.execute("select ledger.erase(%s)", (house.head,))
    assert (handle in published(house)) == (contents_left(house, handle) > 0)


def test_a_statement_that_says_two_things_is_read_one_way(house):
    handle = house.record(house.register(), **NOW)
    house.settle()
    twice = statement(handle).replace(b'"decided_by":"bo"', b'"decided_by":"ada","decided_by":"bo"')
    with contextlib.suppress(psycopg.errors.RaiseException):
        file_erasure(house, handle, twice)
        house.settle()
        house.eraser.execute("select ledger.erase(%s)", (house.head,))
    assert (handle in published(house)) == (contents_left(house, handle) > 0)


def test_a_clerk_cannot_refill_an_erased_content(house):
    handle = house.record(party := house.register(), **NOW)
    house.settle()
    house.erase(handle)
    house.correct(handle, party, **NOW)
    file_raw(house.clerk, content=canonical(_plain(party)), house=house, handle=handle)
    house.settle()
    assert handle not in published(house)
    assert contents_left(house, handle) == 0


def test_a_content_that_waited_while_its_handle_was_erased_does_not_stay(house, database):
    handle = house.record(party := house.register(), **NOW)
    house.settle()
    with database.connect("gs_clerk") as slow:
        file_raw(slow, content=canonical(_plain(party)), house=house, handle=handle, kind="record-corrected")
        house.erase(handle)
        slow.commit()
    house.settle()
    assert contents_left(house, handle) == 0


def test_no_erased_content_lies_open_in_the_reason_of_a_refusal(house):
    handle = file_raw(house.clerk, content=canonical(_plain(outbox.new_handle()) | {"tier": "Eve Canary"}), house=house)
    house.settle()
    assert handle
    assert "Canary" not in " ".join(house.refused().values())


def test_a_clerk_cannot_file_content_in_the_clear(house):
    content, salt, handle = canonical(_plain(house.register())), os.urandom(32), outbox.new_handle()
    house.people.acts(house.clerk, action="file", name="eve")
    committed = commitment(salt=salt, content=content)
    with pytest.raises(psycopg.errors.CheckViolation):
        house.clerk.execute(
            INSERT, ("eve", "exampleland:environment", handle, "record-filed", 2, committed, CLEAR + salt + content)
        )


def test_the_owner_cannot_forge_an_erasure_that_verifies(house):
    handle = house.record(house.register(), **NOW)
    house.settle()
    salt, said = os.urandom(32), statement(handle, proposed_by="eve", decided_by="eve")
    with contextlib.suppress(psycopg.Error):
        house.owner.execute(
            INSERT.replace("sealed) values", "sealed, filed_by) values").removesuffix(")") + ", 'gs_eraser')",
            ("eve", "a", handle, "erased", 1, commitment(salt=salt, content=said), CLEAR + salt + said),
        )
        house.settle()
        house.owner.execute(
            "delete from ledger.entry_content c using ledger.ledger_entry e"
            " where c.sequence = e.sequence and e.handle = %s and e.kind = 'record-filed'",
            (handle,),
        )
    assert contents_left(house, handle) == 1 or house.verify().faults


def file_edition(house: House, handle: UUID, **change: Any) -> None:
    draft = outbox.draft(handle=handle, kind="edition-published", content=small_edition(**change))
    house.file(outbox.Act("eve", "exampleland:catalogue", "Register Act s.4", [draft]), by=house.case)


@pytest.mark.parametrize("first", ["an organisation", "a hold"])
def test_an_edition_hidden_under_another_handle_cannot_be_erased_from_under_its_records(house, first):
    house.published = True
    handle = house.register() if first == "an organisation" else outbox.new_handle()
    if first == "a hold":
        house.hold(handle)
        house.release(handle)
    file_edition(house, handle)
    house.record(house.register(), **NOW)
    house.settle()
    with contextlib.suppress(ErasureRefused):
        house.erase(handle)
    assert house.projector.rebuild(house.owner).differing == []


def test_a_record_hidden_under_the_handle_of_an_edition_can_still_be_erased(house):
    handle = outbox.new_handle()
    file_edition(house, handle, sha256="0" * 64)  # it has no effect, and need not have one
    house.settle()
    house.act(outbox.draft(handle=handle, kind="record-filed", content=filed(house.register(), **NOW)))
    house.settle()
    with contextlib.suppress(ErasureRefused):
        house.erase(handle, authority="exampleland:catalogue")
    left = house.owner.execute(
        "select count(*) from ledger.ledger_entry e join ledger.entry_content using (sequence)"
        " where e.handle = %s and e.kind = 'record-filed'",
        (handle,),
    ).fetchone()
    assert left == (0,)


@succeeds("verify names what was never openable as it names what was altered")
def test_a_clerk_cannot_make_the_ledger_look_tampered_with(house):
    house.people.acts(house.clerk, action="file", name="eve", authority="exampleland:environment")
    house.clerk.execute(
        INSERT,
        (
            "eve",
            "exampleland:environment",
            outbox.new_handle(),
            "record-filed",
            2,
            os.urandom(32),
            b"\x01" + os.urandom(200),
        ),
    )
    house.settle()
    assert house.verify().faults == []


@pytest.mark.parametrize("waits", [False, True], ids=["in the ledger", "waiting"])
@pytest.mark.parametrize("kind", ["record-annulled", "record-corrected"])
def test_one_authority_s_clerk_cannot_touch_another_s_record(house, kind, waits):
    """Of what is in the ledger and of what still waits."""
    handle = house.record(party := house.register(), **NOW)
    if not waits:
        house.settle()
    content: dict[str, Any] = {"annulled_on": None, "reason": "eve says so"}
    if kind == "record-corrected":
        content = _plain(party) | {"tier": "serious", "reason": "eve says so"}
    said = {"content": canonical(content), "handle": handle, "kind": kind, "authority": "exampleland:water"}
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="another authority's to touch"):
        file_raw(house.clerk, house=house, **said)
    house.settle()
    found = house.owner.execute("select tier, annulled from register.record_version where known_to is null").fetchall()
    assert found == [("general", False)]


# --- without a context, or in another's -------------------------------------------------------------------------

ANALYSED = "explain (analyze, buffers off, format json, timing off, costs off, summary off)"
NOBODY = psycopg.errors.InvalidAuthorizationSpecification


@pytest.mark.parametrize("role", ["gs_clerk", "gs_case", "gs_eraser"])
def test_nobody_files_without_a_context(house, database, role):
    kind = {"gs_clerk": "record-filed", "gs_case": "hold-placed", "gs_eraser": "erased"}[role]
    handle = house.record(house.register(), **NOW)
    house.settle()
    committed, sealed = seal(content=b"{}", handle=handle.bytes, keys=house.keys)
    with database.connect(role, autocommit=True) as bare:
        if role == "gs_eraser":
            attempt = ("select ledger.append_erasure(%s, %s, %s, 'a')", (handle, statement(handle), os.urandom(32)))
        else:
            attempt = (
                INSERT,
                ("ada", "exampleland:environment", handle, kind, KINDS.kind(kind).version, committed, sealed),
            )
        with pytest.raises(NOBODY, match="nobody acts on this connection"):
            bare.execute(*attempt)
    assert house.settle() == house.head


def test_a_context_that_is_rolled_back_files_nothing(house, database):
    with database.connect("gs_clerk") as open_:
        under = house.people.appointed("ada", role="clerk", authority="exampleland:environment")
        asked = Asked(action="file", purpose="filing", cls="record", basis="Act s.4")
        token = issue(house.access, under=under, asked=asked, through="gs_clerk")
        open_.execute("select access.enter(%s)", (token,))
        committed, sealed = seal(content=b"{}", handle=bytes(16), keys=house.keys)
        act = ("ada", "exampleland:environment", UUID(int=0), "record-filed", 2, committed, sealed)
        with pytest.raises(NOBODY, match="nobody acts"):
            open_.execute(INSERT, act)
        open_.rollback()
        with pytest.raises(NOBODY, match="nobody acts"):
            open_.execute(INSERT, act)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"actor": "bo"}, "the act is bo's"),
        ({"authority": "exampleland:water"}, "for exampleland:water"),
        ({"kind": "record-corrected"}, "allows nothing else"),
        ({"kind": "looked", "version": 1}, "act_kinds_belong_to_the_role"),
        ({"kind": "access-noted", "version": 1}, "act_kinds_belong_to_the_role"),
        ({"kind": "proposed", "version": 1}, "act_kinds_belong_to_the_role"),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_an_act_is_its_context_s_person_authority_and_action(house, change, said):
    act = {"actor": "eve", "authority": "exampleland:environment", "kind": "record-filed", "version": 2} | change
    committed, sealed = seal(content=b"{}", handle=bytes(16), keys=house.keys)
    house.people.acts(house.clerk, action="file", name="eve")
    with pytest.raises((NOBODY, psycopg.errors.CheckViolation), match=said):
        house.clerk.execute(
            INSERT, (act["actor"], act["authority"], UUID(int=0), act["kind"], act["version"], committed, sealed)
        )


def test_a_context_files_under_its_own_number_only(house, database):
    """Another connection that learns the number of a context cannot act in it."""
    house.people.acts(house.clerk, action="file", name="eve")
    (number,) = house.clerk.execute("select current_setting('goodstanding.context')").fetchone()
    committed, sealed = seal(content=b"{}", handle=bytes(16), keys=house.keys)
    with database.connect("gs_clerk", autocommit=True) as other:
        other.execute("select set_config('goodstanding.context', %s, false)", (number,))
        with pytest.raises(NOBODY, match="nobody acts"):
            other.execute(INSERT, ("eve", "exampleland:environment", UUID(int=0), "record-filed", 2, committed, sealed))


# --- two people -------------------------------------------------------------------------------------------------


def judgement(house: House, **change: Any) -> SameAsJudged:
    one, other = house.register("One Ltd"), house.register("Other Ltd")
    said = {"organisations": (one, other), "evidence": "one identifier", "proposed_by": "ada", "confirmed_by": "bo"}
    return SameAsJudged(**said | change)


def judged(house: House) -> bool:
    house.settle()
    return house.owner.execute("select from register.same_as").fetchone() is not None


def propose(house: House, handle: UUID, content: SameAsJudged, *, name: str = "ada") -> UUID:
    draft = outbox.draft(handle=handle, kind="same-as-judged", content=content)
    return house.people.proposes(house.case, draft=draft, name=name, authority="exampleland:environment", unit="office")


def test_control_what_another_proposed_is_judged(house):
    content, handle = judgement(house), outbox.new_handle()
    house.people.acts(house.clerk, action="judge", name="bo", proposal=propose(house, handle, content))
    committed, sealed = seal(content=canonical(content.plain()), handle=handle.bytes, keys=house.keys)
    house.clerk.execute(INSERT, ("bo", "exampleland:environment", handle, "same-as-judged", 1, committed, sealed))
    assert judged(house)


@pytest.mark.parametrize(
    "change",
    [{"evidence": "none"}, {"proposed_by": "eve"}, {"confirmed_by": "eve"}],
    ids=lambda change: next(iter(change)),
)
def test_what_is_decided_is_what_was_proposed_by_whom(house, change):
    content, handle = judgement(house), outbox.new_handle()
    house.people.acts(house.clerk, action="judge", name="bo", proposal=propose(house, handle, content))
    said = canonical(content.plain() | change)
    committed, sealed = seal(content=said, handle=handle.bytes, keys=house.keys)
    house.clerk.execute(INSERT, ("bo", "exampleland:environment", handle, "same-as-judged", 1, committed, sealed))
    assert not judged(house)
    assert [reason for reason in house.refused().values() if "R14" in reason]


@pytest.mark.parametrize("attack", ["alone", "twice", "under another handle", "of another kind", "without"])
def test_a_decision_needs_a_proposal_of_another_person_for_it_alone(house, attack):
    content, handle = judgement(house), outbox.new_handle()
    house.settle()
    proposal = propose(house, handle, content, name="bo" if attack == "alone" else "ada")
    house.people.acts(house.clerk, action="judge", name="bo", **({} if attack == "without" else {"proposal": proposal}))
    about = outbox.new_handle() if attack == "under another handle" else handle
    kind = "same-as-withdrawn" if attack == "of another kind" else "same-as-judged"
    committed, sealed = seal(content=canonical(content.plain()), handle=about.bytes, keys=house.keys)
    act = (INSERT, ("bo", "exampleland:environment", about, kind, 1, committed, sealed))
    if attack == "twice":
        house.clerk.execute(*act)
    with pytest.raises((NOBODY, psycopg.IntegrityError)):
        house.clerk.execute(*act)
    assert judged(house) == (attack == "twice")


def test_an_array_that_begins_at_another_index_decides_nothing_that_was_not_proposed(house):
    content, handle, unproposed = judgement(house), outbox.new_handle(), outbox.new_handle()
    house.people.acts(house.clerk, action="judge", name="bo", proposal=propose(house, handle, content))
    said = content.plain() | {"evidence": "none", "proposed_by": "nobody"}
    committed, sealed = seal(content=canonical(said), handle=unproposed.bytes, keys=house.keys)
    with contextlib.suppress(NOBODY):
        house.clerk.execute(
            "insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
            " values ('bo', 'exampleland:environment', 'b', %s::uuid[], '[5:5]={same-as-judged}', '{1}',"
            " array[%s::bytea], array[%s::bytea])",
            (f"[5:5]={{{unproposed}}}", committed, sealed),
        )
    assert not judged(house)


# --- what a caseworker could learn past the log -----------------------------------------------------------------


@pytest.mark.parametrize("way", ["directly", "by a record of one's own under its handle"])
def test_a_look_cannot_be_erased(house, way):
    record = house.record(house.register(), **NOW)
    house.settle()
    house.people.looks(house.case, record)
    house.settle()
    query = "select handle, sequence from ledger.ledger_entry where kind = 'looked'"
    look, sequence = house.owner.execute(query).fetchone()
    if way != "directly":
        house.act(outbox.draft(handle=look, kind="record-filed", content=filed(house.register(), **NOW)))
        house.settle()
    with contextlib.suppress(ErasureRefused, psycopg.Error):
        house.erase(look)
    assert house.owner.execute("select ledger.has_content(%s)", (sequence,)).fetchone() == (True,)


def counted(case: psycopg.Connection[Any], explained: str, party: UUID) -> str:
    case.execute("set enable_seqscan = off")
    asked = f"{explained} select from register.record_version where party = '{party}'"
    return json.dumps(case.execute(asked).fetchone()[0]).replace(str(party), "party")


@pytest.mark.parametrize("explained", [ANALYSED, "explain (format json)"], ids=["analysed", "estimated"])
@succeeds("EXPLAIN says how many rows the policy took away: the records of an organisation nobody looked at")
def test_the_plan_of_a_question_tells_a_caseworker_nothing_of_what_was_not_looked_at(house, database, explained):
    never, often = house.register("Never Ltd"), house.register("Often Ltd")
    for number in range(30):
        house.record(often, document_number=f"EEA-{number}", **NOW)
    house.settle()
    house.owner.execute("analyze register.record_version")
    with database.connect("gs_case") as case:
        assert counted(case, explained, often) == counted(case, explained, never)


def test_the_position_at_a_time_is_the_same_whoever_asks(house):
    house.register()
    house.settle()
    head = reading.head(house.owner)
    asked = {role: reading.position_at(one, moment=head.closed_at) for role, one in asking(house).items()}
    assert asked == dict.fromkeys(asked, head.sequence)


def asking(house: House) -> dict[str, psycopg.Connection[Any]]:
    return {"gs_case": house.case, "gs_sequencer": house.sequencing, "gs_eraser": house.eraser, "gs_owner": house.owner}


def test_whether_one_may_be_looked_at_is_no_answer_without_a_look(house):
    """Without the case's reference the answer must be the same for what may be seen and for what may not."""
    party = house.register("Ada Trading", sole_trader="no")
    hidden = house.register("Bo Trading", sole_trader="yes")
    house.settle()
    said = []
    for target in (party, hidden):
        under = house.people.appointed("cy", role="caseworker", authority="exampleland:water")
        asked = Asked("look", "casework", "organisation", "Act s.4", targets=[target])
        token = issue(house.access, under=under, asked=asked, through="gs_case")
        try:
            enter(house.case, token=token)
        except (Refused, Incomplete) as answer:
            said.append(type(answer))
    house.settle()
    logged = house.owner.execute("select count(*) from access.look").fetchone()[0]
    assert logged == 2 or len(set(said)) == 1


# --- what the public could learn --------------------------------------------------------------------------------


def _plan(public: psycopg.Connection[Any], party: UUID, explained: str) -> str:
    public.execute("set enable_seqscan = off")
    row = public.execute(f"{explained} select * from published.record where party = '{party}'").fetchone()
    assert row
    return json.dumps(row[0]).replace(str(party), "party")


@pytest.mark.parametrize("explained", [ANALYSED, "explain (format json)"], ids=["analysed", "estimated"])
def test_the_plans_for_two_organisations_without_records_are_the_same(house, database, explained):
    never, neither = house.register("Never Ltd"), house.register("Neither Ltd")
    for _ in range(50):
        house.record(house.register(), **NOW)
    house.settle()
    house.owner.execute("analyze register.record_version, register.organisation")
    with database.connect("gs_public") as public:
        assert _plan(public, never, explained) == _plan(public, neither, explained)


@pytest.mark.parametrize("hidden", ["ended", "unpublished", "annulled"])
def test_the_plan_of_a_question_tells_the_public_nothing_of_hidden_records(house, database, hidden):
    never, once = house.register("Never Ltd"), house.register("Once Ltd")
    for _ in range(50):
        house.record(house.register(), **NOW)
    handle = house.record(once, **{"ended": ENDED, "unpublished": NOW | {"published_from": None}}.get(hidden, NOW))
    if hidden == "annulled":
        house.annul(handle)
    house.settle()
    house.owner.execute("analyze register.record_version, register.organisation")
    with database.connect("gs_public") as public:
        assert _plan(public, once, ANALYSED) == _plan(public, never, ANALYSED)


def test_the_planner_s_estimates_tell_the_public_nothing_of_hidden_records(house, database):
    never, once = house.register("Never Ltd"), house.register("Once Ltd")
    for number in range(200):
        house.record(once, **ENDED, document_number=f"EEA-{number}")
    for _ in range(20):
        house.record(house.register(), **NOW)
    house.settle()
    house.owner.execute("analyze register.record_version, register.organisation")

    with database.connect("gs_public") as public:
        assert _plan(public, once, "explain (format json)") == _plan(public, never, "explain (format json)")


def test_the_public_never_sees_an_unsealed_content_and_no_key_is_in_the_database(house, database):
    handle = house.record(house.register(), **(NOW | {"published_from": None}), document_number="EEA-CANARY")
    house.settle()
    stored = house.owner.execute(
        "select sealed from ledger.entry_content join ledger.ledger_entry using (sequence) where handle = %s", (handle,)
    ).fetchone()[0]
    assert b"CANARY" not in stored
    with database.connect("gs_public") as public:
        said = public.execute("select string_agg(r::text, '') from published.record r").fetchone()[0] or ""
    assert "CANARY" not in said
