"""Rows of a Parquet file, read by DuckDB in a process of its own (`parquet_process.py`) that may take little memory."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from goodstanding.intake.reading import header, plain
from goodstanding.intake.reading.faults import Fault, Faults, NotReadable, shown, unreadable
from goodstanding.intake.reading.limits import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOGETHER,
    most_rows,
)
from goodstanding.intake.reading.rows import Numbered, Rows

_SCRIPT: Final = Path(__file__).with_name("parquet_process.py")
# How it ends when it takes more memory than it may.
_TOOK_TOO_MUCH: Final = 77
_MAGIC: Final = b"PAR1"
_MAGIC_ENCRYPTED: Final = b"PARE"
# The least: the magic twice, the length of the footer, and a footer of some bytes.
_SMALLEST: Final = 16
# A thousand columns in a hundred row groups; the footer is unpacked as a whole.
_LARGEST_FOOTER: Final = 8_000_000
_AGAIN: Final = "write the file again from where its rows come from"
_SMALLER: Final = "write it with row groups of 10,000 rows and pages of at most 1 MB"


class _Opening(msgspec.Struct):
    """The first message of the process."""

    rows: int = 0
    width: int = 0
    columns: list[tuple[str, str, bool]] = []
    measured: bool = False
    together: int = 0
    error: str = ""
    words: str = ""


_OPENING: Final = msgspec.msgpack.Decoder(_Opening)
_MESSAGE: Final = msgspec.msgpack.Decoder()


@contextmanager
def rows(path: Path, file: BinaryIO) -> Iterator[Rows]:
    """Answer the rows of a file that is open, too. Raises NotReadable when they cannot be read."""
    _look_at_ends(file)
    with tempfile.TemporaryDirectory(prefix="goodstanding-") as folder:
        # A name in which DuckDB finds no pattern, and SQL no quotation mark.
        link = Path(folder) / "rows.parquet"
        link.symlink_to(path.resolve())
        limits = map(str, (MOST_COLUMNS, MOST_ROWS, MOST_CELLS, LONGEST_CELL, LONGEST_ROW, TOGETHER))
        process = subprocess.Popen(  # noqa: S603  our own script
            [sys.executable, "-P", str(_SCRIPT), link.name, *limits],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield _opened(_messages(process))
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def _look_at_ends(file: BinaryIO) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    begins = file.read(len(_MAGIC))
    file.seek(max(size - 2 * len(_MAGIC), 0))
    ends = file.read()
    if _MAGIC_ENCRYPTED in (begins, ends[-len(_MAGIC) :]):
        raise unreadable("encrypted", "is encrypted", "save it without a password")
    if begins != _MAGIC:
        raise unreadable("not-parquet", "does not begin as Parquet does", _AGAIN)
    if size < _SMALLEST or ends[-len(_MAGIC) :] != _MAGIC:
        raise unreadable("not-parquet", "does not end as Parquet does; it was cut off", _AGAIN)
    (footer,) = struct.unpack_from("<I", ends)
    if footer > size - _SMALLEST + len(_MAGIC):
        wrong = f"says that its last part has {footer:,} bytes, and has {size:,} as a whole"
        raise unreadable("not-parquet", wrong, _AGAIN)
    if footer > _LARGEST_FOOTER:
        raise unreadable(
            "page-too-large", f"has a last part of {footer:,} bytes, more than {_LARGEST_FOOTER:,}", _SMALLER
        )


def _messages(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Answer the messages of the process. Raises NotReadable when it ends before it said that all is told."""
    pipe = process.stdout
    while pipe:
        length = int.from_bytes(announced := pipe.read(4), "little")
        if announced == bytes(4):
            return
        message = pipe.read(length)
        if not message or len(message) < length:
            raise _ended(process.wait())
        yield message


def _ended(code: int) -> Exception:
    """Answer what it means that the process ended before it said that all is told."""
    if code == _TOOK_TOO_MUCH:
        return unreadable("page-too-large", "takes more memory than reading may take", _SMALLER)
    if code >= 0:
        return RuntimeError(f"the process that reads Parquet could not do its work ({code})")
    return unreadable("not-parquet", f"made its reader break off (signal {-code}); it is no sound Parquet", _AGAIN)


def _opened(messages: Iterator[bytes]) -> Rows:
    opening = _OPENING.decode(next(messages))
    if opening.error:
        raise _broken(opening)
    if opening.width > MOST_COLUMNS:
        raise header.too_many_columns(opening.width)
    columns = header.columns([name for name, _, _ in opening.columns])
    for column, (_, kind, single) in zip(columns, opening.columns, strict=True):
        if not single:
            wrong = f"the column {shown(column)} holds values that are made of others ({shown(kind)})"
            mend = "write one text, number or day in each cell"
            raise unreadable("nested-value", wrong, mend, column=column)
    if opening.rows > most_rows(len(columns)):
        wrong = f"says that it has {opening.rows:,} rows, more than {most_rows(len(columns)):,}"
        raise unreadable("too-many-rows", wrong, "split it into several files")
    if opening.together > TOGETHER:
        wrong = f"holds {opening.together:,} bytes in rows that are read together, more than {TOGETHER:,}"
        raise unreadable("page-too-large", wrong, "write rows with such long texts as JSON lines")
    return Rows(columns, lambda faults: _blocks(messages, opening, columns, faults))


def _broken(opening: _Opening) -> NotReadable:
    words = opening.words.partition("\n")[0].rpartition("Error: ")[2]
    if opening.error in ("OutOfMemoryException", "MemoryError") or "alloc" in words:
        return unreadable("page-too-large", "holds more in one row group or page than is read at a time", _SMALLER)
    if "ncrypted" in words:
        return unreadable("encrypted", "is encrypted", "save it without a password")
    return unreadable("not-parquet", f"is no sound Parquet: {shown(words)}", _AGAIN)


def _blocks(
    messages: Iterator[bytes], opening: _Opening, columns: tuple[str, ...], faults: Faults
) -> Iterator[list[Numbered]]:
    kinds = [kind for _, kind, _ in opening.columns]
    numbers = [place for place, kind in enumerate(kinds) if kind in ("FLOAT", "DOUBLE")]
    careful = opening.measured or "BLOB" in kinds
    row = 0
    for message in messages:
        told = _MESSAGE.decode(message)
        if isinstance(told, dict):
            raise _broken(msgspec.convert(told, _Opening))
        block: list[Numbered] = []
        for cells in told:
            row += 1
            wrong = list(_odd(row, cells, columns)) if careful else []
            if numbers and not wrong:
                wrong = list(_numbers(row, cells, columns, numbers))
            for fault in wrong:
                faults.add(fault)
            if not wrong:
                block.append((row, [cell or "" for cell in cells]))
        if block:
            yield block


def _numbers(row: int, cells: list[Any], columns: tuple[str, ...], places: list[int]) -> Iterator[Fault]:
    for place in places:
        if cells[place]:
            try:
                cells[place] = plain.number(cells[place])
            except plain.NotPlain as error:
                yield Fault(
                    row, columns[place], "not-a-number", str(error), "write a number with its digits, or nothing"
                )


def _odd(row: int, cells: Any, columns: tuple[str, ...]) -> Iterator[Fault]:
    """Answer what cannot be a text, and turn bytes into texts."""
    if isinstance(cells, int):
        yield Fault(row, None, "row-too-long", f"has {cells:,} bytes, more than {LONGEST_ROW:,}", "shorten it")
        return
    for place, cell in enumerate(cells):
        column = columns[place]
        if isinstance(cell, int) and cell < 0:
            yield Fault(row, column, "not-utf-8", "holds bytes that are not UTF-8", "write it as text in UTF-8")
        elif isinstance(cell, int):
            wrong = f"has more than {LONGEST_CELL:,} characters"
            yield Fault(row, column, "cell-too-long", wrong, "shorten it")
        elif isinstance(cell, bytes):
            try:
                cells[place] = cell.decode()
            except UnicodeDecodeError as error:
                wrong = f"holds the byte 0x{cell[error.start]:02X}, which is not UTF-8, as byte {error.start + 1:,}"
                yield Fault(row, column, "not-utf-8", wrong, "write it as text in UTF-8")
