"""The office as it runs: a real process in front of a real database, entered by real browsers, small and large."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import requests

from goodstanding.access.acting import Appointment
from goodstanding.access.signing_in import inviting
from goodstanding.database import connections, roles
from goodstanding.database.server import Server
from tests import people
from tests.conftest import Database
from tests.house import House
from tests.portal.office.codes import code_of

SECRET, FACTORS = "the office's secret in a test", "the factors' key in a test"
PASSWORD = "four heavy purple lanterns"
ROLES = ("gs_access", "gs_clerk", "gs_case")
_NUMBERS = iter(range(1, 1000))


@dataclass
class Browser:
    """A browser without a screen: it keeps cookies, says who it is, and fills in forms."""

    base: str
    agent: str = "Ada's browser"
    session: requests.Session = field(default_factory=requests.Session)
    page: requests.Response | None = None

    def __post_init__(self) -> None:
        self.session.headers["User-Agent"] = self.agent

    def get(self, path: str, **more: Any) -> requests.Response:
        self.page = self.session.get(self.base + path, timeout=20, **more)
        return self.page

    def post(self, path: str, *, of: str | None = None, **fields: str) -> requests.Response:
        """Fill in the form that stands on a page (`of`, or the address it goes to), and send it."""
        self.get(of or path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page.text)
        assert found, f"no form at {self.page.url}: {self.page.status_code}"
        data = {"csrfmiddlewaretoken": found[1], **fields}
        self.page = self.session.post(self.base + path, data=data, timeout=20)
        return self.page

    def sign_in(self, email: str, password: str = PASSWORD) -> requests.Response:
        return self.post("/en/office/sign-in/", login=email, password=password)

    def cookie(self) -> str:
        return next(cookie.value for cookie in self.session.cookies if cookie.name == "office")


@dataclass
class Office:
    """A running office, its database, and the people who were invited into it."""

    base: str
    database: Database
    owner: psycopg.Connection[Any]
    access: psycopg.Connection[Any]
    mail: Path
    secrets: dict[str, str] = field(default_factory=dict)

    def browser(self, agent: str = "Ada's browser") -> Browser:
        return Browser(self.base, agent)

    def invite(self, email: str, *, name: str = "Ada") -> tuple[UUID, str]:
        return inviting.invite(self.access, email=email, name=name, language="en", key=SECRET)

    def enter(self, *, name: str = "Ada", app: bool = False, **role: Any) -> tuple[Browser, str, UUID]:
        """Answer a new person's signed-in browser, address and actor; with an app if asked, and with a role if given."""
        email = f"{name.lower()}-{next(_NUMBERS)}@example.org"
        actor, token = self.invite(email, name=name)
        if role:
            self.appoint(actor, **role)
        browser = self.browser()
        page = browser.post(f"/en/office/invited/{token}/", password1=PASSWORD, password2=PASSWORD)
        assert page.url.endswith("/second-factor/"), page.text
        if app:
            self.secrets[email] = self.add_app(browser)
        return browser, email, actor

    def add_app(self, browser: Browser) -> str:
        """Set up an authenticator app, with a code of the step before, so that the present one is still unspent."""
        browser.get("/en/office/second-factor/app/")
        secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', browser.page.text)[1].replace(" ", "")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.page.text)[1]
        data = {"csrfmiddlewaretoken": token, "code": code_of(secret, steps=-1)}
        browser.page = browser.session.post(f"{self.base}/en/office/second-factor/app/", data=data, timeout=20)
        assert browser.page.url.endswith("/codes/"), browser.page.text
        return secret

    def appoint(
        self, actor: UUID, *, role: str, authority: str = "exampleland:environment", unit: str = "office"
    ) -> Appointment:
        (name,) = self.owner.execute("select pseudonym from access.actor where actor = %s", (actor,)).fetchone()
        return people.appoint(self.owner, name=name, role=role, authority=authority, unit=unit)

    def represent(self, actor: UUID, organisation: UUID) -> UUID:
        row = self.owner.execute(
            "insert into access.appointment (actor, role, organisation, starts_on, ends_on, basis)"
            " values (%s, 'representative', %s, access.today(), access.today() + 365, 'code') returning appointment",
            (actor, organisation),
        ).fetchone()
        return row[0]

    def events(self, actor: UUID | None = None) -> list[str]:
        """What the access log says happened at the door, in order; of one person, or of nobody known."""
        return [event for event, _ in self.said(actor)]

    def said(self, actor: UUID | None = None) -> list[tuple[str, dict[str, str]]]:
        name = "unknown"
        if actor:
            (name,) = self.owner.execute("select pseudonym from access.actor where actor = %s", (actor,)).fetchone()
        waiting = self.owner.execute(
            "select convert_from(substr(sealed[1], 34), 'UTF8') from ledger.outbox"
            " where kinds[1] = 'access-noted' and actor = %s order by ticket",
            (name,),
        ).fetchall()
        known = self.owner.execute(
            "select event, said from access.event where actor = %s order by sequence", (name,)
        ).fetchall()
        found = [*known, *((said["event"], said["said"]) for (text,) in waiting if (said := json.loads(text)))]
        return [(event, dict(one.split("=", 1) for one in said)) for event, said in found]

    def letters(self) -> str:
        return "\n".join(
            path.read_text() for path in sorted(self.mail.glob("*"), key=lambda path: path.stat().st_mtime)
        )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start(database: Database, *, port: int, **more: str) -> subprocess.Popen[bytes]:
    """Start the office as `goodstanding serve` does: told three roles' addresses and its own two secrets."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    urls = {
        f"GOODSTANDING_URL_{role.upper()}": connections.conninfo(role, home=database.home, database=database.name)
        for role in ROLES
    }
    told = {"GOODSTANDING_SECRET_KEY": SECRET, "GOODSTANDING_FACTOR_KEY": FACTORS, "GOODSTANDING_ROLE": "gs_access"}
    settings = {"DJANGO_SETTINGS_MODULE": "goodstanding.config.office"}
    environment = database.environment(**urls, **told, **settings, **more)
    process = subprocess.Popen([*command, "goodstanding.config.office_wsgi:application"], env=environment)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            requests.get(f"http://localhost:{port}/en/office/sign-in/", timeout=5)
        except requests.ConnectionError:
            assert process.poll() is None, "the office ended"
            time.sleep(0.1)
        else:
            break
    return process


@contextmanager
def running(server: Server, template: str, *, name: str) -> Iterator[Office]:
    """Answer a running office before a database of its own."""
    database = Database(home=server.home, name=f"{name}_{os.getpid()}")
    with psycopg.connect(connections.administrator(home=server.home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {database.name} TEMPLATE {template} OWNER {roles.OWNER}")
        roles.restrict(connection=admin, database=database.name)
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
            admin.execute(f"DROP DATABASE IF EXISTS {database.name} WITH (FORCE)")


@pytest.fixture(scope="session")
def office(server, template) -> Iterator[Office]:
    with running(server, template, name="office") as made:
        yield made


@pytest.fixture
def calm(office) -> Callable[[], None]:
    """Forget the counters of the tests before: they all come from one address."""
    office.owner.execute("delete from public.access_cache")
    return lambda: office.owner.execute("delete from public.access_cache")


@dataclass
class Register:
    """What stands in the register behind the office: Works Ltd, with one record of the environment authority's."""

    house: House
    organisation: UUID
    record: UUID


@pytest.fixture(scope="session")
def register(office, tmp_path_factory) -> Iterator[Register]:
    house = House(connect=office.database.connect, folder=tmp_path_factory.mktemp("house"))
    organisation = house.register("Works Ltd")
    record = house.record(organisation)
    house.register("Corner Shop", sole_trader="unknown")
    house.settle()
    yield Register(house, organisation, record)
    house.close()


@dataclass
class Cast:
    """A person of the cast: a signed-in browser, the actor and what is held."""

    browser: Browser
    email: str
    actor: UUID
    held: UUID

    def at(self, page: str, language: str = "en") -> str:
        return f"/{language}/office/{self.held}/{page}/"


@pytest.fixture(scope="session")
def cast(office, register) -> dict[str, Cast]:
    """Olu the operator, Ada the caseworker, Chen of Works Ltd."""
    office.owner.execute("delete from public.access_cache")
    found = {}
    for name, role in {
        "Olu": {"role": "operator", "authority": "house:operations"},
        "Ada": {"role": "caseworker"},
        "Chen": {},
    }.items():
        browser, email, actor = office.enter(name=name, app=True, **role)
        if not role:
            office.represent(actor, register.organisation)
        (held,) = office.owner.execute(
            "select appointment from access.appointment where actor = %s", (actor,)
        ).fetchone()
        found[name] = Cast(browser, email, actor, held)
    return found
