"""`goodstanding up`, `down`, `status`, `reset`: the private database, without set-up."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from goodstanding.access import policy
from goodstanding.cli import serve
from goodstanding.cli.output import CANNOT, NEGATIVE, Json, answer
from goodstanding.database import connections, server
from goodstanding.database.home import home
from goodstanding.database.setup import set_up


def up(*, as_json: Json = False) -> None:
    """Start the database (or use DATABASE_URL); bring roles, tables and the access policy up to date. Safe to repeat.

    Example: goodstanding up
    """
    place = home()
    set_up(home=place)
    with connections.connect("gs_owner", home=place) as owner:
        policy.put(owner)
    status(as_json=as_json)


def down(*, as_json: Json = False) -> None:
    """Stop what serves, then the database. What is stored stays.

    Example: goodstanding down
    """
    place = home()
    served = serve.stop(home=place)
    stopped = False if connections.external() else server.down(home=place)
    words = {True: "Stopped.", False: "Nothing was running."}[served or stopped]
    answer({"served": served, "database_stopped": stopped}, as_json=as_json, words=words)


def status(*, as_json: Json = False) -> None:
    """Say whether the database runs, which one it is, and where it keeps its data. Exit code 1 when it does not run.

    Example: goodstanding status --json
    """
    place = home()
    if connections.external():
        with connections.connect("gs_owner", home=place) as connection:
            version = connection.info.server_version
        words = f"The database of DATABASE_URL answers (PostgreSQL {version // 10000}.{version % 10000})."
        answer({"running": True, "external": True, "version": version}, as_json=as_json, words=words)
        return
    found = server.status(home=place)
    document = {
        "running": found.running,
        "external": False,
        "pid": found.pid,
        "version": found.version,
        "data": str(found.data),
        "socket": str(found.socket),
        "binaries": found.binaries.origin if found.binaries else None,
        "serving": serve.serving(home=place),
    }
    state = f"PostgreSQL {found.version} runs (process {found.pid})" if found.running else "PostgreSQL does not run"
    pages = document["serving"]
    words = f"{state}.\nData: {found.data}\nPages: {pages or 'not served; start them: goodstanding serve'}"
    answer(document, as_json=as_json, words=words)
    if not found.running:
        raise typer.Exit(NEGATIVE)


def reset(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, as_json: Json = False) -> None:
    """Stop everything and delete all that this home stores: data, keys, seal. There is no way back.

    Example: goodstanding reset --yes
    """
    place = home()
    if not yes and not typer.confirm(f"Delete everything in {place.path}?"):
        raise typer.Exit(NEGATIVE)
    if connections.external():
        answer({"error": "external"}, as_json=as_json, words="DATABASE_URL names a server of yours; drop it there.")
        raise typer.Exit(CANNOT)
    serve.stop(home=place)
    server.remove(home=place)
    shutil.rmtree(place.path, ignore_errors=True)
    answer({"deleted": str(place.path)}, as_json=as_json, words=f"Deleted {place.path}.")
