"""What changes between two editions, in words: what, from when, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.packs.linting.checks import Entry
from goodstanding.packs.linting.references import named
from goodstanding.packs.wording import Wording

# What decides about somebody; texts, sources and notices are compared after these.
FIELDS: Final = (
    "parameters", "rules", "publications", "items", "lists", "measures", "relations", "procedures", "deadlines",
    "authorities", "organisation_types", "identifiers", "facts", "notices", "sources",
)  # fmt: skip
ABSENT: Final = object()


@dataclass(frozen=True)
class Change:
    """One difference: where, what in words, from which day where it has one, and the items it touches."""

    field: str
    id: str
    says: str
    from_day: date | None
    items: tuple[str, ...]
    authorities: tuple[str, ...]


def differences(old: Catalogue, new: Catalogue, *, language: str = "en") -> list[Change]:
    """Answer what changes from `old` to `new`, in the words of `language`; the same texts elsewhere are no change."""
    wording = Wording(language)
    return [change for field in FIELDS for change in _of_field(old, new, field, wording)]


def _of_field(old: Catalogue, new: Catalogue, field: str, wording: Wording) -> Iterator[Change]:
    before: Mapping[str, Any] = getattr(old, field)
    after: Mapping[str, Any] = getattr(new, field)
    for key in sorted({*before, *after}):
        if key not in after:
            yield _change(old, field, key, wording.say("gone", name=wording.name(before[key])))
        elif key not in before:
            since = getattr(after[key], "from_", None)
            says = wording.say("new", name=wording.name(after[key]))
            yield _change(new, field, key, says, since)
        elif field == "parameters":
            for day, says in _figures(before[key], after[key], wording):
                yield _change(new, field, key, says, day)
        else:
            for path, one, other in _parts(before[key], after[key]):
                says = wording.say(
                    "changed",
                    name=wording.name(after[key]),
                    what=path,
                    old=wording.value(one),
                    new=wording.value(other),
                )
                yield _change(new, field, key, says)


def _figures(old: Parameter, new: Parameter, wording: Wording) -> Iterator[tuple[date | None, str]]:
    name = wording.name(new)
    for day in sorted({*old.starts, *new.starts}):
        one, other = old.value_on(day), new.value_on(day)
        if (one and one.value) == (other and other.value):
            continue
        basis = ", ".join(other.basis) if other else "-"
        yield (
            day,
            wording.say(
                "figure",
                name=name,
                day=day,
                old=wording.figure(one.value if one else None, old.unit),
                new=wording.figure(other.value if other else None, new.unit),
                basis=basis,
            ),
        )
    for path, one_part, other_part in _parts(old, new):
        if not path.startswith(("values", "last_checked")):
            says = wording.say(
                "changed", name=name, what=path, old=wording.value(one_part), new=wording.value(other_part)
            )
            yield None, says


def _parts(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Answer each part that differs between two entries of one kind, with the way to it."""
    yield from _compared(old.model_dump(mode="json", by_alias=True), new.model_dump(mode="json", by_alias=True), "")


def _compared(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _compared(old.get(key, ABSENT), new.get(key, ABSENT), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list) and isinstance(new, list) and _listed(old, new):
        for at in range(max(len(old), len(new))):
            one = old[at] if at < len(old) else ABSENT
            other = new[at] if at < len(new) else ABSENT
            yield from _compared(one, other, f"{path}[{at}]")
    elif old != new:
        yield path, None if old is ABSENT else old, None if new is ABSENT else new


def _listed(old: list[Any], new: list[Any]) -> bool:
    """Tell whether two lists are compared part by part: entries are, plain values are named as a whole."""
    return any(isinstance(one, dict) for one in (*old, *new))


def _change(catalogue: Catalogue, field: str, key: str, says: str, day: date | None = None) -> Change:
    items = touched(catalogue, field=field, key=key)
    authorities = sorted({one for item in items for one in catalogue.items[item].filed_by})
    return Change(field, key, says, day, items, tuple(authorities))


def touched(catalogue: Catalogue, *, field: str, key: str) -> tuple[str, ...]:
    """Answer the items whose records an entry bears on: those that name it, directly or by what they name."""
    reached = {(field, key)}
    grew = True
    while grew:
        grew = False
        for other in FIELDS:
            for name, model in getattr(catalogue, other).items():
                if (other, name) in reached:
                    continue
                if any((into, one) in reached for _, into, one in named(Entry(other, name, model))):
                    reached.add((other, name))
                    grew = True
    return tuple(sorted(name for into, name in reached if into == "items" and name in catalogue.items))
