"""The server's main process: whether it is there, and what is left of one that was killed."""

from __future__ import annotations

import dataclasses
import os
import signal
import socket as sockets
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from goodstanding.database.errors import DatabaseError

_PROC = Path("/proc")
_STATUS_LINE = 7
_ENDS_BY_ITSELF = 1.5


@dataclass(frozen=True)
class Postmaster:
    """What the server's own file `postmaster.pid` says about it."""

    pid: int
    ready: bool
    visible: bool = True


def running(*, data: Path, socket_file: Path) -> Postmaster | None:
    """Answer the live server of a data folder, or None when none runs (a file left by a killed one counts not)."""
    found = _read(data)
    if found is None or _is_server(found.pid, data):
        return found
    # A server in another container that shares this folder has a number that means nothing here.
    return dataclasses.replace(found, visible=False) if _answers(socket_file) else None


def settled(*, data: Path, socket_file: Path, seconds: float = 60) -> Postmaster | None:
    """Answer the live server once it is ready, or None once none runs; a start or stop under way is waited for.

    Raises `DatabaseError` when it stays half-way.
    """
    limit = time.monotonic() + seconds
    while True:
        found = running(data=data, socket_file=socket_file)
        if found is None or found.ready:
            return found
        if time.monotonic() > limit:
            raise DatabaseError(
                f"The server (process {found.pid}) has been starting or stopping for {seconds:.0f} s. Its log says "
                "why; if it replays a long log after a crash, try again later."
            )
        time.sleep(0.05)


def clear_stale(*, data: Path, socket_file: Path) -> None:
    """Remove what a killed server left, after its orphaned processes are gone. Call only when none runs.

    The server itself refuses to start while an orphan still holds the old shared memory, and while its old number,
    which stands in two lock files, belongs to any process: another one after a reboot, or its own remains, which many
    containers' first process never collects. Raises `DatabaseError` when an orphan does not end.
    """
    start = time.monotonic()
    asked = killed = False
    while orphans := _orphans(data):
        waited = time.monotonic() - start
        if waited > _ENDS_BY_ITSELF and not asked:
            _signal(orphans, signal.SIGTERM, data)
            asked = True
        elif waited > 2 * _ENDS_BY_ITSELF and not killed:
            # Nothing committed is lost: the next start recovers from the write-ahead log anyway.
            _signal(orphans, signal.SIGKILL, data)
            killed = True
        elif waited > 10 * _ENDS_BY_ITSELF:
            raise DatabaseError(f"Processes {orphans} of a killed server still use {data}. End them and try again.")
        time.sleep(0.05)
    for file in (data / "postmaster.pid", socket_file.with_name(f"{socket_file.name}.lock"), socket_file):
        file.unlink(missing_ok=True)


def gone(pid: int, *, seconds: float = 10) -> bool:
    """Whether a process has ended, waiting a moment for it."""
    limit = time.monotonic() + seconds
    while _alive(pid):
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def _read(data: Path) -> Postmaster | None:
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return Postmaster(pid=int(lines[0]), ready=len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready")
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        # A process that has ended but that nobody has asked after (common in containers) still answers a signal.
        return (_PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return not _PROC.joinpath("self").exists()


def _is_server(pid: int, data: Path) -> bool:
    if not _alive(pid):
        return False
    try:
        return (_PROC / str(pid) / "cwd").resolve(strict=True) == data.resolve()
    except PermissionError:
        return True
    except OSError:
        pass
    if _PROC.joinpath("self").exists():
        return False
    answer = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in answer.stdout


def _answers(socket_file: Path) -> bool:
    with sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM) as client:
        client.settimeout(1)
        try:
            client.connect(str(socket_file))
        except OSError:
            return False
        return True


def _orphans(data: Path) -> list[int]:
    # Every process of a server works in its data folder. Without /proc PostgreSQL's own check has to do. A server whose
    # folder was deleted under it counts too: ending, it writes its pg_control over a new folder's, and takes the new
    # server's socket with it.
    places = {str(data.resolve()), f"{data.resolve()} (deleted)"}
    found = []
    for entry in _PROC.glob("[0-9]*"):
        try:
            if str((entry / "cwd").readlink()) in places and _program(entry) == "postgres":
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _program(entry: Path) -> str:
    return (entry / "exe").readlink().name.removesuffix(" (deleted)")


def _signal(pids: list[int], number: signal.Signals, data: Path) -> None:
    for pid in set(pids) & set(_orphans(data)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
