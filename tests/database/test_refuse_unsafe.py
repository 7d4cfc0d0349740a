"""A serving process refuses to start with a role that could do more than its job."""

from __future__ import annotations

import psycopg
import pytest

from goodstanding.database import connections, roles
from goodstanding.database.errors import UnsafeRole

NAME = "guarded"


@pytest.fixture
def admin(server):
    reached = connections.administrator(home=server.home)
    roles.provision(admin=reached, home=server.home, database=NAME)
    with psycopg.connect(reached, dbname=NAME, autocommit=True) as connection:
        yield connection
    with psycopg.connect(reached, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def check(server, role: str = "gs_public", *, before: str = "") -> None:
    with connections.connect(role, home=server.home, database=NAME) as connection:
        if before:
            connection.execute(before)
        roles.refuse_unsafe(connection, role=role)


@pytest.mark.parametrize("role", roles.SERVING)
def test_each_serving_role_is_accepted_as_it_is_made(role, admin, server):
    check(server, role)


def test_the_owner_is_refused(admin, server):
    with pytest.raises(UnsafeRole, match=r"gs_owner owns the register.*gs_public"):
        check(server, "gs_owner")


def test_another_role_than_the_expected_one_is_refused(admin, server):
    said = r"as gs_public but does so as gs_clerk.*GOODSTANDING_URL_GS_PUBLIC"
    with (
        connections.connect("gs_clerk", home=server.home, database=NAME) as connection,
        pytest.raises(UnsafeRole, match=said),
    ):
        roles.refuse_unsafe(connection, role="gs_public")


def test_the_servers_superuser_is_refused_even_when_it_is_expected(admin):
    with pytest.raises(UnsafeRole, match="is a superuser"):
        roles.refuse_unsafe(admin, role="postgres")


def test_a_superuser_who_poses_as_the_role_is_refused(admin):
    admin.execute("SET ROLE gs_public")
    with pytest.raises(UnsafeRole, match="does so as postgres"):
        roles.refuse_unsafe(admin, role="gs_public")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("SUPERUSER", "is a superuser"),
        ("BYPASSRLS", "skips row security"),
        ("CREATEROLE", "may make roles"),
        ("REPLICATION", "may replicate"),
    ],
)
def test_a_role_with_a_power_over_the_server_is_refused_with_the_fix(given, said, admin, server):
    admin.execute(f"ALTER ROLE gs_public {given}")
    try:
        with pytest.raises(UnsafeRole, match=rf"{said}.*ALTER ROLE gs_public NOSUPERUSER"):
            check(server)
    finally:
        admin.execute(f"ALTER ROLE gs_public NO{given}")
    check(server)


@pytest.mark.parametrize("of", ["gs_owner", "pg_read_all_data", "pg_execute_server_program", "between"])
def test_a_member_of_a_powerful_role_is_refused_also_at_second_hand(of, admin, server):
    if of == "between":
        admin.execute("CREATE ROLE between")
        admin.execute("GRANT gs_owner TO between")
    admin.execute(f"GRANT {of} TO gs_public")
    try:
        with pytest.raises(UnsafeRole, match=r"a member of .*REVOKE"):
            check(server)
    finally:
        admin.execute(f"REVOKE {of} FROM gs_public")
        admin.execute("DROP ROLE IF EXISTS between")
    check(server)


@pytest.mark.parametrize(
    ("thing", "made"),
    [
        ("TABLE", "one (x int)"),
        ("VIEW", "one AS SELECT 1 AS x"),
        ("SCHEMA", "one"),
        ("FUNCTION", "one() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    ],
)
def test_the_owner_of_one_thing_is_refused_with_the_fix(thing, made, admin, server):
    admin.execute(f"CREATE {thing} {made}")
    admin.execute(f"ALTER {thing} one{'()' if thing == 'FUNCTION' else ''} OWNER TO gs_public")
    with pytest.raises(UnsafeRole, match=r"owns the .*one.*REASSIGN OWNED BY gs_public TO gs_owner"):
        check(server)
    admin.execute("REASSIGN OWNED BY gs_public TO gs_owner")
    check(server)


def test_the_owner_of_the_database_is_refused(admin, server):
    admin.execute(f"ALTER DATABASE {NAME} OWNER TO gs_public")
    with pytest.raises(UnsafeRole, match=f"owns the database {NAME}"):
        check(server)
    admin.execute(f"ALTER DATABASE {NAME} OWNER TO gs_owner")
