"""The seven login roles: made and kept narrow by `provision`, checked by each serving process."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from goodstanding.database import trigrams
from goodstanding.database.binaries import NEEDED_EXTENSIONS
from goodstanding.database.cluster import QUIET
from goodstanding.database.errors import DatabaseError, UnsafeRole
from goodstanding.database.guard import refuse_unsafe
from goodstanding.database.home import Home, secret

__all__ = ["OWNER", "ROLES", "SERVING", "UnsafeRole", "provision", "refuse_unsafe", "restrict"]

OWNER = "gs_owner"
SERVING = ("gs_public", "gs_access", "gs_clerk", "gs_case", "gs_sequencer", "gs_eraser")
ROLES = (*SERVING, OWNER)
# Together below PostgreSQL's default of 100; the owner, who migrates and verifies, is not bounded.
CONNECTIONS = {
    "gs_public": 16,
    "gs_access": 40,
    "gs_clerk": 8,
    "gs_case": 22,
    "gs_sequencer": 5,
    "gs_eraser": 4,
}
_ATTRIBUTES = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT"
_PROVISIONING = 7_310_595_847_100_001  # any number that no other program locks


def provision(*, admin: psycopg.Connection[Any] | str, home: Home, database: str = "goodstanding") -> None:
    """Make the seven roles and the database, or put right what is there; safe to repeat and to run twice at once.

    `admin` (a connection, whose server and user are used, or a connection string) must be able to create roles and
    databases. Raises `DatabaseError` when the database's locale is blind to Chinese, `psycopg.Error` when refused.
    """
    reached = _conninfo(admin)
    with psycopg.connect(reached, autocommit=True) as connection:
        # Two changes of one role at once fail ("tuple concurrently updated").
        connection.execute("SELECT pg_advisory_lock(%s)", [_PROVISIONING])
        superuser = connection.info.parameter_status("is_superuser") == "on"
        for role in ROLES:
            _make_role(connection, role=role, password=secret(role, home=home))
            if superuser:
                _keep_out_of_the_log(connection, role=role)
                _bound(connection, role=role)
        if superuser:
            for other in ("postgres", "template1"):
                connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(other)))
        borrowed = _borrow_owner(connection)
        try:
            _make_database(connection, database=database)
            restrict(connection=connection, database=database)
            with psycopg.connect(make_conninfo(reached, dbname=database), autocommit=True) as inside:
                _furnish(inside)
                if superuser:
                    _take_away(inside)
        finally:
            if borrowed:
                connection.execute(sql.SQL("REVOKE {} FROM CURRENT_USER").format(sql.Identifier(OWNER)))


def restrict(*, connection: psycopg.Connection[Any], database: str) -> None:
    """Let only the seven roles connect to a database. A copy made with TEMPLATE needs it again."""
    roles = sql.SQL(", ").join(map(sql.Identifier, ROLES))
    name = sql.Identifier(database)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, roles))


def _make_role(connection: psycopg.Connection[Any], *, role: str, password: str) -> None:
    name = sql.Identifier(role)
    attributes = sql.SQL(_ATTRIBUTES)
    found = connection.execute(
        "SELECT rolcanlogin AND NOT (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication "
        "OR rolinherit) FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, attributes))
    elif not found[0]:
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(name, attributes))
    # Only the verifier crosses the wire: a server that logs statements never learns the password.
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier)))


def _keep_out_of_the_log(connection: psycopg.Connection[Any], *, role: str) -> None:
    # A server that DATABASE_URL names has a configuration of its own; these hold for our sessions there as well.
    for setting, value in QUIET.items():
        statement = sql.SQL("ALTER ROLE {} SET {} = {}")
        connection.execute(statement.format(sql.Identifier(role), sql.Identifier(setting), sql.Literal(value)))


def _bound(connection: psycopg.Connection[Any], *, role: str) -> None:
    """Keep one role from taking every connection, or the disk, from the others."""
    most = CONNECTIONS.get(role, -1)
    name = sql.Identifier(role)
    connection.execute(sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}").format(name, sql.Literal(most)))
    if role == "gs_public":
        connection.execute(sql.SQL("ALTER ROLE {} SET temp_file_limit = '256MB'").format(name))


def _take_away(inside: psycopg.Connection[Any]) -> None:
    """Take from everyone what PostgreSQL gives everyone and one role could use against the rest, in this database.

    The leader's lock (whoever holds it stops the sequencer), large objects and logical messages (content that no
    erasure would find). Only a superuser can; on a server that DATABASE_URL names it is the operator's to do.
    """
    signatures = inside.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND ("
        " proname = ANY(%s) OR (proname LIKE 'pg%%advisory%%lock%%' AND proargtypes::text = '23 23'))",
        [["lo_create", "lo_creat", "lo_from_bytea", "lo_import", "pg_logical_emit_message"]],
    ).fetchall()
    for (signature,) in signatures:
        inside.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(signature)))
    for exclusive in ("pg_try_advisory_lock", "pg_advisory_xact_lock", "pg_try_advisory_xact_lock"):
        grant = sql.SQL("GRANT EXECUTE ON FUNCTION {}(integer, integer) TO gs_sequencer")
        inside.execute(grant.format(sql.Identifier(exclusive)))


def _borrow_owner(connection: psycopg.Connection[Any]) -> bool:
    """Let an administrator who is not a superuser act for the owner; answer whether it was needed."""
    row = connection.execute(
        "SELECT rolsuper OR pg_has_role(%s, 'USAGE') FROM pg_roles WHERE rolname = current_user", [OWNER]
    ).fetchone()
    if row and row[0]:
        return False
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
    return True


def _make_database(connection: psycopg.Connection[Any], *, database: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    row = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    if row is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8'").format(name, owner))
    elif row[0] != OWNER:
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))


def _furnish(inside: psycopg.Connection[Any]) -> None:
    # The schema's owner is whoever owns the database, a membership that NOINHERIT leaves asleep.
    inside.execute("SET ROLE pg_database_owner")
    inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    # pg_trgm's operators live there; without this no role could name one. It opens no table.
    roles = sql.SQL(", ").join(map(sql.Identifier, SERVING))
    inside.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(roles))
    inside.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(OWNER)))
    inside.execute("RESET ROLE")
    for extension in NEEDED_EXTENSIONS:
        statement = sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(extension))
        try:
            inside.execute(statement)
        except psycopg.errors.FeatureNotSupported as error:
            raise DatabaseError(
                f"This server has no extension {extension}. Install PostgreSQL's contributed extensions there "
                "(postgresql-contrib)."
            ) from error
    trigrams.refuse_blind(inside)


def _conninfo(admin: psycopg.Connection[Any] | str) -> str:
    if isinstance(admin, str):
        return admin
    return make_conninfo(**admin.info.get_parameters(), password=admin.info.password)
