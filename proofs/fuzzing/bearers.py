"""Bearer tokens in front of `access.bearer`: nearly right, over, revoked, or read from a stolen database."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from tests.machines import b64
from tests.people import People

from goodstanding.access import queries
from proofs.fuzzing.sorts import LETTERS, TEXT, Mutant, Weighed, rewritten

AUTHORITY = "exampleland:proof"
EACH = 1_000
BEARER = "access.bearer(text)"
# One batch in this many goes through the function the API and the commands use, one by one.
THROUGH_PYTHON = 25
OVER = ("expired", "revoked", "appointment over")


class Bearers:
    """A thousand tokens that hold, and as many that are expired, revoked, of an appointment that is over."""

    batch = 5_000

    def __init__(self, people: People, *, chance: random.Random) -> None:
        self.owner, self.access = people.owner, people.access
        self.under = people.appointed("fay", role="reviewer", authority=AUTHORITY)
        gone = people.appointed("gil", role="reviewer", authority=AUTHORITY)
        self.tokens = {state: [secret(chance) for _ in range(EACH)] for state in ("good", *OVER)}
        for state, some in self.tokens.items():
            under = gone if state == "appointment over" else self.under
            with self.owner.cursor() as cursor:
                cursor.executemany(
                    "insert into access.bearer_token"
                    " (hash, actor, appointment, scopes, issued_at, expires_at, revoked_at)"
                    " values (%s, %s, %s, '{}', clock_timestamp() - interval '2 hours',"
                    " clock_timestamp() + %s::interval, %s)",
                    [
                        (
                            hashlib.sha256(token.encode()).digest(),
                            under.actor,
                            under.appointment,
                            "-1 second" if state == "expired" else "5 hours",
                            "2020-01-01" if state == "revoked" else None,
                        )
                        for token in some
                    ],
                )
        self.owner.execute(
            "update access.appointment set revoked_at = now(), revoked_by = appointed_by where appointment = %s",
            (gone.appointment,),
        )
        self._all = {token for some in self.tokens.values() for token in some}
        self._batches = 0
        self.unbent_refused = 0

    def good(self, number: int) -> list[str]:
        return [
            str(row[0])
            for _ in range(number)
            for row in self.access.execute(
                "select access.issue_bearer(%s, %s, '{}', 300)", (self.under.actor, self.under.appointment)
            )
        ]

    def accepted(self, texts: Sequence[str]) -> list[bool]:
        self._batches += 1
        if self._batches % THROUGH_PYTHON == 0:
            return [queries.of_token(self.access, token=text) is not None for text in texts]
        rows = self.access.execute(
            "select exists (select from access.bearer(t)) from unnest(%s::text[]) with ordinality u(t, n) order by n",
            (list(texts),),
        )
        return [bool(found) for (found,) in rows]

    def mutants(self, chance: random.Random) -> Iterator[Mutant]:
        while True:
            kind, way = WAYS.choose(chance)
            if kind in OVER:
                yield kind, chance.choice(self.tokens[kind])
                continue
            state = "good" if chance.random() < 0.9 else chance.choice(OVER)
            text = way(chance.choice(self.tokens[state]), chance)
            if kind == "spliced":
                text = text[: chance.randrange(4, 46)] + chance.choice(self.tokens["good"])[len(text) :]
            if text not in self._all:
                yield kind, text

    def broken(self) -> Mapping[str, Callable[[], AbstractContextManager[Any]]]:
        broken = partial(rewritten, self.owner, BEARER)
        hashed = r"b\.hash = sha256\(convert_to\(token, 'UTF8'(?:::name)?\)\)"
        return {
            "a token never ends": partial(broken, old=r"and b\.expires_at > clock_timestamp\(\)", new=""),
            "no token is revoked": partial(broken, old=r"and b\.revoked_at is null", new=""),
            "an appointment never ends": partial(broken, old=r"and access\.is_held\(b\.appointment\)", new=""),
            "its hash is a token": partial(
                broken, old=hashed, new="(b.hash = sha256(convert_to(token, 'UTF8')) or encode(b.hash, 'hex') = token)"
            ),
            "white space is dropped": partial(
                broken, old=hashed, new=r"b.hash = sha256(convert_to(btrim(token, E' \t\n\r'), 'UTF8'))"
            ),
            "what is longer is cut": partial(
                broken, old=hashed, new="b.hash = sha256(convert_to(left(token, 47), 'UTF8'))"
            ),
        }


def secret(chance: random.Random) -> str:
    return f"gst_{b64(chance.randbytes(32))}"


def prefix(token: str, chance: random.Random) -> str:
    return chance.choice(("", "GST_", "gst", "gst-", "gst__", "gst_gst_", "Bearer gst_", "gsx_", "pat_")) + token[4:]


def lengthen(token: str, chance: random.Random) -> str:
    return token + chance.choice(("=", "A", "%", ".", token, chance.choice(LETTERS) * 3))


def hash_as_token(token: str, chance: random.Random) -> str:
    raw = hashlib.sha256(token.encode()).digest()
    return chance.choice(
        (raw.hex(), f"\\x{raw.hex()}", f"gst_{b64(raw)}", b64(raw), f"gst_{raw.hex()}", raw.hex().upper())
    )


def pattern(token: str, chance: random.Random) -> str:
    at = chance.randrange(4, len(token))
    return chance.choice(
        (f"{token[:at]}%", f"{token[:at]}_{token[at + 1 :]}", "gst_%", f"{token}' or true --", f"{token[:at]}*")
    )


def respell(token: str, chance: random.Random) -> str:
    way = chance.randrange(3)
    if way == 0:
        return token[:-1] + LETTERS[LETTERS.index(token[-1]) ^ chance.choice((1, 2, 3))]
    return token.replace("-", "+").replace("_", "/") if way == 1 else token.replace("gst_", "gst_=")


def drawn(_: str, chance: random.Random) -> str:
    return secret(chance)


def same(token: str, _: random.Random) -> str:
    return token


WAYS = Weighed(
    {
        **TEXT,
        "prefix": (3, prefix),
        "longer": (3, lengthen),
        "hash as token": (4, hash_as_token),
        "pattern": (2, pattern),
        "base64 respelled": (3, respell),
        "drawn at random": (2, drawn),
        "spliced": (2, same),
        **dict.fromkeys(OVER, (2, same)),
    }
)
