"""Every single change of a figure and of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from goodstanding.core.catalogue.conduct import CONDUCT_CLASSES, DOMAINS
from goodstanding.core.catalogue.law import Fact
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.standard import STANDARD_FACTS
from goodstanding.core.catalogue.words import TIERS
from proofs.mutating.plain import DAY, Change, Path, at, cut, put, sites, where

OPPOSITE: Final = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": "!=", "!=": "=="}
DATED_BY: Final = ("decided_on", "conduct_on", "published_on")
FILTERS: Final[Mapping[str, tuple[str, ...]]] = {"conduct_classes": CONDUCT_CLASSES, "domains": DOMAINS, "tiers": TIERS}


@dataclass(frozen=True)
class Around:
    """What a change can put in another's place: the pack's figures by unit, its facts, its other entries."""

    catalogue: Catalogue

    @property
    def facts(self) -> Mapping[str, Fact]:
        return {**STANDARD_FACTS, **self.catalogue.facts}

    def days(self) -> list[str]:
        """Answer the facts that are days."""
        return [name for name, fact in self.facts.items() if fact.type == "date"]

    def like(self, name: str) -> list[str]:
        """Answer the other figures of the unit of this one."""
        figures = self.catalogue.parameters
        unit = figures[name].unit if name in figures else None
        return [other for other, figure in figures.items() if figure.unit == unit and other != name]


def of_parameter(data: Any, _around: Around) -> Iterator[Change]:
    """Answer every single change of a figure: its values, their days, what reaches back, whom it favours."""
    values = data["values"]
    for day in sorted(values):
        path: Path = ("values", day)
        value = values[day]["value"]
        others = [value + 1, value - 1, "unknown"] if isinstance(value, int) else [1]
        for other in [*others, *(["unknown"] if value == "repealed" else [])]:
            kind = "value to unknown" if other == "unknown" else "unknown to 1" if others == [1] else "value off by one"
            yield Change(kind, path, f"{day}: {value} -> {other}", put(data, (*path, "value"), other))
        yield Change("value removed", path, f"{day}: {value} removed", cut(data, path))
        for moved in (day - DAY, day + DAY):
            if moved not in values:
                after = put(cut(data, path), ("values", moved), values[day])
                yield Change("start moved a day", path, f"{day}: {value} begins {moved}", after)
        yield _reach(data, path, values[day], f"{day}: {value}")
    if any(value["reaches_back"] for value in values.values()):
        for other in ("lower", "higher", "neither"):
            if other != data["favours"]:
                says = f"favours {data['favours']} -> {other}"
                yield Change("favours changed", ("favours",), says, put(data, ("favours",), other))


def _reach(data: Any, path: Path, dated: Any, says: str) -> Change:
    if dated["reaches_back"]:
        return Change("reach back removed", path, f"{says} no longer reaches back", cut(data, (*path, "reaches_back")))
    return Change("reach back added", path, f"{says} reaches back", put(data, (*path, "reaches_back"), dated["basis"]))


def of_rule(data: Any, around: Around) -> Iterator[Change]:
    """Answer every single change of a rule: versions, findings, conditions, exceptions, what is counted."""
    for number, version in enumerate(data["versions"]):
        path: Path = ("versions", number)
        yield from versioned(data, path, around)
        if version["otherwise"]:
            says = f"{where(path)}: otherwise {version['otherwise']} removed"
            yield Change("otherwise removed", path, says, cut(data, (*path, "otherwise")))
        findings = version["findings"]
        for place, finding in enumerate(findings):
            here = (*path, "findings", place)
            yield Change("finding removed", here, f"{where(here)}: {finding['finding']} removed", cut(data, here))
            yield from _together(data, (*here, "when"), around, joined="all")
            yield from _together(data, (*here, "unless"), around, joined="any")
        for place in range(len(findings) - 1):
            one, other = findings[place : place + 2]
            swapped = [*findings[:place], other, one, *findings[place + 2 :]]
            says = f"{where(path)}: {other['finding']} tried before {one['finding']}"
            yield Change("findings swapped", path, says, put(data, (*path, "findings"), swapped))


def versioned(data: Any, path: Path, around: Around) -> Iterator[Change]:
    """Answer the changes of a version's days, of the day that selects it, and of whether it reaches back."""
    version = at(data, path)
    yield Change("version removed", path, f"{where(path)} (from {version['from']}) removed", cut(data, path))
    yield from days_moved(data, path)
    yield from day_swapped(data, (*path, "selected_by"), around)
    if "reaches_back" in version:  # a regime has no such key: of a regime, only its figures reach back
        yield _reach(data, path, version, f"{where(path)} (from {version['from']})")


def days_moved(data: Any, path: Path = (), *, keys: tuple[str, ...] = ("from", "until")) -> Iterator[Change]:
    """Answer the changes by a day of the first and the last day in force, or of other days."""
    for key in keys:
        day = at(data, path)[key]
        for moved in (day - DAY, day + DAY) if isinstance(day, date) else ():
            says = f"{where(path)}: {key} {day} -> {moved}"
            yield Change(f"{key} moved a day", path, says, put(data, (*path, key), moved))


def day_swapped(data: Any, path: Path, around: Around) -> Iterator[Change]:
    """Answer the changes of one day for another: what selects, what a period ends with, what a term runs from."""
    now = at(data, path)
    for other in around.days():
        if other != now:
            yield Change("day swapped", path, f"{where(path)}: {now} -> {other}", put(data, path, other))


def figures_swapped(data: Any, around: Around, *, within: Path = ()) -> Iterator[Change]:
    """Answer the changes of one figure for another of its unit, wherever the entry names one that an answer needs."""
    for path, found in sites(at(data, within), within):
        if isinstance(found, dict) and set(found) == {"param"} and path[-1] != "fresh_decision":
            for other in around.like(found["param"]):
                says = f"{where(path)}: {found['param']} -> {other}"
                yield Change("figure swapped", path, says, put(data, (*path, "param"), other))


def _together(data: Any, path: Path, around: Around, *, joined: str) -> Iterator[Change]:
    """Answer the changes of conditions that stand together, joined by all or any, and of each."""
    conditions = at(data, path)
    other = "any" if joined == "all" else "all"
    if len(conditions) > 1:
        regrouped = put(data, path, [{other: conditions}])
        yield Change(f"{joined} to {other}", path, f"{where(path)}: {joined} of them -> {other} of them", regrouped)
    for place, condition in enumerate(conditions):
        here = (*path, place)
        kind = "exception removed" if path[-1] == "unless" else "condition removed"
        yield Change(kind, here, f"{where(here)}: {_name(condition)} removed", cut(data, here))
        yield from _condition(data, here, around)


def _condition(data: Any, path: Path, around: Around) -> Iterator[Change]:
    condition = at(data, path)
    for joined, other in (("all", "any"), ("any", "all")):
        if joined in condition:
            says = f"{where(path)}: {joined} of {_name(condition)} -> {other} of them"
            yield Change(f"{joined} to {other}", path, says, put(data, path, {other: condition[joined]}))
            for place, part in enumerate(condition[joined]):
                here = (*path, joined, place)
                yield Change("condition removed", here, f"{where(here)}: {_name(part)} removed", cut(data, here))
                yield from _condition(data, here, around)
            return
    name = _name(condition)
    yield from _compared(data, path, name, around)
    for form in ("count", "sum", "exists"):
        if form in condition:
            yield from _counted(data, (*path, form), name, around)


def _compared(data: Any, path: Path, name: str, around: Around) -> Iterator[Change]:
    condition = at(data, path)
    if "op" in condition:
        says = f"{name}: {condition['op']} -> {OPPOSITE[condition['op']]}"
        yield Change("operator changed", path, says, put(data, (*path, "op"), OPPOSITE[condition["op"]]))
    value = condition.get("value")
    if isinstance(value, bool):
        yield Change("truth flipped", path, f"{name}: {value} -> {not value}", put(data, (*path, "value"), not value))
    elif isinstance(value, str):
        fact = around.facts.get(condition["fact"])
        for other in fact.choices if fact else ():
            if other != value:
                yield Change("choice changed", path, f"{name}: {value} -> {other}", put(data, (*path, "value"), other))


def _counted(data: Any, path: Path, name: str, around: Around) -> Iterator[Change]:
    which = at(data, path)
    everything = {"items": tuple(around.catalogue.items), **FILTERS}
    for key, members in everything.items():
        for place, member in enumerate(which[key]):
            says = f"{name}: {key} without {member}"
            yield Change("filter narrowed", (*path, key), says, cut(data, (*path, key, place)))
        # An empty list counts whatever it is; with a first member it counts that alone.
        for member in members if which[key] or key == "tiers" else ():
            if member not in which[key]:
                says = f"{name}: {key} with {member}" + ("" if which[key] else " alone")
                yield Change("filter widened", (*path, key), says, put(data, (*path, key), [*which[key], member]))
    if which["within"]:
        here = (*path, "within")
        yield Change("period removed", here, f"{name}: counts whatever day", cut(data, here))
        for other in DATED_BY:
            if other != which["within"]["dated_by"]:
                says = f"{name}: dated by {which['within']['dated_by']} -> {other}"
                yield Change("dated by another day", here, says, put(data, (*here, "dated_by"), other))
        other = {"back": "forward", "forward": "back"}[which["within"]["counted"]]
        says = f"{name}: counted {which['within']['counted']} -> {other}"
        yield Change("counted the other way", here, says, put(data, (*here, "counted"), other))
        yield from day_swapped(data, (*here, "before"), around)


def _name(condition: Any) -> str:
    if "id" in condition:
        return str(condition["id"])
    parts = condition.get("all") or condition.get("any")
    return "(" + ", ".join(_name(part) for part in parts) + ")"
