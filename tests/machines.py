"""Machines for tests: keys, assertions as they should be, and as they should not."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from joserfc.jwk import ECKey, OKPKey
from joserfc.jws import JWSRegistry

ISSUER = "https://register.test"
AUDIENCES = (ISSUER, f"{ISSUER}/oauth/token")
SIGNS = {"ES256": "ES256", "EdDSA": "Ed25519"}


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def new_key(alg: str = "ES256") -> Any:
    return ECKey.generate_key("P-256") if alg == "ES256" else OKPKey.generate_key("Ed25519")


@cache
def some_key(number: int, alg: str = "ES256") -> Any:
    """A key that is the same for each number, made once."""
    return new_key(alg)


def sign(key: Any, message: bytes, *, alg: str) -> bytes:
    return JWSRegistry.algorithms[SIGNS.get(alg, alg)].sign(message, key)


@dataclass
class Machine:
    """A client with one key; `assertion` makes a good one, or one with this or that changed."""

    client: UUID = field(default_factory=uuid4)
    alg: str = "ES256"
    kid: str = "first"
    key: Any = None

    def __post_init__(self) -> None:
        self.key = self.key or new_key(self.alg)

    @property
    def jwk(self) -> dict[str, Any]:
        return self.key.as_dict(private=False)

    def claims(self, **change: Any) -> dict[str, Any]:
        now = int(time.time())
        me = str(self.client)
        said = {"iss": me, "sub": me, "aud": AUDIENCES[1], "iat": now, "exp": now + 60, "jti": uuid4().hex, **change}
        return {name: value for name, value in said.items() if value is not None}

    def header(self, **change: Any) -> dict[str, Any]:
        said = {"alg": self.alg, "kid": self.kid, **change}
        return {name: value for name, value in said.items() if value is not None}

    def assertion(self, *, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
        return self.signed(json.dumps(self.header(**header or {})).encode(), json.dumps(self.claims(**claims)).encode())

    def signed(self, header: bytes, payload: bytes, *, key: Any = None, alg: str | None = None) -> str:
        """Sign raw bytes, whatever they say."""
        message = f"{b64(header)}.{b64(payload)}"
        return f"{message}.{b64(sign(key or self.key, message.encode(), alg=alg or self.alg))}"
