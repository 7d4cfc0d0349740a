"""GET /organisations…: what may be seen is logged and shown; what may not be seen is not there."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.api.conftest import WHY, quoted
from tests.office import OTHER, OWN

NOT_THERE = 404


def normal(answer, handle):
    return answer.status, sorted(answer.headers.items()), answer.body.replace(str(handle).encode(), b"HANDLE")


def without_date(found):
    status, headers, body = found
    return status, [(name, value) for name, value in headers if name != "Date"], body


# --- what is shown, and logged ----------------------------------------------------------------------------------


def test_a_machine_looks_at_an_ordinary_organisation(world):
    token, handle = world.token_of(world.machine()), world.handle("ordinary", OTHER)
    found = world.get(f"/organisations/{handle}", token=token)
    assert found.status == 200
    assert found.json["handle"] == str(handle)
    assert found.json["name"] == f"ordinary of {OTHER}"
    record = world.office.records["ordinary", OTHER]
    assert found.json["records"] == [str(record)]
    assert world.looks(handle)[-1] == (
        "machine-client",
        "eligibility-check",
        "Grants Act s.3",
        "C-1",
        "look",
        "allowed",
        [record],
    )


def test_its_records(world):
    token, handle = world.token_of(world.machine()), world.handle("ordinary")
    (record,) = world.get(f"/organisations/{handle}/records", token=token).json["records"]
    assert (record["party"], record["document_number"]) == (str(handle), f"ordinary-{OWN}")
    assert (record["fine_amount"], record["fine_currency"]) == ("1000.50", "XXX")
    assert record["decided_on"] == "2025-01-31"
    assert "columns" not in record


def test_it_is_found_by_its_identifier(world):
    token, handle = world.token_of(world.machine()), world.handle("ordinary")
    found = world.get("/organisations", token=token, scheme="exampleland", identifier=f"ordinary-{OWN}")
    assert (found.status, found.json["handle"]) == (200, str(handle))
    assert found.json.keys() == {"handle", "name", "identifiers"}
    assert world.looks(handle)[-1][4:] == ("find", "allowed", [])


def test_a_basis_in_another_script(world):
    token, handle = world.token_of(world.machine()), world.handle("ordinary")
    for said in ("行政许可法 第三条", quoted("行政许可法 第三条")):
        assert world.get(f"/organisations/{handle}", token=token, headers={**WHY, "Basis": said}).status == 200
        assert world.looks(handle)[-1][2] == "行政许可法 第三条"


def test_a_representative_sees_the_own_organisation_also_a_protected_one(world):
    headers = {"Purpose": "own-access", "Basis": "Register Act s.12"}
    for cls in ("ordinary", "protected", "sole-trader"):
        token, handle = world.bearer(world.office.represented[cls]), world.handle(cls)
        found = world.get(f"/organisations/{handle}", token=token, headers=headers)
        assert (found.status, found.json["records"]) == (200, [str(world.office.records[cls, OWN])])


def test_a_reviewer_sees_what_is_protected(world):
    headers = {"Purpose": "review", "Basis": "Review Act s.1", "Case": "R-1"}
    found = world.get(f"/organisations/{world.handle('protected')}", token=world.person("reviewer"), headers=headers)
    assert found.json["protected_class"] == "union"


# --- what is not there, and not for whoever asks ------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/organisations/{}", "/organisations/{}/records"])
def test_not_there_and_not_for_you_are_one_answer(world, path):
    token = world.token_of(world.machine())
    unknown = uuid4()
    expected = without_date(normal(world.get(path.format(unknown), token=token), unknown))
    assert expected[0] == NOT_THERE
    others = [world.handle(cls, authority) for cls in ("protected", "sole-trader") for authority in (OTHER, OWN)]
    records = list(world.office.records.values())
    for handle in [*others, *records]:
        assert without_date(normal(world.get(path.format(handle), token=token), handle)) == expected, handle
    capital = str(world.handle("ordinary")).upper()
    for handle in (capital, "0", "null", "%00", str(unknown)[:-1], f"%7B{unknown}%7D"):
        found = world.get(path.format(handle), token=token)
        assert without_date((found.status, sorted(found.headers.items()), found.body)) == expected, handle


def test_an_identifier_that_is_unknown_and_one_that_is_not_for_you_are_one_answer(world):
    token = world.token_of(world.machine())
    asked = [
        ("exampleland", "no-such-number"),
        ("no-such-scheme", "1"),
        ("exampleland", f"protected-{OTHER}"),
        ("exampleland", f"protected-{OWN}"),
        ("exampleland", f"sole-trader-{OTHER}"),
        ("exampleland", ""),
        ("exampleland", "\u0000"),
        ("exampleland", "x" * 1000),
        ("exampleland", "' or true --"),
    ]
    found = [world.get("/organisations", token=token, scheme=s, identifier=i) for s, i in asked]
    assert len({str(without_date(normal(one, "none"))) for one in found}) == 1
    assert found[0].status == NOT_THERE


@pytest.mark.parametrize("cls", ["ordinary", "protected", "sole-trader"])
def test_a_representative_sees_no_other_organisation(world, cls):
    headers = {"Purpose": "own-access", "Basis": "Register Act s.12"}
    token = world.bearer(world.office.represented["ordinary"])
    unknown = uuid4()
    expected = without_date(normal(world.get(f"/organisations/{unknown}", token=token, headers=headers), unknown))
    for authority in (OWN, OTHER):
        if (cls, authority) != ("ordinary", OWN):
            handle = world.handle(cls, authority)
            found = world.get(f"/organisations/{handle}", token=token, headers=headers)
            assert without_date(normal(found, handle)) == expected


@pytest.mark.parametrize(
    ("role", "purpose"),
    [
        ("operator", "operation"),
        ("analyst", "statistics"),
        ("clerk", "casework"),
        ("caseworker", "review"),
        ("auditor", "own-access"),
    ],
)
def test_a_role_that_may_not_for_this_purpose(world, role, purpose):
    headers = {"Purpose": purpose, "Basis": "Act", "Case": "C-1"}
    found = world.get(f"/organisations/{world.handle('ordinary')}", token=world.person(role), headers=headers)
    assert found.status == NOT_THERE


def test_a_refused_look_is_in_the_log_of_whoever_it_was_about(world):
    handle = world.handle("protected", OTHER)
    world.get(f"/organisations/{handle}", token=world.token_of(world.machine()))
    assert world.looks(handle)[-1][4:6] == ("look", "refused")


def test_without_a_case_the_answer_does_not_depend_on_what_is_there(world):
    token = world.token_of(world.machine())
    headers = {name: text for name, text in WHY.items() if name != "Case"}
    handles = [uuid4(), world.handle("ordinary"), world.handle("protected"), world.handle("sole-trader", OTHER)]
    found = [world.get(f"/organisations/{handle}", token=token, headers=headers) for handle in handles]
    assert {(one.status, one.body) for one in found} == {(400, found[0].body)}
    assert "Case" in found[0].json["detail"]


def test_beyond_the_scope_the_answer_does_not_depend_on_what_is_there(world):
    token = world.token_of(world.machine(), scope="eligibility-check:find")
    for handle in (uuid4(), world.handle("ordinary"), world.handle("protected")):
        found = world.get(f"/organisations/{handle}", token=token)
        assert found.status == 403
        assert 'error="insufficient_scope", scope="eligibility-check:look"' in found.headers["WWW-Authenticate"]


def test_a_machine_has_no_scope_for_another_purpose(world):
    token = world.token_of(world.machine())
    found = world.get(f"/organisations/{world.handle('ordinary')}", token=token, headers={**WHY, "Purpose": "review"})
    assert found.status == 403


def test_two_with_one_identifier_are_told_apart(world):
    from goodstanding.core.entries.organisation import OrganisationRegistered
    from goodstanding.ledger import outbox
    from tests.house import BASIS

    handles = [outbox.new_handle(), outbox.new_handle()]
    for handle in handles:
        content = OrganisationRegistered(
            name=f"Twin {handle}",
            organisation_type="market-entity",
            sole_trader="no",
            protected_class="none",
            identifiers={"exampleland": "twin"},
            source="Exampleland (invented)",
        )
        draft = outbox.draft(handle=handle, kind="organisation-registered", content=content)
        world.office.house.file(outbox.Act("ada", OWN, BASIS, [draft]))
    world.office.house.settle()
    found = world.get("/organisations", token=world.token_of(world.machine()), scheme="exampleland", identifier="twin")
    assert found.status == 409
    assert all(str(handle) in found.json["fix"] for handle in map(str, handles))


def test_nothing_the_api_does_writes_to_the_register(world):
    count = "select count(*) from ledger.ledger_entry where kind not in ('looked', 'access-noted')"
    world.office.house.settle()
    before = world.owner.execute(count).fetchone()
    token = world.token_of(world.machine())
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        for path in ("/organisations", f"/organisations/{world.handle('ordinary')}", "/access-log", "/decisions"):
            world.ask(method, f"/api/v1{path}", token=token, headers=WHY)
    world.office.house.settle()
    assert world.owner.execute(count).fetchone() == before
