"""A province and its nation: it adds and shortens under its own law, and never lengthens or loosens (design §5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from goodstanding.core.catalogue.law import Parameter, Value
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import BINDING, Complain, Entry, Looked, check
from goodstanding.packs.linting.time import at_least_as_mild
from goodstanding.packs.reading import Pack


@check("province-loosens-nothing", rule="G5")
def province_loosens_nothing(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A province adds, and changes a figure of its nation only in the organisation's favour, under its own law."""
    parent = looked.pack.parent
    if parent is None:
        return
    yield from _no_part_of(looked, parent, complaint)
    calendars = (Entry("calendars", name, None) for name in sorted(looked.pack.own["calendars"]))
    for entry in (*looked.own(), *calendars):
        if entry.id not in getattr(parent.catalogue, entry.field):
            continue
        if entry.field != "parameters":
            wrong = f"{entry.id!r} is the nation's, and written anew"
            yield complaint(entry, wrong=wrong, mend="leave it to the nation; a province adds under new ids")
        else:
            nation: Parameter = parent.catalogue.parameters[entry.id]
            for day, wrong in _loosened(looked, entry.model, nation):
                steps = ("values", str(day)) if day in entry.model.values else ()
                yield complaint(entry, *steps, wrong=wrong, mend="give the nation's figure or a more favourable one")


def _no_part_of(looked: Looked, parent: Pack, complaint: Complain) -> Iterator[Complaint]:
    mine, theirs = looked.catalogue.manifest, parent.catalogue.manifest
    if not mine.jurisdiction.startswith(f"{theirs.jurisdiction}-"):
        wrong = f"{mine.jurisdiction} is no part of {theirs.jurisdiction}, whose pack it extends"
        yield complaint(None, "jurisdiction", wrong=wrong, mend=f"write {theirs.jurisdiction}-…, or extend another")
    if mine.status in BINDING and theirs.status not in BINDING:
        wrong = f"is {mine.status}, and the law it extends is {theirs.status}"
        yield complaint(None, "status", wrong=wrong, mend="have the nation's pack reviewed first")


def _loosened(looked: Looked, province: Parameter, nation: Parameter) -> Iterator[tuple[date, str]]:
    if (province.unit, province.favours) != (nation.unit, nation.favours) or nation.favours == "neither":
        yield province.starts[0], "changes a figure whose unit or direction the nation does not let it change"
        return
    for day in sorted({*province.starts, *nation.starts}):
        mine, theirs = province.value_on(day), nation.value_on(day)
        if theirs is None or mine == theirs:
            continue
        if mine is None or not as_mild(province, mine, theirs):
            said = mine.value if mine else "nothing"
            yield day, f"is {said} from {day}, where the nation's figure is {theirs.value}"
        elif not _under_own_law(looked, mine) and mine.value != theirs.value:
            yield day, "is changed under the nation's law, not the province's own"


def as_mild(parameter: Parameter, mine: Value, theirs: Value) -> bool:
    """Tell whether a figure is no worse for the organisation than another; unknown is worse than any number."""
    if isinstance(mine.value, int) and isinstance(theirs.value, int):
        return at_least_as_mild(parameter, mine.value, theirs.value)
    return mine.value == theirs.value


def _under_own_law(looked: Looked, value: Value) -> bool:
    return all(basis.partition(" ")[0] in looked.pack.own["sources"] for basis in value.basis)
