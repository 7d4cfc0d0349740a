"""How often one network, and one client, may ask: counted by the minute in the database's cache.

What is not authenticated counts for its network alone: counted for the client it names, anyone could shut that out.
"""

from __future__ import annotations

import time
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from goodstanding.access.signing_in import events

MINUTE: Final = 60
# A department's system takes a token every few minutes; a network of many is still far below.
TOKENS_PER_NETWORK: Final = 60
TOKENS_PER_CLIENT: Final = 30
WRONG_BEARERS_PER_NETWORK: Final = 60


def over(kind: str, who: str, *, most: int) -> bool:
    """Count one more for somebody in this minute, and answer whether that is more than `most`.

    Two processes that count in the same moment may count one: a throttle, not a lock.
    """
    key = f"throttle:{kind}:{who}:{int(time.time()) // MINUTE}"
    return not cache.add(key, 1, 2 * MINUTE) and cache.incr(key) > most


def is_over(kind: str, who: str, *, most: int) -> bool:
    """Answer whether somebody is over `most` in this minute, without counting."""
    return int(cache.get(f"throttle:{kind}:{who}:{int(time.time()) // MINUTE}", 0)) > most


def network(request: HttpRequest) -> str:
    """Answer the network a request comes from (/24, /48), as a keyed hash: the cache names nobody."""
    return events.hashed(events.network(request))


def noted_once(event: str, request: HttpRequest, *, why: str) -> None:
    """Put an event into the access log, at most once a minute for one network: a flood fills no ledger.

    Not for one address: an IPv6 network has more of those than a ledger has room.
    """
    if cache.add(f"throttle:noted:{event}:{why}:{network(request)}", 1, MINUTE):
        events.at_the_door(event, request, why=why)
