"""Read one file as the intake does, in a process of its own, and print what was said and what it took.

python -m proofs.fuzzing.hostile_files.reading_one FILE FORM ENCODING [BLINDFOLD]
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from goodstanding.intake.reading import NotReadable, forms, open_rows, rows, xlsx_package, xml_parts

# Readers that look away in one place, which has to be noticed.
BLINDFOLDS: dict[str, Callable[[], None]] = {
    "cells": lambda: setattr(rows.texts, "hits", lambda _: iter(())),
    "entities": lambda: setattr(xml_parts._Parsing, "_doctype", lambda *_: None),  # noqa: SLF001
    "sizes": lambda: setattr(xlsx_package, "LARGEST_RATIO", 10**9),
    "beginnings": lambda: setattr(forms, "_BEGINNINGS", {}),
}


def main(path: str, form: str, encoding: str, blindfold: str = "") -> None:
    """Print one JSON document."""
    if blindfold:
        BLINDFOLDS[blindfold]()
    started = _peak()
    sound = 0
    faults = []
    stopped = None
    try:
        with open_rows(Path(path), form=form or None, encoding=encoding) as opened:  # type: ignore[arg-type]
            # What was found before reading had to stop is told, too.
            faults = opened.faults
            for batch in opened.batches():
                sound += len(batch)
    except NotReadable as error:
        stopped = error.fault.plain()
    found = {"sound": sound, "stopped": stopped, "faults": [fault.plain() for fault in faults]}
    print(json.dumps(found | {"peak_mb": _peak(), "started_mb": started}))


def _peak() -> float:
    """Answer the most memory this process and its largest child have held, in MB."""
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000
    try:
        status = Path("/proc/self/status").read_text("ascii")
        # The figure of `getrusage` begins with what the process held that started this one.
        own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1_000
    except OSError:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    return round(own + child, 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
