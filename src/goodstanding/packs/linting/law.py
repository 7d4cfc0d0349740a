"""Legal basis: every figure, item and measure rests on a provision then in force, of the level it needs (R6, R8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from goodstanding.core.catalogue.law import LOCAL_STATUTE, STATUTE, Parameter, Source
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.words import InForce
from goodstanding.core.time import Interval, gaps
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check, parts

MONTHS_UNTIL_STALE: Final = 12


def provision_of(catalogue: Catalogue, basis: str) -> tuple[Source, Interval] | None:
    """Answer the source of a basis and the days on which the provision is in force, or None when it is not there."""
    name, _, number = basis.partition(" ")
    source = catalogue.sources.get(name)
    if source is None or number not in source.provisions:
        return None
    provision = source.provisions[number]
    start, until = provision.from_ or source.from_, provision.until or source.until
    if until is not None and until <= start:
        return None  # sources-hold-together says so
    within = Interval(start, until).intersect(source.interval)
    return (source, within) if within else None


def bases_in(model: Any) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """Answer every list of bases in an entry, with the way to it."""
    for steps, value in parts(model):
        for name in ("basis", "reaches_back"):
            bases = getattr(value, name, None)
            if isinstance(bases, tuple):
                yield (*steps, name), bases
            elif isinstance(bases, str):
                yield (*steps, name), (bases,)


@check("basis-resolves", rule="R6")
def basis_resolves(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Every basis is a provision in sources/."""
    for entry in looked.own():
        for steps, bases in bases_in(entry.model):
            for basis in bases:
                if provision_of(looked.catalogue, basis) is None:
                    mend = "add the provision to its source, or name one that is there"
                    yield complaint(entry, *steps, wrong=f"{basis!r} is no provision in sources/", mend=mend)


def spans(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...], Interval, bool]]:
    """Answer every basis of an entry, the days it has to carry, and whether only a part of what is law rests on it."""
    if isinstance(entry.model, Parameter):
        starts = entry.model.starts
        for start, end in zip(starts, (*starts[1:], None), strict=True):
            value = entry.model.values[start]
            if value.value != "repealed":
                yield ("values", str(start), "basis"), value.basis, Interval(start, end), False
        return
    around: list[tuple[int, Interval]] = []
    for steps, value in parts(entry.model):
        around = [one for one in around if one[0] < len(steps)]
        if isinstance(value, InForce) and not isinstance(value, Source):
            around.append((len(steps), value.interval))
        bases = getattr(value, "basis", ())
        if around and bases:
            depth, span = around[-1]
            yield (*steps, "basis"), (bases,) if isinstance(bases, str) else bases, span, depth < len(steps)


@check("basis-in-force", rule="R6")
def basis_in_force(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """What is in force rests, on each of its days, on a provision in force."""
    for entry in looked.own():
        for steps, bases, span, is_part in spans(entry):
            found = [provision_of(looked.catalogue, basis) for basis in bases]
            without = gaps([one[1] for one in found if one], within=span) if all(found) else ()
            if without:
                days = _days(without)
                wrong = f"is in force {days} without a provision in force: {', '.join(bases)}"
                mend = "mend its days, or add the provision that carries it"
                yield complaint(entry, *steps, wrong=wrong, mend=mend, grade=looked.grade() if is_part else "fault")


def _days(intervals: Iterable[Interval]) -> str:
    return ", ".join(f"from {one.start}" + (f" until {one.end}" if one.end else " on") for one in intervals)


@check("statute-for-rights", rule="R8")
def statute_for_rights(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A measure that takes a right or adds a duty rests on a law or regulation, in a province on its own statute."""
    for entry in looked.own("measures"):
        if entry.model.kind != "reduces-rights":
            continue
        found = [provision_of(looked.catalogue, basis) for basis in entry.model.basis]
        strong = [one[1] for one in found if one and is_statute(looked, one[0])]
        span = entry.model.interval
        # Days without any provision are basis-in-force's to say.
        if all(found) and gaps(strong, within=span) != gaps([one[1] for one in found if one], within=span):
            levels = ", ".join(sorted({one[0].level for one in found if one}))
            wrong = f"reduces rights on a basis of level {levels}"
            yield complaint(entry, "basis", wrong=wrong, mend="rest it on a law or regulation, or leave it out")


def is_statute(looked: Looked, source: Source) -> bool:
    """Tell whether a source may carry what takes a right: a law or regulation, in a province its own statute too."""
    local = looked.pack.parent is not None and source.source in looked.pack.own["sources"]
    return source.level in STATUTE or (local and source.level in LOCAL_STATUTE)


@check("figures-are-sourced", rule="R6")
def figures_are_sourced(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Confirmed means read in a source, which is cited; invented law is for invented jurisdictions alone."""
    invented = looked.catalogue.manifest.jurisdiction.startswith("XX")
    for entry in looked.own():
        for steps, value, name, confidence in _stated(entry):
            if (confidence == "invented") != invented:
                wrong = f"is {confidence} in {'an invented' if invented else 'a real'} jurisdiction"
                mend = "write `invented`" if invented else "write what stands behind it"
                yield complaint(entry, *steps, name, wrong=wrong, mend=mend)
            if confidence in ("confirmed", "partly-confirmed", "borrowed") and _lacks_citation(value):
                yield complaint(entry, *steps, wrong=f"is {confidence} without a citation", mend="cite what was read")
            if looked.binding and confidence not in ("confirmed", "partly-confirmed"):
                wrong = f"is {confidence} in a pack of status {looked.catalogue.manifest.status}"
                yield complaint(entry, *steps, name, wrong=wrong, mend="confirm it, or set the status to draft")


def _stated(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], Any, str, str]]:
    """Answer what an entry says of how well it is known: the part, the key, and its confidence."""
    for steps, value in parts(entry.model):
        for name in ("confidence", "dates"):
            if isinstance(confidence := getattr(value, name, None), str):
                yield steps, value, name, confidence


def _lacks_citation(value: Any) -> bool:
    return "citation" in type(value).model_fields and not value.citation


@check("checked-lately", rule="R6")
def checked_lately(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Somebody has looked within twelve months whether a figure or a calendar is still the law."""
    calendars = looked.catalogue.calendars
    own = (Entry("calendars", name, calendars[name]) for name in sorted(looked.pack.own["calendars"]))
    for entry in (*looked.own("parameters"), *own):
        checked: date = entry.model.last_checked
        if checked > looked.today:
            yield complaint(
                entry, "last_checked", wrong=f"{checked} has not come yet", mend="write the day it was checked"
            )
        months = (looked.today.year - checked.year) * 12 + looked.today.month - checked.month
        if (months, looked.today.day) > (MONTHS_UNTIL_STALE, checked.day) or months > MONTHS_UNTIL_STALE:
            wrong = f"was last checked on {checked}, more than {MONTHS_UNTIL_STALE} months ago"
            mend = "look whether it is still the law, and write the day"
            yield complaint(entry, "last_checked", wrong=wrong, mend=mend, grade=looked.grade())


@check("sources-hold-together", rule="R6")
def sources_hold_together(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A provision is in force within its source; held text is there, and text not held is not."""
    for entry in looked.own("sources"):
        source: Source = entry.model
        held = [number for number, provision in source.provisions.items() if provision.text]
        if source.text_held == "not-held" and held:
            wrong = f"says its text is not held, and holds {held[0]}"
            yield complaint(entry, "text_held", wrong=wrong, mend="say in-part or held")
        if source.text_held == "held" and len(held) < len(source.provisions):
            yield complaint(entry, "text_held", wrong="says its text is held, and lacks some", mend="say in-part")
        for number in source.provisions:
            if provision_of(looked.catalogue, f"{source.source} {number}") is None:
                wrong = "is in force on no day of its source"
                yield complaint(entry, "provisions", number, wrong=wrong, mend="mend its days")
        if source.replaces is not None:
            yield from _replaced(looked, entry, complaint)


def _replaced(looked: Looked, entry: Entry, complaint: Complain) -> Iterator[Complaint]:
    earlier = looked.catalogue.sources.get(entry.model.replaces)
    if earlier is None:
        yield complaint(entry, "replaces", wrong=f"{entry.model.replaces!r} is not in sources/", mend="add it there")
    elif earlier.until is None or earlier.until > entry.model.from_:
        wrong = f"replaces {earlier.source}, which is still in force on {entry.model.from_}"
        yield complaint(entry, "replaces", wrong=wrong, mend="end the earlier source on the day this one begins")
