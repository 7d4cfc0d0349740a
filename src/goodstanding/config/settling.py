"""Waiting until what is filed is in the ledger and in the tables, doing it here where no sequencer runs."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from psycopg import Connection

from goodstanding.config import installation
from goodstanding.database.home import Home
from goodstanding.ledger import sequencer

# Projecting many at once: a step's cost beside its entries falls with its size.
STEP = 10_000


def settle(place: Home, *, progress: Callable[[int], None] = lambda _: None) -> None:
    """Sequence and project what waits; a sequencer that already runs is left to do it. `progress` hears how many."""
    with installation.serving_connection("gs_sequencer", home=place) as connection:
        projector = installation.projector(place)
        if sequencer.lead(connection):
            done = 0
            with contextlib.closing(installation.open_seal(place)) as seal:
                seal.recover(head=sequencer.head(connection))
                while True:
                    sequenced, projected = sequencer.step(connection, seal=seal), projector.step(connection, most=STEP)
                    if not sequenced and not projected:
                        break
                    done += projected
                    progress(done)
                seal.sign(sequencer.head(connection))
            return
        while connection.execute("select 1 from ledger.outbox limit 1").fetchone() or _behind(connection):
            time.sleep(0.05)


def _behind(connection: Connection[tuple[object, ...]]) -> bool:
    found = connection.execute("select 1 from ledger.projected p, ledger.head h where p.sequence < h.sequence")
    return found.fetchone() is not None
