from __future__ import annotations

import pytest

from goodstanding.config.pools import OfficePools
from tests.intake.furnished import furnish


@pytest.fixture
def register(database, monkeypatch, tmp_path):
    monkeypatch.setenv("GOODSTANDING_HOME", str(database.home.path))
    monkeypatch.setenv("GOODSTANDING_DATABASE", database.name)
    with database.connect("gs_owner", autocommit=True) as owner, OfficePools(home=database.home, size=1) as pools:
        yield furnish(database.home, owner, pools, tmp_path)
