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


def is_milder(parameter: Parameter, value: int, *, than: int) -> bool:
    """Tell whether a figure is more in the organisation's favour than another."""
    return value != than and parameter.favours != "neither" and (value < than) == (parameter.favours == "lower")


def _why(value: Value | None) -> str:
    if value is None:
        return "not in force yet"
    return "no source says" if value.value == "unknown" else "repealed"
