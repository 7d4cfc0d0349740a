"""How fast entries pass from plain content to a sealed place in the ledger, beside COPY of the same final rows.

Ours: each typed content, valid as services build it, is made canonical, salted, committed to, encrypted under its own
key, filed into the outbox by COPY, committed, sequenced, leaf-hashed, and covered by a signed checkpoint. The edition
that the records name is published, and each writer's context entered, before the clock starts. Not in the path:
checking rows (the intake's benchmark) and projecting. With --plain the contents are plain values, which the ledger
validates before it files them; that costs 3 µs an entry more.
Baseline: the two final tables' rows, read back as binary COPY data, copied into the same empty tables with the same
indexes, partitions and triggers by one client that does nothing else. Both sides run on the same server, in turn.

    make -s bench NAME=append [ARGS="--entries 300000 --runs 7 --writers 2 --plain"]
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import psycopg
from tests.house import SMALL
from tests.ledgers import replay

from goodstanding.core.entries import Content
from goodstanding.core.entries.record import RecordFiled
from goodstanding.database import connections, server
from goodstanding.database.home import Home
from goodstanding.database.setup import set_up
from goodstanding.ledger import outbox, sequencer
from goodstanding.ledger.envelope import KeyRing
from goodstanding.ledger.seal import Seal
from proofs import harness

CLERK, AUTHORITY = "clerk:bench", "exampleland:environment"
ENTRIES_AN_ACT = 250
ACTS_A_TRANSACTION = 40
TABLES = ("ledger.ledger_entry", "ledger.entry_content")
# A laptop and a large server lie well inside this; outside it, the baseline did not do what it says.
PLAUSIBLE_ROWS_PER_S = (20_000, 2_000_000)


def contents(count: int, *, seed: int) -> list[dict[str, object]]:
    """Plain record contents as a mapping hands them over, as large as the real decisions of the demonstration.

    Those keep the source's 19 columns and come to about 1,100 bytes; these, invented, come to about 1,200.
    """
    party = str(UUID(int=seed))
    return [
        {
            "party": party,
            "site_name": "Exampleland Chemical Works Ltd, second works",
            "authority_name": "Exampleland Environment Authority, Northern Branch",
            "document_number": f"30-{seed:03d}-{number:09d}",
            "decided_on": date(2024, 1 + number % 12, 1 + number % 28).isoformat(),
            "law": "Clean Air Act (Exampleland) section 20 (1); Emission Order 2021/7 schedule 3",
            "tier": "general",
            "adverse": True,
            "fine": {"amount": str(1000 + number % 90000), "currency": "XXX"},
            "published_from": "2025-01-01",
            "ends_on": "2026-01-01",
            "edition": SMALL.sha256,
            "item": "emission-over-limit",
            "source": "Exampleland open register of decisions",
            "columns": {
                "REGISTRATIONNO": f"K{number:07d}",
                "FACILITYNAME": "Exampleland Chemical Works Ltd",
                "COUNTY": "North",
                "COUNTYCODE": "12",
                "DOCUMENTNO": f"30-{seed:03d}-{number:09d}",
                "PENALTYYEAR": "2024",
                "PENALTYDATE": "2024/10/21",
                "TRANSGRESSDATE": "2024/07/07",
                "TRANSGRESSLAW": "Clean Air Act (Exampleland) section 20 (1); Emission Order 2021/7 schedule 3",
                "PENALTYMONEY": str(1000 + number % 90000),
                "ISPETITION": "no",
                "PETITIONAGENCY": "",
                "PETITIONRESULTS": "",
                "APPEALRESCIND": "",
                "UPDATETIME": "2025/04/09 01:00",
                "IMPROVEDEADLINE": "2024-11-19",
                "INSPECTIONCONDITION": "",
                "TRANSGRESSNAME": "Exampleland Chemical Works Ltd, second works",
                "TRANSGRESSCONTROLID": f"K{number:07d}",
            },
        }
        for number in range(count)
    ]


def write(home: Path, count: int, seed: int, plain: bool, ready: object, go: object) -> None:  # noqa: FBT001
    """One writer: from contents to committed acts."""
    place = Home(home)
    keys = KeyRing.load(place.secrets / "ledger-keys")
    given: list[dict[str, object] | Content] = list(contents(count, seed=seed))
    if not plain:
        given = [msgspec.convert(content, RecordFiled) for content in given]
    gc.freeze()  # the input is there before the clock starts; looking through it for garbage is not part of the path
    with connections.connect("gs_clerk", home=place) as connection:
        # Who acts is settled once for an hour of filing, before the clock starts; that each act is bound to it is not.
        harness.enter(connection, home=place, name=CLERK, authority=AUTHORITY)
        ready.release()  # type: ignore[attr-defined]
        go.wait()  # type: ignore[attr-defined]
        for start in range(0, count, ENTRIES_AN_ACT * ACTS_A_TRANSACTION):
            acts = (
                outbox.Act(
                    actor=CLERK,
                    authority=AUTHORITY,
                    basis="Clean Air Act (Exampleland) section 40",
                    entries=outbox.drafts(
                        zip(outbox.new_handles(ENTRIES_AN_ACT), given[first : first + ENTRIES_AN_ACT], strict=False),
                        kind="record-filed",
                    ),
                )
                for first in range(start, min(start + ENTRIES_AN_ACT * ACTS_A_TRANSACTION, count), ENTRIES_AN_ACT)
            )
            outbox.append_acts(connection, acts=acts, keys=keys)
            connection.commit()


def empty(home: Home) -> None:
    """An empty ledger, as after set-up, its seal included."""
    with connections.connect("gs_owner", home=home) as owner:
        replay.empty(owner)
        owner.execute("update ledger.head set sequence = 0, sequenced_at = '1970-01-01Z', closed_at = '1970-01-01Z'")
    for path in (home.path / "seal").glob("*"):
        path.unlink()
    with psycopg.connect(connections.administrator(home=home), autocommit=True) as admin:
        admin.execute("checkpoint")


def ours(home: Home, *, entries: int, writers: int, plain: bool = False) -> float:
    """Seconds from the first content to the checkpoint that covers the last entry."""
    empty(home)
    harness.publish(home=home)
    ready, go = multiprocessing.Semaphore(0), multiprocessing.Event()
    share = entries // writers
    processes = [
        multiprocessing.Process(target=write, args=(home.path, share, number + 1, plain, ready, go))
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    with connections.connect("gs_sequencer", home=home, autocommit=True) as connection:
        while not sequencer.lead(connection):
            time.sleep(0.01)
        seal = Seal.open(folder=home.path / "seal", key_file=home.secrets / "seal-key", origin="bench")
        published = done = sequencer.step(connection, seal=seal)
        start = time.perf_counter()
        go.set()
        while done < published + share * writers:
            appended = sequencer.step(connection, seal=seal)
            done += appended
            if not appended:
                time.sleep(0.002)
        seal.sign(done)
        took = time.perf_counter() - start
        seal.close()
    for process in processes:
        process.join()
    return took


def ready_copy(home: Home, rows: dict[str, bytes]) -> float:
    """Seconds to copy the same final rows, precomputed, into the same empty tables."""
    empty(home)
    with connections.connect("gs_owner", home=home) as owner:
        start = time.perf_counter()
        for table, data in rows.items():
            with owner.cursor() as cursor, cursor.copy(f"copy {table} from stdin (format binary)") as copy:
                for at in range(0, len(data), 1 << 20):
                    copy.write(data[at : at + (1 << 20)])
        owner.commit()
        return time.perf_counter() - start


def final_rows(home: Home) -> dict[str, bytes]:
    """The rows our path left, as binary COPY data."""
    answer = {}
    with connections.connect("gs_owner", home=home) as owner:
        for table in TABLES:
            with (
                owner.cursor() as cursor,
                cursor.copy(f"copy (select * from {table} order by sequence) to stdout (format binary)") as copy,
            ):
                answer[table] = b"".join(bytes(block) for block in copy)
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=300_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--plain", action="store_true", help="plain contents, validated in the path")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gsbench") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user, who must reach its data
        home = Home(Path(folder) / "home")
        try:
            set_up(home=home)
            our_seconds, copy_seconds = [], []
            for run in range(options.runs + 1):
                took = ours(home, entries=options.entries, writers=options.writers, plain=options.plain)
                rows = final_rows(home)
                copied = ready_copy(home, rows)
                print(f"run {run}: ours {took:.2f} s, ready copy {copied:.2f} s", file=sys.stderr)
                if run:  # the first run warms files and caches
                    our_seconds.append(took)
                    copy_seconds.append(copied)
            with connections.connect("gs_owner", home=home) as owner:
                version = owner.info.server_version
        finally:
            server.down(home=home)
    entries = options.entries // options.writers * options.writers
    ratios = [copied / took for took, copied in zip(our_seconds, copy_seconds, strict=True)]
    baseline = entries / statistics.median(copy_seconds)
    plausible = PLAUSIBLE_ROWS_PER_S[0] <= baseline <= PLAUSIBLE_ROWS_PER_S[1]
    document = {
        "figures": {
            "append_rows_per_s": round(entries / statistics.median(our_seconds)) if plausible else None,
            "append_vs_ready_copy": round(statistics.median(ratios), 3) if plausible else None,
        },
        "spread": {
            "ours_rows_per_s": [round(entries / max(our_seconds)), round(entries / min(our_seconds))],
            "ready_copy_rows_per_s": [round(entries / max(copy_seconds)), round(entries / min(copy_seconds))],
            "append_vs_ready_copy": [round(min(ratios), 3), round(max(ratios), 3)],
        },
        "baseline": {
            "ready_copy_rows_per_s": round(baseline),
            "bytes_a_row": round(sum(map(len, rows.values())) / entries),
            "plausible": plausible,
            "plausible_range_rows_per_s": PLAUSIBLE_ROWS_PER_S,
        },
        "run": {
            "entries": entries,
            "runs": options.runs,
            "writers": options.writers,
            "validated_in_the_path": options.plain,
            "entries_an_act": ENTRIES_AN_ACT,
            "cores": os.cpu_count(),
            "postgresql": version,
            "psycopg": psycopg.__version__,
            "python": platform.python_version(),
        },
    }
    print(json.dumps(document, indent=1))
    sys.exit(0 if plausible else 3)


if __name__ == "__main__":
    main()
