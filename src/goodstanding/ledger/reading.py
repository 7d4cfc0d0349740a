"""Reading the ledger: positions and times, entries with their contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection, Cursor
from psycopg.rows import class_row

ENTRIES = (
    "select e.sequence, e.act, e.sequenced_at, e.handle, e.schema_version, e.kind, e.actor, e.authority, e.basis,"
    " e.filed_by, e.commitment, c.sealed from ledger.ledger_entry e"
    " left join ledger.entry_content c using (sequence, log)"
)


class NotYetKnown(LookupError):
    """The time asked about is still open: an entry could yet bear it. The message says what can be asked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger; `sealed` is None once its content is erased."""

    sequence: int
    act: int
    sequenced_at: datetime
    handle: UUID
    schema_version: int
    kind: str
    actor: str
    authority: str
    basis: str
    filed_by: str
    commitment: bytes
    sealed: bytes | None


@dataclass(frozen=True)
class Head:
    """Where the ledger ends, and up to when questions have one answer for ever."""

    sequence: int
    sequenced_at: datetime
    closed_at: datetime


def head(connection: Connection[Any]) -> Head:
    """Answer the ledger's head."""
    with connection.cursor(row_factory=class_row(Head)) as cursor:
        found = cursor.execute(
            "select sequence, sequenced_at, greatest(closed_at, sequenced_at) as closed_at from ledger.head"
        ).fetchone()
    if found is None:
        raise LookupError("the ledger has no head; run: goodstanding up")
    return found


def position_at(connection: Connection[Any], *, moment: datetime) -> int:
    """Answer the ledger's position at `moment` (with a time zone): what was known then, for ever the same.

    Raises NotYetKnown when entries could still bear that time, ValueError for a time without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("known_at needs a time zone, for example 2026-11-24T10:00:00Z")
    row = connection.execute("select ledger.position_at(%s)", (moment,)).fetchone()
    if row is None or row[0] is None:
        closed = head(connection).closed_at.isoformat()
        raise NotYetKnown(f"{moment.isoformat()} is still open: entries could yet bear it. Ask for {closed} or earlier")
    return int(row[0])


def entries_after(cursor: Cursor[Any], *, sequence: int, most: int) -> list[Entry]:
    """Answer up to `most` entries after `sequence`, in order."""
    return [
        Entry(*row) for row in cursor.execute(f"{ENTRIES} where e.sequence > %s order by 1 limit %s", (sequence, most))
    ]


def entries_of(connection: Connection[Any], *, handle: UUID) -> list[Entry]:
    """Answer everything ever entered about `handle`, in order."""
    return [Entry(*row) for row in connection.execute(f"{ENTRIES} where e.handle = %s order by 1", (handle,))]


def every_entry(connection: Connection[Any], *, most: int = 10_000) -> Iterator[Entry]:
    """Walk the whole ledger in order, in batches, within the connection's own snapshot."""
    sequence = 0
    with connection.cursor() as cursor:
        while batch := entries_after(cursor, sequence=sequence, most=most):
            yield from batch
            sequence = batch[-1].sequence
