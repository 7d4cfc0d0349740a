"""Anything in a pack explained: what it is, on which law, with which figures, since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from goodstanding.core.catalogue.conditions import FactIs, counted
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.rules import Finding, Rule
from goodstanding.core.catalogue.words import InForce, Param
from goodstanding.packs.linting.checks import parts
from goodstanding.packs.linting.law import bases_in
from goodstanding.packs.reading import Pack
from goodstanding.packs.reviewing import review_hash
from goodstanding.packs.wording import Wording

FIELDS: Final = (
    "items", "rules", "parameters", "publications", "lists", "measures", "deadlines", "procedures", "relations",
    "facts", "authorities", "organisation_types", "identifiers", "notices", "sources",
)  # fmt: skip


def found(catalogue: Catalogue, *, key: str) -> list[tuple[str, Any]]:
    """Answer every entry of that id, with the field of the catalogue it stands in."""
    return [(field, getattr(catalogue, field)[key]) for field in FIELDS if key in getattr(catalogue, field)]


def explain(pack: Pack, *, field: str, entry: Any, language: str, today: date) -> list[str]:
    """Answer an entry in words, line by line, with the figures of `today`."""
    wording = Wording(language)
    catalogue = pack.catalogue
    lines = [wording.name(entry), f"  {field}/{_id(entry)}"]
    if isinstance(explains := getattr(entry, "explains", None), dict):
        lines.append(f"  {wording.text(explains)}")
    if isinstance(entry, InForce):
        lines.append(f"  {wording.say('in force')}: {_span(entry, wording)}")
    match entry:
        case Parameter():
            lines += _parameter(entry, wording)
        case Rule():
            lines += _rule(catalogue, entry, wording, today)
            lines.append("  " + wording.say("review hash", sha256=review_hash(pack, rule=entry.rule)))
        case _:
            lines += _simple(catalogue, entry, wording)
            lines += _figures(catalogue, entry, wording, today)
    lines += _bases(catalogue, entry, wording)
    if confidence := getattr(entry, "confidence", None):
        lines.append(f"  {wording.say('confidence')}: {confidence}{_citation(entry)}")
    lines.append(f"  {wording.say('not law')}")
    return lines


def _id(entry: Any) -> str:
    return str(next(iter(entry.model_dump().values()))) if not isinstance(entry, InForce) else _named(entry)


def _named(entry: Any) -> str:
    fields = [name for name in type(entry).model_fields if name not in ("from_", "until")]
    return str(getattr(entry, fields[0]))


def _citation(entry: Any) -> str:
    citation = getattr(entry, "citation", None)
    return f" ({citation})" if citation else ""


def _span(entry: InForce, wording: Wording) -> str:
    if entry.until is None:
        return wording.say("from", start=entry.from_)
    return wording.say("until", start=entry.from_, end=entry.until)


def _parameter(entry: Parameter, wording: Wording) -> Iterator[str]:
    for start in entry.starts:
        value = entry.values[start]
        note = f" {wording.text(value.note)}" if value.note else ""
        back = f"; {wording.say('reaches back', basis=', '.join(value.reaches_back))}" if value.reaches_back else ""
        said = wording.figure(value.value, entry.unit)
        since = wording.say("since", start=start)
        yield f"  {since}: {said} ({', '.join(value.basis)}; {value.confidence}{back}).{note}"
    yield f"  {wording.say('checked')}: {entry.last_checked}"


def _rule(catalogue: Catalogue, entry: Rule, wording: Wording, today: date) -> Iterator[str]:
    for version in entry.versions:
        yield "  " + wording.say("version", span=_span(version, wording), fact=version.selected_by)
        # A version that has ended is read with the figures of its last day, one to come with those of its first.
        day = max(version.from_, min(today, version.until - timedelta(days=1)) if version.until else today)
        for finding in version.findings:
            yield from _finding(catalogue, finding, wording, day)
        if version.otherwise:
            yield "    " + wording.say("otherwise", finding=version.otherwise)


def _finding(catalogue: Catalogue, finding: Finding, wording: Wording, today: date) -> Iterator[str]:
    yield "    " + wording.say("finding", finding=finding.finding, text=wording.text(finding.text))
    for phrase, conditions in (("when", finding.when), ("unless", finding.unless)):
        for condition in conditions:
            for _, leaf in parts(condition):
                if not (hasattr(leaf, "basis") and hasattr(leaf, "id")):
                    continue
                figure = _figure_of(catalogue, leaf, wording, today)
                yield f"      {wording.say(phrase, text=wording.text(leaf.text))} [{leaf.id}]{figure}"


def _figure_of(catalogue: Catalogue, leaf: Any, wording: Wording, today: date) -> str:
    names = [leaf.value.param] if isinstance(getattr(leaf, "value", None), Param) else []
    which = counted(leaf) if not isinstance(leaf, FactIs) else None
    names += [which.within.last.param] if which and which.within else []
    said = [_figure(catalogue, name, wording, today) for name in names if name in catalogue.parameters]
    return f" ({'; '.join(said)})" if said else ""


def _figure(catalogue: Catalogue, name: str, wording: Wording, today: date) -> str:
    parameter = catalogue.parameters[name]
    value = parameter.value_on(today)
    figure = wording.figure(value.value if value else None, parameter.unit)
    return wording.say("figure now", name=wording.text(parameter.text), figure=figure)


def _simple(catalogue: Catalogue, entry: Any, wording: Wording) -> Iterator[str]:
    """Answer what an entry says in single words: its class, field, tier, who files it, what it follows."""
    for name, value in entry:
        if name in ("basis", "confidence", "citation", "from_", "until", "authors") or value in (None, (), {}):
            continue
        if isinstance(value, str) and value != _id(entry):
            yield f"  {name}: {_called(catalogue, value, wording)}"
        elif isinstance(value, tuple) and all(isinstance(one, str) for one in value):
            yield f"  {name}: {', '.join(_called(catalogue, one, wording) for one in value)}"


def _called(catalogue: Catalogue, key: str, wording: Wording) -> str:
    """Answer what an id of the pack is called, with the id; other words as they are."""
    entries = found(catalogue, key=key)
    return f"{wording.name(entries[0][1])} ({key})" if entries else key


def _figures(catalogue: Catalogue, entry: Any, wording: Wording, today: date) -> Iterator[str]:
    for steps, value in parts(entry):
        if isinstance(value, Param) and value.param in catalogue.parameters:
            way = ".".join(str(step) for step in steps)
            yield f"  {way}: {_figure(catalogue, value.param, wording, today)}"


def _bases(catalogue: Catalogue, entry: Any, wording: Wording) -> Iterator[str]:
    seen: dict[str, None] = {}
    for _, bases in bases_in(entry):
        seen.update(dict.fromkeys(bases))
    for basis in seen:
        name, _, number = basis.partition(" ")
        source = catalogue.sources.get(name)
        if source and number in source.provisions:
            heading = wording.text(source.provisions[number].heading)
            yield f"  {wording.say('basis')}: {wording.text(source.title)}, {number}: {heading} ({source.level})"
