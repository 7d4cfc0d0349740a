"""A short sample of the proof `pack-mutants`, and that it finds what it is there to find."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest
from proofs.mutating import running
from proofs.mutating.mutations import mutant, mutations

from goodstanding.packs.reading import read_pack

proof = importlib.import_module("proofs.pack-mutants")

SMALL = Path(__file__).parents[1] / "packs/small"


@pytest.fixture(scope="module")
def small():
    return read_pack(SMALL)


def the(pack, *words):
    """Answer the one mutation that is about all of these words."""
    found = [one for one in mutations(pack) if all(word in str(one) for word in words)]
    assert len(found) == 1, [str(one) for one in found]
    return found[0]


@pytest.mark.parametrize("pack", proof.PACKS)
def test_a_sample_leaves_no_survivor_among_rules_and_figures(pack):
    found = proof.prove(packs=[pack], sample=60, seed=1)
    survivors = [one for one in found["survivors"] if one["in"] in proof.DEMANDED]
    assert found["passed"], (found["seed"], found["packs"], found["refuted"], survivors)


def test_every_mutation_of_a_small_pack_is_judged_and_no_reason_refuted(small):
    found = proof.prove(packs=[str(SMALL)])
    (counts,) = found["packs"].values()
    assert counts["mutations"] == len(list(mutations(small)))
    assert counts["mutations"] == sum(counts[outcome] for outcome in ("caught", "survived", "same", "refused"))
    assert found["refuted"] == []
    assert counts["caught"]
    # Its three cases leave much unasked; each survivor comes with a question that tells.
    assert not found["passed"]
    assert not [one for one in found["survivors"] if one["told_by"].startswith("no question")]


@pytest.mark.parametrize(
    "words",
    [
        ("tier.large-fine", "50000 -> 50001"),
        ("rules penalty-tier", "large-fine: > -> >="),
        ("rules penalty-tier", "suspended removed"),
        ("rules penalty-tier", "any of (large-fine, suspended)"),
        ("list.period", "24 -> 23"),
        ("rules wage-list", "dated by decided_on -> conduct_on"),
        ("rules wage-list: deleted",),
        ("list.count", "3 -> unknown"),
    ],
    ids=" ".join,
)
def test_a_case_that_knows_the_law_turns_red(small, words):
    verdict = running.judge(running.bench(small), the(small, *words), seed=1)
    assert verdict.outcome == "caught", verdict


def test_without_its_case_a_mutation_survives_and_the_missing_case_is_named(small):
    mutation = the(small, "rules penalty-tier", "large-fine: > -> >=")
    cases = tuple(one for one in small.catalogue.cases if one.given.get("record.fine") != 50000)
    fewer = replace(small, catalogue=replace(small.catalogue, cases=cases))
    verdict = running.judge(running.bench(fewer), mutation, seed=1)
    assert verdict.outcome == "survived"
    assert "record.fine: 50000," in str(verdict.by)


def test_a_case_that_is_red_already_catches_nothing(small):
    wrong = small.catalogue.cases[0].model_copy(update={"expect": {"outcome": "general"}})
    pack = replace(small, catalogue=replace(small.catalogue, cases=(wrong,)))
    bench = running.bench(pack)
    assert bench.red == (wrong,)
    assert running.judge(bench, the(small, "tier.large-fine", "50000 -> 50001"), seed=1).outcome == "survived"


def test_what_no_pack_can_say_counts_apart(small):
    assert mutant(small, the(small, "minor.repair", "0 -> -1")) is None


def test_a_pack_that_does_not_read_proves_nothing(tmp_path, capsys):
    found = proof.prove(packs=[str(tmp_path / "none")])
    assert not found["passed"]
    assert found["not_read"] == [str(tmp_path / "none")]
    assert "NOT READ" in capsys.readouterr().err


def test_a_province_is_mutated_alone_and_falls_back_on_its_nation():
    north = read_pack(Path(__file__).parents[2] / "packs/exampleland-north")
    assert {(one.field, one.id) for one in mutations(north)} <= {
        (field, key) for field, keys in north.own.items() for key in keys
    }
    gone = mutant(north, the(north, "parameters standard.general-ends-after: deleted"))
    nation = north.parent.catalogue.parameters["standard.general-ends-after"]
    assert gone.catalogue.parameters["standard.general-ends-after"] == nation
