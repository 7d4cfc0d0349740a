"""How fast a department's rows become entries of the ledger: read, validated, screened, identified, filed, sequenced.

Ours: Exampleland's register is there (organisations and places, projected) before the clock starts. Then the filings of
its five departments are applied one after another, each by two processes, both passes, held rows and receipts
included, while the sequencer seals what they file; the clock stops when a signed checkpoint covers the last entry.
Baseline: the rows our path left (ledger entries, contents, keys of what is filed), read back as binary COPY data,
copied into the same emptied tables with the same indexes by one client that does nothing else.

    make -s bench NAME=intake [ARGS="--organisations 320000 --workers 2"]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from goodstanding.config import demonstration, installation
from goodstanding.config.founding import Invented
from goodstanding.config.loading import exampleland
from goodstanding.config.pools import OfficePools
from goodstanding.config.settling import settle
from goodstanding.database import connections, server
from goodstanding.database.home import Home, secret
from goodstanding.database.setup import set_up
from goodstanding.intake.applying import Job, apply
from goodstanding.ledger import sequencer
from goodstanding.packs.shipped import shipped
from goodstanding.teaching import generating

TABLES = ("ledger.ledger_entry", "ledger.entry_content", "intake.filed_key")
PLAUSIBLE_ROWS_PER_S = (10_000, 2_000_000)


def sequence(home: Home, stop: Any, done: Any) -> None:
    """Lead and seal until told to stop and nothing waits; projecting is not in the path."""
    with connections.connect("gs_sequencer", home=home, autocommit=True) as connection:
        while not sequencer.lead(connection):
            time.sleep(0.01)
        with contextlib.closing(installation.open_seal(home)) as seal:
            seal.recover(head=sequencer.head(connection))
            while True:
                ending = stop.is_set()
                if not sequencer.step(connection, seal=seal):
                    if ending:
                        break
                    time.sleep(0.002)
            seal.sign(sequencer.head(connection))
    done.set()


def furnish(home: Home, folder: Path) -> None:
    """Publish the law and put the register in."""
    pack = shipped(exampleland.PACK)
    with connections.connect("gs_owner", home=home, autocommit=True) as owner, OfficePools(home=home, size=1) as pools:
        people = Invented(owner, pools, pack=exampleland.PACK)
        today, keys = datetime.now(UTC).date(), installation.keys(home)
        demonstration.publish(pools, people, pack=pack, today=today, keys=keys)
        settle(home)
        registrar = people.appointed(name="demonstration", role="clerk", authority="exampleland:registrar")
        exampleland.register(pools, registrar, folder=folder, pack=pack, keys=keys, progress=lambda *_: None)
        settle(home)


def ours(home: Home, folder: Path, *, workers: int) -> tuple[float, dict[str, Any]]:
    """Seconds from the first file to the checkpoint, and what became of the rows."""
    pack = shipped(exampleland.PACK)
    jobs = []
    with connections.connect("gs_owner", home=home, autocommit=True) as owner, OfficePools(home=home, size=1) as pools:
        people = Invented(owner, pools, pack=exampleland.PACK)
        for path in sorted((folder / "filings").iterdir()):
            authority = f"{exampleland.PACK}:{path.stem}"
            under = people.appointed(name="demonstration", role="clerk", authority=authority)
            jobs.append(
                Job(
                    edition=pack.sha256,
                    mapping="filings",
                    path=path,
                    under=under,
                    secret=secret("intake", home=home).encode(),
                    keys=partial(installation.keys, home),
                    pools=partial(OfficePools, home=home, size=1),
                    today=datetime.now(UTC).date(),
                )
            )
    context = multiprocessing.get_context("spawn")
    stop, done = context.Event(), context.Event()
    sealing = context.Process(target=sequence, args=(home, stop, done), daemon=True)
    sealing.start()
    counts: dict[str, Any] = {}
    start = time.perf_counter()
    for job in jobs:
        begun = time.perf_counter()
        batch = apply(job, workers=workers)
        counts[job.path.stem] = batch.counts | {"rows": batch.rows, "seconds": round(time.perf_counter() - begun, 2)}
        print(f"{job.path.stem}: {counts[job.path.stem]}", file=sys.stderr)
    stop.set()
    done.wait()
    took = time.perf_counter() - start
    sealing.join()
    return took, counts


def rows_left(home: Home, after: int) -> dict[str, bytes]:
    """The rows our path left, as binary COPY data."""
    answer = {}
    with connections.connect("gs_owner", home=home) as owner:
        for table in TABLES:
            where = (
                f"where sequence > {after} order by sequence" if table.startswith("ledger") else "order by batch, row"
            )
            with owner.cursor().copy(f"copy (select * from {table} {where}) to stdout (format binary)") as copy:
                answer[table] = b"".join(bytes(block) for block in copy)
    return answer


def ready_copy(home: Home, rows: dict[str, bytes], after: int) -> float:
    """Seconds to copy the same final rows into the same tables, from which they were taken."""
    administrator = make_conninfo(connections.administrator(home=home), dbname=connections.database_name())
    with psycopg.connect(administrator, autocommit=True) as admin:
        # Emptying an append-only table is what its triggers are there to refuse.
        admin.execute("set session_replication_role = replica")
        for table in TABLES:
            admin.execute(f"delete from {table}" + (f" where sequence > {after}" if table.startswith("ledger") else ""))
    with psycopg.connect(connections.administrator(home=home), autocommit=True) as admin:
        admin.execute("checkpoint")
    with connections.connect("gs_owner", home=home, autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f"vacuum {table}")
    with connections.connect("gs_owner", home=home) as owner:
        start = time.perf_counter()
        for table, data in rows.items():
            with owner.cursor() as cursor, cursor.copy(f"copy {table} from stdin (format binary)") as copy:
                for at in range(0, len(data), 1 << 20):
                    copy.write(data[at : at + (1 << 20)])
        owner.commit()
        return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=320_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gsbench") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user, who must reach its data
        home, data = Home(Path(folder) / "home"), Path(folder) / "data"
        try:
            set_up(home=home)
            generating.generate(organisations=options.organisations, seed=1, out=data)
            furnish(home, data)
            print("the register is there", file=sys.stderr)
            with connections.connect("gs_owner", home=home) as owner:
                (after,) = owner.execute("select sequence from ledger.head").fetchone() or (0,)
                version = owner.info.server_version
            took, counts = ours(home, data, workers=options.workers)
            rows = rows_left(home, after)
            copied = ready_copy(home, rows, after)
        finally:
            server.down(home=home)
    read = sum(one["rows"] for one in counts.values())
    baseline = read / copied
    plausible = PLAUSIBLE_ROWS_PER_S[0] <= baseline <= PLAUSIBLE_ROWS_PER_S[1]
    document = {
        "figures": {
            "intake_rows_per_s": round(read / took) if plausible else None,
            "intake_vs_ready_copy": round(copied / took, 3) if plausible else None,
        },
        "ours": {"rows": read, "seconds": round(took, 2), "departments": counts},
        "baseline": {
            "ready_copy_rows_per_s": round(baseline),
            "seconds": round(copied, 2),
            "bytes": sum(map(len, rows.values())),
            "plausible": plausible,
            "plausible_range_rows_per_s": PLAUSIBLE_ROWS_PER_S,
        },
        "run": {
            "organisations": options.organisations,
            "workers": options.workers,
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
