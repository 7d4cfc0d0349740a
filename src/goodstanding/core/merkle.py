"""The Merkle tree of RFC 6962 §2.1 over leaf hashes: the shape every transparency log shares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Answer the leaf hash of an entry's bytes. The 0x00 keeps a leaf from passing as an inner node (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Answer the hash of an inner node from its two children's hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Tree:
    """A growing tree of which only the right edge is kept: the roots of its perfect subtrees, largest first.

    `size` leaves need at most log2(size) hashes, so a head of any ledger fits in a note.
    """

    size: int = 0
    edge: list[bytes] = field(default_factory=list)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes, in order."""
        edge, size, sha256 = self.edge, self.size, hashlib.sha256
        for leaf in leaves:
            carried, odd = leaf, size
            # Each trailing one-bit of the size is a perfect subtree that the new leaf completes.
            while odd & 1:
                carried = sha256(b"\x01" + edge.pop() + carried).digest()
                odd >>= 1
            edge.append(carried)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """Answer the root over all leaves so far; of no leaves, the hash of nothing."""
        if not self.edge:
            return EMPTY_ROOT
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


def split(leaves: bytes) -> list[bytes]:
    """Answer the single hashes of a run of them laid end to end; raises ValueError when bytes are left over."""
    if len(leaves) % HASH_BYTES:
        raise ValueError(f"{len(leaves)} bytes are not a whole number of {HASH_BYTES}-byte hashes")
    return [leaves[start : start + HASH_BYTES] for start in range(0, len(leaves), HASH_BYTES)]
