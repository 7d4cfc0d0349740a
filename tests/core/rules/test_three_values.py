"""Unknown is never false: whatever is decided with gaps stays decided however the gaps are filled."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.rules import Rule
from goodstanding.core.rules.evaluating import CANNOT_DETERMINE, Matter, evaluate
from goodstanding.core.rules.records import Recorded
from goodstanding.core.rules.truth import OPERATORS, Range, all_of, any_of, negated

TEXT = {"en": "x", "zh-Hans": "x"}
DAY = date(2025, 6, 30)
BOOLEANS = ("b1", "b2", "b3")
NUMBERS = ("n1", "n2")
ITEMS = ("late", "dirty")
TIERS = ("minor", "general")


def parameter(name: str, values: dict[date, Any], *, favours: str = "higher", unit: str = "count") -> Parameter:
    return Parameter.model_validate(
        {
            "parameter": name,
            "text": TEXT,
            "unit": unit,
            "favours": favours,
            "last_checked": DAY,
            "values": {
                start: {"value": value, "basis": ["a s1"], "confidence": "invented"} for start, value in values.items()
            },
        }
    )


PARAMETERS = {
    "two": parameter("two", {date(2000, 1, 1): 2}),
    "open": parameter("open", {date(2000, 1, 1): "unknown"}),
    "months": parameter("months", {date(2000, 1, 1): 1}, unit="month"),
}


def leaf(number: int) -> st.SearchStrategy[dict[str, Any]]:
    same = {"id": f"c{number}", "basis": ["a s1"], "text": TEXT}
    which = {"items": ["late"], "tiers": ["general"]}
    within = {"last": {"param": "months"}, "before": "d1", "dated_by": "decided_on"}
    return st.one_of(
        st.builds(
            lambda fact, op, value: {**same, "fact": fact, "op": op, "value": value},
            st.sampled_from(BOOLEANS), st.sampled_from(["==", "!="]), st.booleans(),
        ),
        st.builds(
            lambda fact, op: {**same, "fact": fact, "op": op, "value": {"param": "two"}},
            st.sampled_from(NUMBERS), st.sampled_from([">=", "<=", "==", "!=", "<", ">"]),
        ),
        st.builds(
            lambda op, period: {**same, "count": {**which, **period}, "op": op, "value": {"param": "two"}},
            st.sampled_from([">=", "<=", "==", "<", ">"]), st.sampled_from([{}, {"within": within}]),
        ),
        st.builds(
            lambda op: {**same, "sum": {"items": ["late"]}, "currency": "XXX", "op": op, "value": {"param": "two"}},
            st.sampled_from([">=", "<", ">"]),
        ),
        st.just({**same, "exists": {"items": ["dirty"], "tiers": ["general"]}}),
    )  # fmt: skip


def conditions(base: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    def one(number: int) -> st.SearchStrategy[dict[str, Any]]:
        group = st.builds(
            lambda join, left, right: {join: [left, right]},
            st.sampled_from(["all", "any"]), leaf(number), leaf(number + 100),
        )  # fmt: skip
        return st.one_of(leaf(number), group)

    return st.lists(st.integers(0, 20), min_size=1, max_size=2, unique=True).flatmap(
        lambda numbers: st.tuples(*(one(base + number) for number in numbers)).map(list)
    )


def rules() -> st.SearchStrategy[Rule]:
    def finding(name: str, base: int) -> st.SearchStrategy[dict[str, Any]]:
        return st.builds(
            lambda when, unless: {"finding": name, "text": TEXT, "when": when, "unless": unless},
            conditions(base),
            st.one_of(st.just([]), conditions(base + 300)),
        )

    return st.builds(
        lambda first, second, otherwise: Rule.model_validate(
            {
                "rule": "r",
                "purpose": "finding",
                "text": TEXT,
                "authors": ["a"],
                "versions": [
                    {
                        "from": date(2000, 1, 1),
                        "selected_by": "d0",
                        "basis": ["a s1"],
                        "confidence": "invented",
                        "findings": [first, second],
                        "otherwise": otherwise,
                    }
                ],
            }
        ),
        finding("grave", 0),
        finding("mild", 1000),
        st.sampled_from([None, "rest"]),
    )


RECORD_GAPS = {
    "tier": TIERS,
    "decided_on": (DAY - timedelta(days=40), DAY - timedelta(days=30), DAY, DAY + timedelta(days=1)),
    "fine": (Decimal(0), Decimal(2), "none"),
    "annulled": (True, False),
    "currency": ("XXX", "YYY"),
}


def records() -> st.SearchStrategy[list[dict[str, Any]]]:
    one = st.fixed_dictionaries(
        {"item": st.sampled_from(ITEMS)}
        | {name: st.one_of(st.none(), st.sampled_from(values)) for name, values in RECORD_GAPS.items()}
    )
    return st.lists(one, max_size=3)


def recorded(number: int, given: dict[str, Any]) -> Recorded:
    return Recorded(
        reference=str(number), conduct_class="wage", domain="labour", conduct_on=None, published_on=None, **given,
    )  # fmt: skip


FACT_GAPS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(BOOLEANS, (True, False)),
    **dict.fromkeys(NUMBERS, (1, 2, 3)),
    "d1": (DAY, DAY - timedelta(days=60)),
}


def completions(facts: dict[str, Any], given: list[dict[str, Any]], limit: int = 400):
    """Every way to fill the gaps, up to a limit."""
    gaps = [(name, FACT_GAPS[name]) for name, value in facts.items() if value is None]
    gaps += [
        ((at, name), RECORD_GAPS[name]) for at, one in enumerate(given) for name in RECORD_GAPS if one[name] is None
    ]
    for filled in list(product(*(values for _, values in gaps)))[:limit]:
        all_facts, all_records = dict(facts), [dict(one) for one in given]
        for (where, _), value in zip(gaps, filled, strict=True):
            if isinstance(where, tuple):
                all_records[where[0]][where[1]] = value
            else:
                all_facts[where] = value
        yield all_facts, all_records


def outcome(rule: Rule, facts: dict[str, Any], given: list[dict[str, Any]] | None):
    found = None if given is None else [recorded(number, one) for number, one in enumerate(given)]
    return evaluate(rule, parameters=PARAMETERS, matter=Matter({"d0": DAY, **facts}, found))


FACTS = st.fixed_dictionaries(
    {name: st.one_of(st.none(), st.sampled_from(values)) for name, values in FACT_GAPS.items()}
)


@settings(max_examples=400, deadline=None)
@given(rules(), FACTS, records())
def test_what_is_decided_with_gaps_is_decided_alike_however_they_are_filled(rule, facts, given):
    found = outcome(rule, facts, given)
    if found.outcome == CANNOT_DETERMINE:
        assert found.missing, "an unknown that names nothing cannot be mended"
        assert all(judged.holds is None for judged in found.because)
        return
    for all_facts, all_records in completions(facts, given):
        assert outcome(rule, all_facts, all_records).outcome == found.outcome


@settings(max_examples=300, deadline=None)
@given(rules(), FACTS, records())
def test_with_nothing_missing_everything_is_decided(rule, facts, given):
    for all_facts, all_records in completions(facts, given, limit=4):
        found = outcome(rule, all_facts, all_records)
        assert found.outcome != CANNOT_DETERMINE, found.missing


@settings(max_examples=200, deadline=None)
@given(rules(), FACTS, records())
def test_records_that_nobody_knows_are_never_read_as_none(rule, facts, given):
    unknown = outcome(rule, facts, None)
    if unknown.outcome != CANNOT_DETERMINE:
        assert outcome(rule, facts, given).outcome in (unknown.outcome, CANNOT_DETERMINE)


@given(st.lists(st.sampled_from([True, False, None])))
def test_kleene_joins_agree_with_every_filling(values):
    filled = [[True, False] if value is None else [value] for value in values]
    ways = [list(way) for way in product(*filled)] if len(values) < 9 else []
    for join, plain in ((all_of, all), (any_of, any)):
        answers = {plain(way) for way in ways}
        if ways:
            assert join(values) == (answers.pop() if len(answers) == 1 else None)


@given(st.sampled_from([True, False, None]))
def test_the_opposite_of_unknown_is_unknown(value):
    assert negated(value) is (None if value is None else not value)


@given(
    st.integers(0, 5), st.one_of(st.none(), st.integers(0, 5)), st.sampled_from(sorted(OPERATORS)), st.integers(0, 6)
)
def test_a_range_compares_as_all_its_numbers_do_or_not_at_all(least, more, op, figure):
    most = None if more is None else least + more
    numbers = range(least, (least + 12 if most is None else most) + 1)
    answers = {OPERATORS[op](number, figure) for number in numbers}
    expected = answers.pop() if len(answers) == 1 else None
    assert Range(Decimal(least), None if most is None else Decimal(most)).compared(op, Decimal(figure)) is expected
