"""R2. No rule reads anything of a person.

A fact is about an organisation, an establishment, a record or a proceeding; a rule reads declared facts and counts
records, in the closed forms of a condition; and no fact is about a person under another name.
"""

from __future__ import annotations

import pytest

from goodstanding.core.catalogue.standard import STANDARD_FACTS
from tests.lines.ways import complaints

GUARD = "type:goodstanding.core.catalogue.law.Fact.about"
GUARDS = (
    GUARD,
    "lint:organisations-only",
    "lint:references-resolve",
    "type:goodstanding.core.catalogue.conditions.FactIs",
)

FACTS, RULES = "facts/facts.yaml", "rules/rules.yaml"
SUSPENDED = '{id: suspended, fact: penalty.suspension, op: "==", value: true, '


@pytest.mark.parametrize("about", ["person", "natural-person", "officer", "employee", "owner"])
def test_no_fact_is_about_a_person(about):
    assert complaints((FACTS, "about: record", f"about: {about}")) == {"closed-list"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("en: Operations were suspended,", "en: A director was convicted,"),
        ("en: Operations were suspended,", "en: The beneficial owner lives abroad,"),
        ("en: Operations were suspended,", "en: Social score of the owners,"),
        ("zh-Hans: 责令停业", "zh-Hans: 法定代表人被处罚"),
        ("zh-Hans: 责令停业", "zh-Hans: 个人信用不良"),
        ("type: boolean,", "type: choice, choices: [citizen, foreigner],"),
    ],
)
def test_no_fact_says_something_of_a_person(old, new):
    assert "organisations-only" in complaints((FACTS, old, new))


def test_no_condition_speaks_of_a_person():
    change = (RULES, "text: {en: Operations were suspended.,", "text: {en: A family member owns it.,")
    assert complaints(change) == {"organisations-only"}


@pytest.mark.parametrize("fact", ["record.columns", "record.source", "organisation.name", "owner.age"])
def test_a_rule_reads_nothing_that_is_not_a_declared_fact(fact):
    assert "references-resolve" in complaints((RULES, SUSPENDED, SUSPENDED.replace("penalty.suspension", fact)))


@pytest.mark.parametrize("more", ["of: owner, ", "person: owner, ", "column: 负责人, "])
def test_a_condition_has_no_place_for_a_person(more):
    assert complaints((RULES, SUSPENDED, SUSPENDED + more)) == {"known-keys"}


@pytest.mark.parametrize("form", ["python: owner.age > 60", "expression: owner.age > 60", "score: owner"])
def test_a_condition_is_one_of_the_closed_forms(form):
    change = (RULES, SUSPENDED, "{id: suspended, " + form + ", ")
    assert complaints(change) == {"conditions-are-closed"}


def test_what_the_register_itself_knows_is_about_records_and_proceedings():
    assert {fact.about for fact in STANDARD_FACTS.values()} == {"record", "proceeding"}
