"""The access log's tables: a row for each look and each event. Nothing in them is ever changed or erased.

An organisation's erasure leaves them as they are: they hold its handle and nothing else of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from goodstanding.core.entries.access import AccessNoted, Looked
from goodstanding.ledger.projection import Projection
from goodstanding.ledger.reading import Entry


def _look(cursor: Cursor[Any], entry: Entry, said: Looked) -> None:
    cursor.execute(
        "insert into access.look (sequence, at, actor, role, unit, authority, purpose, basis, case_reference, action,"
        " class, organisation, records, decision, line, delayed_until, delay_basis)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            entry.sequence,
            entry.sequenced_at,
            entry.actor,
            said.role,
            said.unit,
            entry.authority,
            said.purpose,
            entry.basis,
            said.case_reference,
            said.action,
            said.class_,
            said.organisation,
            list(said.records),
            said.decision,
            said.line,
            date.fromisoformat(said.delayed_until) if said.delayed_until else None,
            said.delay_basis,
        ),
    )


def _event(cursor: Cursor[Any], entry: Entry, said: AccessNoted) -> None:
    cursor.execute(
        "insert into access.event (sequence, at, actor, event, said) values (%s, %s, %s, %s, %s)",
        (entry.sequence, entry.sequenced_at, entry.actor, said.event, list(said.said)),
    )


def _stays(cursor: Cursor[Any], handle: UUID) -> None:
    """Leave the log as it is."""


PROJECTION: Final = Projection(
    tables={"access.look": "sequence", "access.event": "sequence"},
    handlers={"looked": _look, "access-noted": _event},
    erase=_stays,
)
