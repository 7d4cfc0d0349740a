"""Editions of a pack: a new one leaves what has been law as it was, or makes it milder (R11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from goodstanding.core.catalogue.consequences import SEVERITIES
from goodstanding.core.catalogue.items import PublicationVersion
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.rules import RuleVersion
from goodstanding.core.catalogue.words import TIERS
from goodstanding.core.rules.evaluating import BURDENING
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Looked, check
from goodstanding.packs.linting.extending import as_mild

Version = RuleVersion | PublicationVersion
Steps = tuple[str | int, ...]

# What of an entry may be put better without changing the law.
SAID: Final = frozenset({"text", "explains", "note", "citation", "confidence"})
# Of what burdens: what grows heavier by more of it, and what is another burden when it is another.
MORE_IS_HEAVIER: Final = ("follows_items", "follows_lists", "tiers")
ANOTHER: Final = ("conduct_class", "domain", "publication", "ends", "criteria", "removal_opens_after", "removal_rule")


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
        for name, wrong, mend in _heavier(entry.model, earlier, today=looked.today) if earlier else ():
            yield complaint(entry, name, wrong=wrong, mend=mend)
    for entry in looked.own("rules", "publications"):
        earlier = getattr(before, entry.field).get(entry.id)
        burdens = entry.field == "publications" or entry.model.purpose in BURDENING
        for path, wrong in _rewritten(entry.model, earlier, today=looked.today, burdens=burdens) if earlier else ():
            mend = "end it on a day to come and add a version from that day"
            yield complaint(entry, *path, wrong=wrong, mend=mend)


def _worsened(now: Parameter, before: Parameter, *, today: date) -> Iterator[tuple[date, str]]:
    if now.unit != before.unit and before.starts[0] < today:
        yield before.starts[0], f"is counted in {now.unit}, where the last edition counted in {before.unit}"
        return
    for day in sorted({*now.starts, *before.starts}):
        if day >= today:
            return
        mine, theirs = now.value_on(day), before.value_on(day)
        if theirs is None and mine is not None and before.starts[0] > day:
            yield day, f"gives a figure for {day}, for which there was none"
            return
        if theirs is None or (mine is not None and mine.value == theirs.value):
            continue
        known_way = now.favours == before.favours != "neither"
        milder = mine is not None and known_way and as_mild(now, mine, theirs)
        if theirs.value != "unknown" and not milder:
            yield day, f"is {mine.value if mine else 'gone'} from {day}, where the last edition said {theirs.value}"
            return


def _heavier(now: Any, before: Any, *, today: date) -> Iterator[tuple[str, str, str]]:
    """Answer how an entry burdens more than it did: the key, what is wrong and how to mend it."""
    if getattr(now, "effect", "adverse") != "adverse" or getattr(now, "kind", None) == "facilitation":
        return
    if now.from_ < min(before.from_, today):
        wrong = f"begins on {now.from_}, before the {before.from_} of the last edition"
        yield "from", wrong, "leave its first day as it was"
    if before.until is not None and before.until < today and (now.until is None or now.until > before.until):
        wrong = f"is in force again after {before.until}, on which the last edition ended it"
        yield "until", wrong, "leave its end, and add another from a day to come"
    if before.from_ >= today:
        return
    mend = "end it on a day to come, and add another from that day"
    for name in ("effect", "kind", "severity", "tier", *MORE_IS_HEAVIER, *ANOTHER):
        mine, theirs = getattr(now, name, None), getattr(before, name, None)
        if mine != theirs and not _lighter(name, mine, theirs):
            yield name, f"changes {name} of what has been law since {before.from_}", mend


def _lighter(name: str, mine: Any, theirs: Any) -> bool:
    if name in MORE_IS_HEAVIER:
        return set(mine) <= set(theirs) and (name != "tiers" or bool(mine))
    if name == "tier" and isinstance(mine, str) and isinstance(theirs, str):
        return TIERS.index(mine) < TIERS.index(theirs)
    if name == "severity":
        return SEVERITIES.index(mine) < SEVERITIES.index(theirs)
    return False


def _rewritten(now: Any, before: Any, *, today: date, burdens: bool) -> Iterator[tuple[Steps, str]]:
    """Answer the first past day on which a rule or regime is another law than the last edition said."""
    versions = (*now.versions, *before.versions)
    for day in sorted({day for one in versions for day in (one.from_, one.until) if day is not None and day < today}):
        (at, mine), (_, theirs) = _version_on(now.versions, day), _version_on(before.versions, day)
        path: Steps = ("versions", at) if mine else ("versions",)
        if theirs is None and mine is not None and burdens:
            yield path, f"gives law for {day}, for which there was none"
            return
        if theirs is not None and not _same_law(mine, theirs):
            yield path, f"changes what has been law on {day}"
            return


def _version_on(versions: Sequence[Version], day: date) -> tuple[int, Version | None]:
    return next(((at, one) for at, one in enumerate(versions) if one.interval.contains(day)), (0, None))


def _same_law(mine: Version | None, theirs: Version) -> bool:
    """Tell whether two versions are the same law; the later one may reach back too, which only ever helps."""
    if mine is None or (getattr(theirs, "reaches_back", None) and not getattr(mine, "reaches_back", None)):
        return False
    dates = {"from_", "until", "reaches_back"}
    return bool(_unsaid(mine.model_dump(exclude=dates)) == _unsaid(theirs.model_dump(exclude=dates)))


def _unsaid(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unsaid(part) for key, part in value.items() if key not in SAID}
    return [_unsaid(part) for part in value] if isinstance(value, list | tuple) else value
