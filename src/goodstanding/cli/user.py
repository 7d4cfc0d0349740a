"""`goodstanding user …`: people and what they hold. The first operator comes from here, the others from him."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Annotated
from uuid import UUID

import typer

from goodstanding.access import queries, services
from goodstanding.access.signing_in import inviting
from goodstanding.cli.identity import somebody
from goodstanding.cli.output import NEGATIVE, Json, answer
from goodstanding.cli.unit import administering
from goodstanding.config import founding
from goodstanding.database import connections
from goodstanding.database.home import home, secret

app = typer.Typer(no_args_is_help=True, help="People, and the roles they hold (an operator's acts).")

Email = Annotated[str, typer.Argument(metavar="ADDRESS", help="The person's e-mail address.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")]
Language = Annotated[str, typer.Option(help="en or zh-hans: the language of the letter.")]


@app.command()
def found(
    email: Email,
    name: Name,
    *,
    authority: Annotated[str, typer.Option(help="The authority that runs the installation: PACK:AUTHORITY")],
    authority_name: Annotated[str, typer.Option(help="What it is called.")],
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Make the first operator, once, as the owner of the database; the link sets a password and a second factor.

    Example: goodstanding user found ada@register.example Ada --authority exampleland:registrar --authority-name
    "Registrar of Exampleland"
    """
    place = home()
    with (
        connections.connect("gs_owner", home=place, autocommit=True) as owner,
        connections.connect("gs_access", home=place, autocommit=True) as access,
    ):
        if owner.execute("select 1 from access.appointment where role = 'operator'").fetchone():
            raise services.NotAppointed(services.RULES["only_the_first_comes_from_the_set_up"])
        actor, token = inviting.invite(
            access, email=email, name=name, language=language, key=secret("office", home=place)
        )
        appointment = founding.found(
            owner, authority=authority, name=authority_name, unit=f"{authority}/operations", actor=actor
        )
    link = f"/{language}/office/invited/{token}/"
    words = f"{name} is the first operator, for a year. Within 72 hours, open on the office's pages:\n  {link}"
    answer({"actor": actor, "appointment": appointment, "link": link}, as_json=as_json, words=words)


@app.command()
def invite(email: Email, name: Name, *, language: Language = "en", as_json: Json = False) -> None:
    """Invite somebody. The account can do nothing until a role is given to it; the link is good for 72 hours.

    Example: goodstanding user invite bo@register.example Bo
    """
    place = home()
    with somebody(home=place) as (pools, under):
        if under.role != "operator":
            answer({"invited": None}, as_json=as_json, words="An operator invites.")
            raise typer.Exit(NEGATIVE)
        with pools.access.connection() as access:
            actor, token = inviting.invite(
                access, email=email, name=name, language=language, by=under.actor, key=secret("office", home=place)
            )
    link = f"/{language}/office/invited/{token}/"
    words = (
        f"Invited: {actor}. Send the person this link on the office's pages:\n  {link}\nNext: goodstanding user appoint"
    )
    answer({"actor": actor, "link": link}, as_json=as_json, words=words)


@app.command()
def appoint(
    actor: Annotated[UUID, typer.Argument(help="Who: the number `user invite` answered.")],
    role: Annotated[str, typer.Argument(help="clerk, caseworker, decider, reviewer, analyst, auditor or operator.")],
    unit: Annotated[str, typer.Argument(help="Where: PACK:AUTHORITY/UNIT")],
    *,
    until: Annotated[str, typer.Option(help="The first day it no longer holds, as 2027-11-30.")],
    basis: Annotated[str, typer.Option(help="What the appointment rests on.")],
    as_json: Json = False,
) -> None:
    """Give somebody a role in a unit from today on, for at most 24 months. Nobody gives one to himself.

    Example: goodstanding user appoint 7d0a… clerk exampleland:environment-agency/records --until 2027-11-30 --basis
    "Civil Service Act s.9"
    """
    with administering() as connection:
        row = connection.execute("select access.today()").fetchone()
        made = services.appoint(
            connection,
            actor=actor,
            role=role,
            unit=unit,
            starts_on=row[0],  # type: ignore[index]  # one row
            ends_on=date.fromisoformat(until),
            basis=basis,
        )
    answer({"appointment": made}, as_json=as_json, words=f"Appointed: {made}, {role} in {unit} until {until}.")


@app.command()
def revoke(
    appointment: Annotated[UUID, typer.Argument(help="The appointment, as `user list` shows it.")],
    *,
    as_json: Json = False,
) -> None:
    """End an appointment now. Looks and tokens under it end with it.

    Example: goodstanding user revoke 0d1c54a4-58cc-4f4e-9d3a-2c0f6a1e9f10
    """
    with administering() as connection:
        services.revoke(connection, appointment=appointment)
    answer({"revoked": appointment}, as_json=as_json, words=f"Revoked: {appointment}.")


@app.command()
def retire(actor: Annotated[UUID, typer.Argument(help="Who.")], *, as_json: Json = False) -> None:
    """End everything somebody holds, and every token.

    Example: goodstanding user retire 7d0a3e52-1c44-4f1e-8a54-6d0c1a4f2f11
    """
    with administering() as connection:
        services.retire(connection, actor=actor)
    answer({"retired": actor}, as_json=as_json, words=f"Retired: {actor}.")


@app.command(name="list")
def list_appointments(*, as_json: Json = False) -> None:
    """List who holds what now in the own authority, with the day each role ends.

    Example: goodstanding user list
    """
    with somebody(home=home()) as (_, under):
        authority = under.authority or ""
    with administering() as connection:
        held = queries.appointments_in(connection, authority=authority)
    lines = [f"{one.appointment}  {one.pseudonym}  {one.role} in {one.unit} until {one.ends_on}" for one in held]
    answer(
        {"appointments": [dataclasses.asdict(one) for one in held]},
        as_json=as_json,
        words="\n".join(lines) or "Nobody.",
    )
