"""Which mutations are provably no change: the law answers every question as before. Each reason is narrow and stated.

A mutation that changes nothing anybody checks is not the same law; it survives. The proof holds these reasons
against the cases and against random questions: one that finds a difference refutes the reason and fails the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from goodstanding.core.catalogue.conditions import Which, counted
from goodstanding.core.catalogue.items import LastsWhile, Publication
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.rules import Rule
from goodstanding.core.catalogue.words import TIERS
from goodstanding.core.rules.carrying import within_ceiling
from proofs.mutating.looking_back import (
    favours_the_same,
    never_looked_back_to,
    never_milder,
    number,
    reaches,
    same_figure,
    says_the_same,
)
from proofs.mutating.mutations import Mutant
from proofs.mutating.plain import at


def why_the_same(mutant: Mutant) -> str | None:
    """Answer why the mutation is no change, in the words of the reason, or None when nothing proves it."""
    if mutant.after is None:
        return None
    return next((words for words, holds in REASONS.items() if holds(mutant)), None)


def let_through(which: Which, catalogue: Catalogue) -> set[str]:
    """Answer the items of the pack whose records the filter counts, whatever their day and, if they have one, tier."""
    return {
        name
        for name, item in catalogue.items.items()
        if (not which.items or name in which.items)
        and (not which.conduct_classes or item.conduct_class in which.conduct_classes)
        and (not which.domains or item.domain in which.domains)
        and (not which.tiers or item.tier is not None)
    }


def _group_of_one(mutant: Mutant) -> bool:
    if mutant.mutation.change.kind not in ("all to any", "any to all"):
        return False
    before = at(mutant.before.model_dump(by_alias=True), mutant.mutation.change.path)
    return isinstance(before, dict) and len(before.get("all") or before.get("any") or ()) == 1


def _same_items(mutant: Mutant) -> bool:
    if mutant.mutation.change.kind not in ("filter narrowed", "filter widened"):
        return False
    pairs = zip(_whiches(mutant.before), _whiches(mutant.after), strict=True)
    return all(
        one.tiers == other.tiers and let_through(one, mutant.catalogue) == let_through(other, mutant.catalogue)
        for one, other in pairs
    )


def _whiches(rule: Rule) -> Iterator[Which]:
    for version in rule.versions:
        yield from (which for leaf in version.comparisons() if (which := counted(leaf)))


def _same_value_before(mutant: Mutant) -> bool:
    if mutant.mutation.change.kind not in ("value removed", "start moved a day"):
        return False
    one, other = mutant.before, mutant.after
    if reaches(one) or reaches(other):
        return False
    days = {*one.starts, *other.starts}
    return all(
        (a.value if (a := one.value_on(day)) else None) == (b.value if (b := other.value_on(day)) else None)
        for day in days
    )


def _version_covered(mutant: Mutant) -> bool:
    change = mutant.mutation.change
    if change.kind != "from moved a day" or not isinstance(mutant.before, Rule | Publication):
        return False
    moved = mutant.after.versions[mutant.version]
    if moved.from_ > mutant.before.versions[mutant.version].from_ or getattr(moved, "reaches_back", None):
        return False
    return any(
        version.selected_by == moved.selected_by and version.interval.contains(moved.from_)
        for version in mutant.after.versions[: mutant.version]
    )


def _same_tiers(mutant: Mutant) -> bool:
    if mutant.mutation.change.kind not in ("severity changed", "tier added", "tier removed"):
        return False
    if mutant.mutation.field != "measures":
        return False
    return all(_refused(mutant.before, tier) == _refused(mutant.after, tier) for tier in TIERS)


def _refused(measure: Any, tier: str) -> bool:
    return not within_ceiling(measure.severity, tier=tier) or bool(measure.tiers and tier not in measure.tiers)


def _asks_no_cause(mutant: Mutant) -> bool:
    return mutant.mutation.change.kind == "follows one less" and mutant.after.eligibility is not None


def _compares_with_nothing(mutant: Mutant) -> bool:
    change = mutant.mutation.change
    if change.kind != "operator changed":
        return False
    value = at(mutant.before.model_dump(by_alias=True), change.path)["value"]
    return isinstance(value, dict) and _never_known(mutant.catalogue.parameters[value["param"]])


def _never_known(figure: Parameter) -> bool:
    return not any(isinstance(value.value, int) for value in figure.values.values())


def _no_such_calendar(mutant: Mutant) -> bool:
    if mutant.mutation.field != "deadlines":
        return False
    figure = mutant.catalogue.parameters[mutant.before.within.param]
    if mutant.mutation.change.kind == "calendar removed":
        return _never_known(figure) or (figure.unit != "working-day" and not mutant.before.moves_to_working_day)
    if mutant.mutation.change.kind == "moving flipped":
        return _never_known(figure) or figure.unit == "working-day" or mutant.before.calendar is None
    return False


def _not_shown(mutant: Mutant) -> bool:
    """Tell whether what changed is read only of what is shown, or only of what is not."""
    path = mutant.mutation.change.path
    if mutant.mutation.field != "publications" or path[-2:-1] not in [(tier,) for tier in TIERS]:
        return False
    tier, key = path[-2:]
    of_tier = mutant.before.versions[mutant.version].tiers[tier]
    if key == "repairs_unshown":
        return of_tier.shown == "yes"
    unused = key == "counted_from" or (key == "repair_opens_after" and not of_tier.repairs_unshown)
    return unused and of_tier.shown == "no"


def _ended_earlier(mutant: Mutant) -> bool:
    """Tell whether the publication ends a record first on every day of decision for which its own end would differ."""
    before, after = mutant.before, mutant.after
    if mutant.mutation.field != "items" or mutant.mutation.change.path[:1] != ("ends",):
        return False
    regime = mutant.catalogue.publications.get(before.publication or "")
    if regime is None or before.tier not in TIERS:
        return False
    # A measure that follows it may be asked about with another tier.
    followed = any(mutant.mutation.id in measure.follows_items for measure in mutant.catalogue.measures.values())
    tiers = TIERS if followed else (before.tier,)
    terms = [_own_term(item) for item in (before, after)]
    if None in terms:
        return False
    figures = mutant.catalogue.parameters
    named = [term for term in (*terms, *_shown_terms(regime)) if term]
    if len({figures[name].unit for name in named}) != 1:
        return False
    days = {date.min, *(day for name in named for day in figures[name].starts)}
    days |= {day for version in regime.versions for day in (version.from_, version.until) if day}
    return all(_ended_first(mutant, regime, tier, day, terms) for day in days for tier in tiers)


def _own_term(item: Any) -> str | None:
    """Answer the figure of an item's own end from the decision, "" without one, None where it runs from another day."""
    if item.ends is None or item.ends.counted_from == "listed_on":
        return ""  # nothing is listed on the day of a record, so such a term never begins
    if item.ends.counted_from not in ("decided_on", None):
        return None
    return (item.ends.absolute_end if isinstance(item.ends, LastsWhile) else item.ends.lasts).param


def _shown_terms(regime: Publication) -> Iterator[str]:
    yield from (of_tier.ends_after.param for version in regime.versions for of_tier in version.tiers.values())


def _ended_first(mutant: Mutant, regime: Publication, tier: Any, day: date, terms: list[str | None]) -> bool:
    figures = mutant.catalogue.parameters
    one, other = (number(figures[term], day) if term else None for term in terms)
    if one == other:
        return True
    version = regime.version_on(day)
    shown = version.tiers.get(tier) if version else None
    if version is None or shown is None or version.selected_by != "record.decided_on":
        return False
    figure = figures[shown.ends_after.param]
    from_decision = shown.shown == "no" or shown.counted_from == "decided_on"
    only_shorter = figure.favours == "lower" or not reaches(figure)
    ends = number(figure, day)
    known = [term for term in (one, other) if term is not None]
    return from_decision and only_shorter and ends is not None and all(ends <= term for term in known)


def _counted_in_days(mutant: Mutant) -> bool:
    if mutant.mutation.change.kind != "counted the other way":
        return False
    within = at(mutant.before.model_dump(by_alias=True), mutant.mutation.change.path)
    return mutant.catalogue.parameters[within["last"]["param"]].unit == "day"


REASONS: Final[dict[str, Callable[[Mutant], bool]]] = {
    "a group of one condition: all of it is any of it": _group_of_one,
    "the filter lets the same items of the pack through": _same_items,
    "the other figure is the same number on every day the entry reads it": same_figure,
    "the figure before is the same number": _same_value_before,
    "an earlier version still holds on that day, and the first that holds applies": _version_covered,
    "the version that held on that day says the same": says_the_same,
    "under the version that reaches back every finding is as grave or graver": never_milder,
    "nothing that looks back to later law reads it where it would be milder": never_looked_back_to,
    "every tier gets the same answer from severity, ceiling and tiers together": _same_tiers,
    "a measure with a rule of eligibility asks for no cause": _asks_no_cause,
    "a period of days is the same counted back or forward": _counted_in_days,
    "the figure compared with is known on no day": _compares_with_nothing,
    "the term is not counted in days the calendar decides": _no_such_calendar,
    "what is not shown counts from the decision and opens for no repair, and the other way round": _not_shown,
    "the publication ends a record first whenever its own end would differ": _ended_earlier,
    "no figure reaches back to which that could make a difference": favours_the_same,
}
