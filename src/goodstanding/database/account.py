"""The operating-system user the private server runs as: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from goodstanding.database.errors import DatabaseError

_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True)
class Account:
    """One operating-system user."""

    name: str
    uid: int
    gid: int

    @property
    def other(self) -> bool:
        """Whether this is not the user of the present process."""
        return self.uid != os.geteuid()


def for_server(*, data: Path) -> Account:
    """Answer who runs the server of a data folder.

    An ordinary user runs it himself. Root hands it to the folder's owner, and a new one to `postgres` or `nobody`.
    Raises `DatabaseError` when the folder belongs to somebody else, or root finds nobody to hand it to.
    """
    uid = os.geteuid()
    owner = data.stat().st_uid if _exists(data) else None
    if uid:
        if owner not in (None, uid):
            raise DatabaseError(
                f"The data folder {data} belongs to {_named(owner or 0).name}. Run this as the user who set it up "
                "(or as root), or set GOODSTANDING_HOME to a folder of your own."
            )
        return _named(uid)
    if owner:
        return _named(owner)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise DatabaseError(
        "PostgreSQL does not run as root, and this system has neither a user 'postgres' nor 'nobody' to run it. "
        "Create one (useradd --system postgres), or run this as an ordinary user."
    )


def run(command: Sequence[str], *, account: Account, output: IO[Any] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program as `account`, from the root folder and without the caller's locale and PG variables.

    With `output` (a file) what it prints goes there; otherwise it is in the answer. Never raises for its exit status.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"LC_ALL": "C", "TZ": "UTC", "HOME": "/"}
    person: dict[str, Any] = {}
    if account.other:
        person = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(
        list(command),
        check=False,
        text=True,
        cwd="/",
        env=environment,
        umask=0o077,
        stdin=subprocess.DEVNULL,
        # The server inherits what pg_ctl writes to: a pipe would stay open, and its reader wait, as long as it runs.
        stdout=output or subprocess.PIPE,
        stderr=output or subprocess.PIPE,
        **person,
    )


def can_enter(folder: Path, *, account: Account) -> bool:
    """Whether `account` may pass through a folder and everything above it."""
    if not account.other:
        return os.access(folder, os.X_OK)
    return run(["sh", "-c", 'cd "$1"', "sh", str(folder)], account=account).returncode == 0


def give(path: Path, *, account: Account) -> None:
    """Make `account` the owner of a file or folder this program has just made."""
    if account.other:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError as error:
        raise DatabaseError(
            f"This user may not look into {path.parent}. Run this as its owner, or set GOODSTANDING_HOME to a folder "
            "of your own."
        ) from error


def _named(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        # Containers run processes under numbers that no user list knows.
        return Account(name=str(uid), uid=uid, gid=os.getegid() if uid == os.geteuid() else uid)
    return Account(name=entry.pw_name, uid=uid, gid=entry.pw_gid)
