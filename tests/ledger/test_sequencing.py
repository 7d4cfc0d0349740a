"""One sequencer, a gapless sequence, strictly increasing time, and answers about the past that never change."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from goodstanding.ledger import reading, sequencer
from goodstanding.ledger.seal import SealBroken, SealHeld


def test_the_sequence_is_gapless_and_time_strictly_increases(house):
    for number in range(30):
        house.register(f"n{number}")
        if number % 7 == 0:
            house.settle()
    house.settle()
    entries = list(reading.every_entry(house.owner))
    assert [entry.sequence for entry in entries] == list(range(1, 31))
    assert all(one.sequenced_at < other.sequenced_at for one, other in itertools.pairwise(entries))


def test_acts_are_never_split_and_a_step_stops_near_its_most(house):
    for number in range(5):
        house.register(f"n{number}")
    assert sequencer.step(house.sequencing, seal=house.seal, most=2) == 2
    assert sequencer.step(house.sequencing, seal=house.seal, most=2) == 2
    assert sequencer.step(house.sequencing, seal=house.seal, most=2) == 1
    assert sequencer.step(house.sequencing, seal=house.seal, most=2) == 0


def test_a_transaction_that_commits_late_is_not_lost_behind_a_later_one(house, database):
    slow = database.connect("gs_clerk")
    quick = house.clerk
    house.clerk = slow
    house.register("slow")
    house.clerk = quick
    house.register("quick")
    assert house.settle() == 1
    slow.commit()
    assert house.settle() == 2
    slow.close()


def test_only_one_sequencer_leads_and_another_takes_over_when_it_is_gone(house, database):
    second = database.connect("gs_sequencer", autocommit=True)
    assert not sequencer.lead(second)
    with pytest.raises(psycopg.errors.RaiseException, match="only the leading sequencer"):
        second.execute("select ledger.sequence_acts(10)")
    with pytest.raises(psycopg.errors.RaiseException, match="only the leading sequencer"):
        second.execute("select ledger.close_time()")
    house.sequencing.close()
    for _ in range(100):
        if sequencer.lead(second):
            break
    else:
        pytest.fail("the lead was not taken over")
    house.register()
    assert sequencer.step(second, seal=house.seal) == 1
    second.close()


def test_a_position_once_answered_never_changes(house):
    house.register("one")
    house.settle()
    house.sequencing.execute("select ledger.close_time()")
    moment = reading.head(house.owner).closed_at
    before = reading.position_at(house.owner, moment=moment)
    house.register("two")
    house.settle()
    assert reading.position_at(house.owner, moment=moment) == before == 1


def test_a_time_that_is_still_open_has_no_answer_yet(house):
    house.register()
    house.settle()
    with pytest.raises(reading.NotYetKnown, match="still open"):
        reading.position_at(house.owner, moment=datetime.now(UTC) + timedelta(hours=1))


def test_a_time_without_a_zone_is_refused(house):
    with pytest.raises(ValueError, match="time zone"):
        reading.position_at(house.owner, moment=datetime(2026, 1, 1))  # noqa: DTZ001


def test_positions_agree_with_a_plain_count_at_every_entry_and_beside_it(house):
    for number in range(20):
        house.register(f"n{number}")
        house.settle()
    entries = list(reading.every_entry(house.owner))
    for moment in [
        entry.sequenced_at + timedelta(microseconds=shift) for entry in entries[:-1] for shift in (-1, 0, 1)
    ]:
        expected = sum(entry.sequenced_at <= moment for entry in entries)
        assert reading.position_at(house.owner, moment=moment) == expected


def test_a_clock_that_jumps_back_does_not_turn_time_back(house):
    house.owner.execute("update ledger.head set closed_at = now() + interval '1 hour'")
    ahead = reading.head(house.owner).closed_at
    house.register()
    house.settle()
    assert next(reading.every_entry(house.owner)).sequenced_at > ahead


def test_new_partitions_are_made_as_the_ledger_grows(house):
    house.owner.execute("update ledger.head set partition_size = 7")
    for number in range(40):
        house.register(f"n{number}")
        if number % 3 == 0:
            house.settle()
    house.settle()
    partitions = house.owner.execute(
        "select inhparent::regclass::text, count(*) from pg_inherits"
        " where inhparent in ('ledger.acts_entry'::regclass, 'ledger.acts_content'::regclass,"
        " 'ledger.looks_entry'::regclass, 'ledger.looks_content'::regclass) group by 1"
    ).fetchall()
    assert len(partitions) == 4
    assert all(count > 5 for _, count in partitions)
    assert house.verify().sound
    with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
        house.owner.execute("update ledger.ledger_entry set actor = 'eve' where sequence = 40")


def test_an_interrupted_step_leaves_ledger_and_seal_in_agreement(house, monkeypatch):
    house.register("one")
    house.settle()
    house.register("two")
    with monkeypatch.context() as broken, pytest.raises(OSError, match="disk"):
        broken.setattr(house.seal, "sign_in_time", _fail)
        sequencer.step(house.sequencing, seal=house.seal)
    house.open_seal()
    house.seal.recover(head=house.head)
    assert house.verify().sound
    assert house.verify().sealed == 2


def test_leaves_of_an_aborted_step_are_written_over(house, monkeypatch):
    house.register("one")
    write = house.seal.write

    def write_and_fail(leaves: bytes, *, after: int) -> None:
        write(leaves, after=after)
        _fail()

    with monkeypatch.context() as broken, pytest.raises(OSError, match="disk"):
        broken.setattr(house.seal, "write", write_and_fail)
        sequencer.step(house.sequencing, seal=house.seal)
    assert (house.head, house.seal.written) == (0, 1)
    house.open_seal()
    house.seal.recover(head=house.head)
    house.register("two")
    house.settle()
    assert house.verify().sound


def test_nothing_is_appended_to_a_database_that_lost_sealed_entries(house):
    house.register()
    house.settle()
    with pytest.raises(SealBroken, match="removed, or an older backup"):
        house.open_seal().recover(head=0)


def test_nothing_is_appended_after_entries_the_sequencer_did_not_write(house):
    house.register()
    house.settle()
    with pytest.raises(SealBroken, match="not written by the sequencer"):
        house.open_seal().recover(head=2)


def test_a_seal_whose_edge_is_stale_or_garbled_is_recomputed_from_its_leaves(house):
    for number in range(9):
        house.register(f"n{number}")
        house.settle()
    edge = house.folder / "seal/edge"
    for stored in (b"", b"junk", bytes(8), edge.read_bytes()[:-32], (5).to_bytes(8) + bytes(64)):
        edge.write_bytes(stored)
        assert house.open_seal().tree.size == 9


def test_a_seal_whose_leaves_were_altered_does_not_open(house):
    house.register()
    house.settle()
    (house.folder / "seal/leaves").write_bytes(bytes(32))
    (house.folder / "seal/edge").unlink()
    with pytest.raises(SealBroken, match="do not fit"):
        house.open_seal()


def test_nobody_else_opens_a_seal_that_a_process_holds_even_one_that_stands_still(house):
    with pytest.raises(SealHeld, match="another process"):
        house._open_seal()
    house.seal.close()
    house._open_seal().close()


def test_a_sequencer_that_cannot_have_the_seal_gives_the_lead_back_and_writes_nothing(house, database):
    """As after a restart of the server, whose locks are gone while the earlier leader still stands there."""
    house.register("one")
    house.settle()
    house.sequencing.close()
    house.register("two")
    asked = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 5

    sequencer.run(
        connect=lambda: database.connect("gs_sequencer", autocommit=True),
        open_seal=house._open_seal,
        project=lambda _: 0,
        stopped=stopped,
    )
    assert (house.head, house.seal.written) == (1, 1)
    with database.connect("gs_sequencer", autocommit=True) as third:
        assert sequencer.lead(third)


def test_a_lost_signing_key_is_never_silently_replaced(house):
    house.register()
    house.settle()
    (house.folder / "seal-key").unlink()
    with pytest.raises(SealBroken, match="signing key"):
        house.open_seal()


def _fail(*_: object, **__: object) -> None:
    raise OSError("disk full")
