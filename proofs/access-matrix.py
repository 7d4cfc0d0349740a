# ruff: noqa: N999  the command is `make proof NAME=access-matrix`
"""Proof `access-matrix`: every cell of the access matrix is answered alike, however it is asked.

7,020 cells were written by hand from the law's words (tests/access/matrix.csv). Each is asked of the pure decision, of
the database in raw SQL, of the page, of the API and of the command; and where it is a look or a find at an organisation
or a record, the look page and the API are made to look, and what they show has to be what the cell says.

Controls: of each way, cells whose expectation was turned round have to be found wrong, every one.

    make -s proof NAME=access-matrix [SEED=1] [ARGS="--cells 7020 --postgres 18"]
"""

from __future__ import annotations

import os
import random
import sys
import time
from typing import Any

from tests.access import interfaces, matrix
from tests.access.inside import ENVIRONMENT, Inside, house
from tests.office import furnished

from goodstanding.core.access.words import ROLES
from goodstanding.database.home import Home
from proofs import harness

CONTROLS = 20
# Both are in every way to ask: a page, and something that shows.
CONTROLLED_BY = ("look", "reviewer")


def prove(*, home: Home, cells: int, seed: int) -> dict[str, Any]:
    """Ask the first so many cells (all, if that many) in every way, and answer what differed."""
    began = time.monotonic()
    # The office reads its settings when it is opened.
    os.environ.update(ENVIRONMENT, GOODSTANDING_HOME=str(home.path))
    every = list(matrix.cells())
    chance = random.Random(seed)
    chance.shuffle(every)
    inside = Inside(furnished(house(home, home.path.parent)))
    ways = interfaces.Interfaces(inside)
    action, role = CONTROLLED_BY
    of_tables = [
        cell for cell in every if (cell.action, cell.role) == CONTROLLED_BY and cell.cls in interfaces.OF_A_TABLE
    ]
    turned = [cell._replace(expected=not cell.expected) for cell in of_tables[:CONTROLS]]
    found, noticed = {}, {}
    for way in ways.ways:
        found[way] = ways.ask(way, every[:cells]).document()
        noticed[way] = len(ways.ask(way, turned).wrong)
        harness.say(f"  {way}: {found[way]['asked']:,} asked, {found[way]['differences']} wrong")
    inside.office.house.close()
    differences = sum(one["differences"] for one in found.values())
    whole = [way for way, one in found.items() if one["asked"] == cells]
    return {
        "proof": "access-matrix",
        "seed": seed,
        "cells": cells,
        "may": sum(cell.expected for cell in every[:cells]),
        "roles": len(ROLES),
        "asked": found,
        "differences": differences,
        "controls": {"turned_round": f"{len(turned)} cells of {role}: {action}", "noticed": noticed},
        "seconds": round(time.monotonic() - began, 1),
        "passed": bool(
            not differences
            and {"pure", "raw SQL", "page", "API", "command"} <= set(whole)
            and turned
            and all(count == len(turned) for count in noticed.values())
        ),
    }


if __name__ == "__main__":
    sys.exit(harness.command(prove, words=__doc__ or "", cells=7_020))
