"""Load a release's ledger into an empty database, project it with today's program, and compare the answers.

A folder holds `entries.jsonl` (rows as stored), `key` (the content key, hex), `seal/` and `answers.json` (what that
release answered about every handle at every position). Table hashes may change with the tables; answers may not.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Connection

from goodstanding.ledger import reading, verifying
from goodstanding.ledger.envelope import KeyRing
from goodstanding.ledger.projection import Projector
from goodstanding.register import queries
from goodstanding.register.projections import PROJECTIONS

HERE = Path(__file__).parent
COLUMNS = (
    "sequence act sequenced_at handle schema_version kind actor authority basis filed_by commitment".split()  # noqa: SIM905
)
DAYS = (date(2024, 12, 31), date(2025, 6, 1), date(2026, 12, 31))


def releases() -> list[Path]:
    """Answer the folders of all releases."""
    return sorted(path.parent for path in HERE.glob("*/entries.jsonl"))


def rows(owner: Connection[Any]) -> Iterator[dict[str, Any]]:
    """Answer the ledger's rows as plain values."""
    for entry in reading.every_entry(owner):
        yield {
            name: value.hex()
            if isinstance(value, bytes)
            else str(value)
            if isinstance(value, UUID | datetime)
            else value
            for name, value in dataclasses.asdict(entry).items()
        }


def empty(owner: Connection[Any]) -> None:
    """Empty the ledger, which only its owner can, by setting the triggers aside."""
    parts = "select relid::text from pg_partition_tree(%s) where isleaf"
    tables = [
        name
        for parent in ("ledger.ledger_entry", "ledger.entry_content")
        for (name,) in owner.execute(parts, (parent,)).fetchall()
    ]
    for table in tables:
        owner.execute(f"alter table {table} disable trigger user")
    owner.execute(f"truncate {', '.join(['ledger.outbox', 'ledger.erased', *tables])}")
    for table in tables:
        owner.execute(f"alter table {table} enable trigger user")


def load(owner: Connection[Any], folder: Path) -> int:
    """Put a release's rows into an empty ledger, as its owner; answer how many."""
    empty(owner)
    found = [json.loads(line) for line in (folder / "entries.jsonl").read_text("utf-8").splitlines()]
    owner.execute("select ledger.make_room(%s)", (len(found),))
    for row in found:
        values = [bytes.fromhex(row[name]) if name == "commitment" else row[name] for name in COLUMNS]
        owner.execute(
            f"insert into ledger.ledger_entry ({', '.join(COLUMNS)}, log)"
            f" values ({', '.join(['%s'] * len(COLUMNS))}, ledger.log_of(%s))",
            [*values, row["kind"]],
        )
        if row["sealed"] is not None:
            owner.execute(
                "insert into ledger.entry_content (sequence, log, sealed) values (%s, ledger.log_of(%s), %s)",
                (row["sequence"], row["kind"], bytes.fromhex(row["sealed"])),
            )
    last = found[-1]
    owner.execute(
        "update ledger.head set sequence = %s, sequenced_at = %s, closed_at = %s",
        (last["sequence"], last["sequenced_at"], last["sequenced_at"]),
    )
    owner.execute("update ledger.projected set sequence = 0")
    return len(found)


def answers(connection: Connection[Any]) -> dict[str, Any]:
    """Answer what the register says of every handle at every position, as plain values."""
    head = reading.head(connection).sequence
    handles = sorted({entry.handle for entry in reading.every_entry(connection)})
    organisations = [h for (h,) in connection.execute("select handle from register.organisation order by 1")]
    records = {
        f"{handle}@{position}": _plain(queries.record_as_known(connection, handle=handle, position=position))
        for handle in handles
        for position in range(head + 1)
    }
    answering = {
        f"{handle}@{position} on {day}": sorted(
            map(str, queries.answering_for(connection, organisation=handle, as_of=day, position=position))
        )
        for handle in organisations
        for position in range(head + 1)
        for day in DAYS
    }
    refused = dict(connection.execute("select sequence::text, handle::text from ledger.refused_entry").fetchall())
    return {"records": {key: said for key, said in records.items() if said}, "answering": answering, "refused": refused}


def _plain(answer: Any) -> Any:
    return None if answer is None else json.loads(json.dumps(dataclasses.asdict(answer), default=str))


def differences(connect: Callable[..., Connection[Any]], folder: Path) -> list[str]:
    """Replay a release in the (then overwritten) database of `connect`; answer what it answers otherwise."""
    keys = KeyRing.of(bytes.fromhex((folder / "key").read_text().strip()))
    with connect("gs_owner", autocommit=True) as owner, tempfile.TemporaryDirectory() as copied:
        projector = Projector(PROJECTIONS, keys)
        for table in projector.tables:
            owner.execute(f"delete from {table}")
        load(owner, folder)
        shutil.copytree(folder / "seal", Path(copied) / "seal")
        wrong = [fault.what for fault in verifying.verify(owner, folder=Path(copied) / "seal", keys=keys).faults]
        while projector.step(owner):
            pass
        expected = json.loads((folder / "answers.json").read_text("utf-8"))
        found = answers(owner)
        for part, said in expected.items():
            wrong += [
                f"{part} {key}: {found[part].get(key)} was {value}"
                for key, value in said.items()
                if found[part].get(key) != value
            ]
            wrong += [f"{part} {key}: new" for key in found[part].keys() - said.keys()]
        return wrong + projector.rebuild(owner).differing
