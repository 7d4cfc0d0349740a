"""Records that a rule counts: which surely count, which may, and what that leaves of a count or a sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from goodstanding.core.catalogue.conditions import Which
from goodstanding.core.rules.truth import Range, Truth, all_of
from goodstanding.core.time import add_months


@dataclass(frozen=True)
class Recorded:
    """A record as a rule sees it; None is what nobody knows. `fine` is "none" where there is none."""

    reference: str
    item: str
    conduct_class: str
    domain: str
    tier: str | None
    decided_on: date | None
    conduct_on: date | None
    published_on: date | None
    fine: Decimal | Literal["none"] | None
    currency: str | None
    annulled: Truth


class Span(NamedTuple):
    """The period in which a record counts, up to and including `until`.

    Counted `back` from there ("in the twelve months before") or `forward` from the record ("for twelve months after"):
    at a month's end the two differ by days, and a law means one of them.
    """

    value: int
    unit: str
    until: date
    dated_by: str
    counted: str

    def holds(self, day: date) -> bool:
        """Tell whether a record of `day` counts."""
        if self.counted == "forward":
            return day <= self.until < forward(day, value=self.value, unit=self.unit)
        return back(self.until, value=self.value, unit=self.unit) < day <= self.until


@dataclass(frozen=True)
class Matched:
    """The records that count for certain, and those that may."""

    certain: tuple[Recorded, ...]
    possible: tuple[Recorded, ...]

    @property
    def count(self) -> Range:
        return Range(Decimal(len(self.certain)), Decimal(len(self.certain) + len(self.possible)))

    def total(self, currency: str) -> Range:
        """Answer what the fines in `currency` come to, between bounds."""
        sure = [one.fine for one in self.certain if one.currency == currency and isinstance(one.fine, Decimal)]
        may = [one.fine for one in (*self.certain, *self.possible) if one.currency in (currency, None)]
        most = sum((fine for fine in may if isinstance(fine, Decimal)), Decimal(0))
        return Range(sum(sure, Decimal(0)), None if None in may else most)


def back(day: date, *, value: int, unit: str) -> date:
    """Answer the day a term before `day`. Raises ValueError for a unit that counts no days."""
    return forward(day, value=-value, unit=unit)


def forward(day: date, *, value: int, unit: str) -> date:
    """Answer the day a term after `day`, in days, months or years. Raises ValueError for another unit."""
    match unit:
        case "day":
            return day + timedelta(days=value)
        case "month":
            return add_months(day, value)
        case "year":
            return add_months(day, 12 * value)
    raise ValueError(f"a term in {unit} is not counted like this")


def matched(records: Iterable[Recorded], *, which: Which, span: Span | None) -> Matched:
    """Answer which records count (`span` None: the period is unknown, or none is asked for).

    An annulled one never does; one with something unknown may.
    """
    certain: list[Recorded] = []
    possible: list[Recorded] = []
    for record in records:
        truth = all_of(_tests(record, which=which, span=span))
        if truth is True:
            certain.append(record)
        elif truth is None:
            possible.append(record)
    return Matched(tuple(certain), tuple(possible))


def _tests(record: Recorded, *, which: Which, span: Span | None) -> Sequence[Truth]:
    tests: list[Truth] = [None if record.annulled is None else not record.annulled]
    if which.items:
        tests.append(record.item in which.items)
    if which.conduct_classes:
        tests.append(record.conduct_class in which.conduct_classes)
    if which.domains:
        tests.append(record.domain in which.domains)
    if which.tiers:
        tests.append(None if record.tier is None else record.tier in which.tiers)
    if which.within is not None:
        day: date | None = getattr(record, which.within.dated_by)
        tests.append(None if span is None or day is None else span.holds(day))
    return tests
