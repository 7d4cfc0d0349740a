"""Time: versions that do not overlap, no retroactivity except in favour, deadlines that can be counted (R11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from goodstanding.core.catalogue.items import PublicationVersion
from goodstanding.core.catalogue.law import Parameter, Value
from goodstanding.core.catalogue.rules import RuleVersion
from goodstanding.core.catalogue.standard import STANDARD_FACTS, fact_of
from goodstanding.core.rules.evaluating import BURDENING
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check, parts

# What may choose the law that burdens: the day of the conduct or of the decision, and nothing that comes later.
SELECTING: Final = frozenset({"conduct", "decision"})


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
    for entry in looked.own("rules", "publications"):
        for steps, version in parts(entry.model):
            if isinstance(version, RuleVersion | PublicationVersion) and version.reaches_back and not _may(entry):
                wrong = "reaches back, and does not burden"
                yield complaint(entry, *steps, "reaches_back", wrong=wrong, mend="leave it out")


def _may(entry: Entry) -> bool:
    return entry.field == "rules" and entry.model.purpose in BURDENING


def _milder_than_all_before(parameter: Parameter, start: date) -> bool:
    now = parameter.values[start].value
    before = [value.value for day, value in parameter.values.items() if day < start]
    if parameter.favours == "neither" or not isinstance(now, int) or not before:
        return False
    return all(isinstance(one, int) and _at_least_as_mild(parameter, now, one) for one in before)


def _at_least_as_mild(parameter: Parameter, value: int, other: int) -> bool:
    return value <= other if parameter.favours == "lower" else value >= other


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


@check("province-loosens-nothing", rule="G5")
def province_loosens_nothing(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A province adds, and changes a figure of its nation only in the organisation's favour, under its own law."""
    parent = looked.pack.parent
    if parent is None:
        return
    for entry in looked.own():
        if entry.id not in getattr(parent.catalogue, entry.field):
            continue
        if entry.field != "parameters":
            wrong = f"{entry.id!r} is the nation's, and written anew"
            yield complaint(entry, wrong=wrong, mend="leave it to the nation; a province adds under new ids")
        else:
            nation: Parameter = parent.catalogue.parameters[entry.id]
            for day, wrong in _loosened(looked, entry.model, nation):
                steps = ("values", str(day)) if day in entry.model.values else ()
                yield complaint(entry, *steps, wrong=wrong, mend="give the nation's figure or a more favourable one")


def _loosened(looked: Looked, province: Parameter, nation: Parameter) -> Iterator[tuple[date, str]]:
    if (province.unit, province.favours) != (nation.unit, nation.favours) or nation.favours == "neither":
        yield province.starts[0], "changes a figure whose unit or direction the nation does not let it change"
        return
    for day in sorted({*province.starts, *nation.starts}):
        mine, theirs = province.value_on(day), nation.value_on(day)
        if theirs is None or mine == theirs:
            continue
        if mine is None or not _as_mild(province, mine, theirs):
            said = mine.value if mine else "nothing"
            yield day, f"is {said} from {day}, where the nation's figure is {theirs.value}"
        elif not _under_own_law(looked, mine) and mine.value != theirs.value:
            yield day, "is changed under the nation's law, not the province's own"


def _as_mild(parameter: Parameter, mine: Value, theirs: Value) -> bool:
    if isinstance(mine.value, int) and isinstance(theirs.value, int):
        return _at_least_as_mild(parameter, mine.value, theirs.value)
    return mine.value == theirs.value


def _under_own_law(looked: Looked, value: Value) -> bool:
    return all(basis.partition(" ")[0] in looked.pack.own["sources"] for basis in value.basis)


@check("edition-keeps-the-past", rule="R11")
def edition_keeps_the_past(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A new edition leaves what has been law as it was, or makes it milder; it never makes the past worse."""
    if looked.previous is None:
        return
    before = looked.previous.catalogue
    for entry in looked.own("parameters"):
        if entry.id in before.parameters:
            for day, wrong in _worsened(entry.model, before.parameters[entry.id], today=looked.today):
                mend = "let the change begin on a day to come, or correct it in the organisation's favour"
                steps = ("values", str(day)) if day in entry.model.values else ()
                yield complaint(entry, *steps, wrong=wrong, mend=mend)
    for entry in looked.own("items", "lists", "measures"):
        earlier = getattr(before, entry.field).get(entry.id)
        began = min(earlier.from_, looked.today) if earlier else looked.today
        burdens = getattr(entry.model, "effect", None) == "adverse" or entry.field != "items"
        if earlier is not None and burdens and entry.model.from_ < began:
            wrong = f"begins on {entry.model.from_}, before the {earlier.from_} of the last edition"
            yield complaint(entry, "from", wrong=wrong, mend="leave its first day as it was")
    yield from _rewritten(looked, complaint)


def _rewritten(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    before = looked.previous.catalogue if looked.previous else None
    for entry in looked.own("rules", "publications"):
        earlier = getattr(before, entry.field).get(entry.id)
        for at, version in enumerate(earlier.versions if earlier else ()):
            now = next((one for one in entry.model.versions if one.from_ == version.from_), None)
            begun = version.from_ < looked.today
            if begun and (now is None or _law(now) != _law(version)) and not (now and now.reaches_back):
                wrong = f"changes the version from {version.from_}, which has been law since"
                mend = "end it on a day to come and add a version from that day"
                yield complaint(entry, "versions", at, wrong=wrong, mend=mend)


def _law(version: RuleVersion | PublicationVersion) -> object:
    """Answer what of a version is law: all but its end, its words and what is known of its source."""
    return version.model_dump(exclude={"until": True, "citation": True, "confidence": True, "note": True})


def _worsened(now: Parameter, before: Parameter, *, today: date) -> Iterator[tuple[date, str]]:
    for day in sorted({*now.starts, *before.starts}):
        if day >= today:
            return
        mine, theirs = now.value_on(day), before.value_on(day)
        if theirs is None and mine is not None and before.starts[0] > day:
            yield day, f"gives a figure for {day}, for which there was none"
            return
        if theirs is None or (mine is not None and mine.value == theirs.value):
            continue
        milder = mine is not None and now.favours != "neither" and _as_mild(now, mine, theirs)
        if theirs.value != "unknown" and not milder:
            yield day, f"is {mine.value if mine else 'gone'} from {day}, where the last edition said {theirs.value}"
            return
