"""Proof `looks`: an organisation sees every look within a second, and none is missing, whatever dies meanwhile.

Twenty reader processes look at organisations of a real register through the program's own way in. Each notes in a
journal of its own, durably, what it has *seen*, after it saw it. A representative reads his organisation's log all
the while and notes when each look appears. First undisturbed; then readers, the sequencer and PostgreSQL itself are
killed with signal 9 at random moments. In the end every look that was seen is in the log of the organisation it was
at, and the ledger verifies.

A control reads as the owner, whom no wall holds, and is not logged: it has to be found missing, or the run finds
nothing.

    make -s proof NAME=looks [SEED=1] [ARGS="--readers 20 --seconds 20 --kills 60"]
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import random
import signal
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import psycopg_pool
from psycopg import Connection

from goodstanding.access import queries
from goodstanding.access.acting import Appointment, acting
from goodstanding.config import installation
from goodstanding.config.pools import OfficePools
from goodstanding.database import connections, server
from goodstanding.database.home import Home
from goodstanding.ledger import outbox, verifying
from proofs import harness

ORGANISATIONS = 40
WATCHED = 0.25  # the share of looks at the organisation whose log is watched
SOONEST = 1.0
LOST = (psycopg.OperationalError, psycopg.InterfaceError, psycopg_pool.PoolTimeout)
AUTHORITY = "exampleland:proof"
READ = {"action": "look", "purpose": "review", "cls": "organisation", "basis": "Review Act s.3"}


@dataclass(frozen=True)
class Stage:
    """What every process is told."""

    home: Path
    journals: Path
    organisations: list[UUID]
    reviewer: Appointment
    representative: Appointment


def read(stage: Stage, number: int, seed: int) -> None:
    """Look at organisations for ever; note each look once its rows were seen."""
    chance, home = random.Random(f"{seed}/{number}/{os.getpid()}"), Home(stage.home)
    journal = os.open(stage.journals / f"{number}", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for attempt in itertools.count():
        pools = OfficePools(home=home, size=1)
        try:
            for place in itertools.count():
                case = f"{number}-{os.getpid()}-{attempt}-{place}"
                at = stage.organisations[0 if chance.random() < WATCHED else chance.randrange(ORGANISATIONS)]
                with acting(pools, under=stage.reviewer, targets=[at], case=case, **READ) as here:
                    rows = here.connection.execute("select handle from register.organisation").fetchall()
                    entered = time.time()
                if rows == [(at,)]:
                    os.write(journal, json.dumps([case, str(at), entered]).encode() + b"\n")
                    os.fsync(journal)
                time.sleep(chance.uniform(0, 0.2))
        except LOST:
            time.sleep(0.1)
        finally:
            pools.close()


class Watcher(threading.Thread):
    """The representative, who reads his organisation's log and notes when each look appears in it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True)
        self._stage = stage
        self.seen: dict[str, float] = {}
        self.last = threading.Event()

    def run(self) -> None:
        while not self.last.is_set():
            with OfficePools(home=Home(self._stage.home), size=1) as pools:
                try:
                    while not self.last.wait(0.05):
                        self._look(pools)
                except LOST:
                    time.sleep(0.1)

    def _look(self, pools: OfficePools) -> None:
        at = self._stage.organisations[0]
        asked: dict[str, Any] = {"action": "read-log", "purpose": "own-access", "cls": "access-log", "targets": [at]}
        with acting(pools, under=self._stage.representative, basis="Register Act s.12", **asked) as here:
            found = queries.looks_of_organisation(here.connection, organisation=at, most=400)
        now = time.time()
        for look in found:
            self.seen.setdefault(str(look.case_reference), now)


def prove(*, home: Home, readers: int, seconds: int, kills: int, seed: int) -> dict[str, Any]:
    """Run the readers undisturbed and then under kills, and answer what the log holds of what was seen."""
    stage, chance = _set_stage(home), random.Random(seed)
    watcher = Watcher(stage)
    context = multiprocessing.get_context("spawn")

    def reader(number: int) -> Any:
        made = context.Process(target=read, args=(stage, number, seed), daemon=True)
        made.start()
        return made

    sequencer = harness.start("goodstanding.cli.main", "sequencer", name="sequencer", home=home)
    processes = {number: reader(number) for number in range(readers)}
    killed = dict.fromkeys(("reader", "sequencer", "postgres"), 0)
    try:
        watcher.start()
        harness.say(f"  {readers} readers, undisturbed for {seconds} s")
        time.sleep(seconds)
        quiet_until = time.time() - SOONEST
        harness.say(f"  {kills} kills")
        for _ in range(kills):
            time.sleep(chance.uniform(0.05, 1.0))
            victim = chance.choices(("reader", "sequencer", "postgres"), (6, 2, 1))[0]
            killed[victim] += 1
            if victim == "reader":
                number = chance.randrange(readers)
                processes[number].kill()
                processes[number].join()
                processes[number] = reader(number)
            elif victim == "sequencer":
                harness.kill(sequencer)
                sequencer = harness.start("goodstanding.cli.main", "sequencer", name="sequencer", home=home)
            else:
                _kill_postgres(home)
        for process in processes.values():
            process.kill()
            process.join()
        with connections.connect("gs_owner", home=home, autocommit=True) as owner:
            drained = bool(harness.wait_for(lambda: harness.drained(owner)))
            watcher.last.set()
            watcher.join()
            return _found(stage, owner, watcher=watcher, quiet_until=quiet_until) | {
                "proof": "looks",
                "seed": seed,
                "readers": readers,
                "killed": killed,
                "drained": drained,
            }
    finally:
        harness.stop({"sequencer": sequencer})


def _kill_postgres(home: Home) -> None:
    running = server.status(home=home)
    if running.pid:
        os.kill(running.pid, signal.SIGKILL)
    server.up(home=home)


def _set_stage(home: Home) -> Stage:
    journals = home.path.parent / "journals"
    journals.mkdir()
    handles = outbox.new_handles(ORGANISATIONS)
    drafts = outbox.drafts(
        [(handle, harness.organisation(number)) for number, handle in enumerate(handles)],
        kind="organisation-registered",
    )
    act = outbox.Act(actor="ada", authority=AUTHORITY, basis="Act s.4", entries=drafts)
    with harness.people(home) as people, connections.connect("gs_clerk", home=home, autocommit=True) as clerk:
        people.acts(clerk, action="file", name="ada", authority=AUTHORITY)
        outbox.append(clerk, act=act, keys=installation.keys(home))
        reviewer = people.appointed("rea", role="reviewer", authority=AUTHORITY)
        organisations = [UUID(bytes=handle) for handle in handles]
        row = people.owner.execute(
            "insert into access.appointment (actor, role, organisation, starts_on, ends_on, basis)"
            " select access.add_actor('person', gen_random_uuid(), 'rep'), 'representative', %s, access.today(),"
            " access.today() + 365, 'code' returning appointment, actor, 'rep', role, unit, null, organisation,"
            " starts_on, ends_on, null",
            (organisations[0],),
        ).fetchone()
    began = harness.start("goodstanding.cli.main", "sequencer", name="first", home=home)
    with connections.connect("gs_owner", home=home, autocommit=True) as owner:
        harness.wait_for(lambda: harness.drained(owner))
    harness.stop({"first": began})
    return Stage(home.path, journals, organisations, reviewer, Appointment(*row))


def _logged(owner: Connection[Any]) -> set[tuple[str, str]]:
    return {
        (case, str(organisation))
        for case, organisation in owner.execute("select case_reference, organisation from access.look")
    }


def _found(stage: Stage, owner: Connection[Any], *, watcher: Watcher, quiet_until: float) -> dict[str, Any]:
    seen = [
        json.loads(line)
        for journal in stage.journals.iterdir()
        for line in journal.read_bytes().splitlines()
        if line.endswith(b"]")  # the last line of a killed reader may be half written: then it had not seen yet
    ]
    logged = _logged(owner)
    missing = [one for one in seen if (one[0], one[1]) not in logged]
    watched = str(stage.organisations[0])
    lags = sorted(
        max(0.0, watcher.seen[case] - at)
        for case, organisation, at in seen
        if organisation == watched and at < quiet_until and case in watcher.seen
    )
    unseen = [
        case for case, at_which, at in seen if at_which == watched and at < quiet_until and case not in watcher.seen
    ]
    read = owner.execute("select handle from register.organisation where handle = %s", (watched,)).fetchall()
    found_out = len(read) == 1 and ("control", watched) not in logged
    with connections.connect("gs_owner", home=Home(stage.home)) as connection:
        report = verifying.verify(
            connection,
            folder=installation.seal_folder(Home(stage.home)),
            keys=installation.keys(Home(stage.home)),
        )
    return {
        "looks_seen": len(seen),
        "looks_logged": len(logged),
        "missing": len(missing),
        "missing_sample": missing[:5],
        "watched_undisturbed": len(lags),
        "watched_not_shown": len(unseen),
        "lag_s_median": round(statistics.median(lags), 3) if lags else None,
        "lag_s_p99": round(lags[int(len(lags) * 0.99)], 3) if lags else None,
        "lag_s_max": round(lags[-1], 3) if lags else None,
        "verify_faults": len(report.faults),
        "passed": bool(
            seen and not missing and lags and not unseen and lags[-1] <= SOONEST and found_out and report.sound
        ),
    }


if __name__ == "__main__":
    sys.exit(harness.command(prove, words=__doc__ or "", readers=20, seconds=20, kills=60))
