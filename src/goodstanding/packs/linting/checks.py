"""What every check is given, how it complains, and the register of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.words import Model
from goodstanding.packs.complaints import Complaint, Grade
from goodstanding.packs.reading import Pack

# Statuses in which a pack is used for real: there a gap that a teaching pack may have refuses it.
BINDING = frozenset({"reviewed", "in-force"})


@dataclass(frozen=True)
class Entry:
    """One entry of the pack under check, with where it stands."""

    field: str
    id: str
    model: Any


@dataclass(frozen=True)
class Looked:
    """A pack under check, the day of the check, and the edition before it."""

    pack: Pack
    today: date
    previous: Pack | None = None

    @property
    def catalogue(self) -> Catalogue:
        return self.pack.catalogue

    @property
    def binding(self) -> bool:
        return self.catalogue.manifest.status in BINDING

    def own(self, *fields: str) -> Iterator[Entry]:
        """Answer the pack's own entries of these fields of the catalogue (all when none is named), in order."""
        for field in fields or tuple(self.pack.own):
            if field == "calendars":
                continue
            for key, model in getattr(self.catalogue, field).items():
                if key in self.pack.own[field]:
                    yield Entry(field, key, model)

    def grade(self) -> Grade:
        """Answer how a gap counts here that a pack may have while it is not used for real."""
        return "fault" if self.binding else "remark"


@dataclass(frozen=True)
class Check:
    """A check by its name, with the lines and rules it holds."""

    name: str
    rule: str
    find: Callable[[Looked, Callable[..., Complaint]], Iterator[Complaint]]

    def run(self, looked: Looked) -> Iterator[Complaint]:
        """Answer what the check finds."""

        def complaint(
            entry: Entry | None, *steps: str | int, wrong: str, mend: str, grade: Grade = "fault"
        ) -> Complaint:
            if entry is None:
                place = looked.pack.places.get(("manifest", ""))
                file, line, path = "pack.yaml", place.line(*steps) if place else 0, ".".join(map(str, steps)) or "$"
            else:
                place = looked.pack.place(entry.field, entry.id)
                file, line, path = place.file, place.line(*steps), place.text(*steps)
            return Complaint(
                file=file, line=line, path=path, code=self.name, wrong=wrong, rule=self.rule, mend=mend, grade=grade
            )

        yield from self.find(looked, complaint)


Complain = Callable[..., Complaint]
CHECKS: dict[str, Check] = {}


def check(name: str, *, rule: str) -> Callable[[Callable[[Looked, Complain], Iterator[Complaint]]], Check]:
    """Register a generator of complaints under `name`, which holds `rule`."""

    def register(find: Callable[[Looked, Complain], Iterator[Complaint]]) -> Check:
        CHECKS[name] = Check(name, rule, find)
        return CHECKS[name]

    return register


def parts(model: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Answer every part of an entry with the way to it, depth first, the entry itself included."""
    yield steps, model
    if isinstance(model, Model):
        for name, field in type(model).model_fields.items():
            yield from parts(getattr(model, name), (*steps, field.alias or name))
    elif isinstance(model, dict):
        for key, value in model.items():
            yield from parts(value, (*steps, str(key)))
    elif isinstance(model, tuple):
        for index, value in enumerate(model):
            yield from parts(value, (*steps, index))
