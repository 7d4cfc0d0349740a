"""A few thousand tokens of the proof `token-fuzz`, and that it sees a verifier that lets one in."""

from __future__ import annotations

import importlib
import random

import pytest

from goodstanding.access.machines import keys
from proofs import harness

proof = importlib.import_module("proofs.token-fuzz")


@pytest.mark.parametrize("major", [15, 18])
def test_a_few_thousand_mutated_tokens_are_all_refused(major):
    with harness.private_home(major=major) as home:
        found = proof.prove(home=home, tokens=4_000, seed=random.randrange(10**6), processes=1)
    assert found["passed"], found
    assert found["tokens"] >= 4_000
    assert set(found["sorts"]) == set(proof.SHARES)


def test_control_a_verifier_that_checks_no_signature_does_not_pass(monkeypatch):
    monkeypatch.setattr(keys, "verifies", lambda *_, **__: True)
    with harness.private_home() as home:
        found = proof.prove(home=home, tokens=500, seed=1, processes=1)
    assert not found["passed"]
    assert found["sorts"]["client assertions"]["accepted"] > 0
    assert found["sorts"]["contexts opened"]["accepted"] == 0
