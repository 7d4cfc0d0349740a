"""Every single change of what is filed, shown and may follow: publications, items, lists, measures, deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from goodstanding.core.catalogue.conduct import CONDUCT_CLASSES, OPEN_TO_PROTECTED
from goodstanding.core.catalogue.consequences import SEVERITIES
from goodstanding.core.catalogue.words import TIERS
from proofs.mutating.changes_of_law import Around, day_swapped, days_moved, versioned
from proofs.mutating.plain import Change, Path, at, cut, put, where

ENDS: Final = ("by-itself", "when-corrected", "on-application", "unknown")
SHOWN: Final = ("yes", "no")
COUNTED_FROM: Final = ("decided_on", "published_on", "listed_on", "conduct_on")


def others(data: Any, path: Path, choices: Sequence[Any], *, kind: str) -> Iterator[Change]:
    """Answer the changes of what stands at the path for each of the other choices."""
    now = at(data, path)
    for other in choices:
        if other != now:
            yield Change(kind, path, f"{where(path)}: {_said(now)} -> {_said(other)}", put(data, path, other))


def without_each(data: Any, path: Path, *, kind: str) -> Iterator[Change]:
    """Answer the changes that take one member away."""
    for place, member in enumerate(at(data, path)):
        yield Change(kind, path, f"{where(path)} without {member}", cut(data, (*path, place)))


def gone(data: Any, path: Path, *, kind: str) -> Iterator[Change]:
    """Answer the change that leaves out what need not be there, where it is."""
    if at(data, path) is not None:
        yield Change(kind, path, f"{where(path)} {_said(at(data, path))} removed", cut(data, path))


def of_publication(data: Any, around: Around) -> Iterator[Change]:
    """Answer every single change of a regime: its versions, and for each tier what is shown and how long."""
    for number, version in enumerate(data["versions"]):
        yield from versioned(data, ("versions", number), around)
        for tier in version["tiers"]:
            path: Path = ("versions", number, "tiers", tier)
            yield Change("tier removed", path, f"{where(path)} removed", cut(data, path))
            yield from others(data, (*path, "shown"), SHOWN, kind="shown flipped")
            yield from others(data, (*path, "counted_from"), COUNTED_FROM[:2], kind="counted from another day")
            yield from others(data, (*path, "ends"), ENDS, kind="ends changed")
            flipped = [not version["tiers"][tier]["repairs_unshown"]]
            yield from others(data, (*path, "repairs_unshown"), flipped, kind="repair of what is not shown flipped")
            yield from others(data, (*path, "ceiling"), SEVERITIES, kind="ceiling changed")


def of_item(data: Any, around: Around) -> Iterator[Change]:
    """Answer every single change of an item: tier, publication, who files it, its class, its own end, its days."""
    rules = [{"rule": name} for name, rule in around.catalogue.rules.items() if rule.purpose == "tier"]
    if data["tier"] is not None:
        by_rule = isinstance(data["tier"], dict)
        yield from others(data, ("tier",), [*TIERS, *(rules if by_rule else [])], kind="tier changed")
    yield from gone(data, ("tier",), kind="tier removed")
    if data["publication"] is not None:
        yield from others(data, ("publication",), list(around.catalogue.publications), kind="publication changed")
    yield from gone(data, ("publication",), kind="publication removed")
    yield from without_each(data, ("filed_by",), kind="filed by one less")
    openly = data["conduct_class"] in OPEN_TO_PROTECTED
    other = next(one for one in CONDUCT_CLASSES if (one in OPEN_TO_PROTECTED) != openly)
    yield from others(data, ("conduct_class",), [other], kind="conduct class changed")
    yield from _counted_from(data, "decided_on")
    yield from gone(data, ("ends",), kind="ends removed")
    yield from gone(data, ("conduct_from",), kind="first conduct removed")
    yield from days_moved(data, keys=("from", "until", "conduct_from"))


def of_list(data: Any, around: Around) -> Iterator[Change]:
    """Answer every single change of a list's days; which figures it names, `figures_swapped` changes."""
    yield from _counted_from(data, "listed_on")
    yield from gone(data, ("removal_opens_after",), kind="removal removed")
    if data["removal_opens_after"] is not None:
        yield from day_swapped(data, ("removal_counted_from",), around)
    yield from days_moved(data)


def of_measure(data: Any, around: Around) -> Iterator[Change]:
    """Answer every single change of a measure: what it follows, for which tiers, how grave, how long, for whom open."""
    yield from without_each(data, ("follows_items",), kind="follows one less")
    yield from without_each(data, ("follows_lists",), kind="follows one less")
    yield from without_each(data, ("tiers",), kind="tier removed")
    for tier in TIERS if data["tiers"] else ():
        if tier not in data["tiers"]:
            yield Change("tier added", ("tiers",), f"tiers with {tier}", put(data, ("tiers",), [*data["tiers"], tier]))
    yield from others(data, ("severity",), SEVERITIES, kind="severity changed")
    if data["eligibility"] is not None:
        rules = [name for name, rule in around.catalogue.rules.items() if rule.purpose == "eligibility"]
        yield from others(data, ("eligibility",), rules, kind="eligibility changed")
        yield from gone(data, ("eligibility",), kind="eligibility removed")
    if data["ends"] == "with-cause":
        months = [name for name, figure in around.catalogue.parameters.items() if figure.unit == "month"]
        own = [{"lasts": {"param": months[0]}, "counted_from": "decided_on"}] if months else []
        yield from others(data, ("ends",), own, kind="ends changed")
    else:
        yield from others(data, ("ends",), ["with-cause"], kind="ends changed")
        yield from _counted_from(data, "decided_on")
    yield from days_moved(data)


def _counted_from(data: Any, left_out: str) -> Iterator[Change]:
    if isinstance(data["ends"], dict):
        now = data["ends"]["counted_from"] or left_out
        days = [day for day in COUNTED_FROM if day != now]
        yield from others(data, ("ends", "counted_from"), days, kind="counted from another day")


def of_deadline(data: Any, around: Around) -> Iterator[Change]:
    """Answer every single change of a deadline: what it runs from, its calendar, whether its end moves."""
    yield from day_swapped(data, ("after",), around)
    yield from gone(data, ("calendar",), kind="calendar removed")
    moved = not data["moves_to_working_day"]
    yield from others(data, ("moves_to_working_day",), [moved], kind="moving flipped")


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_said(part) for key, part in value.items() if key in ("rule", "lasts", "param", "counted_from"))
    return str(value)
