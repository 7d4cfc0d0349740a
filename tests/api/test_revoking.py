"""POST /tokens/revoke: all of the caller's tokens end, and nobody else's."""

from __future__ import annotations

from tests.api.conftest import BASE

MAY = {"action": "look", "purpose": "eligibility-check", "class": "record", "whose": "other"}


def works(world, token):
    return world.get("/decisions", token=token, **MAY).status == 200


def test_all_of_the_callers_tokens_end_and_no_others(world):
    machine, other = world.machine(), world.machine()
    mine, theirs = [world.token_of(machine), world.token_of(machine)], world.token_of(other)
    began = world.now()
    answer = world.ask("POST", f"{BASE}/tokens/revoke", token=mine[0])
    assert (answer.status, answer.json) == (200, {"revoked": 2})
    assert [works(world, token) for token in (*mine, theirs)] == [False, False, True]
    assert ("revoked", ["count=2", "what=tokens"]) in world.events(since=began)


def test_a_new_token_works(world):
    machine = world.machine()
    world.ask("POST", f"{BASE}/tokens/revoke", token=world.token_of(machine))
    assert works(world, world.token_of(machine))
