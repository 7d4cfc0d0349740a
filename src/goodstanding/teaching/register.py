"""Organisations, their premises, and what became of them: everything of an organisation follows from its number."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import gcd
from typing import Final, NamedTuple

from goodstanding.teaching import names
from goodstanding.teaching.days import Days

# Type, share up to here, sole trader, class. A social organisation of unknown class counts as protected.
TYPES: Final = (
    ("limited-company", 0.60, "no", "none"),
    ("sole-trader", 0.74, "yes", "none"),
    ("partnership", 0.83, "unknown", "none"),
    ("cooperative", 0.87, "no", "none"),
    ("association", 0.91, "no", "unknown"),
    ("foundation", 0.94, "no", "none"),
    ("union", 0.955, "no", "union"),
    ("religious-body", 0.97, "no", "religious"),
    ("newspaper-publisher", 0.98, "no", "media"),
    ("ministry", 1.0, "no", "none"),
)
SHARES: Final = tuple(row[1] for row in TYPES)
BY_TYPE: Final = {row[0]: row for row in TYPES}
PROTECTED: Final = frozenset({"association", "union", "religious-body", "newspaper-publisher"})
TOWNS: Final = ("Northport", "Lakeham", "Millbridge", "Saltmere", "Highfold", "Eastwick", "Stonegate", "Westerby")
# Half of the organisations have a record. The heaviest of M has 2 * M ** 0.62, and the tail falls like a power law.
SHARE_WITH_RECORDS: Final = 0.5
TAIL: Final = 0.62
MOST: Final = 9_000_000  # the register's numbers have eight digits
YOUNGEST: Final = 1_000  # an organisation is registered by this day, so that it has time for what is filed about it
# Between these working days mergers, splits and conversions happen.
SUCCEEDED: Final = (150, 800)
# The pack's Acts do not say on what law organisations succeed one another, nor that records pass on: unknown, and no.
SUCCESSION_LAW: Final = "unknown"


class Organisation(NamedTuple):
    """What its filings need of an organisation.

    `there` is the first day on which it was there and the law was; `first` and `ended`, places in the order of working
    days, are those between which decisions about it are taken.
    """

    id: str
    name: str
    former: str
    renamed: int
    kind: str
    protected: bool
    sites: tuple[str, ...]
    degree: int
    there: int
    first: int
    ended: int


@dataclass(frozen=True, slots=True)
class Role:
    """An organisation's part in a succession: its type, the day it was made by it or None, where it ends or None."""

    kind: str
    born: int | None = None
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """A merger, a split or a conversion of organisations by their numbers."""

    event: str
    predecessors: tuple[int, ...]
    successors: tuple[int, ...]
    effective: int


def degree(number: int, *, of: int, seed: int) -> int:
    """Answer how many records organisation `number` has, of `of` organisations: a power law over a shuffled rank."""
    rank = (number * _step(of) + seed) % of
    with_records = max(1, int(of * SHARE_WITH_RECORDS))
    if rank >= with_records:
        return 0
    return max(1, int(2 * (with_records / (rank + 1)) ** TAIL))


@cache
def _step(of: int) -> int:
    """Answer a step that visits every rank once and never two heavy ones in a row: near the golden ratio, coprime."""
    step = max(1, of * 618_033_989 // 1_000_000_000)
    while gcd(step, of) != 1:
        step += 1
    return step


def succeeding(
    start: int, end: int, *, draw: Callable[[], float], days: Days
) -> tuple[list[Succession], dict[int, Role]]:
    """Answer the successions among organisations `start` to `end` (not included), and each one's part in them.

    Companies and cooperatives only: none that is or may be a sole trader (G1), and no protected one (G2).
    """
    successions: list[Succession] = []
    roles: dict[int, Role] = {}
    for at in range(start, end - 3, 4):
        if draw() >= 1 / 30:
            continue
        event = ("merger", "split", "conversion")[int(draw() * 3)]
        kind, other = ("limited-company", "cooperative") if draw() < 0.8 else ("cooperative", "limited-company")  # noqa: PLR2004
        place = SUCCEEDED[0] + int(draw() * (SUCCEEDED[1] - SUCCEEDED[0]))
        before, after = {"merger": ((at, at + 1), (at + 2,)), "split": ((at,), (at + 1, at + 2))}.get(
            event, ((at,), (at + 1,))
        )
        successions.append(Succession(event, before, after, days.working[place]))
        roles |= {number: Role(kind, ended=place) for number in before}
        became = other if event == "conversion" else kind
        roles |= {number: Role(became, born=days.working[place]) for number in after}
    return successions, roles


def organisation(
    number: int, role: Role | None, *, of: int, seed: int, draw: Callable[[], float], days: Days
) -> tuple[Organisation, str, list[str]]:
    """Answer the organisation, its line of organisations.jsonl, and its premises' lines.

    The lines are put together as text: no name has a sign that JSON would escape, and it is ten times as fast.
    """
    drawn = TYPES[bisect_right(SHARES, draw())]
    kind, _, sole_trader, protected_class = drawn if role is None else BY_TYPE[role.kind]
    if kind == "association" and draw() < 0.4:  # noqa: PLR2004  two in five say that they are none of the protected
        protected_class = "none"
    made = f"EX{90_000_000 + number:08d}" if kind == "sole-trader" else f"EX{10_000_000 + number:08d}"
    born = _born(role, draw, days)
    ended = role.ended if role is not None and role.ended is not None else days.closing
    # A week after the law began, or after the organisation did, the first decision about it can be taken.
    first = days.before[max(born, 0)] + 5
    name, former, renamed = names.latin(draw, kind), "", born
    if draw() < 0.07 and (old := names.latin(draw, kind)) != name:  # noqa: PLR2004  the one ends as the other begins
        former, renamed = old, days.working[first + int(draw() * (ended - first))]
    records = degree(number, of=of, seed=seed)
    count = 1 + (draw() < 0.25) + (draw() < 0.08) + (records > 50)  # noqa: PLR2004
    places = tuple(f"SX{number * 4 + at:08d}" for at in range(count))
    town = TOWNS[int(draw() * len(TOWNS))]
    called = _called(name, former, days.said(born), days.said(renamed), kind, draw)
    line = (
        f'{{"id":"{made}","scheme":"xx-reg","organisation_type":"{kind}","sole_trader":"{sole_trader}",'
        f'"protected_class":"{protected_class}","names":[{called}],"address":{{"municipality":"{town}",'
        f'"rest":"{1 + int(draw() * 200)} {names.FRONT[number % 25]} Street"}},"registered_on":"{days.said(born)}"}}'
    )
    sites = [f'{{"id":"{site}","scheme":"xx-site","organisation":"{made}","municipality":"{town}"}}' for site in places]
    protected = kind in PROTECTED and protected_class != "none"
    one = Organisation(made, name, former, renamed, kind, protected, places, records, max(born, 0), first, ended)
    return one, line, sites


def _born(role: Role | None, draw: Callable[[], float], days: Days) -> int:
    """Answer the day of registration: mostly before the law began, below 0; for a successor, the day it was made."""
    if role is not None and role.born is not None:
        return role.born
    if role is None and draw() < 0.25:  # noqa: PLR2004
        return days.working[int(draw() * days.before[YOUNGEST])]
    return -1 - int(draw() * len(days.earlier))


def _called(name: str, former: str, born: str, renamed: str, kind: str, draw: Callable[[], float]) -> str:
    called = _name(name, "en", f'"{renamed}"')
    if former:
        called += "," + _name(former, "en", f'"{born}"', until=f'"{renamed}"')
    if draw() < 0.55:  # noqa: PLR2004
        called += "," + _name(names.han(draw, kind), "zh-Hans")
    if (script := draw()) < 0.12:  # noqa: PLR2004
        called += "," + (_name(names.cyrillic(draw), "ru") if script < 0.06 else _name(names.arabic(draw), "ar"))  # noqa: PLR2004
    return called


def _name(name: str, language: str, since: str = "null", *, until: str = "null") -> str:
    return f'{{"name":"{name}","language":"{language}","from":{since},"until":{until}}}'


def succession_line(one: Succession, *, ids: dict[int, str], days: Days) -> str:
    """Answer the line of successions.jsonl."""
    return json.dumps(
        {
            "event": one.event,
            "predecessors": [ids[number] for number in one.predecessors],
            "successors": [ids[number] for number in one.successors],
            "effective_on": days.said(one.effective),
            "legal_basis": SUCCESSION_LAW,
            "passes_records": False,
            "passes_records_basis": None,
        }
    )
