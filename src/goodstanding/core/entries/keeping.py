"""Keeping and erasing: a legal hold keeps content, an erasure ends it; both are entries that stay."""

from __future__ import annotations

from uuid import UUID

from goodstanding.core.entries.kinds import Content, Text


class HoldPlaced(Content, frozen=True):
    """Nothing under this handle may be erased while the hold rests on it."""

    reason: Text


class HoldReleased(Content, frozen=True):
    """One hold ends."""

    reason: Text


class Erased(Content, frozen=True):
    """All content under a handle is deleted: on what basis, why, and by which two people of which two units."""

    handle: UUID
    basis: Text
    reason: Text
    proposed_by: Text
    proposing_unit: Text
    decided_by: Text
    deciding_unit: Text

    def __post_init__(self) -> None:
        # Refuse an erasure that one person or one unit decides alone.
        if self.proposed_by == self.decided_by:
            raise ValueError("an erasure is proposed by one person and decided by another")
        if self.proposing_unit == self.deciding_unit:
            raise ValueError("the two people of an erasure belong to different units")
