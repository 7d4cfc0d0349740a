"""What every route does alike: no bearer, a bad bearer, another method, what nobody reads."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest

from tests.api.conftest import BASE, WHY

MAY = {"action": "look", "purpose": "eligibility-check", "class": "record", "whose": "other"}
ROUTES = {
    "decisions": ("GET", "/decisions", MAY),
    "find": ("GET", "/organisations", {"scheme": "exampleland", "identifier": "x"}),
    "organisation": ("GET", f"/organisations/{uuid4()}", {}),
    "records": ("GET", f"/organisations/{uuid4()}/records", {}),
    "access-log": ("GET", "/access-log", {}),
    "revoke": ("POST", "/tokens/revoke", {}),
}
routes = pytest.mark.parametrize("route", ROUTES)
looks = pytest.mark.parametrize("route", ["find", "organisation", "records", "access-log"])


def send(world, route, *, method=None, headers=WHY, token=None, **more):
    usual, path, query = ROUTES[route]
    return world.ask(method or usual, BASE + path, headers=headers, token=token, **{**query, **more})


def problem(answer, status):
    assert answer.status == status, (answer.status, answer.body)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json.keys() == {"title", "status", "detail", "fix"}
    assert answer.json["status"] == status
    return answer.json


@routes
def test_no_bearer(world, route):
    answer = send(world, route)
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="goodstanding"'


@pytest.mark.parametrize(
    "said",
    [
        "Bearer",
        "Bearer ",
        "Bearer gst_",
        "Bearer gst_" + "A" * 43,
        "Bearer gst_" + "A" * 44,
        "Bearer  gst_" + "A" * 43,
        "Bearer gst_" + "A" * 42 + "é",
        "Basic gst_" + "A" * 43,
        "gst_" + "A" * 43,
        "Bearer " + "A" * 5000,
        "Bearer null",
    ],
)
def test_a_bearer_that_is_none(world, said):
    answer = send(world, "decisions", headers={"Authorization": said})
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="goodstanding", error="invalid_token"'


def test_a_bearer_that_holds_under_another_scheme(world):
    token = world.person("auditor")
    for said in (f"Basic {token}", f"Token {token}", token, f"Bearer {token} ", f"Bearer\t{token}", f"Bearer {token},"):
        answer = world.ask("GET", f"{BASE}/decisions", headers={"Authorization": said}, **MAY)
        # A server may drop white space behind a header's value (RFC 9110 §5.5).
        assert answer.status == 401 or said.endswith(" "), said
    assert world.ask("GET", f"{BASE}/decisions", headers={"Authorization": f"bearer {token}"}, **MAY).status == 200


@routes
def test_an_expired_bearer(world, route):
    token = world.person("auditor")
    world.owner.execute(
        "update access.bearer_token set expires_at = clock_timestamp() where hash = sha256(%s)", (token.encode(),)
    )
    problem(send(world, route, token=token), 401)


@routes
def test_a_revoked_bearer(world, route):
    token = world.person("auditor")
    assert world.ask("POST", f"{BASE}/tokens/revoke", token=token).json == {"revoked": 1}
    problem(send(world, route, token=token), 401)


@routes
def test_a_bearer_of_an_appointment_that_is_over(world, route):
    people = world.office.house.people
    under = people.appointed(f"gone {route}", role="auditor", authority="exampleland:environment", unit="desk")
    token = world.bearer(under)
    world.owner.execute(
        "update access.appointment set revoked_at = now(), revoked_by = appointed_by where appointment = %s",
        (under.appointment,),
    )
    problem(send(world, route, token=token), 401)


def test_a_bearer_in_the_address_or_in_a_form_is_none(world):
    token = world.person("auditor")
    problem(send(world, "decisions", access_token=token), 401)


def test_the_hash_of_a_token_is_no_token(world):
    token = world.person("auditor")
    (found,) = world.owner.execute(
        "select encode(hash, 'base64') from access.bearer_token where hash = sha256(%s)", (token.encode(),)
    ).fetchone()
    said = found.rstrip("=").replace("+", "-").replace("/", "_")
    problem(send(world, "decisions", token=f"gst_{said}"), 401)


@routes
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_another_method(world, route, method):
    if method == ROUTES[route][0]:
        return
    answer = send(world, route, method=method, token=world.person("auditor"))
    assert (answer.status, answer.headers["Allow"]) == (405, ROUTES[route][0])
    if method != "HEAD":
        problem(answer, 405)


@routes
def test_a_parameter_nobody_reads(world, route):
    problem(send(world, route, token=world.person("auditor"), more="1"), 400)


@routes
def test_a_body_nobody_reads(world, route):
    problem(send(world, route, token=world.person("auditor"), body=b'{"all": true}'), 400)


def test_a_parameter_twice(world):
    said = "?action=look&action=find&purpose=audit&class=record&whose=own"
    problem(world.ask("GET", f"{BASE}/decisions{said}", token=world.person("auditor")), 400)


@looks
@pytest.mark.parametrize("header", ["Purpose", "Basis"])
def test_a_look_says_what_for_and_on_which_basis(world, route, header):
    said = {"Purpose": "audit", "Basis": "Audit Act s.2"}
    for value in (None, "", "   "):
        headers = {name: text for name, text in {**said, header: value}.items() if text is not None}
        answer = send(world, route, token=world.person("auditor"), headers=headers)
        assert header in problem(answer, 400)["detail"]


@looks
@pytest.mark.parametrize("purpose", ["curiosity", "AUDIT", "audit,casework", "审计"])
def test_a_purpose_that_is_none(world, route, purpose):
    answer = send(world, route, token=world.person("auditor"), headers={"Purpose": purpose, "Basis": "Act"})
    assert "own-access" in problem(answer, 400)["fix"]


@looks
@pytest.mark.parametrize("basis", ["a%00b", "a%0Ab", "%ff", "a" * 501, "%ED%A0%80"])
def test_a_basis_that_is_no_line_of_text(world, route, basis):
    problem(send(world, route, token=world.person("auditor"), headers={"Purpose": "audit", "Basis": basis}), 400)


@pytest.mark.parametrize(
    "path", ["", "/", "/records", "/organisations/", "/organisations/x/y", "/docs", "/tokens", "/../oauth"]
)
def test_an_address_that_is_none(world, path):
    problem(world.ask("GET", BASE + (path or "/"), token=world.person("auditor")), 404)


def test_the_description_of_the_api_is_open(world):
    answer = world.ask("GET", f"{BASE}/openapi.json")
    assert answer.status == 200
    assert set(answer.json["paths"]) == {
        "/api/v1/decisions",
        "/api/v1/organisations",
        "/api/v1/organisations/{handle}",
        "/api/v1/organisations/{handle}/records",
        "/api/v1/access-log",
        "/api/v1/tokens/revoke",
    }


def test_a_network_that_guesses_tokens(world):
    if time.time() % 60 > 50:
        time.sleep(60.1 - time.time() % 60)
    token, guess, here = world.person("auditor"), "gst_guess", "203.0.113.4"
    for _ in range(61):
        assert world.ask("GET", f"{BASE}/decisions", token=guess, network=here).status == 401
    assert world.ask("GET", f"{BASE}/decisions", token=token, network=here, **MAY).status == 429
    assert world.ask("GET", f"{BASE}/decisions", token=token, network="203.0.112.4", **MAY).status == 200


def test_no_answer_sets_a_cookie(world):
    for route in ROUTES:
        assert send(world, route, token=world.person("auditor")).headers["Set-Cookie"] is None
