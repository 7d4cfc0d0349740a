"""No route of the office or of the API tells or does anything about what is not the caller's own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from goodstanding.database import binaries
from tests.access.inside import ENVIRONMENT

ROOT = Path(__file__).parents[2]


@pytest.fixture
def found(database, tmp_path, request):
    asked = [int(one) for one in request.config.getoption("--postgres").split(",") if one]
    newest = max(asked or [one.major for one in binaries.found()])
    with database.connect("gs_owner") as owner:
        if owner.info.server_version // 10000 != newest:
            pytest.skip(f"every route is swept on PostgreSQL {newest} only")
    done = subprocess.run(
        [sys.executable, "-m", "tests.access.sweeping", str(tmp_path)],
        cwd=ROOT,
        env=database.environment(**ENVIRONMENT),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_whatever_is_not_the_callers_own_is_refused_and_untold_by_every_route(found):
    assert found["samples"] == [], (found["wrong"], found["asked"])
    assert found["changed"] == []
    assert found["asked"] > 3_000
    assert len(found["routes"]) > 45
    # Else the sweep looked for what nobody can see, or through a guard that guards nothing.
    assert found["not shown to the rightful"] == []
    assert found["noticed when anybody's appointment opens"] > 5
