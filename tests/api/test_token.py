"""POST /oauth/token: a machine says who it is, once, and gets a token for what it may ask for."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.conftest import SCOPES
from tests.machines import Machine, some_key

PER_NETWORK, PER_CLIENT = 60, 30
REFUSED = {"error": "invalid_client", "error_description": "The client assertion is not accepted."}


@pytest.mark.parametrize("alg", ["ES256", "EdDSA"])
def test_a_machine_gets_a_token(world, alg):
    machine = world.machine(alg=alg)
    answer = world.form(client_assertion=machine.assertion(), client_id=str(machine.client))
    assert answer.status == 200
    said = answer.json
    assert said["access_token"].startswith("gst_")
    assert (said["token_type"], said["expires_in"], said["scope"]) == ("Bearer", 300, " ".join(SCOPES))
    assert answer.headers["Cache-Control"] == "no-store"
    assert world.get("/decisions", token=said["access_token"], **MAY).status == 200


MAY = {"action": "look", "purpose": "eligibility-check", "class": "record", "whose": "other"}


def test_a_token_covers_what_was_asked_and_no_more(world):
    token = world.token_of(world.machine(), scope="filing:find")
    assert world.get("/decisions", token=token, **MAY).json["allowed"] is False


def test_a_token_is_kept_as_its_hash(world):
    token = world.token_of(world.machine())
    rows = world.owner.execute("select * from access.bearer_token").fetchall()
    assert rows
    assert token not in str(rows)


def test_an_assertion_is_good_once(world):
    text = world.machine().assertion()
    assert world.form(client_assertion=text).status == 200
    again = world.form(client_assertion=text)
    assert (again.status, again.json) == (401, REFUSED)


def test_one_assertion_sent_twenty_times_at_once_is_good_once(world):
    text = world.machine().assertion()
    with ThreadPoolExecutor(20) as many:
        found = list(many.map(lambda _: world.form(client_assertion=text).status, range(20)))
    assert sorted(found) == [200] + [401] * 19


def test_the_same_jti_of_two_clients_is_two_assertions(world):
    for _ in range(2):
        assert world.form(client_assertion=world.machine().assertion(jti="one")).status == 200


def test_a_refused_assertion_does_not_spend_its_jti(world):
    machine = world.machine()
    forged = Machine(client=machine.client, key=some_key(99))
    assert world.form(client_assertion=forged.assertion(jti="mine")).status == 401
    assert world.form(client_assertion=machine.assertion(jti="mine")).status == 200


WRONG = {
    "another key": lambda machine: Machine(client=machine.client, key=some_key(99)).assertion(),
    "another name": lambda machine: machine.assertion(header={"kid": "second"}),
    "nobody": lambda _: Machine(key=some_key(1)).assertion(),
    "expired": lambda machine: machine.assertion(exp=int(time.time()) - 1),
    "too long": lambda machine: machine.assertion(exp=int(time.time()) + 400),
    "another server": lambda machine: machine.assertion(aud="https://other.test/oauth/token"),
    "no jti": lambda machine: machine.assertion(jti=None),
    "garbage": lambda _: "garbage",
    "not text": lambda _: "\u0000\ud7ff.é.",
}


def test_whatever_is_wrong_the_answer_is_the_same(world):
    machine = world.machine()
    found = {name: world.form(client_assertion=made(machine)) for name, made in WRONG.items()}
    assert {(one.status, one.body) for one in found.values()} == {(401, json.dumps(REFUSED).encode())}
    headers = {
        tuple(sorted((k, v) for k, v in one.headers.items() if k not in ("Date", "Content-Length")))
        for one in found.values()
    }
    assert len(headers) == 1
    assert next(iter(found.values())).headers["WWW-Authenticate"].startswith("Bearer")
    assert next(iter(found.values())).headers["Cache-Control"] == "no-store"


def test_a_refusal_is_in_the_log_with_its_reason_and_nothing_secret(world):
    machine, began = world.machine(), world.now()
    text = machine.assertion(aud="https://other.test")
    world.form(client_assertion=text, network="192.0.2.77")
    (said,) = [said for event, said in world.events(since=began) if event == "token-refused"]
    fields = dict(one.split("=", 1) for one in said)
    assert (fields["why"], fields["client"]) == ("claim: aud", str(machine.client))
    assert "192.0.2.77" not in str(said)
    assert text[:40] not in str(said)


def test_a_token_that_is_given_is_in_the_log(world):
    began = world.now()
    world.token_of(world.machine())
    assert "token-issued" in [event for event, _ in world.events(since=began)]


def test_a_key_that_ended(world):
    machine = world.machine()
    old = Machine(client=machine.client, kid="old", key=some_key(50))
    world.add_key(old)
    token = world.token_of(old)
    world.owner.execute(
        "update access.client_key set ends_at = clock_timestamp() where client = %s and kid = 'old'", (old.client,)
    )
    assert world.form(client_assertion=old.assertion()).status == 401
    assert world.form(client_assertion=machine.assertion()).status == 200
    assert world.get("/decisions", token=token, **MAY).status == 200  # an operator's end_client_key revokes it


def test_a_token_ends_with_its_key(world):
    machine = world.machine()
    short = Machine(client=machine.client, kid="short", key=some_key(50))
    world.add_key(short, ends="interval '20 seconds'")
    assert 1 <= world.form(client_assertion=short.assertion()).json["expires_in"] <= 20


@pytest.mark.parametrize(
    "over",
    [
        "update access.appointment set revoked_at = now(), revoked_by = appointed_by where actor = %s",
        "update access.actor set retired_at = now() where actor = %s",
    ],
)
def test_a_client_whose_appointment_is_over(world, over):
    machine = world.machine()
    token = world.token_of(machine)
    world.owner.execute(over, (machine.client,))
    assert world.form(client_assertion=machine.assertion()).json == REFUSED
    assert world.get("/decisions", token=token, **MAY).status == 401


# --- scopes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scope",
    [
        "filing:file",
        "filing:find filing:file",
        "*",
        "filing:find ",
        " filing:find",
        "filing:find  filing:find",
        "FILING:FIND",
    ],
)
def test_a_scope_that_is_not_the_clients(world, scope):
    answer = world.form(client_assertion=world.machine().assertion(), scope=scope)
    assert (answer.status, answer.json["error"]) == (400, "invalid_scope")
    assert "filing:find" in answer.json["error_description"]


def test_a_replay_is_told_nothing_about_scopes(world):
    text = world.machine().assertion()
    assert world.form(client_assertion=text, scope="x").json["error"] == "invalid_scope"
    assert world.form(client_assertion=text, scope="x").json == REFUSED


# --- the form ---------------------------------------------------------------------------------------------------


def test_another_grant(world):
    for grant in ("password", "authorization_code", "urn:ietf:params:oauth:grant-type:jwt-bearer"):
        answer = world.form(client_assertion="x", grant_type=grant)
        assert (answer.status, answer.json["error"]) == (400, "unsupported_grant_type")


@pytest.mark.parametrize(
    "fields",
    [
        {"client_assertion": None},
        {"grant_type": None},
        {"scope": None},
        {"scope": ""},
        {"client_assertion_type": None},
        {"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"},
        {"client_secret": "x"},
        {"scope": ["filing:find", "filing:find"]},
        {"grant_type": ["client_credentials", "client_credentials"]},
    ],
)
def test_a_form_that_is_not_right(world, fields):
    answer = world.form(**{"client_assertion": world.machine().assertion(), **fields})
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_assertion_twice(world):
    machine = world.machine()
    answer = world.form(client_assertion=[machine.assertion(), machine.assertion()])
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/x-www-form-urlencoded; charset=utf-16"},
        {"Authorization": "Basic eDp5"},
    ],
)
def test_another_way_to_send_it(world, headers):
    answer = world.form(client_assertion=world.machine().assertion(), headers=headers)
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")


def test_a_form_in_parts_is_none(world):
    fields = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": world.machine().assertion(),
        "scope": "filing:find",
    }
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items())
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = world.ask("POST", "/oauth/token", headers=headers, body=f"{parts}--x--\r\n".encode())
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")


def test_fields_in_the_address(world):
    answer = world.ask("POST", "/oauth/token", scope="filing:find")
    assert answer.status == 400


def test_a_form_that_is_too_long(world):
    answer = world.form(client_assertion="x" * 20_000)
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_another_method(world, method):
    answer = world.ask(method, "/oauth/token")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


def test_a_client_id_that_is_anothers(world):
    one, other = world.machine(), world.machine()
    assert world.form(client_assertion=one.assertion(), client_id=str(other.client)).json == REFUSED


# --- throttles --------------------------------------------------------------------------------------------------


def wait_for_a_whole_minute():
    """A minute that ends in the middle would let twice as many through."""
    if time.time() % 60 > 60 - 10:
        time.sleep(60 - time.time() % 60 + 0.1)


def test_a_network_that_asks_too_often(world):
    wait_for_a_whole_minute()
    network, began = "198.51.100.9", world.now()
    found = [world.form(client_assertion="x", network=network).status for _ in range(PER_NETWORK)]
    assert set(found) == {401}
    machine = world.machine()
    late = world.form(client_assertion=machine.assertion(), network="198.51.100.200")
    assert (late.status, late.headers["Retry-After"]) == (429, "60")
    assert world.form(client_assertion=machine.assertion(), network="198.51.101.9").status == 200
    world.form(client_assertion="x", network=network)
    assert [event for event, _ in world.events(since=began)].count("throttled") == 1


def test_a_client_that_asks_too_often(world):
    wait_for_a_whole_minute()
    machine = world.machine()
    found = [
        world.form(client_assertion=machine.assertion(), scope="filing:find").status for _ in range(PER_CLIENT + 1)
    ]
    assert found == [200] * PER_CLIENT + [429]


def test_nobody_shuts_a_client_out_by_naming_it(world):
    wait_for_a_whole_minute()
    machine = world.machine()
    forged = Machine(client=machine.client, key=some_key(99))
    for _ in range(PER_CLIENT + 5):
        world.form(client_assertion=forged.assertion())
    assert world.form(client_assertion=machine.assertion()).status == 200
