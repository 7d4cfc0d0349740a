"""Ways of bending client assertions, beside those of any text: `one` is the sort, with its clients and strangers."""

from __future__ import annotations

import hmac
import json
import random
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.machines import AUDIENCES, ISSUER, Machine, b64

from proofs.fuzzing.sorts import PARTS, TEXT, Weighed, bytes_of

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)


def _parts(machine: Machine, **claims: Any) -> list[str]:
    return machine.assertion(**claims).split(".")


def flip_decoded(_: Any, machine: Machine, chance: random.Random) -> str:
    parts = _parts(machine)
    at = chance.randrange(3)
    raw = bytearray(bytes_of(parts[at]))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    parts[at] = b64(bytes(raw))
    return ".".join(parts)


def no_algorithm(_: Any, machine: Machine, chance: random.Random) -> str:
    header = b64(json.dumps(machine.header(alg=chance.choice(("none", "None", "NONE", "nOnE", "", None)))).encode())
    _header, payload, signature = _parts(machine)
    return f"{header}.{payload}.{chance.choice(('', signature))}"


def public_key_as_secret(_: Any, machine: Machine, chance: random.Random) -> str:
    secret = chance.choice(
        (
            json.dumps(machine.jwk).encode(),
            machine.key.as_pem(private=False),
            bytes_of(machine.jwk["x"]),
            json.dumps(machine.jwk, separators=(",", ":"), sort_keys=True).encode(),
        )
    )
    message = f"{b64(json.dumps(machine.header(alg='HS256')).encode())}.{_parts(machine)[1]}"
    mac = hmac.digest(secret, message.encode(), "sha256")  # the library refuses to sign with such a secret
    return f"{message}.{b64(mac * chance.choice((1, 2)))}"


def other_algorithm(one: Any, machine: Machine, chance: random.Random) -> str:
    alg = chance.choice(("RS256", "ES384", "ES384", "ES384", "ES512", "Ed25519", "ES256K", "PS256"))
    header, payload = json.dumps(machine.header(alg=alg)).encode(), json.dumps(machine.claims()).encode()
    if alg in one.others:
        return machine.signed(header, payload, key=one.others[alg], alg=alg)
    return machine.signed(header, payload)


def other_kind_of_key(_: Any, machine: Machine, _chance: random.Random) -> str:
    alg = "EdDSA" if machine.alg == "ES256" else "ES256"
    return machine.signed(json.dumps(machine.header(alg=alg)).encode(), json.dumps(machine.claims()).encode())


def key_of_another(one: Any, machine: Machine, chance: random.Random) -> str:
    other = chance.choice([client for client in one.clients if client is not machine and client.alg == machine.alg])
    header = json.dumps(machine.header(kid=chance.choice((other.kid, machine.kid)))).encode()
    return machine.signed(header, json.dumps(machine.claims()).encode(), key=other.key)


def name_of_another(one: Any, machine: Machine, chance: random.Random) -> str:
    other = chance.choice([client for client in one.clients if client is not machine])
    return machine.assertion(header={"kid": other.kid})


EDITS: Mapping[str, tuple[Any, ...]] = {
    "jti": ("changed", "x" * 250),
    "exp": (1, 2**40, 2**63),
    "iat": (0, 2**40),
    "aud": ("https://other.test", [ISSUER], None),
    "sub": (str(uuid4()), "root"),
    "iss": (str(uuid4()), "root"),
    "admin": (True,),
    "scope": ("audit:read-log",),
}


def edited(_: Any, machine: Machine, chance: random.Random) -> str:
    name = chance.choice(list(EDITS))
    header, _payload, signature = _parts(machine)
    claims = machine.claims(**{name: chance.choice(EDITS[name])})
    return f"{header}.{b64(json.dumps(claims).encode())}.{signature}"


def edited_and_signed_by_a_stranger(one: Any, machine: Machine, chance: random.Random) -> str:
    name = chance.choice(list(EDITS))
    claims = machine.claims(**({name: chance.choice(EDITS[name])} if chance.random() < 0.5 else {}))
    header = machine.header(
        **({"jwk": one.strangers[machine.alg].as_dict(private=False)} if chance.random() < 0.2 else {})
    )
    return machine.signed(json.dumps(header).encode(), json.dumps(claims).encode(), key=one.strangers[machine.alg])


def expired(_: Any, machine: Machine, chance: random.Random) -> str:
    now = int(time.time())
    ago = chance.choice((0, 1, 5, 60, 3600, 86400, now - 1, now))
    return machine.assertion(exp=now - ago, iat=now - ago - 60)


def from_the_future(_: Any, machine: Machine, chance: random.Random) -> str:
    now = int(time.time())
    ahead = chance.choice((40, 60, 200, 3600, 10**9))
    return machine.assertion(
        **chance.choice(({"iat": now + ahead}, {"nbf": now + ahead}, {"exp": now + 310 + ahead}, {"exp": now + 10**9}))
    )


def for_another(_: Any, machine: Machine, chance: random.Random) -> str:
    return machine.assertion(
        aud=chance.choice(
            (
                "https://other.test/oauth/token",
                "https://other.test",
                [*AUDIENCES],
                [ISSUER, "https://other.test"],
                ISSUER + "/",
                ISSUER.upper(),
                AUDIENCES[1] + "/",
                ISSUER.replace("s:", ":"),
                ISSUER + ".evil.test",
                ISSUER.replace("e", "е", 1),
                [],
                "",
            )
        )
    )


def claim_missing_or_odd(_: Any, machine: Machine, chance: random.Random) -> str:
    name = chance.choice(("iss", "sub", "aud", "exp", "jti"))
    return machine.assertion(**{name: chance.choice((None, "", [], {}, True, 1.5, -1, "a b", "\u0000"))})


def replayed(one: Any, machine: Machine, chance: random.Random) -> str:
    if not one.spent:
        return edited(one, machine, chance)
    return chance.choice(one.spent)


def other_root(one: Any, machine: Machine, chance: random.Random) -> str:
    """The second signature that whoever sees one can make (r, n - s): another text of an assertion that was used."""
    used = [text for text in one.spent if b'"ES256"' in bytes_of(text.split(".")[0])]
    if not used:
        return edited(one, machine, chance)
    message, _, signature = chance.choice(used).rpartition(".")
    raw = bytes_of(signature)
    s = (ORDER - int.from_bytes(raw[32:], "big")) % ORDER
    return f"{message}.{b64(raw[:32] + s.to_bytes(32, 'big'))}"


def member_twice(_: Any, machine: Machine, chance: random.Random) -> str:
    """Signed by the client itself: two readers would read two assertions."""
    header, payload = json.dumps(machine.header()), json.dumps(machine.claims())
    which, name, value = chance.choice(
        (
            (0, "alg", machine.alg),
            (0, "alg", "none"),
            (0, "kid", "other"),
            (1, "iss", str(uuid4())),
            (1, "exp", 1),
            (1, "jti", uuid4().hex),
            (1, "aud", ISSUER),
        )
    )
    more = f'{{"{name}": {json.dumps(value)}, '
    if which == 0:
        header = more + header[1:]
    else:
        payload = more + payload[1:]
    return machine.signed(header.encode(), payload.encode())


def header_brings(one: Any, machine: Machine, chance: random.Random) -> str:
    name, value = chance.choice(
        (
            ("jwk", one.strangers[machine.alg].as_dict(private=False)),
            ("jku", "https://evil.test/keys"),
            ("x5u", "https://evil.test/cert"),
            ("x5c", ["MIIB"]),
            ("crit", ["exp"]),
            ("crit", []),
            ("b64", False),
            ("b64", True),
            ("typ", "at+jwt"),
            ("zip", "DEF"),
        )
    )
    return machine.assertion(header={name: value})


def other_json(_: Any, machine: Machine, chance: random.Random) -> str:
    header, payload = json.dumps(machine.header()).encode(), json.dumps(machine.claims()).encode()
    at = chance.randrange(2)
    said = [header, payload]
    said[at] = chance.choice(
        (
            b"\xef\xbb\xbf" + said[at],
            b"[" + said[at] + b"]",
            said[at] + said[at],
            said[at] + b"\x00",
            said[at][:-1] + b',"more":NaN}',
            said[at].decode().encode("utf-16"),
            said[at][:-1] + b',"\xff":1}',
            b'"' + b64(said[at]).encode() + b'"',
        )
    )
    return machine.signed(said[0], said[1])


def spliced(one: Any, machine: Machine, chance: random.Random) -> str:
    """The parts of two assertions that both hold."""
    mine, other = _parts(machine), _parts(chance.choice(one.clients))
    at = chance.randrange(1, 3)
    mine[at] = other[at]
    return ".".join(mine)


def signature_of_nothing(_: Any, machine: Machine, chance: random.Random) -> str:
    header, payload, signature = _parts(machine)
    raw = bytes_of(signature)
    made = chance.choice(
        (
            bytes(64),
            b"\xff" * 64,
            raw[32:] + raw[:32],
            raw[:32] + bytes(32),
            bytes(32) + raw[32:],
            bytes(31) + b"\x01" + bytes(31) + b"\x01",
            raw[:63],
            raw + b"\x00",
            b"",
            b"\x30\x44\x02\x20" + raw[:32] + b"\x02\x20" + raw[32:],
        )
    )
    return f"{header}.{payload}.{b64(made)}"


def over(one: Any, _: Machine, chance: random.Random) -> str:
    return chance.choice((one.gone, one.old)).assertion()


WAYS = Weighed(
    {
        **TEXT,
        **PARTS,
        "bit of a part flipped": (8, flip_decoded),
        "algorithm none": (3, no_algorithm),
        "public key as secret": (3, public_key_as_secret),
        "another algorithm": (2, other_algorithm),
        "another kind of key": (2, other_kind_of_key),
        "another client's key": (3, key_of_another),
        "another client's key's name": (2, name_of_another),
        "claim edited": (5, edited),
        "signed by a stranger": (5, edited_and_signed_by_a_stranger),
        "expired": (3, expired),
        "from the future": (3, from_the_future),
        "for another server": (3, for_another),
        "claim missing or odd": (2, claim_missing_or_odd),
        "replayed": (2, replayed),
        "replayed under the other root": (1, other_root),
        "member twice": (3, member_twice),
        "header brings a key or a rule": (3, header_brings),
        "another JSON": (2, other_json),
        "spliced": (3, spliced),
        "signature of nothing": (3, signature_of_nothing),
        "key or appointment over": (2, over),
    }
)
