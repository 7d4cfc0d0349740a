"""The remembered law of an edition answers what `carrying` answers, record by record."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.core.rules.lawful import Facts, Law
from goodstanding.packs.shipped import shipped

FACTS = {
    "exampleland": ("penalty.licence-effect", ("none", "suspended", "taken-away")),
    "tw-environment": (
        "decision.beside-fine",
        ("nothing-recorded", "operations-suspended", "referred-for-prosecution"),
    ),
}
LAWS = {name: Law(shipped(name).catalogue) for name in FACTS}


def days(first: date, last: date) -> st.SearchStrategy[date]:
    return st.dates(first, last)


@st.composite
def asked(draw, name: str):
    law = LAWS[name]
    catalogue = law.catalogue
    item = draw(st.sampled_from(sorted(catalogue.items)))
    # Dense where the law changes: an era's edge, and the figures themselves with a cent to either side.
    edges = [day + timedelta(days=step) for day in law._eras for step in (-1, 0, 1)]
    day = st.one_of(st.sampled_from(edges), st.dates(date(2010, 1, 1), date(2027, 1, 1)))
    figure = st.sampled_from(
        [figure + step for figure in law._figures for step in (Decimal("-0.01"), 0, Decimal("0.01"))]
    )
    fine = draw(st.one_of(st.none(), figure.filter(lambda one: one >= 0).map(lambda one: f"{one:f}")))
    fact, choices = FACTS[name]
    said = draw(st.one_of(st.just(()), st.sampled_from(choices).map(lambda choice: ((fact, choice),))))
    facts = Facts(draw(day), draw(st.one_of(st.none(), day)), draw(st.one_of(st.none(), day)), fine, said)
    return item, facts, draw(st.one_of(st.none(), day)), draw(st.sampled_from(("minor", "general", "serious")))


def matter(facts: Facts) -> Matter:
    known = {
        "record.decided_on": facts.decided_on,
        "record.conduct_on": facts.conduct_on,
        "record.published_on": facts.published_on,
        **dict(facts.said),
    }
    return Matter(known | ({"record.fine": Decimal(facts.fine)} if facts.fine is not None else {}))


@pytest.mark.parametrize("name", sorted(FACTS))
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_what_is_remembered_is_what_the_rules_find(name, data):
    law = LAWS[name]
    item, facts, seen_on, tier = data.draw(asked(name))
    one = law.catalogue.items[item]
    days_asked = (None,) if seen_on is None else (None, seen_on)
    expected = {carrying.tier_of(law.catalogue, item=one, matter=matter(facts), as_of=day)[0] for day in days_asked}
    assert law.tiers(item=item, facts=facts, seen_on=seen_on) == expected
    shown, ends_on = carrying.showing(law.catalogue, item=one, tier=tier, matter=matter(facts))
    assert law.shown(item=item, tier=tier, facts=facts) == (shown.shown if shown else "yes", ends_on)


def test_a_rule_that_compares_days_is_asked_for_each_day():
    law = Law(shipped("cn").catalogue)
    item = next((name for name, one in law.catalogue.items.items() if hasattr(one.tier, "rule")), None)
    if item is None:
        pytest.skip("no item of cn has its tier by a rule")
    day = Facts(date(2026, 5, 1), date(2026, 4, 1), None, "100", ())
    law._compares_days = True
    assert law._key(item, day, None) == (item, day, None)
