"""Proof `rebuild`: from the ledger alone, in a database just set up, every projected table has the same hash.

The same of what the command does, which empties the tables where they are and projects again. A random life is filed
first, under a published edition: organisations, records corrected, annulled and erased, merges undone, successions,
holds, looks, entries that are refused, and what version 1 filed before there were editions. Every record
of it that was not erased has to be in the tables, else what is compared would be a register of refusals. Then each
release's ledger in `tests/ledgers/` is replayed the same way, and must answer what it answered when it was released.

    make proof NAME=rebuild [SEED=1] [ARGS="--acts 20000 --postgres 18"]
"""

from __future__ import annotations

import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from tests.house import BASIS, House, filed
from tests.ledgers import replay

from goodstanding.access.acting import Refused
from goodstanding.core.canonical import canonical
from goodstanding.core.entries import KINDS, Content
from goodstanding.core.entries.organisation import Address
from goodstanding.database import connections, roles, setup
from goodstanding.database.home import Home
from goodstanding.ledger import outbox, projection
from proofs import harness

SETTLE_EVERY = 200
AUTHORITY = "exampleland:environment"
ANEW = "anew"
LEDGER = ("ledger.ledger_entry", "ledger.entry_content", "ledger.erased")


class Life:
    """Acts at random, each with its weight, on organisations and records that earlier acts made."""

    def __init__(self, house: House, *, seed: int) -> None:
        self.house, self.chance = house, random.Random(seed)
        self.organisations = [house.register(f"Works {number} Ltd") for number in range(5)]
        self.records: list[tuple[UUID, UUID]] = []
        self.judgements: list[UUID] = []
        self.held: list[UUID] = []
        self.gone: set[UUID] = set()
        self.acts: Counter[str] = Counter()
        self.erased = 0
        self._acts: dict[str, tuple[int, Callable[[], object]]] = {
            "register": (20, self.register),
            "establish": (5, self.establish),
            "record": (40, self.record),
            "correct": (15, self.correct),
            "annul": (6, self.annul),
            "judge same": (6, self.judge),
            "withdraw same": (4, self.withdraw),
            "succeed": (4, self.succeed),
            "hold": (2, lambda: self.held.append(self._some_record()[0]) or self.house.hold(self.held[-1])),
            "release": (2, lambda: self.held and self.house.release(self.held.pop())),
            "as before editions": (4, self.as_before_editions),
            "nonsense": (3, self.nonsense),
            "look": (4, self.look),
            "note": (
                2,
                lambda: self.house.access.execute("select access.note('signed-in', null, '{\"by\": \"key\"}')"),
            ),
        }
        # An earlier and a later program, with the constraint of their own day, filed some of what is in this ledger.
        house.owner.execute("alter table ledger.outbox drop constraint act_versions_are_current")

    def live(self, acts: int) -> None:
        """Perform `acts` acts; settle, and now and then erase, in between."""
        names = list(self._acts)
        weights = [weight for weight, _ in self._acts.values()]
        for number in range(1, acts + 1):
            name = self.chance.choices(names, weights)[0]
            self._acts[name][1]()
            self.acts[name] += 1
            if number % SETTLE_EVERY == 0 or number == acts:
                self.house.settle()
                self._erase()
                harness.say(f"  {number:,} of {acts:,} acts")

    def register(self) -> None:
        addresses = (Address(municipality="Northport", rest=f"{len(self.organisations)} Quay"),)
        self.organisations.append(self.house.register(f"Works {len(self.organisations)} Ltd", addresses=addresses))

    def establish(self) -> None:
        number = f"SX{self.acts['establish']:08d}"
        self.house.establish(self.chance.choice(self.organisations), number=number)

    def record(self) -> None:
        party = self.chance.choice(self.organisations)
        day = date(2020, 1, 1) + timedelta(days=self.chance.randrange(2000))
        change = {"decided_on": day, "published_from": day, "ends_on": day + timedelta(days=365)}
        self.records.append((self.house.record(party, document_number=str(len(self.records)), **change), party))

    def _some_record(self) -> tuple[UUID, UUID]:
        if not self.records:
            self.record()
        return self.chance.choice(self.records)

    def correct(self) -> None:
        handle, party = self._some_record()
        self.house.correct(handle, party, law=f"Act s.{self.chance.randrange(99)}")

    def annul(self) -> None:
        self.house.annul(self._some_record()[0])

    def judge(self) -> None:
        self.judgements.append(self.house.judge_same(*self.chance.sample(self.organisations, 2)))

    def withdraw(self) -> None:
        if self.judgements:
            self.house.withdraw_same(self.judgements.pop(self.chance.randrange(len(self.judgements))))

    def succeed(self) -> None:
        old, new = self.chance.sample(self.organisations, 2)
        self.house.succeed(old, new, on=date(2024, 1, 1), passes_records=self.chance.random() < 0.5)

    def as_before_editions(self) -> None:
        """File an organisation and a record about it in version 1, which knew no class, edition and item."""
        party, handle = outbox.new_handle(), outbox.new_handle()
        organisation = self._version_1(harness.organisation(len(self.organisations)), "protected_class")
        record = self._version_1(filed(party, document_number=str(len(self.records))), "edition", "item")
        drafts = [
            outbox.Draft(party.bytes, "organisation-registered", 1, organisation),
            outbox.Draft(handle.bytes, "record-filed", 1, record),
        ]
        self.house.file(outbox.Act("ada", AUTHORITY, BASIS, drafts))
        self.organisations.append(party)
        self.records.append((handle, party))

    @staticmethod
    def _version_1(content: Content, *later: str) -> bytes:
        return canonical({name: value for name, value in content.plain().items() if name not in later})

    def nonsense(self) -> None:
        """File, through the role itself, what no service would: under a new handle or an existing one."""
        handle = self.chance.choice(
            [outbox.new_handle(), self._some_record()[0], self.chance.choice(self.organisations)]
        )
        kind = self.chance.choice(["record-filed", "organisation-registered", "record-annulled", "same-as-withdrawn"])
        version = self.chance.choice([1, KINDS.kind(kind).version, 7])
        content = b'{"confirmed_by":"eve","proposed_by":"ada","unknown":"field"}'
        draft = outbox.Draft(handle.bytes, kind, version, content)
        self.house.file(outbox.Act("eve", "exampleland:environment", BASIS, [draft]))

    def look(self) -> None:
        """Look at a record, which may not be projected yet, or be erased: then the refusal is logged."""
        with contextlib.suppress(Refused):
            self.house.people.looks(self.house.case, self._some_record()[0])

    def _erase(self) -> None:
        for handle in [self._some_record()[0], self.chance.choice(self.organisations), *self.judgements[:1]]:
            if handle not in self.held and self.chance.random() < 0.5:
                try:
                    self.house.erase(handle)
                    self.erased += 1
                    self.gone.add(handle)
                except ValueError:  # erased already, or held
                    continue


def set_up_anew(*, home: Home, owner: Connection[Any]) -> None:
    """Make a second database as the migration makes it, and copy the ledger into it, and nothing else."""
    roles.provision(admin=connections.administrator(home=home), home=home, database=ANEW)
    setup.migrate(home=home, database=ANEW)
    (head,) = owner.execute("select sequence from ledger.head").fetchone()  # type: ignore[misc]  # its one row
    with connections.connect("gs_owner", home=home, database=ANEW) as anew:
        anew.execute("select ledger.make_room(%s)", (head,))
        for table in LEDGER:
            with (
                owner.cursor().copy(f"copy (select * from {table}) to stdout") as there,
                anew.cursor().copy(f"copy {table} from stdin") as here,
            ):
                for block in there:
                    here.write(block)
        anew.execute("update ledger.head set sequence = %s", (head,))


def prove(*, home: Home, acts: int, seed: int) -> dict[str, Any]:
    """Live, compare hashes before and after, then replay each release's ledger."""

    def connect(role: str, *, autocommit: bool = False) -> Connection[Any]:
        return connections.connect(role, home=home, autocommit=autocommit)

    folder = home.path / "proof"
    folder.mkdir()
    house = House(connect, folder)
    life = Life(house, seed=seed)
    life.live(acts)
    tables = house.projector.tables
    before = projection.hashes(house.owner, tables)
    kept = {handle for (handle,) in house.owner.execute("select handle from register.record_version").fetchall()}
    without_effect = {handle for handle, _ in life.records} - life.gone - kept
    entries, refused = house.head, len(house.refused())
    (looks,) = house.owner.execute("select count(*) from access.look").fetchone()  # type: ignore[misc]  # its one row
    set_up_anew(home=home, owner=house.owner)
    with connections.connect("gs_sequencer", home=home, database=ANEW, autocommit=True) as projecting:
        began = time.monotonic()
        while house.projector.step(projecting):
            pass
        took = time.monotonic() - began
    with connections.connect("gs_owner", home=home, database=ANEW, autocommit=True) as owner:
        after = projection.hashes(owner, tables)
    rebuilt = house.projector.rebuild(house.owner)
    sound = house.verify().sound
    house.close()
    releases = {path.name: replay.differences(connect, path) for path in replay.releases()}
    return {
        "proof": "rebuild",
        "seed": seed,
        "acts": dict(life.acts),
        "erasures": life.erased,
        "entries": entries,
        "refused_entries": refused,
        "records": len(kept),
        "records_without_effect": len(without_effect),
        "tables": len(tables),
        "tables_alike": len(tables) - len(set(before.values())),
        "looks": looks,
        "differing_when_made_anew": [table for table in tables if before[table] != after[table]],
        "differing_after_rebuild_command": rebuilt.differing,
        "entries_per_s": round(entries / took),
        "verified": sound,
        "releases": releases,
        "passed": bool(
            before == after
            and not rebuilt.differing
            and sound
            and life.erased
            and refused
            and kept
            and looks
            and not without_effect
            and len(set(before.values())) == len(tables)  # two empty ones would be alike, and nothing compared
            and releases
            and not any(releases.values())
        ),
    }


if __name__ == "__main__":
    sys.exit(harness.command(prove, words=__doc__ or "", acts=20_000))
