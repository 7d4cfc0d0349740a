"""Where the law stands: sources with their provisions, dated figures, and the facts a rule may read."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field

from goodstanding.core.catalogue.conduct import Domain
from goodstanding.core.catalogue.words import Bases, Confidence, Id, InForce, Many, Model, Text, Words

# From the strongest to the weakest. What reduces rights needs one of STATUTE (R8, and 49 (2020) point 7 in China's
# own system); a province's own statute counts in the province.
Level = Literal[
    "law",
    "regulation",
    "local-regulation",
    "departmental-rule",
    "local-rule",
    "court-provision",
    "policy-document",
    "standard",
    "guidance",
]
STATUTE: Final = frozenset({"law", "regulation"})
LOCAL_STATUTE: Final = frozenset({"local-regulation"})


class Provision(Model):
    """An article or section. `text` holds its words in the languages the pack has lawfully; most packs hold none.

    A provision that came or went apart from its source says when; else it is in force with its source.
    """

    heading: Text
    text: Text | None = None
    from_: date | None = Field(alias="from", default=None)
    until: date | None = None


class Source(InForce):
    """A law or other instrument, by its citation, with its level and its days in force."""

    source: Id
    title: Text
    level: Level
    number: Words
    work: Words | None = None
    publisher: Text
    text_held: Literal["held", "in-part", "not-held"]
    citation: Words
    confidence: Confidence
    # What is known of the dates is not always known of the rest: a demonstration may assume them, and says so.
    dates: Confidence
    replaces: Id | None = None
    note: Text | None = None
    provisions: dict[Annotated[str, Field(pattern=r"^\S+( \S+)*$", max_length=60)], Provision] = Field(min_length=1)


class Value(Model):
    """What a figure is from a day on: a whole number, `unknown` where no source says, or `repealed`."""

    value: Annotated[int, Field(ge=0, le=10**12)] | Literal["unknown", "repealed"]
    basis: Bases
    confidence: Confidence
    citation: Words | None = None
    note: Text | None = None
    # Later law that is milder may reach earlier conduct; it says on what basis (R11).
    reaches_back: Bases | None = None


TERM_UNITS: Final = frozenset({"day", "working-day", "month", "year"})
Unit = Annotated[str, Field(pattern=r"^(day|working-day|month|year|count|percent|permille|[A-Z]{3})$")]


class Parameter(Model):
    """A figure of the law over time. Values are dated and never deleted; a repeal is a value."""

    parameter: Id
    text: Text
    unit: Unit
    # Which way of changing it is in the organisation's favour; `neither` where a change both gives and takes.
    favours: Literal["lower", "higher", "neither"]
    last_checked: date
    values: dict[date, Value] = Field(min_length=1)

    def value_on(self, day: date) -> Value | None:
        """Answer the value in force on `day`, or None before the first."""
        began = [start for start in self.starts if start <= day]
        return self.values[began[-1]] if began else None

    def started(self, day: date) -> date | None:
        """Answer since when the value of `day` has been the value."""
        return max((start for start in self.starts if start <= day), default=None)

    @cached_property
    def starts(self) -> tuple[date, ...]:
        return tuple(sorted(self.values))


Moment = Literal["conduct", "decision", "publication", "application", "correction", "notice", "other"]


class Fact(Model):
    """Something a rule may read. It is about an organisation, a record or a proceeding; never about a person (G1, R2).

    A date says which moment it is: only conduct and decision may select the version of what burdens (R11).
    """

    fact: Id
    about: Literal["organisation", "establishment", "record", "proceeding"]
    # The field it lies in, as an item's conduct class does: a list reads facts of its own field or a related one (G3).
    domain: Domain | None = None
    type: Literal["boolean", "integer", "money", "date", "choice"]
    unit: Unit | None = None
    moment: Moment | None = None
    choices: Many[Id] = ()
    text: Text
