"""Parquet written by hand: plain texts, and pages and footers that say what is not so."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

INT64, DOUBLE, BYTE_ARRAY = 2, 5, 6
UTF8 = 0
PLAIN, RLE, RLE_DICTIONARY = 0, 3, 8
UNCOMPRESSED, GZIP = 0, 2
DATA_PAGE, DICTIONARY_PAGE = 0, 2
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12


def varint(number: int) -> bytes:
    """Answer a number, seven bits a byte."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _zigzag(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def record(*fields: tuple[int, Any]) -> bytes:
    """Answer a structure of compact Thrift; a value is a number, bytes, a list of them, or another structure."""
    out = bytearray()
    before = 0
    for key, value in fields:
        kind, data = _value(value, small=key_is_small(value))
        out += bytes([(key - before) << 4 | kind]) + data
        before = key
    return bytes(out) + b"\0"


class Structure(bytes):
    """Bytes that are a structure, not a text."""


class Small(int):
    """A number of 32 bits."""


def key_is_small(value: Any) -> bool:
    """Whether a number is written as one of 32 bits."""
    return isinstance(value, Small)


def _value(value: Any, *, small: bool) -> tuple[int, bytes]:
    if isinstance(value, list):
        kind = _value(value[0], small=True)[0] if value else _STRUCT
        head = bytes([len(value) << 4 | kind]) if len(value) < 15 else bytes([0xF0 | kind]) + varint(len(value))
        return _LIST, head + b"".join(_value(one, small=True)[1] for one in value)
    if isinstance(value, Structure):
        return _STRUCT, bytes(value)
    if isinstance(value, bytes):
        return _BINARY, varint(len(value)) + value
    return _I32 if small else _I64, _zigzag(value)


@dataclass
class Page:
    """A page: its bytes as they stand in the file, and what its header says of them."""

    data: bytes
    values: int
    kind: int = DATA_PAGE
    encoding: int = PLAIN
    unpacked: int | None = None
    packed: int | None = None

    def written(self) -> bytes:
        """Answer the page with its header."""
        unpacked = len(self.data) if self.unpacked is None else self.unpacked
        packed = len(self.data) if self.packed is None else self.packed
        sizes = [(1, Small(self.kind)), (2, Small(unpacked)), (3, Small(packed))]
        if self.kind == DATA_PAGE:
            head = record((1, Small(self.values)), (2, Small(self.encoding)), (3, Small(RLE)), (4, Small(RLE)))
            return record(*sizes, (5, Structure(head))) + self.data
        head = record((1, Small(self.values)), (2, Small(self.encoding)))
        return record(*sizes, (7, Structure(head))) + self.data


@dataclass
class Column:
    """A column of one row group."""

    name: str
    pages: list[Page]
    type: int = BYTE_ARRAY
    converted: int | None = UTF8
    codec: int = UNCOMPRESSED
    values: int | None = None
    # Names of columns within it, which make it one that is nested.
    inner: list[str] = field(default_factory=list)
    name_bytes: bytes | None = None


def texts(name: str, values: Sequence[bytes], **more: Any) -> Column:
    """Answer a column of plain texts."""
    data = b"".join(struct.pack("<I", len(one)) + one for one in values)
    return Column(name, [Page(data, len(values))], **more)


def file(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Answer a sound file of texts."""
    turned = zip(*rows, strict=True) if rows else [()] * len(columns)
    some = [
        texts(name, [one.encode("utf-8", "surrogatepass") for one in values])
        for name, values in zip(columns, turned, strict=True)
    ]
    return made(some, rows=len(rows))


def made(columns: Sequence[Column], *, rows: int, footer_length: int | None = None) -> bytes:
    """Answer a file that says it has so many rows."""
    body = bytearray(b"PAR1")
    chunks: list[Structure] = []
    schema = [Structure(record((4, b"schema"), (5, Small(len(columns)))))]
    for column in columns:
        begins = len(body)
        first_data = begins
        for page in column.pages:
            if page.kind == DATA_PAGE and first_data == begins:
                first_data = len(body)
            body += page.written()
        schema += _schema(column)
        path = [column.name.encode(), *(one.encode() for one in column.inner[:1])]
        values = sum(page.values for page in column.pages if page.kind == DATA_PAGE)
        sizes = len(body) - begins
        about: list[tuple[int, Any]] = [
            (1, Small(column.type)), (2, [Small(PLAIN), Small(RLE), Small(RLE_DICTIONARY)]), (3, path),
            (4, Small(column.codec)), (5, values if column.values is None else column.values), (6, sizes), (7, sizes),
            (9, first_data),
        ]  # fmt: skip
        if column.pages and column.pages[0].kind == DICTIONARY_PAGE:
            about.append((11, begins))
        chunks.append(Structure(record((2, begins), (3, Structure(record(*about))))))
    group = Structure(record((1, chunks), (2, len(body)), (3, rows)))
    footer = record((1, Small(1)), (2, schema), (3, rows), (4, [group]), (6, b"by hand"))
    length = len(footer) if footer_length is None else footer_length
    return bytes(body) + footer + struct.pack("<I", length) + b"PAR1"


def _schema(column: Column) -> list[Structure]:
    name = column.name.encode() if column.name_bytes is None else column.name_bytes
    if column.inner:
        outer = Structure(record((3, Small(0)), (4, name), (5, Small(len(column.inner)))))
        return [
            outer,
            *(Structure(record((1, Small(column.type)), (3, Small(0)), (4, one.encode()))) for one in column.inner),
        ]
    kind: list[tuple[int, Any]] = [(1, Small(column.type)), (3, Small(0)), (4, name)]
    if column.converted is not None:
        kind.append((6, Small(column.converted)))
    return [Structure(record(*kind))]
