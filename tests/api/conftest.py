"""The API over HTTP in front of one register, furnished once for each major; a test brings its own clients."""

from __future__ import annotations

import http.client
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import psycopg
import pytest

from goodstanding.access.acting import Appointment
from goodstanding.access.machines import assertions
from goodstanding.database import connections, roles
from tests.conftest import Database
from tests.house import House
from tests.machines import Machine, some_key
from tests.office import OWN, Office, furnished

ROOT = Path(__file__).parents[2]
BASE = "/api/v1"
# Each request comes from a network of its own, so that no test is throttled for another.
_NETWORKS = (f"10.{a}.{b}.7" for a, b in itertools.product(range(256), range(256)))
WHY = {"Purpose": "eligibility-check", "Basis": "Grants Act s.3", "Case": "C-1"}
SCOPES = ("eligibility-check:find", "eligibility-check:look", "filing:find")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class World:
    """A register, the API in front of it, and what its tests do with both."""

    office: Office
    database: Database
    port: int
    numbers: Iterator[int]

    @property
    def owner(self) -> psycopg.Connection[Any]:
        return self.office.house.owner

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        network: str | None = None,
        **query: str,
    ) -> Answer:
        """Send a request. Header values go as UTF-8."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        said = {"X-Forwarded-For": network or next(_NETWORKS), **(headers or {})}
        if token is not None:
            said["Authorization"] = f"Bearer {token}"
        address = path + (f"?{urlencode(query)}" if query else "")
        connection.request(method, address, body=body, headers={name: v.encode() for name, v in said.items()})
        response = connection.getresponse()
        found = Answer(response.status, response.headers, response.read())
        connection.close()
        return found

    def get(self, path: str, *, token: str | None = None, headers: Mapping[str, str] = WHY, **query: str) -> Answer:
        return self.ask("GET", BASE + path, token=token, headers=headers, **query)

    def form(self, *, network: str | None = None, headers: Mapping[str, str] | None = None, **fields: Any) -> Answer:
        """Send a form to the token endpoint; a field is left out with None, and comes twice with a list."""
        said = {
            "grant_type": "client_credentials",
            "client_assertion_type": assertions.TYPE,
            "scope": " ".join(SCOPES),
            **fields,
        }
        body = urlencode({name: value for name, value in said.items() if value is not None}, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.ask("POST", "/oauth/token", headers=kind, body=body.encode(), network=network)

    def machine(self, *, authority: str = OWN, scopes: tuple[str, ...] = SCOPES, alg: str = "ES256") -> Machine:
        """Answer a new client of an authority, with a key and an appointment that hold."""
        number = next(self.numbers)
        under = self.office.house.people.appointed(
            f"machine {number}", role="machine-client", authority=authority, unit="systems"
        )
        made = Machine(client=under.actor, alg=alg, key=some_key(number % 7, alg))
        self.owner.execute(
            "insert into access.client (client, name, unit, scopes) values (%s, 'Grants system', %s, %s)",
            (under.actor, under.unit, list(scopes)),
        )
        self.add_key(made)
        return made

    def add_key(self, machine: Machine, *, kid: str | None = None, ends: str = "interval '1 year'") -> None:
        self.owner.execute(
            "insert into access.client_key (client, kid, jwk, ends_at)"
            f" values (%s, %s, %s::jsonb, clock_timestamp() + {ends})",
            (machine.client, kid or machine.kid, json.dumps(machine.jwk)),
        )

    def token_of(self, machine: Machine, **fields: Any) -> str:
        answer = self.form(client_assertion=machine.assertion(), **fields)
        assert answer.status == 200, answer.body
        return answer.json["access_token"]

    def bearer(self, under: Appointment, *, seconds: int = 300) -> str:
        """Answer a person's token, as `goodstanding token` gets one."""
        row = self.office.house.access.execute(
            "select access.issue_bearer(%s, %s, '{}', %s)", (under.actor, under.appointment, seconds)
        ).fetchone()
        return row[0]

    def person(self, role: str, *, authority: str = OWN) -> str:
        """Answer a token of a person in a role, of somebody new."""
        name = f"{role} {next(self.numbers)}"
        return self.bearer(self.office.house.people.appointed(name, role=role, authority=authority, unit="desk"))

    def handle(self, cls: str, authority: str = OWN) -> UUID:
        return self.office.organisations[cls, authority]

    def events(self, *, since: datetime | None = None) -> list[tuple[str, list[str]]]:
        """Answer what was noted at the door."""
        self.office.house.settle()
        return self.owner.execute(
            "select event, said from access.event where at >= coalesce(%s, '-infinity') order by sequence", (since,)
        ).fetchall()

    def looks(self, handle: UUID | None) -> list[tuple[Any, ...]]:
        self.office.house.settle()
        return self.owner.execute(
            "select role, purpose, basis, case_reference, action, decision, records from access.look"
            " where organisation is not distinct from %s order by sequence",
            (handle,),
        ).fetchall()

    def now(self) -> datetime:
        """Answer a moment that everything noted so far comes before."""
        self.office.house.settle()
        return self.owner.execute("select clock_timestamp()").fetchone()[0]


@pytest.fixture(scope="session")
def world(server, template, tmp_path_factory) -> Iterator[World]:
    name = "t_api"
    with psycopg.connect(connections.administrator(home=server.home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {roles.OWNER}")
        roles.restrict(connection=admin, database=name)
        database = Database(home=server.home, name=name)
        house = House(database.connect, tmp_path_factory.mktemp("api"))
        process = None
        try:
            office = furnished(house)
            process, port = serve(database)
            yield World(office, database, port, itertools.count(1))
        finally:
            if process:
                process.stdin.close()
                process.wait(20)
                process.stdout.close()
            house.close()
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def serve(database: Database) -> tuple[subprocess.Popen[str], int]:
    more = {"DJANGO_SETTINGS_MODULE": "tests.api.settings", "GOODSTANDING_PROXIES": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.api.serving"],
        cwd=ROOT,
        env=database.environment(**more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = process.stdout.readline()
    assert said, "the API did not start"
    return process, int(said)


def quoted(text: str) -> str:
    return quote(text)
