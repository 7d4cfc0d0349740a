"""Public keys of machines: JWKs (RFC 7517) of the two kinds that sign assertions here, and nothing private in them."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey
from joserfc.jws import JWSRegistry

from goodstanding.access.machines.strict import NotStrict, decoded

# What signs: the header's word, and the key it takes. "EdDSA" is taken with Ed25519 alone (RFC 8037 §3.1 leaves the
# curve to the key), so it is verified as RFC 9864's "Ed25519", which the library binds to that curve.
KINDS: Final = {"ES256": ("EC", "P-256"), "EdDSA": ("OKP", "Ed25519")}
_LIBRARY: Final = {"ES256": "ES256", "EdDSA": "Ed25519"}
_PARTS: Final = {"EC": ("x", "y"), "OKP": ("x",)}
PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_COORDINATE_BYTES: Final = 32  # of both curves (RFC 7518 §6.2.1.2, RFC 8037 §2)

Key = ECKey | OKPKey


class NotAKey(ValueError):
    """Not a public key that can sign assertions here; the message says why and what to give."""


def read(jwk: Mapping[str, Any]) -> dict[str, str]:
    """Answer the members of a public JWK that matter: kty, crv and the coordinates.

    Raises NotAKey for a private key, another kind of key, one that is not for signing (RFC 7517 §4.2, §4.3), and a
    point that is not on its curve.
    """
    if private := sorted(PRIVATE & jwk.keys()):
        raise NotAKey(
            f"This is a private key ({', '.join(private)}). It stays with the machine: give the public part alone, and"
            " if this file has left the machine, make a new key."
        )
    if (jwk.get("kty"), jwk.get("crv")) not in KINDS.values():
        raise NotAKey("Only keys of EC P-256 (ES256) and OKP Ed25519 (EdDSA) sign assertions here.")
    if jwk.get("use", "sig") != "sig" or "verify" not in jwk.get("key_ops", ["verify"]):
        raise NotAKey(
            'The key is not for signatures: its "use" is "sig", its "key_ops" hold "verify", or neither is there.'
        )
    if jwk.get("alg", algorithm(jwk)) != algorithm(jwk):
        raise NotAKey(f'The key\'s "alg" is not {algorithm(jwk)}, which is what a key of this kind signs with.')
    public = {name: str(jwk.get(name, "")) for name in ("kty", "crv", *_PARTS[jwk["kty"]])}
    try:
        lengths = {len(decoded(public[part])) for part in _PARTS[public["kty"]]}
        if lengths != {_COORDINATE_BYTES}:
            raise NotStrict("a coordinate has 32 bytes")
        loaded(public)
    except (ValueError, JoseError) as error:
        raise NotAKey(f"The key's coordinates are not those of a {public['crv']} key ({error}).") from None
    return public


def algorithm(jwk: Mapping[str, Any]) -> str:
    """Answer the one algorithm a key signs with. Raises NotAKey when there is none."""
    for name, kind in KINDS.items():
        if (jwk.get("kty"), jwk.get("crv")) == kind:
            return name
    raise NotAKey("no algorithm here takes a key of this kind")


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """Answer the key's SHA-256 thumbprint (RFC 7638), which names a key that was given no name."""
    return loaded(jwk).thumbprint()


def loaded(jwk: Mapping[str, Any]) -> Key:
    """Answer the library's key, public or private. Raises ValueError or JoseError for a point off the curve."""
    found: Key = (ECKey if jwk["kty"] == "EC" else OKPKey).import_key(dict(jwk))
    try:
        found.get_op_key("verify")
    except (KeyError, binascii.Error) as error:
        raise NotStrict(str(error)) from None
    return found


def verifies(jwk: Mapping[str, Any], *, message: bytes, signature: bytes) -> bool:
    """Whether the signature over exactly these bytes is this key's, by the one algorithm of its kind."""
    return JWSRegistry.algorithms[_LIBRARY[algorithm(jwk)]].verify(message, signature, loaded(jwk))


def signed(jwk: Mapping[str, Any], *, message: bytes) -> bytes:
    """Answer a private key's signature over these bytes."""
    return JWSRegistry.algorithms[_LIBRARY[algorithm(jwk)]].sign(message, loaded(jwk))
