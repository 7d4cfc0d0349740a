"""The portal's way to the register: the request's own connection, in the process's own database role."""

from __future__ import annotations

from typing import Any

from django.db import connection

from goodstanding.register import queries


def published_records() -> list[queries.PublishedRecord]:
    """Answer the decisions that may be shown on the installation's present day."""
    return queries.published_records(_psycopg_connection())


def installation() -> queries.Installation:
    """Answer what kind of installation this is, and which day it shows."""
    return queries.installation(_psycopg_connection())


def _psycopg_connection() -> Any:
    connection.ensure_connection()
    return connection.connection
