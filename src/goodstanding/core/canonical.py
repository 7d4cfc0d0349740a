"""Canonical JSON (RFC 8785), so that one content has one sequence of bytes and one hash, in any language.

The ledger commits only to JSON without floating-point numbers: money and quantities are integers or
decimal text. That removes the one part of RFC 8785 on which implementations differ.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import msgspec

# Beyond this an integer is no longer exact in JavaScript, so RFC 8785 (§3.2.2.3, I-JSON) excludes it.
LARGEST_INTEGER: Final = 2**53 - 1

# Sorting here goes by code point, in RFC 8785 by UTF-16 code unit. They agree up to U+D7FF.
_KEY: Final = re.compile(r"[ -\uD7FF]*\Z")


_encoder = msgspec.json.Encoder(order="sorted")


class NotCanonical(ValueError):
    """The value has no canonical form here; the message names the place in it and the fix."""


def canonical(value: Any) -> bytes:
    """Answer the RFC 8785 bytes of `value`, a JSON value without floats.

    Raises NotCanonical for floats, integers beyond ±(2^53 - 1), keys that are not text or lie outside
    U+0020..U+D7FF, lone surrogates, and types JSON does not have.
    """
    check(value, where="$")
    return encode(value)


def encode(value: Any) -> bytes:
    """Answer the RFC 8785 bytes of a value that is known to have them: one that `check` or a schema has passed.

    Raises NotCanonical for what JSON cannot say at all.
    """
    try:
        return _encoder.encode(value)
    except (TypeError, ValueError) as error:
        raise NotCanonical(f"{error}: use text, whole numbers, true, false, null, lists and objects only") from error


def check(value: Any, *, where: str) -> None:
    """Raise NotCanonical, naming the path, when `value` has no canonical form; `where` is its own path."""
    match value:
        case dict():
            for key, item in value.items():
                if not isinstance(key, str) or not _KEY.match(key):
                    raise NotCanonical(f"{where}: key {key!r}; keys are text from U+0020 to U+D7FF")
                check(item, where=f"{where}.{key}")
        case list() | tuple():
            for index, item in enumerate(value):
                check(item, where=f"{where}[{index}]")
        case _:
            _check_scalar(value, where=where)


def _check_scalar(value: Any, *, where: str) -> None:
    match value:
        case str():
            if any("\ud800" <= character <= "\udfff" for character in value):
                raise NotCanonical(f"{where}: half of a surrogate pair; write whole characters")
        case int():  # a bool is one too
            if abs(value) > LARGEST_INTEGER:
                raise NotCanonical(f"{where}: {value} is beyond 2^53 - 1; write it as text")
        case float():
            raise NotCanonical(f"{where}: {value!r} is a floating-point number; write a whole number or decimal text")
        case None:
            pass
        case _:
            raise NotCanonical(f"{where}: {type(value).__name__} is not a JSON value")


def commitment(*, salt: bytes, content: bytes) -> bytes:
    """Answer SHA-256(salt || content): 32 bytes that bind a content and, once the salt is gone, say nothing of it.

    `salt` is 32 random bytes; `content` the canonical bytes. Raises ValueError for a salt of another length,
    which would let bytes move between salt and content under the same hash.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"the salt has {len(salt)} bytes, not {SALT_BYTES}")
    return hashlib.sha256(salt + content).digest()


SALT_BYTES: Final = 32
