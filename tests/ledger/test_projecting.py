"""Projections follow from entries and surviving contents alone; what breaks a rule has no effect and says why."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest

from goodstanding.core.canonical import canonical
from goodstanding.core.entries import KINDS
from goodstanding.core.entries.organisation import Address
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing
from goodstanding.register import queries
from goodstanding.register.searching import indexing
from tests.house import BASIS, filed

ANOTHER = 9  # a version that a later program filed


def raw(house, *, kind: str, content: bytes, version: int | None = None, handle=None, keys=None) -> None:
    """File bytes that no service would: what a program that shares the role could do."""
    version = version or KINDS.kind(kind).version
    if version == ANOTHER:
        house.owner.execute("alter table ledger.outbox drop constraint act_versions_are_current")
    draft = outbox.Draft((handle or uuid4()).bytes, kind, version, content)
    house.file(outbox.Act("eve", "exampleland:environment", BASIS, [draft]), keys=keys)


def everything(house) -> None:
    """A life: two organisations, corrected, annulled and erased records, a merge undone, a succession, refusals."""
    one, other = (
        house.register("One Ltd", addresses=(Address(municipality="Northport", rest="2 Quay"),)),
        house.register("Other Ltd"),
    )
    house.establish(one)
    while house.register("Counted Ltd").bytes[-1] % indexing.ONE_IN:
        pass  # the pieces of one name in eight are counted
    kept, annulled, erased = house.record(one), house.record(other), house.record(other, document_number="EEA-7")
    house.correct(kept, one, document_number="EEA-1a")
    house.annul(annulled)
    judgement = house.judge_same(one, other)
    house.settle()
    house.withdraw_same(judgement)
    house.succeed(one, other, on=date(2025, 7, 1), passes_records=True)
    raw(house, kind="record-filed", content=b"{}")
    house.settle()
    house.erase(erased)
    gone = house.register("Gone Ltd")
    house.record(gone)
    house.settle()
    house.erase(gone)
    house.people.looks(house.case, kept)
    house.access.execute("select access.note('signed-in', null)")
    house.settle()


def test_a_rebuild_gives_every_table_the_same_hash(house):
    everything(house)
    built = house.projector.rebuild(house.owner)
    assert built.entries == house.head
    assert built.differing == []
    assert len(set(built.after.values())) == len(built.after)


def test_a_table_that_was_altered_is_named_and_put_right(house):
    everything(house)
    house.owner.execute("update register.record_version set law = 'no law'")
    house.owner.execute("delete from ledger.erasure")
    assert house.projector.rebuild(house.owner).differing == ["ledger.erasure", "register.record_version"]
    assert house.projector.rebuild(house.owner).differing == []


def test_readers_see_the_old_tables_until_a_rebuild_ends(house, database):
    everything(house)
    seen = []
    with database.connect("gs_case", autocommit=True) as reader:
        count = "select count(*) from register.record_version"
        (before,) = reader.execute(count).fetchone()
        house.projector.rebuild(house.owner, progress=lambda _: seen.append(reader.execute(count).fetchone()[0]))
    assert set(seen) == {before}


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("record-filed", b"{}", "missing required field"),
        ("record-filed", b"not json", "malformed|invalid"),
        ("record-filed", canonical(filed(uuid4()).plain() | {"ends_on": None}), "G5, R19"),
        ("organisation-registered", b'{"name":"Zhang San","organisation_type":"person"}', "organisation_type|missing"),
        ("same-as-withdrawn", canonical({"reason": "r", "proposed_by": "a", "confirmed_by": "a"}), "two people"),
        ("record-annulled", canonical({"annulled_on": None, "reason": "r"}), "nothing current"),
    ],
)
def test_an_entry_that_breaks_a_rule_has_no_effect_and_says_why(house, kind, content, reason):
    raw(house, kind=kind, content=content)
    head = house.settle()
    assert re.search(reason, house.refused()[head]), house.refused()[head]
    tables = ("organisation", "record_version", "same_as", "succession")
    for table in tables:
        assert house.owner.execute(f"select count(*) from register.{table}").fetchone() == (0,)


def test_a_content_sealed_under_a_strange_key_has_no_effect_and_stops_nothing(house):
    raw(house, kind="record-filed", content=canonical(filed(uuid4()).plain()), keys=KeyRing.of(bytes([9] * 32)))
    house.register("next")
    head = house.settle()
    assert "not in the key folder" in house.refused()[head - 1]
    assert house.owner.execute("select count(*) from register.organisation").fetchone() == (1,)


def test_a_version_of_the_future_is_kept_for_a_program_that_knows_it(house):
    raw(house, kind="record-filed", content=b"{}", version=ANOTHER)
    head = house.settle()
    assert f"version {ANOTHER} is not known" in house.refused()[head]


def test_an_entry_that_only_the_database_refuses_is_refused_alone(house):
    one = house.register("One Ltd")
    huge = house.record(one, fine=None, document_number="bad", law="x")
    house.owner.execute("alter table register.record_version add constraint no_bad check (document_number <> 'bad')")
    good = house.record(one, document_number="good")
    house.settle()
    assert "no_bad" in next(iter(house.refused().values()))
    assert queries.record_as_known(house.owner, handle=huge, position=house.head) is None
    assert queries.record_as_known(house.owner, handle=good, position=house.head).document_number == "good"


def test_a_second_registration_and_a_second_filing_under_one_handle_have_no_effect(house):
    one = house.register("One Ltd")
    record = house.record(one)
    house.settle()
    second = outbox.draft(handle=record, kind="record-filed", content=filed(one, law="another law"))
    house.act(second)
    head = house.settle()
    assert "filed already" in house.refused()[head]
    assert queries.record_as_known(house.owner, handle=record, position=head).law == "Clean Air Act (Exampleland) s.10"


def test_what_was_annulled_is_not_corrected_back_to_life(house):
    one = house.register("One Ltd")
    record = house.record(one)
    house.annul(record)
    house.correct(record, one)
    head = house.settle()
    assert "never valid" in house.refused()[head]
    assert queries.record_as_known(house.owner, handle=record, position=head).annulled


def test_a_refusal_disappears_with_the_erasure_of_what_was_refused(house):
    handle = uuid4()
    raw(house, kind="organisation-registered", content=b'{"name":"Zhang San"}', handle=handle)
    house.settle()
    assert house.refused()
    house.erase(handle)
    assert not house.refused()
    assert house.projector.rebuild(house.owner).differing == []
