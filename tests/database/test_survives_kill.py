"""A server killed without warning loses nothing committed and starts again by itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import psycopg

from goodstanding.database import connections, postmaster, server
from tests.conftest import FAST

ROWS = 10_000
SOON = 5.0


def as_superuser(home):
    return psycopg.connect(connections.administrator(home=home), autocommit=True)


def kill(started: server.Server) -> None:
    os.kill(started.pid, signal.SIGKILL)
    assert postmaster.gone(started.pid)


def test_ten_thousand_committed_rows_survive_a_kill_and_the_server_is_back_soon(postgres, own_home):
    started = server.up(home=own_home, binaries=postgres)
    connection = as_superuser(own_home)
    connection.execute("CREATE TABLE kept (n int PRIMARY KEY)")
    connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", [ROWS])
    kill(started)
    begin = time.monotonic()
    again = server.up(home=own_home)
    assert time.monotonic() - begin < SOON
    connection.close()
    assert again.pid != started.pid
    with as_superuser(own_home) as connection:
        assert connection.execute("SELECT count(*), sum(n) FROM kept").fetchone() == (ROWS, ROWS * (ROWS + 1) // 2)


def test_an_orphan_that_is_busy_is_ended_before_the_restart(postgres, own_home):
    started = server.up(home=own_home, binaries=postgres, settings=FAST)

    def work() -> None:
        with contextlib.suppress(psycopg.Error), as_superuser(own_home) as connection:
            connection.execute("DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$")

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    time.sleep(0.5)
    kill(started)
    begin = time.monotonic()
    again = server.up(home=own_home, settings=FAST)
    assert time.monotonic() - begin < SOON
    assert again.pid != started.pid
    worker.join(5)
    assert not worker.is_alive()


def test_a_server_whose_home_was_deleted_does_not_take_the_next_ones_socket(postgres, own_home):
    started = server.up(home=own_home, binaries=postgres, settings=FAST)
    shutil.rmtree(own_home.path)
    again = server.up(home=own_home, binaries=postgres, settings=FAST)
    assert postmaster.gone(started.pid, seconds=0)
    assert again.pid != started.pid
    with as_superuser(own_home) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_number_that_now_belongs_to_another_process_does_not_stop_the_start(postgres, own_home):
    started = server.up(home=own_home, binaries=postgres, settings=FAST)
    kill(started)
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        file = started.data / "postmaster.pid"
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        assert not server.status(home=own_home).running
        assert server.down(home=own_home) is False
        assert server.up(home=own_home, settings=FAST).pid
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_pool_serves_again_after_a_restart(postgres, own_home):
    started = server.up(home=own_home, binaries=postgres, settings=FAST)
    with as_superuser(own_home) as admin:
        admin.execute("CREATE ROLE gs_public LOGIN")
        verifier = connections.homes.secret("gs_public", home=own_home)
        admin.execute(f"ALTER ROLE gs_public PASSWORD '{verifier}'")
    with connections.pool("gs_public", home=own_home, database="postgres", size=2) as pool:
        with pool.connection() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        kill(started)
        server.up(home=own_home, settings=FAST)
        with pool.connection() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
