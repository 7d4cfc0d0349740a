"""How filed records would read under two editions. Each keeps its own (R11); this says what a change would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.rules.evaluating import Matter
from goodstanding.core.rules.terms import Day, publication

SAMPLE = 10


@dataclass(frozen=True)
class Filed:
    """A record as it was filed."""

    handle: str
    item: str
    tier: str
    decided_on: date
    published_on: date | None
    fine: Decimal | None


@dataclass(frozen=True)
class Reading:
    """How a record reads: whether it is shown, when repair opens, and when it ends; or that it is no item."""

    shown: str
    repair_opens_on: Day
    ends_on: Day


@dataclass
class Compared:
    """How many records were read, how many read differently, and some of those."""

    records: int = 0
    differing: int = 0
    by_item: dict[str, int] = field(default_factory=dict)
    sample: list[dict[str, Any]] = field(default_factory=list)


def read(catalogue: Catalogue, record: Filed) -> Reading:
    """Answer how the record reads under the catalogue."""
    item = catalogue.items.get(record.item)
    if item is None or item.publication is None:
        return Reading("no item" if item is None else "as filed", "none", "none")
    facts = {"record.decided_on": record.decided_on, "record.published_on": record.published_on}
    if record.fine is not None:
        facts["record.fine"] = record.fine  # type: ignore[assignment]  # facts are days, numbers and truth values
    found = publication(catalogue, name=item.publication, tier=record.tier, matter=Matter(facts))
    return Reading(found.shown, found.repair_opens_on, found.ends_on)


def compare(old: Catalogue, new: Catalogue, *, records: Iterable[Filed]) -> Compared:
    """Answer how many of the records read differently under `new`, with a sample."""
    compared = Compared()
    for record in records:
        compared.records += 1
        before, after = read(old, record), read(new, record)
        if before == after:
            continue
        compared.differing += 1
        compared.by_item[record.item] = compared.by_item.get(record.item, 0) + 1
        if len(compared.sample) < SAMPLE:
            named = {"handle": record.handle, "item": record.item, "tier": record.tier, "decided_on": record.decided_on}
            compared.sample.append({**named, "old": vars(before), "new": vars(after)})
    return compared
