"""R37. A number that fails its check is no guilt: it is flagged, and that is all.

It turns no row away, keeps no record back, hides nobody, and makes two organisations one in no case: a row whose number
is that of two is held, and filed against neither.
"""

from __future__ import annotations

import pytest

from goodstanding.core.entries import InvalidEntry
from goodstanding.core.identifiers import check_state
from goodstanding.ledger import outbox
from tests.lines.filing import SCHEMAS
from tests.lines.ways import SERVING, file_raw, only, organisation, tried

GUARD = "call:goodstanding.core.identifiers.check_state returns 'no-check'"
GUARDS = (
    GUARD,
    "call:goodstanding.intake.parties.Parties._decided returns None",
    "sql:register.identifier:identifier_state_check",
    "sql:register.same_as:same_as_needs_two_people",
    "sql:register.same_as:same_as_joins_two",
)

FAILS, PASSES, SHARED = "123456789", "123456782", "987654321"
NEW = {"F-1": (FAILS, "Quarrel Stone Ltd", "failed"), "P-1": (PASSES, "Rushmere Timber Ltd", "passed")}
STATE = "select number, state from register.identifier where number = any(%s) order by organisation"


def checked(desk, name: str, number: str, *, state: str = "failed", **more):
    return desk.organisation(name, number=number, scheme="xx-checked", checks={"xx-checked": state}, **more)


def test_a_check_says_whether_a_number_passes_and_never_refuses_it():
    assert [check_state(check="luhn", number=one) for one in (PASSES, FAILS, "nothing", "")] == [
        "passed", "failed", "failed", "failed",
    ]  # fmt: skip
    assert check_state(check=None, number=FAILS) == "no-check"


# --- a file -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def newcomers(desk):
    """A party under a number that fails and one under a number that passes, both from a file."""
    return desk.file(
        *({"document": document, "party": number, "party_name": name} for document, (number, name, _) in NEW.items()),
        of="checked",
    )


def test_a_number_that_fails_is_flagged_and_the_row_is_filed_like_any_other(desk, newcomers):
    assert (newcomers.counts, newcomers.reasons, desk.held()) == ({"filed": 2}, {}, {})
    states = dict(desk.register.rows(STATE, [FAILS, PASSES]))
    assert states == {number: state for number, _, state in NEW.values()}
    told = desk.public()
    assert {document: told[document] for document in NEW} == {document: name for document, (_, name, _) in NEW.items()}


def test_who_has_a_number_that_fails_is_found_like_any_other(desk, newcomers):
    filed = desk.filed()
    for document, (number, name, _) in NEW.items():
        assert [one.organisation for one in desk.identified(number)] == [filed[document]]
        assert (desk.found(name)[0].organisation, desk.found(name)[0].how) == (filed[document], "exact")


def test_a_second_decision_is_filed_against_the_same_one(desk, newcomers):
    number, name, _ = NEW["F-1"]
    said = {"document": "F-2", "party": number, "party_name": name}
    written = str(desk.written(said))
    assert desk.run("intake", "check", written, "--mapping", "checked")["faults"] == []
    assert desk.run("intake", "apply", written, "--mapping", "checked")["counts"] == {"filed": 1}
    desk.register.settle()
    assert desk.filed()["F-2"] == desk.filed()["F-1"]


def test_a_registered_number_that_fails_blocks_no_record(desk):
    handle = checked(desk, "Selvedge Mills Ltd", "111111111")
    assert desk.register.rows(STATE, ["111111111"]) == [("111111111", "failed")]
    batch = desk.file({"document": "S-1", "party": "111111111", "party_name": "Selvedge Mills Ltd"}, of="checked")
    assert batch.counts == {"filed": 1}
    assert desk.filed()["S-1"] == handle
    assert desk.public()["S-1"] == "Selvedge Mills Ltd"


# --- two under one number ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two(desk):
    """Two organisations of one name under one number that fails."""
    return {checked(desk, "Tarn Logistics Ltd", SHARED) for _ in range(2)}


def test_two_with_one_number_that_fails_stay_two(desk, two):
    assert desk.register.rows(STATE, [SHARED]) == [(SHARED, "failed")] * 2
    assert {one.organisation for one in desk.identified(SHARED)} == two
    assert {one.organisation for one in desk.found("Tarn Logistics Ltd") if one.how == "exact"} == two
    assert desk.register.rows("select * from register.same_as") == []


def test_a_row_with_a_number_of_two_is_held_and_filed_against_neither(desk, two):
    rows = [{"document": f"T-{n}", "party": SHARED, "party_name": "TARN  LOGISTICS LTD"} for n in range(2)]
    batch = desk.file(*rows, of="checked")
    assert batch.counts == {"held": 2}
    assert {document: desk.held()[document] for document in ("T-0", "T-1")} == dict.fromkeys(
        ("T-0", "T-1"), "ambiguous"
    )
    assert not two & set(desk.filed().values())


def test_whoever_judges_it_is_shown_both_and_chooses(desk, two):
    desk.file({"document": "T-3", "party": SHARED, "party_name": "Tarn Logistics Ltd"}, of="checked")
    with desk.register.filing() as connection:
        (found,) = connection.execute("select intake.candidates(%s)", (desk.held_row("T-3"),)).fetchone()
    assert set(found) == two


def test_a_number_of_two_under_the_name_of_neither_is_a_conflict_and_under_one_s_own_is_that_one_s(desk):
    one, other = (checked(desk, name, "222222222") for name in ("Umber Paints Ltd", "Vetch Seeds Ltd"))
    said = {"party": "222222222"}
    desk.file(
        {**said, "document": "U-1", "party_name": "Wicket Gates Ltd"},
        {**said, "document": "U-2", "party_name": "Umber Paints Ltd"},
        of="checked",
    )
    assert desk.held()["U-1"] == "id-name-conflict"
    assert desk.filed()["U-2"] == one
    assert other not in desk.filed().values()


def test_two_that_a_file_brings_under_one_number_that_fails_stay_two(desk):
    names = {"X-1": "Yarrow Feeds Ltd", "X-2": "Zephyr Sails Ltd"}
    batch = desk.file(
        *({"document": document, "party": "333333333", "party_name": name} for document, name in names.items()),
        of="checked",
    )
    assert batch.counts == {"filed": 2}
    assert {document: desk.public()[document] for document in names} == names
    assert desk.filed()["X-1"] != desk.filed()["X-2"]
    assert {one.organisation for one in desk.identified("333333333")} == {desk.filed()[one] for one in names}


# --- the ledger and the database --------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["guilty", "blocked", "", None])
def test_there_is_no_other_word_for_a_number_that_fails(published, said):
    content = organisation(checks={"company-number": said})
    with pytest.raises(InvalidEntry, match="checks"):
        outbox.draft(handle=outbox.new_handle(), kind="organisation-registered", content=content)
    assert "`$.checks[...]`" in (file_raw(published, "organisation-registered", content) or "")


def test_no_role_of_the_database_can_insert_another_word(published):
    statement = "insert into register.identifier values (gen_random_uuid(), 'company-number', 'C0000009', %s)"
    assert tried(published, statement, ["guilty"]) == only("identifier_state_check")
    assert tried(published, statement, ["failed"]) == dict.fromkeys(SERVING, "denied") | {
        "gs_sequencer": "done", "gs_owner": "done",
    }  # fmt: skip


def test_no_key_of_the_database_makes_two_with_one_number_one(published):
    twice = "insert into register.identifier select gen_random_uuid(), 'company-number', 'C0000009', 'failed' from (values (1), (2)) v"
    assert tried(published, twice)["gs_sequencer"] == "done"
    unique = published.owner.execute(
        "select indexdef from pg_indexes where tablename = 'identifier' and schemaname = any(%s)"
        " and indexdef ~ 'UNIQUE' and indexdef !~ 'organisation'",
        (list(SCHEMAS),),
    ).fetchall()
    assert unique == []


def test_two_are_judged_one_by_two_people_and_never_by_a_number(published):
    columns = "handle, known_from, one, other, proposed_by, confirmed_by, evidence"
    small, large = "'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'"
    statement = f"insert into register.same_as ({columns}) values (gen_random_uuid(), 1, {{}}, {{}}, %s, %s, 'number')"
    denied = only("same_as_needs_two_people")
    assert tried(published, statement.format(small, large), ["machine", "machine"]) == denied
    assert tried(published, statement.format(small, small), ["ada", "bo"]) == only("same_as_joins_two")
