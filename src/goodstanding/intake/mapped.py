"""A row read by its mapping: typed values, or every fault it has, each with its field and the mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from goodstanding.core.catalogue.mapping import Citation, Day, Records, Said, State
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.intake.citing import Cited
from goodstanding.intake.reading import Fault, NotReadable, Raw

FORMS: Final = {
    "YYYY-MM-DD": (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), (1, 2, 3)),
    "YYYY/MM/DD": (re.compile(r"(\d{4})/(\d{2})/(\d{2})"), (1, 2, 3)),
    "DD/MM/YYYY": (re.compile(r"(\d{2})/(\d{2})/(\d{4})"), (3, 2, 1)),
    "YYYYMMDD": (re.compile(r"(\d{4})(\d{2})(\d{2})"), (1, 2, 3)),
}
AMOUNT: Final = re.compile(r"\d{1,15}(\.\d{1,4})?")
Value = Callable[[Sequence[str | None]], str | None]


class Mapped(NamedTuple):
    """What a row says, before it is asked whom it is about. Days are days, the fine is decimal text."""

    row: int
    authority: str | None
    authority_name: str
    document: str
    number: str | None
    name: str | None
    readable: str | None
    site_number: str | None
    site_name: str | None
    decided_on: date
    conduct_on: date | None
    published_on: date | None
    filed_on: date | None
    law: str
    item: str | None
    fine: str | None
    facts: tuple[tuple[str, str], ...]
    tier: str | None
    ends_on: date | None
    state: State | None
    state_on: date | None
    said: str | None
    later_by: str | None
    columns: dict[str, str | None]


class Cells(NamedTuple):
    """A row's cells by column, and the faults they turn out to have."""

    row: int
    values: Sequence[str | None]
    place: Mapping[str, int]
    faults: list[Fault]

    def at(self, column: str | None) -> str | None:
        return None if column is None else self.values[self.place[column]]

    def needed(self, column: str) -> str | None:
        value = self.values[self.place[column]]
        if value is None:
            self.faults.append(Fault(self.row, column, "R6", "is empty", "fill it in, or leave the row out"))
        return value

    def day(self, said: Day | None, *, needed: bool = False) -> date | None:
        if said is None:
            return None
        text = self.needed(said.column) if needed else self.at(said.column)
        if text is None:
            return None
        found = _day(text, said.form)
        if isinstance(found, str):
            self.faults.append(Fault(self.row, said.column, "day", f"{text!r} {found}", f"write it as {said.form}"))
            return None
        return found

    def amount(self, column: str) -> str | None:
        text = self.at(column)
        if text is None:
            return None
        found = _amount(text)
        if found is None:
            mend = "write digits, and a point before cents; no separators and no sign"
            self.faults.append(Fault(self.row, column, "amount", f"{text!r} is not an amount", mend))
        return found


class RowMapping:
    """A mapping of records made ready for a file's columns."""

    def __init__(self, records: Records, *, catalogue: Catalogue, columns: Sequence[str], empty: Sequence[str]) -> None:
        self.records, self.catalogue = records, catalogue
        self.columns = tuple(columns)
        self._place = {name: place for place, name in enumerate(columns)}
        self._empty = frozenset(empty)
        missing = sorted(set(_columns(records)) - set(columns))
        if missing:
            wrong = f"lacks the columns {', '.join(missing)}"
            raise NotReadable(
                Fault(None, missing[0], "missing-column", wrong, "add them, or name the mapping it follows")
            )
        self._cited = Cited(catalogue, records.item) if isinstance(records.item, Citation) else None
        self._facts = [(name, said_in(said, columns=columns)) for name, said in sorted(records.facts.items())]
        self._states = [
            (state, [(self._place[column], frozenset(values)) for column, values in state.when.items()])
            for state in records.states
        ]
        self._authority = said_in(records.authority, columns=columns)
        self._authority_name = said_in(records.authority_name, columns=columns)

    def read(self, raw: Raw, faults: list[Fault]) -> Mapped | None:
        """Answer what the row says; with a fault of any field, add them all to `faults` and answer None."""
        records, values = self.records, raw.values
        if self._empty:
            values = [None if value in self._empty else value for value in values]
        row = Cells(raw.row, values, self._place, faults)
        before = len(faults)
        document, law = row.needed(records.document), row.needed(records.law)
        decided_on = row.day(records.decided_on, needed=True)
        conduct_on, published_on = row.day(records.conduct_on), row.day(records.published_on)
        filed_on, ends_on = row.day(records.filed_on), row.day(records.ends_on)
        fine = row.amount(records.fine.column) if records.fine else None
        state = self._state(values)
        state_on = row.day(state.on, needed=True) if state is not None and state.on is not None else None
        item = self._item(row, law)
        if len(faults) > before:
            return None
        site, party, at = records.site, records.party, row.at
        return Mapped(
            raw.row,
            self._authority(values),
            self._authority_name(values) or "",
            document or "",
            at(party.number),
            at(party.name),
            at(party.readable_from),
            at(site.number) if site else None,
            at(site.name) if site else None,
            decided_on,  # type: ignore[arg-type]  # else it had a fault
            conduct_on,
            published_on,
            filed_on,
            law or "",
            item,
            fine,
            tuple((name, value) for name, said in self._facts if (value := said(values)) is not None),
            at(records.tier),
            ends_on,
            state,
            state_on,
            at(state.said_in) if state else None,
            at(records.later_by),
            dict(zip(self.columns, raw.values, strict=True)),
        )

    def _item(self, row: Cells, law: str | None) -> str | None:
        if self._cited is not None:
            return self._cited.item(law) if law else None
        column = str(self.records.item)
        item = row.needed(column)
        if item is not None and item not in self.catalogue.items:
            wrong = f"{item!r} is no item of {self.catalogue.manifest.pack}"
            row.faults.append(Fault(row.row, column, "R6", wrong, "name the item as the catalogue has it"))
        return item

    def _state(self, values: Sequence[str | None]) -> State | None:
        for state, asked in self._states:
            if all(values[place] in wanted for place, wanted in asked):
                return state
        return None


def said_in(said: Said | None, *, columns: Sequence[str]) -> Value:
    """Answer what finds the value in a row's cells; nothing is always None."""
    if said is None:
        return lambda _: None
    if said.is_ is not None:
        return lambda _, always=said.is_: always  # type: ignore[misc]
    places, form = [columns.index(column) for column in said.read], said.as_
    if form is None:
        return lambda values, place=places[0]: values[place]  # type: ignore[misc]

    def put_together(values: Sequence[str | None]) -> str | None:
        parts = [values[place] for place in places]
        return None if None in parts else form.format(*parts)

    return put_together


def _columns(records: Records) -> list[str]:
    """Answer every column a mapping reads."""
    said = [records.authority, records.authority_name, *records.facts.values()]
    days = [records.decided_on, records.conduct_on, records.published_on, records.filed_on, records.ends_on]
    names: list[str | None] = [records.document, records.law, records.tier, records.later_by]
    names += [column for one in said if one for column in one.read]
    names += [one.column for one in days if one]
    names += [records.party.number, records.party.name, records.party.readable_from]
    names += [records.site.number, records.site.name] if records.site else []
    names.append(records.item.column if isinstance(records.item, Citation) else records.item)
    names.append(records.fine.column if records.fine else None)
    for state in records.states:
        names += [*state.when, state.said_in, state.on.column if state.on else None]
    return [name for name in names if name is not None]


@lru_cache(maxsize=100_000)
def _day(text: str, form: str) -> date | str:
    pattern, (year, month, day) = FORMS[form]
    found = pattern.fullmatch(text)
    if found is None:
        return f"is not written as {form}"
    try:
        return date(int(found[year]), int(found[month]), int(found[day]))
    except ValueError:
        return "is no day of the calendar"


@lru_cache(maxsize=100_000)
def _amount(text: str) -> str | None:
    """Answer an amount without leading noughts and empty cents, None where it is none."""
    if not AMOUNT.fullmatch(text):
        return None
    amount = Decimal(text)
    return f"{amount.to_integral_value() if amount == amount.to_integral_value() else amount.normalize():f}"
