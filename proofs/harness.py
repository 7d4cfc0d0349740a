"""What the proofs share: a private home as durable as in use, child processes, and what must hold of any ledger.

The check reads the ledger by itself (its own SQL, decryption by the envelope) and is a pure function over what was
read, so that a test can feed it a ledger that is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from psycopg import Connection
from tests.house import BASIS, small_edition
from tests.people import People

from goodstanding.config import installation
from goodstanding.core.entries.organisation import OrganisationRegistered
from goodstanding.database import binaries, connections, postmaster, server
from goodstanding.database.home import Home
from goodstanding.database.setup import set_up
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing, unseal

ROOT = Path(__file__).resolve().parent.parent
# A socket's path has to be short, and what TMPDIR names is not always.
_SHORT = Path("/tmp")  # noqa: S108
_PREFIX = "gs-proof-"
PATIENCE = 60.0
# The numbers under which `read_ledger` knows the edition and its proposal again; clients number what they file from 0
# on.
EDITION, PROPOSAL = -1, -2


@contextmanager
def private_home(*, major: int | None = None) -> Iterator[Home]:
    """Answer a migrated home on PostgreSQL `major` (default: the first found), fsync on; afterwards nothing is left."""
    for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith(("GOODSTANDING_", "PG"))]:
        if name != "GOODSTANDING_POSTGRES_BIN":
            del os.environ[name]
    found = [programs for programs in binaries.found() if major in (None, programs.major)]
    if not found:
        sys.exit(f"PostgreSQL {major} NOT FOUND: nothing is proven on it")
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_SHORT))
    folder.chmod(0o711)
    home = Home(folder / "home")
    # A terminated proof ends like an interrupted one: by what cleans up.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.up(home=home, binaries=found[0])
        set_up(home=home)
        with people(home) as some:
            some.appointed("ada", role="clerk", authority="exampleland:proof")
        yield home
    finally:
        server.remove(home=home)
        shutil.rmtree(folder)
        signal.signal(signal.SIGTERM, before)


def start(*arguments: str, name: str, home: Home) -> subprocess.Popen[bytes]:
    """Start a Python module as a process of its own; the database sees `name`, what it says goes to `name`.log."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"GOODSTANDING_HOME": str(home.path), "PGAPPNAME": name, "PYTHONPATH": path}
    with (home.path.parent / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the proof, which then ends its processes itself
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process without warning, and wait until it is gone."""
    process.kill()
    process.wait()


def stop(processes: Mapping[str, subprocess.Popen[bytes]]) -> list[str]:
    """Tell processes to end and wait until they have; answer what went wrong with which."""
    for process in processes.values():
        process.terminate()
    wrong = []
    for name, process in processes.items():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        if process.poll() not in (0, -signal.SIGTERM):  # one that has just begun does not know SIGTERM yet
            wrong.append(f"{name} did not end well when told to ({process.poll()})")
            kill(process)
    return wrong


def wait_for(condition: Callable[[], Any]) -> Any:
    """Answer what the condition answers once it is true, or what it answered last."""
    until = time.monotonic() + PATIENCE
    while not (answer := condition()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer


def drained(owner: Connection[Any]) -> bool:
    """Whether no act waits any more, and the tables have followed the ledger to its end."""
    found = owner.execute(
        "select not exists (select from ledger.outbox) and p.sequence = h.sequence"
        " from ledger.head h, ledger.projected p"
    ).fetchone()
    return bool(found and found[0])


def organisation(number: int) -> OrganisationRegistered:
    """Answer a content that bears a number of its own, by which `read_ledger` knows it again."""
    return OrganisationRegistered(
        name=f"Works {number} Ltd",
        organisation_type="market-entity",
        sole_trader="no",
        protected_class="none",
        identifiers={"number": str(number)},
        source="Exampleland (invented)",
    )


@contextmanager
def people(home: Home) -> Iterator[People]:
    """Answer people who may do what they are named for."""
    with (
        connections.connect("gs_owner", home=home, autocommit=True) as owner,
        connections.connect("gs_access", home=home, autocommit=True) as access,
    ):
        yield People(owner, access)


def enter(connection: Connection[Any], *, home: Home, name: str, authority: str, action: str = "file") -> None:
    """Let a connection act as that person for the next hour."""
    with people(home) as some:
        some.acts(connection, action=action, name=name, authority=authority)


def publish(*, home: Home) -> Transaction:
    """Publish the small pack, as the first act of all: what names no published edition has no effect on the tables."""
    draft = outbox.draft(handle=outbox.new_handle(), kind="edition-published", content=small_edition())
    with connections.connect("gs_case", home=home, autocommit=True) as case:
        act = outbox.Act(actor="bo", authority="exampleland:catalogue", basis=BASIS, entries=[draft])
        with people(home) as some:
            some.file(case, case, act=act, keys=installation.keys(home))
    return Transaction(acts=[[PROPOSAL], [EDITION]], acknowledged=True)


def command(prove: Callable[..., dict[str, Any]], *, words: str, **sizes: int) -> int:
    """Read the arguments, run the proof in a private home, print its document; answer the exit code."""
    parser = argparse.ArgumentParser(description=words.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", type=int, default=None, help="major version (default: the first found)")
    for name, size in sizes.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    options = vars(parser.parse_args())
    with private_home(major=options.pop("postgres")) as home:
        document = prove(home=home, **options)
        with connections.connect("gs_owner", home=home) as owner:
            return report(document | {"postgresql": owner.info.server_version})


def say(words: str) -> None:
    """Tell whoever watches; the result alone goes to standard output."""
    print(words, file=sys.stderr, flush=True)


def report(document: Mapping[str, Any]) -> int:
    """Print the one JSON document and answer the exit code: 0 when it passed."""
    print(json.dumps(document, ensure_ascii=False, indent=1, default=str))
    return 0 if document["passed"] else 1


@dataclass(frozen=True)
class Transaction:
    """What a client was about to file, in acts of unique numbers; whether it meant to commit, and was told it had."""

    acts: Sequence[Sequence[int]]
    commits: bool = True
    acknowledged: bool = False


class Found(NamedTuple):
    """One entry as the ledger holds it, with the number its content bears."""

    sequence: int
    act: int
    sequenced_at: datetime
    number: int


class Answer(NamedTuple):
    """What "known at" a moment was answered during the run, and what it is answered now."""

    moment: datetime
    then: int
    now: int


@dataclass
class Check:
    """What contradicts the promise, by kind, and how the transactions with an unknown outcome ended."""

    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    partial: list[int] = field(default_factory=list)
    unasked: list[int] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    changed: list[Answer] = field(default_factory=list)
    unknown_and_whole: int = 0
    unknown_and_absent: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing contradicts the promise."""
        return not (self.lost or self.doubled or self.partial or self.unasked or self.disordered or self.changed)


def read_ledger(connection: Connection[Any], *, keys: KeyRing) -> Iterator[Found]:
    """Answer every entry in order of sequence; the number is in `identifiers` or `columns` of what clients file."""
    with connection.cursor(name="proof") as cursor:
        cursor.itersize = 5_000
        cursor.execute(
            "select e.sequence, e.act, e.sequenced_at, e.kind, e.commitment, e.handle, c.sealed"
            " from ledger.ledger_entry e join ledger.entry_content c using (sequence) order by e.sequence"
        )
        for sequence, act, sequenced_at, kind, committed, handle, sealed in cursor:
            content = json.loads(unseal(sealed=sealed, committed=committed, handle=handle, keys=keys))
            numbered = content.get("identifiers") or content.get("columns") or {}
            known = {"edition-published": EDITION, "proposed": PROPOSAL}
            number = known[kind] if kind in known else int(numbered["number"])
            yield Found(sequence, act, sequenced_at, number)


def check(*, transactions: Iterable[Transaction], entries: Sequence[Found], answers: Iterable[Answer] = ()) -> Check:
    """Hold the ledger's entries against what the clients filed and were told."""
    times = Counter(entry.number for entry in entries)
    found = Check(
        doubled=[number for number, count in times.items() if count > 1],
        disordered=[*_disorder(entries)],
        changed=[one for one in answers if one.then != one.now],
    )
    filed: dict[int, Sequence[int]] = {}
    asked: set[int] = set()
    for transaction in transactions:
        numbers = [number for act in transaction.acts for number in act]
        missing = [number for number in numbers if number not in times]
        filed |= {act[0]: act for act in transaction.acts}
        if transaction.commits:
            asked.update(numbers)
        if transaction.acknowledged:
            found.lost += missing
        elif 0 < len(missing) < len(numbers):
            found.partial.append(numbers[0])
        elif transaction.commits and missing:
            found.unknown_and_absent += 1
        elif transaction.commits:
            found.unknown_and_whole += 1
    found.unasked += [number for number in times if number not in asked]
    found.disordered += _broken_acts(entries, filed=filed)
    return found


def _disorder(entries: Sequence[Found]) -> Iterator[str]:
    for place, entry in enumerate(entries, start=1):
        if entry.sequence != place:
            yield f"place {place} holds entry {entry.sequence}"
            return
    for before, after in itertools.pairwise(entries):
        if after.sequenced_at <= before.sequenced_at:
            yield f"entry {after.sequence} is not later than the one before it"


def _broken_acts(entries: Sequence[Found], *, filed: Mapping[int, Sequence[int]]) -> Iterator[str]:
    acts: dict[int, list[Found]] = {}
    for entry in entries:
        acts.setdefault(entry.act, []).append(entry)
    for act, members in acts.items():
        places = [entry.sequence for entry in members]
        if places != list(range(act, act + len(members))):
            yield f"act {act} is not consecutive: {places[:5]}"
        if [entry.number for entry in members] != list(filed.get(members[0].number, ())):
            yield f"act {act} does not hold what was filed as one act, in that order"


def _sweep() -> None:
    """Stop and delete what a proof that was killed could not."""
    for folder in _SHORT.glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.geteuid() and pid.isdigit() and postmaster.gone(int(pid), seconds=0):
                server.remove(home=Home(folder / "home"))
                shutil.rmtree(folder)
