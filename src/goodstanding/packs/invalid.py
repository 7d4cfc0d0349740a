"""What the models refuse, said to a lawyer: one complaint for one mistake, at its place in the file, without jargon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from goodstanding.core.catalogue.conditions import FORMS
from goodstanding.packs.plain_yaml import LONGEST_SHOWN, Path, shown

# Where one mistake breaks several, the first of these names it.
MENDS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("required-key", "add it"),
    "extra_forbidden": ("known-keys", "use a key of the format; docs/packs.md lists them"),
    "less_than_equal": ("huge-number", "write a figure a law has"),
    "literal_error": ("closed-list", "use one of the closed list; a pack cannot add to it"),
    "string_pattern_mismatch": ("well-formed", "write it in the form docs/packs.md gives"),
    "no_condition": ("conditions-are-closed", "write a condition as docs/packs.md shows; expressions are not read"),
    "value_error": ("holds-together", "mend the dates"),
}
OTHERWISE: Final = ("as-the-format-says", "docs/packs.md says what stands here")
# What the library says, and what a pack's writer understands.
WORDS: Final = (
    (r"^(Input|String|Tuple|Dictionary) should", "should"),
    (r" after validation", ""),
    (r"a valid dictionary( or instance of \w+)?", "keys with values"),
    (r"a valid tuple", "a list"),
    (r"a valid string", "a text"),
    (r"a valid integer", "a whole number"),
    (r"a valid boolean", "true or false"),
    (r"a valid date", "a day, as 2026-04-01 without quotes"),
)
HOLD_CONDITIONS: Final = frozenset({"when", "unless", "all", "any"})


@dataclass(frozen=True)
class Found:
    """One mistake in an entry: the way to it, the code, what is wrong and how to mend it."""

    steps: Path
    code: str
    wrong: str
    mend: str


@dataclass(frozen=True)
class _Fault:
    """What the library found: where in the entry, and which of several forms it tried there, outermost first."""

    steps: Path
    forms: tuple[tuple[int, str], ...]
    details: ErrorDetails


def explained(error: ValidationError, value: Any) -> Iterator[Found]:
    """Answer each mistake in `value` once."""
    faults = [_located(fault, value) for fault in error.errors(include_url=False, include_context=False)]
    yield from _said(fault for fault in faults if not _echo(fault.details))


def _echo(fault: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because what is in it was refused."""
    return fault["type"] == "too_short" and bool(fault["input"])


def _located(fault: ErrorDetails, value: Any) -> _Fault:
    steps: list[str | int] = []
    forms: list[tuple[int, str]] = []
    where = fault["loc"]
    for at, step in enumerate(where):
        keys = _keys(value)
        if step in FORMS and at > 1 and isinstance(where[at - 1], int) and where[at - 2] in HOLD_CONDITIONS:
            continue  # which form of condition it is, and no key
        if str(step) in keys:
            key = keys[str(step)]
            value = value[key]
            steps.append(str(key))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            steps.append(step)
        elif fault["type"] == "missing" and at == len(where) - 1:
            steps.append(str(step))
        elif step != "[key]":
            forms.append((len(steps), str(step)))
    return _Fault(tuple(steps), tuple(forms), fault)


def _keys(value: Any) -> dict[str, Any]:
    """Answer the keys of a mapping by the names the library has for them."""
    if not isinstance(value, dict):
        return {}
    return {repr(key) if isinstance(key, date) else str(key): key for key in value}


def _said(faults: Iterable[_Fault]) -> Iterator[Found]:
    """Answer the complaints; where several forms were tried, only those about the form that was meant."""
    tried: dict[Path, dict[str, list[_Fault]]] = {}
    for fault in faults:
        if not fault.forms:
            yield _found(fault.steps, [fault.details])
            continue
        (depth, form), *others = fault.forms
        inner = _Fault(fault.steps, tuple(others), fault.details)
        tried.setdefault(fault.steps[:depth], {}).setdefault(form, []).append(inner)
    for place, forms in tried.items():
        meant = [found for found in forms.values() if any(fault.steps != place for fault in found)]
        if meant:
            fewest: list[_Fault] = min(meant, key=len)
            yield from _said(fewest)
        else:
            yield _found(place, [fault.details for found in forms.values() for fault in found])


def _found(steps: Path, faults: list[ErrorDetails]) -> Found:
    known = [MENDS[fault["type"]] for fault in faults if fault["type"] in MENDS]
    code, mend = min(known, key=list(MENDS.values()).index) if known else OTHERWISE
    if faults[0]["type"] in ("missing", "extra_forbidden"):
        return Found(steps, code, "is missing" if faults[0]["type"] == "missing" else "is no key here", mend)
    if faults[0]["type"] in ("value_error", "no_condition"):
        return Found(steps, code, faults[0]["msg"].removeprefix("Value error, "), mend)
    wanted = list(dict.fromkeys(_words(fault["msg"]) for fault in faults))
    first, *others = wanted
    said = ", or ".join([first, *(other.removeprefix("should be ") for other in others)])
    return Found(steps, code, " ".join(filter(None, [_written(faults[0]["input"]), said])), mend)


def _words(text: str) -> str:
    for pattern, word in WORDS:
        text = re.sub(pattern, word, text)
    return text


def _written(value: Any) -> str:
    """Answer a value as it stands in the file, or nothing for what is too much to repeat."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return repr(value) if len(value) <= LONGEST_SHOWN else f"'{shown(value)}'"
        case int() | date():
            return str(value)
        case _:
            return ""
