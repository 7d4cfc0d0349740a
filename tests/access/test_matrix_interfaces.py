"""A sample of the access matrix through the page, the API and the command, and what the looks then show.

`make proof NAME=access-matrix` asks every cell.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from goodstanding.database import binaries
from tests.access.inside import ENVIRONMENT

ROOT = Path(__file__).parents[2]
CELLS = 300


@pytest.fixture
def found(database, tmp_path, request):
    asked = [int(one) for one in request.config.getoption("--postgres").split(",") if one]
    newest = max(asked or [one.major for one in binaries.found()])
    with database.connect("gs_owner") as owner:
        if owner.info.server_version // 10000 != newest:
            pytest.skip(f"the interfaces are asked on PostgreSQL {newest} only")
    seed = random.randrange(10**6)
    done = subprocess.run(
        [sys.executable, "-m", "tests.access.interfaces", str(tmp_path), str(seed), str(CELLS)],
        cwd=ROOT,
        env=database.environment(**ENVIRONMENT),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout), seed


def test_every_interface_answers_what_the_cell_says_and_shows_no_more(found):
    document, seed = found
    assert {way: one["samples"] for way, one in document.items() if one["differences"]} == {}, seed
    for way in ("pure", "raw SQL", "page", "API", "command"):
        assert document[way]["asked"] == CELLS, way
    assert document["look page, what it shows"]["asked"] >= 100
    assert document["API, what it shows"]["asked"] >= 200
