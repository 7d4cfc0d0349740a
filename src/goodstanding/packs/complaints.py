"""What is wrong with a pack: where, which rule it breaks, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Grade = Literal["fault", "remark"]


@dataclass(frozen=True, order=True)
class Complaint:
    """One thing wrong. A fault refuses the pack; a remark is something to look at.

    `code` names the check that found it; `rule` is the line or rule it holds (G1 to G8, R1 to R40, or `format`).
    """

    file: str
    line: int
    path: str
    code: str
    wrong: str
    rule: str
    mend: str
    grade: Grade = "fault"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.path}: {self.wrong} [{self.code}, {self.rule}]. {self.mend}."

    def plain(self) -> dict[str, Any]:
        """Answer the complaint as JSON values."""
        return dict(vars(self))


class NotAPack(ValueError):
    """The files are no pack; `complaints` has everything that was found wrong."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("\n".join(map(str, complaints)))
        self.complaints = complaints
