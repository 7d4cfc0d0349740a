"""`goodstanding intake …`: a department's files into the register. A clerk's acts, or a machine's."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from psycopg import Connection

from goodstanding.access.acting import Appointment, acting
from goodstanding.cli.identity import doing, somebody
from goodstanding.cli.output import CANNOT, NEGATIVE, Json, Progress, answer, say
from goodstanding.config import installation
from goodstanding.config.pools import OfficePools
from goodstanding.database.home import home, secret
from goodstanding.intake import judging, preview, queries, withdrawing
from goodstanding.intake.applying import Job, apply, published_pack

app = typer.Typer(no_args_is_help=True, help="A department's files into the register (a clerk's acts, or a machine's).")

File = Annotated[Path, typer.Argument(help="The file: CSV, TSV, JSON lines, Parquet or XLSX.")]
Mapping = Annotated[str, typer.Option(help="How the file reads: one of the law pack's intakes.")]
Encoding = Annotated[str, typer.Option(help="How a text file is encoded.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the ledger.")]


@contextmanager
def _filing(action: str = "file") -> Iterator[tuple[Connection[Any], OfficePools, Appointment]]:
    """Answer a connection in which whoever runs the command files for the own authority."""
    with (
        somebody(home=home()) as (pools, under),
        acting(
            pools, under=under, through="gs_clerk", action=action, purpose="filing", cls="record", basis="intake"
        ) as here,
    ):
        yield here.connection, pools, under


def _job(connection: Connection[Any], under: Appointment, *, file: Path, mapping: str, encoding: str = "utf-8") -> Job:
    pack = str(under.authority).partition(":")[0]
    edition = queries.latest_edition(connection, pack=pack)
    if edition is None:
        say(f"No edition of {pack} is published here. Publish one: goodstanding pack publish")
        raise typer.Exit(CANNOT)
    intakes = published_pack(connection, sha256=edition).catalogue.intakes
    if mapping and mapping not in intakes:
        say(f"{mapping!r} is no intake of {pack}. It has: {', '.join(sorted(intakes)) or 'none'}.")
        raise typer.Exit(CANNOT)
    place = home()
    return Job(
        edition=edition,
        mapping=mapping,
        path=file,
        under=under,
        secret=secret("intake", home=place).encode(),
        keys=partial(installation.keys, place),
        pools=partial(OfficePools, home=place, size=1),
        today=datetime.now(UTC).date(),
        encoding=encoding,
        private_as=intakes[mapping].private_as if mapping else None,
    )


@app.command()
def check(
    file: File,
    *,
    mapping: Mapping,
    encoding: Encoding = "utf-8",
    faults: Annotated[Path | None, typer.Option(help="Write every fault into this CSV file, to send back.")] = None,
    as_json: Json = False,
) -> None:
    """Say what applying the file would do, and every fault by row, field and rule. Nothing is filed.

    Exit code 1 when any row has a fault.

    Example: goodstanding intake check penalties.csv --mapping penalties --faults faults.csv
    """
    with _filing() as (connection, _, under):
        job = _job(connection, under, file=file, mapping=mapping, encoding=encoding)
        found = preview.check(connection, job=job, authority=str(under.authority), progress=Progress(of="rows"))
    if faults is not None:
        preview.write_faults(found.faults, path=faults)
    document = dataclasses.asdict(found)
    lines = [f"{found.rows:,} rows: {_counted(found.counts)}.", *_because(found.reasons)]
    lines += [str(fault) for fault in found.faults[: preview.SHOWN]]
    if len(found.faults) > preview.SHOWN:
        lines.append(f"and {len(found.faults) - preview.SHOWN:,} faults more; --faults writes all of them into a file")
    answer(document, as_json=as_json, words="\n".join(lines))
    if found.faults:
        raise typer.Exit(NEGATIVE)


@app.command(name="apply")
def apply_file(
    file: File,
    *,
    mapping: Mapping,
    encoding: Encoding = "utf-8",
    workers: Annotated[int, typer.Option(help="How many processes file side by side.")] = 1,
    as_json: Json = False,
) -> None:
    """File the sound rows of the file, once: applied again, or after a crash, it goes on where it stopped.

    Rows with faults are left out and counted; what cannot be decided is held for a person.

    Example: goodstanding intake apply penalties.csv --mapping penalties
    """
    with _filing() as (connection, _, under):
        job = _job(connection, under, file=file, mapping=mapping, encoding=encoding)
    batch = apply(job, workers=workers, progress=Progress(of="rows"))
    words = [f"Batch {batch.batch} is {batch.state}: {batch.rows or 0:,} rows, {_counted(batch.counts)}."]
    answer(dataclasses.asdict(batch), as_json=as_json, words="\n".join([*words, *_because(batch.reasons)]))


@app.command()
def withdraw(
    batch: Annotated[UUID, typer.Argument(help="The batch; goodstanding intake status lists them.")],
    *,
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Take a whole batch back that was filed in error: what was there before it holds again.

    Example: goodstanding intake withdraw 0c1f… --reason "the file of the wrong year"
    """
    with _filing("correct") as (connection, _, under):
        counts = withdrawing.withdraw(
            connection,
            batch=batch,
            reason=reason,
            actor=under.pseudonym,
            authority=str(under.authority),
            keys=installation.keys(home()),
        )
    words = f"Batch {batch} is withdrawn: {_counted(counts) or 'it had brought nothing'}."
    answer({"batch": batch, "withdrawn": counts}, as_json=as_json, words=words)


@app.command()
def status(*, as_json: Json = False) -> None:
    """List the own authority's batches, and how many rows wait for a person, by reason.

    Example: goodstanding intake status
    """
    with _filing() as (connection, _, _under):
        batches, waiting = queries.batches(connection), queries.waiting(connection)
    document = {
        "batches": [dataclasses.asdict(one) for one in batches],
        "waiting": [dataclasses.asdict(one) for one in waiting],
    }
    lines = [
        f"{one.opened_at:%Y-%m-%d %H:%M}  {one.batch}  {one.state:<9} {one.file_name}  {_counted(one.counts)}"
        for one in batches
    ]
    lines += [f"waiting: {one.waiting:,} × {one.reason} of {one.file_name}; first {one.next}" for one in waiting]
    answer(document, as_json=as_json, words="\n".join(lines) or "No batch.")


@app.command()
def held(
    row: Annotated[UUID, typer.Argument(help="The held row; goodstanding intake status names the first of each.")],
    *,
    as_json: Json = False,
) -> None:
    """Show a held row, why it is held, and whom its number names. The look is logged.

    Example: goodstanding intake held 5b0e…
    """
    with _filing() as (connection, _, _under):
        targets = [row, *queries.candidates(connection, held=row)]
    asked: dict[str, Any] = {"action": "look", "purpose": "filing", "cls": "sole-trader", "basis": "intake"}
    with doing(home=home(), through="gs_clerk", targets=[row], **asked) as (here, _under):
        found = queries.held_looked_at(here.connection)
    document = {"held": [dataclasses.asdict(one) for one in found], "candidates": targets[1:]}
    lines = []
    for one in found:
        lines.append(f"row {one.row_number:,}: {one.reason}")
        lines += [f"  {name}: {value}" for name, value in (one.fields or {}).items()]
    lines += [f"its number names {one}" for one in targets[1:]]
    answer(document, as_json=as_json, words="\n".join(lines))


@app.command()
def judge(
    row: Annotated[UUID, typer.Argument(help="The held row.")],
    *,
    verdict: Annotated[str, typer.Option(help=", ".join(judging.VERDICTS))],
    organisation: Annotated[UUID | None, typer.Option(help="Whom it is about, where the register knows it.")] = None,
    form: Annotated[str | None, typer.Option(help="A new organisation's form, as the law pack names it.")] = None,
    note: Annotated[str | None, typer.Option(help="A note for whoever asks later.")] = None,
    as_json: Json = False,
) -> None:
    """Judge a held row: whom it is about, or that it is not filed. The judgement is an entry; it can be undone.

    Exit code 1 when the row cannot be judged so.

    Example: goodstanding intake judge 5b0e… --verdict not-filed --note "a person's name"
    """
    with _filing() as (connection, _, under):
        job = _job(connection, under, file=Path(), mapping="")
        pack = published_pack(connection, sha256=job.edition)
        found = judging.Verdict(verdict, organisation=organisation, form=form, note=note)
        record = judging.judge(connection, job=job, pack=pack, held=row, found=found, authority=str(under.authority))
    words = f"Row {row} is judged: {verdict}" + (f"; filed as {record}." if record else ".")
    answer({"held": row, "verdict": verdict, "record": record}, as_json=as_json, words=words)


@app.command()
def undo(row: Annotated[UUID, typer.Argument(help="The held row.")], *, reason: Reason, as_json: Json = False) -> None:
    """Take the judgement of a held row back, with what it filed; the row waits again.

    Example: goodstanding intake undo 5b0e… --reason "another company of that name"
    """
    with _filing("correct") as (connection, _, under):
        job = _job(connection, under, file=Path(), mapping="")
        judging.undo(connection, job=job, held=row, reason=reason, authority=str(under.authority))
    answer({"held": row, "waits": True}, as_json=as_json, words=f"Row {row} waits again.")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in sorted(counts.items()) if number)


def _because(reasons: dict[str, int]) -> list[str]:
    return [f"  {number:,} × {reason}" for reason, number in sorted(reasons.items(), key=lambda one: -one[1])]
