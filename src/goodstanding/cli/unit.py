"""`goodstanding unit …`: authorities and their units. An operator's acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from psycopg import Connection

from goodstanding.access import queries, services
from goodstanding.access.acting import acting
from goodstanding.cli.identity import somebody
from goodstanding.cli.output import Json, answer
from goodstanding.database.home import home

app = typer.Typer(no_args_is_help=True, help="Authorities and their units (an operator's acts).")

Unit = Annotated[str, typer.Argument(metavar="UNIT", help="The unit: PACK:AUTHORITY/UNIT")]


@contextmanager
def administering() -> Iterator[Connection[Any]]:
    """Answer the connection on which the operator who runs the command acts."""
    with (
        somebody(home=home()) as (pools, under),
        acting(pools, under=under, through="gs_access", **services.ADMINISTERING) as here,
    ):
        yield here.connection


@app.command(name="list")
def list_units(*, as_json: Json = False) -> None:
    """List authorities and units, with the day a unit was closed.

    Example: goodstanding unit list
    """
    with administering() as connection:
        found = queries.units(connection)
    lines = [
        f"{one['unit']}  {one['name']}, {one['authority_name']}"
        + (f", closed {one['closed_on']}" * bool(one["closed_on"]))
        for one in found
    ]
    answer({"units": found}, as_json=as_json, words="\n".join(lines) or "No unit.")


@app.command()
def authority(
    name_of: Annotated[str, typer.Argument(metavar="AUTHORITY", help="The authority: PACK:AUTHORITY")],
    name: Annotated[str, typer.Argument(help="What it is called.")],
    *,
    as_json: Json = False,
) -> None:
    """Add an authority; an operator of the one that runs the installation can.

    Example: goodstanding unit authority exampleland:environment-agency "Exampleland Environment Agency"
    """
    with administering() as connection:
        services.add_authority(connection, authority=name_of, name=name)
    answer({"authority": name_of}, as_json=as_json, words=f"Added: {name_of}. Next: goodstanding unit add {name_of}/…")


@app.command()
def add(
    unit: Unit, name: Annotated[str, typer.Argument(help="What the unit is called.")], *, as_json: Json = False
) -> None:
    """Add a unit to an authority.

    Example: goodstanding unit add exampleland:environment-agency/inspection "Inspection"
    """
    with administering() as connection:
        services.add_unit(connection, unit=unit, name=name)
    answer({"unit": unit}, as_json=as_json, words=f"Added: {unit}.")


@app.command()
def close(unit: Unit, *, as_json: Json = False) -> None:
    """Close a unit from today on: no appointment in it holds any more.

    Example: goodstanding unit close exampleland:environment-agency/inspection
    """
    with administering() as connection:
        services.close_unit(connection, unit=unit)
    answer({"unit": unit, "closed": True}, as_json=as_json, words=f"Closed: {unit}.")
