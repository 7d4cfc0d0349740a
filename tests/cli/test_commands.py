"""The commands as a person runs them: answers, JSON, exit codes, and messages that say what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from psycopg.types.json import Jsonb

from goodstanding.config import demonstration, installation
from goodstanding.ledger.envelope import KeyRing
from tests.house import House


@pytest.fixture
def installed(database, monkeypatch):
    """A register whose keys and seal lie where the commands look for them."""
    home = database.home
    keys = KeyRing.load(home.secrets / "ledger-keys")
    house = House(database.connect, home.path, keys, origin=installation.UNNAMED, key_file="secrets/seal-key")
    yield house
    house.close()
    for path in (home.path / "seal").iterdir():
        path.unlink()


def token(
    house, role: str, *, name: str = "", unit: str = "office", authority: str = "exampleland:environment"
) -> dict:
    """Answer the environment of somebody in a role: a token as the account page gives one."""
    under = house.people.appointed(name or f"{role} one", role=role, authority=authority, unit=unit)
    (secret,) = house.access.execute(
        "select access.issue_bearer(%s, %s, '{}', 600)", (under.actor, under.appointment)
    ).fetchone()
    return {"GOODSTANDING_TOKEN": secret}


def run(database, *arguments: str, code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "goodstanding.cli.main", *arguments],
        env=database.environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def document(database, *arguments: str, code: int = 0, **more: str) -> dict:
    return json.loads(run(database, *arguments, "--json", code=code, **more).stdout)


REVIEW = ("--purpose", "review", "--basis", "Review Act s.3", "--case", "R-1")


def test_verify_says_that_nothing_was_changed_and_names_what_was(database, installed):
    installed.register()
    installed.settle()
    assert "Nothing was changed." in run(database, "ledger", "verify").stdout
    assert document(database, "ledger", "verify")["sound"] is True
    installed.owner.execute("alter table ledger.ledger_entry disable trigger user")
    installed.owner.execute("update ledger.ledger_entry set actor = 'eve'")
    assert "entry 1: not what was sealed" in run(database, "ledger", "verify", code=1).stdout
    assert document(database, "ledger", "verify", code=1)["faults"][0]["sequence"] == 1


def test_rebuild_says_which_tables_had_been_altered(database, installed):
    installed.register()
    installed.settle()
    assert "Every table followed" in run(database, "ledger", "rebuild").stdout
    installed.owner.execute("update register.organisation set name = 'Another Ltd'")
    assert document(database, "ledger", "rebuild", code=1)["differing"] == ["register.organisation"]
    assert document(database, "ledger", "rebuild")["differing"] == []


def test_show_answers_as_known_at_a_time_and_refuses_a_time_that_is_open(database, installed):
    record = installed.record(installed.register())
    installed.settle()
    installed.sequencing.execute("select ledger.close_time()")
    reviewer = token(installed, "reviewer")
    show = ("ledger", "show", str(record), *REVIEW)
    shown = document(database, *show, **reviewer)
    assert [entry["kind"] for entry in shown["entries"]] == ["record-filed"]
    assert shown["record"]["document_number"] == "EEA-1"
    moment = shown["entries"][0]["sequenced_at"].replace("+00:00", "").replace(" ", "T")
    assert document(database, *show, "--known-at", moment, **reviewer)["entries"]
    assert not document(database, *show, "--known-at", "2001-01-01T00:00:00", code=1, **reviewer)["entries"]
    future = run(database, *show, "--known-at", "2999-01-01T00:00:00", code=1, **reviewer)
    assert "still open" in future.stderr
    assert "Nobody acts" in run(database, *show, code=3).stderr
    assert "not for you" in run(database, *show, code=1, **token(installed, "analyst")).stderr
    installed.settle()
    looks = installed.owner.execute("select action, decision from access.look order by sequence").fetchall()
    assert looks == [*[("look-back", "allowed")] * 4, ("look-back", "refused")]


def test_erase_needs_another_person_of_another_unit_and_says_what_is_missing(database, installed):
    record = installed.record(installed.register())
    installed.settle()
    missing = run(database, "ledger", "erase", str(record), code=2)
    assert "--basis" in missing.stderr
    assert "--proposal" in missing.stderr
    proposal = document(database, *_erasure("propose-erasure", record), **token(installed, "caseworker"))["proposal"]
    decide = (*_erasure("erase", record), "--proposal", proposal)
    assert "different units" in run(database, *decide, code=1, **token(installed, "decider")).stderr
    nobody = (*_erasure("erase", record), "--proposal", str(record))
    assert "nobody proposed" in run(database, *nobody, code=1, **token(installed, "decider")).stderr


def test_erase_erases_scrubs_and_then_answers_erased(database, installed):
    record = installed.record(installed.register())
    installed.settle()
    proposer, decider = token(installed, "caseworker"), token(installed, "decider", unit="legal")
    reviewer = token(installed, "reviewer")
    installed.sequencing.close()
    installed.seal.close()
    runner = subprocess.Popen([sys.executable, "-m", "goodstanding.cli.main", "sequencer"], env=database.environment())
    try:
        proposal = document(database, *_erasure("propose-erasure", record), **proposer)["proposal"]
        done = document(database, *_erasure("erase", record), "--proposal", proposal, **decider)
        assert list(done["erased"].values()) == [2]  # the record, and what was said when the erasure was proposed
        assert done["scrubbed"] is True
        said = run(database, "ledger", "show", str(record), *REVIEW, **reviewer).stdout
        assert "content erased" in said
        assert "under Data Act s.17" in said
    finally:
        runner.terminate()
        assert runner.wait(20) == 0


def _erasure(command: str, record) -> list[str]:
    said = {"basis": "Data Act s.17", "reason": "court order", "case": "E-1"}
    return ["ledger", command, str(record), *(part for name, value in said.items() for part in (f"--{name}", value))]


def test_records_lists_what_is_public_and_no_record_is_a_full_answer(database, installed):
    assert run(database, "records").stdout == "No record.\n"
    today = datetime.now(UTC).date()
    ends = today + timedelta(90)
    days = {"decided_on": today - timedelta(60), "published_from": today - timedelta(30), "ends_on": ends}
    installed.record(installed.register("示例化工股份有限公司"), **days, site_name="Works 2")
    installed.settle()
    said = run(database, "records").stdout
    for part in ("示例化工股份有限公司", "Works 2", "EEA-1", "1,000.50 XXX", str(ends), "Exampleland (invented)"):
        assert part in said
    (record,) = document(database, "records")["records"]
    assert record["party_name"] == "示例化工股份有限公司"


def test_records_says_when_the_day_shown_is_not_today(database, installed):
    installed.owner.execute(
        "update register.installation set status = 'teaching', declared_present = '2025-03-01', reason = %s",
        (Jsonb({"en": "For a lesson.", "zh-Hans": "教学。"}),),
    )
    assert "This teaching shows the day 2025-03-01. For a lesson." in run(database, "records").stderr


def test_a_process_in_an_unsafe_role_does_not_start_and_says_the_fix(database):
    from goodstanding.database import connections

    owner = connections.conninfo("gs_owner", home=database.home, database=database.name)
    for command, role in (("records", "GS_PUBLIC"), ("sequencer", "GS_SEQUENCER")):
        refused = run(database, command, code=3, **{f"GOODSTANDING_URL_{role}": owner})
        assert f"GOODSTANDING_URL_{role}" in refused.stderr


def test_the_pages_do_not_start_in_an_unsafe_role(database):
    from goodstanding.database import connections

    owner = connections.conninfo("gs_owner", home=database.home, database=database.name)
    done = subprocess.run(
        [sys.executable, "-c", "import goodstanding.config.wsgi"],
        env=database.environment(GOODSTANDING_URL_GS_PUBLIC=owner),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "GOODSTANDING_URL_GS_PUBLIC" in done.stderr


def test_a_database_that_is_not_there_is_said_with_the_fix(tmp_path, database):
    done = run(database, "records", code=3, GOODSTANDING_HOME=str(tmp_path / "nowhere"))
    assert "goodstanding up" in done.stderr


def test_the_invented_decisions_stand_in_where_the_open_data_is_absent(monkeypatch, tmp_path):
    monkeypatch.setenv("GOODSTANDING_DATA", str(tmp_path))
    chosen = demonstration.decisions()
    assert len(chosen.decisions) == 10
    assert "invented" in chosen.said
    for decision in chosen.decisions:
        assert decision.record["ends_on"] > chosen.present
        assert decision.record["decided_on"] <= chosen.present


def test_the_real_decisions_are_ten_of_companies_and_shown_on_the_declared_day():
    if demonstration.data_folder() is None:
        pytest.skip("the open data (tw-environment) NOT FOUND: set GOODSTANDING_DATA; nothing was checked")
    chosen = demonstration.decisions()
    assert len({decision.party_name for decision in chosen.decisions}) == 10
    for decision in chosen.decisions:
        assert decision.party_name.endswith("股份有限公司")
        assert decision.record["decided_on"] <= chosen.present < decision.record["ends_on"]
        assert decision.record["columns"]["DOCUMENTNO"] == decision.record["document_number"]
