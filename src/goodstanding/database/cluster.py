"""Making and configuring a data folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from goodstanding.database import account as accounts
from goodstanding.database.account import Account
from goodstanding.database.binaries import Binaries
from goodstanding.database.errors import DatabaseError
from goodstanding.database.placement import PORT, Placement

LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")
CONFIGURATION = "goodstanding.conf"
# A row's values must never reach the log, from where no erasure would remove them: no DETAIL and CONTEXT lines, no
# statement text, no parameters, no slow statements. An error's first line can quote a value too ("invalid input syntax
# for type date: ..."), so statements' errors go to the client alone; the server's own troubles (LOG and above) remain.
QUIET = {
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
}
_BUILTIN_PROVIDER_SINCE = 17
_GIGABYTE = 1 << 30


def initialise(placement: Placement, *, binaries: Binaries, password: str, durable: bool = True) -> None:
    """Make the data folder, whole or not at all, whatever the caller's locale is.

    Raises `DatabaseError` with initdb's own words when it cannot.
    """
    data, account = placement.data, placement.account
    draft = data.with_name(f"{data.name}.new")
    if draft.exists():
        shutil.rmtree(draft)
    said = ""
    with _password_file(password, folder=placement.socket, account=account) as password_file:
        for locale in LOCALES:
            draft.mkdir(mode=0o700)
            accounts.give(draft, account=account)
            command = [binaries.program("initdb"), f"--pgdata={draft}", *_options(binaries, locale=locale)]
            command += [f"--pwfile={password_file}", *([] if durable else ["--no-sync"])]
            answer = accounts.run(command, account=account)
            if answer.returncode == 0:
                with (draft / "postgresql.conf").open("a", encoding="utf-8") as stream:
                    stream.write(f"\ninclude '{CONFIGURATION}'\n")
                draft.rename(data)
                return
            said = answer.stderr.strip() or answer.stdout.strip()
            shutil.rmtree(draft)
    raise DatabaseError(
        f"PostgreSQL {binaries.version} could not make a data folder at {data}; it said: {said}. The system needs one "
        f"of the locales {', '.join(LOCALES)} and a data folder's worth (50 MB) of free disk."
    )


def _options(binaries: Binaries, *, locale: str) -> list[str]:
    options = [
        "--username=postgres",
        "--encoding=UTF8",
        f"--locale={locale}",
        "--lc-messages=C",
        "--auth-local=scram-sha-256",
        "--auth-host=scram-sha-256",
        "--data-checksums",
        "--no-instructions",
    ]
    if binaries.major >= _BUILTIN_PROVIDER_SINCE:
        # Sorts the same on every system. The libc locale must still be UTF-8: pg_trgm asks it what a letter is.
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def configure(placement: Placement, *, settings: Mapping[str, str]) -> None:
    """Write the server's settings for its next start; `settings` win over the register's own."""
    values = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(placement.socket),
        "unix_socket_permissions": "0777" if placement.account.other else "0700",
        "password_encryption": "scram-sha-256",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "shared_buffers": _shared_buffers(),
        "max_wal_size": "2GB",
        # A ledger writes in bulk and what it writes is ciphertext: compressing it costs time and saves nothing, and a
        # larger buffer lets other processes write the log. Together they gave a tenth more entries a second.
        "wal_compression": "off",
        "wal_buffers": "64MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",
        "log_destination": "stderr",
        "log_line_prefix": "%m [%p] %q%u@%d ",
    }
    values |= QUIET | dict(settings)
    text = "# Written at each start of the server; edit postgresql.conf instead.\n"
    text += "".join(f"{name} = {_quoted(value)}\n" for name, value in values.items())
    draft = placement.data / f"{CONFIGURATION}.new"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    accounts.give(draft, account=placement.account)
    draft.replace(placement.data / CONFIGURATION)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _shared_buffers() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return "512MB" if memory >= 8 * _GIGABYTE else "256MB"


@contextmanager
def _password_file(password: str, *, folder: Path, account: Account) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(password + "\n")
        accounts.give(path, account=account)
        yield path
    finally:
        path.unlink()
