"""A row held against the law before anybody asks whom it is about: its item, tier, days and end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from goodstanding.core.catalogue.mapping import Records
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.words import TIERS
from goodstanding.core.rules.lawful import Facts, Law
from goodstanding.intake.mapped import Mapped
from goodstanding.intake.reading import Fault

# Why a row waits for a person. The page says each in words (portal/office/words.py).
NO_LAW: Final = "no-law"
DAYS: Final = "days"
CANNOT_DETERMINE: Final = "cannot-determine"


class Lawful(NamedTuple):
    """What the law says of a row: its tier, from when it is shown (None: not), and its last day."""

    item: str
    tier: str
    adverse: bool
    published_from: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Checker:
    """The law a file's rows are held to: an edition's catalogue, whose rows they may be, and today."""

    catalogue: Catalogue
    law: Law
    records: Records
    authority: str
    today: date

    def check(self, row: Mapped, faults: list[Fault]) -> Lawful | str | None:
        """Answer what the law says of the row, or the reason for which it is held; None when it has faults."""
        before = len(faults)
        if row.item is None:
            return NO_LAW
        item = self.catalogue.items[row.item]
        if self.authority not in item.filed_by:
            wrong = f"{row.item!r} is not assigned to {self.authority}"
            faults.append(Fault(row.row, self._item_column, "R7", wrong, "leave it to whoever the catalogue names"))
        if row.decided_on < item.from_ or (item.until is not None and row.decided_on >= item.until):
            wrong = f"{row.item!r} was not in force on {row.decided_on}"
            faults.append(Fault(row.row, self.records.decided_on.column, "R6", wrong, "check the day and the item"))
        latest = min(row.filed_on or self.today, self.today)
        if row.decided_on > latest:
            wrong = f"{row.decided_on} is after the day it was filed, {latest}"
            faults.append(Fault(row.row, self.records.decided_on.column, "day", wrong, "check the day of the decision"))
        if item.conduct_from and row.conduct_on is not None and row.conduct_on < item.conduct_from:
            wrong = f"{row.item!r} is for conduct from {item.conduct_from} on, this was on {row.conduct_on}"
            faults.append(Fault(row.row, self._item_column, "R11", wrong, "file it under the law of its day"))
        if row.state_on is not None and row.state_on <= row.decided_on:
            wrong = f"it was put right on {row.state_on}, before it was decided"
            faults.append(Fault(row.row, None, "day", wrong, "check both days"))
        if len(faults) > before:
            return None
        if row.conduct_on is not None and row.conduct_on > row.decided_on:
            return DAYS
        return self._with_terms(row, adverse=item.effect == "adverse", faults=faults)

    def _with_terms(self, row: Mapped, *, adverse: bool, faults: list[Fault]) -> Lawful | str | None:
        item = str(row.item)
        without_column = self.records.published_on is None
        published_on = row.decided_on if without_column else row.published_on
        facts = Facts(row.decided_on, row.conduct_on, published_on, row.fine, row.facts)
        found = self.law.tiers(item=item, facts=facts, seen_on=row.filed_on)
        tier = self._tier(row, found, faults)
        if tier is None or tier == CANNOT_DETERMINE:
            return tier
        shown, law_ends = self.law.shown(item=item, tier=tier, facts=facts)
        ends_on = row.ends_on
        if isinstance(law_ends, date):
            if ends_on is not None and ends_on > law_ends:
                wrong = f"ends on {ends_on}, and by the law of {item!r} on {law_ends}"
                column = self.records.ends_on.column if self.records.ends_on else None
                faults.append(Fault(row.row, column, "R19", wrong, f"write {law_ends} or an earlier day"))
                return None
            ends_on = ends_on or law_ends
        elif adverse and ends_on is None:
            return CANNOT_DETERMINE
        if ends_on is not None and ends_on <= row.decided_on:
            wrong = f"ends on {ends_on}, which is not after the decision of {row.decided_on}"
            faults.append(Fault(row.row, None, "R19", wrong, "check both days"))
            return None
        published_from = published_on if shown == "yes" else None
        if published_from is not None and ends_on is not None and published_from >= ends_on:
            published_from = None
        return Lawful(item, tier, adverse, published_from, ends_on)

    def _tier(self, row: Mapped, found: frozenset[str], faults: list[Fault]) -> str | None:
        if found == {"none"}:
            return "minor"  # what has no tier in the catalogue is of no weight
        if row.tier is not None:
            if row.tier not in TIERS:
                mend = f"write {', '.join(TIERS)}"
                faults.append(Fault(row.row, self.records.tier, "tier", f"{row.tier!r} is no tier", mend))
                return None
            if found <= set(TIERS) and row.tier not in found:
                said = " or ".join(sorted(found))
                wrong = f"{row.tier}, and by the rule of {row.item!r} it is {said}"
                faults.append(Fault(row.row, self.records.tier, "R10", wrong, f"write {said}, or correct the fine"))
                return None
            return row.tier
        known = [tier for tier in TIERS if tier in found]
        # Where the law of two days allows two, the milder one is the law (R11).
        return known[0] if known and "unknown" not in found else CANNOT_DETERMINE

    @property
    def _item_column(self) -> str:
        return self.records.law if not isinstance(self.records.item, str) else self.records.item
