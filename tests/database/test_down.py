"""`down` ends the server and says whether there was one."""

from __future__ import annotations

import psycopg
import pytest

from goodstanding.database import connections, postmaster, server
from goodstanding.database import server as servers
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home
from tests.conftest import FAST


def test_down_waits_until_the_server_is_gone(postgres, own_home):
    started = server.up(home=own_home, binaries=postgres, settings=FAST)
    assert server.down(home=own_home) is True
    assert postmaster.gone(started.pid, seconds=0)
    assert not server.status(home=own_home).running
    assert server.down(home=own_home) is False


def test_an_open_transaction_does_not_hold_it_up(postgres, own_home):
    server.up(home=own_home, binaries=postgres, settings=FAST)
    with psycopg.connect(connections.administrator(home=own_home), autocommit=True) as connection:
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE never (x int)")
        assert server.down(home=own_home)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_down_without_a_home_makes_none(tmp_path):
    assert server.down(home=Home(tmp_path / "none")) is False
    assert not (tmp_path / "none").exists()


def test_status_changes_nothing(own_home):
    answer = server.status(home=own_home)
    assert (answer.running, answer.pid, answer.version) == (False, None, None)
    assert not own_home.path.exists()


def test_status_says_where_the_server_is(server):
    answer = servers.status(home=server.home)
    assert (answer.running, answer.pid, answer.version) == (True, server.pid, server.version)
    assert (answer.socket, answer.data, answer.binaries) == (server.socket, server.data, server.binaries)


def test_remove_leaves_no_data_and_no_server(postgres, own_home):
    started = server.up(home=own_home, binaries=postgres, settings=FAST)
    server.remove(home=own_home)
    assert postmaster.gone(started.pid, seconds=0)
    assert not started.data.exists()
    assert not started.socket.exists()


def test_a_server_that_cannot_be_seen_is_not_shot_at(postgres, own_home, monkeypatch):
    # As from another container: the socket answers, the number means some other process here.
    started = server.up(home=own_home, binaries=postgres, settings=FAST)
    monkeypatch.setattr(postmaster, "_is_server", lambda *_: False)
    assert server.up(home=own_home).pid == started.pid
    with pytest.raises(DatabaseError, match="Stop it there"):
        server.down(home=own_home)
    monkeypatch.undo()
    assert server.status(home=own_home).running
