"""Batches: opened once for a file, gone on with after a crash, closed with a receipt, withdrawn whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from goodstanding.core.entries.batch import BatchFiled
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing

KNOWN: Final = "select n, handle, batch, row_number, content, later_by from intake.known(%s)"
REMEMBER: Final = "select intake.remember(%s, %s, %s, %s, %s, %s::text[])"
CHANGE: Final = "select intake.change(%s, %s, %s::text[])"
KNOWN_PARTIES: Final = "select n, organisation from intake.known_parties(%s)"
REMEMBER_PARTIES: Final = "select intake.remember_parties(%s, %s, %s)"
PLACES: Final = "select n, establishment from intake.places(%s, %s)"
HOLD: Final = "select intake.hold(%s, %s::jsonb)"


@dataclass(frozen=True)
class Batch:
    """A file on its way into the register, or in it. `counts` and `reasons` stand once it is applied."""

    batch: UUID
    authority: str
    actor: str
    mapping: str
    edition: str
    file_name: str
    file_sha256: str
    shares: int
    state: str
    rows: int | None
    counts: dict[str, int]
    reasons: dict[str, int]
    opened_at: Any = None
    closed_at: Any = None
    reason: str | None = None


@dataclass(frozen=True)
class Progress:
    """How far a share has come in a pass, and what it has counted."""

    done_row: int
    counts: Counter[str]
    reasons: Counter[str]


def open_batch(
    connection: Connection[Any], *, mapping: str, edition: str, file_name: str, file_sha256: str, shares: int
) -> Batch:
    """Answer the batch of this file: a new one, or the one it already is, wherever that stands."""
    with connection.cursor(row_factory=class_row(Batch)) as cursor:
        found = cursor.execute(
            "select * from intake.open_batch(%s, %s, %s, %s, %s, %s)",
            (outbox.new_handle(), mapping, edition, file_name, file_sha256, shares),
        ).fetchone()
    if found is None:
        raise LookupError("the batch is gone")
    return found


def progress(connection: Connection[Any], *, batch: UUID) -> dict[tuple[int, int], Progress]:
    """Answer how far each share has come, by share and pass."""
    rows = connection.execute("select share, pass, done_row, counts, reasons from intake.progress_of(%s)", (batch,))
    return {
        (share, number): Progress(done, Counter(counts), Counter(reasons))
        for share, number, done, counts, reasons in rows
    }


def advance(connection: Connection[Any], *, batch: UUID, share: int, number: int, after: int, to: Progress) -> None:
    """Write down that the share's rows up to `to` are dealt with, in the transaction that dealt with them.

    Raises SerializationFailure when another process has gone on with the batch meanwhile.
    """
    connection.execute(
        "select intake.advance(%s, %s, %s, %s, %s, %s, %s)",
        (batch, share, number, after, to.done_row, Jsonb(dict(to.counts)), Jsonb(dict(to.reasons))),
    )


def note_again(connection: Connection[Any], *, batch: UUID, share: int, rows: list[int]) -> None:
    """Write down the rows whose decision was filed before them."""
    if rows:
        connection.execute("select intake.note_again(%s, %s, %s)", (batch, share, rows))


def came_again(connection: Connection[Any], *, batch: UUID, share: int) -> frozenset[int]:
    """Answer the rows that the second pass looks at."""
    return frozenset(row for (row,) in connection.execute("select intake.came_again(%s, %s)", (batch, share)))


def close(
    connection: Connection[Any],
    *,
    batch: Batch,
    rows: int,
    counts: Mapping[str, int],
    reasons: Mapping[str, int],
    actor: str,
    keys: KeyRing,
) -> None:
    """Close the batch with its receipt, an entry of the ledger, in the connection's transaction."""
    content = BatchFiled(
        mapping=batch.mapping,
        edition=batch.edition,
        file_name=batch.file_name,
        file_sha256=batch.file_sha256,
        rows=rows,
        counts=dict(counts),
        reasons=dict(reasons),
    )
    act = outbox.Act(
        actor=actor,
        authority=batch.authority,
        basis=f"batch {batch.batch}: {batch.mapping}",
        entries=[outbox.draft(handle=batch.batch, kind="batch-filed", content=content)],
    )
    outbox.append(connection, act=act, keys=keys)
    connection.execute(
        "select intake.close_batch(%s, %s, %s, %s)", (batch.batch, rows, Jsonb(dict(counts)), Jsonb(dict(reasons)))
    )
