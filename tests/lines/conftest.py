"""The tests of the rules: one register for each test, and a run without one guard (`--without`)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from goodstanding.database import connections, roles
from tests.conftest import Database
from tests.house import House
from tests.lines import filing, guards
from tests.office import Office, furnished


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


@pytest.fixture
def office(house) -> Office:
    return furnished(house)


@pytest.fixture(scope="session")
def published(server, template, tmp_path_factory) -> Iterator[House]:
    """One register with the small edition in it, for all tests that leave nothing behind: what they try is refused."""
    name = "t_published"
    with psycopg.connect(connections.administrator(home=server.home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {roles.OWNER}")
        roles.restrict(connection=admin, database=name)
    house = House(Database(home=server.home, name=name).connect, tmp_path_factory.mktemp("published"))
    house.publish()
    house.settle()
    yield house
    house.close()


@pytest.fixture(scope="module")
def desk(server, template, tmp_path_factory, request) -> Iterator[filing.Desk]:
    """A register to file into, one for all tests of a file: each files documents and parties of its own."""
    name = f"t_desk_{request.module.__name__.rpartition('.')[2][5:8]}"
    with filing.furnished_desk(server, template, tmp_path_factory.mktemp("desk"), name=name) as desk:
        yield desk
