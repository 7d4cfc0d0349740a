"""What one person proposes and another decides: the content without the people who do so."""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from goodstanding.core import canonical
from goodstanding.core.entries.kinds import Content

# By kind: the field of who proposed, of who decided, and what else is only known once somebody decides.
PEOPLE: Final = {
    "edition-published": ("proposed_by", "approved_by", ()),
    "same-as-judged": ("proposed_by", "confirmed_by", ()),
    "same-as-withdrawn": ("proposed_by", "confirmed_by", ()),
    "erased": ("proposed_by", "decided_by", ("proposing_unit", "deciding_unit")),
}


def content_to_propose(*, kind: str, content: bytes | Content) -> bytes:
    """Answer the SHA-256 of the canonical content without its people: what a proposal binds. Raises KeyError.

    The database computes the same of an erasure, whose statement it can read.
    """
    said = msgspec.json.decode(content) if isinstance(content, bytes) else content.plain()
    proposer, decider, more = PEOPLE[kind]
    for field in (proposer, decider, *more):
        said.pop(field)
    return hashlib.sha256(canonical.canonical(said)).digest()
