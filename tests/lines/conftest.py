"""The tests of the rules: one register for each test, and a run without one guard (`--without`)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from goodstanding.database import connections, roles
from tests.house import House
from tests.lines import guards


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without", default="", metavar="GUARD", help="a guard of tests/lines to take away for this run")


def pytest_configure(config: pytest.Config) -> None:
    if guard := _guard(config):
        guards.remove(guard)


def _guard(config: pytest.Config) -> str:
    # Not known as an option when a folder above is run: then every guard stands.
    return config.getoption("without", default="")


@pytest.fixture(scope="session")
def template(template, server, pytestconfig) -> str:
    """The migrated database that each test copies, without the guard that this run goes without."""
    if guard := _guard(pytestconfig):
        with connections.connect(roles.OWNER, home=server.home, database=template, autocommit=True) as owner:
            guards.remove_from(owner, guard)
    return template


@pytest.fixture
def house(database, tmp_path) -> Iterator[House]:
    house = House(database.connect, tmp_path)
    yield house
    house.close()
