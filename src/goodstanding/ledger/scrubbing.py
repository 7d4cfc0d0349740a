"""Overwriting what erasures left: a deleted row's bytes stay in its page until something is written over them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection

# Rewriting a table waits for everyone who uses it, and everyone else waits behind it: so it waits briefly, or not now.
LOCK_TIMEOUT = "250ms"
TRIES = 8
PAUSE_SECONDS = 0.25


@dataclass(frozen=True)
class Scrubbed:
    """The tables that were rewritten, and those that somebody kept in use."""

    rewritten: list[str]
    in_use: list[str]


def scrub(connection: Connection[Any], *, projected: Iterable[str]) -> Scrubbed:
    """Rewrite the outbox, every content partition and the projected tables.

    `connection` is the owner's, in autocommit. The write-ahead log and backups keep older bytes for as long as they
    themselves are kept; the contents in them stay encrypted.
    """
    contents = connection.execute(
        "select inhrelid::regclass::text from pg_inherits where inhparent = 'ledger.entry_content'::regclass order by 1"
    ).fetchall()
    tables = ["ledger.outbox", *(name for (name,) in contents), *projected]
    connection.execute("select set_config('lock_timeout', %s, false)", (LOCK_TIMEOUT,))
    done = [table for table in tables if _rewrite(connection, table=table)]
    return Scrubbed(rewritten=done, in_use=[table for table in tables if table not in done])


def _rewrite(connection: Connection[Any], *, table: str) -> bool:
    for _ in range(TRIES):
        try:
            connection.execute(f"vacuum (full) {table}")
        except psycopg.errors.LockNotAvailable:
            time.sleep(PAUSE_SECONDS)
            continue
        return True
    return False
