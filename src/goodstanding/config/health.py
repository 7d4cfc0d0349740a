"""What makes an installation unsafe to serve, with the fix for each."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from psycopg import Connection

from goodstanding.access import policy
from goodstanding.database import connections, roles
from goodstanding.database.errors import UnsafeRole
from goodstanding.database.guard import refuse_unsafe
from goodstanding.database.home import Home

LEAST_KEY_CHARACTERS = 40
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Finding:
    """Something unsafe: what it is, and how to mend it."""

    check: str
    what: str
    fix: str


def findings(*, home: Home) -> list[Finding]:
    """Answer everything that is unsafe here. Raises what the database raises when it does not answer."""
    found = [*_settings(), *_secrets(home), *_roles(home)]
    with connections.connect("gs_owner", home=home, autocommit=True) as owner:
        for check in DATABASE_CHECKS:
            found += check(owner)
    return found


def _settings() -> Iterator[Finding]:
    if os.environ.get("GOODSTANDING_INSECURE_COOKIES"):
        yield Finding(
            "cookies",
            "Session cookies go over plain HTTP (GOODSTANDING_INSECURE_COOKIES is set).",
            "Unset it, and serve the office behind HTTPS.",
        )
    hosts = os.environ.get("GOODSTANDING_HOSTS", "")
    if "*" in hosts:
        yield Finding(
            "hosts", "The pages answer under any host name.", "Name the hosts: GOODSTANDING_HOSTS=register.example.org"
        )
    key = os.environ.get("GOODSTANDING_SECRET_KEY")
    if key is not None and len(key) < LEAST_KEY_CHARACTERS:
        yield Finding(
            "secret-key",
            "GOODSTANDING_SECRET_KEY is short enough to be guessed.",
            "Unset it to use the home's own, or give 40 random characters.",
        )
    for role in roles.SERVING:
        url = os.environ.get(f"GOODSTANDING_URL_{role.upper()}", "")
        if url and "host=/" not in url and "sslmode=verify-full" not in url and "@localhost" not in url:
            yield Finding(
                "database-tls",
                f"The connection of {role} crosses a network without checking the server.",
                f"Add ?sslmode=verify-full to GOODSTANDING_URL_{role.upper()}.",
            )


def _secrets(home: Home) -> Iterator[Finding]:
    for path in [home.secrets, *home.secrets.rglob("*")] if home.secrets.exists() else []:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding("secrets", f"Others than its owner may use {path}.", f"chmod go= {path}")


def _roles(home: Home) -> Iterator[Finding]:
    for role in roles.SERVING:
        with connections.connect(role, home=home, autocommit=True) as connection:
            try:
                refuse_unsafe(connection, role=role)
            except UnsafeRole as reason:
                yield Finding("roles", str(reason), "See above; goodstanding up puts roles right.")


def _policy(owner: Connection[Any]) -> Iterator[Finding]:
    if differing := policy.differs(owner):
        yield Finding(
            "policy",
            f"The database decides by another table than this program: {', '.join(differing)}.",
            "Run: goodstanding up",
        )


def _walls(owner: Connection[Any]) -> Iterator[Finding]:
    # Whatever has a policy was meant to have its rows kept.
    for (table,) in owner.execute(
        "select c.oid::regclass::text from pg_class c where not c.relrowsecurity"
        " and exists (select from pg_policy p where p.polrelid = c.oid) order by 1"
    ):
        yield Finding(
            "row-security",
            f"Row-level security is off on {table}: looks at it are not logged.",
            f"As the owner: alter table {table} enable row level security",
        )
    for table, trigger in owner.execute(
        "select tgrelid::regclass::text, tgname from pg_trigger t join pg_class c on c.oid = tgrelid"
        " join pg_namespace n on n.oid = relnamespace where not tgisinternal and tgenabled <> 'O'"
        " and nspname in ('ledger', 'register', 'access')"
    ):
        yield Finding(
            "triggers",
            f"The trigger {trigger} on {table} is switched off.",
            f"As the owner: alter table {table} enable trigger {trigger}",
        )


def _operators(owner: Connection[Any]) -> Iterator[Finding]:
    rows = owner.execute(
        "select a.ends_on - access.today() from access.appointment a"
        " where a.role = 'operator' and access.is_held(a.appointment)"
    ).fetchall()
    status = owner.execute("select status from register.installation").fetchone()
    if status and status[0] == "production" and len(rows) < 2:  # noqa: PLR2004  nobody appoints himself
        yield Finding(
            "operators",
            f"{len(rows)} operators hold office. Nobody appoints himself, so one alone cannot be replaced.",
            "Appoint a second: goodstanding user appoint --help",
        )
    if rows and max(days for (days,) in rows) < SOON.days:
        yield Finding("operators", "The last operator's term ends within 30 days.", "Appoint the next one now.")


def _durable(owner: Connection[Any]) -> Iterator[Finding]:
    for setting, wrong, meaning in (
        ("fsync", "off", "a power cut loses what was acknowledged"),
        ("full_page_writes", "off", "a power cut can tear pages"),
        ("synchronous_commit", "off", "a look can be shown before it is in the log"),
    ):
        row = owner.execute("select current_setting(%s)", (setting,)).fetchone()
        if row and row[0] == wrong:
            yield Finding("durability", f"{setting} is {wrong}: {meaning}.", f"Set {setting} = on in postgresql.conf.")


DATABASE_CHECKS: tuple[Callable[[Connection[Any]], Iterator[Finding]], ...] = (_policy, _walls, _operators, _durable)
