"""Rows of separated values: CSV with commas, TSV with tabs; values in quotation marks as RFC 4180 has them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, Literal

from goodstanding.intake.reading import header
from goodstanding.intake.reading.decoding import WRONG_BYTE, Lines
from goodstanding.intake.reading.faults import Fault, Faults, NotReadable, unreadable
from goodstanding.intake.reading.limits import BLOCK_ROWS, LONGEST_HEADER, LONGEST_ROW, MOST_COLUMNS, PIECE
from goodstanding.intake.reading.rows import Numbered, Rows

_SEPARATORS: Final = {"csv": ",", "tsv": "\t"}
_SAVE: Final = "save it again as UTF-8 (in a spreadsheet: CSV UTF-8), or say which encoding it has"
_NAMES: Final = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}

# Python's own bound is for the whole process, and cuts a row in two where it is met; rows are bounded in `Lines`.
csv.field_size_limit(LONGEST_ROW + 1)


def rows(file: BinaryIO, *, form: Literal["csv", "tsv"], encoding: str) -> Rows:
    """Answer the rows of an open file. Raises NotReadable when its first row names no columns."""
    lines = Lines(file, encoding=encoding)
    separator = _SEPARATORS[form]
    reader = csv.reader(_with_bounded_header(lines, separator), delimiter=separator, strict=True)
    columns = header.columns(_names(reader, lines, separator))
    return Rows(columns, lambda faults: _blocks(reader, lines, columns, faults))


def _with_bounded_header(lines: Lines, separator: str) -> Iterator[str]:
    every = iter(lines)
    for line in every:
        # Before the line is cut into as many names as it has separators.
        if (number := line.count(separator) + 1) > MOST_COLUMNS:
            raise header.too_many_columns(number, at_least=len(line) > LONGEST_HEADER)
        if len(line) > LONGEST_HEADER:
            raise header.too_long()
        yield line
        break
    yield from every


def _names(reader: Iterator[list[str]], lines: Lines, separator: str) -> list[str]:
    try:
        names = next(reader, [])
    except csv.Error as error:
        raise NotReadable(_quotation(error, row=None, over=lines.number)) from None
    if lines.wrong_bytes:
        wrong = f"the first row has a byte that is not UTF-8, at byte {lines.wrong_bytes[0]:,}"
        raise unreadable("not-utf-8", wrong, _SAVE)
    if len(names) == 1:
        for other in _NAMES:
            if other != separator and other in names[0]:
                wrong = f"separates its columns with {_NAMES[other]}, not with {_NAMES[separator]}"
                raise unreadable("wrong-separator", wrong, f"save it with {_NAMES[separator]}")
    return names


def _blocks(
    reader: Iterator[list[str]], lines: Lines, columns: Sequence[str], faults: Faults
) -> Iterator[list[Numbered]]:
    width = len(columns)
    row = 0
    ended: NotReadable | bool = False
    while not ended:
        block: list[Numbered] = []
        begins = lines.bytes
        while len(block) < BLOCK_ROWS and lines.bytes - begins < PIECE:
            row += 1
            lines.row_begins(row)
            began = lines.number
            cells: list[str] = []  # not two large rows at a time
            try:
                cells = next(reader)
            except StopIteration:
                ended = True
                break
            except NotReadable as error:
                ended = error
                break
            except csv.Error as error:
                over = lines.number - began
                faults.add(_quotation(error, row=row, over=over))
                # Each line that the quotation mark took in was meant as a row.
                row += max(over - 1, 0)
                continue
            if len(cells) == width and not lines.wrong_bytes:
                block.append((row, cells))
            else:
                for fault in _wrong(row, cells, columns, lines.wrong_bytes):
                    faults.add(fault)
        if block:
            yield block
        # Not before what precedes it has been looked at.
        if isinstance(ended, NotReadable):
            raise ended


def _quotation(error: csv.Error, *, row: int | None, over: int) -> Fault:
    if "end of data" in str(error) or over > 1:
        end = f"in the next {over - 1:,} lines" if "end of data" not in str(error) else "at all"
        wrong = f"opens a quotation mark that is not closed as it should be {end}; they belong to it"
        return Fault(row, None, "open-quote", wrong, "close it; write a quotation mark inside a value twice")
    wrong = "has text behind a closing quotation mark"
    mend = "put the whole value in quotation marks; write a quotation mark inside a value twice"
    return Fault(row, None, "stray-quote", wrong, mend)


def _wrong(row: int, cells: Sequence[str], columns: Sequence[str], places: Sequence[int]) -> Iterator[Fault]:
    """Answer what is wrong with a row that has wrong bytes at those places, or not one value for each column."""
    if places:
        yield from _not_utf_8(row, cells, columns, places)
    elif cells:
        number, width = len(cells), len(columns)
        few = "write an empty value for what is missing, with its separator"
        many = "put a value that holds the separator in quotation marks, or delete what is too much"
        wrong = f"has {number:,} values for {width:,} columns"
        yield Fault(row, None, "ragged", wrong, few if number < width else many)


def _not_utf_8(row: int, cells: Sequence[str], columns: Sequence[str], places: Sequence[int]) -> Iterator[Fault]:
    found = [(number, mark) for number, cell in enumerate(cells) for mark in WRONG_BYTE.findall(cell)]
    told = set()
    for (number, mark), place in zip(found, places, strict=True):
        if number not in told:
            told.add(number)
            column = columns[number] if number < len(columns) else None
            wrong = f"holds the byte 0x{ord(mark) - 0xDC00:02X}, which is not UTF-8, at byte {place:,}"
            yield Fault(row, column, "not-utf-8", wrong, _SAVE)
