"""The linter that holds the lines: every check by its name, run on a pack that reads.

A check is a generator of complaints. It is registered under its name, which complaints carry and which
`tests/lines/` names as the guard of a rule.
"""

from __future__ import annotations

from datetime import date

from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting import (
    consequences,
    context,
    due_process,
    editions,
    extending,
    law,
    people,
    references,
    texts,
    time,
)  # fmt: skip
from goodstanding.packs.linting.checks import CHECKS, Looked
from goodstanding.packs.reading import Pack

__all__ = ["CHECKS", "lint"]

THEMES = (texts, references, law, people, context, due_process, consequences, time, extending, editions)


def lint(pack: Pack, *, today: date, previous: Pack | None = None) -> tuple[Complaint, ...]:
    """Answer every complaint about the pack, faults and remarks, in the order of its files.

    `today` is the day the check is made; `previous` the edition published before, whose past must stay as it was.
    """
    looked = Looked(pack=pack, today=today, previous=previous)
    return tuple(sorted({complaint for check in CHECKS.values() for complaint in check.run(looked)}))
