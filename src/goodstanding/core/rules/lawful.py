"""The law of an edition asked of millions of records: the same answers as `carrying`, each worked out once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from goodstanding.core.catalogue.items import ByRule
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.core.rules.terms import Day

MOST_REMEMBERED: Final = 500_000


class Facts(NamedTuple):
    """What a record says of the matter: its days, its fine as decimal text, and other facts by id, sorted."""

    decided_on: date
    conduct_on: date | None
    published_on: date | None
    fine: str | None
    said: tuple[tuple[str, str], ...] = ()


class Law:
    """What the items of a catalogue say of records: their tier, whether they are shown, and their last day."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._tiers: dict[Any, frozenset[str]] = {}
        self._shown: dict[Any, tuple[str, Day]] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._in_era: dict[date, int] = {}

    def tiers(self, *, item: str, facts: Facts, seen_on: date | None) -> frozenset[str]:
        """Answer the tier by the law of the record's days, and the one by later, milder law up to `seen_on`.

        `none` where the item has none, `unknown` where something is missing.
        """
        key = self._key(item, facts, seen_on)
        found = self._tiers.get(key)
        if found is None:
            one, matter = self.catalogue.items[item], self._matter(facts)
            asked = (None,) if seen_on is None else (None, seen_on)
            found = frozenset(carrying.tier_of(self.catalogue, item=one, matter=matter, as_of=day)[0] for day in asked)
            _remember(self._tiers, key, found)
        return found

    def shown(self, *, item: str, tier: str, facts: Facts) -> tuple[str, Day]:
        """Answer whether a record is shown (`yes`, `no`, `unknown`), and the first of its ends."""
        key = (item, tier, facts.decided_on, facts.published_on, facts.conduct_on if self._asks_conduct(item) else None)
        found = self._shown.get(key)
        if found is None:
            shown, ends_on = carrying.showing(
                self.catalogue, item=self.catalogue.items[item], tier=tier, matter=self._matter(facts)
            )
            found = (shown.shown if shown else "yes", ends_on)
            _remember(self._shown, key, found)
        return found

    def ends_on(self, *, item: str, tier: str, facts: Facts) -> Day:
        """Answer the first of the record's ends."""
        return self.shown(item=item, tier=tier, facts=facts)[1]

    def _asks_conduct(self, item: str) -> bool:
        return getattr(self.catalogue.items[item].ends, "counted_from", None) == "conduct_on" or self._shown_by_rule

    def _key(self, item: str, facts: Facts, seen_on: date | None) -> Any:
        """Answer what the tier can depend on: where no rule compares days, only between which changes."""
        if not isinstance(self.catalogue.items[item].tier, ByRule):
            return item
        if self._compares_days:
            return (item, facts, seen_on)
        fine = None if facts.fine is None else self._between(facts.fine)
        days = (facts.decided_on, facts.conduct_on, facts.published_on, seen_on)
        return (item, fine, facts.said, *map(self._era, days))

    def _between(self, fine: str) -> tuple[int, int]:
        """Answer between which figures a fine lies: no condition does more with it than compare (core.catalogue)."""
        found = self._places.get(fine)
        if found is None:
            amount = Decimal(fine)
            found = (bisect_left(self._figures, amount), bisect_right(self._figures, amount))
            _remember(self._places, fine, found)
        return found

    def _era(self, day: date | None) -> int | None:
        if day is None:
            return None
        found = self._in_era.get(day)
        if found is None:
            found = self._in_era[day] = bisect_right(self._eras, day)
        return found

    @cached_property
    def _figures(self) -> list[Decimal]:
        """Every number that the rules or the law's figures hold."""
        values = {value.value for one in self.catalogue.parameters.values() for value in one.values.values()}
        said = "".join(rule.model_dump_json() for rule in self.catalogue.rules.values())
        written = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", said)}
        return sorted({Decimal(value) for value in values if isinstance(value, int)} | written)

    @cached_property
    def _compares_days(self) -> bool:
        dates = {fact.fact for fact in self.catalogue.facts.values() if fact.type == "date"}
        said = (rule.model_dump_json() for rule in self.catalogue.rules.values() if rule.purpose == "tier")
        return any(f'"fact":"{name}"' in text for text in said for name in dates | STANDARD_DAYS)

    @cached_property
    def _shown_by_rule(self) -> bool:
        regimes = self.catalogue.publications.values()
        return any(
            isinstance(tier.shown, ByRule)
            for one in regimes
            for version in one.versions
            for tier in version.tiers.values()
        )

    @cached_property
    def _eras(self) -> list[date]:
        """The days on which anything of the rules and figures changes."""
        days = {day for one in self.catalogue.parameters.values() for day in one.values}
        for rule in self.catalogue.rules.values():
            for version in rule.versions:
                days |= {version.from_} | ({version.until} if version.until else set())
        return sorted(days)

    def _matter(self, facts: Facts) -> Matter:
        said: dict[str, Any] = {
            "record.decided_on": facts.decided_on,
            "record.conduct_on": facts.conduct_on,
            "record.published_on": facts.published_on,
        }
        if facts.fine is not None:
            said["record.fine"] = Decimal(facts.fine)
        for name, value in facts.said:
            said[name] = _typed(value, self.catalogue.facts[name].type if name in self.catalogue.facts else "choice")
        return Matter(said)


STANDARD_DAYS: Final = frozenset({"record.decided_on", "record.conduct_on", "record.published_on"})


def _typed(value: str, kind: str) -> Any:
    match kind:
        case "integer":
            return int(value)
        case "money":
            return Decimal(value)
        case "boolean":
            return value == "true"
        case "date":
            return date.fromisoformat(value)
    return value


def _remember(known: dict[Any, Any], key: Any, found: Any) -> None:
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    known[key] = found
