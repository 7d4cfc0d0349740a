"""Verification: whether every entry and every content still say what was sealed when they were written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection

from goodstanding.core import merkle
from goodstanding.core.leaf import entry_leaf
from goodstanding.ledger.envelope import CannotOpen, KeyRing, unseal
from goodstanding.ledger.reading import Entry, every_entry, head
from goodstanding.ledger.seal import LEAF, SealBroken, read_checkpoint

PROGRESS_EVERY = 10_000


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was sealed: which entry (None for the ledger as a whole) and what is wrong."""

    sequence: int | None
    what: str


@dataclass
class Report:
    """The result of a verification; sound when there are no faults."""

    entries: int = 0
    contents: int = 0
    erased: int = 0
    sealed: int = 0
    root: str = merkle.EMPTY_ROOT.hex()
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(
    connection: Connection[Any], *, folder: Path, keys: KeyRing, progress: Callable[[int], None] = lambda _: None
) -> Report:
    """Recompute every leaf hash and commitment and hold them against the seal in `folder`.

    `connection` needs repeatable reads. The checkpoint is read before the database, so that whatever it covers must
    be in the database. Names every entry that was changed, deleted, moved, inserted or back-dated, every content
    that does not fit, and every content that is missing without an erasure.
    """
    report = Report()
    try:
        checkpoint = read_checkpoint(folder)
    except SealBroken as broken:
        report.faults.append(Fault(None, str(broken)))
        checkpoint = None
    end = head(connection)
    leaves = (folder / "leaves").read_bytes() if (folder / "leaves").exists() else b""
    report.sealed = checkpoint.size if checkpoint else 0
    if checkpoint is None and leaves and not report.faults:
        report.faults.append(Fault(None, "the signed checkpoint is missing"))
    if checkpoint:
        report.root = checkpoint.root.hex()
        tree = merkle.Tree()
        tree.extend(merkle.split(leaves[: checkpoint.size * LEAF]))
        if tree.size < checkpoint.size or tree.root() != checkpoint.root:
            report.faults.append(Fault(None, "the leaf hashes in the seal do not fit the signed checkpoint"))
    report.faults += _check_entries(
        connection, report=report, leaves=leaves, keys=keys, last=end.sequence, progress=progress
    )
    last = max(end.sequence, report.sealed)
    report.faults += [Fault(n, "sealed, but missing from the database") for n in range(end.sequence + 1, last + 1)]
    report.faults += [
        Fault(number, "a content without an entry")
        for (number,) in connection.execute(
            "select c.sequence from ledger.entry_content c left join ledger.ledger_entry e using (sequence, log)"
            " where e.sequence is null order by 1"
        )
    ]
    report.faults.sort(key=lambda fault: (fault.sequence or 0, fault.what))
    return report


def _check_entries(
    connection: Connection[Any],
    *,
    report: Report,
    leaves: bytes,
    keys: KeyRing,
    last: int,
    progress: Callable[[int], None],
) -> Iterator[Fault]:
    erased_at = dict(
        connection.execute("select handle, max(sequence) from ledger.ledger_entry where kind = 'erased' group by 1")
    )
    expected, before = 1, None
    for entry in every_entry(connection):
        yield from (Fault(n, "missing from the database") for n in range(expected, min(entry.sequence, last + 1)))
        expected = entry.sequence + 1
        report.entries += 1
        if entry.sequence > last:
            yield Fault(entry.sequence, "beyond the head of the ledger: it was not written by the sequencer")
        yield from _check_leaf(entry, leaves=leaves, before=before)
        yield from _check_content(entry, report=report, keys=keys, erased_at=erased_at)
        before = entry.sequenced_at
        if entry.sequence % PROGRESS_EVERY == 0:
            progress(entry.sequence)
    yield from (Fault(n, "missing from the database") for n in range(expected, last + 1))


def _check_leaf(entry: Entry, *, leaves: bytes, before: datetime | None) -> Iterator[Fault]:
    sealed = leaves[(entry.sequence - 1) * LEAF : entry.sequence * LEAF]
    if not sealed:
        yield Fault(entry.sequence, "not sealed: it was not written by the sequencer")
    elif len(entry.commitment) != LEAF or sealed != leaf_of(entry):
        yield Fault(entry.sequence, "not what was sealed: changed, moved, inserted or back-dated")
    if before is not None and entry.sequenced_at <= before:
        yield Fault(entry.sequence, "its time is not after the entry before it")


def _check_content(entry: Entry, *, report: Report, keys: KeyRing, erased_at: dict[UUID, int]) -> Iterator[Fault]:
    erasure = erased_at.get(entry.handle, 0)
    if entry.sealed is None:
        if erasure:  # before it: erased; after it: never kept
            report.erased += 1
        else:
            yield Fault(entry.sequence, "its content is missing, and no erasure says why")
        return
    if erasure and entry.kind != "erased":
        yield Fault(
            entry.sequence, f"its content is still here although entry {erasure} erases it; run: ledger erase --finish"
        )
    try:
        unseal(sealed=entry.sealed, committed=entry.commitment, handle=entry.handle, keys=keys)
    except CannotOpen as reason:
        yield Fault(entry.sequence, f"its content: {reason}")
    else:
        report.contents += 1


def leaf_of(entry: Entry) -> bytes:
    """Answer the leaf hash of an entry as it stands in the database now."""
    return entry_leaf(
        sequence=entry.sequence,
        act=entry.act,
        sequenced_at=entry.sequenced_at,
        actor=entry.actor,
        authority=entry.authority,
        basis=entry.basis,
        filed_by=entry.filed_by,
        handle=entry.handle,
        commitment=entry.commitment,
        schema_version=entry.schema_version,
        kind=entry.kind,
    )
