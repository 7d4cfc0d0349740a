"""A furnished register for attacks on the database, and a running office for attacks on its pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import office as register
from tests.house import House
from tests.portal.office.conftest import Office, running


def holes(reason: str) -> pytest.MarkDecorator:
    """Mark an attack that still succeeds; the test goes red on the day that it no longer does."""
    return pytest.mark.xfail(strict=True, raises=(AssertionError, pytest.fail.Exception), reason=reason)


@pytest.fixture
def furnished(database, tmp_path) -> Iterator[register.Office]:
    house = House(database.connect, tmp_path)
    yield register.furnished(house)
    house.close()


@pytest.fixture(scope="module")
def pages(server, template) -> Iterator[Office]:
    with running(server, template, name="security") as made:
        yield made


@pytest.fixture
def calm(pages) -> None:
    """Forget the counters of the tests before: they all come from one address."""
    pages.owner.execute("delete from public.access_cache")
