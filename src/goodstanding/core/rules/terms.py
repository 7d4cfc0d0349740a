"""What follows from the dates: how long something is shown, when repair opens, deadlines, the ends of lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from goodstanding.core.catalogue.consequences import Deadline
from goodstanding.core.catalogue.items import ByRule, TierPublication
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.rules.evaluating import CANNOT_DETERMINE, NOT_IN_FORCE, Matter, evaluate
from goodstanding.core.rules.figures import Figures, is_milder, reaching_back
from goodstanding.core.rules.records import forward
from goodstanding.core.unknown import CannotDetermine

Day = date | Literal["unknown", "none"]


@dataclass(frozen=True)
class Publication:
    """How a record of a tier is shown: whether, from when it can be repaired, and the first day it no longer is.

    `none` for a day that does not come (nothing is repaired that is not shown); `unknown` with what is `missing`.
    """

    outcome: Literal["known", "not-in-force", "cannot-determine"]
    shown: Literal["yes", "no", "unknown"] = "unknown"
    repair_opens_on: Day = "unknown"
    ends_on: Day = "unknown"
    ends: str = "unknown"
    ceiling: str = "none"
    basis: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def publication(
    catalogue: Catalogue, *, name: str, tier: str, matter: Matter, as_of: date | None = None
) -> Publication:
    """Answer how a record of `tier` is shown under the regime `name`; the facts of the matter give its days."""
    regime = catalogue.publications[name]
    unknown: list[str] = []
    for version in regime.versions:
        day = matter.facts.get(version.selected_by)
        if day is None:
            unknown.append(version.selected_by)
        elif version.interval.contains(day):
            of_tier = version.tiers.get(tier)  # type: ignore[call-overload]  # tier is one of the closed three
            if of_tier is None:
                return Publication("cannot-determine", missing=(f"{name}: {tier}",), basis=version.basis)
            return _of_tier(catalogue, of_tier, day=day, matter=matter, as_of=as_of)
    if unknown:
        return Publication("cannot-determine", missing=tuple(dict.fromkeys(unknown)))
    return Publication("not-in-force")


def _of_tier(
    catalogue: Catalogue, of_tier: TierPublication, *, day: date, matter: Matter, as_of: date | None
) -> Publication:
    shown, missing = _shown(catalogue, of_tier, matter=matter, as_of=as_of)
    counted_from = "record.decided_on" if shown == "no" else f"record.{of_tier.counted_from}"
    start = matter.facts.get(counted_from)
    figures = Figures(catalogue.parameters, day)
    if start is None:
        missing.append(counted_from)
    ends_on = _end(catalogue, of_tier.ends_after.param, start=start, figures=figures, as_of=as_of, missing=missing)
    opens: Day = "none"
    if shown != "no" or of_tier.repairs_unshown:
        opens = _end(
            catalogue, of_tier.repair_opens_after.param, start=start, figures=figures, as_of=as_of, missing=missing
        )
    return Publication(
        outcome="cannot-determine" if missing else "known",
        shown=shown,
        repair_opens_on=opens,
        ends_on=ends_on,
        ends=of_tier.ends,
        ceiling=of_tier.ceiling,
        basis=of_tier.basis,
        missing=tuple(dict.fromkeys(missing)),
    )


def _shown(
    catalogue: Catalogue, of_tier: TierPublication, *, matter: Matter, as_of: date | None
) -> tuple[Literal["yes", "no", "unknown"], list[str]]:
    if not isinstance(of_tier.shown, ByRule):
        missing = ["shown"] if of_tier.shown == "unknown" else []
        return of_tier.shown, missing
    rule = catalogue.rules[of_tier.shown.rule]
    found = evaluate(rule, parameters=catalogue.parameters, matter=matter, as_of=as_of)
    if found.outcome in (CANNOT_DETERMINE, NOT_IN_FORCE):
        return "unknown", list(found.missing) or [of_tier.shown.rule]
    return ("yes" if found.outcome == "shown" else "no"), []


def _end(
    catalogue: Catalogue,
    name: str,
    *,
    start: date | None,
    figures: Figures,
    as_of: date | None,
    missing: list[str],
) -> Day:
    """Answer the day a term after `start`; writes into `missing` when there is none.

    Later milder figures that reach back are tried in their order. What had ended before one began stays as it ended.
    """
    parameter = catalogue.parameters[name]
    figure = figures.of(name)
    if figure.value is None:
        missing.append(name)
    if figure.value is None or start is None:
        return "unknown"
    value = figure.value
    for day in reaching_back([parameter], after=figures.day, until=as_of):
        if forward(start, value=value, unit=figure.unit) <= day:
            break
        later = Figures(figures.parameters, figures.day, seen_on=day).of(name)
        if later.value is not None and is_milder(parameter, later.value, than=value):
            value = later.value
    return forward(start, value=value, unit=figure.unit)


def term_end(
    catalogue: Catalogue, *, name: str, start: date | None, as_of: date | None = None
) -> tuple[Day, tuple[str, ...]]:
    """Answer the day on which a term of parameter `name` from `start` ends, and what is missing if unknown."""
    if start is None:
        return "unknown", ("the day it begins",)
    missing: list[str] = []
    day = _end(catalogue, name, start=start, figures=Figures(catalogue.parameters, start), as_of=as_of, missing=missing)
    return day, tuple(missing)


def due(catalogue: Catalogue, *, deadline: Deadline, facts: Mapping[str, Any]) -> tuple[Day, tuple[str, ...]]:
    """Answer the last day to act, under the figure of the day it runs from, and what is missing when unknown.

    Working days by the deadline's calendar (docs/time.md). Beyond what its sources settle the answer is unknown.
    """
    start = facts.get(deadline.after)
    if start is None:
        return "unknown", (deadline.after,)
    figure = Figures(catalogue.parameters, start).of(deadline.within.param)
    if figure.value is None:
        return "unknown", (deadline.within.param,)
    calendar = catalogue.calendars.get(deadline.calendar) if deadline.calendar else None
    if figure.unit == "working-day":
        if calendar is None:
            return "unknown", (f"calendar {deadline.calendar}",)
        return _settled(calendar.add_working_days(start, figure.value))
    day = forward(start, value=figure.value, unit=figure.unit)
    if deadline.moves_to_working_day and calendar is not None:
        return _settled(calendar.add_working_days(day, 0))
    return day, ()


def _settled(day: date | CannotDetermine) -> tuple[Day, tuple[str, ...]]:
    return ("unknown", day.missing) if isinstance(day, CannotDetermine) else (day, ())
