"""An installation's parts put together: its keys, its seal, its projections."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from psycopg import Connection
from psycopg.types.json import Jsonb

from goodstanding.access.projections import PROJECTION as ACCESS
from goodstanding.database import connections
from goodstanding.database.guard import refuse_unsafe
from goodstanding.database.home import Home
from goodstanding.ledger.envelope import KeyRing
from goodstanding.ledger.projection import Projector
from goodstanding.ledger.seal import Seal
from goodstanding.register.projections import PROJECTIONS

# The log's name, by which others pin it. It is written down once and never changes.
UNNAMED = "goodstanding.invalid/ledger"


def seal_folder(home: Home) -> Path:
    """Answer the folder of the seal."""
    return home.path / "seal"


def keys(home: Home) -> KeyRing:
    """Answer the keys of the ledger's contents, made the first time."""
    return KeyRing.load(home.secrets / "ledger-keys")


def open_seal(home: Home) -> Seal:
    """Answer the ledger's seal, made the first time under the name in `seal-name` (or `UNNAMED`). Raises SealBroken."""
    named = home.path / "seal-name"
    origin = named.read_text("utf-8").strip() if named.exists() else UNNAMED
    return Seal.open(folder=seal_folder(home), key_file=home.secrets / "seal-key", origin=origin)


def projector(home: Home) -> Projector:
    """Answer the projector of everything this program projects."""
    return Projector((*PROJECTIONS, ACCESS), keys(home))


def serving_connection(role: str, *, home: Home) -> Connection[tuple[object, ...]]:
    """Open a connection of a serving role, once it is that role and nothing more. Raises UnsafeRole."""
    connection = connections.connect(role, home=home, autocommit=True)
    try:
        refuse_unsafe(connection, role=role)
    except BaseException:
        connection.close()
        raise
    return connection


def declare(*, home: Home, status: str, time_zone: str, present: date | None, reason: dict[str, str] | None) -> None:
    """Say what kind of installation this is and, for a demonstration or teaching pack only, which day it shows."""
    with connections.connect("gs_owner", home=home) as owner:
        owner.execute(
            "update register.installation set status = %s, time_zone = %s, declared_present = %s, reason = %s",
            (status, time_zone, present, Jsonb(reason) if reason else None),
        )


def remember(name: str, content: object, *, home: Home) -> Path:
    """Write a JSON document into the home and answer its path."""
    path = home.path / name
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")
    return path
