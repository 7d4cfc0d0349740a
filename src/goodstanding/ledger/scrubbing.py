"""Overwriting what erasures left: a deleted row's bytes stay in its page until something is written over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg import Connection


def scrub(connection: Connection[Any], *, projected: Iterable[str]) -> list[str]:
    """Rewrite the outbox, every content partition and the projected tables; answer their names.

    `connection` is the owner's, in autocommit. The write-ahead log and backups keep older bytes for as long as they
    themselves are kept; the contents in them stay encrypted.
    """
    contents = connection.execute(
        "select inhrelid::regclass::text from pg_inherits where inhparent = 'ledger.entry_content'::regclass order by 1"
    ).fetchall()
    tables = ["ledger.outbox", *(name for (name,) in contents), *projected]
    for table in tables:
        connection.execute(f"vacuum (full) {table}")
    return tables
