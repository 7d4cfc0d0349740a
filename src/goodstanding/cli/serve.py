"""`goodstanding serve`: database, sequencer, public pages and office, under one process that ends them together."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from goodstanding.cli.output import CANNOT, say
from goodstanding.config import installation
from goodstanding.database import connections
from goodstanding.database.home import Home, home, secret
from goodstanding.database.setup import set_up

RESTART_SECONDS = 1.0
PATIENCE_SECONDS = 10.0
OFFICE_ROLES = ("gs_access", "gs_clerk", "gs_case")
# What only the office is told: its mail server, its provider, its keys; and a person's own token is nobody else's.
OFFICE_ALONE = (
    "GOODSTANDING_SMTP_URL",
    "GOODSTANDING_OIDC",
    "GOODSTANDING_FACTOR_KEY",
    "GOODSTANDING_INSECURE_COOKIES",
)
NOBODYS = ("DATABASE_URL", "GOODSTANDING_SECRET_KEY", "GOODSTANDING_TOKEN")


def serve(
    *,
    port: Annotated[
        int, typer.Option(envvar="GOODSTANDING_PORT", help="The pages' port on this machine; the office's is the next.")
    ] = 8000,
) -> None:
    """Start the database, the sequencer, the public pages and the office, and keep them running until stopped.

    Example: goodstanding serve --port 8000
    """
    place = home()
    set_up(home=place)
    run(home=place, port=port)


def run(*, home: Home, port: int) -> None:
    """Run sequencer, pages and office until stopped; one that ends is started again."""
    if at := serving(home=home):
        say(f"Already served at {at}.")
        raise typer.Exit(CANNOT)
    commands = {
        "sequencer": _sequencer(home),
        "pages": _pages(home, port=port),
        "office": _office(home, port=port + 1),
    }
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children = {name: subprocess.Popen(command, env=env) for name, (command, env) in commands.items()}
    at, office = addresses(port=port)
    office += "en/office/"
    note = installation.remember("serve.json", {"pid": os.getpid(), "at": at, "office": office}, home=home)
    say(f"Serving at {at} and, for those who sign in, at {office} (stop: Ctrl-C, or goodstanding down)")
    try:
        while not stopping:
            for name, child in children.items():
                if child.poll() is not None:
                    say(f"The {name} process ended with {child.returncode}; starting it again.")
                    time.sleep(RESTART_SECONDS)
                    children[name] = subprocess.Popen(commands[name][0], env=commands[name][1])
            time.sleep(0.2)
    finally:
        for child in children.values():
            child.terminate()
        for child in children.values():
            _wait(child)
        note.unlink(missing_ok=True)


def addresses(*, port: int) -> tuple[str, str]:
    """Answer where the public pages and the office are served on this machine."""
    # A passkey belongs to a name, and an address of digits is none.
    return f"http://127.0.0.1:{port}/", f"http://localhost:{port + 1}/"


def _wait(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()


def _sequencer(place: Home) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "goodstanding.cli.main", "sequencer"], os.environ | {
        "GOODSTANDING_HOME": str(place.path)
    }


def _pages(place: Home, *, port: int) -> tuple[list[str], dict[str, str]]:
    # The pages' process is told one secret of the database, the public role's, and no other.
    told = _told(place, "gs_public", without=(*NOBODYS, *OFFICE_ALONE))
    return _granian("goodstanding.config.wsgi", port=port), told | {
        "DJANGO_SETTINGS_MODULE": "goodstanding.config.settings",
        "GOODSTANDING_ROLE": "gs_public",
        "GOODSTANDING_SECRET_KEY": secret("django", home=place),
    }


def _office(place: Home, *, port: int) -> tuple[list[str], dict[str, str]]:
    # Three roles: who signs in, files, and reads under a logged context. Neither the sequencer's nor the owner's.
    told = _told(place, *OFFICE_ROLES, without=NOBODYS)
    own = {
        "GOODSTANDING_FACTOR_KEY": told.get("GOODSTANDING_FACTOR_KEY") or secret("factors", home=place),
        "GOODSTANDING_ISSUER": told.get("GOODSTANDING_ISSUER") or addresses(port=port - 1)[1].rstrip("/"),
    }
    return _granian("goodstanding.config.office_wsgi", port=port), told | own | {
        "DJANGO_SETTINGS_MODULE": "goodstanding.config.office",
        "GOODSTANDING_ROLE": "gs_access",
        "GOODSTANDING_SECRET_KEY": secret("office", home=place),
    }


def _granian(module: str, *, port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return [*command, f"{module}:application"]


def _told(place: Home, *roles: str, without: tuple[str, ...]) -> dict[str, str]:
    """Answer the environment without any secret but those of these roles."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("GOODSTANDING_URL_")}
    urls = {f"GOODSTANDING_URL_{role.upper()}": connections.conninfo(role, home=place) for role in roles}
    return {name: known[name] for name in known if name not in without} | urls | {"GOODSTANDING_HOME": str(place.path)}


def serving(*, home: Home) -> str | None:
    """Answer the address where this home is served, None where nothing serves it."""
    found = _served(home)
    return str(found["at"]) if found else None


def _served(place: Home) -> dict[str, object] | None:
    try:
        found: dict[str, object] = json.loads((place.path / "serve.json").read_text("utf-8"))
        os.kill(int(str(found["pid"])), 0)
        # A number can be another process's by now; ours says what it is.
        command = Path(f"/proc/{found['pid']}/cmdline")
        return found if not command.exists() or b"goodstanding" in command.read_bytes() else None
    except (OSError, ValueError, KeyError):
        return None


def stop(*, home: Home) -> bool:
    """Stop what serves this home, if anything does; answer whether something was stopped."""
    found = _served(home)
    if found is None:
        return False
    pid = int(str(found["pid"]))
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + PATIENCE_SECONDS
    while _served(home) and time.monotonic() < until:
        time.sleep(0.1)
    return True
