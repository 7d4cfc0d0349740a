"""Row data never reaches the server's log: what is erased from the register must not live on there."""

from __future__ import annotations

import psycopg
import pytest

from goodstanding.database import cluster, connections, roles
from goodstanding.database import server as servers

NAMED = "某某有限公司-91110000"
FAILURES = {
    "a failing COPY row": ("COPY told (code) FROM STDIN", NAMED),
    "a constraint's detail": (f"INSERT INTO told (name) VALUES ('{NAMED}'), ('{NAMED}')", None),
    "the statement": (f"SELECT '{NAMED}', 1/0", None),
    "the message itself": (f"SELECT '{NAMED}'::date", None),
    "a parameter": ("SELECT %s::text::date", [NAMED]),
    "a slow statement": (f"SELECT pg_sleep(0.1), '{NAMED}'", None),
}
NOISY = {"log_statement": "all", "log_min_duration_statement": "0", "log_min_messages": "warning"}


@pytest.fixture
def told(server):
    with psycopg.connect(connections.administrator(home=server.home), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS told")
        connection.execute("CREATE TABLE told (name text UNIQUE, code int)")
        yield connection
        connection.execute("DROP TABLE told")


@pytest.mark.parametrize("failure", FAILURES)
def test_row_data_stays_out_of_the_log(failure, told, server):
    statement, data = FAILURES[failure]
    try:
        if statement.startswith("COPY"):
            with told.cursor().copy(statement) as copy:
                copy.write(data + "\n")
        else:
            told.execute(statement, data)
    except psycopg.Error as error:
        assert failure == "the statement" or NAMED in f"{error}{error.diag.message_detail}"
    assert NAMED not in server.home.server_log.read_text()


def test_the_servers_own_troubles_are_in_the_log(server):
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host=str(server.socket),
            port=server.port,
            dbname="postgres",
            user="nobody_known",
            password="x",  # noqa: S106
        )
    assert "nobody_known" in server.home.server_log.read_text()


def test_a_server_with_another_configuration_keeps_our_rows_out_of_its_log(postgres, own_home, monkeypatch):
    monkeypatch.setattr(cluster, "QUIET", NOISY)
    servers.up(home=own_home, binaries=postgres, settings={"fsync": "off"})
    roles.provision(admin=connections.administrator(home=own_home), home=own_home, database="goodstanding")
    with connections.connect("gs_public", home=own_home, database="goodstanding") as connection:
        with pytest.raises(psycopg.Error):
            connection.execute(f"SELECT '{NAMED}'::date")
        connection.rollback()
        connection.execute(f"SELECT '{NAMED}'")
    assert NAMED not in own_home.server_log.read_text()


def test_an_operator_who_wants_errors_in_the_log_still_gets_no_rows_details(postgres, own_home):
    servers.up(home=own_home, binaries=postgres, settings={"fsync": "off", "log_min_messages": "error"})
    with psycopg.connect(connections.administrator(home=own_home), autocommit=True) as connection:
        connection.execute("CREATE TABLE told (name text UNIQUE)")
        for statement in (FAILURES["a constraint's detail"][0], FAILURES["the statement"][0]):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
    log = own_home.server_log.read_text()
    assert "division by zero" in log
    assert NAMED not in log
