"""A short seed of each proof, in its own private home, so that a proof that cannot run any more is noticed at once."""

from __future__ import annotations

import random

import pytest

from proofs import harness, rebuild, sequencer, tamper
from tests.house import House


@pytest.mark.parametrize("major", [15, 18])
def test_every_committed_act_is_sequenced_once(major):
    with harness.private_home(major=major) as home:
        found = sequencer.prove(home=home, acts=800, writers=4, seed=random.randrange(10**6))
    # A run this short may be too tame for the naive reader to lose rows; the full proof demands that it does.
    assert found["passed"] or found["naive_reader_lost"] == 0, found
    for nothing in ("lost", "doubled", "uncommitted_but_there", "known_at_changed"):
        assert found[nothing] == 0, found
    assert found["follower_saw_each_once_in_order"]


def test_every_forgery_is_named():
    with harness.private_home() as home:
        found = tamper.prove(home=home, entries=25, seed=random.randrange(10**6))
    assert found["passed"], found


def test_a_rebuild_equals_what_it_replaces():
    with harness.private_home() as home:
        found = rebuild.prove(home=home, acts=600, seed=random.randrange(10**6))
    assert found["passed"], found


def test_control_a_rebuild_of_records_that_had_no_effect_proves_nothing(monkeypatch):
    monkeypatch.setattr(House, "publish", lambda _: None)
    with harness.private_home() as home:
        found = rebuild.prove(home=home, acts=100, seed=random.randrange(10**6))
    assert not found["passed"], found
    assert found["records_without_effect"] > 0
