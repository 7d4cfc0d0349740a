"""Work whose length would tell what is there: done aside, after the answer, which is the same for everybody."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread
from uuid import UUID

import psycopg
import psycopg_pool
from django.core.cache import cache

AN_HOUR, TRIES = 3600, 10
_log = logging.getLogger("django.request")


def aside(does: Callable[[], object]) -> None:
    """Do it in a thread of its own. What goes wrong is logged by its kind alone: it may name who was asked for."""

    def run() -> None:
        try:
            does()
        except (psycopg.Error, psycopg_pool.PoolTimeout, OSError) as wrong:
            _log.error("what was to be done aside was not done: %s", type(wrong).__name__)

    Thread(target=run).start()


def too_often(what: str, *, who: UUID) -> bool:
    """Count one more try of a person in this hour; answer whether that is more than ten."""
    key = f"aside:{what}:{who}"
    if cache.add(key, 1, AN_HOUR):
        return False
    try:
        return bool(cache.incr(key) > TRIES)
    except ValueError:  # the hour was over between the two
        return False
