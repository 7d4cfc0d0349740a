"""The table of who may do what as documents show it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from goodstanding.access import policy
from goodstanding.core.access.words import ACTIONS, CLASSES, PURPOSES, ROLES

PURPOSES_FILE = Path(__file__).with_name("purposes.yaml")


def policy_table() -> str:
    """Answer the table as Markdown: one row for each line, words in the order the program has them."""
    rows = ["", "| line | who | for | may | what | whose | asks for | why |", "|---|---|---|---|---|---|---|---|"]
    rows += [
        f"| {line.line} | {_in_order(line.roles, ROLES)} | {_in_order(line.purposes, PURPOSES)}"
        f" | {_in_order(line.actions, ACTIONS)} | {_in_order(line.classes, CLASSES)} | {line.whose}"
        f" | {', '.join(sorted(line.obligations)) or '–'} | {line.why['en']} |"
        for line in policy.table()
    ]
    return "\n".join([*rows, "", ""])


def purposes() -> list[dict[str, Any]]:
    """Answer each purpose with its words (`en`, `zh-Hans`) and its broader term in the Data Privacy Vocabulary."""
    read: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(PURPOSES_FILE.read_text("utf-8"))
    return read


def purposes_table() -> str:
    """Answer the purposes as Markdown, each with the term it is a narrower case of."""
    rows = ["", "| purpose | what for | narrower than |", "|---|---|---|"]
    rows += [
        f"| `{one['purpose']}` | {one['en']} | [`dpv:{one['dpv']}`](https://w3id.org/dpv#{one['dpv']}) |"
        for one in purposes()
    ]
    return "\n".join([*rows, "", ""])


def _in_order(words: frozenset[Any], order: tuple[str, ...]) -> str:
    return ", ".join(word for word in order if word in words)
