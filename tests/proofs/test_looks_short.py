"""A short seed of the proof `looks`, and that it finds a look that nobody logged."""

from __future__ import annotations

import random

from proofs import harness, looks


def test_every_look_is_in_the_log_whatever_dies_meanwhile():
    with harness.private_home() as home:
        found = looks.prove(home=home, readers=4, seconds=4, kills=6, seed=random.randrange(10**6))
    # The machine may be busy: how soon a look is shown is for the proof itself, on a quiet one.
    assert found["missing"] == 0, found
    assert found["verify_faults"] == 0, found
    assert found["watched_not_shown"] == 0, found
    assert found["looks_seen"] > 20, found


def test_control_a_look_that_was_not_logged_is_found(monkeypatch):
    monkeypatch.setattr(looks, "_logged", lambda owner: set())
    with harness.private_home() as home:
        found = looks.prove(home=home, readers=2, seconds=2, kills=1, seed=1)
    assert found["missing"] == found["looks_seen"] > 0
    assert not found["passed"]
