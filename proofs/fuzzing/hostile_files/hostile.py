"""One hostile file: how it is written, and which faults, by row, field and rule, it has."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# Row, field, rule; row and field are None for what belongs to the file or the row as a whole.
Expected = tuple[int | None, str | None, str]
Stage = Literal["reader", "mapping"]

COLUMNS = ("document", "party", "decided_on", "amount", "remark", "district")
ROWS = 24
FORMS = ("csv", "tsv", "jsonl", "parquet", "xlsx")
PARTIES = ("Works Ltd", "Nørre Mølle ApS", "東昇工業股份有限公司", "Завод Луч", "Ελληνική Χημεία", "Gießerei Süd GmbH")
REMARKS = (
    "",
    "35 μg/m³ at the fence",
    "see annex 2",
    "第二十條第一項",
    "phone +49 30 1234-56",
    "-",
    "12 kΩ, R&D",
    "㐂?",
)


@dataclass(frozen=True)
class Hostile:
    """A file of a kind. `unreadable` says whether reading has to stop for good."""

    kind: str
    name: str
    write: Callable[[Path], None]
    expected: frozenset[Expected]
    # How many rows are told as sound; None where that is of no interest.
    sound: int | None = None
    form: str | None = None
    encoding: str = "utf-8"
    unreadable: bool = False
    stage: Stage = "reader"


def broken(kind: str, name: str, content: bytes | Callable[[Path], None], rule: str, **more: object) -> Hostile:
    """Answer a file of which nothing can be read; `row` and `field` where its one fault has them."""
    place = (more.pop("row", None), more.pop("field", None), rule)
    expected = frozenset([place])
    return Hostile(kind, name, writing(content), expected, unreadable=True, **more)  # type: ignore[arg-type]


def writing(content: bytes | Callable[[Path], None]) -> Callable[[Path], None]:
    """Answer what writes the content."""
    if isinstance(content, bytes):
        return lambda path: path.write_bytes(content) and None
    return content


def table(chance: random.Random) -> list[list[str]]:
    """Answer rows with which nothing is wrong."""
    return [
        [
            f"EEA-{chance.randrange(10**6):06d}",
            chance.choice(PARTIES),
            f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
            chance.choice(("1000.50", "-3.5", "+7", "0", "1,250.00")),
            chance.choice(REMARKS),
            chance.choice(("North", "East")),
        ]
        for _ in range(ROWS)
    ]


def places(chance: random.Random, number: int) -> Iterator[tuple[int, int]]:
    """Answer cells, as row and column from 0, no two in one row."""
    for row in sorted(chance.sample(range(ROWS), number)):
        yield row, chance.randrange(len(COLUMNS))
