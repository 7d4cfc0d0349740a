"""Files to a catalogue: every file read plainly, every entry validated, joined with the pack it extends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError

from goodstanding.core.calendars import WorkingCalendar
from goodstanding.core.catalogue import cases, consequences, items, law, mapping, naming, pack, register, rules
from goodstanding.packs import plain_yaml
from goodstanding.packs.calendars import NotACalendar, parse_calendar
from goodstanding.packs.complaints import Complaint, NotAPack
from goodstanding.packs.folder import edition_hash, file_complaints, read_folder
from goodstanding.packs.invalid import explained

# Folder: the field of the catalogue it fills, the key that names an entry, and its model.
KINDS: Final[Mapping[str, tuple[str, str, type[BaseModel]]]] = {
    "sources": ("sources", "source", law.Source),
    "authorities": ("authorities", "authority", register.Authority),
    "organisations": ("organisation_types", "organisation_type", register.OrganisationType),
    "identifiers": ("identifiers", "scheme", register.IdentifierScheme),
    "names": ("namings", "naming", naming.Naming),
    "intakes": ("intakes", "intake", mapping.Mapping),
    "parameters": ("parameters", "parameter", law.Parameter),
    "facts": ("facts", "fact", law.Fact),
    "rules": ("rules", "rule", rules.Rule),
    "publications": ("publications", "publication", items.Publication),
    "items": ("items", "item", items.Item),
    "lists": ("lists", "list", consequences.Listing),
    "measures": ("measures", "measure", consequences.Measure),
    "relations": ("relations", "relation", consequences.Relation),
    "procedures": ("procedures", "procedure", consequences.Procedure),
    "deadlines": ("deadlines", "deadline", consequences.Deadline),
    "notices": ("notices", "notice", consequences.Notice),
    "reviews": ("reviews", "review", pack.Review),
}
# Twice the largest pack so far; one within it is read and checked in about three seconds.
MOST_VALUES: Final = 50_000
MOST_COMPLAINTS_ON_A_FILE: Final = 100
TOP_KEY: Final = {folder: folder for folder in KINDS} | {
    "organisations": "organisation_types", "names": "namings", "tests": "cases",
}  # fmt: skip


class Place(NamedTuple):
    """Where an entry stands: its file, its path in it, and the line of each of its parts."""

    file: str
    path: plain_yaml.Path
    lines: Mapping[plain_yaml.Path, int]

    def line(self, *steps: str | int) -> int:
        """Answer the line of a part of the entry, or of the nearest part around it."""
        path = (*self.path, *steps)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def text(self, *steps: str | int) -> str:
        """Answer the path of a part as people write it."""
        return plain_yaml.path_text((*self.path, *steps))


@dataclass(frozen=True)
class Pack:
    """A pack as read: its files and hash, its own catalogue joined with the one it extends, and where things stand.

    `own` has the ids this pack brings, by field of the catalogue; the rest comes from `parent`.
    """

    files: Mapping[str, str]
    sha256: str
    catalogue: pack.Catalogue
    own: Mapping[str, frozenset[str]]
    places: Mapping[tuple[str, str], Place]
    parent: Pack | None = None

    def place(self, field_name: str, key: str) -> Place:
        """Answer where an entry of this pack stands."""
        return self.places[field_name, key]


def read_pack(folder: Path, *, parents: Path | None = None) -> Pack:
    """Answer the pack in `folder`; the pack it extends is looked for in `parents`, else beside it.

    Raises NotAPack with every complaint, OSError when a file cannot be read.
    """
    files = read_folder(folder)
    named = _extends(files)
    return parse_pack(files, parent=None if named is None else _read_parent(folder, named=named, parents=parents))


def _read_parent(folder: Path, *, named: str, parents: Path | None) -> Pack:
    beside = (parents or folder.resolve().parent) / named
    if not (beside / "pack.yaml").exists():
        wrong = f"extends {named!r}, which is not in {beside.parent.name}/"
        raise NotAPack((_not_extended(wrong, f"put {named} beside it"),))
    if beside.resolve() == folder.resolve():
        raise NotAPack((_not_extended(*ITSELF),))
    try:
        files = read_folder(beside)
        if _extends(files) is None:
            return parse_pack(files)
    except NotAPack as reason:
        # The same file names stand in the pack that extends it: say in whose folder.
        raise NotAPack(tuple(replace(one, file=f"{named}/{one.file}") for one in reason.complaints)) from reason
    raise NotAPack((_not_extended(*NOT_NATIONAL),))


def parse_pack(files: Mapping[str, str], *, parent: Pack | None = None) -> Pack:
    """Answer the pack in `files` (text by path). Raises NotAPack with every complaint."""
    reading = _Reading(parent=parent)
    reading.complaints += file_complaints(files)
    if reading.complaints:
        raise NotAPack(tuple(sorted(reading.complaints)))
    for name in sorted(files):
        if not name.endswith(".md") and reading.values <= MOST_VALUES:
            reading.file(name, files[name])
    manifest = reading.manifest
    if manifest is not None and (wrong := _wrongly_extended(manifest, parent)):
        reading.complaints.append(_not_extended(*wrong, line=reading.places["manifest", ""].line("extends")))
    if reading.complaints or manifest is None:
        raise NotAPack(tuple(sorted(reading.complaints)))
    return reading.joined(files, manifest)


def _extends(files: Mapping[str, str]) -> str | None:
    value = plain_yaml.read(files["pack.yaml"]).value if "pack.yaml" in files else None
    named = value.get("extends") if isinstance(value, dict) else None
    return named if isinstance(named, str) and named.replace("-", "").isalnum() else None


ITSELF: Final = ("extends itself", "name the nation's pack, or leave `extends` out")
NOT_NATIONAL: Final = ("extends a pack that itself extends another", "extend one national pack")


def _wrongly_extended(manifest: pack.Manifest, parent: Pack | None) -> tuple[str, str] | None:
    """Answer what is wrong with what a pack extends, and how to mend it, or None."""
    if manifest.extends == manifest.pack:
        return ITSELF
    if manifest.extends and parent is None:
        return "extends a pack that is not given", "extend one national pack"
    if parent is not None and parent.catalogue.manifest.extends:
        return NOT_NATIONAL
    if parent is not None and manifest.extends != parent.catalogue.manifest.pack:
        return f"names another pack than {parent.catalogue.manifest.pack!r}, the one given", "name the pack given"
    return None


def _not_extended(wrong: str, mend: str, *, line: int = 0) -> Complaint:
    return _complaint("pack.yaml", line, "extends", "extends-a-pack", wrong, mend)


def _complaint(file: str, line: int, path: str, code: str, wrong: str, mend: str) -> Complaint:
    return Complaint(file=file, line=line, path=path, code=code, wrong=wrong, rule="format", mend=mend)


@dataclass
class _Reading:
    """One pass over all files of a pack."""

    parent: Pack | None
    complaints: list[Complaint] = field(default_factory=list)
    manifest: pack.Manifest | None = None
    entries: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind[0]: {} for kind in KINDS.values()})
    calendars: dict[str, WorkingCalendar] = field(default_factory=dict)
    cases: list[cases.Case] = field(default_factory=list)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    values: int = 0

    def complain(self, file: str, line: int, path: str, code: str, wrong: str, mend: str) -> None:
        self.complaints.append(_complaint(file, line, path, code, wrong, mend))

    def file(self, name: str, text: str) -> None:
        document = plain_yaml.read(text)
        for fault in document.faults:
            self.complain(name, fault.line, fault.path, fault.code, fault.wrong, fault.mend)
        self.values += len(document.lines)
        if self.values > MOST_VALUES:
            wrong = f"takes the pack beyond {MOST_VALUES:,} values"
            self.complain(name, 1, "$", "too-many-values", wrong, "leave out what nobody uses")
        if document.faults or self.values > MOST_VALUES:
            return
        folder = name.split("/", maxsplit=1)[0]
        if name == "pack.yaml":
            self.places["manifest", ""] = Place(name, (), document.lines)
            self.manifest = self.validated(pack.Manifest, document.value, self.places["manifest", ""])
        elif folder == "calendars":
            self.calendar(name, text, document)
        else:
            self.listed(name, folder, document)

    def calendar(self, name: str, text: str, document: plain_yaml.Document) -> None:
        try:
            found = parse_calendar(text, file=name)
        except NotACalendar as reason:
            lines = {plain_yaml.path_text(path): line for path, line in document.lines.items()}
            for one in reason.complaints:
                self.complain(name, lines.get(one.path, 1), one.path, "calendar", one.wrong, one.mend)
            return
        place = Place(name, (), document.lines)
        if found.name in self.calendars:
            self.twice(found.name, self.places["calendars", found.name], place)
            return
        self.calendars[found.name] = found
        self.places["calendars", found.name] = place

    def listed(self, name: str, folder: str, document: plain_yaml.Document) -> None:
        key = TOP_KEY[folder]
        value = document.value
        if not isinstance(value, dict) or list(value) != [key] or not isinstance(value[key], list):
            self.complain(name, 1, "$", "one-noun-a-file", f"does not hold `{key}:` and a list under it, alone",
                          f"begin the file with `{key}:`")  # fmt: skip
            return
        before = len(self.complaints)
        for index, entry in enumerate(value[key]):
            if len(self.complaints) - before > MOST_COMPLAINTS_ON_A_FILE:
                wrong = f"has more than {MOST_COMPLAINTS_ON_A_FILE} faults; the rest was not read"
                self.complain(name, 1, "$", "too-many-faults", wrong, "mend these first")
                return
            place = Place(name, (key, index), document.lines)
            if folder == "tests":
                if case := self.validated(cases.Case, entry, place):
                    self.cases.append(case)
                    self.places["cases", str(len(self.cases) - 1)] = place
                continue
            into, id_key, model = KINDS[folder]
            if found := self.validated(model, entry, place):
                self.keep(into, getattr(found, id_key), found, place)

    def keep(self, into: str, key: str, entry: Any, place: Place) -> None:
        if key in self.entries[into]:
            self.twice(key, self.places[into, key], place)
            return
        self.entries[into][key] = entry
        self.places[into, key] = place

    def twice(self, key: str, other: Place, place: Place) -> None:
        wrong = f"{key!r} is also in {other.file}:{other.line()}"
        self.complain(place.file, place.line(), place.text(), "unique-ids", wrong, "give each its own id")

    def validated(self, model: type[Any], value: Any, place: Place) -> Any:
        try:
            return model.model_validate(value)
        except ValidationError as error:
            for found in explained(error, value):
                line, path = place.line(*found.steps), place.text(*found.steps)
                self.complain(place.file, line, path, found.code, found.wrong, found.mend)
            return None

    def joined(self, files: Mapping[str, str], manifest: pack.Manifest) -> Pack:
        """Join with the parent: what the province writes under a nation's id stands in its place (and is linted)."""
        above = self.parent.catalogue if self.parent else None
        fields = {name: {**(getattr(above, name) if above else {}), **found} for name, found in self.entries.items()}
        fields["calendars"] = {**(above.calendars if above else {}), **self.calendars}
        return Pack(
            files=dict(files),
            sha256=edition_hash(files),
            catalogue=pack.Catalogue(manifest=manifest, **fields, cases=tuple(self.cases)),
            own={name: frozenset(found) for name, found in self.entries.items()}
            | {"calendars": frozenset(self.calendars)},
            places=self.places,
            parent=self.parent,
        )
