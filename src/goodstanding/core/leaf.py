"""The leaf hash that stands for a ledger entry in the Merkle tree, and the bytes it is made of."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from struct import Struct
from typing import Final
from uuid import UUID

from goodstanding.core import canonical, merkle

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
_place_and_handle = Struct(">i16s").pack
_version = Struct(">h").pack


@lru_cache(maxsize=4096)
def act_hash(*, act: int, microseconds: int, actor: str, authority: str, basis: str, filed_by: str) -> bytes:
    """Answer the hash of what an act's entries share. `ledger.act_hash` in the database computes the same bytes.

    `act` is the sequence of its first entry, `microseconds` that entry's time since 1970-01-01 UTC.
    """
    shared = {
        "act": act,
        "actor": actor,
        "authority": authority,
        "basis": basis,
        "filed_by": filed_by,
        "microseconds": microseconds,
    }
    return hashlib.sha256(canonical.encode(shared)).digest()


def entry_leaf(
    *,
    sequence: int,
    act: int,
    sequenced_at: datetime,
    actor: str,
    authority: str,
    basis: str,
    filed_by: str,
    handle: UUID,
    commitment: bytes,
    schema_version: int,
    kind: str,
) -> bytes:
    """Answer the 32-byte leaf hash of an entry. `ledger.sequence_acts` in the database computes the same bytes.

    SHA-256(0x00 | act hash (32) | place in the act, from 1 (4) | handle (16) | commitment (32) | schema version (2)
    | kind), numbers big-endian. Within an act each entry's time is one microsecond after the one before, so act and
    place bind sequence and time. Raises ValueError for a commitment of another length, which would let bytes move
    between fields under the same hash.
    """
    if len(commitment) != merkle.HASH_BYTES:
        raise ValueError(f"a commitment has {merkle.HASH_BYTES} bytes, not {len(commitment)}")
    before = sequence - act
    shared = act_hash(
        act=act,
        microseconds=(sequenced_at - EPOCH) // MICROSECOND - before,
        actor=actor,
        authority=authority,
        basis=basis,
        filed_by=filed_by,
    )
    own = _place_and_handle(before + 1, handle.bytes) + commitment + _version(schema_version) + kind.encode()
    return merkle.leaf_hash(shared + own)
