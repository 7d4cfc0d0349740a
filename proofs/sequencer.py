"""Proof `sequencer`: every committed act is in the ledger once, gapless and in order, whatever its writers do.

Eight writers file acts, stall before committing, or roll back. A follower reads the ledger while they do; a naive
reader (`id > cursor` on a sequence's numbers, as feeds are usually built) reads a table the same transactions write,
as a control that has to lose rows: if it loses none, the run was too tame to prove anything.

    make proof NAME=sequencer [SEED=1] [ARGS="--acts 100000 --writers 8 --postgres 18"]

Which transactions overlap depends on the machine; the seed fixes what each writer files, stalls and rolls back.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from goodstanding.config import installation
from goodstanding.database import connections
from goodstanding.database.home import Home
from goodstanding.ledger import outbox, reading
from proofs import harness

ROLLED_BACK, STALLED, LONGEST_STALL = 0.1, 0.3, 0.004
MOST_ENTRIES = 3
CONTROL = "create table public.feed (id bigserial primary key, act bigint not null)"


def write(folder: Path, *, writer: int, acts: int, seed: int, filed: Any) -> None:
    """One writer: file until `acts` acts are committed; report each transaction with what it meant and got."""
    home, chance = Home(folder), random.Random(f"{seed}/{writer}")
    keys = installation.keys(home)
    numbers = iter(range(writer * 10_000_000, (writer + 1) * 10_000_000))
    done: list[harness.Transaction] = []
    committed = 0
    with connections.connect("gs_clerk", home=home) as connection:
        harness.enter(connection, home=home, name=f"writer-{writer}", authority="exampleland:proof")
        while committed < acts:
            act = [next(numbers) for _ in range(chance.randint(1, MOST_ENTRIES))]
            outbox.append(connection, act=_act(act, writer=writer), keys=keys)
            connection.execute("insert into public.feed (act) values (%s)", (act[0],))
            if chance.random() < STALLED:
                time.sleep(chance.uniform(0, LONGEST_STALL))
            if chance.random() < ROLLED_BACK:
                connection.rollback()
                done.append(harness.Transaction(acts=[act], commits=False))
            else:
                connection.commit()
                committed += 1
                done.append(harness.Transaction(acts=[act], acknowledged=True))
    filed.put(done)


def _act(numbers: list[int], *, writer: int) -> outbox.Act:
    entries = zip(outbox.new_handles(len(numbers)), map(harness.organisation, numbers), strict=True)
    return outbox.Act(
        actor=f"writer-{writer}",
        authority="exampleland:proof",
        basis="Register Act (Exampleland) s.4",
        entries=outbox.drafts(entries, kind="organisation-registered"),
    )


class Follower(threading.Thread):
    """Reads on from a cursor until told to stop, and remembers what it saw."""

    def __init__(self, *, home: Home, query: str) -> None:
        super().__init__(daemon=True)
        self._home, self._query = home, query
        self.seen: list[int] = []
        self.last = threading.Event()

    def run(self) -> None:
        cursor = 0
        with connections.connect("gs_owner", home=self._home, autocommit=True) as connection:
            while True:
                ending = self.last.is_set()
                rows = connection.execute(self._query, (cursor,)).fetchall()
                for cursor, value in rows:  # noqa: B007  the last row's number is the new cursor
                    self.seen.append(value)
                if not rows and ending:
                    return
                time.sleep(0.002)


class Asker(threading.Thread):
    """Asks "known at T" all the while, for times near the present, and remembers the answers."""

    def __init__(self, *, home: Home) -> None:
        super().__init__(daemon=True)
        self._home = home
        self.answers: dict[datetime, int] = {}
        self.open = 0
        self.last = threading.Event()

    def run(self) -> None:
        with connections.connect("gs_owner", home=self._home, autocommit=True) as connection:
            while not self.last.wait(0.02):
                closed = reading.head(connection).closed_at
                for moment in (closed, closed - timedelta(milliseconds=3), closed + timedelta(milliseconds=1)):
                    try:
                        self.answers[moment] = reading.position_at(connection, moment=moment)
                    except reading.NotYetKnown:
                        self.open += 1


def prove(*, home: Home, acts: int, writers: int, seed: int) -> dict[str, Any]:
    """Run the writers against a real sequencer process and answer what was found."""
    with connections.connect("gs_owner", home=home) as owner:
        owner.execute(CONTROL)
        owner.execute("grant insert on public.feed to gs_clerk")
        owner.execute("grant usage on sequence public.feed_id_seq to gs_clerk")
    followers = [
        Follower(home=home, query=f"select {columns} where {key} > %s order by 1 limit 5000")
        for columns, key in (("sequence, sequence from ledger.ledger_entry", "sequence"), ("id, act from feed", "id"))
    ]
    asker = Asker(home=home)
    sequencer = harness.start("goodstanding.cli.main", "sequencer", name="sequencer", home=home)
    try:
        for thread in (*followers, asker):
            thread.start()
        began = time.monotonic()
        transactions = _file(home, acts=acts, writers=writers, seed=seed)
        took = time.monotonic() - began
        with connections.connect("gs_owner", home=home, autocommit=True) as owner:
            harness.say(f"  filed in {took:.0f} s; waiting for the sequencer")
            drained = harness.wait_for(lambda: harness.drained(owner))
            for thread in (*followers, asker):
                thread.last.set()
                thread.join()
            asked = {moment: reading.position_at(owner, moment=moment) for moment in asker.answers}
    finally:
        wrong = harness.stop({"sequencer": sequencer})
    with connections.connect("gs_owner", home=home) as owner:
        entries = list(harness.read_ledger(owner, keys=installation.keys(home)))
    answers = [harness.Answer(moment, then, asked[moment]) for moment, then in asker.answers.items()]
    found = harness.check(transactions=transactions, entries=entries, answers=answers)
    committed = sum(transaction.acknowledged for transaction in transactions)
    follower, naive = followers
    missed = committed - len(set(naive.seen))
    followed = follower.seen == [entry.sequence for entry in entries]
    return {
        "proof": "sequencer",
        "seed": seed,
        "writers": writers,
        "acts_committed": committed,
        "acts_rolled_back": len(transactions) - committed,
        "entries": len(entries),
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "uncommitted_but_there": len(found.unasked),
        "disorder": found.disordered[:5],
        "follower_saw_each_once_in_order": followed,
        "naive_reader_lost": missed,
        "naive_reader_lost_share": round(missed / committed, 3),
        "known_at_asked_twice": len(answers),
        "known_at_changed": len(found.changed),
        "known_at_still_open": asker.open,
        "seconds": round(took, 1),
        "acts_per_s": round(committed / took),
        "passed": bool(found.sound and followed and drained and missed > 0 and not wrong and committed >= acts),
    }


def _file(home: Home, *, acts: int, writers: int, seed: int) -> list[harness.Transaction]:
    # Spawned, not forked: followers and the asker are threads of this process, and a fork copies whatever lock of the
    # allocator or of OpenSSL one of them holds, with nobody left to open it. A continuous integration run stood for
    # an hour on that.
    context = multiprocessing.get_context("spawn")
    filed: Any = context.Queue()
    processes = [
        context.Process(
            target=write,
            args=(home.path,),
            kwargs={"writer": number, "acts": acts // writers, "seed": seed, "filed": filed},
            daemon=True,  # if this process ends early, its exit does not wait for a writer that does not
        )
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    transactions = [transaction for _ in processes for transaction in filed.get()]
    for process in processes:
        process.join()
    return transactions


if __name__ == "__main__":
    sys.exit(harness.command(prove, words=__doc__ or "", acts=100_000, writers=8))
