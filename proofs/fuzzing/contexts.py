"""Signed contexts in front of `access.opened` and, as the connection that would act, of `access.enter`."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import Connection
from psycopg.types.json import Jsonb
from tests.machines import b64
from tests.people import People

from goodstanding.access import acting
from goodstanding.access.acting import Appointment, Asked
from proofs.fuzzing.sorts import PARTS, TEXT, Mutant, Weighed, bytes_of, rewritten

AUTHORITY = "exampleland:proof"
BASES, MUTANTS = 20, 5_000
OPENED, ENTER = "access.opened(text)", "access.enter(text)"
SECONDS = 60


class Opened:
    """Contexts presented to `access.opened`, many at once."""

    batch = MUTANTS

    def __init__(self, people: People) -> None:
        self.owner, self.access = people.owner, people.access
        self.under = people.appointed("cleo", role="reviewer", authority=AUTHORITY)
        self.other = people.appointed("dan", role="auditor", authority=AUTHORITY)
        self.keys = self._keys()
        self.unbent_refused = 0

    def _keys(self) -> list[int]:
        """Answer the numbers of keys beside the one in use: in force too, and too old."""
        (old,) = self.owner.execute("select access.new_key()").fetchone() or (0,)
        self.owner.execute(
            "update access.context_key set made_at = made_at - interval '25 hours' where key = %s", (old,)
        )
        (young,) = self.owner.execute("select access.new_key()").fetchone() or (0,)
        self.owner.execute(
            "update access.context_key set made_at = made_at - interval '1 hour' where key = %s", (young,)
        )
        return [old, young]

    def issued(self, *, under: Appointment | None = None, through: str = "gs_case", **asked: Any) -> str:
        said = {"action": "look", "purpose": "review", "cls": "record", "basis": "Act s.4", "case": "C-1", **asked}
        return acting.issue(self.access, under=under or self.under, asked=Asked(**said), through=through)

    def good(self, number: int) -> list[str]:
        return [self.issued(targets=[uuid4()]) for _ in range(number)]

    def accepted(self, texts: Sequence[str]) -> list[bool]:
        rows = self.access.execute(
            "select access.opened(t) is not null from unnest(%s::text[]) with ordinality u(t, n) order by n",
            (list(texts),),
        )
        return [bool(found) for (found,) in rows]

    def mutants(self, chance: random.Random) -> Iterator[Mutant]:
        """A token is good for a minute: after a third of it new ones are bent."""
        while True:
            bases, began = self.good(BASES), time.monotonic()
            signed = self.signed_wrongly(chance)
            for _ in range(MUTANTS):
                base = chance.choice(bases)
                kind, way = WAYS.choose(chance)
                if kind == "signed, but late or early":
                    yield kind, chance.choice(signed)
                    continue
                text = way(base, chance, bases, self.keys) if kind in OWN else way(base, chance)
                if text not in bases:
                    yield kind, text
                if time.monotonic() - began > SECONDS / 3:
                    break

    def signed_wrongly(self, chance: random.Random) -> list[str]:
        """Answer tokens whose signature is right: late, from the future, of an old key, under another label."""
        now = int(time.time() * 1e6)
        payload = json.loads(bytes_of(self.issued().split(".")[2]))
        made = []
        for _ in range(BASES):
            ago = chance.choice((0, 1, 1000, 10**6, 3600 * 10**6, now))
            late = {"issued": now - ago - 10**6, "expires": now - ago}
            # Further ahead than one of these waits to be presented.
            early = {"issued": now + SECONDS * 10**6 + ago, "expires": now + 2 * SECONDS * 10**6 + ago}
            said = payload | chance.choice((late, early)) | {"nonce": str(uuid4())}
            made += self.owner.execute("select access.sign(%s)", (Jsonb(said),)).fetchone() or ()
        for key, label in (
            (self.keys[0], "context:"),
            (self.keys[1], ""),
            (self.keys[1], "bearer:"),
            (self.keys[1], "CONTEXT:"),
        ):
            fresh = b64(json.dumps(payload | {"nonce": str(uuid4()), "expires": now + 10**9}).encode())
            made += (
                self.owner.execute(
                    "select %(said)s || '.' || access.base64url(access.mac(convert_to(%(label)s || %(said)s, 'UTF8'),"
                    " k.inside, k.outside)) from access.context_key k where k.key = %(key)s",
                    {"said": f"v1.{key}.{fresh}", "label": label, "key": key},
                ).fetchone()
                or ()
            )
        return made

    def broken(self) -> Mapping[str, Callable[[], AbstractContextManager[Any]]]:
        break_opened = partial(rewritten, self.owner, OPENED)
        return {
            "no signature is checked": partial(
                break_opened, old=r"if sha256\(convert_to\(parts\[4\]", new="if false and sha256(convert_to(parts[4]"
            ),
            "a token is never late": partial(
                break_opened, old=r"\(payload ->> 'expires'\)::bigint <= now_us", new="false"
            ),
            "a token may be from the future": partial(
                break_opened, old=r"\(payload ->> 'issued'\)::bigint > now_us \+ 5000000", new="false"
            ),
            "a key is never too old": partial(
                break_opened, old=r"and c\.made_at > clock_timestamp\(\) - interval '[^']*'", new=""
            ),
            "bytes are compared, not text": partial(
                break_opened,
                old=r"sha256\(convert_to\(parts\[4\], 'UTF8'\)\)",
                new="sha256(convert_to(access.base64url(decode(translate(parts[4], '-_', '+/') || '=', 'base64')),"
                " 'UTF8'))",
            ),
            "the signature has no label": partial(break_opened, old=r"'context:' \|\| said", new="said"),
        }


class Entered(Opened):
    """Contexts presented by the connection that would act with them: beside the form, whose they are and how often."""

    batch = 1

    def __init__(self, people: People, case: Connection[Any], another: Connection[Any]) -> None:
        super().__init__(people)
        self.case, self.another = case, another
        self.spent: list[str] = []
        self.over = people.appointed("eve", role="reviewer", authority=AUTHORITY)

    def accepted(self, texts: Sequence[str]) -> list[bool]:
        return [self._enters(text) for text in texts]

    def _enters(self, text: str, *, by: Connection[Any] | None = None) -> bool:
        try:
            (by or self.case).execute("select access.enter(%s)", (text,))
        except (psycopg.errors.InvalidAuthorizationSpecification, psycopg.errors.RaiseException):
            return False
        return True

    def mutants(self, chance: random.Random) -> Iterator[Mutant]:
        bent = super().mutants(chance)
        while True:
            way = chance.randrange(10)
            if way == 0:
                yield "replayed", self._used(chance, by=self.case)
            elif way == 1:
                yield "another connection's", self._used(chance, by=self.another)
            elif way == 2:
                yield (
                    "for another role",
                    self.issued(through=chance.choice(("gs_clerk", "gs_access", "gs_owner", "GS_CASE"))),
                )
            elif way == 3:
                yield "appointment over", self._over()
            else:
                yield next(bent)

    def _used(self, chance: random.Random, *, by: Connection[Any]) -> str:
        if self.spent and chance.random() < 0.9:
            return chance.choice(self.spent)
        (text,) = self.good(1)
        self.unbent_refused += not self._enters(text, by=by)
        by.execute("select access.leave()")
        self.spent = [*self.spent[-20:], text]
        return text

    def _over(self) -> str:
        """Answer a token that was issued while the appointment held."""
        text = self.issued(under=self.over)
        row = self.owner.execute(
            "insert into access.appointment (actor, role, unit, starts_on, ends_on, basis, appointed_by)"
            " select actor, role, unit, starts_on, ends_on, basis, appointed_by from access.appointment"
            " where appointment = %s returning appointment",
            (self.over.appointment,),
        ).fetchone()
        self.owner.execute(
            "update access.appointment set revoked_at = now(), revoked_by = appointed_by where appointment = %s",
            (self.over.appointment,),
        )
        self.over = Appointment(**{**vars(self.over), "appointment": row[0]})  # type: ignore[index]
        return text

    def broken(self) -> Mapping[str, Callable[[], AbstractContextManager[Any]]]:
        break_enter = partial(rewritten, self.owner, ENTER)
        return {
            "no signature is checked": super().broken()["no signature is checked"],
            "a token is good for any role": partial(break_enter, old=r"t ->> 'role' <> session_user", new="false"),
            "a token is good twice": partial(
                break_enter,
                old=r"to_timestamp\(\(t ->> 'expires'\)::numeric / 1000000\)\);",
                new="to_timestamp((t ->> 'expires')::numeric / 1000000)) on conflict do nothing;",
            ),
            "an appointment never ends": partial(
                break_enter, old=r"not access\.is_held\(a\.appointment\) is true", new="false"
            ),
        }


# --- ways of bending, beside those of any text --------------------------------------------------------------------

EDITS: tuple[dict[str, Any], ...] = (
    {"who": str(uuid4())},
    {"under": str(uuid4())},
    {"action": "erase"},
    {"purpose": "audit"},
    {"class": "protected"},
    {"seconds": 3600},
    {"expires": 2**60},
    {"role": "gs_clerk"},
    {"authority": "exampleland:other"},
    {"nonce": str(uuid4())},
    {"targets": []},
    {"case": None},
    {"more": True},
)


def edit(base: str, chance: random.Random, bases: list[str], keys: list[int]) -> str:
    del bases, keys
    version, key, payload, mac = base.split(".")
    said = json.loads(bytes_of(payload)) | chance.choice(EDITS) | {"targets": [str(uuid4())]}
    return f"{version}.{key}.{b64(json.dumps(said).encode())}.{mac}"


def flip_payload(base: str, chance: random.Random, bases: list[str], keys: list[int]) -> str:
    del bases, keys
    parts = base.split(".")
    at = chance.choice((2, 3))
    raw = bytearray(bytes_of(parts[at]))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    parts[at] = b64(bytes(raw))
    return ".".join(parts)


def swap_key(base: str, chance: random.Random, bases: list[str], keys: list[int]) -> str:
    del bases
    version, key, payload, mac = base.split(".")
    other = chance.choice(
        (
            *keys,
            0,
            -1,
            f"0{key}",
            f"+{key}",
            f" {key}",
            f"{key} ",
            f"{key}.0",
            f"{int(key) + 1}",
            999_999_999,
            2**31,
            "٣",
            "",
        )
    )
    return f"{version}.{other}.{payload}.{mac}"


def cut_mac(base: str, chance: random.Random, bases: list[str], keys: list[int]) -> str:
    del bases, keys
    said, _, mac = base.rpartition(".")
    length = chance.randrange(len(mac))
    return f"{said}.{chance.choice((mac[:length], mac[length:], mac + mac, mac + 'A', 'A' * 43, '_' * 43, mac[::-1]))}"


def splice(base: str, chance: random.Random, bases: list[str], keys: list[int]) -> str:
    del keys
    one, other = base.split("."), chance.choice(bases).split(".")
    at = chance.choice((2, 3))
    one[at] = other[at]
    return ".".join(one)


def rename(base: str, chance: random.Random, bases: list[str], keys: list[int]) -> str:
    del bases, keys
    return chance.choice(("v2", "V1", "v01", "v", "", "v1.v1", "1")) + base[2:]


OWN: Mapping[str, tuple[int, Callable[[str, random.Random, list[str], list[int]], str]]] = {
    "payload edited": (6, edit),
    "bit of a part flipped": (6, flip_payload),
    "key number swapped": (4, swap_key),
    "mac cut": (4, cut_mac),
    "spliced": (4, splice),
    "version renamed": (1, rename),
}
WAYS = Weighed({**TEXT, **PARTS, **OWN, "signed, but late or early": (4, None)})
