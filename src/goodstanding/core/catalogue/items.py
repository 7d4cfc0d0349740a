"""What may be filed and what becomes public: items, and how long each tier is shown."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from goodstanding.core.catalogue.conduct import ConductClass, Domain
from goodstanding.core.catalogue.words import (
    Bases,
    Confidence,
    Id,
    InForce,
    Model,
    Param,
    Text,
    Tier,
    Words,
)  # fmt: skip


class ByRule(Model):
    """The tier, or whether something is shown, is what a rule finds."""

    rule: Id


class LastsWhile(Model):
    """A record that lasts while a condition does: who confirms it, when it is decided anew, its last day (G5)."""

    condition: Text
    confirmed_by: Id
    fresh_decision: Param
    absolute_end: Param
    # Left out: from the decision, for a list from the listing.
    counted_from: Literal["decided_on", "published_on", "listed_on", "conduct_on"] | None = None
    basis: Bases


class Term(Model):
    """An end counted from a day."""

    lasts: Param
    counted_from: Literal["decided_on", "published_on", "listed_on", "conduct_on"]


class Item(InForce):
    """Something a department may file: what it is, on which law, by whom, how grave, how long (R6, R7, R19)."""

    item: Id
    text: Text
    explains: Text
    conduct_class: ConductClass
    domain: Domain
    effect: Literal["adverse", "neutral", "favourable"]
    basis: Bases
    confidence: Confidence
    filed_by: Annotated[tuple[Id, ...], Field(strict=False, min_length=1)]
    tier: Tier | ByRule | None = None
    publication: Id | None = None
    procedure: Id | None = None
    ends: Term | LastsWhile | None = None
    # Conduct before this day is not filed under the item, where its law says so (R11).
    conduct_from: date | None = None
    note: Text | None = None


class TierPublication(Model):
    """How a tier is shown under a regime: whether, from when it can be repaired, and when it ends.

    Both terms count from `counted_from`; what is not shown counts from the decision. `ends` says what the law asks for
    an end before the last day; on the last day the register ends it whatever the law waits for (G5).
    """

    shown: Literal["yes", "no", "unknown"] | ByRule
    counted_from: Literal["published_on", "decided_on"]
    repair_opens_after: Param
    ends_after: Param
    ends: Literal["by-itself", "when-corrected", "on-application", "unknown"]
    # Whether the law lets also a record be repaired that is not shown; most laws repair what was published.
    repairs_unshown: bool = False
    # The heaviest measure that may follow a record of this tier (R10); core holds the ceiling that no pack can raise.
    ceiling: Literal["none", "notice", "management", "restriction", "exclusion"]
    basis: Bases
    confidence: Confidence
    note: Text | None = None


class PublicationVersion(InForce):
    """A regime in one span of time."""

    selected_by: Id
    basis: Bases
    confidence: Confidence
    citation: Words | None = None
    tiers: dict[Tier, TierPublication] = Field(min_length=1)
    note: Text | None = None


class Publication(Model):
    """A publication regime: one authority's rules on what is shown, how long, and when it can be repaired."""

    publication: Id
    text: Text
    explains: Text
    versions: Annotated[tuple[PublicationVersion, ...], Field(strict=False, min_length=1, max_length=50)]

    def version_on(self, day: date) -> PublicationVersion | None:
        """Answer the version in force on `day`."""
        return next((version for version in self.versions if version.interval.contains(day)), None)
