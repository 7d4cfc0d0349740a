"""`goodstanding access|unit|user|doctor`: as an operator, a caseworker and a representative run them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from goodstanding.access.acting import Incomplete, Refused, Unauthenticated
from goodstanding.access.services import NotAppointed
from goodstanding.cli.identity import NobodyActs
from goodstanding.cli.main import app
from goodstanding.config import health
from goodstanding.database import connections
from tests.cli.test_commands import token
from tests.house import House
from tests.office import OTHER, OWN, furnished

DESK = f"{OWN}/office"
LATER = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
CASE = ("--purpose", "casework", "--basis", "Environment Act s.40", "--case", "C-7")


@pytest.fixture
def office(database, tmp_path, monkeypatch):
    for name, value in database.environment().items():
        if name.startswith("GOODSTANDING_"):
            monkeypatch.setenv(name, value)
    house = House(database.connect, tmp_path)
    yield furnished(house)
    house.close()


def run(office, role: str | None, *arguments: str, code: int = 0, fails: type[Exception] | None = None) -> str:
    """Run a command as somebody in a role; answer what it said."""
    env = token(office.house, role) if role in (*office.people, "operator") else {"GOODSTANDING_TOKEN": role or ""}
    result = CliRunner().invoke(app, list(arguments), env=env)
    if fails:
        assert isinstance(result.exception, fails), result.output + str(result.exception)
        return str(result.exception)
    assert result.exit_code == code, result.output + str(result.exception)
    return result.output


def document(office, role, *arguments, code=0):
    return json.loads(run(office, role, *arguments, "--json", code=code))


def test_without_a_token_nobody_acts_and_the_message_says_where_to_get_one(office):
    for value in ("", "gst_unknown"):
        said = run(office, value, "access", "may", "look", "record", "--purpose", "audit", fails=NobodyActs)
        assert "account page" in said


def test_may_says_by_which_line_and_what_it_asks_for(office):
    assert "Yes, by line B1. It asks for: case." in run(
        office, "caseworker", "access", "may", "look", "record", "--purpose", "casework", "--other"
    )
    no = document(
        office, "caseworker", "access", "may", "look", "sole-trader", "--purpose", "casework", "--other", code=1
    )
    assert no == {"role": "caseworker", "allowed": False, "line": None, "obligations": []}


def test_a_look_shows_the_organisation_with_the_records_that_may_be_seen(office):
    by_number = ("--identifier", f"exampleland=ordinary-{OTHER}")
    said = run(office, "caseworker", "access", "look", *by_number, *CASE)
    assert f"ordinary of {OTHER}" in said
    assert "2025-01-31 Exampleland Environment Authority" in said
    handle = str(office.organisations["ordinary", OTHER])
    (found,) = document(office, "caseworker", "access", "look", "--organisation", handle, *CASE)["organisations"]
    assert found["handle"] == handle
    assert len(found["records"]) == 1


def test_what_may_not_be_seen_is_refused_and_nobody_is_a_full_answer(office):
    handle = str(office.organisations["protected", OTHER])
    said = run(office, "caseworker", "access", "look", "--organisation", handle, *CASE, fails=Refused)
    assert "not there, or not for you" in said
    nobody = ("--identifier", "exampleland=nobody")
    assert "No such organisation." in run(office, "caseworker", "access", "look", *nobody, *CASE, code=1)
    without = ("--purpose", "casework", "--basis", "Act s.1")
    handle = str(office.organisations["ordinary", OTHER])
    said = run(office, "caseworker", "access", "look", "--organisation", handle, *without, fails=Incomplete)
    assert "case" in said


def test_an_organisation_reads_who_looked_at_it_and_why(office):
    handle = str(office.organisations["ordinary", OWN])
    own = ("access", "log", "--purpose", "own-access", "--basis", "Register Act s.12")
    under = office.represented["ordinary"]
    (secret,) = office.house.access.execute(
        "select access.issue_bearer(%s, %s, '{}', 600)", (under.actor, under.appointment)
    ).fetchone()
    assert "Nobody looked." in run(office, secret, *own)
    run(office, "caseworker", "access", "look", "--organisation", handle, *CASE)
    office.house.settle()
    said = run(office, secret, *own)
    assert f"{OWN}, caseworker of {DESK} (caseworker one): look, allowed" in said
    assert "for casework on Environment Act s.40, case C-7" in said


def test_a_look_told_later_names_its_law_and_a_machine_s_scopes_bound_what_it_may(office):
    look = ("access", "look", "--organisation", str(office.organisations["ordinary", OWN]), *CASE)
    said = run(office, "caseworker", *look, "--delayed-until", LATER, fails=Incomplete)
    assert "on a basis of its own" in said
    run(office, "caseworker", *look, "--delayed-until", LATER, "--delay-basis", "Procedure Act s.8")
    under = office.people["machine-client"]
    for scopes, code in (("filing:file", 0), ("filing:correct", 1)):
        (secret,) = office.house.access.execute(
            "select access.issue_bearer(%s, %s, %s, 60)", (under.actor, under.appointment, [scopes])
        ).fetchone()
        run(office, secret, "access", "may", "file", "record", "--purpose", "filing", code=code)


def test_an_operator_is_told_what_is_unusual(office):
    handle = str(office.organisations["protected", OTHER])
    run(office, "caseworker", "access", "look", "--organisation", handle, *CASE, fails=Refused)
    office.house.settle()
    found = document(office, "operator", "access", "unusual", "--bulk", "0")["unusual"]
    assert ("caseworker one", "refused", 1) in {(one["actor"], one["what"], one["looks"]) for one in found}


def test_an_operator_adds_units_and_appoints_and_ends_it_again(office):
    assert "Added" in run(office, "operator", "unit", "add", f"{OWN}/new", "New")
    assert f"{OWN}/new" in run(office, "operator", "unit", "list")
    invited = document(office, "operator", "user", "invite", "bo@register.example", "Bo")
    assert invited["link"].startswith("/en/office/invited/")
    terms = ("--until", LATER, "--basis", "Civil Service Act s.9")
    made = document(office, "operator", "user", "appoint", invited["actor"], "clerk", f"{OWN}/new", *terms)
    assert made["appointment"] in run(office, "operator", "user", "list")
    assert "Revoked" in run(office, "operator", "user", "revoke", made["appointment"])
    assert made["appointment"] not in run(office, "operator", "user", "list")
    assert "Closed" in run(office, "operator", "unit", "close", f"{OWN}/new")
    assert "Retired" in run(office, "operator", "user", "retire", invited["actor"])


def test_nobody_but_an_operator_administers(office):
    for command in (("unit", "list"), ("unit", "add", f"{OWN}/new", "New"), ("user", "list")):
        run(office, "decider", *command, fails=Refused)
    assert "An operator invites." in run(office, "decider", "user", "invite", "x@register.example", "X", code=1)
    terms = ("--until", LATER, "--basis", "Act")
    actor = str(office.people["clerk"].actor)
    run(office, "operator", "user", "appoint", actor, "clerk", f"{OTHER}/office", *terms, fails=Unauthenticated)
    run(office, "operator", "unit", "authority", "exampleland:new", "New", fails=Unauthenticated)
    own = str(office.house.people.appointed("operator one", role="operator", authority=OWN).actor)
    run(office, "operator", "user", "appoint", own, "decider", DESK, *terms, fails=NotAppointed)


def test_the_first_operator_comes_from_the_set_up_once(database, monkeypatch):
    for name, value in database.environment().items():
        if name.startswith("GOODSTANDING_"):
            monkeypatch.setenv(name, value)
    found = ("user", "found", "ada@register.example", "Ada", "--authority", "exampleland:registrar")
    found += ("--authority-name", "Registrar of Exampleland")
    made = CliRunner().invoke(app, [*found, "--json"])
    assert json.loads(made.output)["link"].startswith("/en/office/invited/")
    again = CliRunner().invoke(app, list(found))
    assert isinstance(again.exception, NotAppointed)


# --- the doctor -------------------------------------------------------------------------------------------------


@pytest.fixture
def healthy(database, monkeypatch):
    """A database in which the doctor finds nothing but what a test breaks."""
    for name, value in database.environment().items():
        if name.startswith("GOODSTANDING_"):
            monkeypatch.setenv(name, value)
    with database.connect("gs_owner", autocommit=True) as owner:
        owner.execute("update register.installation set status = 'teaching'")
        owner.execute("set synchronous_commit = on")
        yield owner


def checks(database) -> set[str]:
    return {one.check for one in health.findings(home=database.home)} - {"durability", "secrets"}


def test_the_doctor_finds_nothing_where_nothing_is_wrong(database, healthy):
    assert checks(database) == set()


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        ("alter table register.organisation disable row level security", "row-security"),
        ("alter table access.look disable row level security", "row-security"),
        ("alter table ledger.outbox disable trigger act_is_bound_to_its_context", "triggers"),
        ("delete from access.policy_line where line = 'B2'", "policy"),
        ("update access.policy_line set whose = 'any' where line = 'B2'", "policy"),
        ("update register.installation set status = 'production'", "operators"),
    ],
)
def test_the_doctor_names_what_was_switched_off_and_the_fix(database, healthy, broken, check):
    healthy.execute(broken)
    assert checks(database) == {check}
    assert all(one.fix for one in health.findings(home=database.home))
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 1


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("GOODSTANDING_INSECURE_COOKIES", "1", "cookies"),
        ("GOODSTANDING_HOSTS", "*", "hosts"),
        ("GOODSTANDING_SECRET_KEY", "short", "secret-key"),
    ],
)
def test_the_doctor_names_an_unsafe_setting(database, healthy, monkeypatch, name, value, check):
    monkeypatch.setenv(name, value)
    assert check in checks(database)


def test_the_doctor_names_a_secret_that_others_can_read(database, healthy):
    file = database.home.secrets / "gs_public"
    file.chmod(0o644)
    try:
        assert "secrets" in {one.check for one in health.findings(home=database.home)}
    finally:
        file.chmod(0o600)


def test_the_doctor_names_a_role_that_can_do_too_much(database, healthy):
    import psycopg

    with psycopg.connect(connections.administrator(home=database.home), autocommit=True) as admin:
        admin.execute("alter role gs_case bypassrls")
        try:
            assert checks(database) == {"roles"}
        finally:
            admin.execute("alter role gs_case nobypassrls")
