"""The portal's way to the register: the serving role's own pool.

Not Django's connection: that one hands out JSON as text, and the queries are shared with commands.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from django.conf import settings
from psycopg import Connection
from psycopg_pool import ConnectionPool

from goodstanding.database import connections
from goodstanding.register import queries

CONNECTIONS = 4


def published_records() -> list[queries.PublishedRecord]:
    """Answer the decisions that may be shown on the installation's present day."""
    with _connection() as connection:
        return queries.published_records(connection)


def installation() -> queries.Installation:
    """Answer what kind of installation this is, and which day it shows."""
    with _connection() as connection:
        return queries.installation(connection)


def _connection() -> AbstractContextManager[Connection[tuple[Any, ...]]]:
    return _pool().connection()


@lru_cache(maxsize=1)
def _pool() -> ConnectionPool[Connection[tuple[Any, ...]]]:
    # Made at the first question, so that every worker process has its own.
    return connections.pool(settings.ROLE, home=settings.HOME, size=CONNECTIONS)
