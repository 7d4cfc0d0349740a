"""The access matrix: what is expected of every cell, as `matrix.csv` says, and how a cell is asked in raw SQL.

The CSV was written row by row from the law's words by somebody who had seen neither the table nor the program.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from goodstanding.core.access.words import LOOKS, ROLES
from tests.office import OTHER, OWN, Office

CSV = Path(__file__).with_name("matrix.csv")
LEAST_CELLS = 2_000
THROUGH = {
    "file": "clerk",
    "correct": "clerk",
    "judge": "clerk",
    "erase": "eraser",
    "administer": "access",
}


class Cell(NamedTuple):
    """One question: may this role, for this purpose, do this to that, the own or another's?"""

    role: str
    purpose: str
    action: str
    cls: str
    whose: str
    expected: bool

    def __str__(self) -> str:
        return f"{self.role}: {self.action} {self.whose} {self.cls} for {self.purpose}"


def cells() -> Iterator[Cell]:
    """Answer every cell of the CSV."""
    for row in csv.DictReader(io.StringIO(CSV.read_text("utf-8"))):
        for role in ROLES:
            assert row[role] in ("may", "may not"), row
            yield Cell(role, row["purpose"], row["action"], row["class"], row["whose"], row[role] == "may")


def asked(office: Office, cell: Cell) -> dict[str, Any]:
    """Answer what to ask the database for a cell."""
    said: dict[str, Any] = {
        "action": cell.action,
        "purpose": cell.purpose,
        "cls": cell.cls,
        "authority": OWN if cell.whose == "own" else OTHER,
    }
    target = office.target(cell.cls, cell.whose)
    if cell.role == "representative" and (target is None or cell.action not in LOOKS):
        kind = cell.cls if cell.cls in ("protected", "sole-trader") else "ordinary"
        said["targets"] = [office.organisations[kind, said["authority"]]]
    elif target is not None and cell.action in LOOKS and cell.action != "list":
        said["targets"] = [target]
    return said
