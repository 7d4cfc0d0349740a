"""PostgreSQL's binary COPY format for arrays: psycopg's own writer spends longer on an entry than its encryption."""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Final

HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"

# Type numbers of PostgreSQL's catalogue (pg_type); fixed for built-in types.
BYTEA: Final = 17
SMALLINT: Final = 21
TEXT: Final = 25
UUID: Final = 2950

_length = Struct(">i").pack
_array_head = Struct(">iiiii").pack


def field(value: bytes) -> bytes:
    """Answer a field: its length, then its bytes."""
    return _length(len(value)) + value


def text(value: str) -> bytes:
    """Answer a text field."""
    return field(value.encode())


def array(element_type: int, elements: Sequence[bytes]) -> bytes:
    """Answer a one-dimensional array field without nulls, its first index 1."""
    return field(
        _array_head(1, 0, element_type, len(elements), 1)
        + b"".join([_length(len(element)) + element for element in elements])
    )


def row(*fields: bytes) -> bytes:
    """Answer a row of fields."""
    return len(fields).to_bytes(2) + b"".join(fields)
