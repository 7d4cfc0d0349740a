"""Proof `tamper`: whatever the owner of the database does to an entry or a content, `ledger verify` names it.

Each of 1,000 entries, the first of which propose and publish an edition and some of which are looks, is changed,
deleted, swapped, back-dated, pushed aside by a forged one, and its content changed, deleted, swapped and replaced, by
an insider who holds the content key too. Each forgery happens in a transaction of its own that is rolled back, so that
each is found by itself. Named must be every entry the forgery touched, and, as far as the forgery leaves the rest in
place, no other.

    make proof NAME=tamper [SEED=1] [ARGS="--entries 1000 --postgres 18"]
"""

from __future__ import annotations

import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from psycopg import Connection

from goodstanding.access.acting import Refused
from goodstanding.config import installation
from goodstanding.core.entries import KINDS
from goodstanding.database import connections
from goodstanding.database.home import Home
from goodstanding.ledger import envelope, outbox, sequencer, verifying
from proofs import harness

CHANGES = (
    "actor = actor || '.'",
    "authority = 'another'",
    "basis = ''",
    "kind = 'record-filed', log = 'acts'",
    "filed_by = case filed_by when 'gs_case' then 'gs_clerk' else 'gs_case' end",
    "handle = gen_random_uuid()",
    "schema_version = schema_version + 1",
    "act = act + 1",
    "commitment = sha256(commitment)",
    "commitment = substr(commitment, 1, 31)",
    "sequenced_at = sequenced_at + interval '1 microsecond'",
)
LOOKS = 0.2
BACK = ("1 microsecond", "1 hour", "400 days")
COLUMNS = "handle, schema_version, kind, log, actor, authority, basis, filed_by, commitment"

Forgery = Callable[[Connection[Any], int, int, random.Random], set[int]]


def change(owner: Connection[Any], victim: int, _last: int, chance: random.Random) -> set[int]:
    owner.execute(f"update ledger.ledger_entry set {chance.choice(CHANGES)} where sequence = %s", (victim,))
    return {victim}


def delete(owner: Connection[Any], victim: int, _last: int, _chance: random.Random) -> set[int]:
    owner.execute("delete from ledger.ledger_entry where sequence = %s", (victim,))
    owner.execute("delete from ledger.entry_content where sequence = %s", (victim,))
    return {victim}


def back_date(owner: Connection[Any], victim: int, _last: int, chance: random.Random) -> set[int]:
    owner.execute(
        "update ledger.ledger_entry set sequenced_at = sequenced_at - %s::interval where sequence = %s",
        (chance.choice(BACK), victim),
    )
    return {victim}


def reorder(owner: Connection[Any], victim: int, last: int, chance: random.Random) -> set[int]:
    """Swap two entries with their contents; each keeps its place and time, so that only what they say has moved."""
    other = chance.choice([number for number in range(1, last + 1) if number != victim])
    for table, columns in (("ledger_entry", COLUMNS), ("entry_content", "sealed, log")):
        swapped = ", ".join(f"{column} = o.{column}" for column in columns.split(", "))
        owner.execute(
            f"update ledger.{table} e set {swapped} from ledger.{table} o"
            " where (e.sequence, o.sequence) in ((%(a)s, %(b)s), (%(b)s, %(a)s))",
            {"a": victim, "b": other},
        )
    return {victim, other}


def insert(owner: Connection[Any], victim: int, last: int, _chance: random.Random) -> set[int]:
    """Push the entries from `victim` on one place along, and put a copy of it, with a new actor, into the gap."""
    far = 10 * last
    for table in ("ledger_entry", "entry_content"):
        owner.execute(f"update ledger.{table} set sequence = sequence + %s where sequence >= %s", (far, victim))
        owner.execute(f"update ledger.{table} set sequence = sequence - %s where sequence >= %s", (far - 1, far))
    owner.execute(
        "insert into ledger.ledger_entry select %(at)s, log, %(at)s, sequenced_at - interval '1 microsecond', handle,"
        " schema_version, kind, 'eve', authority, basis, filed_by, commitment"
        " from ledger.ledger_entry where sequence = %(at)s + 1",
        {"at": victim},
    )
    owner.execute(
        "insert into ledger.entry_content select %(at)s, log, sealed from ledger.entry_content"
        " where sequence = %(at)s + 1",
        {"at": victim},
    )
    owner.execute("update ledger.head set sequence = sequence + 1")
    return set(range(victim, last + 2))


def change_content(owner: Connection[Any], victim: int, _last: int, chance: random.Random) -> set[int]:
    owner.execute(
        "update ledger.entry_content set sealed ="
        " set_byte(sealed, %(at)s %% length(sealed), get_byte(sealed, %(at)s %% length(sealed)) # %(bit)s)"
        " where sequence = %(victim)s",
        {"at": chance.randrange(10_000), "bit": 1 << chance.randrange(8), "victim": victim},
    )
    return {victim}


def delete_content(owner: Connection[Any], victim: int, _last: int, _chance: random.Random) -> set[int]:
    owner.execute("delete from ledger.entry_content where sequence = %s", (victim,))
    return {victim}


def swap_contents(owner: Connection[Any], victim: int, last: int, chance: random.Random) -> set[int]:
    other = chance.choice([number for number in range(1, last + 1) if number != victim])
    owner.execute(
        "update ledger.entry_content e set sealed = o.sealed from ledger.entry_content o"
        " where (e.sequence, o.sequence) in ((%(a)s, %(b)s), (%(b)s, %(a)s))",
        {"a": victim, "b": other},
    )
    return {victim, other}


def replace_content(keys: envelope.KeyRing, *, commitment_too: bool) -> Forgery:
    """Forge with the key in hand: a new content, properly sealed; with its commitment written over too, or not."""

    def forge(owner: Connection[Any], victim: int, _last: int, _chance: random.Random) -> set[int]:
        found = owner.execute("select handle from ledger.ledger_entry where sequence = %s", (victim,)).fetchone()
        committed, sealed = envelope.seal(content=_content(0), handle=found[0].bytes, keys=keys)  # type: ignore[index]
        owner.execute("update ledger.entry_content set sealed = %s where sequence = %s", (sealed, victim))
        if commitment_too:
            owner.execute("update ledger.ledger_entry set commitment = %s where sequence = %s", (committed, victim))
        return {victim}

    return forge


def _content(number: int) -> bytes:
    return KINDS.kind("organisation-registered").encode(harness.organisation(number))


def fill(*, home: Home, entries: int, chance: random.Random) -> None:
    """File, sequence and seal `entries` entries, an edition, then acts of one to five and looks, in many steps."""
    keys, seal = installation.keys(home), installation.open_seal(home)
    clerk = connections.connect("gs_clerk", home=home, autocommit=True)
    leader = connections.connect("gs_sequencer", home=home, autocommit=True)
    case = connections.connect("gs_case", home=home, autocommit=True)
    published = sum(map(len, harness.publish(home=home).acts))
    with clerk, leader, case, harness.people(home) as people:
        sequencer.lead(leader)
        harness.enter(clerk, home=home, name="ada", authority="exampleland:proof")
        left = entries - published
        while left:
            if chance.random() < LOOKS:
                with contextlib.suppress(Refused):  # nobody is under that handle, which is logged as any look is
                    people.looks(case, UUID(int=left))
                left -= 1
                continue
            size = min(left, chance.randint(1, 5))
            contents = map(harness.organisation, range(left, left - size, -1))
            filed = zip(outbox.new_handles(size), contents, strict=True)
            drafts = outbox.drafts(filed, kind="organisation-registered")
            outbox.append(clerk, act=outbox.Act("ada", "exampleland:proof", "Act s.4", drafts), keys=keys)
            left -= size
            if chance.random() < 0.2:
                sequencer.step(leader, seal=seal)
        while sequencer.step(leader, seal=seal):
            pass
        seal.sign(entries)
        seal.close()


def prove(*, home: Home, entries: int, seed: int) -> dict[str, Any]:
    """Forge every entry in every way and answer what was not named, and what was named wrongly."""
    chance = random.Random(seed)
    fill(home=home, entries=entries, chance=chance)
    keys, folder = installation.keys(home), installation.seal_folder(home)
    forgeries: dict[str, Forgery] = {
        "change": change,
        "delete": delete,
        "back-date": back_date,
        "reorder": reorder,
        "insert": insert,
        "change content": change_content,
        "delete content": delete_content,
        "swap contents": swap_contents,
        "replace content": replace_content(keys, commitment_too=False),
        "replace content and commitment": replace_content(keys, commitment_too=True),
    }
    tried: Counter[str] = Counter()
    unnamed: Counter[str] = Counter()
    misnamed: Counter[str] = Counter()
    began = time.monotonic()
    with connections.connect("gs_owner", home=home) as owner:
        owner.execute("alter table ledger.ledger_entry disable trigger user")
        owner.execute("alter table ledger.entry_content disable trigger user")
        owner.commit()
        untouched = verifying.verify(owner, folder=folder, keys=keys)
        owner.rollback()
        for victim in range(1, entries + 1):
            for name, forge in forgeries.items():
                touched = forge(owner, victim, entries, chance)
                report = verifying.verify(owner, folder=folder, keys=keys)
                owner.rollback()
                named = {fault.sequence for fault in report.faults}
                tried[name] += 1
                unnamed[name] += bool(touched - named)
                # Its time no longer lies between its neighbours', which may name the next one as well.
                neighbours = {number + 1 for number in touched} if name in ("change", "back-date") else set()
                misnamed[name] += bool(named - touched - neighbours)
            if victim % 50 == 0:
                harness.say(f"  {victim:,} of {entries:,} entries forged in {len(forgeries)} ways each")
        again = verifying.verify(owner, folder=folder, keys=keys)
    return {
        "proof": "tamper",
        "seed": seed,
        "entries": entries,
        "forgeries": dict(tried),
        "not_named": sum(unnamed.values()),
        "named_wrongly": sum(misnamed.values()),
        "by_forgery": {name: {"not_named": unnamed[name], "named_wrongly": misnamed[name]} for name in forgeries},
        "sound_before_and_after": untouched.sound and again.sound,
        "seconds": round(time.monotonic() - began, 1),
        "passed": untouched.sound and again.sound and not sum(unnamed.values()) and not sum(misnamed.values()),
    }


if __name__ == "__main__":
    sys.exit(harness.command(prove, words=__doc__ or "", entries=1_000))
