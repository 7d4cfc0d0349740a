"""Machine clients and their keys. Adding and ending is an operator's act, on the connection he acts on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from goodstanding.access import services
from goodstanding.access.machines import keys


class NotAClient(ValueError):
    """The client or the key cannot be as asked; the message says why."""


# What each rule of the tables says to a person.
RULES = {
    "a_key_lasts_at_most_13_months": "a key lasts at most 13 months",
    "client_key_kid_check": "a key's name is of 1 to 128 letters, digits, - and _",
    "client_key_pkey": "this client has a key of that name already; a new key has a new name",
    "client_unit_fkey": "there is no such unit; add it: goodstanding unit add",
    "client_key_client_fkey": "there is no such client",
}


def add(connection: Connection[Any], *, name: str, unit: str, scopes: Sequence[str], ends_on: date, basis: str) -> UUID:
    """Add a client of a unit with the role `machine-client` until a day, and answer it. Scopes are purpose:action.

    Raises NotAClient, NotAppointed for a term that is too long, Unauthenticated when nobody administers.
    """
    with connection.transaction():
        client = services.add_actor(connection, kind="client")
        _call(connection, "select access.add_client(%s, %s, %s, %s)", client, name, unit, list(scopes))
        (today,) = connection.execute("select access.today()").fetchone() or (None,)
        services.appoint(
            connection,
            actor=client,
            role="machine-client",
            unit=unit,
            starts_on=today,  # type: ignore[arg-type]  # one row
            ends_on=ends_on,
            basis=basis,
        )
    return client


def add_key(
    connection: Connection[Any], *, client: UUID, jwk: Mapping[str, Any], ends_at: datetime, kid: str | None = None
) -> str:
    """Give a client a public key until a moment, and answer its name: `kid`, else the JWK's own, else its thumbprint.

    Raises NotAKey for what is no public key, NotAClient for a name or a term that cannot be.
    """
    public = keys.read(jwk)
    named = kid or str(jwk.get("kid") or keys.thumbprint(public))
    said = json.dumps(public)
    _call(connection, "select access.add_client_key(%s, %s, %s::jsonb, %s)", client, named, said, ends_at)
    return named


def end_key(connection: Connection[Any], *, client: UUID, kid: str) -> None:
    """End a key now, and every token of the client with it. Raises NotAClient when there is no such key."""
    known = connection.execute("select 1 from access.client_key where client = %s and kid = %s", (client, kid))
    if known.fetchone() is None:
        raise NotAClient("this client has no key of that name: goodstanding client list")
    _call(connection, "select access.end_client_key(%s, %s)", client, kid)


@dataclass(frozen=True)
class ClientKey:
    """A key in force, of a client whose appointment holds: the JWK, its time left, the scopes that may be asked."""

    jwk: dict[str, Any]
    seconds_left: int
    scopes: tuple[str, ...]
    appointment: UUID


def key_in_force(connection: Connection[Any], *, client: UUID, kid: str) -> ClientKey | None:
    """Answer that key of that client (gs_access); None when it ended, and when the client may do nothing any more."""
    row = connection.execute(
        """
        select k.jwk, floor(extract(epoch from k.ends_at - clock_timestamp()))::integer, c.scopes, a.appointment
        from access.client c join access.client_key k using (client) join access.appointment a on a.actor = c.client
        where c.client = %s and k.kid = %s and k.ends_at > clock_timestamp() and a.unit = c.unit
          and a.role in ('machine-client', 'partner-node') and access.is_held(a.appointment)
        order by a.ends_on desc limit 1
        """,
        (client, kid),
    ).fetchone()
    return ClientKey(row[0], row[1], tuple(row[2]), row[3]) if row else None


def _call(connection: Connection[Any], query: str, *values: object) -> None:
    services.called(connection, query, *values, rules=RULES, refused=NotAClient)
