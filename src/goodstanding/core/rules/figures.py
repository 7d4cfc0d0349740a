"""Figures of the law on a day, and the later milder ones that reach back (R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from goodstanding.core.catalogue.law import Parameter


@dataclass(frozen=True)
class Figure:
    """A figure with its unit; `value` None where there is none: not yet, repealed, or nowhere said."""

    parameter: str
    unit: str
    value: int | None


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
            return Figure(name, "count", None)
        later = parameter.value_on(self.seen_on) if self.seen_on is not None else None
        value = later if later is not None and later.reaches_back else parameter.value_on(self.day)
        number = value.value if value is not None and isinstance(value.value, int) else None
        return Figure(name, parameter.unit, number)


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
