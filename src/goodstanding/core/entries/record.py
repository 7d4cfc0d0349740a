"""Records: what an authority decided about an organisation, corrected or annulled later by entries of its own."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from goodstanding.core.entries.kinds import Content, Text
from goodstanding.core.entries.organisation import Filed

DecimalText = Annotated[str, Meta(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")]


class Fine(Content, frozen=True):
    """An amount as decimal text, so that no float ever carries money, and its ISO 4217 currency."""

    amount: DecimalText
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]


class Appeal(Content, frozen=True):
    """What became of an appeal, as the source says it: the decision stands, may stand, or nobody has decided yet."""

    state: Literal["pending", "dismissed", "undetermined"]
    said: Text


class NeverValid(Content, frozen=True):
    """The decision was set aside from the beginning, or replaced by another; the day is None where nobody gives it."""

    on: date | None
    replaced: bool
    said: Text


class Repaired(Content, frozen=True):
    """The breach was put right, and the record ended before its time."""

    on: date
    said: Text


class RecordFiled(Content, frozen=True, kw_only=True, omit_defaults=True):
    """A decision about a party. Party (whom it addresses) and site (where) are two things (design §2)."""

    party: UUID
    site_name: Text | None
    authority_name: Text
    document_number: Text
    decided_on: date
    law: Text
    tier: Literal["minor", "general", "serious"]
    adverse: bool
    fine: Fine | None
    published_from: date | None
    ends_on: date | None
    # The edition of the catalogue (its hash) and the item of it under which this is filed (R6, R7). None only in
    # what version 1 filed, before there were editions; the register gives a later one without them no effect.
    edition: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")] | None
    item: Text | None
    source: Text
    # The source's own columns, as they came: what was read from them can always be checked against them.
    columns: dict[Text, str | None]
    # The place, where the register knows it, and the day of the conduct.
    site: UUID | None = None
    conduct_on: date | None = None
    # What the law's rules read beside the days and the fine.
    facts: dict[Text, Text] = {}  # noqa: RUF012  msgspec copies it
    appeal: Appeal | None = None
    never_valid: NeverValid | None = None
    repaired: Repaired | None = None
    filed: Filed | None = None

    def __post_init__(self) -> None:
        # G5 and R19: an adverse record has its end when it is filed, and the end lies after its beginning.
        if self.adverse and self.ends_on is None:
            raise ValueError("an adverse record has an end when it is filed (G5, R19): give ends_on")
        if self.ends_on is not None and self.ends_on <= max(self.decided_on, self.published_from or self.decided_on):
            raise ValueError("ends_on lies after decided_on and published_from")
        names = "".join(self.columns)
        if not names.isascii() and max(names) > "\ud7ff":
            # Beyond, order by code point and by UTF-16 code unit differ, and canonical writers would disagree.
            raise ValueError("columns: names use characters up to U+D7FF")


def without_edition(content: dict[str, Any]) -> dict[str, Any]:
    """Lift version 1, which was filed before there were editions."""
    return {**content, "edition": None, "item": None}


def as_it_was(content: dict[str, Any]) -> dict[str, Any]:
    """Lift version 2, which said nothing of appeals and batches: what has a default is left out."""
    return content


class RecordCorrected(RecordFiled, frozen=True, kw_only=True, omit_defaults=True):
    """The record as it should have read, whole; the earlier version stays known as it was."""

    reason: Text


class RecordAnnulled(Content, frozen=True):
    """The decision was never valid. The day is None where the source does not give it: unknown is not today."""

    annulled_on: date | None
    reason: Text


class FilingWithdrawn(Content, frozen=True):
    """What a batch filed or corrected is taken back: the batch was filed in error, whatever the decision was worth.

    What was there before the batch holds again; where there was nothing, there is nothing.
    """

    batch: UUID
    reason: Text
