"""The cache of counters (failed sign-ins, spent codes) in the database, so that every process counts the same.

Django's own counts the whole table at each write, and when it is full throws away a third by the order of the keys:
whoever fills it could then try passwords again. Here a row goes when its time is over, and never before.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connection

_ONE_IN = 100  # writes also sweep, along the index on `expires`
_ROW = "insert into {table} as c (cache_key, value, expires) values (%s, %s, %s) on conflict (cache_key)"
_TAKE = " do update set value = excluded.value, expires = excluded.expires"


class SignInCache(DatabaseCache):
    """The database cache with one statement for each write."""

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Answer the values that are there and not over. They are JSON: what stands in the table is never run."""
        asked = {self.make_and_validate_key(key, version=version): key for key in keys}
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]  # the stubs leave it out
            cursor.execute(
                f"select cache_key, value from {table} where cache_key = any(%s) and expires > clock_timestamp()",
                [list(asked)],
            )
            return {asked[key]: json.loads(value) for key, value in cursor.fetchall()}

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = None) -> bool:
        until = self.get_backend_timeout(timeout)
        expires = datetime.max.replace(tzinfo=UTC) if until is None else datetime.fromtimestamp(until, tz=UTC)
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]  # the stubs leave it out
        with connection.cursor() as cursor:
            if random.randrange(_ONE_IN) == 0:  # noqa: S311  nothing secret hangs on when a sweep happens
                cursor.execute(f"delete from {table} where expires < clock_timestamp()")
            if mode == "touch":
                cursor.execute(f"update {table} set expires = %s where cache_key = %s", [expires, key])
            else:
                taken = " where c.expires < clock_timestamp()" if mode == "add" else ""
                cursor.execute(_ROW.format(table=table) + _TAKE + taken, [key, json.dumps(value), expires])
            return bool(cursor.rowcount)
