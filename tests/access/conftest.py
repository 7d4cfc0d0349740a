"""The furnished register for the tests of access."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import House
from tests.office import Office, furnished


@pytest.fixture
def office(database, tmp_path) -> Iterator[Office]:
    house = House(database.connect, tmp_path)
    yield furnished(house)
    house.close()
