"""The closed words of access. `access/sql/0001_people.sql` repeats them (a test holds the two equal)."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal[
    "representative",
    "clerk",
    "caseworker",
    "decider",
    "reviewer",
    "analyst",
    "auditor",
    "operator",
    "machine-client",
    "partner-node",
]
Purpose = Literal[
    "filing",
    "casework",
    "decision",
    "review",
    "own-access",
    "eligibility-check",
    "inspection-planning",
    "statistics",
    "audit",
    "exchange",
    "operation",
    "court-order",
]
Action = Literal[
    "find",
    "look",
    "look-back",
    "list",
    "export",
    "file",
    "correct",
    "annul",
    "judge",
    "propose",
    "decide",
    "review",
    "answer",
    "hold",
    "erase",
    "publish",
    "read-log",
    "administer",
]
Class = Literal[
    "organisation",
    "record",
    "protected",
    "sole-trader",
    "case",
    "evaluation",
    "access-log",
    "catalogue",
    "appointment",
]
Whose = Literal["own", "any"]
Obligation = Literal["case", "order", "agreement", "aggregate"]

ROLES: tuple[str, ...] = get_args(Role)
PURPOSES: tuple[str, ...] = get_args(Purpose)
ACTIONS: tuple[str, ...] = get_args(Action)
CLASSES: tuple[str, ...] = get_args(Class)
LOOKS: tuple[str, ...] = ("find", "look", "look-back", "list", "export", "read-log")
