"""What every other test may rely on."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest


def test_a_test_reaches_its_own_migrated_database(database):
    with database.connect("gs_owner") as connection:
        assert connection.info.dbname == database.name
        assert connection.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)


def test_a_stranger_cannot_connect_to_a_copied_database(database, server):
    with database.connect("gs_public") as connection:
        allowed = connection.execute(
            "SELECT has_database_privilege('gs_public', current_database(), 'CONNECT'),"
            " has_database_privilege('pg_monitor', current_database(), 'CONNECT')"
        ).fetchone()
    assert allowed == (True, False)
    with database.connect("gs_public") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TEMPORARY TABLE mine (x int)")


def test_a_subprocess_finds_the_same_database(database):
    code = "from goodstanding.database import connections as c; print(c.parameters('gs_public')['dbname'])"
    answer = subprocess.run(
        [sys.executable, "-c", code], env=database.environment(), capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == database.name
