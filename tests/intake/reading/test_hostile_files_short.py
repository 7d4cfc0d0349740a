"""A share of the proof `hostile-files`, and that it sees a reader that says too little or too much."""

from __future__ import annotations

import importlib
import random
from collections import Counter
from dataclasses import replace

from proofs.fuzzing.hostile_files.hostile import Hostile
from proofs.fuzzing.hostile_files.kinds import hostile_files

proof = importlib.import_module("proofs.hostile-files")


def test_a_share_of_the_hostile_files_is_told_exactly():
    found = proof.prove(seed=random.randrange(10**6), share=37)
    assert found["passed"], found
    assert found["files"] >= 20


def test_there_are_enough_files_of_enough_kinds_and_the_same_for_a_seed():
    files = list(hostile_files(seed=1))
    assert len(files) >= 520
    assert len({file.kind for file in files}) >= 28
    assert len({file.name for file in files}) == len(files)
    again = list(hostile_files(seed=1))
    assert [(file.name, file.expected) for file in again] == [(file.name, file.expected) for file in files]
    stages = Counter(file.stage for file in files)
    assert stages["mapping"] >= 10


def test_a_fault_that_is_not_said_and_one_that_is_not_so_are_seen():
    def judged(expected):
        return proof._judge(Hostile("x", "x.csv", lambda path: path.write_bytes(b"a,b\n=1,2\n") and None, expected, 0))

    right = frozenset({(1, "a", "formula")})
    assert judged(right)["wrong"] == []
    for wrong in (
        frozenset(),
        right | {(1, "b", "formula")},
        frozenset({(2, "a", "formula")}),
        frozenset({(1, "a", "nul")}),
    ):
        assert judged(wrong)["wrong"]


def test_a_file_that_should_stop_reading_and_does_not_is_seen():
    file = next(file for file in hostile_files(seed=1) if file.unreadable and file.name.endswith(".csv"))
    assert proof._judge(file)["wrong"] == []
    assert "stopped" in proof._judge(replace(file, unreadable=False))["wrong"]
