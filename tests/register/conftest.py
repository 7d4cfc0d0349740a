"""One register for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import House


@pytest.fixture
def house(database, tmp_path) -> Iterator[House]:
    house = House(database.connect, tmp_path)
    yield house
    house.close()
