"""R7. An authority files what the catalogue assigns to it, and touches nobody else's records."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.ledger import outbox
from goodstanding.packs.reading import parse_pack
from tests.house import BASIS
from tests.lines.ways import SMALL, by_sql, catalogue, complaints, file_raw, only, record, record_row

GUARD = "call:goodstanding.register.editions.require_item returns None"
GUARDS = (
    GUARD,
    "call:goodstanding.register.projecting.records._require_own returns None",
    'call:goodstanding.core.rules.carrying.filing returns Filing("yes", (), "general", None, "none", ())',
    "lint:references-resolve",
    "type:goodstanding.core.catalogue.items.Item.filed_by",
    "sql:register.catalogue_item:catalogue_item_filed_by_check",
    "sql:access.bind_act():new.authority is not distinct from c.authority",
    "sql:access.bind_act():new.actor = c.pseudonym",
)

ITEMS = "items/items.yaml"
FILED_BY = "conduct_class: wage\n    domain: labour\n    effect: adverse\n    basis: [act s1]\n    confidence: invented\n    filed_by: [labour]"
NOT_ASSIGNED = "is not assigned the item"


# --- the ledger -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authority", "item"),
    [
        ("exampleland:labour", "emission-over-limit"),
        ("exampleland:environment", "wages-unpaid"),
        ("exampleland:police", "emission-over-limit"),
        ("otherland:environment", "emission-over-limit"),
    ],
)
def test_a_record_of_an_item_that_is_another_s_has_no_effect(published, authority, item):
    assert NOT_ASSIGNED in file_raw(published, "record-filed", record(item=item), authority=authority)


@pytest.mark.parametrize("authority", ["environment", "exampleland:environment:labour", "exampleland", ""])
def test_nobody_acts_for_what_is_no_authority(published, authority):
    with pytest.raises(psycopg.errors.CheckViolation, match="authority_authority_check"):
        file_raw(published, "record-filed", record(item="emission-over-limit"), authority=authority)


def test_a_record_of_an_item_that_is_its_authority_s_has_an_effect(house):
    house.publish()
    for authority, item in (("environment", "emission-over-limit"), ("labour", "wages-unpaid")):
        assert file_raw(house, "record-filed", record(item=item), authority=f"exampleland:{authority}") is None


def test_a_correction_cannot_turn_a_record_into_an_item_of_another(house):
    handle = house.record(party := house.register())
    house.settle()
    content = record(party=str(party), item="wages-unpaid", reason="typing error")
    assert NOT_ASSIGNED in file_raw(house, "record-corrected", content, handle=handle)


def test_an_authority_cannot_correct_or_annul_another_s_record(house):
    """The projector refuses it also where the database's own wall is down."""
    house.owner.execute("alter table ledger.outbox disable trigger act_is_bound_to_its_context")
    party = house.register()
    taken = record(party=str(party), item="wages-unpaid", reason="typing error")
    annulment = {"annulled_on": None, "reason": "we say so"}
    for kind, content in (("record-corrected", taken), ("record-annulled", annulment)):
        handle = house.record(party)
        said = file_raw(house, kind, content, handle=handle, authority="exampleland:labour")
        assert said == "the record is another authority's"


# --- what a pack answers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("authority", "because"), [("labour", ()), ("environment", ("R7",)), ("nobody", ("R7",))])
def test_the_catalogue_answers_who_may_file(authority, because):
    small = catalogue()
    facts = {
        "record.decided_on": date(2025, 1, 1),
        "record.published_on": date(2025, 1, 2),
        "record.authority": authority,
    }
    matter = Matter(facts | {"record.fine": 0, "penalty.suspension": False})
    assert carrying.filing(small, item=small.items["wages-unpaid"], subject=None, matter=matter).because == because


# --- packs ------------------------------------------------------------------------------------------------------


def test_an_item_is_assigned_to_authorities_of_the_pack():
    assert complaints((ITEMS, FILED_BY, FILED_BY.replace("[labour]", "[labour, police]"))) == {"references-resolve"}


@pytest.mark.parametrize(
    ("nobody", "code"),
    [("filed_by: []", "as-the-format-says"), ("note: {en: Anybody, zh-Hans: 任何机关}", "required-key")],
)
def test_an_item_is_assigned_to_somebody(nobody, code):
    assert complaints((ITEMS, FILED_BY, FILED_BY.replace("filed_by: [labour]", nobody))) == {code}


# --- the database -----------------------------------------------------------------------------------------------


def test_no_role_of_the_database_can_insert_an_item_that_nobody_files(published):
    row = {
        "edition": parse_pack(SMALL).sha256, "item": "new", "conduct_class": "wage", "domain": "labour",
        "effect": "adverse", "filed_by": [], "in_force_from": "2000-01-01",
    }  # fmt: skip
    assert by_sql(published, "catalogue_item", row) == only("catalogue_item_filed_by_check")


def test_no_role_of_the_database_can_insert_a_record_of_another_s_item(published):
    row = record_row(authority="exampleland:labour", item="emission-over-limit")
    assert "done" not in by_sql(published, "record_version", row).values()


# --- who acts ---------------------------------------------------------------------------------------------------


def test_nobody_files_in_the_name_of_another_authority_or_another_person(house):
    house.publish()
    house.people.acts(house.clerk, action="file", name="ada", authority="exampleland:environment")
    draft = outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=record(item="wages-unpaid"))
    for actor, authority in (("ada", "exampleland:labour"), ("bo", "exampleland:environment")):
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="the act is"):
            outbox.append(house.clerk, act=outbox.Act(actor, authority, BASIS, [draft]), keys=house.keys)


@pytest.mark.parametrize("kind", ["record-corrected", "record-annulled"])
def test_the_database_lets_nobody_touch_what_another_authority_filed(house, kind):
    handle = house.record(house.register())
    house.settle()
    content = {
        "record-corrected": record(reason="typing error"),
        "record-annulled": {"annulled_on": "2025-06-01", "reason": "quashed"},
    }[kind]
    draft = outbox.draft(handle=handle, kind=kind, content=content)
    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification, match="another authority's to touch"):
        house.file(outbox.Act("eve", "exampleland:labour", BASIS, [draft]))
