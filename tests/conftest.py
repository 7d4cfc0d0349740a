"""A private PostgreSQL of every version found, a migrated template, and a fresh copy of it for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from goodstanding.database import binaries, connections, postmaster, roles, setup
from goodstanding.database import server as servers
from goodstanding.database.home import Home

EXPECTED = (15, 18)
TEMPLATE = "gs_template"
# Tests may lose their data in a power cut; the ones about durability start a server of their own.
FAST = {"fsync": "off", "shared_buffers": "128MB"}
# A socket's path has to be short, and what TMPDIR names is not always.
_SHORT = Path("/tmp")  # noqa: S108
_PREFIX = "gs-test-"
_NUMBERS = itertools.count(1)
_HOMES: list[Home] = []
# Where programs and open data lie says nothing about a register.
KEPT = ("GOODSTANDING_POSTGRES_BIN", "GOODSTANDING_DATA")


@dataclass(frozen=True)
class Database:
    """One test's own database."""

    home: Home
    name: str

    def connect(self, role: str, *, autocommit: bool = False) -> psycopg.Connection[tuple[Any, ...]]:
        return connections.connect(role, home=self.home, database=self.name, autocommit=autocommit)

    def environment(self, **more: str) -> dict[str, str]:
        """What a subprocess needs to find this database."""
        kept = {name: value for name, value in os.environ.items() if not _chooses_a_server(name)}
        source = str(Path(servers.__file__).resolve().parent.parent.parent)
        path = os.pathsep.join([source, *filter(None, [os.environ.get("PYTHONPATH")])])
        return (
            kept
            | {"GOODSTANDING_HOME": str(self.home.path), "GOODSTANDING_DATABASE": self.name, "PYTHONPATH": path}
            | more
        )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", default="", help="major versions to test on, as 15,18 (default: all found)")


def pytest_configure(config: pytest.Config) -> None:
    # What the developer's shell says about his own register must not reach the tests.
    for name in [name for name in os.environ if _chooses_a_server(name)]:
        del os.environ[name]
    # A terminated run ends like an interrupted one: by its teardowns, which stop the servers.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _sweep()


def pytest_unconfigure(config: pytest.Config) -> None:
    while _HOMES:
        discard(_HOMES[-1])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    fixture = next((name for name in ("server", "postgres") if name in metafunc.fixturenames), None)
    if fixture is None:
        return
    here = {found.major for found in binaries.found()}
    asked = [int(major) for major in metafunc.config.getoption("--postgres").split(",") if major]
    parameters = []
    for major in asked or sorted({*here, *EXPECTED}):
        absent = pytest.mark.skip(reason=f"PostgreSQL {major} NOT FOUND: nothing is tested on it")
        parameters.append(pytest.param(major, id=f"pg{major}", marks=[] if major in here else [absent]))
    metafunc.parametrize(fixture, parameters, indirect=True, scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each PostgreSQL with one worker (`--dist loadgroup`): a server is started once, not for each file."""
    for item in items:
        asked = getattr(item, "callspec", None)
        major = (
            next((asked.params[name] for name in ("server", "postgres") if name in asked.params), None)
            if asked
            else None
        )
        item.add_marker(pytest.mark.xdist_group(f"pg{major}" if major else item.path.name))


def new_home() -> Home:
    """Make a home in a short folder that the server's user can reach, also when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_SHORT))
    folder.chmod(0o711)
    home = Home(folder / "home")
    _HOMES.append(home)
    return home


def discard(home: Home) -> None:
    """Stop a test's server and delete its home."""
    servers.remove(home=home)
    shutil.rmtree(home.path.parent)
    _HOMES.remove(home)


def of_major(major: int) -> binaries.Binaries:
    return next(found for found in binaries.found() if found.major == major)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[servers.Server]:
    """A server of each version, shared by every test; it holds nothing but what tests put there."""
    home = new_home()
    try:
        yield servers.up(home=home, binaries=of_major(request.param), settings=FAST)
    finally:
        discard(home)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> binaries.Binaries:
    """The programs of each version, for tests that start servers of their own."""
    return of_major(request.param)


@pytest.fixture
def own_home() -> Iterator[Home]:
    """A home nothing else uses; its server is stopped and its data deleted afterwards."""
    home = new_home()
    yield home
    discard(home)


@pytest.fixture(scope="session")
def template(server: servers.Server) -> str:
    """The name of a migrated database that nobody connects to, so that it can be copied."""
    setup.set_up(home=server.home, database=TEMPLATE)
    return TEMPLATE


@pytest.fixture
def database(server: servers.Server, template: str) -> Iterator[Database]:
    """A migrated database of the test's own, as `gs_owner` left it."""
    name = f"t_{next(_NUMBERS)}"
    with psycopg.connect(connections.administrator(home=server.home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {roles.OWNER}")
        roles.restrict(connection=admin, database=name)
        try:
            yield Database(home=server.home, name=name)
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _chooses_a_server(name: str) -> bool:
    return name == "DATABASE_URL" or (name.startswith(("GOODSTANDING_", "PG")) and name not in KEPT)


def _sweep() -> None:
    """Stop and delete what a run that was killed could not."""
    for folder in _SHORT.glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if folder.stat().st_uid == os.geteuid() and pid.isdigit() and postmaster.gone(int(pid), seconds=0):
            servers.remove(home=Home(folder / "home"))
            shutil.rmtree(folder, ignore_errors=True)
