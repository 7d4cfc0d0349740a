"""`goodstanding ledger …`: verify, rebuild, show and erase."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from psycopg import IsolationLevel

from goodstanding.access import queries as access_queries
from goodstanding.access.acting import acting
from goodstanding.cli.identity import Basis, Case, Purpose, doing, somebody
from goodstanding.cli.output import NEGATIVE, Json, Progress, answer
from goodstanding.config import installation
from goodstanding.database import connections
from goodstanding.database.home import Home, home
from goodstanding.ledger import erasing, reading, scrubbing, verifying
from goodstanding.ledger.envelope import CannotOpen, KeyRing, unseal
from goodstanding.register import queries

TIMES = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ"]

app = typer.Typer(no_args_is_help=True, help="The ledger: the truth from which everything else is rebuilt.")


@app.command()
def verify(*, as_json: Json = False) -> None:
    """Hold every entry and content against the seal; name each that was changed. Exit code 1 when one was.

    Example: goodstanding ledger verify --json
    """
    place = home()
    with connections.connect("gs_owner", home=place) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        total = reading.head(connection).sequence
        report = verifying.verify(
            connection,
            folder=installation.seal_folder(place),
            keys=installation.keys(place),
            progress=Progress(of="entries verified", total=total),
        )
    words = (
        f"{report.entries:,} entries: {report.contents:,} contents fit, {report.erased:,} are erased, "
        f"{report.sealed:,} are sealed. Root {report.root[:16]}…\n"
    )
    if report.sound:
        words += "Nothing was changed."
    else:
        named = "\n".join(f"  entry {fault.sequence or '(ledger)'}: {fault.what}" for fault in report.faults)
        words += f"{len(report.faults):,} faults:\n{named}"
    answer(dataclasses.asdict(report) | {"sound": report.sound}, as_json=as_json, words=words)
    if not report.sound:
        raise typer.Exit(NEGATIVE)


@app.command()
def rebuild(*, as_json: Json = False) -> None:
    """Build every table anew from the ledger. Exit code 1 when a table had not followed from it (it does now).

    Example: goodstanding ledger rebuild
    """
    place = home()
    with connections.connect("gs_owner", home=place) as connection:
        total = reading.head(connection).sequence
        built = installation.projector(place).rebuild(connection, progress=Progress(of="entries", total=total))
    if built.differing:
        words = f"{built.entries:,} entries. These tables had been altered and are right again: {built.differing}"
    else:
        words = f"{built.entries:,} entries. Every table followed from the ledger."
    answer(dataclasses.asdict(built) | {"differing": built.differing}, as_json=as_json, words=words)
    if built.differing:
        raise typer.Exit(NEGATIVE)


@app.command()
def show(
    handle: Annotated[UUID, typer.Argument(help="The handle of a record or of an organisation.")],
    *,
    purpose: Purpose,
    basis: Basis,
    case: Case = None,
    known_at: Annotated[
        datetime | None,
        typer.Option(help="What was known at this time (UTC).", formats=TIMES),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the entries about a handle, and the record as known at a time. The look is logged; the organisation sees it.

    Example: goodstanding ledger show 8fa85bf8-0372-4b44-aa6a-daeca9b36009 --purpose review --basis "Review Act s.3"
    --case R-12 --known-at 2026-11-24T10:00:00
    """
    place = home()
    keys = installation.keys(place)
    asked: dict[str, Any] = {"purpose": purpose, "basis": basis, "case": case, "cls": "record", "targets": [handle]}
    with doing(home=place, action="look-back", **asked) as (here, _):
        connection = here.connection
        moment = known_at.replace(tzinfo=UTC) if known_at else None
        position = reading.position_at(connection, moment=moment) if moment else reading.head(connection).sequence
        entries = [
            _entry(entry, keys=keys)
            for entry in reading.entries_of(connection, handle=handle)
            if entry.sequence <= position
        ]
        record = queries.record_as_known(connection, handle=handle, position=position)
    document = {
        "handle": handle,
        "position": position,
        "entries": entries,
        "record": dataclasses.asdict(record) if record else None,
        "erased": isinstance(record, queries.ErasedAnswer),
    }
    answer(document, as_json=as_json, words=_in_words(document, record))
    if not entries:
        raise typer.Exit(NEGATIVE)


def _entry(entry: reading.Entry, *, keys: KeyRing) -> dict[str, Any]:
    said: Any = None
    if entry.sealed is not None:
        try:
            opened = unseal(sealed=entry.sealed, committed=entry.commitment, handle=entry.handle, keys=keys)
            said = json.loads(opened)
        except CannotOpen as reason:
            said = {"cannot be opened": str(reason)}
    known = dataclasses.asdict(entry)
    del known["sealed"]
    return known | {"commitment": entry.commitment.hex(), "content": said}


def _in_words(document: dict[str, Any], record: queries.RecordVersion | queries.ErasedAnswer | None) -> str:
    lines = [f"Known at position {document['position']} of the ledger:"]
    for entry in document["entries"]:
        lines.append(
            f"  {entry['sequence']:>8}  {entry['sequenced_at']:%Y-%m-%d %H:%M:%S} UTC  {entry['kind']}"
            f"  by {entry['actor']} for {entry['authority']} on {entry['basis']}"
        )
        said = entry["content"]
        lines.append(
            "            content erased" if said is None else f"            {json.dumps(said, ensure_ascii=False)}"
        )
    if not document["entries"]:
        lines.append("  No entry.")
    if isinstance(record, queries.ErasedAnswer):
        lines.append(f"Erased on {record.erased_at:%Y-%m-%d} under {record.basis}.")
    elif record is not None and record.annulled:
        lines.append("Annulled: the decision was never valid.")
    return "\n".join(lines)


@app.command(name="propose-erasure")
def propose_erasure(
    handle: Annotated[UUID, typer.Argument(help="The handle whose content is to be erased.")],
    *,
    basis: Annotated[str, typer.Option(help="The legal basis of the erasure.")],
    reason: Annotated[str, typer.Option(help="Why, in words.")],
    case: Case = None,
    as_json: Json = False,
) -> None:
    """Propose an erasure, as a caseworker. It has no effect until a decider of another unit decides it.

    Example: goodstanding ledger propose-erasure 8fa85bf8-0372-4b44-aa6a-daeca9b36009 --basis "Data Act s.17"
    --reason "court order 12/2026" --case E-4
    """
    asked: dict[str, Any] = {"purpose": "casework", "cls": "record", "basis": basis, "case": case}
    with doing(home=home(), action="propose", **asked) as (here, _):
        proposal = erasing.propose(here.connection, handle=handle, basis=basis, reason=reason)
    words = (
        f"Proposed: {proposal}. A decider of another unit decides it: goodstanding ledger erase {handle} --proposal …"
    )
    answer({"proposal": proposal, "handle": handle}, as_json=as_json, words=words)


@app.command()
def erase(
    handle: Annotated[UUID | None, typer.Argument(help="The handle whose content is to be erased.")] = None,
    *,
    proposal: Annotated[UUID | None, typer.Option(help="What another person proposed.")] = None,
    basis: Annotated[str, typer.Option(help="The legal basis, as it was proposed.")] = "",
    reason: Annotated[str, typer.Option(help="Why, in the words it was proposed in.")] = "",
    case: Case = None,
    finish: Annotated[bool, typer.Option("--finish", help="Only finish erasures that a crash interrupted.")] = False,
    scrub_later: Annotated[
        bool, typer.Option("--scrub-later", help="Leave overwriting the freed space to: goodstanding ledger scrub")
    ] = False,
    as_json: Json = False,
) -> None:
    """Erase all content under a handle, as a decider, once a person of another unit proposed it. The entries stay.

    Example: goodstanding ledger erase 8fa85bf8-0372-4b44-aa6a-daeca9b36009 --proposal
    0d1c54a4-58cc-4f4e-9d3a-2c0f6a1e9f10 --basis "Data Act s.17" --reason "court order 12/2026" --case E-4
    """
    place = home()
    ticket = None if finish else _decide_erasure(place, handle, proposal, basis=basis, reason=reason, case=case)
    with installation.serving_connection("gs_eraser", home=place) as connection:
        if ticket is not None:
            erasing.wait_until_sequenced(connection, ticket=ticket)
        erasures = erasing.unfinished(connection)
        gone = {number: erasing.finish(connection, erasure=number) for number in erasures}
        erasing.wait_until_projected(connection, sequence=max(erasures, default=0))
    scrubbed = _scrub(place) if gone and not scrub_later else None
    words = "\n".join(f"Entry {number} erased {count} contents." for number, count in gone.items())
    if scrubbed and scrubbed.in_use:
        words += f"\nIn use and not overwritten yet: {', '.join(scrubbed.in_use)}. Later: goodstanding ledger scrub"
    document = {"erased": gone, "scrubbed": scrubbed is not None and not scrubbed.in_use}
    answer(document, as_json=as_json, words=words or "Nothing to finish.")


def _decide_erasure(
    place: Home, handle: UUID | None, proposal: UUID | None, *, basis: str, reason: str, case: str | None
) -> int:
    said = {"HANDLE": handle, "--proposal": proposal, "--basis": basis, "--reason": reason}
    if missing := [name for name, value in said.items() if not value]:
        raise typer.BadParameter(f"an erasure needs {', '.join(missing)}")
    with somebody(home=place) as (pools, under):
        with pools.access.connection() as access:
            proposed = access_queries.proposal(access, proposal=proposal) if proposal else None
        if proposed is None:
            raise erasing.ErasureRefused("nobody proposed this: goodstanding ledger propose-erasure --help")
        asked: dict[str, Any] = {
            "purpose": "decision",
            "cls": "record",
            "basis": basis,
            "case": case,
            "proposal": proposal,
        }
        with acting(pools, under=under, through="gs_eraser", action="erase", **asked) as here:
            return erasing.decide(
                here.connection,
                handle=handle or proposed.handle,
                basis=basis,
                reason=reason,
                proposed_by=(proposed.proposed_by, proposed.unit),
                decided_by=(under.pseudonym, under.unit or ""),
                authority=under.authority or "",
            )


@app.command()
def scrub(*, as_json: Json = False) -> None:
    """Overwrite the space that erased rows left in the database's files. Exit code 1 when a table was in use.

    Example: goodstanding ledger scrub
    """
    found = _scrub(home())
    words = f"{len(found.rewritten)} tables rewritten."
    if found.in_use:
        words += f" In use, try again later: {', '.join(found.in_use)}."
    answer(dataclasses.asdict(found), as_json=as_json, words=words)
    if found.in_use:
        raise typer.Exit(NEGATIVE)


def _scrub(place: Home) -> scrubbing.Scrubbed:
    with connections.connect("gs_owner", home=place, autocommit=True) as connection:
        return scrubbing.scrub(connection, projected=installation.projector(place).tables)
