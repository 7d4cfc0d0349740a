"""What happens at the door goes into the ledger: who, what, and from where as a keyed hash, never in clear."""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

ONCE_IN_SECONDS = 60
NETWORK_BITS = {4: 24, 6: 48}


def noted(event: str, *, who: UUID | None = None, **said: str) -> None:
    """Put one event into the access log, as the database's own entry; committed where the connection commits."""
    with connection.cursor() as cursor:
        cursor.execute("select access.note(%s, %s, %s::jsonb)", [event, who, json.dumps(said)])


def at_the_door(event: str, request: HttpRequest | None, *, who: UUID | None = None, **said: str) -> None:
    """Put an event of a request into the access log; `from` is the hash of the address it came from."""
    noted(event, who=who, **said, **({"from": hashed(address(request))} if request else {}))


def once_a_minute(event: str, request: HttpRequest, *, who: UUID | None = None, **said: str) -> None:
    """Put an event into the log at most once a minute for one address and account: a flood fills no ledger."""
    if cache.add(f"noted:{event}:{hashed(address(request))}:{who}", "y", ONCE_IN_SECONDS):
        at_the_door(event, request, who=who, **said)


def hashed(text: str) -> str:
    """Answer the keyed hash by which the log tells one address or account from another without naming it."""
    return salted_hmac("goodstanding.access.log", text.strip().lower(), algorithm="sha256").hexdigest()[:16]


def address(request: HttpRequest) -> str:
    """Answer where a request comes from, by the proxies that are trusted; "unknown" where that cannot be told."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return "unknown"


def network(request: HttpRequest) -> str:
    """Answer the network a request comes from (/24, /48); "unknown" where that cannot be told."""
    try:
        found: Any = ip_address(address(request))
    except ValueError:
        return "unknown"
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, NETWORK_BITS[found.version]), strict=False))


def person_of(user: Any) -> UUID | None:
    """Answer the actor of a signed-in person, None for nobody."""
    return user.pk if user is not None and user.is_authenticated else None
