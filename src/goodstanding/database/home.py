"""The home: the one folder in which an installation keeps its secrets, data, log and sockets."""

from __future__ import annotations

import os
import re
import secrets as randomness
from dataclasses import dataclass
from pathlib import Path

from goodstanding.database.errors import DatabaseError

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*\Z")


@dataclass(frozen=True)
class Home:
    """The places inside one home; making a `Home` touches nothing on disk."""

    path: Path

    @property
    def secrets(self) -> Path:
        """Folder of passwords and keys, one file each, for its owner only."""
        return self.path / "secrets"

    @property
    def postgres(self) -> Path:
        """Data folder of the private server (unless it had to live elsewhere: see `placement`)."""
        return self.path / "postgres"

    @property
    def run(self) -> Path:
        """Folder of the server's socket (unless its path would be too long: see `placement`)."""
        return self.path / "run"

    @property
    def log(self) -> Path:
        """Folder of log files."""
        return self.path / "log"

    @property
    def server_log(self) -> Path:
        """What the private server writes about itself."""
        return self.log / "postgres.log"

    @property
    def record(self) -> Path:
        """Where the private server was put, for the next process."""
        return self.path / "server.json"

    @property
    def lock(self) -> Path:
        """Held while a process starts or stops the server."""
        return self.path / "server.lock"


def home() -> Home:
    """Answer the home in force: `$GOODSTANDING_HOME`, else `var` in the current folder."""
    return Home(Path(os.environ.get("GOODSTANDING_HOME") or "var").expanduser().absolute())


def create(*, home: Home) -> None:
    """Make the home's folder if it is missing; a folder that exists keeps its mode."""
    if home.path.is_dir():
        return
    home.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        home.path.mkdir()
    except FileExistsError:
        return
    if os.geteuid() == 0:
        # Root's server runs as another user, who must be able to pass through (not to list) this new folder.
        home.path.chmod(0o711)


def private_folder(path: Path) -> None:
    """Make a folder only its owner can enter, if it is missing."""
    path.mkdir(mode=0o700, exist_ok=True)


def secret(name: str, *, home: Home) -> str:
    """Answer the secret `name` of this home, making a random one the first time.

    Two processes that ask at once get the same answer. Raises `DatabaseError` when the name is not a plain file
    name, or the secrets belong to another user.
    """
    if not _NAME.match(name):
        raise DatabaseError(f"{name!r} cannot name a secret: use lower-case letters, digits, '_', '-' and '.'.")
    file = home.secrets / name
    try:
        return _read(file)
    except FileNotFoundError:
        pass
    except PermissionError as error:
        raise DatabaseError(_forbidden(name, file)) from error
    try:
        create(home=home)
        private_folder(home.secrets)
        _write_once(file, randomness.token_urlsafe(32))
    except PermissionError as error:
        raise DatabaseError(_forbidden(name, file)) from error
    return _read(file)


def _read(file: Path) -> str:
    value = file.read_text(encoding="ascii").strip()
    if not value:
        raise DatabaseError(f"The secret {file} is empty. Put its value back, or delete the file to get a new one.")
    return value


def _write_once(file: Path, value: str) -> None:
    # A link appears whole or not at all and never replaces a file, so no reader sees a half-written secret.
    draft = file.with_name(f".{file.name}.{randomness.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(value)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _forbidden(name: str, file: Path) -> str:
    answer = f"This process may not use {file}. Run it as the owner of the home"
    if name.startswith("gs_"):
        answer += f", or give it only what it needs in GOODSTANDING_URL_{name.upper()}=postgresql://..."
    return answer + "."
