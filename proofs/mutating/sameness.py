"""Which mutations are provably no change: the law answers every question as before. Each reason is narrow and stated.

A mutation that changes nothing anybody checks is not the same law; it survives. The proof holds these reasons
against the cases and against random questions: one that finds a difference refutes the reason and fails the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from goodstanding.core.catalogue.conditions import Count, Exists, FactIs, Sum, Which, counted
from goodstanding.core.catalogue.items import LastsWhile, Publication
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.rules import Rule, RuleVersion
from goodstanding.core.catalogue.words import TIERS, Param
from goodstanding.core.rules.carrying import within_ceiling
from goodstanding.core.rules.evaluating import BURDENING
from goodstanding.packs.linting.checks import parts
from proofs.mutating.mutations import Mutant
from proofs.mutating.plain import at


def why_the_same(mutant: Mutant) -> str | None:
    """Answer why the mutation is no change, in the words of the reason, or None when nothing proves it."""
    if mutant.after is None:
        return None
    return next((words for words, holds in REASONS.items() if holds(mutant)), None)


def let_through(which: Which, catalogue: Catalogue) -> set[str]:
    """Answer the items of the pack whose records the filter counts, whatever their tier and day."""
    return {
        name
        for name, item in catalogue.items.items()
        if (not which.items or name in which.items)
        and (not which.conduct_classes or item.conduct_class in which.conduct_classes)
        and (not which.domains or item.domain in which.domains)
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


def _same_figure(mutant: Mutant) -> bool:
    change, field = mutant.mutation.change, mutant.mutation.field
    if change.kind != "figure swapped":
        return False
    one, other = (
        mutant.catalogue.parameters[at(entry.model_dump(by_alias=True), change.path)["param"]]
        for entry in (mutant.before, mutant.after)
    )
    if field in ("items", "measures"):
        # Their own terms are those of the day they run from, whatever reaches back, and do not say what is missing.
        return _same_from(one, other, first=date.min, last=None, named=False)
    if not isinstance(mutant.before, Rule | Publication):
        return False
    if (_reaches(one) or _reaches(other)) and _law(one) != _law(other):
        return False
    first, last = _span(mutant.before, change.path)
    return _same_from(one, other, first=first, last=last, named=True)


def _span(entry: Rule | Publication, path: tuple[Any, ...]) -> tuple[date, date | None]:
    """Answer the days on which the version the path leads into is read; all days where a version reaches back."""
    if isinstance(entry, Rule) and any(version.reaches_back for version in entry.versions):
        return date.min, None
    version = entry.versions[path[1]]
    return version.from_, version.until


def _same_from(one: Parameter, other: Parameter, *, first: date, last: date | None, named: bool) -> bool:
    """Tell whether two figures are the same number on those days; where one is missing its name tells, if `named`."""
    for day in {first, *one.starts, *other.starts}:
        if first <= day and (last is None or day < last):
            values = [_number(figure, day) for figure in (one, other)]
            if values[0] != values[1] or (named and values[0] is None):
                return False
    return True


def _number(figure: Parameter, day: date) -> int | None:
    found = figure.value_on(day)
    return found.value if found and isinstance(found.value, int) else None


def _law(figure: Parameter) -> tuple[Any, ...]:
    return (figure.favours, {day: (value.value, bool(value.reaches_back)) for day, value in figure.values.items()})


def _reaches(figure: Parameter) -> bool:
    return any(value.reaches_back for value in figure.values.values())


def _same_value_before(mutant: Mutant) -> bool:
    if mutant.mutation.change.kind not in ("value removed", "start moved a day"):
        return False
    one, other = mutant.before, mutant.after
    if _reaches(one) or _reaches(other):
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
    number = change.path[1]
    assert isinstance(number, int)
    moved = mutant.after.versions[number]
    if moved.from_ > mutant.before.versions[number].from_ or moved.reaches_back:
        return False
    return any(
        version.selected_by == moved.selected_by and version.interval.contains(moved.from_)
        for version in mutant.after.versions[:number]
    )


def _never_looked_back_to(mutant: Mutant) -> bool:
    change = mutant.mutation.change
    if change.kind not in ("reach back added", "reach back removed"):
        return False
    if isinstance(mutant.before, Publication):
        return True
    if isinstance(mutant.before, Rule):
        return mutant.before.purpose not in BURDENING or _earliest(mutant.before, change.path[1])
    day = change.path[1]
    assert isinstance(day, date)
    catalogue, name = mutant.catalogue, mutant.mutation.id
    if _a_term_that_looks_back(catalogue, name) and _milder_than_before(mutant.before, day):
        return False
    readers = [rule for rule in catalogue.rules.values() if rule.purpose in BURDENING and _reads(rule, name)]
    return all(_begins_no_earlier(rule, day) or _harsher(rule, mutant.before, day, catalogue) for rule in readers)


def _earliest(rule: Rule, number: Any) -> bool:
    """Tell whether no version of the rule is selected by an earlier day than this one."""
    return rule.versions[number].from_ == min(version.from_ for version in rule.versions) and _one_day_selects(rule)


def _one_day_selects(rule: Rule) -> bool:
    return len({version.selected_by for version in rule.versions}) == 1


def _reads(rule: Rule, name: str) -> bool:
    return any(name in version.figures() for version in rule.versions)


def _begins_no_earlier(rule: Rule, day: date) -> bool:
    return _one_day_selects(rule) and all(version.from_ >= day for version in rule.versions)


def _a_term_that_looks_back(catalogue: Catalogue, name: str) -> bool:
    """Tell whether a publication or a list counts with the figure: they take the mildest, items and measures do not."""
    for regime in catalogue.publications.values():
        for _, found in parts(regime):
            if found == Param(param=name):
                return True
    for listed in catalogue.lists.values():
        term = listed.ends.absolute_end if isinstance(listed.ends, LastsWhile) else listed.ends.lasts
        if name in (term.param, listed.removal_opens_after.param if listed.removal_opens_after else None):
            return True
    return False


def _milder_than_before(figure: Parameter, day: date) -> bool:
    """Tell whether the figure of the day favours the organisation more than one before it."""
    value = figure.values[day].value
    before = [found.value for start, found in figure.values.items() if start < day and isinstance(found.value, int)]
    if not isinstance(value, int) or figure.favours == "neither":
        return False
    return any(value < other if figure.favours == "lower" else value > other for other in before)


def _harsher(rule: Rule, figure: Parameter, day: date, catalogue: Catalogue) -> bool:
    """Tell whether the figure of the day can only make the rule's outcome graver, and nothing else reaches back.

    Findings go from the gravest down, so an outcome is surely not milder where every comparison with the figure is at
    least as true as before (true over unknown over false), in `when`, and at most as true in `unless`.
    """
    if not _one_day_selects(rule) or any(version.reaches_back for version in rule.versions):
        return False
    others = {name for version in rule.versions for name in version.figures()} - {figure.parameter}
    if any(_reaches(catalogue.parameters[name]) for name in others if name in catalogue.parameters):
        return False
    if any(value.reaches_back for start, value in figure.values.items() if start != day):
        return False
    ways = {way for version in rule.versions for way in _graver(version, figure.parameter)}
    value = figure.values[day].value
    began = min(version.from_ for version in rule.versions)
    before = [found.value for start, found in figure.values.items() if start < day]
    if len(ways) != 1 or not isinstance(value, int) or not before or min(figure.starts) > began:
        return False
    (way,) = ways
    return way != 0 and all(isinstance(one, int) and value * way >= one * way for one in before)


def _graver(version: RuleVersion, name: str) -> Iterator[int]:
    """Answer for each use of the figure whether the finding becomes truer as it rises (1), falls (-1), or either (0)."""
    for finding in version.findings:
        for sign, conditions in ((1, finding.when), (-1, finding.unless)):
            for condition in conditions:
                for _, leaf in parts(condition):
                    if isinstance(leaf, FactIs | Count | Sum) and leaf.value == Param(param=name):
                        yield sign * {">=": -1, ">": -1, "<=": 1, "<": 1}.get(leaf.op, 0)
                    if isinstance(leaf, Count | Sum | Exists) and (which := counted(leaf)) and which.within:
                        more = {">=": 1, ">": 1, "<=": -1, "<": -1}.get(getattr(leaf, "op", ">="), 0)
                        if which.within.last.param == name:
                            yield sign * more


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
    change = mutant.mutation.change
    if mutant.mutation.field != "publications" or change.kind not in ("figure swapped", "counted from another day"):
        return False
    *_, number, _tiers, tier, key = change.path
    assert isinstance(number, int)
    unused = key in ("repair_opens_after", "counted_from")
    return unused and mutant.before.versions[number].tiers[tier].shown == "no"


def _favours_the_same(mutant: Mutant) -> bool:
    if mutant.mutation.change.kind != "favours changed":
        return False
    if not _a_term_that_looks_back(mutant.catalogue, mutant.mutation.id):
        return True
    reaching = [day for day, value in mutant.before.values.items() if value.reaches_back]
    return not any(_milder_than_before(figure, day) for figure in (mutant.before, mutant.after) for day in reaching)


REASONS: Final[dict[str, Callable[[Mutant], bool]]] = {
    "a group of one condition: all of it is any of it": _group_of_one,
    "the filter lets the same items of the pack through": _same_items,
    "the other figure is the same number on every day the entry reads it": _same_figure,
    "the figure before is the same number": _same_value_before,
    "an earlier version still holds on that day, and the first that holds applies": _version_covered,
    "nothing that looks back to later law reads it where it would be milder": _never_looked_back_to,
    "every tier gets the same answer from severity, ceiling and tiers together": _same_tiers,
    "a measure with a rule of eligibility asks for no cause": _asks_no_cause,
    "the figure compared with is known on no day": _compares_with_nothing,
    "the term is not counted in days the calendar decides": _no_such_calendar,
    "what is not shown counts from the decision and opens for no repair": _not_shown,
    "no figure reaches back to which that could make a difference": _favours_the_same,
}
