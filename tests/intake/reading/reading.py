"""Write a file, have it read, and say what came out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from goodstanding.intake.reading import Fault, NotReadable, open_rows


class Said(NamedTuple):
    """What reading a file said: columns, sound rows, faults, and what stopped it."""

    columns: tuple[str, ...]
    rows: dict[int, list[str | None]]
    faults: list[Fault]
    stopped: Fault | None

    @property
    def broken(self) -> list[tuple[int | None, str | None, str]]:
        """Row, field and rule of everything that is wrong."""
        return [(one.row, one.field, one.rule) for one in (*self.faults, *filter(None, [self.stopped]))]


def read(path: Path, content: bytes | None = None, **how: Any) -> Said:
    if content is not None:
        path.write_bytes(content)
    columns: tuple[str, ...] = ()
    rows: dict[int, list[str | None]] = {}
    faults: list[Fault] = []
    try:
        with open_rows(path, **how) as opened:
            columns, faults = opened.columns, opened.faults
            for batch in opened.batches():
                rows.update(batch)
    except NotReadable as error:
        return Said(columns, rows, faults, error.fault)
    return Said(columns, rows, faults, None)
