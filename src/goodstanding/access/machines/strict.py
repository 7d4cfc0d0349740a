"""One spelling for one content: base64url and JSON read so that no second text means the same or two things.

Libraries accept more: padding, bits behind the end, a member twice. What two readers read differently is where
assertions are forged, so here it is refused.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any, Never

_ALPHABET = re.compile(r"[A-Za-z0-9_-]+")


class NotStrict(ValueError):
    """The text has another form than the one allowed; the message says in what."""


def decoded(text: str) -> bytes:
    """Answer what base64url text stands for (RFC 7515 §2: no padding, no line break, no white space).

    Raises NotStrict also for text with bits behind the end, which other decoders drop (RFC 4648 §3.5).
    """
    if not _ALPHABET.fullmatch(text) or len(text) % 4 == 1:
        raise NotStrict("not base64url")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(raw) != text:
        raise NotStrict("another spelling of the same bytes")
    return raw


def encoded(raw: bytes) -> str:
    """Answer the base64url text of bytes, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def members(raw: bytes) -> dict[str, Any]:
    """Answer the members of a JSON object in UTF-8.

    Raises NotStrict for anything else: a member twice at any depth (RFC 7515 §4), NaN and its like, bytes that are no
    UTF-8, what is nested too deep or has numbers too long to read.
    """
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise NotStrict(f"not a JSON object: {error}") from None
    if not isinstance(found, dict):
        raise NotStrict("not a JSON object")
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrict("a member is there twice")
    return found


def _refused(constant: str) -> Never:
    raise NotStrict(f"{constant} is no JSON")
