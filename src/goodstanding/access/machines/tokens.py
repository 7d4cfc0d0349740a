"""From an assertion to a bearer token: who it is, once; what it may ask for; for five minutes at most."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import Connection

from goodstanding.access.machines import assertions
from goodstanding.access.machines.assertions import Assertion, NotAuthentic
from goodstanding.access.machines.clients import ClientKey, key_in_force

SECONDS: Final = 300


class NotInScope(ValueError):
    """A scope was asked that the client does not have, or none was; the message says what to ask for."""


@dataclass(frozen=True)
class Authentic:
    """A client that has shown, with an assertion that came for the first time, who it is."""

    client: UUID
    key: ClientKey


@dataclass(frozen=True)
class Issued:
    """An opaque bearer token; the database keeps its hash alone."""

    token: str
    seconds: int
    scopes: tuple[str, ...]


def authenticated(connection: Connection[Any], *, assertion: str, audiences: Collection[str], now: float) -> Authentic:
    """Answer the client that signed the assertion, and spend it (gs_access, committed at once).

    Raises NotAuthentic, also for an assertion that was spent before (RFC 7523 §3 no. 7).
    """
    found: dict[str, ClientKey] = {}

    def key_of(client: UUID, kid: str) -> dict[str, Any] | None:
        key = key_in_force(connection, client=client, kid=kid)
        if key is None:
            return None
        found[kid] = key
        return key.jwk

    who: Assertion = assertions.verified(assertion, key_of=key_of, audiences=audiences, now=now)
    # Last, so that nobody but the client can spend one of its assertions.
    first = connection.execute(
        "select access.accept_assertion(%s, %s, %s)", (who.client, who.jti, who.expires)
    ).fetchone()
    if first != (True,):
        raise NotAuthentic("jti: used before", client=who.client)
    return Authentic(client=who.client, key=found[who.kid])


def issued(connection: Connection[Any], *, to: Authentic, scope: str) -> Issued:
    """Answer a token for scopes (RFC 6749 §3.3: names with single spaces between them), all of them the client's.

    It ends after five minutes, with its key, and with its appointment. Raises NotInScope; NotAuthentic when the
    appointment ended in between.
    """
    asked = tuple(dict.fromkeys(scope.split(" ")))
    if not set(asked) <= set(to.key.scopes):
        raise NotInScope(f"this client may ask for: {' '.join(to.key.scopes)}")
    seconds = max(1, min(SECONDS, to.key.seconds_left))
    try:
        row = connection.execute(
            "select access.issue_bearer(%s, %s, %s, %s)", (to.client, to.key.appointment, list(asked), seconds)
        ).fetchone()
    except psycopg.errors.InvalidAuthorizationSpecification:
        raise NotAuthentic("appointment: over", client=to.client) from None
    return Issued(token=row[0], seconds=seconds, scopes=asked)  # type: ignore[index]  # the function answers or raises
