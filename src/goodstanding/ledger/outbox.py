"""Filing acts: an act's entries go into the outbox in the act's own transaction, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from goodstanding.core.entries import KINDS, Content, Registry
from goodstanding.ledger import binary_copy
from goodstanding.ledger.envelope import KeyRing, seal_all

MOST_ENTRIES_OF_AN_ACT = 10_000


class Draft(NamedTuple):
    """One entry to be: what it is about, its kind and version, and its canonical content."""

    handle: bytes
    kind: str
    version: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """Entries that belong together, with who acts, for which authority, on what legal basis."""

    actor: str
    authority: str
    basis: str
    entries: Sequence[Draft]


def drafts(
    entries: Iterable[tuple[bytes, Content | dict[str, Any]]], *, kind: str, kinds: Registry = KINDS
) -> list[Draft]:
    """Answer entries of one kind from (handle, content) pairs; plain values are validated. Raises InvalidEntry."""
    known = kinds.kind(kind)
    encode, version = known.encode, known.version
    return [Draft(handle, kind, version, encode(content)) for handle, content in entries]


def new_handles(count: int) -> list[bytes]:
    """Answer random handles (16 bytes, UUID version 4): derived from nothing, so that once erased they lead nowhere."""
    random = bytearray(os.urandom(16 * count))
    for start in range(0, len(random), 16):
        random[start + 6] = random[start + 6] & 0x0F | 0x40
        random[start + 8] = random[start + 8] & 0x3F | 0x80
    return [bytes(random[start : start + 16]) for start in range(0, len(random), 16)]


def new_handle() -> UUID:
    """Answer one random handle."""
    return UUID(bytes=new_handles(1)[0])


def draft(*, handle: bytes | UUID, kind: str, content: Content | dict[str, Any], kinds: Registry = KINDS) -> Draft:
    """Answer an entry of `kind` about `handle`, its content validated and canonical.

    Raises InvalidEntry naming the field that breaks the kind's schema or a line of the design.
    """
    known = kinds.kind(kind)
    return Draft(
        handle=handle.bytes if isinstance(handle, UUID) else handle,
        kind=kind,
        version=known.version,
        content=known.encode(content),
    )


def append(connection: Connection[Any], *, act: Act, keys: KeyRing) -> int:
    """File one act in the connection's transaction; answer its ticket. Nothing is filed until that commits."""
    rows = seal_all([(entry.handle, entry.content) for entry in act.entries], keys=keys)
    row = connection.execute(
        "insert into ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
        " values (%s, %s, %s, %s, %s, %s::smallint[], %s, %s) returning ticket",
        (
            act.actor,
            act.authority,
            act.basis,
            [UUID(bytes=entry.handle) for entry in act.entries],
            [entry.kind for entry in act.entries],
            [entry.version for entry in act.entries],
            [committed for committed, _ in rows],
            [sealed for _, sealed in rows],
        ),
    ).fetchone()
    return int(row[0])  # type: ignore[index]  # an insert that did not raise returns its row


def append_acts(connection: Connection[Any], *, acts: Iterable[Act], keys: KeyRing) -> int:
    """File many acts by COPY in the connection's transaction; answer the number of entries."""
    filed = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy ledger.outbox (actor, authority, basis, handles, kinds, schema_versions, commitments, sealed)"
            " from stdin (format binary)"
        ) as copy,
    ):
        copy.write(binary_copy.HEADER)
        for act in acts:
            copy.write(_row(act, keys=keys))
            filed += len(act.entries)
        copy.write(binary_copy.TRAILER)
    return filed


def _row(act: Act, *, keys: KeyRing) -> bytes:
    entries = act.entries
    sealed = seal_all([(entry.handle, entry.content) for entry in entries], keys=keys)
    return binary_copy.row(
        binary_copy.text(act.actor),
        binary_copy.text(act.authority),
        binary_copy.text(act.basis),
        binary_copy.array(binary_copy.UUID, [entry.handle for entry in entries]),
        binary_copy.array(binary_copy.TEXT, [entry.kind.encode() for entry in entries]),
        binary_copy.array(binary_copy.SMALLINT, [entry.version.to_bytes(2) for entry in entries]),
        binary_copy.array(binary_copy.BYTEA, [committed for committed, _ in sealed]),
        binary_copy.array(binary_copy.BYTEA, [content for _, content in sealed]),
    )
