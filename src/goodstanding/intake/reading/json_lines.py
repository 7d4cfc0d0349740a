"""Rows of JSON lines: one object a line, its keys the columns, each value a text, a number, true, false or null."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from goodstanding.intake.reading import header, json_object, plain
from goodstanding.intake.reading.decoding import Lines
from goodstanding.intake.reading.faults import Fault, Faults, NotReadable, shown
from goodstanding.intake.reading.limits import BLOCK_ROWS, FIRST_BYTES, FIRST_LINES, LONGEST_ROW, MOST_COLUMNS, PIECE
from goodstanding.intake.reading.rows import Numbered, Rows

_DECODE: Final = msgspec.json.Decoder(float_hook=plain.number).decode
# What a longer line unpacks to is bounded only by looking at it key by key.
_SHORT: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"


# One line with something in it: its number among the rows, its place in the file; None when it is too long.
_Line = tuple[int, int, bytes | None]


def rows(file: BinaryIO, *, encoding: str) -> Rows:
    """Answer the rows of an open file. Raises NotReadable when its first lines name no columns."""
    keys = tuple(_keys(_lines(file, encoding)))
    columns = dict(zip(keys, header.columns(keys), strict=True))
    file.seek(0)
    return Rows(tuple(columns.values()), lambda faults: _blocks(_lines(file, encoding), columns, faults))


def _keys(lines: Iterator[_Line]) -> list[str]:
    keys: dict[str, None] = {}
    first_fault = None
    for row, place, text in lines:
        if row > FIRST_LINES or place > FIRST_BYTES:
            break
        try:
            keys.update(dict.fromkeys(json_object.keys(text or b"{}")))
        except json_object.NoObject as error:
            first_fault = first_fault or Fault(row, None, error.rule, error.wrong, error.mend)
        if len(keys) > MOST_COLUMNS:
            raise header.too_many_columns(len(keys), at_least=True)
    if first_fault and not keys:
        raise NotReadable(first_fault)
    return list(keys)


def _lines(file: BinaryIO, encoding: str) -> Iterator[_Line]:
    """Answer the lines that are not blank; blank ones count as rows."""
    if not encoding.startswith("utf-8"):
        lines = Lines(file, encoding=encoding)
        for row, text in enumerate(lines, start=1):
            lines.row_begins(row)
            if not text.isspace():
                yield row, 0, text.encode()
        return
    row = 0
    rest = file.read(len(_BOM))
    place = len(_BOM) if rest == _BOM else 0
    rest = rest.removeprefix(_BOM)
    while piece := file.read(PIECE):
        lines_of_piece = (rest + piece).split(b"\n")
        rest = lines_of_piece.pop()
        for line in lines_of_piece:
            row += 1
            if line and not line.isspace():
                yield row, place, line if len(line) <= LONGEST_ROW else None
            place += len(line) + 1
        if len(rest) > LONGEST_ROW:
            row += 1
            yield row, place, None
            place, rest = _after_line(file, place + len(rest))
    if rest and not rest.isspace():
        yield row + 1, place, rest


def _after_line(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """Answer the place behind the end of the line that is being read, and what is read of the next."""
    while piece := file.read(PIECE):
        end = piece.find(b"\n") + 1
        if end:
            return place + end, piece[end:]
        place += len(piece)
    return place, b""


def _blocks(lines: Iterator[_Line], columns: dict[str, str], faults: Faults) -> Iterator[list[Numbered]]:
    """Answer the rows; `columns` has, for each key as the lines have it, the name of its column."""
    keys, names = tuple(columns), frozenset(columns)
    block: list[Numbered] = []
    held = 0
    try:
        for row, place, text in lines:
            if text is None:
                wrong = f"is longer than {LONGEST_ROW:,} bytes"
                faults.add(Fault(row, None, "row-too-long", wrong, "shorten it; write one object a line"))
                continue
            cells = _quick(text, keys, names) or _careful(text, row, place, columns, faults)
            if cells:
                block.append((row, cells))
            held += len(text)
            if block and (len(block) == BLOCK_ROWS or held > PIECE):
                yield block
                block, held = [], 0
    except NotReadable:
        # Not before what precedes it has been looked at.
        if block:
            yield block
        raise
    if block:
        yield block


def _quick(text: bytes, keys: tuple[str, ...], names: frozenset[str]) -> list[str] | None:
    """Answer the cells of a line in which nothing can be wrong; None when a closer look has to tell."""
    if len(text) > _SHORT:
        return None
    try:
        found = _DECODE(text)
        if type(found) is not dict:
            return None
        # A key that was written twice is read once; where there are as many colons as keys, none was.
        if text.count(b":") != len(found) and _may_repeat(text, len(found)):
            return None
        value = plain.value
        if tuple(found) == keys:
            return [one if type(one) is str else value(one) for one in found.values()]
        if names.issuperset(found):
            return [value(found.get(key)) for key in keys]
    except (ValueError, TypeError, RecursionError):
        pass
    return None


def _may_repeat(text: bytes, number: int) -> bool:
    """Whether a key may be written twice in a line of which `number` keys were read.

    A key ends in `":`, so that nothing is hidden where these are as many as the keys, and none has a blank in between.
    """
    return text.count(b'":') != number or b" :" in text or b"\t" in text or b"\r:" in text


def _careful(text: bytes, row: int, place: int, columns: dict[str, str], faults: Faults) -> list[str] | None:
    """Answer the cells of a line, or write down everything that is wrong with it."""
    try:
        read = json_object.read(text, place=place)
    except json_object.NoObject as error:
        faults.add(Fault(row, None, error.rule, error.wrong, error.mend))
        return None
    wrong = [Fault(row, columns.get(key, shown(key)), *one) for key, one in read.wrong]
    for key in read.values:
        if key not in columns:
            words = "is a key that none of the first rows has"
            wrong.append(
                Fault(row, shown(key), "unknown-key", words, "name it as they do, or write it in the first row")
            )
    for fault in wrong:
        faults.add(fault)
    return None if wrong else [read.values.get(key, "") for key in columns]
