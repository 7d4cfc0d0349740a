"""What is wrong with a file, for the one who has to mend it: where, which rule, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from goodstanding.intake.reading.limits import MOST_FAULTS

LONGEST_SHOWN: Final = 60


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the data row (from 1; None: the file or its header), the column, the rule, and the mend."""

    row: int | None
    field: str | None
    rule: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        row = "file" if self.row is None else f"row {self.row:,}"
        place = row if self.field is None else f"{row}, {shown(self.field)}"
        return f"{place}: {self.wrong} [{self.rule}]. {self.mend}."

    def plain(self) -> dict[str, Any]:
        """Answer the fault as JSON values."""
        return dict(vars(self))


class NotReadable(ValueError):
    """Nothing (more) of the file can be read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Enough(Exception):
    """So many faults have been found that looking further helps nobody."""


@dataclass
class Faults:
    """The faults of a file, in the order they are found; no more than a person would look through."""

    found: list[Fault] = field(default_factory=list)

    def in_order(self, since: int) -> None:
        """Put the faults from that place on in the order of their rows; what a whole row lacks is seen first."""
        self.found[since:] = sorted(self.found[since:], key=lambda fault: fault.row or 0)

    def add(self, fault: Fault) -> None:
        """Write a fault down; after the last that is wanted, say that there are more and raise Enough."""
        self.found.append(fault)
        if len(self.found) == MOST_FAULTS:
            wrong = f"has {MOST_FAULTS:,} faults up to here; the rest was not looked at"
            self.found.append(Fault(fault.row, None, "too-many-faults", wrong, "mend these, then check the file again"))
            raise Enough


def unreadable(rule: str, wrong: str, mend: str, *, row: int | None = None, column: str | None = None) -> NotReadable:
    """Answer the exception for what makes the whole file, or the rest of it, unreadable."""
    return NotReadable(Fault(row, column, rule, wrong, mend))


def shown(text: str) -> str:
    """Answer a text as a message shows it: short, and with nothing that a terminal would obey."""
    short = text[:LONGEST_SHOWN]
    plain = short if short.isprintable() else short.encode("unicode_escape").decode("ascii")
    return plain if len(text) <= LONGEST_SHOWN else f"{plain}…"
