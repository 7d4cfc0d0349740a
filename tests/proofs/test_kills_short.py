"""A short seed of proof `kills`, and the control: its check sees one number lost, doubled or half an act."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from proofs.harness import Answer, Found, Transaction

from proofs import harness, kills

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FILED = [
    Transaction(acts=[range(10, 12), range(12, 15)], acknowledged=True),
    Transaction(acts=[range(20, 23)]),
    Transaction(acts=[range(30, 33)]),
    Transaction(acts=[range(40, 42)], commits=False),
]


def ledger(*acts):
    """Entries as a sequencer would have written these acts."""
    entries: list[Found] = []
    for act in acts:
        first = len(entries) + 1
        entries += [Found(first + n, first, BEGIN + timedelta(microseconds=first + n), act[n]) for n in range(len(act))]
    return entries


def found(*acts):
    return harness.check(transactions=FILED, entries=ledger(*acts))


def test_a_few_kills_of_each_kind_lose_and_double_nothing():
    with harness.private_home() as home:
        document = kills.prove(home=home, seed=random.randrange(10**6), points=3, checkpoints=1, every=0.2)
    assert document["passed"], document
    assert document["kills"] == {"client": 3, "sequencer": 3, "postmaster": 3}
    assert document["acts acknowledged"] > 0
    assert document["known_at answers asked twice"] > 0


def test_a_transaction_of_unknown_outcome_is_whole_or_absent():
    answer = found([10, 11], [20, 21, 22], [12, 13, 14])
    assert answer.sound
    assert (answer.unknown_and_whole, answer.unknown_and_absent) == (1, 1)


def test_control_an_acknowledged_number_is_gone():
    assert found([10, 11], [12, 14]).lost == [13]
    assert found([12, 13, 14]).lost == [10, 11]


def test_control_a_number_is_there_twice():
    assert found([10, 11], [12, 13, 14], [10, 11]).doubled == [10, 11]


@pytest.mark.parametrize("half", [[20], [20, 21], [21, 22]])
def test_control_half_an_unacknowledged_act(half):
    answer = found([10, 11], [12, 13, 14], half)
    assert answer.partial == [20]
    assert answer.disordered


def test_control_what_was_rolled_back_is_there():
    assert found([10, 11], [12, 13, 14], [40, 41]).unasked == [40, 41]


def test_control_what_nobody_filed_is_there():
    assert found([10, 11], [12, 13, 14], [99]).unasked == [99]


def test_control_an_acts_entries_are_out_of_order():
    assert found([11, 10], [12, 13, 14]).disordered == ["act 1 does not hold what was filed as one act, in that order"]


def test_control_an_act_is_torn_apart_by_another():
    one, two, three, four, five = ledger([10, 11], [12, 13, 14])
    moved = [one, three._replace(sequence=2), two._replace(sequence=3), four, five]
    assert any("not consecutive" in words for words in harness.check(transactions=FILED, entries=moved).disordered)


def test_control_a_gap_and_a_time_that_stands_still():
    whole = ledger([10, 11], [12, 13, 14])
    gap = [entry._replace(sequence=entry.sequence + 1) if entry.sequence == 5 else entry for entry in whole]
    assert "place 5 holds entry 6" in harness.check(transactions=FILED, entries=gap).disordered
    still = [*whole[:4], whole[4]._replace(sequenced_at=whole[3].sequenced_at)]
    assert harness.check(transactions=FILED, entries=still).disordered == [
        "entry 5 is not later than the one before it"
    ]


def test_control_an_answer_about_known_time_changed():
    same, other = Answer(BEGIN, then=3, now=3), Answer(BEGIN, then=3, now=4)
    checked = harness.check(transactions=FILED[:1], entries=ledger([10, 11], [12, 13, 14]), answers=[same, other])
    assert checked.changed == [other]
    assert not checked.sound


def test_a_journals_last_line_may_be_cut_off(tmp_path):
    journal = tmp_path / "writer.journal"
    journal.write_text('{"acts": [[10, 2]], "commits": true}\n{"acknowledged": 10}\n{"acts": [[12, 1]], "comm')
    assert kills.read_journal(journal) == [Transaction(acts=[range(10, 12)], acknowledged=True)]
