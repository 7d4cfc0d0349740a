"""Client assertions: a JWT that a machine signs to say who it is (RFC 7523 §2.2 and §3, RFC 7521 §4.2, §5.2).

Verified is a pure function of the text, the clock and the keys. That an assertion comes for the first time only the
database can say; `tokens` asks it last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from goodstanding.access.machines import keys
from goodstanding.access.machines.strict import NotStrict, decoded, members

TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST: Final = 8192
SECONDS_AHEAD: Final = 300
SKEW: Final = 30
# Whatever else a header says (crit, b64, jwk, jku, x5u, x5c, zip) either asks for a rule that is not here, or brings a
# key of its own.
HEADER: Final = frozenset({"alg", "kid", "typ"})
# RFC 7519 §5.1, and the word of draft-ietf-oauth-rfc7523bis. Another type of token is no assertion (RFC 8725 §3.11).
TYPES: Final = ("jwt", "client-authentication+jwt")
SIGNATURE_BYTES: Final = 64  # of both algorithms
_KID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_JTI = re.compile(r"[\x21-\x7e]{1,255}")

KeyOf = Callable[[UUID, str], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Assertion:
    """Who it is from, by which key, and what makes it good once."""

    client: UUID
    kid: str
    jti: str
    expires: datetime


class NotAuthentic(PermissionError):
    """The assertion does not hold. `why` is for the log: whoever sent it is told one thing, whatever it was."""

    def __init__(self, why: str, *, client: UUID | None = None) -> None:
        super().__init__(why)
        self.why, self.client = why, client


def verified(text: str, *, key_of: KeyOf, audiences: Collection[str], now: float) -> Assertion:
    """Answer who signed the assertion; `key_of` answers a client's public JWK of that `kid`, None where none is valid.

    `audiences` are this endpoint's names, compared as they are (RFC 7523 §3 no. 3). Raises NotAuthentic.
    """
    try:
        header, claims, message, signature = _opened(text)
    except NotStrict as error:
        raise NotAuthentic(f"form: {error}") from None
    _check_header(header)
    client = _client(claims)
    try:
        jti, expires = _check_claims(claims, audiences=audiences, now=now)
        jwk = key_of(client, header["kid"])
        if jwk is None:
            raise NotAuthentic("key: none of this client's that is in force")
        if header["alg"] != keys.algorithm(jwk):
            raise NotAuthentic("key: not for this algorithm")
        if not keys.verifies(jwk, message=message, signature=signature):
            raise NotAuthentic("signature")
    except NotAuthentic as refusal:
        raise NotAuthentic(refusal.why, client=client) from None
    return Assertion(client=client, kid=header["kid"], jti=jti, expires=expires)


def _opened(text: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Answer header, claims, the signed bytes and the signature of a JWS in compact form (RFC 7515 §3.1)."""
    if len(text) > LONGEST or not text.isascii():
        raise NotStrict("longer than 8192, or not ASCII")
    parts = text.split(".")
    if len(parts) != 3:  # noqa: PLR2004  header, payload, signature
        raise NotStrict("not three parts")
    header, payload, signature = (decoded(part) for part in parts)
    if len(signature) != SIGNATURE_BYTES:
        raise NotStrict("the signature has another length")
    return members(header), members(payload), f"{parts[0]}.{parts[1]}".encode("ascii"), signature


def _check_header(header: Mapping[str, Any]) -> None:
    if more := sorted(header.keys() - HEADER):
        raise NotAuthentic(f"header: {ascii(more[0])[:40]}")
    if header.get("alg") not in tuple(keys.KINDS):
        raise NotAuthentic("header: alg")
    kid, typ = header.get("kid"), header.get("typ", "JWT")
    if not isinstance(kid, str) or not _KID.fullmatch(kid):
        raise NotAuthentic("header: kid")
    if not isinstance(typ, str) or typ.lower() not in TYPES:
        raise NotAuthentic("header: typ")


def _client(claims: Mapping[str, Any]) -> UUID:
    """Answer the client the assertion is about: issuer and subject are the same (RFC 7523 §3 nos. 1 and 2B)."""
    issuer = claims.get("iss")
    try:
        client = UUID(issuer) if isinstance(issuer, str) else None
    except ValueError:
        client = None
    # UUID reads braces, capitals and missing hyphens too.
    if client is None or str(client) != issuer:
        raise NotAuthentic("claim: iss")
    if claims.get("sub") != issuer:
        raise NotAuthentic("claim: sub", client=client)
    return client


def _check_claims(claims: Mapping[str, Any], *, audiences: Collection[str], now: float) -> tuple[str, datetime]:
    """Answer what makes it good once, and until when (RFC 7523 §3 nos. 3 to 7)."""
    audience = claims.get("aud")
    if isinstance(audience, list) and len(audience) == 1:
        (audience,) = audience
    # An assertion that names another server as well is good there too, and comes from there (rfc7523bis §4).
    if not isinstance(audience, str) or audience not in audiences:
        raise NotAuthentic("claim: aud")
    expires = _moment(claims, "exp")
    if expires is None or not now < expires <= now + SECONDS_AHEAD:
        raise NotAuthentic("claim: exp")
    for name in ("iat", "nbf"):
        if name in claims and ((begins := _moment(claims, name)) is None or begins > now + SKEW):
            raise NotAuthentic(f"claim: {name}")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not _JTI.fullmatch(jti):
        raise NotAuthentic("claim: jti")
    return jti, datetime.fromtimestamp(expires, tz=UTC)


def _moment(claims: Mapping[str, Any], name: str) -> int | None:
    """Answer a NumericDate (RFC 7519 §2) in whole seconds; True is an int to Python and none here."""
    found = claims.get(name)
    return found if type(found) is int else None
