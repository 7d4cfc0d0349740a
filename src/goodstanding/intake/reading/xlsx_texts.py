"""Texts of a workbook: in runs, with escapes, and each different one kept once for all the cells that have it."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import Final

from goodstanding.intake.reading.faults import unreadable
from goodstanding.intake.reading.limits import LONGEST_CELL, SHARED_TEXTS
from goodstanding.intake.reading.xml_parts import not_xlsx

# How XML, which may not hold most controls, writes them in a workbook.
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Texts:
    """The texts that cells refer to by number, as bytes one behind the other."""

    data: bytearray = field(default_factory=bytearray)
    ends: array[int] = field(default_factory=lambda: array("I"))

    def add(self, text: str) -> None:
        """Keep one more. Raises NotReadable (too-many-texts) when they would take too much memory."""
        self.data += text.encode("utf-8", "surrogatepass")
        self.ends.append(len(self.data))
        if len(self.data) + len(self.ends) * self.ends.itemsize > SHARED_TEXTS:
            wrong = f"holds different texts of more than {SHARED_TEXTS // 1_000_000:,} MB"
            raise unreadable("too-many-texts", wrong, "save it as CSV, or split it into several files")

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self.ends):
            raise not_xlsx(f"a cell refers to text {number:,} of {len(self.ends):,}")
        begins = self.ends[number - 1] if number else 0
        return self.data[begins : self.ends[number]].decode("utf-8", "surrogatepass")


class TextPieces:
    """Gathers one text from its runs, without the readings that stand beside it; no more than a cell may have."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._inside = self._beside = False

    def start(self, name: str) -> None:
        """Note that a tag of the text begins."""
        if name == "rPh":
            self._beside = True
        elif name == "t":
            self._inside = not self._beside

    def end(self, name: str) -> None:
        """Note that a tag of the text ends."""
        if name == "rPh":
            self._beside = False
        elif name == "t":
            self._inside = False

    def text(self, text: str) -> None:
        """Take what belongs to the text; what is too long anyway is not kept."""
        if self._inside and self._length <= LONGEST_CELL:
            self._pieces.append(text)
            self._length += len(text)

    def taken(self) -> str:
        """Answer the text as a spreadsheet shows it, and begin another."""
        found = "".join(self._pieces)
        self.__init__()  # type: ignore[misc]
        return unescaped(found)


def unescaped(text: str) -> str:
    """Answer a text of a workbook as a spreadsheet shows it."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
