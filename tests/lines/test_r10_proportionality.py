"""R10. What follows is in proportion to what happened.

No measure is heavier than the ceiling of the tier it follows, which a pack can lower and never raise; a record is of
the tier that its item has; and whoever decides something adverse gives reasons.
"""

from __future__ import annotations

from datetime import date

import pytest

from goodstanding.core.entries import InvalidEntry
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.ledger import outbox
from tests.lines.ways import (
    COMPANY,
    bent,
    by_sql,
    catalogue,
    complaints,
    file_raw,
    only,
    publish,
    record,
    record_row,
)

GUARD = "lint:ceilings"
GUARDS = (
    GUARD,
    "call:goodstanding.core.rules.carrying.within_ceiling returns True",
    "call:goodstanding.register.editions.require_item returns None",
    "lint:severity-fits-kind",
    "lint:procedure-is-fair",
    "type:goodstanding.core.catalogue.consequences.Measure.severity",
    "type:goodstanding.core.entries.record.RecordFiled.tier",
    "sql:register.record_version:record_version_tier_check",
    "sql:register.record_version:record_is_what_its_item_says",
    "call:goodstanding.register.editions._require_its_law returns None",
)

ITEMS, LISTS, MEASURES = "items/items.yaml", "lists/lists.yaml", "measures/measures.yaml"
PUBLICATIONS, PROCEDURES, RULES = "publications/standard.yaml", "procedures/procedures.yaml", "rules/rules.yaml"
RETURN_LATE = "conduct_class: filing-duty\n    domain: registration\n    effect: adverse\n    basis: [act s1]\n    confidence: invented\n    filed_by: [environment]\n    from: 2000-01-01\n    "
FIXED_MINOR = (ITEMS, f"{RETURN_LATE}tier: {{rule: penalty-tier}}", f"{RETURN_LATE}tier: minor")
# Which severity may follow which tier, written by hand.
ALLOWED = {
    "minor": {"none", "notice"},
    "general": {"none", "notice", "management"},
    "serious": {"none", "notice", "management", "restriction", "exclusion"},
}


# --- packs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", ["minor", "general"])
def test_no_exclusion_follows_a_list_that_is_not_serious(tier):
    assert complaints((LISTS, "tier: serious", f"tier: {tier}")) == {"ceilings"}


@pytest.mark.parametrize("tiers", ["[minor]", "[minor, general, serious]"])
def test_no_management_measure_follows_a_minor_record(tiers):
    assert complaints((MEASURES, "tiers: [general, serious]", f"tiers: {tiers}")) == {"ceilings"}


def test_a_measure_names_the_tiers_that_it_follows():
    assert complaints((MEASURES, "    tiers: [general, serious]\n", "")) == {"ceilings"}


@pytest.mark.parametrize(
    ("tier", "ceiling"), [("minor", "management"), ("general", "restriction"), ("general", "exclusion")]
)
def test_a_pack_cannot_raise_a_ceiling(tier, ceiling):
    own = {"minor": "ends: by-itself, ceiling: none", "general": "ends: by-itself, ceiling: management"}[tier]
    assert complaints((PUBLICATIONS, own, f"ends: by-itself, ceiling: {ceiling}")) == {"ceilings"}


def test_a_pack_can_lower_a_ceiling_and_then_it_holds():
    lower = (PUBLICATIONS, "ceiling: management", "ceiling: notice")
    assert complaints(lower) == {"ceilings"}
    assert complaints(lower, (MEASURES, "tiers: [general, serious]", "tiers: [serious]")) == set()


@pytest.mark.parametrize("severity", ["ruin", "everything", "restriction-for-life"])
def test_there_is_no_other_severity(severity):
    assert complaints((MEASURES, "severity: exclusion", f"severity: {severity}")) == {"closed-list"}


@pytest.mark.parametrize(
    ("old", "new"), [("severity: management", "severity: exclusion"), ("severity: exclusion", "severity: management")]
)
def test_a_measure_is_called_as_heavy_as_it_is(old, new):
    assert "severity-fits-kind" in complaints((MEASURES, old, new))


def test_who_decides_gives_reasons():
    assert complaints((PROCEDURES, "requires: [reasons, evidence]", "requires: [evidence]")) == {"procedure-is-fair"}


# --- what a pack answers ----------------------------------------------------------------------------------------


def test_each_tier_has_its_ceiling():
    allowed = {tier: {one for one in ALLOWED["serious"] if carrying.within_ceiling(one, tier=tier)} for tier in ALLOWED}
    assert allowed == ALLOWED


@pytest.mark.parametrize(("tier", "follows"), [("minor", "no"), ("general", "no"), ("serious", "yes")])
def test_an_exclusion_follows_what_is_serious_and_nothing_less(tier, follows):
    small = catalogue()
    found = carrying.following(
        small,
        measure=small.measures["no-public-contract"],
        cause=carrying.Cause(item=None, list="wage-arrears", tier=tier),
        subject=COMPANY,
        matter=Matter({"listing.listed_on": date(2025, 1, 1)}),
    )
    assert (found.may_follow, found.because) == (follows, () if follows == "yes" else ("R10",))


def test_nothing_heavier_than_a_notice_follows_what_is_of_unknown_tier():
    small = catalogue()
    found = carrying.following(
        small,
        measure=small.measures["closer-look"],
        cause=carrying.Cause(item="emission-over-limit", list=None, tier=None),
        subject=COMPANY,
        matter=Matter({"record.decided_on": date(2025, 1, 1)}),
    )
    assert (found.may_follow, found.missing) == ("unknown", ("tier",))


# --- the ledger and the database ----------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", ["fatal", "none", "", None, 3])
def test_a_record_is_of_one_of_the_three_tiers(tier):
    with pytest.raises(InvalidEntry, match="tier"):
        outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=record(tier=tier))


def test_a_record_of_another_tier_than_its_item_has_no_effect(house):
    late = {"edition": publish(house, bent(FIXED_MINOR)), "item": "return-late"}
    for tier in ("general", "serious"):
        assert "of tier minor" in file_raw(house, "record-filed", record(tier=tier, **late))
    assert file_raw(house, "record-filed", record(tier="minor", ends_on="2025-04-30", **late)) is None


def test_a_correction_cannot_make_a_record_graver_than_its_item(house):
    late = {"edition": publish(house, bent(FIXED_MINOR)), "item": "return-late"}
    house.published = True
    handle = house.record(party := house.register(), tier="minor", ends_on=date(2025, 4, 30), **late)
    house.settle()
    assert house.refused() == {}
    content = record(party=str(party), tier="serious", reason="typing error", **late)
    assert "of tier minor" in file_raw(house, "record-corrected", content, handle=handle)


def test_no_role_of_the_database_can_insert_a_record_of_another_tier_than_the_three(published):
    assert by_sql(published, "record_version", record_row(tier="fatal")) == only("record_version_tier_check")


def test_no_role_of_the_database_can_insert_a_record_of_another_tier_than_its_item(house):
    row = record_row(edition=publish(house, bent(FIXED_MINOR)), item="return-late", tier="serious")
    assert "done" not in by_sql(house, "record_version", row).values()


def test_a_record_of_another_tier_than_its_item_s_rule_finds_has_no_effect(house):
    by_fine_alone = (
        RULES,
        '                  - {id: suspended, fact: penalty.suspension, op: "==", value: true, basis: [act s1], text: {en: Operations were suspended., zh-Hans: 责令停业。}}\n',
        "",
    )
    without_fact = {name: text for name, text in bent(by_fine_alone).items() if name != "facts/facts.yaml"}
    cases = without_fact["tests/cases.yaml"].partition("  - case: {en: The limit itself")[0]
    edition = publish(house, without_fact | {"tests/cases.yaml": cases})
    small_fine = {"amount": "1.00", "currency": "XXX"}
    assert file_raw(house, "record-filed", record(edition=edition, tier="serious", fine=small_fine)) is not None
