"""What judgements about identity and legal successions do to the register's tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from goodstanding.core.entries.identity import SameAsJudged, SameAsWithdrawn, SuccessionRecorded, SuccessionWithdrawn
from goodstanding.ledger.projection import Projection, Refused
from goodstanding.ledger.reading import Entry
from goodstanding.register import proposals
from goodstanding.register.projecting.closing import close


def _require_to_judge(cursor: Cursor[Any], entry: Entry, *, organisations: Sequence[UUID]) -> None:
    """Hold a judgement about organisations to whose they are (docs/access.md, A3 and C5). Raises Refused.

    Whom it is about stands in the sealed content, so the database could not see it when it was filed. Who registered
    them survives every erasure, so a rebuild decides alike; of which class they were does not, and is not asked here.
    """
    found = cursor.execute(
        "select h, (select e.authority from ledger.ledger_entry e where e.handle = h and e.sequence < %s"
        " order by e.sequence limit 1) from unnest(%s::uuid[]) h",
        (entry.sequence, list(organisations)),
    ).fetchall()
    if any(authority is None for _, authority in found):
        raise Refused("an organisation it names is not in the register")
    if any(authority != entry.authority for _, authority in found):
        raise Refused("an organisation it names was registered by another authority (R7)")


def judge_same(cursor: Cursor[Any], entry: Entry, content: SameAsJudged) -> None:
    """Add the judgement; it joins from this position on, whatever the day asked about."""
    proposals.require(cursor, entry=entry, content=content)
    one, other = sorted(content.organisations)
    _require_to_judge(cursor, entry, organisations=(one, other))
    cursor.execute(
        "insert into register.same_as (handle, known_from, one, other, proposed_by, confirmed_by, evidence)"
        " values (%s, %s, %s, %s, %s, %s, %s)",
        (entry.handle, entry.sequence, one, other, content.proposed_by, content.confirmed_by, content.evidence),
    )


def withdraw_same(cursor: Cursor[Any], entry: Entry, content: SameAsWithdrawn) -> None:
    """End the judgement in known time: what was answered while it held stays so."""
    proposals.require(cursor, entry=entry, content=content)
    close(cursor, entry, table="same_as")


def record_succession(cursor: Cursor[Any], entry: Entry, content: SuccessionRecorded) -> None:
    """Add the event, one row for each predecessor and successor."""
    _require_to_judge(cursor, entry, organisations=(*content.predecessors, *content.successors))
    cursor.executemany(
        "insert into register.succession (handle, known_from, event, predecessor, successor, effective_on, legal_basis,"
        " passes_records) values (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                entry.handle,
                entry.sequence,
                content.event,
                predecessor,
                successor,
                content.effective_on,
                content.legal_basis,
                content.passes_records,
            )
            for predecessor in content.predecessors
            for successor in content.successors
        ],
    )


def withdraw_succession(cursor: Cursor[Any], entry: Entry, _: SuccessionWithdrawn) -> None:
    """End the event in known time: it was recorded in error."""
    close(cursor, entry, table="succession")


def erase_identity(cursor: Cursor[Any], handle: UUID) -> None:
    """Remove the judgement or event of this handle."""
    cursor.execute("delete from register.same_as where handle = %s", (handle,))
    cursor.execute("delete from register.succession where handle = %s", (handle,))


IDENTITY: Final = Projection(
    tables={
        "register.same_as": "handle, known_from",
        "register.succession": "handle, known_from, predecessor, successor",
    },
    handlers={
        "same-as-judged": judge_same,
        "same-as-withdrawn": withdraw_same,
        "succession-recorded": record_succession,
        "succession-withdrawn": withdraw_succession,
    },
    erase=erase_identity,
)
