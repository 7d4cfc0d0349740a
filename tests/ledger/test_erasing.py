"""Erasure: first the entry, then the content; two people of two units, no legal hold; the neighbours stay whole."""

from __future__ import annotations

import subprocess

import psycopg
import pytest

from goodstanding.core.entries.keeping import Erased
from goodstanding.database import binaries, connections
from goodstanding.ledger import erasing, reading, scrubbing
from goodstanding.register import queries
from tests.house import TWO_UNITS

CANARY = "Kanarienvogel-金絲雀-7f3a"


def statement(handle, **change):
    return Erased(**{"handle": handle, "basis": "Data Act s.17", "reason": "court order", **TWO_UNITS, **change})


def test_after_an_erasure_the_entry_stays_and_its_content_is_gone(house):
    party = house.register()
    record = house.record(party)
    house.correct(record, party, document_number="EEA-2")
    house.settle()
    assert house.erase(record) == 3
    entries = reading.entries_of(house.owner, handle=record)
    assert [(entry.kind, entry.sealed is None) for entry in entries] == [
        ("record-filed", True),
        ("record-corrected", True),
        ("proposed", True),
        ("erased", False),
    ]
    report = house.verify()
    assert (report.sound, report.erased) == (True, 3)


def test_neighbours_of_an_erased_record_still_verify_and_answer(house):
    party = house.register()
    gone, stays = house.record(party), house.record(party, document_number="EEA-9")
    house.settle()
    house.erase(gone)
    answer = queries.record_as_known(house.owner, handle=stays, position=house.head)
    assert answer.document_number == "EEA-9"
    assert house.verify().sound


def test_a_known_at_before_the_erasure_answers_erased_with_day_and_basis(house):
    record = house.record(house.register())
    before = house.settle()
    assert isinstance(queries.record_as_known(house.owner, handle=record, position=before), queries.RecordVersion)
    house.erase(record)
    answer = queries.record_as_known(house.owner, handle=record, position=before)
    assert isinstance(answer, queries.ErasedAnswer)
    assert answer.basis == "Data Act s.17"
    assert answer.erased_at == reading.entries_of(house.owner, handle=record)[-1].sequenced_at


def test_before_the_record_was_known_the_answer_is_nothing_not_erased(house):
    party = house.register()
    before = house.settle()
    record = house.record(party)
    house.settle()
    house.erase(record)
    assert queries.record_as_known(house.owner, handle=record, position=before) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"decided_by": "ada"}, "decided by another"),
        ({"deciding_unit": TWO_UNITS["proposing_unit"]}, "different units"),
        ({"basis": ""}, "names its basis"),
        ({"reason": ""}, "names its reason"),
    ],
)
def test_the_database_itself_refuses_an_erasure_without_two_people_units_basis_and_reason(house, change, reason):
    from goodstanding.core.canonical import canonical

    record = house.record(house.register())
    house.settle()
    said = statement(record).plain() | change
    with pytest.raises(psycopg.errors.RaiseException, match=reason):
        house.eraser.execute(
            "select ledger.append_erasure(%s, %s, %s, %s)", (record, canonical(said), bytes(32), "exampleland:archive")
        )


def test_a_legal_hold_blocks_the_erasure_until_it_is_released(house):
    record = house.record(house.register())
    house.settle()
    house.hold(record)  # not even sequenced yet: it counts from the moment it is filed
    with pytest.raises(erasing.ErasureRefused, match="legal hold"):
        house.decide_erasure(statement(record))
    house.settle()
    with pytest.raises(erasing.ErasureRefused, match="legal hold"):
        house.decide_erasure(statement(record))
    house.release(record)
    house.settle()
    assert house.erase(record) == 3 + 3  # the record, hold and release; two proposals in vain, and the third


def test_two_holds_need_two_releases(house):
    record = house.record(house.register())
    house.hold(record)
    house.hold(record)
    house.release(record)
    house.settle()
    with pytest.raises(erasing.ErasureRefused, match="legal hold"):
        house.decide_erasure(statement(record))


def test_a_hold_placed_between_entry_and_deletion_keeps_the_content(house):
    record = house.record(house.register())
    house.settle()
    house.decide_erasure(statement(record))
    house.hold(record)
    house.settle()
    (number,) = erasing.unfinished(house.eraser)
    with pytest.raises(erasing.ErasureRefused, match="legal hold"):
        erasing.finish(house.eraser, erasure=number)


def test_nothing_is_deleted_before_the_erased_entry_is_in_the_ledger(house):
    record = house.record(house.register())
    head = house.settle()
    for number in (head, head + 1):
        with pytest.raises(erasing.ErasureRefused, match="is no erasure"):
            erasing.finish(house.eraser, erasure=number)
    house.decide_erasure(statement(record))
    for number in (head + 1, head + 2):
        with pytest.raises(erasing.ErasureRefused, match="is no erasure"):
            erasing.finish(house.eraser, erasure=number)


def test_what_has_no_content_left_cannot_be_erased_again(house):
    record = house.record(house.register())
    house.settle()
    house.erase(record)
    with pytest.raises(erasing.ErasureRefused, match="nothing is left"):
        house.decide_erasure(statement(record))


def test_an_erasure_that_a_crash_interrupted_is_named_and_finished(house):
    record = house.record(house.register())
    house.settle()
    house.decide_erasure(statement(record))
    house.settle()
    report = house.verify()
    filed, proposed, _ = reading.entries_of(house.owner, handle=record)
    assert [fault.sequence for fault in report.faults] == [filed.sequence, proposed.sequence]
    assert all("--finish" in fault.what for fault in report.faults)
    assert [erasing.finish(house.eraser, erasure=number) for number in erasing.unfinished(house.eraser)] == [2]
    assert house.verify().sound


def test_what_is_filed_under_an_erased_handle_has_no_effect(house):
    party = house.register()
    record = house.record(party)
    house.settle()
    house.erase(record)
    house.correct(record, party)
    house.settle()
    assert "already erased" in house.refused()[house.head]
    assert isinstance(queries.record_as_known(house.owner, handle=record, position=house.head), queries.ErasedAnswer)


def test_waiting_for_a_sequencer_that_does_not_run_says_so(house):
    record = house.record(house.register())
    house.settle()
    ticket = house.decide_erasure(statement(record))
    with pytest.raises(erasing.NotSequenced, match="no sequencer runs"):
        erasing.wait_until_sequenced(house.eraser, ticket=ticket, seconds=0.1)
    with pytest.raises(erasing.NotSequenced, match="no sequencer runs"):
        erasing.wait_until_projected(house.eraser, sequence=99, seconds=0.1)


def test_a_canary_is_found_nowhere_after_erasure(house, database, tmp_path):
    """Tables, dump, data files after the scrub, seal, keys and server log; the write-ahead log is said to be apart."""
    party = house.register(f"{CANARY} Ltd")
    record = house.record(party, law=CANARY, columns={"x": CANARY}, site_name=CANARY, source=CANARY)
    house.annul(record)
    house.settle()
    assert CANARY in dump(database)
    for handle in (party, record):
        house.erase(handle)
    house.owner.execute("set statement_timeout = '60s'")
    scrubbing.scrub(house.owner, projected=house.projector.tables)
    assert CANARY not in dump(database)
    with psycopg.connect(connections.administrator(home=database.home), autocommit=True) as admin:
        admin.execute("checkpoint")
        (data,) = admin.execute("show data_directory").fetchone()
        (oid,) = admin.execute("select oid from pg_database where datname = %s", (database.name,)).fetchone()
    needle = CANARY.encode()
    found = subprocess.run(["grep", "-rlaF", needle, f"{data}/base/{oid}"], capture_output=True, check=False)
    assert found.returncode == 1, found.stdout
    for folder in (house.folder, database.home.log):
        assert not [path for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]
    assert house.verify().sound


def test_the_canary_search_finds_what_is_there(house, database):
    house.register(f"{CANARY} Ltd")
    house.settle()
    with psycopg.connect(connections.administrator(home=database.home), autocommit=True) as admin:
        admin.execute("checkpoint")
        (data,) = admin.execute("show data_directory").fetchone()
    assert subprocess.run(["grep", "-rqaF", CANARY.encode(), f"{data}/base"], check=False).returncode == 0


def test_the_erasure_s_own_statement_is_readable_without_any_key(house):
    record = house.record(house.register())
    house.settle()
    house.erase(record)
    last = reading.entries_of(house.owner, handle=record)[-1]
    assert b'"decided_by":"bo"' in last.sealed


def dump(database) -> str:
    with database.connect("gs_owner") as owner:
        major = owner.info.server_version // 10000
    here = next(found for found in binaries.found() if found.major == major)
    conninfo = connections.conninfo("gs_owner", home=database.home, database=database.name)
    return subprocess.run(
        [here.program("pg_dump"), "--dbname", conninfo], capture_output=True, text=True, check=True
    ).stdout
