"""Values of typed forms as the plain text that a clerk would have typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from types import NoneType
from typing import Any, Final
from uuid import UUID

from goodstanding.intake.reading.faults import shown
from goodstanding.intake.reading.limits import MOST_DIGITS


class NotPlain(ValueError):
    """A value that no text without exponent says: its words tell why."""


def number(literal: str) -> str:
    """Answer a number without exponent and without an empty fraction: `1e3` is 1000, `2.0` is 2, `0.50` is 0.50.

    Raises NotPlain for what is no finite number, or has more than 400 digits.
    """
    fraction = literal.partition(".")[2]
    if len(literal) <= MOST_DIGITS and fraction.isdecimal() and fraction.strip("0"):
        return literal
    try:
        value = Decimal(literal)
    except InvalidOperation:
        raise NotPlain(f"is {shown(literal)}, which is no number") from None
    if not value.is_finite():
        raise NotPlain(f"is {shown(literal)}, which is no number")
    if abs(value.adjusted()) >= MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS:
        raise NotPlain(f"is a number of more than {MOST_DIGITS:,} digits ({shown(literal)})")
    plain = f"{value:f}"
    if "." in plain and not plain.rpartition(".")[2].strip("0"):
        plain = plain.partition(".")[0]
    return "0" if plain == "-0" else plain


def _whole(found: int) -> str:
    # More digits than Python itself would write are refused with another error.
    if found.bit_length() > MOST_DIGITS * 3:
        raise NotPlain(f"is a number of more than {MOST_DIGITS:,} digits")
    return str(found)


def _moment(found: datetime) -> str:
    return found.isoformat(sep=" ")


_SAYING: Final[dict[type, Callable[[Any], str]]] = {
    NoneType: lambda _: "",
    str: str,
    bool: lambda found: "true" if found else "false",
    int: _whole,
    float: lambda found: number(repr(found)),
    Decimal: "{:f}".format,
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    UUID: str,
}


def value(found: Any) -> str:
    """Answer a value as text, nothing as an empty text. Raises NotPlain for what is no single value."""
    saying = _SAYING.get(type(found))
    if saying is None:
        raise NotPlain(f"holds a value of the kind {type(found).__name__}")
    return saying(found)
