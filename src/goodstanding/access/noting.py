"""What happens at the door and is no look: one entry of the access log, which the database itself states."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb


def note(connection: Connection[Any], *, event: str, who: UUID | None, **said: str) -> None:
    """Put an event into the access log (gs_access), where the connection commits. Short texts, never a secret."""
    connection.execute("select access.note(%s, %s, %s)", (event, who, Jsonb(said)))
