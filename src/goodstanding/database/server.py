"""Start, stop and look at a home's private PostgreSQL server."""

from __future__ import annotations

import dataclasses
import fcntl
import logging
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg

from goodstanding.database import account as accounts
from goodstanding.database import binaries as programs_here
from goodstanding.database import cluster, placement, postmaster, programs, trigrams
from goodstanding.database.binaries import Binaries
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home, create, private_folder, secret
from goodstanding.database.placement import PORT, Placement

SUPERUSER = "postgres"
_LOGGER = logging.getLogger(__name__)
_LARGEST_LOG = 16 << 20


@dataclass(frozen=True)
class Status:
    """What is known about a home's server; `pid` and the programs are None when it is not known."""

    running: bool
    pid: int | None
    version: str | None
    socket: Path
    port: int
    data: Path
    binaries: Binaries | None


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    home: Home
    pid: int
    version: str
    socket: Path
    port: int
    data: Path
    binaries: Binaries


def up(*, home: Home, binaries: Binaries | None = None, settings: Mapping[str, str] | None = None) -> Server:
    """Start this home's server, unless it runs, and answer it; the first time make its data folder.

    `settings` (PostgreSQL's own names) hold for this start only, not for a server that runs already. Callers at the
    same time get the same server. What a killed server left behind is cleared away first. Raises `DatabaseError` with
    the reason and the fix.
    """
    create(home=home)
    with _locked(home):
        place = placement.of(home=home)
        _set_aside_strangers(place, home=home)
        found = postmaster.settled(data=place.data, socket_file=_socket_file(place))
        # A server killed a moment ago still has its process and its socket, and answers nobody.
        if found and (_answers(place, home=home) or not postmaster.gone(found.pid, seconds=3)):
            return _known(found.pid, place=place, home=home)
        chosen = binaries or programs_here.choose(data=place.data)
        chosen = programs.reachable(chosen, account=place.account)
        placement.make(place, home=home)
        private_folder(home.log)
        password = secret(SUPERUSER, home=home)
        # Before a new folder is made: a server whose folder was deleted under it still writes to the same path.
        postmaster.clear_stale(data=place.data, socket_file=_socket_file(place))
        new = programs_here.made_by(place.data) is None
        if new:
            durable = (settings or {}).get("fsync") != "off"
            cluster.initialise(place, binaries=chosen, password=password, durable=durable)
        cluster.configure(place, settings=settings or {})
        _write_down(place, binaries=chosen, home=home)
        _start(place, binaries=chosen, home=home)
        started = postmaster.settled(data=place.data, socket_file=_socket_file(place))
        if started is None:
            raise DatabaseError(f"The server ended right after its start. Its log {home.server_log} says why.")
        try:
            _refuse_unfit(place, password=password)
        except Exception:
            _stop(place, binaries=chosen)
            if new:
                shutil.rmtree(place.data)
            raise
        return _known(started.pid, place=place, home=home)


def _answers(place: Placement, *, home: Home) -> bool:
    try:
        psycopg.connect(
            host=str(place.socket),
            port=PORT,
            dbname="postgres",
            user=SUPERUSER,
            password=secret(SUPERUSER, home=home),
            connect_timeout=2,
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def down(*, home: Home) -> bool:
    """Stop this home's server and wait until it is gone; answer whether there was one to stop.

    Open transactions are rolled back. Raises `DatabaseError` when it does not end within a minute.
    """
    if not home.path.is_dir():
        return False
    with _locked(home):
        place = placement.of(home=home)
        return _stop(place, binaries=_recorded_binaries(home))


def status(*, home: Home) -> Status:
    """Answer whether this home's server runs, and where it is; starts and changes nothing."""
    place = placement.of(home=home)
    found = postmaster.running(data=place.data, socket_file=_socket_file(place))
    binaries = _recorded_binaries(home)
    return Status(
        running=found is not None,
        pid=found.pid if found else None,
        version=binaries.version if binaries else None,
        socket=place.socket,
        port=PORT,
        data=place.data,
        binaries=binaries,
    )


def remove(*, home: Home) -> None:
    """Stop this home's server and delete its data, wherever it lives. There is no way back."""
    down(home=home)
    if not home.path.is_dir():
        return
    with _locked(home):
        place = placement.of(home=home)
        for folder in (place.data, place.socket):
            if folder.exists():
                shutil.rmtree(folder)
        if place.outside(home=home) and place.data.parent.exists():
            place.data.parent.rmdir()
        home.record.unlink(missing_ok=True)


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    try:
        descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise DatabaseError(
            f"This user may not use {home.lock}. Run this as the owner of the home, or set GOODSTANDING_HOME to a "
            "folder of your own."
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _set_aside_strangers(place: Placement, *, home: Home) -> None:
    # A home deleted by hand leaves its outside data, whose passwords went with it. Nothing here deletes data unasked.
    if placement.recorded(home=home) or not place.outside(home=home) or not place.data.exists():
        return
    found = postmaster.running(data=place.data, socket_file=_socket_file(place))
    if found:
        _stop(place, binaries=None)
    aside = place.data.parent.with_name(f"{place.data.parent.name}-abandoned-{time.time_ns()}")
    place.data.parent.rename(aside)
    _LOGGER.warning("%s belonged to an earlier home at %s and was set aside as %s.", place.data, home.path, aside)


def _start(place: Placement, *, binaries: Binaries, home: Home) -> None:
    with _log(home) as log:
        before = log.tell()
        command = [binaries.program("pg_ctl"), f"--pgdata={place.data}", "--silent", "--wait", "--timeout=60", "start"]
        answer = accounts.run(command, account=place.account, output=log)
    if answer.returncode and not postmaster.running(data=place.data, socket_file=_socket_file(place)):
        with home.server_log.open(encoding="utf-8", errors="replace") as stream:
            stream.seek(before)
            said = " ".join(stream.read().split("\n")[-8:])
        raise DatabaseError(f"PostgreSQL {binaries.version} did not start on {place.data}. It said: {said}")


@contextmanager
def _log(home: Home) -> Iterator[IO[str]]:
    file = home.server_log
    if file.exists() and file.stat().st_size > _LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
        stream.seek(0, os.SEEK_END)
        yield stream


def _stop(place: Placement, *, binaries: Binaries | None) -> bool:
    found = postmaster.running(data=place.data, socket_file=_socket_file(place))
    if found is None:
        postmaster.clear_stale(data=place.data, socket_file=_socket_file(place))
        return False
    if not found.visible:
        raise DatabaseError(
            f"The server of {place.data} answers, but runs where this process cannot see it (another container, say). "
            "Stop it there."
        )
    program = (binaries or programs_here.choose(data=place.data)).program("pg_ctl")
    command = [program, f"--pgdata={place.data}", "--mode=fast", "--wait", "--timeout=60", "stop"]
    answer = accounts.run(command, account=place.account)
    if not postmaster.gone(found.pid, seconds=10 if answer.returncode == 0 else 0):
        raise DatabaseError(
            f"The server (process {found.pid}) did not stop within a minute: {answer.stderr.strip()}. Something keeps "
            f"it busy; to end it at once (it recovers at the next start), send that process SIGQUIT."
        )
    return True


def _refuse_unfit(place: Placement, *, password: str) -> None:
    with psycopg.connect(
        host=str(place.socket), port=PORT, dbname="postgres", user=SUPERUSER, password=password
    ) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        trigrams.refuse_blind(connection)
        connection.rollback()


def _socket_file(place: Placement) -> Path:
    return place.socket / f".s.PGSQL.{PORT}"


def _write_down(place: Placement, *, binaries: Binaries, home: Home) -> None:
    content: dict[str, Any] = dataclasses.asdict(binaries) | {"folder": str(binaries.folder)}
    placement.write_down({"data": str(place.data), "socket": str(place.socket), "binaries": content}, home=home)


def _recorded_binaries(home: Home) -> Binaries | None:
    content = placement.recorded(home=home).get("binaries")
    return Binaries(**content | {"folder": Path(content["folder"])}) if content else None


def _known(pid: int, *, place: Placement, home: Home) -> Server:
    binaries = _recorded_binaries(home)
    if binaries is None:
        # Started by an older home record, or by hand: say what the data folder asks for.
        binaries = programs_here.choose(data=place.data)
        _write_down(place, binaries=binaries, home=home)
    return Server(
        home=home,
        pid=pid,
        version=binaries.version,
        socket=place.socket,
        port=PORT,
        data=place.data,
        binaries=binaries,
    )
