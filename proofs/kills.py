"""Kill -9 of client, sequencer and postmaster at random moments, mixed; then everything acknowledged is there, once.

Real processes, a real private PostgreSQL with fsync on. Two clients file acts and keep journals of their own: before a
transaction what they are about to file, after its commit returned that it did. At checkpoints and at the end all stops,
a sequencer empties the outbox, and the ledger is read without any projection and held against the journals.

The seed decides what is filed, who is killed in which order and after which delay. When a kill lands is up to the
machine, so two runs of one seed do not hit the same instruction.

    make -s proof NAME=kills SEED=1 [ARGS="--points 200 --postgres 18"]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from psycopg import Connection, IsolationLevel
from tests.house import SMALL

from goodstanding.config import installation
from goodstanding.database import connections, postmaster, server
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home
from goodstanding.database.home import home as current_home
from goodstanding.ledger import outbox, reading, verifying
from goodstanding.ledger.envelope import KeyRing
from proofs import harness
from proofs.harness import Answer, Transaction

CLERK, AUTHORITY = "clerk:proof", "exampleland:environment"
KINDS = ("client", "sequencer", "postmaster")
WRITERS = 2
LONGEST_RESTART = 5.0
NUMBERS_A_WRITER = 10_000_000
ABSENT = (False, False)
ORGANISATION = {
    "organisation_type": "market-entity",
    "sole_trader": "no",
    "protected_class": "none",
    "source": "proof",
}
RECORD = {
    "party": "6f1c1c1e-0000-4000-8000-000000000000",
    "site_name": None,
    "authority_name": "Exampleland Environment Authority",
    "decided_on": "2024-05-01",
    "law": "Clean Air Act (Exampleland) section 20",
    "tier": "general",
    "adverse": True,
    "fine": {"amount": "1000.50", "currency": "XXX"},
    "published_from": "2024-06-01",
    "ends_on": "2025-06-01",
    "edition": SMALL.sha256,
    "item": "emission-over-limit",
    "source": "proof",
}


def write(*, home: Home, journal: Path, first: int, seed: int) -> None:
    """File acts until told to stop; the database may go away and come back meanwhile."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stopping.set())
    randomness, keys, numbers = Random(seed), installation.keys(home), itertools.count(first)
    file = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    records: list[bytes] = []  # committed, and known to be
    while not stopping.is_set():
        try:
            # A context is its connection's: each time anew. Entering is no act, and stands in no journal.
            with connections.connect("gs_clerk", home=home) as connection, harness.people(home) as people:
                while not stopping.wait(randomness.expovariate(30)):
                    corrected = records if randomness.random() < 0.2 else []
                    action = "correct" if corrected else "file"
                    people.acts(connection, action=action, name=CLERK, authority=AUTHORITY)
                    records += file_one_transaction(
                        connection, journal=file, numbers=numbers, randomness=randomness, keys=keys, corrected=corrected
                    )
        except psycopg.OperationalError:
            # Whether a commit under way happened is not known: the journal says neither.
            stopping.wait(0.05)


def file_one_transaction(
    connection: Connection[Any],
    *,
    journal: int,
    numbers: Iterator[int],
    randomness: Random,
    keys: KeyRing,
    corrected: Sequence[bytes] = (),
) -> list[bytes]:
    """File one transaction of one act, or of several by COPY; stall around some commits, roll some back.

    Its acts register and file, or correct some of the records that are named. Answer the records it filed, once it is
    known that it did.
    """
    bulk, commits = randomness.random() < 0.4, randomness.random() < 0.9
    most = randomness.choice((20, 20, 100, 400)) if bulk else 4
    sizes = [randomness.randint(1, most) for _ in range(randomness.randint(2, 6) if bulk else 1)]
    acts = [[next(numbers) for _ in range(size)] for size in sizes]
    note(journal, {"acts": [[act[0], len(act)] for act in acts], "commits": commits})
    filed = [act_of(act, corrected=randomness.choices(corrected, k=len(act)) if corrected else ()) for act in acts]
    if bulk:
        outbox.append_acts(connection, acts=filed, keys=keys)
    else:
        outbox.append(connection, act=filed[0], keys=keys)
    if randomness.random() < 0.3:
        time.sleep(randomness.uniform(0, 0.2))
    if commits:
        connection.commit()
        if randomness.random() < 0.1:
            time.sleep(randomness.uniform(0, 0.2))  # committed, but not yet known to be
        note(journal, {"acknowledged": acts[0][0]})
        return [entry.handle for act in filed for entry in act.entries if entry.kind == "record-filed"]
    connection.rollback()
    return []


def note(journal: int, line: dict[str, Any]) -> None:
    """Append one line to the journal, durably."""
    os.write(journal, json.dumps(line).encode() + b"\n")
    os.fsync(journal)


def act_of(numbers: list[int], *, corrected: Sequence[bytes] = ()) -> outbox.Act:
    """Answer an act whose entries bear these numbers: organisations and records, or corrections of these records."""
    entries = []
    for place, number in enumerate(numbers):
        kind = "record-corrected" if corrected else ("organisation-registered", "record-filed")[place % 2]
        handle = corrected[place] if corrected else outbox.new_handle()
        entries.append(outbox.draft(handle=handle, kind=kind, content=content_of(kind, number)))
    return outbox.Act(actor=CLERK, authority=AUTHORITY, basis="section 40", entries=entries)


def content_of(kind: str, number: int) -> dict[str, Any]:
    """Answer a content of the kind that bears the number."""
    if kind == "organisation-registered":
        return ORGANISATION | {"name": f"Organisation {number}", "identifiers": {"number": str(number)}}
    content = RECORD | {"document_number": f"EEA-{number}", "columns": {"number": str(number)}}
    return content | ({"reason": "misread"} if kind == "record-corrected" else {})


def read_journal(path: Path) -> list[Transaction]:
    """Answer the transactions a client wrote down; of a last line that was cut off nothing was filed yet."""
    transactions: list[Transaction] = []
    for line in path.read_bytes().split(b"\n")[:-1]:
        said = json.loads(line)
        if "acts" in said:
            acts = [range(first, first + count) for first, count in said["acts"]]
            transactions.append(Transaction(acts=acts, commits=said["commits"]))
        else:
            last = transactions.pop()
            transactions.append(Transaction(acts=last.acts, commits=last.commits, acknowledged=True))
    return transactions


@dataclass
class Stage:
    """Everything that runs, and what happened to it."""

    home: Home
    randomness: Random
    published: Transaction
    names: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    writers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    sequencers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    asked: list[tuple[datetime, int]] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    amid: Counter[str] = field(default_factory=Counter)
    restarts: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Journals and logs."""
        return self.home.path.parent


def start_writer(stage: Stage) -> None:
    name = f"writer-{(number := next(stage.names))}"
    stage.writers[name] = harness.start(
        "proofs.kills",
        f"--write={stage.folder / name}.journal",
        f"--first={number * NUMBERS_A_WRITER}",
        f"--seed={stage.randomness.getrandbits(32)}",
        name=name,
        home=stage.home,
    )


def start_sequencer(stage: Stage) -> None:
    name = f"sequencer-{next(stage.names)}"
    stage.sequencers[name] = harness.start("goodstanding.cli.main", "sequencer", name=name, home=stage.home)


def sessions(stage: Stage) -> dict[str, tuple[bool, bool]]:
    """Answer, by name of the process, whether its session is in a transaction and whether it leads."""
    with psycopg.connect(connections.administrator(home=stage.home)) as admin:
        rows = admin.execute(
            "select a.application_name, a.xact_start is not null, exists (select from pg_locks l where l.pid = a.pid"
            " and l.locktype = 'advisory' and l.classid = 26473 and l.granted)"
            " from pg_stat_activity a where a.usename in ('gs_clerk', 'gs_sequencer')"
        ).fetchall()
    return {name: (busy, leads) for name, busy, leads in rows}


def leader(stage: Stage) -> str | None:
    return next((name for name, (_, leads) in sessions(stage).items() if leads and name in stage.sequencers), None)


def kill_a_client(stage: Stage) -> None:
    name = stage.randomness.choice(sorted(stage.writers))
    journal = stage.folder / f"{name}.journal"
    if stage.randomness.random() < 0.9 and not harness.wait_for(lambda: journal.exists() and journal.stat().st_size):
        stage.faults.append(f"{name} filed nothing within {harness.PATIENCE:.0f} s")
    time.sleep(stage.randomness.uniform(0, 0.5))
    stage.amid["client"] += sessions(stage).get(name, ABSENT)[0]
    harness.kill(stage.writers.pop(name))
    start_writer(stage)


def kill_a_sequencer(stage: Stage) -> None:
    if stage.randomness.random() < 0.9 and not harness.wait_for(lambda: leader(stage)):
        stage.faults.append(f"no sequencer led within {harness.PATIENCE:.0f} s")
    time.sleep(stage.randomness.uniform(0, 0.5))
    known = sessions(stage)
    leading = [name for name in stage.sequencers if known.get(name, ABSENT)[1]]
    standing_by = [name for name in stage.sequencers if name not in leading]
    name = stage.randomness.choice((leading if stage.randomness.random() < 0.8 else None) or sorted(stage.sequencers))
    stage.amid["sequencer"] += known.get(name, ABSENT)[0]
    stage.amid["sequencer with another standing by"] += name in leading and bool(standing_by)
    harness.kill(stage.sequencers.pop(name))
    while len(stage.sequencers) < stage.randomness.choice((1, 1, 2)):
        start_sequencer(stage)


def kill_the_postmaster(stage: Stage) -> None:
    time.sleep(stage.randomness.uniform(0, 0.5))
    stage.amid["postmaster"] += any(busy for busy, _ in sessions(stage).values())
    pid = server.status(home=stage.home).pid
    if pid is None:
        stage.faults.append("the postmaster was gone before it was killed")
    else:
        os.kill(pid, signal.SIGKILL)
        postmaster.gone(pid)  # for some milliseconds after the signal it still is a server that runs
    time.sleep(stage.randomness.uniform(0, 0.3))
    begin = time.monotonic()
    try:
        server.up(home=stage.home)
        with connections.connect("gs_clerk", home=stage.home) as connection:
            connection.execute("select 1")
    except (DatabaseError, psycopg.OperationalError) as reason:
        stage.faults.append(f"no answer after up: {reason}")
        server.up(home=stage.home)
    stage.restarts.append(time.monotonic() - begin)


KILL = {"client": kill_a_client, "sequencer": kill_a_sequencer, "postmaster": kill_the_postmaster}


def mind_the_living(stage: Stage) -> None:
    """Note, and replace, whoever ended without having been killed."""
    for group, start in ((stage.writers, start_writer), (stage.sequencers, start_sequencer)):
        for name, process in list(group.items()):
            if process.poll() is not None:
                said = (stage.folder / f"{name}.log").read_text("utf-8", "replace")[-1500:]
                stage.faults.append(f"{name} ended by itself ({process.returncode}): {said}")
                del group[name]
                start(stage)


def witness(stage: Stage, *, every: float, done: threading.Event) -> None:
    """Ask again and again what was known at the last closed moment, and shortly before it; remember the answers."""
    while not done.wait(0.05):
        try:
            with connections.connect("gs_case", home=stage.home, autocommit=True) as connection:
                while not done.wait(every):
                    closed = reading.head(connection).closed_at
                    for moment in (closed, closed - timedelta(milliseconds=len(stage.asked) * 37 % 1000)):
                        stage.asked.append((moment, reading.position_at(connection, moment=moment)))
        except psycopg.OperationalError:
            continue
        except reading.NotYetKnown as reason:
            stage.faults.append(f"closed time was open again: {reason}")


def stop_and_drain(stage: Stage) -> None:
    """Let the clients finish, a sequencer empty the outbox and follow with the tables, and then end too."""
    stage.faults += harness.stop(stage.writers)
    stage.writers.clear()
    if not stage.sequencers:
        start_sequencer(stage)
    with psycopg.connect(connections.administrator(home=stage.home), autocommit=True) as admin:
        # A killed client's session may still be committing.
        clerks = "select from pg_stat_activity where usename = 'gs_clerk' and application_name like 'writer-%'"
        harness.wait_for(lambda: not admin.execute(clerks).fetchone())
    with connections.connect("gs_owner", home=stage.home, autocommit=True) as owner:
        drained = (
            "select from ledger.projected p, ledger.head h"
            " where p.sequence = h.sequence and not exists (select from ledger.outbox)"
        )
        if not harness.wait_for(lambda: owner.execute(drained).fetchone() is not None):
            stage.faults.append(f"outbox and tables were not worked off within {harness.PATIENCE:.0f} s")
    mind_the_living(stage)
    stage.faults += harness.stop(stage.sequencers)
    stage.sequencers.clear()


def audit(stage: Stage, *, rebuild: bool) -> dict[str, Any]:
    """Hold the ledger against the journals, the seal, the answers and (the costly part) the tables; name the faults."""
    stop_and_drain(stage)
    keys = installation.keys(stage.home)
    transactions = [one for path in stage.folder.glob("*.journal") for one in read_journal(path)]
    with connections.connect("gs_owner", home=stage.home) as owner:
        owner.isolation_level = IsolationLevel.REPEATABLE_READ
        entries = list(harness.read_ledger(owner, keys=keys))
        answers = [Answer(at, then, reading.position_at(owner, moment=at)) for at, then in list(stage.asked)]
        left = owner.execute("select count(*) from ledger.outbox").fetchone()
        verified = verifying.verify(owner, folder=installation.seal_folder(stage.home), keys=keys)
    with connections.connect("gs_owner", home=stage.home) as owner:
        rebuilt = installation.projector(stage.home).rebuild(owner) if rebuild else None
        refused = owner.execute("select count(*) from ledger.refused_entry").fetchone()
        records = owner.execute("select count(*) from register.record_version").fetchone()
    found = harness.check(transactions=[stage.published, *transactions], entries=entries, answers=answers)
    faults = [*stage.faults, *(f"verify: entry {fault.sequence}: {fault.what}" for fault in verified.faults)]
    faults += [f"rebuild: {table} differs" for table in (rebuilt.differing if rebuilt else ())]
    # Nothing was refused, and in the end not because nothing was filed that could have been.
    whole = refused == (0,) and (records != (0,) or not rebuild)
    sound = found.sound and not faults and left == (0,) and whole and verified.sealed == len(entries)
    return {
        "acts acknowledged": sum(len(one.acts) for one in transactions if one.acknowledged),
        "transactions acknowledged": sum(one.acknowledged for one in transactions),
        "transactions of unknown outcome": {"whole": found.unknown_and_whole, "absent": found.unknown_and_absent},
        "transactions rolled back on purpose": sum(not one.commits for one in transactions),
        "entries": len(entries),
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "partial": len(found.partial),
        "unasked": len(found.unasked),
        "disordered": found.disordered[:20],
        "left in the outbox": left and left[0],
        "known_at answers asked twice": len(answers),
        "changed": len(found.changed),
        "verify": {"entries": verified.entries, "sealed": verified.sealed, "faults": len(verified.faults)},
        "rebuild": {"entries": rebuilt.entries, "differing": rebuilt.differing} if rebuilt else "at the end",
        "versions of records in the tables": records and records[0],
        "refused by the tables": refused and refused[0],
        "faults": faults[:20],
        "sound": sound,
    }


def prove(*, home: Home, seed: int, points: int, checkpoints: int = 3, every: float = 1.0) -> dict[str, Any]:
    """Kill each kind `points` times in mixed order, and answer the document."""
    stage = Stage(home=home, randomness=Random(seed), published=harness.publish(home=home))
    order = [kind for kind in KINDS for _ in range(points)]
    stage.randomness.shuffle(order)
    pauses = {len(order) * number // (checkpoints + 1) for number in range(1, checkpoints + 1)}
    begin, done, result = time.monotonic(), threading.Event(), dict[str, Any]()
    witnessing = threading.Thread(target=witness, args=(stage,), kwargs={"every": every, "done": done})
    witnessing.start()
    try:
        for number, kind in enumerate(order, start=1):
            while len(stage.writers) < WRITERS:
                start_writer(stage)
            if not stage.sequencers:
                start_sequencer(stage)
            KILL[kind](stage)
            stage.kills[kind] += 1
            mind_the_living(stage)
            if number in pauses:
                result = audit(stage, rebuild=False)
                harness.say(f"{number}/{len(order)} kills, {time.monotonic() - begin:.0f} s: {json.dumps(result)}")
                if not result["sound"]:
                    break
            elif number % 20 == 0:
                harness.say(f"{number}/{len(order)} kills, {time.monotonic() - begin:.0f} s, faults {stage.faults}")
        result = audit(stage, rebuild=True)
    finally:
        done.set()
        for process in (*stage.writers.values(), *stage.sequencers.values()):
            harness.kill(process)
        witnessing.join()
    whole, restarts = all(stage.kills[kind] == points for kind in KINDS), stage.restarts or [0.0]
    return {
        "proof": "kills",
        "seed": seed,
        "kills": {kind: stage.kills[kind] for kind in KINDS},
        "of which amid a transaction": dict(stage.amid),
        **{name: value for name, value in result.items() if name != "sound"},
        "restart_seconds": {"median": round(statistics.median(restarts), 2), "max": round(max(restarts), 2)},
        "seconds": round(time.monotonic() - begin),
        "passed": bool(result["sound"] and whole and max(restarts) <= LONGEST_RESTART),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--points", type=int, default=200, help="kills of each kind")
    parser.add_argument("--postgres", type=int, help="major version (default: the first found)")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(home=current_home(), journal=options.write, first=options.first, seed=options.seed)
        return 0
    with harness.private_home(major=options.postgres) as home:
        version = server.status(home=home).version
        document = prove(home=home, seed=options.seed, points=options.points) | {"postgresql": version}
    return harness.report(document)


if __name__ == "__main__":
    sys.exit(main())
