"""Rows of a workbook with one sheet: its first row names the columns, what a formula would compute is not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, Final

from goodstanding.intake.reading import excel_days, header, plain
from goodstanding.intake.reading.faults import Fault, Faults, NotReadable, shown, unreadable
from goodstanding.intake.reading.limits import BLOCK_ROWS, LONGEST_CELL, LONGEST_ROW, MOST_COLUMNS, MOST_FAULTS
from goodstanding.intake.reading.rows import Numbered, Rows
from goodstanding.intake.reading.texts import Hit, size
from goodstanding.intake.reading.xlsx_package import Package
from goodstanding.intake.reading.xlsx_texts import TextPieces, Texts, unescaped
from goodstanding.intake.reading.xlsx_workbook import Workbook, workbook
from goodstanding.intake.reading.xml_parts import not_xlsx, number, read

# A sheet has no more, in any program.
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})[1-9][0-9]{0,6}")
_SPAN: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):[A-Z]{1,3}[1-9][0-9]{0,6}")

_MIDNIGHT: Final = re.compile(r"T00:00(:00(\.0+)?)?Z?$")
_TYPE_AGAIN: Final = "type it again"
_FORMULA: Final = Hit("formula", "is computed by a formula", "copy the cells and paste them as values")

# A row of the sheet: its number there, its cells by the number of the column (from 0), each a text or what is wrong.
_SheetRow = tuple[int, dict[int, str | Hit], int]


@contextmanager
def rows(file: BinaryIO) -> Iterator[Rows]:
    """Answer the rows of an open file. Raises NotReadable."""
    package = Package(file)
    try:
        book = workbook(package)
        with package.part(book.sheet) as stream:
            sheet = _Sheet(book)
            every = _sheet_rows(sheet, read(stream, sheet, part=book.sheet), book.texts)
            columns = header.columns(_names(next(every, (0, {}, 0))))
            yield Rows(columns, lambda faults: _blocks(every, sheet, columns, faults))
    finally:
        package.close()


def _sheet_rows(sheet: _Sheet, pieces: Iterator[None], texts: Texts) -> Iterator[_SheetRow]:
    for _ in pieces:
        # One by one: few letters can refer to long texts many times.
        for row, found in sheet.done:
            held = 0
            cells: dict[int, str | Hit] = {}
            for place, cell in found.items():
                said = texts[cell] if isinstance(cell, int) else cell
                held += size(said) if isinstance(said, str) else 0
                # A row that is too long is told as a whole, and not kept.
                if said and held <= LONGEST_ROW:
                    cells[place] = said
            yield row, cells, held
        sheet.done.clear()


def _names(row: _SheetRow) -> list[str]:
    first, cells, _ = row
    if first > 1:
        raise unreadable("no-header", "has nothing in its first row", "put the names of the columns there")
    width = max((place for place, cell in cells.items() if cell), default=-1) + 1
    if width > MOST_COLUMNS:
        raise header.too_many_columns(width)
    names = []
    for place in range(width):
        name = cells.get(place, "")
        if isinstance(name, Hit):
            raise unreadable(name.rule, f"the name of column {place + 1} {name.wrong}", name.mend)
        names.append(name)
    return names


def _blocks(
    every: Iterator[_SheetRow], sheet: _Sheet, columns: Sequence[str], faults: Faults
) -> Iterator[list[Numbered]]:
    block: list[Numbered] = []
    held = 0
    try:
        for place_in_sheet, cells, size_of_row in every:
            # What stands in the second row of the sheet is the first row of data.
            row = place_in_sheet - 1
            wrong = list(_wrong(row, cells, size_of_row, columns))
            for fault in wrong:
                faults.add(fault)
            if not wrong:
                block.append((row, [str(cells.get(place, "")) for place in range(len(columns))]))
                held += size_of_row
            if block and (len(block) == BLOCK_ROWS or held > LONGEST_ROW // 4):
                yield block
                block, held = [], 0
    except NotReadable:
        # Not before what precedes it has been looked at.
        if block:
            yield block
        raise
    if block:
        yield block
    for first, place, span in sheet.merged:
        wrong_text = f"is merged with others ({span}); only the first of them has a value"
        column = columns[place] if place < len(columns) else None
        faults.add(Fault(first or None, column, "merged-cells", wrong_text, "unmerge them, and fill each cell"))


def _wrong(row: int, cells: dict[int, str | Hit], size_of_row: int, columns: Sequence[str]) -> Iterator[Fault]:
    if size_of_row > LONGEST_ROW:
        yield Fault(row, None, "row-too-long", f"is longer than {LONGEST_ROW:,} bytes", "shorten it")
        return
    beyond = 0
    for place, cell in cells.items():
        if place >= len(columns):
            beyond = max(beyond, place + 1 if cell else 0)
        elif isinstance(cell, Hit):
            yield Fault(row, columns[place], *cell)
    if beyond:
        wrong = f"has a value in column {beyond:,}, and the first row {len(columns):,} names"
        yield Fault(row, None, "ragged", wrong, "delete it, or name its column in the first row")


class _Sheet:
    """Gathers the rows of a sheet from its tags."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        # The rows that are complete; a number stands for a text that several cells share.
        self.done: list[tuple[int, dict[int, str | int | Hit]]] = []
        # The first cell of what is merged: its row of data, its column, and the whole.
        self.merged: list[tuple[int, int, str]] = []
        self._places: dict[str, int] = {}
        self._row = 0
        self._cells: dict[int, str | int | Hit] = {}
        self._place = -1
        self._kind = self._style = ""
        self._formula = False
        self._value: list[str] = []
        self._length = 0
        self._in_value = self._in_text = False
        self._pieces = TextPieces()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a tag."""
        if name == "v":
            self._in_value = True
        elif name == "c":
            reference = attributes.get("r")
            self._place = self._column(reference) if reference else self._place + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._formula = False
            self._value, self._length = [], 0
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "f":
            self._formula = True
        elif name == "is":
            self._in_text = True
        elif self._in_text:
            self._pieces.start(name)
        elif (
            name == "mergeCell"
            and len(self.merged) <= MOST_FAULTS
            and (span := _SPAN.fullmatch(attributes.get("ref", "")))
        ):
            self.merged.append((int(span[2]) - 1, self._column(f"{span[1]}1"), span[0]))

    def text(self, text: str) -> None:
        """Take text; what is too long anyway is not kept."""
        if self._in_value:
            if self._length <= LONGEST_CELL:
                self._value.append(text)
                self._length += len(text)
        elif self._in_text:
            self._pieces.text(text)

    def end(self, name: str) -> None:
        """Take the end of a tag."""
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self.done.append((self._row, self._cells))
        elif name == "is":
            self._in_text = False
        elif self._in_text:
            self._pieces.end(name)

    def _begin_row(self, reference: str | None) -> None:
        before = self._row
        self._row = number(reference) if reference else before + 1
        if not before < self._row <= _LAST_ROW:
            raise not_xlsx(f"has row {self._row:,} behind row {before:,}")
        self._cells, self._place = {}, -1

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        place = self._places.get(letters)
        if place is None:
            if not _REFERENCE.fullmatch(reference):
                raise not_xlsx(f"has a cell named {shown(reference)}")
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - ord("A") + 1
            self._places[letters] = place = place - 1
        if place >= _LAST_COLUMN:
            raise not_xlsx(f"has a cell named {shown(reference)}")
        return place

    def _end_cell(self) -> None:
        found = self._pieces.taken() if self._kind == "inlineStr" else "".join(self._value)
        if self._formula:
            self._cells[self._place] = _FORMULA
        elif found:
            self._cells[self._place] = self._said(found)

    def _said(self, value: str) -> str | int | Hit:
        if self._kind == "n":
            return self._number(value)
        if self._kind == "s":
            return number(value)
        if self._kind == "b":
            return "true" if value == "1" else "false"
        if self._kind == "e":
            return Hit("cell-error", f"shows the error {shown(value)}", "write the value that is meant, or nothing")
        if self._kind == "d":
            return _MIDNIGHT.sub("", value)
        return value if self._kind == "inlineStr" else unescaped(value)

    def _number(self, value: str) -> str | Hit:
        if not _NUMBER.fullmatch(value):
            return Hit("not-a-number", f"is stored as a number and is {shown(value)!r}", _TYPE_AGAIN)
        style = number(self._style)
        if 0 <= style < len(self._book.days) and self._book.days[style]:
            day = excel_days.day(float(value), from_1904=self._book.from_1904)
            return day or Hit("not-a-day", f"is shown as a day, and {shown(value)} is the number of none", _TYPE_AGAIN)
        try:
            # A program may write 1.1 as 1.1000000000000001, which is the same number; whole ones may have more digits.
            return plain.number(value if value.isdecimal() else repr(float(value)))
        except plain.NotPlain as error:
            return Hit("not-a-number", str(error), _TYPE_AGAIN)
