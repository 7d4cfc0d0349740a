"""Codes of authenticator apps, worked out from RFC 6238 and not by the library that checks them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code of so many steps of 30 seconds from now; never one whose step is about to end."""
    while time.time() % 30 > 29:
        time.sleep(0.1)
    counter = (int(time.time()) // 30 + steps).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"
