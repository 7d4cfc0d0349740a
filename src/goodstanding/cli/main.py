"""The `goodstanding` command: one file per command, registered here."""

from __future__ import annotations

import json
import sys

import psycopg
import typer

from goodstanding.access.acting import Incomplete, Refused, Unauthenticated
from goodstanding.access.machines.clients import NotAClient
from goodstanding.access.machines.keys import NotAKey
from goodstanding.access.services import RULES, NotAppointed
from goodstanding.cli import (
    about,
    access,
    client,
    database,
    demo,
    doctor,
    generate,
    intake,
    ledger,
    load,
    pack,
    records,
    sequencer,
    serve,
    unit,
    user,
)
from goodstanding.cli.identity import NobodyActs
from goodstanding.cli.output import CANNOT, NEGATIVE, say
from goodstanding.core.entries import InvalidEntry
from goodstanding.database.errors import DatabaseError
from goodstanding.intake.judging import NotJudged
from goodstanding.intake.reading import NotReadable
from goodstanding.ledger.erasing import ErasureRefused, NotSequenced
from goodstanding.ledger.reading import NotYetKnown
from goodstanding.ledger.seal import SealBroken, SealHeld
from goodstanding.packs.complaints import NotAPack
from goodstanding.register.queries import NotYetProjected
from goodstanding.register.services import NotPublishable
from goodstanding.teaching.generating import NotGenerated

app = typer.Typer(
    no_args_is_help=True,
    help="The register of what public authorities have lawfully recorded about organisations.",
    epilog="Every command has --json and --help. Exit codes: 0 done, 1 a negative answer, 2 wrong usage, 3 cannot run.",
    pretty_exceptions_enable=False,
)
app.command()(about.about)
app.command()(database.up)
app.command()(database.down)
app.command()(database.status)
app.command()(database.reset)
app.command()(serve.serve)
app.command()(sequencer.sequencer)
app.command()(demo.demo)
app.command()(records.records)
app.command()(generate.generate)
app.command()(load.load)
app.command()(doctor.doctor)
app.add_typer(ledger.app, name="ledger")
app.add_typer(pack.app, name="pack")
app.add_typer(access.app, name="access")
app.add_typer(intake.app, name="intake")
app.add_typer(unit.app, name="unit")
app.add_typer(user.app, name="user")
app.add_typer(client.app, name="client")

NEGATIVE_ANSWERS = (
    ErasureRefused,
    Incomplete,
    InvalidEntry,
    NotAClient,
    NotAKey,
    NotAPack,
    NotAppointed,
    NotGenerated,
    NotJudged,
    NotPublishable,
    NotReadable,
    NotYetKnown,
    NotYetProjected,
    Refused,
    Unauthenticated,
)
OBSTACLES = (DatabaseError, NobodyActs, SealBroken, SealHeld, NotSequenced)


def main() -> None:
    """Run the command; turn what went wrong into a message with the fix, and an exit code."""
    try:
        app()
    except NEGATIVE_ANSWERS as refusal:
        _end(str(refusal), code=NEGATIVE)
    except OBSTACLES as obstacle:
        _end(str(obstacle), code=CANNOT)
    except psycopg.IntegrityError as refusal:
        rule = refusal.diag.constraint_name or ""
        _end(RULES.get(rule, f"{refusal.diag.message_primary} ({rule})"), code=NEGATIVE)
    except psycopg.OperationalError as gone:
        _end(f"The database does not answer ({str(gone).strip()}). Start it: goodstanding up", code=CANNOT)
    except psycopg.errors.UndefinedTable as missing:
        _end(f"The database is not set up ({missing.diag.message_primary}). Run: goodstanding up", code=CANNOT)


def _end(message: str, *, code: int) -> None:
    say(message)
    if "--json" in sys.argv:
        print(json.dumps({"error": message}, ensure_ascii=False))
    sys.exit(code)


if __name__ == "__main__":
    main()
