"""What the pack says of tiers, showing and terms, asked once and kept as tables: no row evaluates a rule.

A row states the law of its own days, and the milder later law that had begun when it was filed, as the pack's own
evaluation answers it (a test holds the two together).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, repeat
from typing import Final, NamedTuple

from goodstanding.core.catalogue.items import ByRule, Item
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.rules.carrying import tier_of
from goodstanding.core.rules.evaluating import Matter
from goodstanding.core.rules.terms import Day, Publication, publication
from goodstanding.core.time import add_months
from goodstanding.teaching.days import LAST, Days

# 200 to about 417,000, evenly in size; by repeated multiplication, which is the same on every machine.
AMOUNTS: Final = tuple(round(amount) for amount in accumulate(repeat(1.0075, 1023), float.__mul__, initial=200.0))
EFFECTS: Final = ("none", "suspended", "taken-away")
TIERS: Final = ("minor", "general", "serious")
NEVER: Final = len(AMOUNTS)
EVERY_FINE: Final = (0, NEVER)
NO_FINE: Final = (0, 1)
LONGEST: Final = 60  # months: no record lasts longer (G5)


class Grades(NamedTuple):
    """The places in AMOUNTS from which a decision is general and serious."""

    general: int
    serious: int

    def tier(self, place: int) -> str:
        """Answer the tier of a fine by its place."""
        return "serious" if place >= self.serious else "general" if place >= self.general else "minor"


class Terms(NamedTuple):
    """How a record of a tier is shown.

    From which place in AMOUNTS it is, whether it then counts from publication; after how many months it ends and its
    repair opens, and whether what is not shown can be repaired too.
    """

    shown: int
    from_publication: bool
    ends: int
    opens: int
    repairs_unshown: bool


class Law:
    """Tables by era: the spans of days in which no figure and no rule of the pack changes."""

    def __init__(self, catalogue: Catalogue, days: Days) -> None:
        starts = sorted({day for day in _changes(catalogue) if days.all[0] < day <= LAST})
        self._eras = [days.all[0], *starts]
        self.era = [bisect_right(starts, day) for day in days.all]
        pairs = [(one, two) for one in range(len(self._eras)) for two in range(one, len(self._eras))]
        ruled: dict[str, Item] = {
            item.tier.rule: item for item in catalogue.items.values() if isinstance(item.tier, ByRule)
        }
        # grades[rule][effect on a licence, era of the conduct, era of the filing]
        self.grades = {
            rule: {(one, *pair): self._grades(catalogue, item, one, *pair) for one in EFFECTS for pair in pairs}
            for rule, item in ruled.items()
        }
        # terms[regime][tier, era of the decision, era of the filing]
        self.terms = {
            regime: {(one, *pair): self._terms(catalogue, regime, one, *pair) for one in TIERS for pair in pairs}
            for regime in catalogue.publications
        }
        all_terms = [terms for of_regime in self.terms.values() for terms in of_regime.values()]
        months = {12, 36} | {terms.ends for terms in all_terms} | {terms.opens for terms in all_terms}
        most = len(days.all) - 1
        # The number of the day so many months later.
        self.later = {
            count: [min(most, (add_months(day, count) - days.all[0]).days) for day in days.all] for count in months
        }
        self.fines = self._fines()

    def _grades(self, catalogue: Catalogue, item: Item, effect: str, conduct: int, filed: int) -> Grades:
        def tier(amount: int) -> int:
            facts = {
                "record.conduct_on": self._eras[conduct],
                "record.fine": Decimal(amount),
                "penalty.licence-effect": effect,
            }
            return TIERS.index(tier_of(catalogue, item=item, matter=Matter(facts), as_of=self._eras[filed])[0])

        return Grades(*(bisect_left(AMOUNTS, grade, key=tier) for grade in (1, 2)))

    def _terms(self, catalogue: Catalogue, regime: str, tier: str, decided: int, filed: int) -> Terms:
        # Rows are filed weeks after the decision: where law changes in between, it was taken shortly before that.
        day = self._eras[decided] if decided == filed else self._eras[decided + 1] - timedelta(days=1)
        version = catalogue.publications[regime].version_on(day)
        if version is None:
            raise ValueError(f"{regime}: not in force on {day}")

        def answer(amount: int) -> Publication:
            facts = {"record.decided_on": day, "record.published_on": day, "record.fine": Decimal(amount)}
            return publication(catalogue, name=regime, tier=tier, matter=Matter(facts), as_of=self._eras[filed])

        shown = bisect_left(AMOUNTS, True, key=lambda amount: answer(amount).shown == "yes")  # noqa: FBT003
        unshown = answer(AMOUNTS[0]) if shown > 0 else None
        either = unshown or answer(AMOUNTS[-1])
        ends = _months(day, either.ends_on)
        seen = answer(AMOUNTS[-1]) if shown < NEVER else either
        return Terms(
            shown,
            version.tiers[tier].counted_from == "published_on",  # type: ignore[index]  # one of the closed three
            ends,
            ends if seen.repair_opens_on == "none" else _months(day, seen.repair_opens_on),
            unshown is not None and unshown.repair_opens_on != "none",
        )

    def _fines(self) -> dict[str, tuple[int, int]]:
        """Answer between which places fines lie whose tier is the same in every era."""
        grades = [grades for of in self.grades.values() for (effect, *_), grades in of.items() if effect == "none"]
        general, serious = [one.general for one in grades], [one.serious for one in grades]
        return {
            "minor": (0, min(general)),
            "general": (max(general), min(serious)),
            "serious": (max(serious), NEVER),
        }


def _months(start: date, end: Day) -> int:
    for count in range(LONGEST + 1):
        if add_months(start, count) == end:
            return count
    raise ValueError(f"{end}: not a whole number of months after {start}")


def _changes(catalogue: Catalogue) -> Iterator[date]:
    for parameter in catalogue.parameters.values():
        yield from parameter.starts
    for rule in catalogue.rules.values():
        yield from (version.from_ for version in rule.versions)
    for regime in catalogue.publications.values():
        yield from (version.from_ for version in regime.versions)
