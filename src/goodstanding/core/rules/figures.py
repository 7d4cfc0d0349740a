"""Figures of the law on a day, and the later milder ones that reach back (R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from goodstanding.core.catalogue.law import Parameter, Value


@dataclass(frozen=True)
class Figure:
    """A figure and since when it is the law; `value` None is unknown, and `missing` says why."""

    parameter: str
    unit: str
    value: int | None
    since: date | None
    basis: tuple[str, ...]
    missing: str | None = None


@dataclass(frozen=True)
class Figures:
    """The figures that govern one matter: those of the day that selects them.

    `seen_on` is a later day whose milder figures reach back, or None; what does not reach back stays the earlier law.
    """

    parameters: Mapping[str, Parameter]
    day: date
    seen_on: date | None = None

    def of(self, name: str) -> Figure:
        """Answer the figure `name`."""
        parameter = self.parameters.get(name)
        if parameter is None:
            return Figure(name, "count", None, None, (), f"{name} is not in the pack")
        day = self.day
        if self.seen_on is not None and (later := parameter.value_on(self.seen_on)) and later.reaches_back:
            day = self.seen_on
        value = parameter.value_on(day)
        since = parameter.started(day)
        number = value.value if value is not None and isinstance(value.value, int) else None
        missing = None if number is not None else f"{name} on {day}: {_why(value)}"
        return Figure(name, parameter.unit, number, since, value.basis if value else (), missing)


def reaching_back(parameters: Iterable[Parameter], *, after: date, until: date | None) -> list[date]:
    """Answer the days after `after`, up to and including `until`, on which a figure begins that reaches back."""
    if until is None:
        return []
    return sorted(
        {
            start
            for parameter in parameters
            for start, value in parameter.values.items()
            if value.reaches_back and after < start <= until
        }
    )


def mildest(parameter: Parameter, figures: Figures, *, as_of: date | None) -> Figure:
    """Answer the figure most in the organisation's favour among that of the day and those that reach back to it."""
    best = figures.of(parameter.parameter)
    if parameter.favours == "neither":
        return best
    for day in reaching_back([parameter], after=figures.day, until=as_of):
        other = Figures(figures.parameters, figures.day, seen_on=day).of(parameter.parameter)
        if best.value is None or other.value is None:
            continue
        lower = other.value < best.value
        if other.value != best.value and lower == (parameter.favours == "lower"):
            best = other
    return best


def _why(value: Value | None) -> str:
    if value is None:
        return "not in force yet"
    return "no source says" if value.value == "unknown" else "repealed"
