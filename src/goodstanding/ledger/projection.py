"""Projections: tables that follow from entries and surviving contents alone, so they can be dropped and rebuilt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection, Cursor

from goodstanding.core.entries import KINDS, Content, InvalidEntry, Kind, Registry
from goodstanding.ledger.envelope import CannotOpen, KeyRing, unseal
from goodstanding.ledger.reading import Entry, entries_after

Handler = Callable[[Cursor[Any], Entry, Any], None]
BulkHandler = Callable[[Cursor[Any], Sequence[tuple[Entry, Any]]], None]
MOST_ENTRIES_A_STEP = 2_000
FEWEST_IN_BULK = 10


class Refused(ValueError):
    """The entry has no effect; the reason is kept where everyone who may see the entry can read it."""


@dataclass(frozen=True)
class Projection:
    """Tables (with the order that makes their copy repeatable) and what each kind of entry does to them.

    `erase` removes everything the tables hold about a handle; `erased` is told of an entry whose content is gone,
    and must leave what `erase` would have left.
    """

    tables: Mapping[str, str]
    handlers: Mapping[str, Handler]
    erase: Callable[[Cursor[Any], UUID], None]
    erased: Mapping[str, Callable[[Cursor[Any], Entry], None]] = field(default_factory=dict)
    # Kinds whose entries come by the thousand. A bulk handler does what the handler does for each of them in turn, or
    # raises Refused before it has written anything; then they go one by one.
    bulk: Mapping[str, BulkHandler] = field(default_factory=dict)


OWN_TABLES = {"ledger.refused_entry": "sequence", "ledger.erasure": "handle, sequence"}


@dataclass(frozen=True)
class Projector:
    """All projections of an installation, with the keys and kinds to read entries by."""

    projections: Sequence[Projection]
    keys: KeyRing
    kinds: Registry = KINDS

    @property
    def tables(self) -> dict[str, str]:
        """Every projected table and the order of its copy."""
        return OWN_TABLES | {table: order for one in self.projections for table, order in one.tables.items()}

    def step(self, connection: Connection[Any], *, most: int = MOST_ENTRIES_A_STEP) -> int:
        """Project the next entries in one transaction; answer how many."""
        waits = connection.execute(
            "select 1 from ledger.projected p, ledger.ledger_entry e where e.sequence > p.sequence limit 1"
        ).fetchone()
        if not waits:
            return 0  # without taking the lock, which an idle ledger would write down a hundred times a second
        try:
            with connection.transaction():
                return self._advance(connection, most=most, guard=nullcontext)
        except (psycopg.IntegrityError, psycopg.DataError):
            # A constraint refused one of them. Go again entry by entry, so that only that one has no effect.
            with connection.transaction():
                return self._advance(connection, most=most, guard=_savepoint(connection))

    def _advance(
        self, connection: Connection[Any], *, most: int, guard: Callable[[], AbstractContextManager[Any]]
    ) -> int:
        with connection.cursor() as cursor:
            row = cursor.execute("select sequence from ledger.projected for update").fetchone()
            entries = entries_after(cursor, sequence=row[0] if row else 0, most=most)
            if entries:
                gone = self._erased_before(cursor, entries)
                for many, run in groupby(entries, key=lambda entry: entry.kind in self._bulk_kinds):
                    for alike in _each_handle_once(run) if many else [list(run)]:
                        if many and guard is nullcontext and self._apply_bulk(cursor, alike, gone=gone):
                            continue
                        for entry in alike:
                            self._apply(cursor, entry, gone=gone, guard=guard)
                cursor.execute("update ledger.projected set sequence = %s", (entries[-1].sequence,))
        return len(entries)

    @staticmethod
    def _erased_before(cursor: Cursor[Any], entries: Sequence[Entry]) -> set[UUID]:
        handles = list({entry.handle for entry in entries})
        found = cursor.execute("select handle from ledger.erasure where handle = any(%s)", (handles,))
        return {handle for (handle,) in found}

    @cached_property
    def _bulk_kinds(self) -> frozenset[str]:
        """The kinds that every projection which handles them takes many at a time."""
        kinds = {kind for one in self.projections for kind in one.bulk}
        return frozenset(
            kind for kind in kinds if all(kind in one.bulk for one in self.projections if kind in one.handlers)
        )

    def _apply_bulk(self, cursor: Cursor[Any], entries: Sequence[Entry], *, gone: set[UUID]) -> bool:
        """Apply a run of entries kind by kind; answer False, with nothing done, when they have to go one by one.

        Each only changes what is under its own handle, and no handle comes twice: any order comes to the same.
        """
        handles = {entry.handle for entry in entries}
        if len(entries) < FEWEST_IN_BULK:
            return False
        if not handles.isdisjoint(gone) or any(entry.sealed is None for entry in entries):
            return False
        read: dict[str, list[tuple[Entry, Content]]] = {}
        try:
            for entry in entries:
                read.setdefault(entry.kind, []).append((entry, self._content(entry, sealed=entry.sealed or b"")))
            with cursor.connection.transaction():
                for one in self.projections:
                    for kind in sorted(read.keys() & one.bulk.keys()):
                        one.bulk[kind](cursor, read[kind])
        except (Refused, InvalidEntry, CannotOpen):
            return False
        return True

    def _apply(
        self, cursor: Cursor[Any], entry: Entry, *, gone: set[UUID], guard: Callable[[], AbstractContextManager[Any]]
    ) -> None:
        try:
            with guard():
                if entry.kind == "erased":
                    self._may_file(entry)
                    self._erase(cursor, entry)  # whatever its statement says: the database has checked it
                    gone.add(entry.handle)
                elif entry.handle in gone:
                    raise Refused("filed under a handle that was already erased")
                elif entry.sealed is None:
                    for projection in self.projections:
                        if told := projection.erased.get(entry.kind):
                            told(cursor, entry)
                else:
                    self._handle(cursor, entry, sealed=entry.sealed)
        except (Refused, InvalidEntry, CannotOpen, psycopg.IntegrityError, psycopg.DataError) as reason:
            if isinstance(reason, psycopg.Error) and guard is nullcontext:
                raise
            said = f"refused by {reason.diag.constraint_name}" if isinstance(reason, psycopg.Error) else _said(reason)
            cursor.execute(
                "insert into ledger.refused_entry (sequence, handle, reason) values (%s, %s, %s)",
                (entry.sequence, entry.handle, said),
            )

    def _may_file(self, entry: Entry) -> Kind:
        kind = self.kinds.kind(entry.kind)
        if entry.filed_by not in kind.filed_by:
            raise Refused(f"{entry.filed_by} may not file {entry.kind}")
        return kind

    def _content(self, entry: Entry, *, sealed: bytes) -> Content:
        kind = self._may_file(entry)
        opened = unseal(sealed=sealed, committed=entry.commitment, handle=entry.handle, keys=self.keys)
        return kind.read(version=entry.schema_version, content=opened)

    def _handle(self, cursor: Cursor[Any], entry: Entry, *, sealed: bytes) -> None:
        content = self._content(entry, sealed=sealed)
        for projection in self.projections:
            if handler := projection.handlers.get(entry.kind):
                handler(cursor, entry, content)

    def _erase(self, cursor: Cursor[Any], entry: Entry) -> None:
        for projection in self.projections:
            projection.erase(cursor, entry.handle)
        cursor.execute("delete from ledger.refused_entry where handle = %s", (entry.handle,))
        cursor.execute(
            "insert into ledger.erasure (handle, sequence, erased_at, basis) values (%s, %s, %s, %s)",
            (entry.handle, entry.sequence, entry.sequenced_at, entry.basis),
        )

    def rebuild(self, connection: Connection[Any], *, progress: Callable[[int], None] = lambda _: None) -> Rebuilt:
        """Empty every projected table and project the ledger again, in one transaction; answer the hashes of both."""
        with connection.transaction():
            row = connection.execute("select sequence from ledger.projected for update").fetchone()
            before, end = hashes(connection, self.tables), row[0] if row else 0
            for table in self.tables:
                connection.execute(f"delete from {table}")  # not truncate: readers keep the old rows until the end
            connection.execute("update ledger.projected set sequence = 0")
            done = 0
            while done < end:
                done += self.step(connection, most=min(MOST_ENTRIES_A_STEP, end - done))
                progress(done)
            return Rebuilt(entries=done, before=before, after=hashes(connection, self.tables))


def _each_handle_once(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Answer the entries in order, in runs in which no handle comes twice."""
    run: list[Entry] = []
    seen: set[UUID] = set()
    for entry in entries:
        if entry.handle in seen:
            yield run
            run, seen = [], set()
        run.append(entry)
        seen.add(entry.handle)
    if run:
        yield run


def _said(reason: Exception) -> str:
    # More people may read why an entry was refused than may read what it says.
    return reason.without_content if isinstance(reason, InvalidEntry) else str(reason)


@dataclass(frozen=True)
class Rebuilt:
    """A rebuild's entries and each table's hash before and after; a difference means a table had been altered."""

    entries: int
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def differing(self) -> list[str]:
        """The tables that did not follow from the ledger."""
        return [table for table, digest in self.after.items() if self.before[table] != digest]


def _savepoint(connection: Connection[Any]) -> Callable[[], AbstractContextManager[Any]]:
    @contextmanager
    def guard() -> Iterator[None]:
        with connection.transaction():
            yield

    return guard


def hashes(connection: Connection[Any], tables: Mapping[str, str]) -> dict[str, str]:
    """Answer the SHA-256 of each table's ordered text copy."""
    answer = {}
    for table, order in tables.items():
        digest = hashlib.sha256()
        with (
            connection.cursor() as cursor,
            cursor.copy(f"copy (select * from {table} order by {order}) to stdout") as copy,
        ):
            for block in copy:
                digest.update(block)
        answer[table] = digest.hexdigest()
    return answer
