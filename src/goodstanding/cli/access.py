"""`goodstanding access …`: what may I do, who looked, what is unusual."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import typer

from goodstanding.access import policy, queries
from goodstanding.access.acting import acting
from goodstanding.cli.identity import Basis, Case, Purpose, doing, somebody
from goodstanding.cli.output import NEGATIVE, Json, answer
from goodstanding.config import installation
from goodstanding.database.home import home
from goodstanding.register import queries as register

app = typer.Typer(no_args_is_help=True, help="Who may do what, and who looked (docs/access.md).")


@app.command()
def may(
    action: Annotated[str, typer.Argument(help="The action, as look or file.")],
    cls: Annotated[str, typer.Argument(metavar="CLASS", help="Of what: record, organisation, case, …")],
    *,
    purpose: Purpose,
    other: Annotated[bool, typer.Option("--other", help="Another's, not the own authority's.")] = False,
    as_json: Json = False,
) -> None:
    """Say whether the table allows it in the role of the token, and by which line. Exit code 1 when it does not.

    Example: goodstanding access may look record --purpose review
    """
    with somebody(home=home()) as (_, under):
        pass
    found = policy.may(under, action=action, purpose=purpose, cls=cls, own=not other)
    document = {
        "role": under.role,
        "allowed": found.allowed,
        "line": found.line,
        "obligations": sorted(found.obligations),
    }
    asks = f" It asks for: {', '.join(sorted(found.obligations))}." if found.obligations else ""
    words = f"Yes, by line {found.line}.{asks}" if found.allowed else f"No: no line allows it to a {under.role}."
    answer(document, as_json=as_json, words=words)
    if not found.allowed:
        raise typer.Exit(NEGATIVE)


@app.command()
def look(
    *,
    organisation: Annotated[UUID | None, typer.Option(help="Its handle.")] = None,
    identifier: Annotated[str | None, typer.Option(help="Or SCHEME=NUMBER.")] = None,
    purpose: Purpose,
    basis: Basis,
    case: Case = None,
    delayed_until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Told to the organisation only from this day.")
    ] = None,
    delay_basis: Annotated[str | None, typer.Option(help="The law that says it may be told later.")] = None,
    as_json: Json = False,
) -> None:
    """Look at an organisation and at its records that may be seen. The look is logged; the organisation sees it.

    Example: goodstanding access look --identifier xx-reg=EX-1003 --purpose casework --basis "Act s.4" --case C-7
    """
    place = home()
    scheme, _, number = (identifier or "").partition("=")
    asked: dict[str, Any] = {
        "purpose": purpose,
        "basis": basis,
        "case": case,
        "cls": "organisation",
        "delayed_until": delayed_until.date() if delayed_until else None,
        "delay_basis": delay_basis,
    }
    with somebody(home=place) as (pools, under):
        if organisation is None:
            with acting(pools, under=under, action="find", identifier=(scheme, number), **asked) as here:
                row = here.connection.execute("select handle from register.organisation").fetchone()
            organisation = row[0] if row else None
        if organisation is None:
            answer({"organisation": None}, as_json=as_json, words="No such organisation.")
            raise typer.Exit(NEGATIVE)
        with acting(pools, under=under, action="look", targets=[organisation], **asked) as here:
            found = register.looked_at(here.connection)
    lines = []
    for one in found:
        lines += [f"{one.name}  {one.handle}", *(f"  {record}" for record in map(_record, one.records))]
        lines += ["  No record."] * (not one.records)
    answer({"organisations": [dataclasses.asdict(one) for one in found]}, as_json=as_json, words="\n".join(lines))


def _record(record: register.RecordVersion) -> str:
    until = record.ends_on or "further notice"
    annulled = ", annulled" * record.annulled
    return f"{record.decided_on} {record.authority_name}, {record.law}, {record.tier}, until {until}{annulled}"


@app.command()
def log(
    *,
    organisation: Annotated[UUID | None, typer.Option(help="Whose log (a representative's own, left out).")] = None,
    purpose: Purpose,
    basis: Basis,
    case: Case = None,
    as_json: Json = False,
) -> None:
    """Show who looked and why: at the own organisation, or by the own authority's people.

    Example: goodstanding access log --purpose own-access --basis "Register Act s.12"
    """
    asked: dict[str, Any] = {
        "action": "read-log",
        "purpose": purpose,
        "cls": "access-log",
        "basis": basis,
        "case": case,
    }
    with somebody(home=home()) as (pools, under):
        own = organisation or under.organisation
        with acting(pools, under=under, targets=[own] if own else [], **asked) as here:
            if under.role == "representative" and own:
                looks = queries.looks_of_organisation(here.connection, organisation=own)
            else:
                looks = queries.looks_of_authority(here.connection, authority=under.authority or "")
    lines = [
        f"{one.at:%Y-%m-%d %H:%M:%S} UTC  {one.authority}, {one.role} of {one.unit or 'the organisation'}"
        f" ({one.actor}): {one.action}, {one.decision}\n    for {one.purpose} on {one.basis}"
        + (f", case {one.case_reference}" if one.case_reference else "")
        + (f"\n    told only from {one.delayed_until}, on {one.delay_basis}" if one.delayed_until else "")
        for one in looks
    ]
    document = {"looks": [dataclasses.asdict(one) for one in looks]}
    answer(document, as_json=as_json, words="\n".join(lines) or "Nobody looked.")


@app.command()
def unusual(
    *,
    days: Annotated[int, typer.Option(help="How far back.")] = 30,
    bulk: Annotated[int, typer.Option(help="More organisations than this in a day is much.")] = queries.BULK_A_DAY,
    as_json: Json = False,
) -> None:
    """Report what is unusual in the own authority's looks: bulk, after hours, without a case, refused.

    Example: goodstanding access unusual --days 7
    """
    place = home()
    with installation.serving_connection("gs_public", home=place) as public:
        zone = register.installation(public).time_zone
    asked: dict[str, Any] = {
        "action": "read-log",
        "purpose": "operation",
        "cls": "access-log",
        "basis": "operation of the register",
    }
    with doing(home=place, **asked) as (here, under):
        since = datetime.now(UTC).date() - timedelta(days=days)
        found = queries.unusual(
            here.connection, authority=under.authority or "", since=since, time_zone=zone, bulk=bulk
        )
    lines = [f"{one.day}  {one.actor} ({one.unit}): {one.what}, {one.looks} looks" for one in found]
    answer(
        {"unusual": [dataclasses.asdict(one) for one in found]}, as_json=as_json, words="\n".join(lines) or "Nothing."
    )
