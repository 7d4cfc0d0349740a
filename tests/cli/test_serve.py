"""`goodstanding serve`: real processes, a real register behind them, and nothing left running afterwards."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from goodstanding.ledger.envelope import KeyRing
from tests.house import House
from tests.people import People


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


@pytest.fixture
def served(database, port):
    command = [sys.executable, "-m", "goodstanding.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=database.environment(), stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            get(port, "/en/")
            break
        except OSError:
            time.sleep(0.1)
    yield process
    process.terminate()
    process.wait(20)
    for path in (database.home.path / "seal").glob("*"):
        path.unlink()  # the home is shared, the next test's database starts empty


def test_every_page_answers_in_both_languages_and_shows_what_is_filed(database, served, port):
    assert get(port, "/en/")[0] == get(port, "/zh-hans/lines/")[0] == 200
    assert "No record." in get(port, "/en/records/")[1]
    keys = KeyRing.load(database.home.secrets / "ledger-keys")
    today = datetime.now(UTC).date()
    with (
        database.connect("gs_clerk", autocommit=True) as clerk,
        database.connect("gs_case", autocommit=True) as case,
        database.connect("gs_owner", autocommit=True) as owner,
        database.connect("gs_access", autocommit=True) as access,
    ):
        house = object.__new__(House)  # nothing but its filing: `serve` has the sequencer's lead and the seal
        house.clerk, house.case, house.keys, house.published = clerk, case, keys, False
        house.people = People(owner, access)
        days = {"decided_on": today - timedelta(60), "published_from": today - timedelta(30)}
        house.record(house.register("示例化工股份有限公司"), **days, ends_on=today + timedelta(90))
    until = time.monotonic() + 10
    while "示例化工股份有限公司" not in (page := get(port, "/zh-hans/records/")[1]) and time.monotonic() < until:
        time.sleep(0.1)
    assert "示例化工股份有限公司" in page
    assert get(port, "/en/nowhere/")[0] == 404


def children(parent: psutil.Process, word: str) -> list[psutil.Process]:
    """The living children in whose command line the word stands."""
    found = []
    for child in parent.children():
        with contextlib.suppress(psutil.Error):  # a killed child is a zombie until its parent looks
            if word in child.cmdline():
                found.append(child)
    return found


def test_the_process_of_the_pages_is_told_the_public_role_s_secret_and_no_other(database, served):
    (pages,) = children(psutil.Process(served.pid), "goodstanding.config.wsgi:application")
    told = pages.environ()
    secrets = {role: (database.home.secrets / role).read_text() for role in ("gs_public", "gs_owner", "gs_clerk")}
    assert secrets["gs_public"] in told["GOODSTANDING_URL_GS_PUBLIC"]
    assert not [name for name, value in told.items() if secrets["gs_owner"] in value or secrets["gs_clerk"] in value]


def test_the_process_of_the_office_is_told_three_roles_secrets_and_no_other(database, served, port):
    (office,) = children(psutil.Process(served.pid), "goodstanding.config.office_wsgi:application")
    told = office.environ()
    roles = ("gs_public", "gs_access", "gs_clerk", "gs_case", "gs_sequencer", "gs_eraser", "gs_owner")
    secrets = {role: (database.home.secrets / role).read_text() for role in roles}
    known = {role for role in roles for value in told.values() if secrets[role] in value}
    assert known == {"gs_access", "gs_clerk", "gs_case"}
    assert told["GOODSTANDING_SECRET_KEY"] == (database.home.secrets / "office").read_text()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            assert get(port + 1, "/en/office/sign-in/")[0] == 200
            break
        time.sleep(0.1)
    else:
        pytest.fail("the office did not answer")


def test_a_child_that_dies_is_started_again_and_all_end_together(database, served, port):
    parent = psutil.Process(served.pid)
    (first,) = children(parent, "sequencer")
    first.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        again = [child for child in children(parent, "sequencer") if child.pid != first.pid]
        if again:
            break
        time.sleep(0.1)
    assert again
    everyone = parent.children(recursive=True)
    assert json.loads((database.home.path / "serve.json").read_text())["pid"] == served.pid
    served.terminate()
    assert served.wait(20) == 0
    _, alive = psutil.wait_procs(everyone, timeout=10)
    assert alive == []
    assert not (database.home.path / "serve.json").exists()
