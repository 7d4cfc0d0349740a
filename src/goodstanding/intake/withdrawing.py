"""A whole batch taken back: it was filed in error, whatever its decisions are worth."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg import Connection

from goodstanding.core.entries import KINDS
from goodstanding.core.entries.batch import BatchWithdrawn
from goodstanding.core.entries.record import FilingWithdrawn
from goodstanding.intake.filing import ENTRIES_AN_ACT
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing


def withdraw(
    connection: Connection[Any], *, batch: UUID, reason: str, actor: str, authority: str, keys: KeyRing
) -> dict[str, int]:
    """Take back everything the batch brought, one entry each, in one transaction; answer how many of what.

    A record that was corrected since by another batch stays as that left it; an organisation that another batch's
    record is about stays. The same file can be applied anew afterwards. The connection is in a context for correcting.
    Raises ObjectNotInPrerequisiteState while the batch is not in the register yet, CheckViolation when it is no batch
    that can be withdrawn.
    """
    kind = KINDS.kind("filing-withdrawn")
    with connection.transaction():
        brought = connection.execute("select handle, what from intake.brought(%s)", (batch,)).fetchall()
        content = kind.encode(FilingWithdrawn(batch=batch, reason=reason))
        entries = [outbox.Draft(handle.bytes, kind.name, kind.version, content) for handle, _ in brought]
        whole = BatchWithdrawn(reason=reason, entries=len(entries))
        entries.append(outbox.draft(handle=batch, kind="batch-withdrawn", content=whole))
        acts = (
            outbox.Act(actor, authority, f"batch {batch} withdrawn", entries[at : at + ENTRIES_AN_ACT])
            for at in range(0, len(entries), ENTRIES_AN_ACT)
        )
        outbox.append_acts(connection, acts=acts, keys=keys)
        connection.execute("select intake.withdraw(%s, %s, %s)", (batch, reason, [handle for handle, _ in brought]))
    counts: dict[str, int] = {}
    for _, what in brought:
        counts[what] = counts.get(what, 0) + 1
    return counts
