"""Whether a database's locale lets pg_trgm see Chinese letters."""

from __future__ import annotations

from typing import Any

import psycopg

from goodstanding.database.errors import DatabaseError

_SAMPLE = "北京某某科技"


def refuse_blind(connection: psycopg.Connection[Any]) -> None:
    """Raise `DatabaseError` when trigram search would silently find no Chinese name in this database.

    With ctype C, pg_trgm takes no Chinese character for a letter and `show_trgm` is empty. Needs pg_trgm installed.
    """
    row = connection.execute("SELECT cardinality(show_trgm(%s)), current_database()", [_SAMPLE]).fetchone()
    if row is None or not row[0]:
        raise DatabaseError(
            f"In the database {row[1] if row else ''} pg_trgm sees no letters in {_SAMPLE!r}: its locale is not a "
            "UTF-8 one, and searching a Chinese name would find nothing. Create the database with LC_CTYPE 'C.UTF-8' "
            "(or 'en_US.UTF-8')."
        )
