"""R5. No indicator is made of counts or scores of people.

How many employees, members or users an organisation has is no fact, no figure and no condition: a rule counts
records, and records alone.
"""

from __future__ import annotations

import pytest

from tests.lines.ways import complaints

GUARD = "lint:no-counts-of-people"
GUARDS = (
    GUARD,
    "type:goodstanding.core.catalogue.conditions.Which",
)

FACTS, RULES, FIGURES = "facts/facts.yaml", "rules/rules.yaml", "parameters/figures.yaml"
LARGE_FINE = '{id: large-fine, fact: record.fine, op: ">", value: {param: tier.large-fine}, '


def counting(fact: str, english: str, chinese: str) -> list[tuple[str, str, str]]:
    """A fact with a number, and a rule that reads it."""
    said = f"text: {{en: {english}, zh-Hans: {chinese}}}"
    reads = f'{{id: many, fact: {fact}, op: ">=", value: {{param: list.count}}, basis: [act s1], {said}}}'
    return [
        (FACTS, "", f"  - {{fact: {fact}, about: organisation, type: integer, unit: count, {said}}}\n"),
        (RULES, LARGE_FINE, f"{reads}\n                  - {LARGE_FINE}"),
    ]


@pytest.mark.parametrize(
    ("fact", "english", "chinese"),
    [
        ("organisation.headcount", "Size", "规模"),
        ("organisation.size", "Number of employees", "规模"),
        ("organisation.size", "Share of employees with a low score", "规模"),
        ("organisation.size", "Average score of those who work there", "规模"),
        ("organisation.size", "Size", "员工人数"),
        ("organisation.size", "Size", "会员人数"),
        ("organisation.members-count", "Size", "规模"),
        ("organisation.size", "User count", "用户数"),
        ("organisation.workers-owed", "Size", "规模"),
    ],
)
def test_no_fact_counts_or_scores_people(fact, english, chinese):
    assert "no-counts-of-people" in complaints(*counting(fact, english, chinese))


def test_no_figure_is_a_number_of_people():
    change = (
        FIGURES,
        "text: {en: Wage records that lead to the list,",
        "text: {en: Number of workers that lead to it,",
    )
    assert complaints(change) == {"no-counts-of-people"}


def test_no_condition_speaks_of_a_number_of_people():
    change = (RULES, "text: {en: Wages were unpaid often.,", "text: {en: The number of workers is large.,")
    assert complaints(change) == {"no-counts-of-people"}


@pytest.mark.parametrize("what", ["employees: all", "members: [paying]", "users: active", "persons: [owed]"])
def test_a_rule_counts_records_and_has_no_place_for_people(what):
    counted = (RULES, "count: {items: [wages-unpaid],", f"count: {{{what}, items: [wages-unpaid],")
    assert complaints(counted) == {"known-keys"}
