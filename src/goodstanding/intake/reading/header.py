"""The names of the columns: each there, each once, and nothing in them that a cell may not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from goodstanding.intake.reading import texts
from goodstanding.intake.reading.faults import NotReadable, shown, unreadable
from goodstanding.intake.reading.limits import LONGEST_HEADER, MOST_COLUMNS

# What stands in a row of data and names no column.
_FIGURE: Final = re.compile(r"[+\-]?\d+([.,]\d+)*|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


def columns(names: Sequence[str]) -> tuple[str, ...]:
    """Answer the names as columns: in form NFC, without the blanks around them.

    Raises NotReadable: no-header, too-many-columns, header-too-long, column-without-name, duplicate-column, or a rule
    for the text of cells.
    """
    if len(names) > MOST_COLUMNS:
        raise too_many_columns(len(names))
    if sum(map(len, names)) > LONGEST_HEADER:
        raise too_long()
    stripped = [name.strip(" \u00a0\u3000") for name in names]
    if not any(stripped):
        raise unreadable("no-header", "has no names of columns in its first row", "put them there")
    for number, name in enumerate(stripped, start=1):
        for hit in texts.hits(name):
            raise unreadable(hit.rule, f"the name of column {number} {hit.wrong}", hit.mend, column=name)
    tidied = [texts.tidy(name) for name in stripped]
    if all(_FIGURE.fullmatch(name) for name in tidied if name):
        wrong = f"has figures where the names of the columns belong ({shown(', '.join(tidied))!r})"
        raise unreadable("no-header", wrong, "put the names of the columns in the first row")
    first: dict[str, int] = {}
    for number, name in enumerate(tidied, start=1):
        if not name:
            raise unreadable("column-without-name", f"column {number} has no name", "name it, or delete the column")
        if name in first:
            wrong = f"columns {first[name]} and {number} are both named {shown(name)!r}"
            raise unreadable("duplicate-column", wrong, "rename one, or delete it", column=name)
        first[name] = number
    return tuple(tidied)


def too_many_columns(number: int, *, at_least: bool = False) -> NotReadable:
    """Answer the exception for more columns than any table has."""
    wrong = f"has {'at least ' if at_least else ''}{number:,} columns, more than {MOST_COLUMNS:,}"
    return unreadable(
        "too-many-columns", wrong, "leave out the columns that are not filed; write rows below each other"
    )


def too_long() -> NotReadable:
    """Answer the exception for a header nobody could read."""
    wrong = f"the names of the columns have more than {LONGEST_HEADER:,} characters"
    return unreadable("header-too-long", wrong, "put short names in the first row, and the data below")
