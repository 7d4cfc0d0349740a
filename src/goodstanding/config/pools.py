"""The connections of a process that acts for people and machines: one pool for each role it needs, made when asked."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any, Self

from psycopg import Connection
from psycopg_pool import ConnectionPool

from goodstanding.database import connections
from goodstanding.database.home import Home

# As many as the office's process has threads: none waits for a connection, and none is held for nobody.
THREADS = 4


@lru_cache(maxsize=4)
def shared(*, home: Home) -> OfficePools:
    """Answer the one set of pools of this process, whose pages and interface share the roles' few connections."""
    return OfficePools(home=home, size=THREADS)


class OfficePools:
    """The pools of `gs_access`, `gs_clerk` and `gs_case`; close it, or use it in a `with`."""

    def __init__(self, *, home: Home, size: int = 4) -> None:
        self._home, self._size = home, size
        self._open: list[ConnectionPool[Connection[Any]]] = []

    @cached_property
    def access(self) -> ConnectionPool[Connection[Any]]:
        """Connections of the sign-in role."""
        return self._pool("gs_access")

    @cached_property
    def clerk(self) -> ConnectionPool[Connection[Any]]:
        """Connections of the role that files."""
        return self._pool("gs_clerk")

    @cached_property
    def case(self) -> ConnectionPool[Connection[Any]]:
        """Connections of the role that reads and decides."""
        return self._pool("gs_case")

    @cached_property
    def eraser(self) -> ConnectionPool[Connection[Any]]:
        """Connections of the role that erases; commands alone have its secret."""
        return self._pool("gs_eraser")

    def _pool(self, role: str) -> ConnectionPool[Connection[Any]]:
        made = connections.pool(role, home=self._home, size=self._size)
        self._open.append(made)
        return made

    def close(self) -> None:
        """Close what was opened."""
        while self._open:
            self._open.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
