"""Where a home's private server keeps its data and its socket, and from which folder its programs run."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goodstanding.database import account as accounts
from goodstanding.database.account import Account
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home

PORT = 5432  # only names the socket file: every server has a folder of its own and no TCP port
ROOTS_FOLDER = Path("/var/lib/goodstanding")
# A socket's whole path fits 104 bytes on macOS and 108 on Linux, its end included.
_LONGEST_SOCKET = 100


@dataclass(frozen=True)
class Placement:
    """The folders and the user of one private server."""

    data: Path
    socket: Path
    account: Account

    def outside(self, *, home: Home) -> bool:
        """Whether the data had to live outside the home."""
        return self.data != home.postgres


def of(*, home: Home) -> Placement:
    """Answer where this home's server is, or would be put; touches nothing on disk."""
    record = recorded(home=home)
    data = Path(record["data"]) if "data" in record else None
    if data is None or data == home.postgres or not data.is_dir() or _holds_data(home.postgres):
        data = planned_data(home=home)
    account = accounts.for_server(data=data)
    socket = Path(record["socket"]) if record.get("data") == str(data) else _socket(data=data, home=home)
    return Placement(data=data, socket=socket, account=account)


def planned_data(*, home: Home) -> Path:
    """Answer where a new data folder goes: in the home, if the user who runs the server can get there."""
    account = accounts.for_server(data=home.postgres)
    above = home.path
    while not above.exists():
        above = above.parent
    if _holds_data(home.postgres) or not account.other or accounts.can_enter(above, account=account):
        return home.postgres
    return ROOTS_FOLDER / _short(home) / "postgres"


def make(placement: Placement, *, home: Home) -> None:
    """Make the folders of a placement that are missing. Raises `DatabaseError` when the socket's is not ours."""
    if placement.outside(home=home):
        for folder in (ROOTS_FOLDER, placement.data.parent):
            make_passable(folder)
    _make_socket_folder(placement)


def make_passable(folder: Path) -> None:
    """Make a folder that every user may pass through; one that exists keeps its mode."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    except OSError as error:
        raise DatabaseError(
            f"The user who runs the server cannot reach the home, and its data cannot be put at {folder} ({error}). "
            "Set GOODSTANDING_HOME to a folder that the user 'postgres' or 'nobody' can reach."
        ) from error
    folder.chmod(0o711)


def recorded(*, home: Home) -> dict[str, Any]:
    """Answer what the last start wrote down about the server; empty before the first."""
    try:
        answer = json.loads(home.record.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise DatabaseError(
            f"This user may not read {home.record}. Run this as the owner of the home, or set GOODSTANDING_HOME to a "
            "folder of your own."
        ) from error
    except ValueError as error:
        raise DatabaseError(f"{home.record} is damaged. Delete it: the next start writes it again.") from error
    return answer if isinstance(answer, dict) else {}


def write_down(content: dict[str, Any], *, home: Home) -> None:
    """Keep what the next process must know about the server; a reader never sees half of it."""
    draft = home.record.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    draft.replace(home.record)


def _socket(*, data: Path, home: Home) -> Path:
    if data != home.postgres:
        return data.parent / "run"
    if _fits(home.run):
        return home.run
    name = f"goodstanding-{os.geteuid()}-{_short(home)}"
    runtime = Path("/run")
    places = [runtime] if os.geteuid() == 0 and os.access(runtime, os.W_OK) else []
    # Not XDG_RUNTIME_DIR: it is emptied when the user logs out, under a server that runs on.
    places += [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108  the name is checked when it is made
    return next((place / name for place in places if _fits(place / name)), places[-1] / name)


def _fits(folder: Path) -> bool:
    # libpq takes a comma for the end of one host and the start of the next.
    return "," not in str(folder) and len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET


def _make_socket_folder(placement: Placement) -> None:
    folder, account = placement.socket, placement.account
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        # Another user can have made this name in a shared temporary folder, to stand in for the server.
        if folder.is_symlink() or not folder.is_dir() or found.st_uid not in (account.uid, os.geteuid()):
            raise DatabaseError(
                f"The socket folder {folder} was made by somebody else. Remove it, or set GOODSTANDING_HOME to a "
                "shorter path."
            ) from None
    accounts.give(folder, account=account)
    # Clients of another user (root among them) must reach the socket; the password is what guards it.
    folder.chmod(0o711 if account.other else 0o700)


def _holds_data(data: Path) -> bool:
    return (data / "PG_VERSION").exists()


def _short(home: Home) -> str:
    return hashlib.sha256(os.fsencode(home.path)).hexdigest()[:12]
