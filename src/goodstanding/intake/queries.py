"""What intake answers: batches, how far they are, what waits, and a held row to whoever looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from goodstanding.intake.batches import Batch


@dataclass(frozen=True)
class Waiting:
    """Rows of a batch that wait for one reason; `next` is the first of them."""

    batch: UUID
    file_name: str
    reason: str
    waiting: int
    next: UUID


@dataclass(frozen=True)
class Held:
    """A held row as whoever looks at it sees it. `fields` is None once nobody can take its judgement back."""

    held: UUID
    batch: UUID
    mapping: str
    edition: str
    authority: str
    row_number: int
    reason: str
    said: dict[str, Any]
    fields: dict[str, str | None] | None
    verdict: str | None
    judged_by: str | None
    judged_at: datetime | None
    record: UUID | None
    registered: UUID | None


def latest_edition(connection: Connection[Any], *, pack: str) -> str | None:
    """Answer the hash of the pack's edition that was published last, None where there is none."""
    row = connection.execute(
        "select sha256 from register.edition where pack = %s order by known_from desc limit 1", (pack,)
    ).fetchone()
    return str(row[0]) if row else None


def batches(connection: Connection[Any], *, most: int = 100) -> list[Batch]:
    """Answer the own authority's batches, latest first, on a connection in a context for filing."""
    with connection.cursor(row_factory=class_row(Batch)) as cursor:
        return cursor.execute("select * from intake.batches(%s)", (most,)).fetchall()


def waiting(connection: Connection[Any]) -> list[Waiting]:
    """Answer how many rows wait, by batch and reason; nothing of what is in them."""
    with connection.cursor(row_factory=class_row(Waiting)) as cursor:
        return cursor.execute("select * from intake.waiting()").fetchall()


def next_held(connection: Connection[Any], *, after: UUID | None = None, reason: str | None = None) -> UUID | None:
    """Answer the row to look at next, None when nothing waits (any more)."""
    row = connection.execute("select intake.next_held(%s, %s)", (after, reason)).fetchone()
    return row[0] if row else None


def candidates(connection: Connection[Any], *, held: UUID) -> list[UUID]:
    """Answer whom the row's number names: handles, to be looked at together with the row."""
    row = connection.execute("select intake.candidates(%s)", (held,)).fetchone()
    return list(row[0]) if row else []


def held_looked_at(connection: Connection[Any]) -> list[Held]:
    """Answer the held rows that the connection's look was logged for."""
    with connection.cursor(row_factory=class_row(Held)) as cursor:
        return cursor.execute("select * from intake.held_looked_at()").fetchall()
