"""GET /decisions: what the table allows to whoever asks."""

from __future__ import annotations

import pytest

from tests.api.conftest import WHY


def may(world, token, action, purpose, cls, whose):
    answer = world.get(
        "/decisions", token=token, headers={}, **{"action": action, "purpose": purpose, "class": cls, "whose": whose}
    )
    assert answer.status == 200, answer.body
    return answer.json


@pytest.mark.parametrize(
    ("role", "asked", "line", "obligations"),
    [
        ("clerk", ("file", "filing", "record", "own"), "A2", []),
        ("clerk", ("file", "filing", "record", "other"), None, []),
        ("caseworker", ("look", "casework", "record", "other"), "B1", ["case"]),
        ("caseworker", ("look", "casework", "protected", "other"), None, []),
        ("decider", ("look", "court-order", "protected", "own"), "K1", ["case", "order"]),
        ("reviewer", ("look", "review", "sole-trader", "other"), "D1", ["case"]),
        ("auditor", ("read-log", "audit", "access-log", "other"), "H2", []),
        ("operator", ("look", "operation", "record", "own"), None, []),
    ],
)
def test_what_a_person_may(world, role, asked, line, obligations):
    found = may(world, world.person(role), *asked)
    assert found == {"allowed": line is not None, "line": line, "obligations": obligations}


def test_what_a_representative_may(world):
    token = world.bearer(world.office.represented["ordinary"])
    assert may(world, token, "look", "own-access", "record", "own")["line"] == "E1"
    assert may(world, token, "look", "own-access", "record", "other")["allowed"] is False


def test_what_a_machine_may_is_bounded_by_its_scopes(world):
    token = world.token_of(
        world.machine(scopes=("eligibility-check:look", "filing:file")), scope="eligibility-check:look"
    )
    assert may(world, token, "look", "eligibility-check", "record", "other")["line"] == "F1"
    assert may(world, token, "look", "eligibility-check", "protected", "own")["allowed"] is False
    assert may(world, token, "file", "filing", "record", "own")["allowed"] is False


@pytest.mark.parametrize("wrong", ["action", "purpose", "class", "whose"])
def test_a_word_that_is_none(world, wrong):
    said = {"action": "look", "purpose": "audit", "class": "record", "whose": "own"}
    for value in ("nothing", "", "LOOK", "look\u0000"):
        answer = world.get("/decisions", token=world.person("auditor"), headers={}, **{**said, wrong: value})
        assert answer.status == 400
        assert wrong in answer.json["detail"]
    del said[wrong]
    assert world.get("/decisions", token=world.person("auditor"), headers=WHY, **said).status == 400
