"""Erasure: the ERASED entry first, then the content. What remains says that something was, when it went, and why."""

from __future__ import annotations

import hashlib
import os
import time
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection

from goodstanding.core.canonical import SALT_BYTES, canonical
from goodstanding.core.entries.keeping import Erased

WAIT_SECONDS = 10.0
POLL_SECONDS = 0.02


class ErasureRefused(ValueError):
    """The database refused the erasure; the message is its reason."""


class NotSequenced(TimeoutError):
    """The ERASED entry waits in the outbox because no sequencer runs; the message says what to do."""


def file_erasure(connection: Connection[Any], *, statement: Erased, authority: str) -> int:
    """File the ERASED entry as gs_eraser; answer its ticket. Raises ErasureRefused with the database's reason."""
    try:
        row = connection.execute(
            "select ledger.append_erasure(%s, %s, %s, %s)",
            (statement.handle, canonical(statement.plain()), os.urandom(SALT_BYTES), authority),
        ).fetchone()
    except (
        psycopg.errors.RaiseException,
        psycopg.errors.InvalidAuthorizationSpecification,
        psycopg.IntegrityError,
    ) as refusal:
        raise ErasureRefused(refusal.diag.message_primary) from refusal
    return int(row[0])  # type: ignore[index]  # the function answers one row or raises


def propose(connection: Connection[Any], *, handle: UUID, basis: str, reason: str) -> UUID:
    """Propose an erasure as whoever acts on the connection; answer the proposal. Raises ErasureRefused."""
    content = hashlib.sha256(canonical({"basis": basis, "handle": str(handle), "reason": reason})).digest()
    try:
        row = connection.execute("select access.propose(%s, 'erased', %s)", (handle, content)).fetchone()
    except psycopg.errors.InvalidAuthorizationSpecification as refusal:
        raise ErasureRefused(refusal.diag.message_primary) from refusal
    return UUID(str(row[0]))  # type: ignore[index]  # the function answers one row or raises


def decide(
    connection: Connection[Any],
    *,
    handle: UUID,
    basis: str,
    reason: str,
    proposed_by: tuple[str, str],
    decided_by: tuple[str, str],
    authority: str,
) -> int:
    """File the ERASED entry that another person proposed; answer its ticket. People are (pseudonym, unit).

    Raises ErasureRefused for one person or one unit on both sides, and with the database's reason.
    """
    try:
        statement = Erased(
            handle=handle,
            basis=basis,
            reason=reason,
            proposed_by=proposed_by[0],
            proposing_unit=proposed_by[1],
            decided_by=decided_by[0],
            deciding_unit=decided_by[1],
        )
    except ValueError as refusal:
        raise ErasureRefused(str(refusal)) from refusal
    return file_erasure(connection, statement=statement, authority=authority)


def wait_until_sequenced(connection: Connection[Any], *, ticket: int, seconds: float = WAIT_SECONDS) -> None:
    """Wait until the act of `ticket` has left the outbox. Raises NotSequenced after `seconds`."""
    until = time.monotonic() + seconds
    while connection.execute("select 1 from ledger.outbox where ticket = %s", (ticket,)).fetchone():
        if time.monotonic() > until:
            raise NotSequenced("the erasure is filed but no sequencer runs; start it: goodstanding serve")
        time.sleep(POLL_SECONDS)


def wait_until_projected(connection: Connection[Any], *, sequence: int, seconds: float = WAIT_SECONDS) -> None:
    """Wait until the tables have followed the ledger to `sequence`. Raises NotSequenced after `seconds`."""
    until = time.monotonic() + seconds
    while not connection.execute("select 1 from ledger.projected where sequence >= %s", (sequence,)).fetchone():
        if time.monotonic() > until:
            raise NotSequenced("the tables do not follow the ledger because no sequencer runs: goodstanding serve")
        time.sleep(POLL_SECONDS)


def unfinished(connection: Connection[Any]) -> list[int]:
    """Answer the ERASED entries whose content was not deleted yet, as after a crash in between."""
    return [
        int(number)
        for (number,) in connection.execute(
            "select distinct x.sequence from ledger.ledger_entry x join ledger.ledger_entry e using (handle)"
            " where x.kind = 'erased' and e.kind <> 'erased' and e.sequence < x.sequence"
            " and ledger.has_content(e.sequence) and not ledger.is_law(e.sequence) order by 1"
        )
    ]


def finish(connection: Connection[Any], *, erasure: int) -> int:
    """Delete what the ERASED entry names; answer how many contents went. Raises ErasureRefused for a legal hold."""
    try:
        row = connection.execute("select ledger.erase(%s)", (erasure,)).fetchone()
    except psycopg.errors.RaiseException as refusal:
        raise ErasureRefused(refusal.diag.message_primary) from refusal
    return int(row[0])  # type: ignore[index]  # the function answers one row or raises
