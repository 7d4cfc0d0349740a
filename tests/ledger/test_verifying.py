"""Verification names each entry and content that whoever owns the database changed."""

from __future__ import annotations

import pytest

from goodstanding.ledger import reading, verifying

OWNER_SETS_THE_TRIGGERS_ASIDE = "alter table ledger.ledger_entry disable trigger user"


@pytest.fixture
def filled(house):
    party = house.register()
    for number in range(8):
        house.record(party, document_number=f"EEA-{number}")
    assert house.settle() == 11  # the organisation, the edition it is filed under as proposed and published, 8 records
    house.owner.execute(OWNER_SETS_THE_TRIGGERS_ASIDE)
    house.owner.execute("alter table ledger.entry_content disable trigger user")
    assert house.verify().sound
    return house


def named(house) -> set[int | None]:
    return {fault.sequence for fault in house.verify().faults}


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'eve'",
        "authority = 'other'",
        "basis = 'none'",
        "kind = 'record-annulled'",
        "filed_by = 'gs_case'",
        "handle = gen_random_uuid()",
        "schema_version = 4",
        "act = act - 1",
        "sequenced_at = sequenced_at - interval '1 microsecond'",
        "sequenced_at = sequenced_at + interval '1 day'",
        "commitment = sha256('x')",
        "commitment = 'short'",
        "commitment = ''",
    ],
)
def test_a_change_to_any_column_of_an_entry_is_named(filled, change):
    filled.owner.execute(f"update ledger.ledger_entry set {change} where sequence = 5")
    assert 5 in named(filled)
    assert named(filled) <= {5, 6}


def test_a_change_to_a_content_is_named(filled):
    filled.owner.execute("update ledger.entry_content set sealed = set_byte(sealed, 90, 7) where sequence = 4")
    assert named(filled) == {4}


def test_a_change_to_an_edition_is_named(filled):
    """What is filed under a law depends on what that law says: an edition is a content like any other."""
    (edition,) = filled.owner.execute("select known_from from register.edition").fetchone()
    filled.owner.execute(
        "update ledger.entry_content set sealed = set_byte(sealed, 900, get_byte(sealed, 900) # 1) where sequence = %s",
        (edition,),
    )
    assert named(filled) == {edition}


def test_a_change_to_a_proposal_is_named(filled):
    """It is in the clear, for whoever may read it to check: its commitment holds it all the same."""
    filled.owner.execute("update ledger.entry_content set sealed = set_byte(sealed, 50, 7) where sequence = 2")
    assert named(filled) == {2}


@pytest.mark.parametrize(
    "change",
    [
        "update ledger.ledger_entry set actor = 'nobody' where sequence = %s",
        "update ledger.ledger_entry set kind = 'proposed', log = 'acts' where sequence = %s",
        "update ledger.entry_content set sealed = set_byte(sealed, 50, 7) where sequence = %s",
        "update ledger.entry_content set log = 'acts' where sequence = %s",
        "delete from ledger.entry_content where sequence = %s",
        "delete from ledger.ledger_entry where sequence = %s",
    ],
)
def test_a_change_to_a_look_is_named(filled, change):
    (record,) = filled.owner.execute("select min(handle::text)::uuid from register.record_version").fetchone()
    filled.people.looks(filled.case, record)
    assert filled.settle() == 12
    assert filled.verify().sound
    filled.owner.execute(change, (12,))
    assert named(filled) == {12}


def test_two_swapped_contents_are_both_named(filled):
    filled.owner.execute(
        "update ledger.entry_content c set sealed = o.sealed from ledger.entry_content o"
        " where (c.sequence, o.sequence) in ((4, 5), (5, 4))"
    )
    assert named(filled) == {4, 5}


def test_a_deleted_content_without_an_erasure_is_named(filled):
    filled.owner.execute("delete from ledger.entry_content where sequence = 6")
    assert named(filled) == {6}


def test_a_deleted_entry_is_named_also_at_the_end_of_the_ledger(filled):
    filled.owner.execute("delete from ledger.ledger_entry where sequence in (4, 11)")
    assert named(filled) == {4, 11}


def test_a_head_turned_back_does_not_hide_deleted_entries(filled):
    filled.owner.execute("delete from ledger.ledger_entry where sequence > 7")
    filled.owner.execute("delete from ledger.entry_content where sequence > 7")
    filled.owner.execute("update ledger.head set sequence = 7")
    assert named(filled) == {8, 9, 10, 11}


def test_two_swapped_entries_are_both_named(filled):
    filled.owner.execute(
        "update ledger.ledger_entry e set handle = o.handle, commitment = o.commitment from ledger.ledger_entry o"
        " where (e.sequence, o.sequence) in ((4, 5), (5, 4))"
    )
    assert named(filled) == {4, 5}


def test_an_entry_slipped_in_at_the_end_is_named(filled):
    filled.owner.execute(
        "insert into ledger.ledger_entry select 12, log, 12, sequenced_at + interval '1 second', handle, schema_version,"
        " kind, actor, authority, basis, filed_by, commitment from ledger.ledger_entry where sequence = 11"
    )
    filled.owner.execute(
        "insert into ledger.entry_content select 12, log, sealed from ledger.entry_content where sequence = 11"
    )
    assert named(filled) == {12}
    filled.owner.execute("update ledger.head set sequence = 12")
    assert named(filled) == {12}


def test_an_entry_slipped_in_between_moves_the_rest_and_each_is_named(filled):
    filled.owner.execute("update ledger.ledger_entry set sequence = sequence + 1000 where sequence >= 8")
    filled.owner.execute("update ledger.ledger_entry set sequence = sequence - 999 where sequence >= 1000")
    filled.owner.execute(
        "insert into ledger.ledger_entry select 8, log, 8, sequenced_at - interval '1 microsecond', handle,"
        " schema_version, kind, actor, authority, basis, filed_by, commitment from ledger.ledger_entry where sequence = 9"
    )
    assert {8, 9, 10, 11, 12} <= named(filled)


def test_a_content_without_an_entry_is_named(filled):
    filled.owner.execute("insert into ledger.entry_content values (77, 'acts', 'x')")
    assert named(filled) == {77}


def test_an_altered_checkpoint_or_leaf_file_is_found(filled):
    checkpoint = filled.folder / "seal/checkpoint"
    whole = checkpoint.read_text()
    checkpoint.write_text(whole.replace("\n11\n", "\n9\n"))
    assert None in named(filled)
    checkpoint.write_text(whole)
    leaves = filled.folder / "seal/leaves"
    before = leaves.read_bytes()
    leaves.write_bytes(bytes(32) + before[32:])
    assert {None, 1} <= named(filled)
    leaves.write_bytes(before[:-32])
    assert {None, 11} <= named(filled)
    leaves.write_bytes(before)
    checkpoint.unlink()
    assert None in named(filled)


def test_a_ledger_forged_whole_but_without_the_signing_key_is_found(filled):
    """Rows and leaf hashes rewritten together: only the signature still tells."""
    filled.owner.execute("update ledger.ledger_entry set actor = 'eve' where sequence = 5")
    entry = next(entry for entry in reading.every_entry(filled.owner) if entry.sequence == 5)
    leaves = filled.folder / "seal/leaves"
    forged = bytearray(leaves.read_bytes())
    forged[4 * 32 : 5 * 32] = verifying.leaf_of(entry)
    leaves.write_bytes(bytes(forged))
    assert named(filled) == {None}


def test_an_empty_ledger_is_sound(house):
    report = house.verify()
    assert (report.sound, report.entries, report.sealed) == (True, 0, 0)


def test_texts_that_need_escaping_hash_alike_in_database_and_program(house):
    from goodstanding.ledger import outbox
    from tests.house import filed

    awkward = 'quote " backslash \\ tab \t bell \x07 unit \x1f del \x7f 法 😀 \u2028 </script>'
    draft = outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=filed(outbox.new_handle()))
    house.file(outbox.Act(awkward, "exampleland:environment", awkward, [draft]))
    house.settle()
    assert house.verify().sound
