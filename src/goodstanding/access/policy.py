"""The table of who may do what: read from `policy.yaml`, put into the database, written into the documents."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from psycopg import Connection
from ruamel.yaml import YAML

from goodstanding.access.acting import Appointment
from goodstanding.core.access.deciding import REFUSED, Acting, Decision, Line, Resource, decide

FILE = Path(__file__).with_name("policy.yaml")
_COLUMNS = "line, roles, purposes, actions, classes, whose, obligations"


@lru_cache(maxsize=1)
def table() -> tuple[Line, ...]:
    """Answer the table's lines in their order. Raises msgspec.ValidationError for a word that is none."""
    rows: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    return tuple(msgspec.convert([{"obligations": [], **row} for row in rows], type=list[Line]))


def may(under: Appointment, *, action: str, purpose: str, cls: str, own: bool) -> Decision:
    """Answer whether the table allows it to whoever holds the appointment, of the own things or of another's.

    A machine's token has to cover it as well.
    """
    if under.scopes is not None and f"{purpose}:{action}" not in under.scopes:
        return REFUSED
    resource = Resource(
        cls=cls, authority=under.authority if own else None, organisation=under.organisation if own else None
    )
    actor = Acting(role=under.role, authority=under.authority, organisation=under.organisation)
    return decide(table(), actor=actor, action=action, resource=resource, purpose=purpose)


def put(connection: Connection[Any]) -> None:
    """Make the database's table this program's, as its owner, in the connection's transaction."""
    connection.execute("delete from access.policy_line")
    with connection.cursor() as cursor:
        cursor.executemany(f"insert into access.policy_line ({_COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s)", _rows())


def differs(connection: Connection[Any]) -> list[str]:
    """Answer the lines in which the database's table is not this program's."""
    here = {row[0]: row for row in _rows()}
    there = {row[0]: row for row in connection.execute(f"select {_COLUMNS} from access.policy_line")}
    return sorted(line for line in here.keys() | there.keys() if here.get(line) != there.get(line))


def _rows() -> list[tuple[Any, ...]]:
    return [
        (
            line.line,
            *(sorted(words) for words in (line.roles, line.purposes, line.actions, line.classes)),
            line.whose,
            sorted(line.obligations),
        )
        for line in table()
    ]
