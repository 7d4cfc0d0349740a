"""From nothing to a migrated register."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from goodstanding.database import connections, roles, server
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home, create

SETTINGS = "goodstanding.config.office"
_SOURCE = Path(__file__).resolve().parent.parent.parent


def set_up(*, home: Home, database: str | None = None) -> None:
    """Start the server (unless `DATABASE_URL` names one), make roles and database, and migrate; safe to repeat.

    The database is `database`, else the one in force (see `connections.database_name`). Raises `DatabaseError` when
    the server cannot be used or a migration fails.
    """
    create(home=home)
    name = database or connections.database_name()
    if not connections.external():
        server.up(home=home)
    roles.provision(admin=connections.administrator(home=home), home=home, database=name)
    migrate(home=home, database=name)


def migrate(*, home: Home, database: str) -> None:
    """Bring the tables up to date, as their owner, in a process of its own. Raises `DatabaseError` when it fails."""
    # A process of its own: Django keeps the role of its settings for life, and the caller may serve another one.
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(_SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "GOODSTANDING_ROLE": roles.OWNER,
        "GOODSTANDING_HOME": str(home.path),
        "GOODSTANDING_DATABASE": database,
    }
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity=1"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        said = "\n".join((answer.stderr.strip() or answer.stdout.strip()).splitlines()[-12:])
        raise DatabaseError(f"The migrations of the database {database} failed. They said:\n{said}")
