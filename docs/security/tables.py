"""The tables of docs/security/asvs.md, from asvs.yaml beside it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

FILE: Final = Path(__file__).with_name("asvs.yaml")
STATES: Final = ("met", "partly", "not met", "not applicable")
CHAPTERS: Final = {
    "6": "Authentication",
    "7": "Session management",
    "8": "Authorization",
    "10": "OAuth and OIDC",
    "16": "Security logging and error handling",
}


def requirements() -> list[dict[str, Any]]:
    """Answer every requirement: id, level, what it asks, state, where, tests."""
    read: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    return read


def counts() -> str:
    """Answer how many requirements of each level are in which state, as Markdown."""
    found = Counter((one["level"], one["state"]) for one in requirements())
    untested = Counter(one["level"] for one in requirements() if one["state"] == "met" and not one["tests"])
    rows = [
        "",
        f"| level | {' | '.join(STATES)} | all | met without a test of ours |",
        "|---|" + "--:|" * 6,
    ]
    for level in (1, 2, 3):
        numbers = [found[level, state] for state in STATES]
        rows.append(f"| {level} | {' | '.join(map(str, numbers))} | {sum(numbers)} | {untested[level]} |")
    whole = [sum(found[level, state] for level in (1, 2, 3)) for state in STATES]
    rows.append(f"| all | {' | '.join(map(str, whole))} | {sum(whole)} | {untested.total()} |")
    return "\n".join([*rows, "", ""])


def chapters() -> str:
    """Answer a table for each chapter, as Markdown."""
    parts = []
    for number, title in CHAPTERS.items():
        rows = ["| id | level | asks | state | where, or why not | tests |", "|---|--:|---|---|---|---|"]
        rows += [_row(one) for one in requirements() if one["id"].partition(".")[0] == number]
        parts.append(f"## V{number} {title}\n\n" + "\n".join(rows))
    return "\n" + "\n\n".join(parts) + "\n\n"


def _row(one: dict[str, Any]) -> str:
    tests = "<br>".join(f"`{test}`" for test in one["tests"]) or "–"
    return f"| {one['id']} | {one['level']} | {one['asks']} | {one['state']} | {one['where']} | {tests} |"
