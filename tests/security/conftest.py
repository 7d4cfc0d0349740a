"""A furnished register for attacks on the database, and a running office for attacks on its pages."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from goodstanding.database import connections, roles
from tests import office as register
from tests.conftest import Database
from tests.house import House
from tests.portal.office.conftest import Office, free_port, start


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
    name = f"security_{os.getpid()}"
    database = Database(home=server.home, name=name)
    with psycopg.connect(connections.administrator(home=server.home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {roles.OWNER}")
        roles.restrict(connection=admin, database=name)
        port = free_port()
        process = start(database, port=port, GOODSTANDING_INSECURE_COOKIES="1")
        try:
            with (
                database.connect("gs_owner", autocommit=True) as owner,
                database.connect("gs_access", autocommit=True) as access,
            ):
                yield Office(f"http://localhost:{port}", database, owner, access, server.home.path / "mail")
        finally:
            process.terminate()
            process.wait(20)
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def calm(pages) -> None:
    """Forget the counters of the tests before: they all come from one address."""
    pages.owner.execute("delete from public.access_cache")
