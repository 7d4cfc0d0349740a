"""Acting: a person or a machine takes on a context, does one thing in it, and leaves it.

Nothing is shown before its look is in the log: the context is entered and committed first, and the database lets the
connection see exactly what that entry names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool

from goodstanding.access.noting import note

ISSUE = (
    "select access.issue(who => %(who)s, under => %(under)s, action => %(action)s, purpose => %(purpose)s,"
    " class => %(cls)s, basis => %(basis)s, case_reference => %(case)s, targets => %(targets)s::uuid[],"
    " authority => %(authority)s, scopes => %(scopes)s::text[], identifier => %(identifier)s::text[],"
    " delayed_until => %(delayed_until)s::date, delay_basis => %(delay_basis)s, proposal => %(proposal)s::uuid,"
    " for_role => %(through)s, seconds => %(seconds)s)"
)
LONGEST_REASON = 200


class Refused(PermissionError):
    """The table does not allow it, or it is not there: which of the two is not said. The message is for people."""


class Unauthenticated(PermissionError):
    """The appointment is over, or the token is late, used, altered or not ours. The message says which."""


class Incomplete(ValueError):
    """Something that every look needs is missing: a basis, the case. The message says what to give."""


@dataclass(frozen=True)
class Appointment:
    """A role that somebody holds now, in a unit, or for the organisation a representative acts for.

    `scopes` (purpose:action) bound what a machine's token covers; None for people.
    """

    appointment: UUID
    actor: UUID
    pseudonym: str
    role: str
    unit: str | None
    authority: str | None
    organisation: UUID | None
    starts_on: date
    ends_on: date
    delegated_from: UUID | None
    scopes: tuple[str, ...] | None = None


class Pools(Protocol):
    """The connections of a process that acts: the sign-in role's, and those of the roles that file and read."""

    @property
    def access(self) -> ConnectionPool[Connection[Any]]:
        """Connections of `gs_access`, each statement committed by itself."""

    @property
    def clerk(self) -> ConnectionPool[Connection[Any]]:
        """Connections of `gs_clerk`, likewise."""

    @property
    def case(self) -> ConnectionPool[Connection[Any]]:
        """Connections of `gs_case`, likewise."""

    @property
    def eraser(self) -> ConnectionPool[Connection[Any]]:
        """Connections of `gs_eraser`, likewise; only commands have them."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to do: the action on a class of things, for a purpose, on a legal basis, in a case.

    `targets` are organisations' and records' handles; `identifier` (scheme, number) finds an organisation instead.
    `authority` is whose things, when they are not the own unit's. `delayed_until` with its `delay_basis` is when the
    organisation learns of the look, where a law says later than at once.
    """

    action: str
    purpose: str
    cls: str
    basis: str
    case: str | None = None
    targets: Sequence[UUID] = ()
    authority: str | None = None
    identifier: tuple[str, str] | None = None
    delayed_until: date | None = None
    delay_basis: str | None = None
    proposal: UUID | None = None
    seconds: int = 60


@dataclass(frozen=True)
class Entered:
    """A context in force: its connection sees and does what the line allows. `entries`: how many looks were logged."""

    connection: Connection[Any]
    line: str
    obligations: frozenset[str]
    entries: int


def issue(access: Connection[Any], *, under: Appointment, asked: Asked, through: str) -> str:
    """Answer a token for one context, good once, within a minute, for the database role `through`.

    Raises Unauthenticated when the appointment is over or a machine's scopes do not cover it, Incomplete without a
    basis.
    """
    said = {
        "who": under.actor,
        "under": under.appointment,
        "through": through,
        "scopes": list(under.scopes) if under.scopes is not None else None,
        "action": asked.action,
        "purpose": asked.purpose,
        "cls": asked.cls,
        "basis": asked.basis,
        "case": asked.case,
        "targets": list(asked.targets),
        "authority": asked.authority,
        "identifier": list(asked.identifier) if asked.identifier else None,
        "delayed_until": asked.delayed_until,
        "delay_basis": asked.delay_basis,
        "proposal": asked.proposal,
        "seconds": asked.seconds,
    }
    with _answers():
        row = access.execute(ISSUE, said).fetchone()
    return str(row[0])  # type: ignore[index]  # the function answers one row or raises


def enter(connection: Connection[Any], *, token: str) -> Entered:
    """Take on the context of a token, in a transaction of its own, and answer it.

    The connection must not be in a transaction: what is looked at is committed to the log before it can be seen.
    Raises Refused (the refusal is in the log), Unauthenticated, Incomplete.
    """
    if not connection.autocommit:
        raise ValueError("a look is committed before anything is shown: the connection must commit by itself")
    with _answers():
        connection.execute("select access.enter(%s)", (token,))
    row = connection.execute("select allowed, line, obligations, entries from access.entered()").fetchone()
    allowed, line, obligations, entries = row or (False, "", [], 0)
    if not allowed:
        leave(connection)
        raise Refused("This is not there, or not for you to see or do in this role and for this purpose.")
    return Entered(connection=connection, line=line, obligations=frozenset(obligations), entries=entries)


def leave(connection: Connection[Any]) -> None:
    """End the connection's context, if it has one."""
    connection.execute("select access.leave()")


@contextmanager
def acting(pools: Pools, *, under: Appointment, through: str = "gs_case", **asked: Any) -> Iterator[Entered]:
    """Do one thing in a context: inside, the connection of the role `through` sees what was logged, and no more.

    `asked` is what `Asked` takes. Raises Refused, Unauthenticated, Incomplete.
    """
    with pools.access.connection() as access:
        token = issue(access, under=under, asked=Asked(**asked), through=through)
    pool: ConnectionPool[Connection[Any]] = getattr(pools, through.removeprefix("gs_"))
    refusal: Exception | None = None
    with pool.connection() as connection:
        entered = enter(connection, token=token)
        try:
            yield entered
        except (psycopg.errors.InvalidAuthorizationSpecification, Unauthenticated) as refused:
            refusal = refused
        finally:
            if not connection.closed:
                connection.rollback()
                leave(connection)
    if refusal is not None:
        # What the database would not let this person do is rolled back there; that it was tried stays. Only now: the
        # connection given back above may be the pool's only one.
        primary = getattr(getattr(refusal, "diag", None), "message_primary", None) or str(refusal)
        tried = {"appointment": str(under.appointment), "action": str(asked["action"]), "why": primary[:LONGEST_REASON]}
        with pools.access.connection() as access:
            note(access, event="act-refused", who=under.actor, **tried)
        raise Unauthenticated(primary) from refusal


@contextmanager
def _answers() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.InvalidAuthorizationSpecification as refusal:
        raise Unauthenticated(refusal.diag.message_primary) from refusal
    except psycopg.errors.RaiseException as refusal:
        hint = f": {refusal.diag.message_hint}" if refusal.diag.message_hint else ""
        raise Incomplete(f"{refusal.diag.message_primary}{hint}") from refusal
