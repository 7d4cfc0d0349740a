"""R9. What happened in one field has consequences in that field.

Another field is reached only where a law or regulation says so in a sentence that the pack quotes, found in the text
it holds of the provision, in force on each day; and no sentence relates what is related only through a third field.
"""

from __future__ import annotations

from datetime import date

import pytest

from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from tests.lines.ways import COMPANY, SMALL, bent, catalogue, complaints, publish_raw

GUARD = "lint:measure-in-its-field"
GUARDS = (
    GUARD,
    "lint:relation-is-quoted",
    "lint:criteria-in-their-field",
    "lint:facts-in-their-field",
    "lint:nothing-counts-everything",
    "lint:field-of-class",
    "lint:basis-in-force",
    "type:goodstanding.core.catalogue.consequences.Relation.quotation",
    "type:goodstanding.core.catalogue.items.Item.domain",
    'call:goodstanding.core.rules.carrying.following returns MeasureAnswer("yes", (), "none", ())',
    "call:goodstanding.register.editions.lint returns ()",
)

ITEMS, LISTS, MEASURES, RULES = "items/items.yaml", "lists/lists.yaml", "measures/measures.yaml", "rules/rules.yaml"
RELATIONS, SOURCES = "relations/relations.yaml", "sources/acts.yaml"
QUOTATION = 'quotation: {language: en, words: "may be kept from public contracts while it is listed"}'
GUIDE_SAYS = 'quotation: {language: en, words: "look more closely at an organisation that pays its workers late"}'


def without_relation() -> dict[str, str]:
    return {name: text for name, text in SMALL.items() if name != RELATIONS}


# --- a relation, in the law's own words ---------------------------------------------------------------------------


def test_without_a_relation_a_measure_stays_in_its_field():
    assert complaints(of=without_relation()) == {"measure-in-its-field"}


def test_with_the_law_s_own_words_it_may_leave_it():
    assert complaints() == set()


def test_a_relation_without_a_quotation_is_none():
    assert complaints((RELATIONS, f"    {QUOTATION}\n", "")) == {"required-key"}


@pytest.mark.parametrize(
    "words",
    [
        "may be kept from all public life while it is listed",
        "MAY BE KEPT FROM PUBLIC CONTRACTS WHILE IT IS LISTED",
        "may be kept from public contracts or licences while it is listed",
        "may be kept from contracts",
        "public contracts",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "may be kept from public contracts while it is listed, and for ever after",
    ],
)
def test_a_quotation_stands_in_the_law_word_for_word(words):
    assert complaints((RELATIONS, "may be kept from public contracts while it is listed", words)) == {
        "relation-is-quoted"
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [("language: en", "language: zh-Hans"), ("basis: act s3", "basis: act s1")],
    ids=["another language", "another provision"],
)
def test_a_quotation_stands_in_the_provision_and_the_language_it_names(old, new):
    assert complaints((RELATIONS, old, new)) == {"relation-is-quoted"}


def test_a_quotation_from_a_text_that_the_pack_does_not_hold_is_none():
    text = '        text: {en: "An organisation listed for unpaid wages may be kept from public contracts while it is listed."}\n'
    assert complaints((SOURCES, text, "")) == {"relation-is-quoted"}


@pytest.mark.parametrize("level", ["guidance", "policy-document", "departmental-rule", "court-provision", "standard"])
def test_a_quotation_from_less_than_a_regulation_relates_nothing(level):
    changes = [(RELATIONS, QUOTATION, GUIDE_SAYS), (RELATIONS, "basis: act s3", "basis: guide p1")]
    assert complaints(*changes, (SOURCES, "level: guidance", f"level: {level}")) == {"relation-is-quoted"}
    assert complaints(*changes, (SOURCES, "level: guidance", "level: regulation")) == set()


@pytest.mark.parametrize("days", ["from: 2001-01-01", "from: 2000-01-01\n    until: 2040-01-01"])
def test_a_relation_holds_on_each_day_of_the_measure(days):
    assert complaints((RELATIONS, "from: 2000-01-01", days)) == {"measure-in-its-field"}


@pytest.mark.parametrize("days", ["from: 2001-01-01", "until: 2040-01-01"])
def test_a_relation_holds_on_no_day_without_its_law(days):
    law = (SOURCES, "      s3:\n        heading", f"      s3:\n        {days}\n        heading")
    relations_law = (MEASURES, "basis: [act s3]", "basis: [act s1]")
    assert complaints(law, relations_law) == {"basis-in-force"}


@pytest.mark.parametrize(("to", "back"), [("labour", "public-money"), ("market", "labour"), ("public-money", "safety")])
def test_a_relation_goes_one_way_between_the_two_fields_it_names(to, back):
    directed = [
        (RELATIONS, "from_domain: labour", f"from_domain: {back}"),
        (RELATIONS, "to_domain: public-money", f"to_domain: {to}"),
    ]
    assert complaints(*directed) == {"measure-in-its-field"}


# --- measures, lists, rules and items -----------------------------------------------------------------------------


@pytest.mark.parametrize("domain", ["labour", "market", "revenue", "safety", "public-money"])
def test_a_measure_does_not_follow_a_record_of_another_field(domain):
    change = (MEASURES, "severity: management\n    domain: environment", f"severity: management\n    domain: {domain}")
    assert complaints(change) == {"measure-in-its-field"}


@pytest.mark.parametrize("counted", ["items: [emission-over-limit]", "conduct_classes: [emission]", "domains: [environment, labour]", "conduct_classes: [licence-condition]"])  # fmt: skip
def test_a_list_counts_no_records_of_another_field(counted):
    change = (RULES, "count: {items: [wages-unpaid],", f"count: {{{counted},")
    assert "criteria-in-their-field" in complaints(change)


@pytest.mark.parametrize("of", ["count", "exists", "sum"])
def test_nothing_counts_the_records_of_every_field(of):
    op = "" if of == "exists" else 'op: ">=", value: {param: list.count}, '
    currency = "currency: XXX, " if of == "sum" else ""
    everything = f"{{id: any, {of}: {{tiers: [serious]}}, {currency}{op}basis: [act s2], text: {{en: Something is there., zh-Hans: 有记录。}}}}"
    change = (RULES, "              - {id: often,", f"              - {everything}\n              - {{id: often,")
    assert "nothing-counts-everything" in complaints(change)


def test_a_tier_counts_no_records_of_another_field():
    owes = '{id: owes, count: {items: [wages-unpaid]}, op: ">=", value: {param: list.count}, basis: [act s1], text: {en: It owes wages., zh-Hans: 欠薪。}}'
    change = (
        RULES,
        "                  - {id: large-fine,",
        f"                  - {owes}\n                  - {{id: large-fine,",
    )
    assert complaints(change) == {"criteria-in-their-field"}


@pytest.mark.parametrize("domain", ["public-money", "market", "environment"])
def test_an_item_lies_in_the_field_of_its_conduct(domain):
    change = (ITEMS, "conduct_class: wage\n    domain: labour", f"conduct_class: wage\n    domain: {domain}")
    assert "field-of-class" in complaints(change)


@pytest.mark.parametrize("domain", ["everything", "society", "any"])
def test_there_is_no_field_of_everything(domain):
    change = (ITEMS, "conduct_class: wage\n    domain: labour", f"conduct_class: wage\n    domain: {domain}")
    assert complaints(change) == {"closed-list"}


def test_a_list_reads_no_fact_of_another_field():
    fact = "  - {fact: organisation.emits-too-much, about: organisation, type: boolean, text: {en: It emits too much, zh-Hans: 超标排放}}\n"
    reads = '{id: emits, fact: organisation.emits-too-much, op: "==", value: true, basis: [act s2], text: {en: It emits too much., zh-Hans: 超标排放。}}'
    changes = [
        ("facts/facts.yaml", "", fact),
        (RULES, "              - {id: often,", f"              - {reads}\n              - {{id: often,"),
    ]
    assert "facts-in-their-field" in complaints(*changes)
    changes[0] = (
        "facts/facts.yaml",
        "",
        fact.replace("about: organisation,", "about: organisation, domain: environment,"),
    )
    assert complaints(*changes) == {"facts-in-their-field"}


# --- what a pack answers, and what enters the ledger ---------------------------------------------------------------


@pytest.mark.parametrize(
    "cause",
    [
        carrying.Cause(item="wages-unpaid", list=None, tier="serious"),
        carrying.Cause(item="return-late", list=None, tier="serious"),
        carrying.Cause(item=None, list="wage-arrears", tier="serious"),
        carrying.Cause(item=None, list=None, tier="serious"),
    ],
)
def test_a_measure_follows_nothing_that_its_law_does_not_name(cause):
    small = catalogue()
    days = {"record.decided_on": date(2025, 1, 1), "listing.listed_on": date(2025, 1, 1)}
    found = carrying.following(
        small, measure=small.measures["closer-look"], cause=cause, subject=COMPANY, matter=Matter(days)
    )
    assert (found.may_follow, "R9" in found.because) == ("no", True)


def test_an_edition_that_leaves_its_field_has_no_effect_in_raw_bytes_either(house):
    assert "measure-in-its-field" in publish_raw(house, without_relation())
    made_up = (
        RELATIONS,
        "may be kept from public contracts while it is listed",
        "may be kept from everything there is",
    )
    assert "relation-is-quoted" in publish_raw(house, bent(made_up))
    assert house.owner.execute("select count(*) from register.edition").fetchone() == (0,)
