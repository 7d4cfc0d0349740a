"""Six login roles, each with its own password and no power it does not need."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from goodstanding.database import connections, home, roles
from goodstanding.database import server as servers
from goodstanding.database.errors import DatabaseError

NAME = "provisioned"


@pytest.fixture
def admin(server):
    """The administrator's connection string, on a server with the six roles and a database without tables."""
    reached = connections.administrator(home=server.home)
    roles.provision(admin=reached, home=server.home, database=NAME)
    yield reached
    with psycopg.connect(reached, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def row(reached: str, query: str, *values: object) -> tuple:
    with psycopg.connect(reached) as connection:
        return connection.execute(query, values).fetchone()


@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_connects_with_its_own_password_only(role, admin, server):
    with connections.connect(role, home=server.home, database=NAME) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (role,)
    reached = connections.parameters(role, home=server.home, database=NAME)
    other = home.secret("gs_owner" if role != "gs_owner" else "gs_public", home=server.home)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**reached | {"password": other})


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_has_a_power_over_the_server(role, admin):
    attributes = "rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolinherit, rolcanlogin"
    assert row(admin, f"SELECT {attributes} FROM pg_roles WHERE rolname = %s", role) == (*[False] * 6, True)


def test_a_role_that_was_given_too_much_loses_it_again(admin, server):
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER ROLE gs_clerk SUPERUSER BYPASSRLS")
    roles.provision(admin=admin, home=server.home, database=NAME)
    assert row(admin, "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'gs_clerk'") == (False, False)


def test_only_the_six_may_connect_and_only_the_owner_may_create(admin, server):
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS stranger")
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'known'")
        try:
            reached = connections.parameters("gs_public", home=server.home, database=NAME)
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                psycopg.connect(**reached | {"user": "stranger", "password": "known"})
        finally:
            connection.execute("DROP ROLE stranger")
    for statement in ("CREATE TABLE mine (x int)", "CREATE TEMPORARY TABLE mine (x int)", "CREATE SCHEMA mine"):
        with (
            connections.connect("gs_clerk", home=server.home, database=NAME) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)
    with connections.connect("gs_owner", home=server.home, database=NAME) as connection:
        connection.execute("CREATE TABLE mine (x int)")
        connection.rollback()


def test_a_serving_role_can_search_by_trigrams_but_reads_no_table(admin, server):
    with connections.connect("gs_owner", home=server.home, database=NAME) as connection:
        connection.execute("CREATE TABLE hidden (x int)")
    with connections.connect("gs_public", home=server.home, database=NAME) as connection:
        assert connection.execute("SELECT '北京某某科技' % '北京某某科技'").fetchone() == (True,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM hidden")


def test_the_extensions_the_register_needs_are_there(admin, server):
    reached = psycopg.conninfo.make_conninfo(admin, dbname=NAME)
    found = row(
        reached, "SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension WHERE extname <> 'plpgsql'"
    )
    assert found == (["btree_gist", "pg_trgm"],)


def test_provisioning_again_changes_nothing_and_two_at_once_do_not_collide(admin, server):
    with ThreadPoolExecutor(4) as callers:
        runs = [callers.submit(roles.provision, admin=admin, home=server.home, database=NAME) for _ in range(4)]
        assert [run.result() for run in runs] == [None] * 4
    with connections.connect("gs_public", home=server.home, database=NAME) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_connection_may_be_given_instead_of_a_string(admin, server):
    with psycopg.connect(admin) as connection:
        roles.provision(admin=connection, home=server.home, database=NAME)


def test_a_password_never_crosses_the_wire(admin, server):
    stored = row(admin, "SELECT rolpassword FROM pg_authid WHERE rolname = 'gs_public'")[0]
    assert stored.startswith("SCRAM-SHA-256$")


def test_a_managed_server_without_superuser_works(postgres, own_home):
    servers.up(home=own_home, binaries=postgres, settings={"fsync": "off"})
    with psycopg.connect(connections.administrator(home=own_home), autocommit=True) as connection:
        connection.execute("CREATE ROLE manager LOGIN CREATEDB CREATEROLE PASSWORD 'managed'")
    reached = psycopg.conninfo.make_conninfo(
        connections.administrator(home=own_home),
        user="manager",
        password="managed",  # noqa: S106
    )
    for _ in range(2):
        roles.provision(admin=reached, home=own_home, database=NAME)
    with connections.connect("gs_owner", home=own_home, database=NAME) as connection:
        connection.execute("CREATE TABLE mine (x int)")
    with psycopg.connect(reached) as connection:
        held = connection.execute("SELECT pg_has_role('gs_owner', 'USAGE')").fetchone()
    assert held == (False,)


def test_a_database_blind_to_chinese_is_refused(admin, server):
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS blind WITH (FORCE)")
        connection.execute("CREATE DATABASE blind TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
    try:
        with pytest.raises(DatabaseError, match="would find nothing"):
            roles.provision(admin=admin, home=server.home, database="blind")
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("DROP DATABASE blind WITH (FORCE)")
