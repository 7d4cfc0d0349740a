"""Batches: what was filed together, what came of it, and what a person judged of the rows that were held."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from goodstanding.core.entries.kinds import Content, Text

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class BatchFiled(Content, frozen=True):
    """The receipt: which file, read by which mapping of which edition, and how many of its rows became what."""

    mapping: Text
    edition: Sha256
    file_name: Text
    file_sha256: Sha256
    rows: int
    counts: dict[Text, int]
    reasons: dict[Text, int]


class BatchWithdrawn(Content, frozen=True):
    """The whole batch was filed in error; each of its entries is taken back by an entry of its own."""

    reason: Text
    entries: int


class HeldJudged(Content, frozen=True):
    """What a person judged of a row that was held. The row itself is not kept here: it may name a person."""

    batch: UUID
    row: int
    row_sha256: Sha256
    reason: Text
    verdict: Literal["this-organisation", "new-organisation", "sole-trader", "not-filed"]
    organisation: UUID | None
    note: Text | None


class HeldJudgementWithdrawn(Content, frozen=True):
    """The judgement is taken back, and the row is held again."""

    reason: Text
