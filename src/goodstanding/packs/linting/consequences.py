"""Proportion and ends: ceilings of what may follow, terms that are bounded, repair that opens before the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from goodstanding.core.catalogue.consequences import CEILING, SEVERITIES, Measure
from goodstanding.core.catalogue.items import LastsWhile, Term, TierPublication
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.words import TIERS
from goodstanding.core.rules.carrying import within_ceiling
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check, parts

# The longest term found in any law behind this register: five years (EU 2024/2509 Art. 141; UK Procurement Act 2023;
# FAR 9.406-4). What must last longer is decided anew (G5).
LONGEST_MONTHS: Final = 60
FRESH_DECISION_MONTHS: Final = 12
IN_MONTHS: Final = {"month": 1.0, "year": 12.0, "day": 12 / 365}

FITTING: Final = {
    "reduces-rights": frozenset({"restriction", "exclusion"}),
    "management": frozenset({"notice", "management"}),
    "facilitation": frozenset({"none"}),
    "voluntary": frozenset({"none", "notice"}),
}


@check("severity-fits-kind", rule="R10")
def severity_fits_kind(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """What takes a right is called a restriction or an exclusion, and not a mere notice."""
    for entry in looked.own("measures"):
        fitting = FITTING[entry.model.kind]
        if entry.model.severity not in fitting:
            wrong = f"{entry.model.kind} is called {entry.model.severity}"
            yield complaint(entry, "severity", wrong=wrong, mend=f"write {' or '.join(sorted(fitting))}")


@check("ceilings", rule="R10")
def ceilings(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """No measure is heavier than what may follow the tier of its cause."""
    for entry in looked.own("measures"):
        measure: Measure = entry.model
        if measure.follows_items and not measure.tiers and measure.severity != "none":
            yield complaint(entry, "tiers", wrong="follows items of any tier", mend="name the tiers it follows")
        tiers = [*measure.tiers] if measure.follows_items else []
        tiers += [looked.catalogue.lists[key].tier for key in measure.follows_lists if key in looked.catalogue.lists]
        for tier in sorted(set(tiers), key=TIERS.index):
            if not within_ceiling(measure.severity, tier=tier):
                wrong = f"{measure.severity} may not follow what is {tier}; its ceiling is {CEILING[tier]}"
                yield complaint(entry, "severity", wrong=wrong, mend="let it follow what is graver, or make it lighter")
        yield from _above_the_regimes(looked, entry, complaint)
    for entry in looked.own("publications"):
        for steps, value in parts(entry.model):
            if isinstance(value, TierPublication) and not within_ceiling(value.ceiling, tier=str(steps[-1])):
                wrong = (
                    f"raises the ceiling of {steps[-1]} to {value.ceiling}; the program's is {CEILING[str(steps[-1])]}"
                )
                yield complaint(entry, *steps, "ceiling", wrong=wrong, mend="write the same or a lower one")


def _above_the_regimes(looked: Looked, entry: Entry, complaint: Complain) -> Iterator[Complaint]:
    measure: Measure = entry.model
    for key in measure.follows_items:
        item = looked.catalogue.items.get(key)
        regime = looked.catalogue.publications.get(item.publication or "") if item else None
        for version in regime.versions if regime else ():
            if version.interval.intersect(measure.interval) is None:
                continue
            for tier in measure.tiers:
                ceiling = version.tiers[tier].ceiling if tier in version.tiers else "exclusion"
                if SEVERITIES.index(measure.severity) > SEVERITIES.index(ceiling):
                    wrong = f"{measure.severity} is above the ceiling {ceiling} of {tier} records of {key}"
                    yield complaint(entry, "severity", wrong=wrong, mend="make it lighter, or leave the tier out")
                    return


@check("a-cause-for-every-measure", rule="R6")
def a_cause_for_every_measure(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A measure follows something: an item, a list, or for what gives, a rule of eligibility."""
    for entry in looked.own("measures"):
        measure: Measure = entry.model
        caused = measure.follows_items or measure.follows_lists
        if not caused and not (measure.eligibility and measure.kind == "facilitation"):
            yield complaint(
                entry, wrong="follows nothing", mend="name the items, lists or rule of eligibility it follows"
            )
        if measure.eligibility and measure.kind != "facilitation":
            wrong = "makes a rule of eligibility the cause of a burden"
            yield complaint(entry, "eligibility", wrong=wrong, mend="name the item or list it follows")
        if measure.kind == "facilitation" and caused and measure.eligibility is None:
            yield complaint(entry, wrong="gives because of a record alone", mend="write its rule of eligibility")


@check("terms-are-bounded", rule="G5, R19")
def terms_are_bounded(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Everything that burdens ends, within sixty months; what lasts while something does is decided anew yearly."""
    for entry in looked.own("items", "lists", "measures", "publications"):
        for steps, value in parts(entry.model):
            match value:
                case Term():
                    yield from _counted_from(entry, complaint, (*steps, "counted_from"), value.counted_from)
                    yield from _bounded(looked, entry, complaint, (*steps, "lasts"), value.lasts.param, LONGEST_MONTHS)
                case LastsWhile():
                    fresh, end = value.fresh_decision.param, value.absolute_end.param
                    at = (*steps, "fresh_decision")
                    yield from _bounded(looked, entry, complaint, at, fresh, FRESH_DECISION_MONTHS)
                    at = (*steps, "absolute_end")
                    yield from _bounded(looked, entry, complaint, at, end, LONGEST_MONTHS)
                case TierPublication():
                    at = (*steps, "ends_after")
                    yield from _bounded(looked, entry, complaint, at, value.ends_after.param, LONGEST_MONTHS)


def _counted_from(entry: Entry, complaint: Complain, steps: tuple[str | int, ...], day: str) -> Iterator[Complaint]:
    if entry.field == "lists" and day != "listed_on":
        yield complaint(entry, *steps, wrong=f"counts a listing from {day}", mend="write listed_on")
    if entry.field == "items" and day == "listed_on":
        yield complaint(entry, *steps, wrong="counts a record from a listing", mend="write decided_on or published_on")


def _bounded(
    looked: Looked, entry: Entry, complaint: Complain, steps: tuple[str | int, ...], name: str, most: int
) -> Iterator[Complaint]:
    parameter = looked.catalogue.parameters.get(name)
    if parameter is None:
        return  # references-resolve says so
    begins = _begins(entry, steps)
    if begins is not None and parameter.starts[0] > begins:
        wrong = f"ends after {name}, which has no figure before {parameter.starts[0]}"
        yield complaint(entry, *steps, wrong=wrong, mend=f"give the figure from {begins} on, or begin later")
    for start, value in parameter.values.items():
        if value.value == "unknown":
            wrong = f"ends after {name}, which no source says (from {start})"
            mend = "find the term; until then nothing can be filed under it"
            yield complaint(entry, *steps, wrong=wrong, mend=mend, grade=looked.grade())
        elif value.value == "repealed":
            if _needed(entry, start):
                wrong = f"ends after {name}, which is repealed from {start}"
                yield complaint(entry, *steps, wrong=wrong, mend="end the entry on that day, or name its new term")
        elif not 0 < value.value * IN_MONTHS.get(parameter.unit, 1.0) <= most:
            wrong = f"lasts {value.value} {parameter.unit}{'' if value.value == 1 else 's'} (from {start})"
            yield complaint(entry, *steps, wrong=wrong, mend=f"give a term above nought and within {most} months")


def _begins(entry: Entry, steps: tuple[str | int, ...]) -> date | None:
    """Answer from when a term of an entry is needed: since its version, or since the entry itself, is law."""
    if entry.field == "publications":
        begins: date = entry.model.versions[steps[1]].from_
        return begins
    return getattr(entry.model, "from_", None)


def _needed(entry: Entry, start: object) -> bool:
    until = getattr(entry.model, "until", None)
    return until is None or until > start


@check("repair-opens-before-the-end", rule="R21")
def repair_opens_before_the_end(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A record can be repaired, and one comes off a list, no later than it ends."""
    parameters = looked.catalogue.parameters
    for entry in looked.own("publications", "lists"):
        for steps, value in parts(entry.model):
            opens = getattr(value, "repair_opens_after", None) or getattr(value, "removal_opens_after", None)
            end = getattr(value, "ends", None)
            ends = (
                getattr(value, "ends_after", None) or getattr(end, "lasts", None) or getattr(end, "absolute_end", None)
            )
            if opens and ends and opens.param in parameters and ends.param in parameters:
                days = _later_than(parameters[opens.param], parameters[ends.param])
                for day in days[:1]:
                    wrong = f"opens after it ends ({opens.param} against {ends.param} from {day})"
                    yield complaint(entry, *steps, wrong=wrong, mend="mend the two terms")


def _later_than(opens: Parameter, ends: Parameter) -> list[object]:
    days = sorted({*opens.starts, *ends.starts})
    found = []
    for day in days:
        one, other = opens.value_on(day), ends.value_on(day)
        if one and other and isinstance(one.value, int) and isinstance(other.value, int):
            scale, limit = IN_MONTHS.get(opens.unit, 1.0), IN_MONTHS.get(ends.unit, 1.0)
            if one.value * scale > other.value * limit:
                found.append(day)
    return found  # type: ignore[return-value]
