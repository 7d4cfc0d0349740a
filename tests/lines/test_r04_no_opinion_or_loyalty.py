"""R4. Nothing on opinion, speech, belief, petition, association or loyalty, whatever law is cited.

What may be filed belongs to a closed class of conduct, and there is none for these. An organisation that stands for
belief, opinion, rights or a profession carries filing, tax, wage and safety records and nothing else.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

from goodstanding.core.catalogue import conduct
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.packs.reading import parse_pack
from goodstanding.register.services import NotPublishable
from tests.lines.ways import (
    SMALL,
    bent,
    by_sql,
    catalogue,
    complaints,
    file_raw,
    only,
    organisation,
    organisation_row,
    publish,
    publish_raw,
    record,
    record_row,
)

GUARD = "type:goodstanding.core.catalogue.items.Item.conduct_class"
GUARDS = (
    GUARD,
    "lint:refused-subjects",
    "lint:protected-types-are-declared",
    "call:goodstanding.register.services.lint returns ()",
    "call:goodstanding.register.editions.lint returns ()",
    "call:goodstanding.core.catalogue.conduct.may_carry_record returns True",
    "sql:register.catalogue_item:item_lies_in_the_field_of_its_class",
    "sql:register.record_version:nothing_else_about_the_protected",
    "sql:register.organisation:nothing_else_about_the_protected",
)

ITEMS, SOURCES = "items/items.yaml", "sources/acts.yaml"
REFUSED_CLASSES = ("speech", "petition", "association", "religion", "assembly", "political-donation", "public-order",
                   "loyalty", "other")  # fmt: skip
# A filing duty by its class, a law is cited: and it asks what an organisation believes in.
LOYALTY = (
    (ITEMS, "item: return-late", "item: no-party-organisation"),
    (ITEMS, "text: {en: Return late, zh-Hans: 逾期报告}", "text: {en: No party organisation set up, zh-Hans: 未建立党组织}"),
    (SOURCES, "s2: {heading", "s4: {heading: {en: Party organisations, zh-Hans: 党组织}}\n      s2: {heading"),
)  # fmt: skip
CITED = tuple(change for change in LOYALTY if change[0] == SOURCES)
OPEN = ("filing-duty", "tax", "wage", "work-safety", "fire-safety", "building-safety", "transport-safety")
PROTECTED = [("market-entity", one) for one in sorted(conduct.PROTECTED)] + [("social-organisation", "unknown")]


# --- packs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", REFUSED_CLASSES)
def test_there_is_no_class_of_conduct_for_opinion(of):
    assert complaints((ITEMS, "conduct_class: wage", f"conduct_class: {of}")) == {"closed-list"}


def test_a_rule_counts_no_class_of_conduct_for_opinion():
    change = ("rules/rules.yaml", "count: {items: [wages-unpaid],", "count: {conduct_classes: [speech],")
    assert complaints(change) == {"closed-list"}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("No party organisation set up", "未建立党组织"),
        ("Return late", "未建立党支部"),
        ("Petition filed at a ministry", "逾期报告"),
        ("Return late", "越级上访"),
        ("Worship without a permit", "逾期报告"),
        ("Return on foreign funding late", "逾期报告"),
        ("Strike not prevented", "逾期报告"),
        ("Return late", "消极舆论"),
        ("Social responsibility report missing", "逾期报告"),
    ],
)
def test_an_item_about_opinion_is_refused_under_any_class_and_law(english, chinese):
    words = ("text: {en: Return late, zh-Hans: 逾期报告}", f"text: {{en: {english}, zh-Hans: {chinese}}}")
    assert complaints((ITEMS, *words), *CITED) == {"refused-subjects"}


@pytest.mark.parametrize("name", ["no-party-organisation", "petition-to-superiors", "trade.union-activity"])
def test_an_item_about_opinion_is_refused_by_its_id_alone(name):
    assert complaints((ITEMS, "item: return-late", f"item: {name}")) == {"refused-subjects"}


@pytest.mark.parametrize(
    ("english", "chinese", "said"),
    [
        ("Parish", "协会", "religious"),
        ("Trade union", "协会", "union"),
        ("Association", "人权组织", "human-rights"),
        ("News agency", "协会", "media"),
        ("Bar association", "协会", "professional-self-government"),
        ("Association", "政党", "political"),
    ],
)
def test_a_type_that_its_name_shows_to_be_protected_is_declared_so(english, chinese, said):
    words = ("text: {en: Association, zh-Hans: 协会}", f"text: {{en: {english}, zh-Hans: {chinese}}}")
    files = bent(
        ("organisations/types.yaml", *words),
        ("organisations/types.yaml", "protected_class: unknown", "protected_class: none"),
    )
    assert complaints(of=files) == {"protected-types-are-declared"}
    assert (
        complaints(
            ("organisations/types.yaml", *words),
            ("organisations/types.yaml", "protected_class: unknown", f"protected_class: {said}"),
        )
        == set()
    )


# --- publishing -------------------------------------------------------------------------------------------------


def test_no_service_publishes_an_edition_that_asks_for_loyalty(house):
    with pytest.raises(NotPublishable, match="refused-subjects"):
        publish(house, bent(*LOYALTY))


def test_an_edition_that_asks_for_loyalty_has_no_effect_in_raw_bytes_either(house):
    assert "refused-subjects" in publish_raw(house, bent(*LOYALTY))
    assert "closed-list" in publish_raw(house, bent((ITEMS, "conduct_class: wage", "conduct_class: loyalty")))
    assert house.owner.execute("select count(*) from register.edition").fetchone() == (0,)


def test_no_role_of_the_database_can_insert_an_item_about_opinion(published):
    for of in REFUSED_CLASSES:
        row = {
            "edition": parse_pack(SMALL).sha256, "item": "new", "conduct_class": of, "domain": "registration",
            "effect": "adverse", "filed_by": ["environment"], "in_force_from": "2000-01-01",
        }  # fmt: skip
        assert by_sql(published, "catalogue_item", row) == only("item_lies_in_the_field_of_its_class")


# --- the protected ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "protected"), PROTECTED)
def test_a_protected_organisation_carries_filing_tax_wage_and_safety_and_nothing_else(kind, protected):
    small = catalogue()
    subject = carrying.Subject(kind=kind, protected_class=protected, sole_trader="no")
    for item in small.items.values():
        found = carrying.filing(small, item=item, subject=subject, matter=Matter({}))
        assert ("G2" in found.because) == (item.conduct_class not in OPEN), item.item
    carried = {
        one
        for one in conduct.CONDUCT_CLASSES
        if conduct.may_carry_record(organisation_type=kind, protected_class=protected, conduct_class=one)
    }
    assert carried == set(OPEN)


@pytest.mark.parametrize(("kind", "protected"), [("market-entity", "media"), ("social-organisation", "unknown")])
def test_raw_bytes_say_nothing_else_about_the_protected(house, kind, protected):
    house.publish()
    party = uuid4()
    about = organisation(organisation_type=kind, protected_class=protected)
    assert file_raw(house, "organisation-registered", about, handle=party) is None
    emission = record(party=str(party))
    assert file_raw(house, "record-filed", emission) == "refused by nothing_else_about_the_protected"
    assert file_raw(house, "record-filed", emission | {"item": "return-late"}) is None


def test_who_is_found_to_be_protected_later_carries_nothing_else_either(house):
    house.publish()
    party = uuid4()
    assert file_raw(house, "record-filed", record(party=str(party))) is None
    about = organisation(organisation_type="social-organisation", protected_class="unknown")
    refused = file_raw(house, "organisation-registered", about, handle=party)
    assert refused == "refused by nothing_else_about_the_protected"


def test_no_role_of_the_database_can_insert_anything_else_about_the_protected(house):
    house.publish()
    protected, carrying_one = uuid4(), uuid4()
    assert file_raw(house, "organisation-registered", organisation(protected_class="union"), handle=protected) is None
    assert file_raw(house, "record-filed", record(party=str(carrying_one))) is None
    refused = only("nothing_else_about_the_protected")
    assert by_sql(house, "record_version", record_row(party=protected)) == refused
    assert by_sql(house, "organisation", organisation_row(handle=carrying_one, protected_class="union")) == refused
