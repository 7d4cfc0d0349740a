"""Client assertions in front of `tokens.authenticated`: signed by nobody, by others, by the right one but wrongly."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from joserfc.jwk import ECKey, RSAKey
from psycopg import Connection
from tests.machines import AUDIENCES, Machine, new_key
from tests.people import People

from goodstanding.access.machines import assertions, clients, keys, strict, tokens
from goodstanding.access.machines.assertions import NotAuthentic
from proofs.fuzzing.bending import WAYS
from proofs.fuzzing.sorts import LETTERS, PARTS, TEXT, Mutant, bytes_of, rewritten

AUTHORITY = "exampleland:proof"
MUTANTS_OF_ONE = 50


class Assertions:
    """Four clients with keys in force, one whose appointment is over, one key that ended."""

    batch = 1

    def __init__(self, people: People, *, name: str) -> None:
        self.owner, self.connection = people.owner, people.access
        self.clients = [self._client(people, f"{name} {n}", alg=alg) for n, alg in enumerate(("ES256", "EdDSA") * 2)]
        self.gone = self._client(people, f"{name} gone", alg="ES256")
        self.owner.execute(
            "update access.appointment set revoked_at = now(), revoked_by = appointed_by where actor = %s",
            (self.gone.client,),
        )
        self.old = Machine(client=self.clients[0].client, kid="old")
        self._add_key(self.old, ends="interval '-1 second'")
        self.strangers = {"ES256": new_key("ES256"), "EdDSA": new_key("EdDSA")}
        self.others = {"RS256": RSAKey.generate_key(2048), "ES384": ECKey.generate_key("P-384")}
        self.spent: list[str] = []
        self.unbent_refused = 0
        self.audiences: Any = AUDIENCES
        self.clock: Callable[[], float] = time.time

    def _client(self, people: People, name: str, *, alg: str) -> Machine:
        under = people.appointed(name, role="machine-client", authority=AUTHORITY, unit="systems")
        made = Machine(client=under.actor, alg=alg, kid=f"key-{name.replace(' ', '-')}")
        self.owner.execute(
            "insert into access.client (client, name, unit, scopes) values (%s, %s, %s, '{filing:find}')",
            (made.client, name, under.unit),
        )
        self._add_key(made, ends="interval '1 day'")
        return made

    def _add_key(self, machine: Machine, *, ends: str) -> None:
        self.owner.execute(
            "insert into access.client_key (client, kid, jwk, ends_at)"
            f" values (%s, %s, %s, clock_timestamp() + {ends})",
            (machine.client, machine.kid, json.dumps(machine.jwk)),
        )

    def good(self, number: int) -> list[str]:
        return [self.clients[n % len(self.clients)].assertion() for n in range(number)]

    def accepted(self, texts: Sequence[str]) -> list[bool]:
        return [self._accepts(text) for text in texts]

    def _accepts(self, text: str) -> bool:
        try:
            tokens.authenticated(self.connection, assertion=text, audiences=self.audiences, now=self.clock())
        except NotAuthentic:
            return False
        return True

    def mutants(self, chance: random.Random) -> Iterator[Mutant]:
        while True:
            machine = chance.choice(self.clients)
            # The one that is bent is not presented before: no mutant is refused merely because its jti is spent.
            base = machine.assertion()
            for _ in range(MUTANTS_OF_ONE):
                kind, way = WAYS.choose(chance)
                text = way(base, chance) if kind in TEXT or kind in PARTS else way(self, machine, chance)
                if text != base:
                    yield kind, text
            self.unbent_refused += not self._accepts(base)
            self.spent = [*self.spent[-20:], base]

    def broken(self) -> Mapping[str, Callable[[], AbstractContextManager[Any]]]:
        return {
            "no signature is checked": partial(patch.object, keys, "verifies", lambda *_, **__: True),
            "any audience is this one": partial(patch.object, self, "audiences", _Everything()),
            "the clock stands still": self._late,
            "an assertion is good twice": partial(
                rewritten,
                self.owner,
                "access.accept_assertion(uuid,text,timestamptz)",
                old=r"return found;",
                new="return true;",
            ),
            "any key is any client's": partial(patch.object, tokens, "key_in_force", self._key_of_anybody),
            "a member may come twice": partial(patch.object, strict, "_once_each", dict),
            "base64 is read leniently": partial(patch.object, assertions, "decoded", _lenient),
            "a header says what it likes": partial(
                patch.object, assertions, "HEADER", {*assertions.HEADER, "crit", "jwk", "jku", "x5u", "b64", "x5c"}
            ),
            "no key ends": partial(patch.object, tokens, "key_in_force", self._key_without_end),
        }

    @contextmanager
    def _late(self) -> Iterator[None]:
        with (
            patch.object(assertions, "SECONDS_AHEAD", 10**6),
            patch.object(self, "clock", lambda: time.time() - 10**5),
            patch.object(assertions, "SKEW", 10**6),
        ):
            yield

    def _key_of_anybody(self, connection: Connection[Any], *, client: Any, kid: str) -> Any:
        row = connection.execute("select client from access.client_key where kid = %s", (kid,)).fetchone()
        return clients.key_in_force(connection, client=row[0] if row else client, kid=kid)

    def _key_without_end(self, connection: Connection[Any], *, client: Any, kid: str) -> Any:
        row = connection.execute(
            "select jwk from access.client_key where client = %s and kid = %s", (client, kid)
        ).fetchone()
        return clients.ClientKey(row[0], 60, ("filing:find",), uuid4()) if row else None


class _Everything:
    def __contains__(self, _: object) -> bool:
        return True


def _lenient(text: str) -> bytes:
    try:
        return bytes_of("".join(letter for letter in text if letter in LETTERS))
    except ValueError as error:
        raise strict.NotStrict(str(error)) from None
