"""Organisations, their premises, and what became of them: everything of an organisation follows from its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import gcd
from typing import Final

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
PROTECTED: Final = frozenset({"association", "union", "religious-body", "newspaper-publisher"})
TOWNS: Final = ("Northport", "Lakeham", "Millbridge", "Saltmere", "Highfold", "Eastwick", "Stonegate", "Westerby")
# Half of the organisations have a record. The heaviest of M has 2 * M ** 0.62, and the tail falls like a power law.
SHARE_WITH_RECORDS: Final = 0.5
TAIL: Final = 0.62
MOST: Final = 9_000_000  # the register's numbers have eight digits


@dataclass(frozen=True, slots=True)
class Organisation:
    """What its filings need of an organisation."""

    id: str
    name: str
    kind: str
    protected: bool
    sites: tuple[str, ...]
    degree: int


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


def organisation(
    number: int, *, of: int, seed: int, draw: Callable[[], float], days: Days
) -> tuple[Organisation, str, list[str]]:
    """Answer the organisation, its line of organisations.jsonl, and its premises' lines.

    The lines are put together as text: no name has a sign that JSON would escape, and it is ten times as fast.
    """
    share = draw()
    kind, _, sole_trader, protected_class = next(row for row in TYPES if share < row[1])
    if kind == "association" and draw() < 0.4:  # noqa: PLR2004  two in five say that they are none of the protected
        protected_class = "none"
    made = f"EX{90_000_000 + number:08d}" if kind == "sole-trader" else f"EX{10_000_000 + number:08d}"
    name, born = names.latin(draw, kind), days.text[int(draw() * 400)]
    called = _name(name, "en", f'"{born}"')
    if draw() < 0.55:  # noqa: PLR2004
        called += "," + _name(names.han(draw, kind), "zh-Hans")
    if (script := draw()) < 0.12:  # noqa: PLR2004
        called += "," + (_name(names.cyrillic(draw), "ru") if script < 0.06 else _name(names.arabic(draw), "ar"))  # noqa: PLR2004
    if draw() < 0.07:  # noqa: PLR2004  renamed: the old name ended on the day the present one began
        called += "," + _name(names.latin(draw, kind), "en", until=f'"{born}"')
    records = degree(number, of=of, seed=seed)
    count = 1 + (draw() < 0.25) + (draw() < 0.08) + (records > 50)  # noqa: PLR2004
    places = tuple(f"SX{number * 4 + at:08d}" for at in range(count))
    town = TOWNS[int(draw() * len(TOWNS))]
    line = (
        f'{{"id":"{made}","scheme":"xx-reg","organisation_type":"{kind}","sole_trader":"{sole_trader}",'
        f'"protected_class":"{protected_class}","names":[{called}],"address":{{"municipality":"{town}",'
        f'"rest":"{1 + int(draw() * 200)} {names.FRONT[number % 25]} Street"}},"registered_on":"{born}"}}'
    )
    sites = [f'{{"id":"{site}","scheme":"xx-site","organisation":"{made}","municipality":"{town}"}}' for site in places]
    protected = kind in PROTECTED and protected_class != "none"
    return Organisation(made, name, kind, protected, places, records), line, sites


def _name(name: str, language: str, since: str = "null", *, until: str = "null") -> str:
    return f'{{"name":"{name}","language":"{language}","from":{since},"until":{until}}}'


def successions(chunk: list[Organisation], *, draw: Callable[[], float], days: Days) -> Iterator[str]:
    """Answer the lines of mergers, splits and conversions among neighbours: one organisation in about 120."""
    for at in range(0, len(chunk) - 3, 4):
        if draw() >= 1 / 30:
            continue
        event = ("merger", "split", "conversion")[int(draw() * 3)]
        one, two, three = chunk[at].id, chunk[at + 1].id, chunk[at + 2].id
        before, after = {"merger": ([one, two], [three]), "split": ([one], [two, three])}.get(event, ([one], [two]))
        passes = draw() < 0.5  # noqa: PLR2004
        yield json.dumps(
            {
                "event": event,
                "predecessors": before,
                "successors": after,
                "effective_on": days.text[days.working[int(draw() * days.decisions)]],
                "legal_basis": "organisations-act s20",
                "passes_records": passes,
                "passes_records_basis": "organisations-act s21" if passes else None,
            }
        )
