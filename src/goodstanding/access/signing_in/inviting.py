"""An account comes by invitation: a link that is good once, for 72 hours, on which the person sets a password."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.core import signing
from django.utils.crypto import salted_hmac
from psycopg import Connection

from goodstanding.access.noting import note

SALT = "goodstanding.invitation"


class AlreadyThere(ValueError):
    """The address has an account whose password is set. Appoint that person; there is nothing to invite."""


def invite(
    connection: Connection[Any],
    *,
    email: str,
    name: str,
    language: str,
    by: UUID | None = None,
    key: str | None = None,
) -> tuple[UUID, str]:
    """Make the actor, the account and its address, and answer the actor and the token of the link.

    `by` is the operator who invites; the set-up has none. `key` is the office's secret, for a command without Django's
    settings. The connection is gs_access's and commits by itself. Somebody who was invited and has not come yet gets a
    new link, and the old one ends. Raises AlreadyThere.
    """
    address = email.strip().casefold()
    nothing = make_password(None)  # random, so that the link's token is bound to this very invitation
    with connection.transaction():
        found = connection.execute(
            "select actor, password like '!%%' from public.access_person where email = %s for update", (address,)
        ).fetchone()
        if found and not found[1]:
            raise AlreadyThere(address)
        if found:
            actor: UUID = found[0]
            connection.execute("update public.access_person set password = %s where actor = %s", (nothing, actor))
        else:
            actor = uuid4()
            _make(connection, actor=actor, address=address, name=name, language=language, password=nothing)
        note(connection, event="invited", who=by, invited=str(actor))
    return actor, _token(actor=actor, password=nothing, key=key)


def _make(connection: Connection[Any], *, actor: UUID, address: str, name: str, language: str, password: str) -> None:
    connection.execute("select access.add_actor('person', %s)", (actor,))
    connection.execute(
        "insert into public.access_person (actor, email, name, language, password, is_active, created_at)"
        " values (%s, %s, %s, %s, %s, true, clock_timestamp())",
        (actor, address, name, language, password),
    )
    connection.execute(
        'insert into public.account_emailaddress (email, verified, "primary", user_id) values (%s, false, true, %s)',
        (address, actor),
    )


def _token(*, actor: UUID, password: str, key: str | None) -> str:
    signer = signing.TimestampSigner(key=key, salt=SALT, fallback_keys=[])
    return signer.sign_object({"actor": str(actor), "state": state(password, key=key)})


def state(password: str, *, key: str | None = None) -> str:
    """Answer what binds a link to one invitation: the account as it was then."""
    return salted_hmac(SALT, password, secret=key, algorithm="sha256").hexdigest()
