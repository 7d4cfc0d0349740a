"""The one process that gives acts their place: gapless sequence, strictly increasing time, sealed outside the database.

Readers of a bigserial lose rows that commit late; here a position once answered never gains an entry, because only
the holder of the leader's lock assigns positions, after the acts have committed.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any, Final

import psycopg
from psycopg import Connection

from goodstanding.ledger.seal import Seal, SealHeld

# Two numbers name the advisory lock; ledger.is_leader() in the database knows the same two.
LOCK: Final = (26473, 1)
MOST_ENTRIES_A_STEP: Final = 30_000
IDLE_SECONDS: Final = 0.01
CLOSE_SECONDS: Final = 0.25
RECONNECT_SECONDS: Final = 0.1
# SQLSTATE classes: connection exception, operator intervention (shutdown), too many connections.
CONNECTION_LOST: Final = ("08", "57P", "53300")


def lead(connection: Connection[Any]) -> bool:
    """Try to become the leader for as long as this connection lives; answer whether it is."""
    row = connection.execute("select pg_try_advisory_lock(%s, %s)", LOCK).fetchone()
    return bool(row and row[0])


def head(connection: Connection[Any]) -> int:
    """Answer the sequence of the last entry; 0 for an empty ledger."""
    row = connection.execute("select sequence from ledger.head").fetchone()
    return int(row[0])  # type: ignore[index]  # the head's row is there from the first migration on


def step(connection: Connection[Any], *, seal: Seal, most: int = MOST_ENTRIES_A_STEP) -> int:
    """Sequence the acts that wait, up to about `most` entries; answer how many entries were appended."""
    with connection.transaction():
        row = connection.execute("select first, entries, leaves from ledger.sequence_acts(%s)", (most,)).fetchone()
        first, entries, leaves = row  # type: ignore[misc]  # a function without a set answers one row
        if entries:
            seal.write(bytes(leaves), after=first - 1)
    if entries:
        seal.sign_in_time(first - 1 + entries)
    return int(entries)


def run(
    *,
    connect: Callable[[], Connection[Any]],
    open_seal: Callable[[], Seal],
    project: Callable[[Connection[Any]], int],
    stopped: Callable[[], bool],
) -> None:
    """Lead, sequence and project until `stopped`; wait for the lead and for the database as long as it takes.

    Raises SealBroken when database and seal contradict each other: then nothing may be appended.
    """
    while not stopped():
        try:
            with connect() as connection:
                if lead(connection):
                    with contextlib.closing(open_seal()) as seal:
                        _serve(connection, seal=seal, project=project, stopped=stopped)
        except SealHeld:
            pass  # an earlier leader has not ended; the lead went back with the connection
        except psycopg.OperationalError as gone:
            if gone.sqlstate is not None and not gone.sqlstate.startswith(CONNECTION_LOST):
                raise  # trying again would not help, and would hide what is wrong
            # The server went away or is not up yet. Whatever was under way was either committed or never happened.
        time.sleep(RECONNECT_SECONDS)


def _serve(
    connection: Connection[Any],
    *,
    seal: Seal,
    project: Callable[[Connection[Any]], int],
    stopped: Callable[[], bool],
) -> None:
    seal.recover(head=head(connection))
    closed = 0.0
    while not stopped():
        appended = step(connection, seal=seal)
        projected = project(connection)
        if appended or projected:
            continue
        if seal.tree.size < seal.written:
            seal.sign(head(connection))
        if time.monotonic() - closed > CLOSE_SECONDS:
            connection.execute("select ledger.close_time()")
            closed = time.monotonic()
        time.sleep(IDLE_SECONDS)
