"""An act is in the ledger if and only if its own transaction committed, whole, and in order."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from goodstanding.core.entries import InvalidEntry
from goodstanding.ledger import outbox, reading
from tests.house import BASIS, filed


def test_an_act_that_is_rolled_back_leaves_nothing_to_sequence(house):
    party = house.register()
    house.publish()
    before = house.settle()
    with pytest.raises(RuntimeError), house.clerk.transaction():
        house.record(party)
        raise RuntimeError
    assert house.settle() == before


def test_the_entries_of_an_act_become_consecutive_and_share_the_act(house):
    party, record = outbox.new_handle(), outbox.new_handle()
    house.register("first")
    house.act(
        outbox.draft(handle=party, kind="organisation-registered", content=_organisation()),
        outbox.draft(handle=record, kind="record-filed", content=filed(party)),
    )
    house.settle()
    entries = list(reading.every_entry(house.owner))
    assert [(entry.sequence, entry.act) for entry in entries] == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4)]
    assert entries[4].handle == record


def test_copy_files_the_same_entries_as_one_act_at_a_time(house):
    contents = [filed(uuid4(), document_number=f"n-{number}") for number in range(25)]
    drafts = [outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=content) for content in contents]
    acts = [outbox.Act("ada", "a:b", BASIS, drafts[start : start + 10]) for start in (0, 10, 20)]
    house.people.acts(house.clerk, action="file", authority="a:b")
    assert outbox.append_acts(house.clerk, acts=acts, keys=house.keys) == 25
    for act in acts:
        outbox.append(house.clerk, act=act, keys=house.keys)
    house.settle()
    rows = house.owner.execute(
        "select handle, kind, schema_version, actor, authority, basis, filed_by from ledger.ledger_entry order by sequence"
    ).fetchall()
    assert rows[:25] == rows[25:]
    assert house.verify().sound


def test_an_entry_that_breaks_its_schema_never_reaches_the_outbox(house):
    content = filed(uuid4()).plain() | {"ends_on": None}
    with pytest.raises(InvalidEntry, match="G5"):
        house.act(outbox.draft(handle=uuid4(), kind="record-filed", content=content))
    assert house.settle() == 0


@pytest.mark.parametrize("count", [0, 10_001])
def test_an_act_has_between_one_and_ten_thousand_entries(house, count):
    draft = outbox.draft(handle=uuid4(), kind="record-filed", content=filed(uuid4()))
    act = outbox.Act("ada", "exampleland:environment", BASIS, [draft] * count)
    with pytest.raises(psycopg.errors.CheckViolation):
        outbox.append_acts(house.clerk, acts=[act], keys=house.keys)


def test_the_database_and_not_the_program_says_which_role_filed(house):
    house.hold(house.register())
    house.settle()
    assert [entry.filed_by for entry in reading.every_entry(house.owner)] == ["gs_clerk", "gs_case"]


def test_the_kinds_each_role_may_file_are_the_same_in_program_and_database(house):
    from goodstanding.core.entries import KINDS

    for role in ("gs_public", "gs_clerk", "gs_case", "gs_sequencer", "gs_eraser", "gs_owner"):
        (allowed,) = house.owner.execute("select ledger.kinds_filed_by(%s)", (role,)).fetchone()
        assert set(allowed) == {kind.name for kind in KINDS if role in kind.filed_by}, role


def test_handles_are_random_and_derived_from_nothing():
    handles = outbox.new_handles(1000)
    assert len(set(handles)) == 1000
    assert {outbox.UUID(bytes=handle).version for handle in handles} == {4}


def _organisation():
    from goodstanding.core.entries.organisation import OrganisationRegistered

    return OrganisationRegistered(
        name="Works Ltd",
        organisation_type="market-entity",
        sole_trader="no",
        protected_class="none",
        identifiers={},
        source="here",
    )
