"""R11. The law of the day stays the law of that day.

The version and the figures that burden are those of the conduct or the decision; a later edition changes nothing of
what an earlier record answers; later law reaches back only in favour, and an edition that makes the past worse is not
published.
"""

from __future__ import annotations

from datetime import date

import pytest

from goodstanding.core.rules import terms
from goodstanding.core.rules.evaluating import Matter, evaluate
from goodstanding.register import editions
from goodstanding.register.services import NotPublishable
from tests.lines.ways import (
    SERVING,
    SMALL,
    bent,
    catalogue,
    complaints,
    only,
    publish,
    publish_raw,
    tried,
)

GUARD = "lint:edition-keeps-the-past"
GUARDS = (
    GUARD,
    "lint:selected-by-the-past",
    "lint:standard-facts-stay",
    "lint:reaches-back-in-favour",
    "lint:versions-do-not-overlap",
    "call:goodstanding.core.rules.evaluating._is_milder returns True",
    "call:goodstanding.core.time.Interval.contains returns True",
    "call:goodstanding.register.services.lint returns ()",
    "call:goodstanding.register.editions.lint returns ()",
    "call:goodstanding.register.editions.published_before returns None",
    "sql:register.record_version:record_is_an_item_of_its_edition",
    "sql:register.edition:edition_version_is_published_once",
)

PACK, FACTS, FIGURES, ITEMS = "pack.yaml", "facts/facts.yaml", "parameters/figures.yaml", "items/items.yaml"
RULES, PUBLICATIONS, LISTS, MEASURES = (
    "rules/rules.yaml",
    "publications/standard.yaml",
    "lists/lists.yaml",
    "measures/measures.yaml",
)
NEXT = (PACK, "version: 2026.1.0", "version: 2026.2.0")
TWELVE = "      2020-01-01: {value: 12, basis: [act s1], confidence: invented}\n"
END_OF_TIER_RULE = "        otherwise: general\n"
TIER_RULE_BEGINS = "authors: [Drafter]\n    versions:\n      - from: 2000-01-01\n        selected_by: record.decided_on\n        basis: [act s1]"


def figure(since: str, value: int, *, more: str = "") -> str:
    return f"      {since}: {{value: {value}, basis: [act s1], confidence: invented{more}}}\n"


def later(since: str, finding: str, *, more: str = "") -> tuple[str, str, str]:
    """A second version of the tier rule, under which what was not suspended is what `finding` says."""
    went_on = '{id: went-on, fact: penalty.suspension, op: "==", value: false, basis: [act s1], '
    version = (
        f"        until: {since}\n"
        f"      - from: {since}\n"
        "        selected_by: record.decided_on\n        basis: [act s1]\n        confidence: invented\n"
        f"{more}"
        f"        findings:\n          - finding: {finding}\n            text: {{en: Found, zh-Hans: 认定}}\n"
        f"            when:\n              - {went_on}text: {{en: Operations went on., zh-Hans: 未停业。}}}}\n"
    )
    return RULES, END_OF_TIER_RULE, END_OF_TIER_RULE + version


def tier(of, decided_on: date, *, fine: int = 0, as_of: date | None = None) -> str:
    facts = {"record.decided_on": decided_on, "record.fine": fine, "penalty.suspension": False}
    return evaluate(of.rules["penalty-tier"], parameters=of.parameters, matter=Matter(facts), as_of=as_of).outcome


def ends(of, decided_on: date, *, as_of: date | None = None) -> date:
    facts = {"record.decided_on": decided_on, "record.published_on": decided_on}
    return terms.publication(of, name="standard", tier="general", matter=Matter(facts), as_of=as_of).ends_on


# --- the day that chooses the law -----------------------------------------------------------------------------------


def test_each_decision_reads_the_version_of_its_own_day():
    two = catalogue(later("2024-01-01", "serious"))
    assert tier(two, date(2023, 12, 31)) == "general"
    assert tier(two, date(2024, 1, 1)) == "serious"


def test_each_decision_reads_the_figures_of_its_own_day():
    small = catalogue()
    assert ends(small, date(2019, 12, 31)) == date(2021, 6, 30)
    assert ends(small, date(2020, 1, 1)) == date(2021, 1, 1)


@pytest.mark.parametrize("day", ["record.published_on", "record.corrected_on", "repair.applied_on", "notice.delivered_on", "record.annulled_on"])  # fmt: skip
def test_no_later_day_chooses_the_law_that_burdens(day):
    chosen = (PUBLICATIONS, "selected_by: record.decided_on", f"selected_by: {day}")
    assert complaints(chosen) == {"selected-by-the-past"}
    rule = (RULES, TIER_RULE_BEGINS, TIER_RULE_BEGINS.replace("record.decided_on", day))
    assert complaints(rule) == {"selected-by-the-past"}


def test_a_day_of_the_pack_s_own_chooses_the_law_only_as_a_day_of_conduct_or_decision():
    for moment, said in (
        ("conduct", set()),
        ("decision", set()),
        ("application", {"selected-by-the-past"}),
        ("other", {"selected-by-the-past"}),
    ):
        day = (
            FACTS,
            "",
            f"  - {{fact: penalty.chosen-on, about: record, type: date, moment: {moment}, text: {{en: A day, zh-Hans: 某日}}}}\n",
        )
        assert (
            complaints(day, (PUBLICATIONS, "selected_by: record.decided_on", "selected_by: penalty.chosen-on")) == said
        )


@pytest.mark.parametrize("name", ["record.published_on", "record.corrected_on", "record.last-looked-at", "listing.listed_on", "repair.applied_on"])  # fmt: skip
def test_a_pack_cannot_call_a_later_day_a_day_of_decision(name):
    day = (
        FACTS,
        "",
        f"  - {{fact: {name}, about: record, type: date, moment: decision, text: {{en: A day, zh-Hans: 某日}}}}\n",
    )
    assert "standard-facts-stay" in complaints(day)


def test_on_each_day_there_is_one_version():
    file, old, new = later("2024-01-01", "serious")
    assert complaints((file, old, new)) == set()
    assert complaints((file, old, new.replace("        until: 2024-01-01\n", ""))) == {"versions-do-not-overlap"}
    assert complaints((file, old, new.replace("until: 2024-01-01", "until: 2024-06-01"))) == {"versions-do-not-overlap"}


# --- reaching back ------------------------------------------------------------------------------------------------

BACK = "        reaches_back: [act s1]\n"
IN_2023, NOW = date(2023, 6, 1), date(2026, 1, 1)


def since_2024(value: int, more: str = ", reaches_back: [act s1]") -> tuple[str, str, str]:
    """The term of a general record, another from 2024 on."""
    return FIGURES, TWELVE, TWELVE + figure("2024-01-01", value, more=more)


def test_later_law_that_is_graver_never_reaches_back():
    graver = catalogue(later("2024-01-01", "serious", more=BACK))
    assert tier(graver, IN_2023, as_of=NOW) == "general"
    assert ends(catalogue(since_2024(24)), IN_2023, as_of=NOW) == date(2024, 6, 1)


def test_later_law_that_is_milder_reaches_back_where_it_says_so():
    large = 60_000
    milder, silent = catalogue(later("2024-01-01", "general", more=BACK)), catalogue(later("2024-01-01", "general"))
    assert tier(milder, IN_2023, fine=large) == "serious"
    assert tier(milder, IN_2023, fine=large, as_of=NOW) == "general"
    assert tier(silent, IN_2023, fine=large, as_of=NOW) == "serious"
    assert ends(catalogue(since_2024(6)), IN_2023, as_of=NOW) == date(2023, 12, 1)
    assert ends(catalogue(since_2024(6, more="")), IN_2023, as_of=NOW) == date(2024, 6, 1)


def test_later_law_that_is_milder_does_not_reach_back_before_it_has_come():
    milder = catalogue(later("2024-01-01", "general", more=BACK), since_2024(6))
    assert tier(milder, IN_2023, fine=60_000, as_of=date(2023, 12, 31)) == "serious"
    assert ends(milder, IN_2023, as_of=date(2023, 12, 31)) == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("value", "favours"), [(24, "lower"), (15, "lower"), (6, "higher"), (15, "higher"), (6, "neither")]
)
def test_a_figure_that_is_not_milder_than_all_before_does_not_reach_back(value, favours):
    lower = "一般记录月数}\n    unit: month\n    favours: lower"
    assert complaints((FIGURES, lower, lower.replace("favours: lower", f"favours: {favours}")), since_2024(value)) == {
        "reaches-back-in-favour"
    }


def test_a_figure_that_is_milder_than_all_before_may_reach_back():
    assert complaints(since_2024(6)) == set()


# --- a later edition ----------------------------------------------------------------------------------------------


def test_a_later_edition_changes_nothing_of_what_an_earlier_record_answers(house):
    handle = house.record(house.register())
    house.settle()
    row = "select * from register.record_version where handle = %s"
    filed = house.owner.execute(row, (handle,)).fetchall()
    second = publish(
        house, bent(NEXT, later("2099-01-01", "serious"), (FIGURES, TWELVE, TWELVE + figure("2099-01-01", 24)))
    )
    assert house.refused() == {}
    assert house.owner.execute(row, (handle,)).fetchall() == filed
    (own,) = house.owner.execute("select edition from register.record_version where handle = %s", (handle,)).fetchone()
    with house.owner.cursor() as cursor:
        answers = [editions.published(cursor, sha256=edition).catalogue for edition in (own, second)]
    decided = date(2025, 1, 31)
    assert [ends(one, decided) for one in answers] == [date(2026, 1, 31)] * 2
    assert [tier(one, decided) for one in answers] == ["general"] * 2
    assert [tier(one, date(2099, 1, 1)) for one in answers] == ["general", "serious"]


def test_an_edition_that_a_record_names_cannot_be_taken_away(house):
    house.record(house.register())
    house.settle()
    assert tried(house, "delete from register.edition") == only("record_is_an_item_of_its_edition")


def test_an_edition_is_never_rewritten(published):
    said = tried(published, "update register.edition set files = '{}'")
    assert {said[role] for role in (*SERVING, "gs_sequencer")} == {"denied"}


def test_a_version_is_published_once(house):
    house.publish()
    house.settle()
    other = bent((ITEMS, "{en: Return late.,", "{en: Too late.,"))
    assert publish_raw(house, other) == "refused by edition_version_is_published_once"
    with pytest.raises(NotPublishable, match="its own version"):
        publish(house, other)


def test_no_edition_that_rewrites_the_past_is_published(house):
    house.publish()
    house.settle()
    worse = bent(
        NEXT,
        (
            FIGURES,
            "{value: 12, basis: [act s1], confidence: invented}\n  - parameter: serious.repair",
            "{value: 18, basis: [act s1], confidence: invented}\n  - parameter: serious.repair",
        ),
    )
    with pytest.raises(NotPublishable, match="edition-keeps-the-past"):
        publish(house, worse)
    assert "edition-keeps-the-past" in publish_raw(house, worse)
    assert house.owner.execute("select count(*) from register.edition").fetchone() == (1,)


@pytest.mark.parametrize(
    "change",
    [
        (FIGURES, TWELVE, figure("2020-01-01", 15)),
        (FIGURES, TWELVE, ""),
        (FIGURES, TWELVE, figure("2021-01-01", 12)),
        (FIGURES, TWELVE, TWELVE + figure("2026-11-30", 24)),
        (FIGURES, "{value: 50000,", "{value: 40000,"),
        (FIGURES, "favours: higher\n    last_checked: 2026-11-01\n    values: {2000-01-01: {value: 3,", "favours: higher\n    last_checked: 2026-11-01\n    values: {2000-01-01: {value: 2,"),
        (RULES, "otherwise: general", "otherwise: serious"),
        (RULES, 'op: ">", value: {param: tier.large-fine}', 'op: ">=", value: {param: tier.large-fine}'),
        (PUBLICATIONS, "minor: {shown: no,", "minor: {shown: yes,"),
        (PUBLICATIONS, "ends_after: {param: general.ends}", "ends_after: {param: serious.ends}"),
        (LISTS, "from: 2000-01-01", "from: 2000-01-02"),
    ],
)  # fmt: skip
def test_an_edition_does_not_make_the_past_worse(change):
    before = bent((LISTS, "from: 2000-01-01", "from: 2010-01-01")) if change[0] == LISTS else SMALL
    assert complaints(NEXT, change, after=before) >= {"edition-keeps-the-past"}


@pytest.mark.parametrize(
    "change",
    [
        (FIGURES, TWELVE, TWELVE + figure("2026-12-01", 24)),
        (FIGURES, TWELVE, figure("2020-01-01", 10)),
        (FIGURES, "{value: 50000,", "{value: 60000,"),
        later("2026-12-01", "serious"),
    ],
    ids=["a figure of today", "a shorter term", "a larger fine", "a version of today"],
)
def test_an_edition_may_change_what_comes_and_make_what_was_milder(change):
    assert complaints(NEXT, change, after=SMALL) == set()


FIXED = "conduct_class: filing-duty\n    domain: registration\n    effect: adverse\n    basis: [act s1]\n    confidence: invented\n    filed_by: [environment]\n    from: 2000-01-01\n    tier: "
HEAVIER = [
    (
        MEASURES,
        "kind: management\n    severity: management",
        "kind: reduces-rights\n    procedure: adverse\n    severity: exclusion",
    ),
    (MEASURES, "basis: [guide p1]", "basis: [act s1]"),
    (MEASURES, "tiers: [general, serious]", "tiers: [serious]"),
]
LONGER = [
    (LISTS, "lasts: {param: list.ends}", "lasts: {param: serious.ends}"),
    (LISTS, "    removal_conditions:", "    removal_opens_after: {param: list.ends}\n    removal_conditions:"),
]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([later("2010-01-01", "serious")], id="a version begins in the past"),
        pytest.param(
            [(RULES, "otherwise: general\n", "otherwise: serious\n        reaches_back: [act s1]\n")],
            id="a changed version says that it reaches back",
        ),
        pytest.param([(ITEMS, FIXED + "minor", FIXED + "serious")], id="an item is graver"),
        pytest.param(LONGER, id="a list lasts longer"),
        pytest.param(HEAVIER, id="a measure is heavier"),
        pytest.param(
            [
                (
                    LISTS,
                    "    removal_conditions:",
                    "    removal_opens_after: {param: list.ends}\n    removal_conditions:",
                )
            ],
            id="a list is left later",
        ),
    ],
)
def test_an_edition_does_not_make_the_past_worse_by_another_way(changes):
    before = bent((ITEMS, FIXED + "{rule: penalty-tier}", FIXED + "minor"))
    assert complaints(NEXT, *changes, of=before, after=before) == {"edition-keeps-the-past"}


def test_an_edition_does_not_make_the_past_worse_by_way_of_one_that_leaves_it_out(house):
    minor = bent((ITEMS, FIXED + "{rule: penalty-tier}", FIXED + "minor"))
    without = bent((PACK, "2026.1.0", "2026.2.0"), of=minor)
    without[ITEMS] = without[ITEMS].partition("  - item: return-late\n")[0]
    serious = bent((PACK, "2026.1.0", "2026.3.0"), (ITEMS, FIXED + "minor", FIXED + "serious"), of=minor)
    assert [publish_raw(house, files) for files in (minor, without)] == [None, None]
    assert publish_raw(house, serious) is not None
