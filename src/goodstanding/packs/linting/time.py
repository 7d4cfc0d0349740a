"""Time: versions that do not overlap, no retroactivity except in favour, deadlines that can be counted (R11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from goodstanding.core.catalogue.consequences import Listing
from goodstanding.core.catalogue.items import LastsWhile, Term, TierPublication
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.standard import STANDARD_FACTS, fact_of
from goodstanding.core.rules.evaluating import BURDENING
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Looked, check, parts

# What may choose the law that burdens: the day of the conduct or of the decision, and nothing that comes later.
SELECTING: Final = frozenset({"conduct", "decision"})
GRAVEST_FIRST: Final = {"tier": ("serious", "general", "minor"), "shown": ("shown", "not-shown")}


@check("versions-do-not-overlap", rule="R11")
def versions_do_not_overlap(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """On each day there is one version of a rule or regime, and they stand in order of time."""
    for entry in looked.own("rules", "publications"):
        for at, (earlier, later) in enumerate(pairwise(entry.model.versions), start=1):
            if earlier.until is None or earlier.until > later.from_:
                wrong = f"begins on {later.from_}, while the version before is still in force"
                mend = "end the version before on the day this one begins"
                yield complaint(entry, "versions", at, wrong=wrong, mend=mend)


@check("selected-by-the-past", rule="R11")
def selected_by_the_past(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """The law that burdens is that of the conduct or the decision; no later day chooses it."""
    for entry in looked.own("rules", "publications"):
        burdens = entry.field == "publications" or entry.model.purpose in BURDENING
        for at, version in enumerate(entry.model.versions):
            fact = fact_of(version.selected_by, declared=looked.catalogue.facts)
            if fact is None:
                continue
            if fact.type != "date" or (burdens and fact.moment not in SELECTING):
                wrong = f"is selected by {version.selected_by}, which is no day of the conduct or decision"
                yield complaint(entry, "versions", at, "selected_by", wrong=wrong, mend="name the day of either")


@check("standard-facts-stay", rule="R11")
def standard_facts_stay(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """What the register itself knows is not declared anew, so no pack can call a later day a day of decision."""
    for entry in looked.own("facts"):
        if entry.id in STANDARD_FACTS or entry.id.startswith(("record.", "listing.")):
            wrong = f"{entry.id!r} belongs to the register itself"
            yield complaint(entry, wrong=wrong, mend="give the pack's fact another name, outside record. and listing.")


@check("reaches-back-in-favour", rule="R11")
def reaches_back_in_favour(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Later law reaches earlier conduct only where it is milder, and the pack says which way is milder."""
    for entry in looked.own("parameters"):
        parameter: Parameter = entry.model
        for start, value in parameter.values.items():
            if value.reaches_back and not _milder_than_all_before(parameter, start):
                wrong = f"reaches back, and is not in the organisation's favour (favours: {parameter.favours})"
                mend = "let it begin on its day; only milder law reaches back"
                yield complaint(entry, "values", str(start), "reaches_back", wrong=wrong, mend=mend)
    for entry in looked.own("rules"):
        for at, version in enumerate(entry.model.versions):
            if version.reaches_back and entry.model.purpose not in BURDENING:
                wrong = "reaches back, and does not burden"
                yield complaint(entry, "versions", at, "reaches_back", wrong=wrong, mend="leave it out")
    yield from _wrong_way(looked, complaint)
    yield from _out_of_order(looked, complaint)


def _milder_than_all_before(parameter: Parameter, start: date) -> bool:
    now = parameter.values[start].value
    before = [value.value for day, value in parameter.values.items() if day < start]
    if parameter.favours == "neither" or not isinstance(now, int) or not before:
        return False
    return all(isinstance(one, int) and at_least_as_mild(parameter, now, one) for one in before)


def at_least_as_mild(parameter: Parameter, value: int, other: int) -> bool:
    """Tell whether a value is no worse for the organisation than another."""
    return value <= other if parameter.favours == "lower" else value >= other


def _wrong_way(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Answer the terms whose direction is told wrongly, so that a longer burden would pass for a milder one."""
    burdens = set(_terms_of_burdens(looked))
    answers = {one.within.param for one in looked.catalogue.deadlines.values() if one.of == "organisation"}
    for entry in looked.own("parameters"):
        if entry.id in burdens and entry.model.favours == "higher":
            wrong = "says that a longer term of a burden favours the organisation"
            yield complaint(entry, "favours", wrong=wrong, mend="write lower")
        elif entry.id in answers - burdens and entry.model.favours == "lower":
            wrong = "says that less time to act favours the organisation"
            yield complaint(entry, "favours", wrong=wrong, mend="write higher")


def _terms_of_burdens(looked: Looked) -> Iterator[str]:
    for field in ("items", "lists", "measures", "publications"):
        for model in getattr(looked.catalogue, field).values():
            if getattr(model, "effect", "adverse") == "adverse" and getattr(model, "kind", None) != "facilitation":
                for _, value in parts(model):
                    if isinstance(value, Term):
                        yield value.lasts.param
                    elif isinstance(value, LastsWhile):
                        yield value.absolute_end.param
                    elif isinstance(value, TierPublication):
                        yield from (value.repair_opens_after.param, value.ends_after.param)
                    elif isinstance(value, Listing) and value.removal_opens_after:
                        yield value.removal_opens_after.param


def _out_of_order(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Answer the rules that reach back and do not go from the gravest finding to the mildest: milder would be worse."""
    reaching = {
        name for name, one in looked.catalogue.parameters.items() if any(v.reaches_back for v in one.values.values())
    }
    for entry in looked.own("rules"):
        gravest_first = GRAVEST_FIRST.get(entry.model.purpose, ())
        versions = entry.model.versions
        if not any(one.reaches_back or reaching & set(one.figures()) for one in versions):
            continue
        for at, version in enumerate(versions):
            found = [*(one.finding for one in version.findings), version.otherwise]
            ranks = [gravest_first.index(one) for one in found if one in gravest_first]
            if ranks != sorted(ranks):
                wrong = "reaches back, and does not go from the gravest finding to the mildest"
                yield complaint(entry, "versions", at, "findings", wrong=wrong, mend="put the gravest finding first")


@check("working-days-can-be-counted", rule="R20")
def working_days_can_be_counted(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A deadline in working days has a calendar and at least one day; the standing query cannot count nought."""
    for entry in looked.own("deadlines"):
        parameter = looked.catalogue.parameters.get(entry.model.within.param)
        if parameter is None:
            continue
        if (parameter.unit == "working-day" or entry.model.moves_to_working_day) and entry.model.calendar is None:
            yield complaint(entry, "calendar", wrong="counts working days without a calendar", mend="name the calendar")
        if parameter.unit == "working-day" and any(value.value == 0 for value in parameter.values.values()):
            wrong = f"{parameter.parameter!r} is nought working days"
            yield complaint(entry, "within", wrong=wrong, mend="give at least one working day")
