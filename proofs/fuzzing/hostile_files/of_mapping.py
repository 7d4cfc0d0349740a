"""Tables that are well formed, and whose values are of a wrong type or are days that never were: for the mapping."""

from __future__ import annotations

import random
from collections.abc import Iterator

from proofs.fuzzing.hostile_files.hostile import COLUMNS, FORMS, ROWS, Hostile, places, table, writing
from proofs.fuzzing.hostile_files.writing import content

_DAYS = ("2024-02-30", "2023-02-29", "2024-13-01", "0000-01-01", "31.04.2024", "2024-1-32", "9999-99-99", "yesterday")
_AMOUNTS = ("ten", "1.000.0", "12 thousand", "1e", "0x1F", "½", "一千", "NaN")


def files(chance: random.Random) -> Iterator[Hostile]:
    """Answer files in which the reader finds nothing, and the mapping has to."""
    for kind, column, values in (("impossible dates", 2, _DAYS), ("wrong types", 3, _AMOUNTS)):
        for form in FORMS:
            for number in range(3):
                rows = table(chance)
                for row, _ in places(chance, 2):
                    rows[row][column] = chance.choice(values)
                name = f"{kind.replace(' ', '-')}-{number}.{form}"
                data = writing(content(form, COLUMNS, rows))
                yield Hostile(kind, name, data, frozenset(), ROWS, stage="mapping")
