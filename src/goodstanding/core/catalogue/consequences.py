"""What may follow: lists, measures, the fields a law's own words relate, and the procedures that lead there."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from goodstanding.core.catalogue.conduct import Domain
from goodstanding.core.catalogue.items import LastsWhile, Term
from goodstanding.core.catalogue.words import (
    Bases,
    Basis,
    Confidence,
    Id,
    InForce,
    Many,
    Model,
    Param,
    Text,
    Tier,
    Words,
    YesNoUnknown,
)  # fmt: skip

Severity = Literal["none", "notice", "management", "restriction", "exclusion"]
SEVERITIES: Final[tuple[str, ...]] = ("none", "notice", "management", "restriction", "exclusion")
# R10: no pack can let more follow a tier. Exclusion from something follows what is serious and nothing less.
CEILING: Final[dict[str, str]] = {"minor": "notice", "general": "management", "serious": "exclusion"}


class Quotation(Model):
    """The law's own words, in one language of its stored text."""

    language: Words
    words: Annotated[str, Field(max_length=2000)]


class Relation(InForce):
    """The law lets a measure of field `to` follow what happened in field `from_domain`: here it says so (G3, R9)."""

    relation: Id
    from_domain: Domain
    to_domain: Domain
    basis: Basis
    quotation: Quotation
    confidence: Confidence


class Measure(InForce):
    """A consequence the law allows. An authority cannot invent one (design §2).

    `reduces-rights` takes a right or adds a duty; `management` is the authority's own affair; `facilitation` gives;
    `voluntary` is what others do on their own. Eligibility is a facilitation with a rule.
    """

    measure: Id
    text: Text
    explains: Text
    kind: Literal["reduces-rights", "management", "facilitation", "voluntary"]
    severity: Severity
    domain: Domain
    basis: Bases
    confidence: Confidence
    # What it follows: items filed, lists, or (for a facilitation) a rule of eligibility.
    follows_items: Many[Id] = ()
    follows_lists: Many[Id] = ()
    eligibility: Id | None = None
    tiers: Many[Tier] = ()
    # With its cause, or its own term; R19 refuses neither.
    ends: Literal["with-cause"] | Term
    procedure: Id | None = None


class Listing(InForce):
    """A list of organisations: the law's criteria, its procedure, how long, and how one comes off it (49 (2020) 7)."""

    list: Id
    text: Text
    explains: Text
    domain: Domain
    basis: Bases
    confidence: Confidence
    decided_by: Annotated[tuple[Id, ...], Field(strict=False, min_length=1)]
    criteria: Id
    tier: Tier
    procedure: Id
    ends: Term | LastsWhile
    # Removal opens a term after this day: that of the listing, or another that the law names (the day of payment, say).
    removal_opens_after: Param | None = None
    removal_counted_from: Id = "listing.listed_on"
    removal_conditions: Text
    removal_rule: Id | None = None
    note: Text | None = None


class Wait(Model):
    """A deadline by its id in deadlines/."""

    deadline: Id


class Stage(Model):
    """A step of a procedure."""

    stage: Literal["notice", "representations", "hearing", "decision", "standstill", "publication"]
    text: Text
    basis: Bases
    notice: Id | None = None
    wait: Wait | None = None
    by: Literal["person"] | None = None
    not_by: Many[Literal["proposer", "deciding-unit"]] = ()
    requires: Many[Literal["grounds", "basis", "evidence", "reasons", "rights"]] = ()


class Remedy(Model):
    """What the organisation can do about it."""

    remedy: Literal["objection", "review", "appeal", "court", "repair"]
    text: Text
    basis: Bases
    within: Wait | Literal["unknown", "any-time"]
    decided_by: Literal["same-authority", "another-unit", "higher-authority", "court"]
    suspends: YesNoUnknown
    confidence: Confidence


class Procedure(Model):
    """How something adverse comes about, in its order, and what can be done about it (G4, R12, R14, R17)."""

    procedure: Id
    text: Text
    explains: Text
    stages: Annotated[tuple[Stage, ...], Field(strict=False, min_length=1, max_length=20)]
    remedies: Many[Remedy] = ()


class Deadline(Model):
    """By when somebody has to act. A term in working days names its calendar, and what happens when missed is said."""

    deadline: Id
    text: Text
    of: Literal["authority", "organisation"]
    after: Id
    within: Param
    calendar: Id | None = None
    # An end on a day offices are closed moves to the next working day, where the law says so (and names no burden).
    moves_to_working_day: bool = False
    basis: Bases
    when_missed: Text | None = None


class Notice(Model):
    """A letter, in every language of the pack. Braces name what the case fills in."""

    notice: Id
    subject: Text
    text: Text
    fills: Many[Id] = ()
