"""Files to a catalogue: every file read plainly, every entry validated, joined with the pack it extends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from goodstanding.core.calendars import WorkingCalendar
from goodstanding.core.catalogue import cases, consequences, items, law, pack, register, rules
from goodstanding.packs import plain_yaml
from goodstanding.packs.calendars import NotACalendar, parse_calendar
from goodstanding.packs.complaints import Complaint, NotAPack
from goodstanding.packs.folder import edition_hash, file_complaints, read_folder

# Folder: the field of the catalogue it fills, the key that names an entry, and its model.
KINDS: Final[Mapping[str, tuple[str, str, type[BaseModel]]]] = {
    "sources": ("sources", "source", law.Source),
    "authorities": ("authorities", "authority", register.Authority),
    "organisations": ("organisation_types", "organisation_type", register.OrganisationType),
    "identifiers": ("identifiers", "scheme", register.IdentifierScheme),
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
TOP_KEY: Final = {folder: folder for folder in KINDS} | {"organisations": "organisation_types", "tests": "cases"}


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
    parent = None
    if named is not None:
        beside = (parents or folder.resolve().parent) / named
        if not (beside / "pack.yaml").exists():
            wrong = f"extends {named!r}, which is not in {beside.parent.name}/"
            raise NotAPack((_complaint("pack.yaml", 0, "extends", "extends-a-pack", wrong, f"put {named} beside it"),))
        parent = parse_pack(read_folder(beside))
    return parse_pack(files, parent=parent)


def parse_pack(files: Mapping[str, str], *, parent: Pack | None = None) -> Pack:
    """Answer the pack in `files` (text by path). Raises NotAPack with every complaint."""
    reading = _Reading(parent=parent)
    reading.complaints += file_complaints(files)
    for name in sorted(files):
        if not name.endswith(".md") and not reading.complaints_on(name):
            reading.file(name, files[name])
    manifest = reading.manifest
    if manifest is not None and manifest.extends and (parent is None or parent.catalogue.manifest.extends):
        wrong = "extends a pack that is not given" if parent is None else "extends a pack that itself extends another"
        reading.complain("pack.yaml", 0, "extends", "extends-a-pack", wrong, "extend one national pack")
    if manifest is not None and parent is not None and manifest.extends != parent.catalogue.manifest.pack:
        reading.complain("pack.yaml", 0, "extends", "extends-a-pack", "names another pack", "name the pack given")
    if reading.complaints or manifest is None:
        raise NotAPack(tuple(sorted(reading.complaints)))
    return reading.joined(files, manifest)


def _extends(files: Mapping[str, str]) -> str | None:
    value = plain_yaml.read(files["pack.yaml"]).value if "pack.yaml" in files else None
    named = value.get("extends") if isinstance(value, dict) else None
    return named if isinstance(named, str) and named.replace("-", "").isalnum() else None


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

    def complain(self, file: str, line: int, path: str, code: str, wrong: str, mend: str) -> None:
        self.complaints.append(_complaint(file, line, path, code, wrong, mend))

    def complaints_on(self, name: str) -> bool:
        return any(complaint.file == name for complaint in self.complaints)

    def file(self, name: str, text: str) -> None:
        document = plain_yaml.read(text)
        for fault in document.faults:
            self.complain(name, fault.line, fault.path, fault.code, fault.wrong, fault.mend)
        if document.faults:
            return
        folder = name.split("/", maxsplit=1)[0]
        if name == "pack.yaml":
            self.manifest = self.validated(pack.Manifest, document.value, Place(name, (), document.lines))
        elif folder == "calendars":
            self.calendar(name, text)
        else:
            self.listed(name, folder, document)

    def calendar(self, name: str, text: str) -> None:
        try:
            found = parse_calendar(text, file=name)
        except NotACalendar as reason:
            for one in reason.complaints:
                self.complain(one.file, 0, one.path, "calendar", one.wrong, one.mend)
            return
        if found.name in self.calendars:
            self.complain(name, 0, "calendar", "unique-ids", f"{found.name!r} is there twice", "keep one")
        self.calendars[found.name] = found

    def listed(self, name: str, folder: str, document: plain_yaml.Document) -> None:
        key = TOP_KEY[folder]
        value = document.value
        if not isinstance(value, dict) or list(value) != [key] or not isinstance(value[key], list):
            self.complain(name, 1, "$", "one-noun-a-file", f"does not hold `{key}:` and a list under it, alone",
                          f"begin the file with `{key}:`")  # fmt: skip
            return
        for index, entry in enumerate(value[key]):
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
            other = self.places[into, key]
            wrong = f"{key!r} is also in {other.file}:{other.line()}"
            self.complain(place.file, place.line(), place.text(), "unique-ids", wrong, "give each its own id")
            return
        self.entries[into][key] = entry
        self.places[into, key] = place

    def validated(self, model: type[Any], value: Any, place: Place) -> Any:
        try:
            return model.model_validate(value)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=False):
                self.invalid(fault, value, place)
            return None

    def invalid(self, fault: ErrorDetails, value: Any, place: Place) -> None:
        steps = _steps(fault, value)
        code, mend = MENDS.get(fault["type"], ("as-the-format-says", "docs/packs.md says what stands here"))
        wrong = {"missing": "is missing", "extra_forbidden": "is no key here"}.get(fault["type"], fault["msg"])
        if fault["type"] not in ("missing", "extra_forbidden", "value_error") and not isinstance(fault["input"], dict):
            wrong = f"{str(fault['input'])[:60]!r}: {fault['msg'][0].lower()}{fault['msg'][1:]}"
        wrong = wrong.removeprefix("Value error, ")
        self.complain(place.file, place.line(*steps), place.text(*steps), code, wrong, mend)

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


MENDS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("required-key", "add it"),
    "extra_forbidden": ("known-keys", "use a key of the format; docs/packs.md lists them"),
    "literal_error": ("closed-list", "use one of the closed list; a pack cannot add to it"),
    "string_pattern_mismatch": ("well-formed", "write it in the form docs/packs.md gives"),
    "no_condition": ("conditions-are-closed", "write a condition as docs/packs.md shows; expressions are not read"),
    "less_than_equal": ("huge-number", "write a figure a law has"),
    "value_error": ("holds-together", "mend the dates"),
}


def _steps(fault: ErrorDetails, value: Any) -> plain_yaml.Path:
    """Answer where in the raw entry the fault is: pydantic's location without the names of models and union arms."""
    steps: list[str | int] = []
    for step in fault["loc"]:
        if isinstance(value, dict):
            keys = {str(key): key for key in value}
            if str(step) in keys:
                value = value[keys[str(step)]]
            elif fault["type"] != "missing" or step != fault["loc"][-1]:
                continue
            steps.append(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            steps.append(step)
    return tuple(steps)
