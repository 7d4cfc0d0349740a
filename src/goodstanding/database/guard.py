"""What a serving process asks of its database role before it serves."""

from __future__ import annotations

from typing import Any

import psycopg

from goodstanding.database.errors import UnsafeRole

_OWNER = "gs_owner"
_READS_EVERYTHING = (
    "pg_read_all_data",
    "pg_write_all_data",
    "pg_read_server_files",
    "pg_write_server_files",
    "pg_execute_server_program",
)

# Whoever a connection is or can become with SET ROLE, and what that role may do or owns.
_POWERS = """
WITH who AS (
    SELECT DISTINCT name FROM (VALUES (session_user), (current_user)) AS two (name)
), reach AS (
    SELECT who.name AS who, role.* FROM who JOIN pg_roles AS role ON pg_has_role(who.name, role.oid, 'MEMBER')
)
SELECT who, rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication, ARRAY(
    SELECT kind || ' ' || name FROM (
        SELECT 'the table' AS kind, oid::regclass::text AS name FROM pg_class
            WHERE relowner = reach.oid AND relpersistence <> 't' AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        UNION ALL SELECT 'the schema', nspname FROM pg_namespace
            WHERE nspowner = reach.oid AND nspname NOT LIKE 'pg\\_%%temp\\_%%'
        UNION ALL SELECT 'the function', oid::regprocedure::text FROM pg_proc WHERE proowner = reach.oid
        UNION ALL SELECT 'the database', datname FROM pg_database WHERE datdba = reach.oid
    ) AS owned LIMIT 3
)
FROM reach ORDER BY who, rolname <> who, NOT rolsuper, rolname
"""


def refuse_unsafe(connection: psycopg.Connection[Any], *, role: str) -> None:
    """Answer nothing when this connection is exactly `role` and can do no more than a serving role should.

    Raises `UnsafeRole` when the session or current user is another one, or is (or can become) a superuser, a role
    that skips row security, makes roles or replicates, the owner, or the owner of a table, schema, function or the
    database. The message says which, and the fix.
    """
    for row in connection.execute("SELECT DISTINCT unnest(ARRAY[session_user::text, current_user::text])"):
        if row[0] != role:
            raise UnsafeRole(
                f"This process should use the database as {role} but does so as {row[0]}. Put a URL of {role} into "
                f"GOODSTANDING_URL_{role.upper()}, or unset that variable to use the home's secret."
            )
    for who, reached, superuser, skips_rows, makes_roles, replicates, owned in connection.execute(_POWERS).fetchall():
        as_what = who if reached == who else f"{who} (a member of {reached})"
        powers = {
            "is a superuser": superuser,
            "skips row security (BYPASSRLS)": skips_rows,
            "may make roles (CREATEROLE)": makes_roles,
            "may replicate the whole server (REPLICATION)": replicates,
            "owns the register": reached == _OWNER,
            "reads or writes past every grant": reached in _READS_EVERYTHING,
            f"owns {', '.join(owned)}": bool(owned),
        }
        for power, held in powers.items():
            if held:
                raise UnsafeRole(f"{as_what} {power}, so it must not serve. {_fix(who, reached, owned=owned)}")


def _fix(who: str, reached: str, *, owned: list[str]) -> str:
    if reached != who:
        return f"As an administrator: REVOKE {reached} FROM {who}."
    if who == _OWNER:
        return "Serve as one of the other roles (GOODSTANDING_ROLE=gs_public, say); the owner only migrates."
    if owned:
        return f"As an administrator, in this database: REASSIGN OWNED BY {who} TO {_OWNER}."
    return (
        f"As an administrator: ALTER ROLE {who} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION; running the set-up "
        "again does the same."
    )
