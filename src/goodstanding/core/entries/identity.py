"""Who is whom: same_as is a judgement (known time, two people), succession a legal event (valid time, a basis)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from goodstanding.core.entries.kinds import Content, Text

Organisations = Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=100)]


class TwoPeople(Content, frozen=True):
    """A judgement about identity is proposed by one person and confirmed by another."""

    proposed_by: Text
    confirmed_by: Text

    def __post_init__(self) -> None:
        # Refuse a judgement that one person makes alone (design §2).
        if self.proposed_by == self.confirmed_by:
            raise ValueError("proposed_by and confirmed_by are two people")


class SameAsJudged(TwoPeople, frozen=True):
    """Two entries of the register are one organisation. Reversible: withdrawing it restores both as they were."""

    organisations: tuple[UUID, UUID]
    evidence: Text

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.organisations[0] == self.organisations[1]:
            raise ValueError("same_as joins two different entries")


class SameAsWithdrawn(TwoPeople, frozen=True):
    """The judgement no longer holds. What was answered while it held stays what was answered."""

    reason: Text


class SuccessionRecorded(Content, frozen=True):
    """A merger, split or conversion in force from a day, under a law that says whether records pass on."""

    event: Literal["merger", "split", "conversion"]
    predecessors: Organisations
    successors: Organisations
    effective_on: date
    legal_basis: Text
    passes_records: bool
    # The citation that passes records on: without it they stay with the original (design §2).
    passes_records_basis: Text | None

    def __post_init__(self) -> None:
        # Refuse to pass records on without the law that does so, and an organisation that succeeds itself.
        if self.passes_records and self.passes_records_basis is None:
            raise ValueError("records pass on only under a cited law: give passes_records_basis")
        if set(self.predecessors) & set(self.successors):
            raise ValueError("an organisation does not succeed itself")


class SuccessionWithdrawn(Content, frozen=True):
    """The event was recorded in error."""

    reason: Text
