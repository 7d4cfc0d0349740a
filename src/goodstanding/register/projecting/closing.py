"""Ending what is current in known time."""

from __future__ import annotations

from typing import Any, Final

from psycopg import Cursor

from goodstanding.ledger.projection import Refused
from goodstanding.ledger.reading import Entry

NOTHING_CURRENT: Final = "there is nothing current under this handle to correct, annul or withdraw"


def close(cursor: Cursor[Any], entry: Entry, *, table: str) -> None:
    """End the current row of the entry's handle at its position. Raises Refused when there is none."""
    cursor.execute(
        f"update register.{table} set known_to = %s where handle = %s and known_to is null",
        (entry.sequence, entry.handle),
    )
    if cursor.rowcount == 0:
        raise Refused(NOTHING_CURRENT)
