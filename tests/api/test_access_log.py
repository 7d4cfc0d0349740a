"""GET /access-log: the organisation's own, an authority's; nobody else's."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.api.conftest import WHY
from tests.office import OTHER, OWN

OWN_ACCESS = {"Purpose": "own-access", "Basis": "Register Act s.12"}
AUDIT = {"Purpose": "audit", "Basis": "Audit Act s.2"}


def look(world, handle):
    basis = f"Grants Act s.3 no. {uuid4().hex[:6]}"
    world.get(f"/organisations/{handle}", token=world.token_of(world.machine()), headers={**WHY, "Basis": basis})
    world.office.house.settle()
    return basis


@pytest.mark.parametrize("cls", ["ordinary", "protected"])
def test_a_representative_reads_who_looked(world, cls):
    basis = look(world, world.handle(cls))
    found = world.get("/access-log", token=world.bearer(world.office.represented[cls]), headers=OWN_ACCESS)
    assert found.status == 200
    first = found.json["looks"][0]
    of_class = "organisation" if cls == "ordinary" else cls
    assert (first["basis"], first["purpose"], first["class"]) == (basis, "eligibility-check", of_class)
    assert first["decision"] == ("allowed" if cls == "ordinary" else "refused")
    assert {one["organisation"] for one in found.json["looks"]} == {str(world.handle(cls))}


def test_a_representative_reads_no_authoritys_log(world):
    token = world.bearer(world.office.represented["ordinary"])
    assert world.get("/access-log", token=token, headers=OWN_ACCESS, authority=OWN).status == 404


def test_an_auditor_reads_any_authoritys(world):
    basis = look(world, world.handle("ordinary"))
    token = world.person("auditor")
    for query in ({}, {"authority": OWN}):
        found = world.get("/access-log", token=token, headers=AUDIT, **query)
        assert basis in [one["basis"] for one in found.json["looks"]]
    other = world.get("/access-log", token=token, headers=AUDIT, authority=OTHER)
    assert (other.status, [one for one in other.json["looks"] if one["authority"] != OTHER]) == (200, [])


def test_an_operator_reads_the_own_authoritys_alone(world):
    headers = {"Purpose": "operation", "Basis": "operation of the register"}
    token = world.person("operator")
    found = world.get("/access-log", token=token, headers=headers)
    assert found.status == 200
    assert {one["authority"] for one in found.json["looks"]} == {OWN}
    unknown = world.get("/access-log", token=token, headers=headers, authority="exampleland:none")
    other = world.get("/access-log", token=token, headers=headers, authority=OTHER)
    assert (unknown.status, unknown.body) == (other.status, other.body)
    assert other.status == 404


@pytest.mark.parametrize("role", ["clerk", "caseworker", "decider", "reviewer", "analyst"])
def test_nobody_else_reads_it(world, role):
    assert world.get("/access-log", token=world.person(role), headers={**AUDIT, "Case": "C"}).status == 404


def test_a_machine_reads_it_with_no_scope(world):
    assert world.get("/access-log", token=world.token_of(world.machine())).status == 403
    token = world.token_of(world.machine(scopes=("audit:read-log",)), scope="audit:read-log")
    assert world.get("/access-log", token=token, headers=AUDIT).status == 404


def test_reading_it_stands_in_it(world):
    token = world.bearer(world.office.represented["ordinary"])
    world.get("/access-log", token=token, headers=OWN_ACCESS)
    assert ("representative", "read-log") in {(row[0], row[4]) for row in world.looks(world.handle("ordinary"))}


def test_a_page_after_a_page(world):
    for _ in range(3):
        look(world, world.handle("ordinary"))
    token = world.bearer(world.office.represented["ordinary"])
    one = world.get("/access-log", token=token, headers=OWN_ACCESS, most="2").json
    two = world.get("/access-log", token=token, headers=OWN_ACCESS, most="2", before=str(one["before"])).json
    assert len(one["looks"]) == 2
    assert two["looks"][0]["sequence"] < one["looks"][1]["sequence"]


@pytest.mark.parametrize(
    "page", [{"most": "0"}, {"most": "201"}, {"most": "x"}, {"before": "-1"}, {"before": str(2**63)}]
)
def test_a_page_that_is_none(world, page):
    assert world.get("/access-log", token=world.person("auditor"), headers=AUDIT, **page).status == 400


def test_an_authority_that_is_no_text(world):
    assert world.get("/access-log", token=world.person("auditor"), headers=AUDIT, authority="\u0000").status == 404
