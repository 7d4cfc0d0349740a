"""The rows of a file, whatever its form: numbered, checked cell by cell, in batches that never grow large."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from goodstanding.intake.reading import texts
from goodstanding.intake.reading.faults import Enough, Fault, Faults, unreadable
from goodstanding.intake.reading.limits import BATCH_CELLS, BATCH_CHARACTERS, LONGEST_CELL, most_rows


class Raw(NamedTuple):
    """One row as text: its number among the data rows (from 1), and a value, or None, for each column."""

    row: int
    values: list[str | None]


# One row as a form reads it, not yet looked at: its number, and a text for each column, empty for what is missing.
Numbered = tuple[int, list[str]]

# A form answers its rows some hundred at a time (never none), writes down what is wrong, and leaves out such rows.
Blocks = Callable[[Faults], Iterator[Sequence[Numbered]]]


@dataclass
class Rows:
    """The rows of an open file. They are read once, from the first to the last."""

    columns: tuple[str, ...]
    blocks: Blocks
    # What stands for a character that only the writer's font knew, where the mapping says so; else it is a fault.
    private_as: str | None = None
    _faults: Faults = field(default_factory=Faults)

    @property
    def faults(self) -> list[Fault]:
        """The faults found so far; complete when the last batch has been taken."""
        return self._faults.found

    def batches(self, size: int = 5_000) -> Iterator[list[Raw]]:
        """Answer the sound rows in order, at most `size` at a time, fewer where rows are large.

        Rows without any value are passed over; their number is counted. Raises NotReadable where the rest of the file
        cannot be read. After 10,000 faults reading ends.
        """
        batch: list[Raw] = []
        cells = characters = since = 0
        try:
            for block in self.blocks(self._faults):
                text = texts.joined([one for _, one in block])
                # A block may be as large as a batch; what was gathered before it goes first.
                if batch and characters + len(text) > BATCH_CHARACTERS:
                    yield batch
                    batch, cells, characters = [], 0, 0
                characters += len(text)
                for row in self._sound(block, text):
                    batch.append(row)
                    cells += len(row.values)
                    if len(batch) == size or cells >= BATCH_CELLS:
                        yield batch
                        batch, cells, characters = [], 0, 0
                self._faults.in_order(since)
                since = len(self.faults)
        except Enough:
            pass
        if batch:
            yield batch

    def _sound(self, block: Sequence[Numbered], text: str) -> Iterator[Raw]:
        if block[-1][0] > (most := most_rows(len(self.columns))):
            raise unreadable("too-many-rows", f"has more than {most:,} rows", "split it into several files")
        if texts.suspicious(text, cells=len(block) * len(self.columns)) or _long_cell(block, text):
            for row in block:
                yield from self._looked_at(row)
            return
        for number, cells in block:
            if any(cells):
                yield Raw(number, [cell or None for cell in cells])

    def _looked_at(self, row: Numbered) -> Iterator[Raw]:
        number, cells = row
        if self.private_as is not None:
            cells = [texts.without_private(cell, self.private_as) for cell in cells]
        text = texts.joined([cells])
        if texts.suspicious(text, cells=len(cells)) or _long_cell([row], text):
            hits = [(column, hit) for column, cell in zip(self.columns, cells, strict=True) for hit in texts.hits(cell)]
            for column, hit in hits:
                self._faults.add(Fault(number, column, *hit))
            if hits:
                return
            cells = [texts.tidy(cell) for cell in cells]
        if any(cells):
            yield Raw(number, [cell or None for cell in cells])


def _long_cell(block: Sequence[Numbered], text: str) -> bool:
    return len(text) > LONGEST_CELL and any(len(cell) > LONGEST_CELL for _, cells in block for cell in cells)
