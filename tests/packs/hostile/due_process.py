"""No notice, no answer, no reasons, no person, no remedy (G4); and what does not end, or not in time (G5)."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    DEADLINES,
    FIGURES,
    ITEMS,
    LISTS,
    NOTICES,
    PROCEDURES,
    PUBLICATIONS,
    Bend,
    Fault,
    Hostile,
    add,
    cut,
    swap,
)

REMEDY = "{remedy: review, text: {en: Review, zh-Hans: 复核}, basis: [act s2], within: {deadline: answer}, decided_by: another-unit, suspends: no, confidence: invented}"
PUBLISHED = "      - {stage: publication, text: {en: Publication, zh-Hans: 公示}, basis: [act s1]}\n"
ANSWER = "values: {2000-01-01: {value: 10, basis: [act s2], confidence: invented}}"
ENDS = "ends: {lasts: {param: list.ends}, counted_from: listed_on}"
WHILE = (
    "ends: {condition: {en: Wages are owed., zh-Hans: 欠薪。}, confirmed_by: labour, fresh_decision: {param: list.fresh}, "
    "absolute_end: {param: list.ends}, basis: [act s2]}"
)
ON_THE_LIST = "text: {en: Months on the list, zh-Hans: 名单月数}\n    unit: month\n    favours: lower\n    last_checked: 2026-11-01\n    values: {2000-01-01: {value: 24,"
ADVERSE = "    tier: {rule: penalty-tier}\n    publication: standard\n    procedure: adverse\n  - item: permit"
REGIME = "      - from: 2000-01-01\n        selected_by: record.decided_on"


def figure(name: str, value: object, unit: str = "month", favours: str = "lower") -> Bend:
    """Add a figure."""
    return add(
        FIGURES,
        f"  - parameter: {name}\n    text: {{en: A figure, zh-Hans: 数}}\n    unit: {unit}\n    favours: {favours}\n"
        f"    last_checked: 2026-11-01\n    values: {{2000-01-01: {{value: {value}, basis: [act s2], confidence: invented}}}}\n",
    )


def deadline(after: str = "notice.delivered_on", of: str = "organisation", param: str = "other.days") -> Bend:
    """Add a deadline."""
    return add(
        DEADLINES,
        f"  - {{deadline: other, text: {{en: Time, zh-Hans: 期限}}, of: {of}, after: {after}, within: {{param: {param}}}, basis: [act s2]}}\n",
    )


def on_the_list(value: object, unit: str = "month") -> list[Bend]:
    """Let a listing last so long."""
    return [
        swap(
            FIGURES,
            ON_THE_LIST,
            ON_THE_LIST.replace("unit: month", f"unit: {unit}").replace("value: 24", f"value: {value}"),
        )
    ]


PACKS: Final = (
    # --- stages ---
    Hostile(
        "a procedure without notice",
        [cut(PROCEDURES, "stage: notice")],
        [
            Fault(NOTICES, "notices[0]", "everything-is-used", "'intention' is used nowhere"),
            Fault(PROCEDURES, "procedures[0].stages", "procedure-is-fair", "has no notice"),
        ],
    ),
    Hostile(
        "a procedure without an answer",
        [cut(PROCEDURES, "stage: representations")],
        [Fault(PROCEDURES, "procedures[0].stages", "procedure-is-fair", "has no representations")],
    ),
    Hostile(
        "a procedure without a decision",
        [cut(PROCEDURES, "stage: decision")],
        [Fault(PROCEDURES, "procedures[0].stages", "procedure-is-fair", "has no decision")],
    ),
    Hostile(
        "a decision before the answer",
        [
            swap(
                PROCEDURES,
                "{stage: representations, text: {en: Answer, zh-Hans: 陈述申辩}, basis: [act s2], wait: {deadline: answer}}",
                "{stage: decision, text: {en: Decision, zh-Hans: 决定}, basis: [act s2], by: person, not_by: [proposer], requires: [reasons, evidence]}",
            ),
            swap(
                PROCEDURES,
                "      - {stage: decision, text: {en: Decision, zh-Hans: 决定}, basis: [act s2], by: person, not_by: [proposer], requires: [reasons, evidence]}\n      - {stage: pub",
                "      - {stage: representations, text: {en: Answer, zh-Hans: 陈述申辩}, basis: [act s2], wait: {deadline: answer}}\n      - {stage: pub",
            ),
        ],
        [
            Fault(
                PROCEDURES,
                "procedures[0].stages",
                "procedure-is-fair",
                "is not in the order notice, representations, decision, publication",
            )
        ],
    ),
    Hostile(
        "publication before anything",
        [swap(PROCEDURES, PUBLISHED, ""), swap(PROCEDURES, "    stages:\n", "    stages:\n" + PUBLISHED)],
        [
            Fault(
                PROCEDURES,
                "procedures[0].stages",
                "procedure-is-fair",
                "is not in the order notice, representations, decision, publication",
            )
        ],
    ),
    Hostile(
        "publication before the decision, and again after it",
        [swap(PROCEDURES, "      - {stage: decision,", PUBLISHED + "      - {stage: decision,")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].stages",
                "procedure-is-fair",
                "is not in the order notice, representations, decision, publication",
            )
        ],
    ),
    Hostile(
        "a notice without a letter",
        [swap(PROCEDURES, ", notice: intention", "")],
        [
            Fault(NOTICES, "notices[0]", "everything-is-used", "'intention' is used nowhere"),
            Fault(PROCEDURES, "procedures[0].stages[0]", "procedure-is-fair", "gives notice without a letter"),
        ],
    ),
    Hostile(
        "a notice by a letter that is not there",
        [swap(PROCEDURES, "notice: intention", "notice: summons")],
        [
            Fault(NOTICES, "notices[0]", "everything-is-used", "'intention' is used nowhere"),
            Fault(
                PROCEDURES,
                "procedures[0].stages[0].notice",
                "references-resolve",
                "names 'summons', which is not in notices/",
            ),
        ],
    ),
    Hostile(
        "an answer without time",
        [swap(PROCEDURES, ", wait: {deadline: answer}", "")],
        [Fault(PROCEDURES, "procedures[0].stages[1]", "procedure-is-fair", "gives no time to answer")],
    ),
    Hostile(
        "a decision by nobody",
        [swap(PROCEDURES, ", by: person", "")],
        [Fault(PROCEDURES, "procedures[0].stages[2]", "procedure-is-fair", "is decided by nobody")],
    ),
    Hostile(
        "a decision by its proposer",
        [swap(PROCEDURES, ", not_by: [proposer]", "")],
        [Fault(PROCEDURES, "procedures[0].stages[2]", "procedure-is-fair", "may be decided by its proposer")],
    ),
    Hostile(
        "a decision by its proposer of another unit",
        [swap(PROCEDURES, "not_by: [proposer]", "not_by: [deciding-unit]")],
        [Fault(PROCEDURES, "procedures[0].stages[2]", "procedure-is-fair", "may be decided by its proposer")],
    ),
    Hostile(
        "a decision without reasons",
        [swap(PROCEDURES, "requires: [reasons, evidence]", "requires: [evidence]")],
        [Fault(PROCEDURES, "procedures[0].stages[2]", "procedure-is-fair", "is decided without reasons")],
    ),
    Hostile(
        "a second decision by nobody",
        [
            swap(
                PROCEDURES,
                PUBLISHED,
                PUBLISHED
                + "      - {stage: decision, text: {en: Second decision, zh-Hans: 再决定}, basis: [act s2], not_by: [proposer], requires: [reasons]}\n",
            )
        ],
        [Fault(PROCEDURES, "procedures[0].stages[4]", "procedure-is-fair", "is decided by nobody")],
    ),
    Hostile(
        "a notice of the law in force that says nothing",
        [swap(PROCEDURES, ", requires: [grounds, basis, rights]", "")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].stages[0].requires",
                "procedure-is-fair",
                "gives notice without basis, grounds, rights",
            )
        ],
        base="in force",
    ),
    # --- time to answer ---
    Hostile(
        "no day to answer",
        [
            swap(
                FIGURES,
                "    values: {2000-01-01: {value: 10, basis: [act s2]",
                "    values: {2000-01-01: {value: 0, basis: [act s2]",
            )
        ],
        [
            Fault(
                DEADLINES, "deadlines[0].within", "working-days-can-be-counted", "'answer.days' is nought working days"
            ),
            Fault(PROCEDURES, "procedures[0].stages[1].wait", "time-to-answer", "'answer.days' is nought on some day"),
            Fault(PROCEDURES, "procedures[0].remedies[0].within", "remedies", "'answer.days' is nought on some day"),
        ],
    ),
    Hostile(
        "time to answer that is the authority's",
        [swap(DEADLINES, "of: organisation", "of: authority")],
        [
            Fault(
                PROCEDURES, "procedures[0].stages[1].wait", "time-to-answer", "'answer' is a deadline of the authority"
            ),
            Fault(
                PROCEDURES, "procedures[0].remedies[0].within", "remedies", "'answer' is a deadline of the authority"
            ),
        ],
    ),
    Hostile(
        "time to answer that runs from the conduct",
        [swap(DEADLINES, "after: notice.delivered_on", "after: record.conduct_on")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].stages[1].wait",
                "time-to-answer",
                "'answer' runs from record.conduct_on, which is no day of the notice",
            )
        ],
    ),
    Hostile(
        "time to answer that is repealed",
        [
            swap(
                FIGURES,
                ANSWER,
                ANSWER.replace("}}", "}, 2020-01-01: {value: repealed, basis: [act s2], confidence: invented}}"),
            )
        ],
        [
            Fault(
                PROCEDURES, "procedures[0].stages[1].wait", "time-to-answer", "'answer.days' is repealed from some day"
            ),
            Fault(
                PROCEDURES, "procedures[0].remedies[0].within", "remedies", "'answer.days' is repealed from some day"
            ),
        ],
    ),
    Hostile(
        "time to answer that no source of the law in force says",
        [swap(FIGURES, "{value: 10, basis: [act s2]", "{value: unknown, basis: [act s2]")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].stages[1].wait",
                "time-to-answer",
                "no source says how long there is to answer",
            )
        ],
        base="in force",
    ),
    Hostile(
        "time to answer of which less is said to be better",
        [swap(FIGURES, "unit: working-day\n    favours: higher", "unit: working-day\n    favours: lower")],
        [
            Fault(
                FIGURES,
                "parameters[10].favours",
                "reaches-back-in-favour",
                "says that less time to act favours the organisation",
            )
        ],
    ),
    # --- remedies ---
    Hostile(
        "no remedy",
        [swap(PROCEDURES, f"    remedies:\n      - {REMEDY}\n", "")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].remedies",
                "remedies",
                "has no remedy that another unit, a higher authority or a court decides",
            )
        ],
    ),
    Hostile(
        "a remedy that the same authority decides",
        [swap(PROCEDURES, "decided_by: another-unit", "decided_by: same-authority")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].remedies",
                "remedies",
                "has no remedy that another unit, a higher authority or a court decides",
            )
        ],
    ),
    Hostile(
        "repair as the only remedy",
        [swap(PROCEDURES, "remedy: review", "remedy: repair")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].remedies",
                "remedies",
                "has no remedy that another unit, a higher authority or a court decides",
            )
        ],
    ),
    Hostile(
        "a remedy within no day",
        [
            figure("other.days", 0, "day", "higher"),
            deadline(),
            swap(PROCEDURES, "within: {deadline: answer}", "within: {deadline: other}"),
        ],
        [Fault(PROCEDURES, "procedures[0].remedies[0].within", "remedies", "'other.days' is nought on some day")],
    ),
    Hostile(
        "a remedy within the authority's time",
        [
            figure("other.days", 30, "day", "higher"),
            deadline(of="authority"),
            swap(PROCEDURES, "within: {deadline: answer}", "within: {deadline: other}"),
        ],
        [Fault(PROCEDURES, "procedures[0].remedies[0].within", "remedies", "'other' is a deadline of the authority")],
    ),
    Hostile(
        "a remedy of the law in force within a time that no source says",
        [swap(PROCEDURES, "within: {deadline: answer}", "within: unknown")],
        [Fault(PROCEDURES, "procedures[0].remedies[0]", "remedies", "no source says how long there is for it")],
        base="in force",
    ),
    # --- what an adverse item has ---
    Hostile(
        "an adverse item without a tier",
        [swap(ITEMS, ADVERSE, ADVERSE.replace("    tier: {rule: penalty-tier}\n", ""))],
        [Fault(ITEMS, "items[0].tier", "adverse-is-complete", "is adverse and has no tier")],
    ),
    Hostile(
        "an adverse item without publication and end",
        [swap(ITEMS, ADVERSE, ADVERSE.replace("    publication: standard\n", ""))],
        [
            Fault(ITEMS, "items[0].ends", "adverse-is-complete", "is adverse and has no end"),
            Fault(ITEMS, "items[0].publication", "adverse-is-complete", "is adverse and has no publication"),
        ],
    ),
    Hostile(
        "an adverse item without a procedure",
        [swap(ITEMS, ADVERSE, ADVERSE.replace("    procedure: adverse\n", ""))],
        [Fault(ITEMS, "items[0].procedure", "adverse-is-complete", "is adverse and has no procedure")],
    ),
    Hostile(
        "a regime that forgets a tier",
        [swap(ITEMS, ADVERSE, ADVERSE.replace("{rule: penalty-tier}", "minor")), cut(PUBLICATIONS, "minor:")],
        [
            Fault(ITEMS, "items[0].publication", "adverse-is-complete", "has no end when it is minor, from 2000-01-01"),
            Fault(FIGURES, "parameters[0]", "everything-is-used", "'minor.repair' is used nowhere"),
            Fault(FIGURES, "parameters[1]", "everything-is-used", "'minor.ends' is used nowhere"),
        ],
    ),
    Hostile(
        "a regime that begins after its items",
        [swap(PUBLICATIONS, REGIME, REGIME.replace("2000", "2010"))],
        [
            Fault(ITEMS, "items[0].publication", "adverse-is-complete", "has no end from 2000-01-01 until 2010-01-01"),
            Fault(ITEMS, "items[2].publication", "adverse-is-complete", "has no end from 2000-01-01 until 2010-01-01"),
            Fault(ITEMS, "items[3].publication", "adverse-is-complete", "has no end from 2000-01-01 until 2010-01-01"),
        ],
    ),
    Hostile(
        "a regime that ends before its items",
        [swap(PUBLICATIONS, REGIME, REGIME.replace("2000-01-01\n", "2000-01-01\n        until: 2020-01-01\n"))],
        [
            Fault(ITEMS, "items[0].publication", "adverse-is-complete", "has no end from 2020-01-01 on"),
            Fault(ITEMS, "items[2].publication", "adverse-is-complete", "has no end from 2020-01-01 on"),
            Fault(ITEMS, "items[3].publication", "adverse-is-complete", "has no end from 2020-01-01 on"),
        ],
    ),
    # --- ends ---
    Hostile(
        "sixty-one months on a list",
        on_the_list(61),
        [Fault(LISTS, "lists[0].ends.lasts", "terms-are-bounded", "lasts 61 months (from 2000-01-01)")],
    ),
    Hostile(
        "no month on a list",
        on_the_list(0),
        [Fault(LISTS, "lists[0].ends.lasts", "terms-are-bounded", "lasts 0 months (from 2000-01-01)")],
    ),
    Hostile(
        "six years on a list",
        on_the_list(6, "year"),
        [Fault(LISTS, "lists[0].ends.lasts", "terms-are-bounded", "lasts 6 years (from 2000-01-01)")],
    ),
    Hostile(
        "six years on a list, in days",
        on_the_list(2191, "day"),
        [Fault(LISTS, "lists[0].ends.lasts", "terms-are-bounded", "lasts 2191 days (from 2000-01-01)")],
    ),
    Hostile(
        "a thousand million years on a list",
        on_the_list(10**12, "year"),
        [Fault(LISTS, "lists[0].ends.lasts", "terms-are-bounded", "lasts 1000000000000 years (from 2000-01-01)")],
    ),
    Hostile(
        "a term in working days",
        on_the_list(24, "working-day"),
        [Fault(LISTS, "lists[0].ends.lasts", "units-fit", "the figure's unit working-day does not fit here")],
    ),
    Hostile(
        "a term in money",
        on_the_list(24, "XXX"),
        [Fault(LISTS, "lists[0].ends.lasts", "units-fit", "the figure's unit XXX does not fit here")],
    ),
    Hostile(
        "a term that is a count",
        on_the_list(24, "count"),
        [Fault(LISTS, "lists[0].ends.lasts", "units-fit", "the figure's unit count does not fit here")],
    ),
    Hostile(
        "a term that is repealed",
        [
            swap(
                FIGURES,
                ON_THE_LIST,
                ON_THE_LIST.replace(
                    "{2000-01-01: {value: 24,",
                    "{2010-01-01: {value: repealed, basis: [act s2], confidence: invented}, 2000-01-01: {value: 24,",
                ),
            )
        ],
        [
            Fault(
                LISTS,
                "lists[0].ends.lasts",
                "terms-are-bounded",
                "ends after list.ends, which is repealed from 2010-01-01",
            )
        ],
    ),
    Hostile(
        "a term without a figure in its first years",
        [swap(FIGURES, ON_THE_LIST, ON_THE_LIST.replace("2000-01-01: {value", "2010-01-01: {value"))],
        [
            Fault(
                LISTS,
                "lists[0].ends.lasts",
                "terms-are-bounded",
                "ends after list.ends, which has no figure before 2010-01-01",
            )
        ],
    ),
    Hostile(
        "a term in the year 9999",
        [swap(FIGURES, ON_THE_LIST, ON_THE_LIST.replace("2000-01-01: {value", "9999-12-31: {value"))],
        [
            Fault(
                LISTS,
                "lists[0].ends.lasts",
                "terms-are-bounded",
                "ends after list.ends, which has no figure before 9999-12-31",
            )
        ],
    ),
    Hostile(
        "a term of which more is said to be better",
        [swap(FIGURES, ON_THE_LIST, ON_THE_LIST.replace("favours: lower", "favours: higher"))],
        [
            Fault(
                FIGURES,
                "parameters[9].favours",
                "reaches-back-in-favour",
                "says that a longer term of a burden favours the organisation",
            )
        ],
    ),
    Hostile(
        "seventy months of publication",
        [swap(FIGURES, "{value: 36,", "{value: 70,")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.serious.ends_after",
                "terms-are-bounded",
                "lasts 70 months (from 2000-01-01)",
            )
        ],
    ),
    Hostile(
        "a second figure that is too long",
        [swap(FIGURES, "2020-01-01: {value: 12,", "2020-01-01: {value: 120,")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.general.ends_after",
                "terms-are-bounded",
                "lasts 120 months (from 2020-01-01)",
            )
        ],
    ),
    Hostile(
        "an item that ends after sixty-one months",
        [
            figure("item.ends", 61),
            swap(
                ITEMS,
                ADVERSE,
                ADVERSE.replace(
                    "  - item: permit",
                    "    ends: {lasts: {param: item.ends}, counted_from: decided_on}\n  - item: permit",
                ),
            ),
        ],
        [Fault(ITEMS, "items[0].ends.lasts", "terms-are-bounded", "lasts 61 months (from 2000-01-01)")],
    ),
    Hostile(
        "an item that ends after a listing",
        [
            swap(
                ITEMS,
                ADVERSE,
                ADVERSE.replace(
                    "  - item: permit",
                    "    ends: {lasts: {param: list.ends}, counted_from: listed_on}\n  - item: permit",
                ),
            )
        ],
        [Fault(ITEMS, "items[0].ends.counted_from", "terms-are-bounded", "counts a record from a listing")],
    ),
    Hostile(
        "a listing counted from the conduct",
        [swap(LISTS, "counted_from: listed_on", "counted_from: conduct_on")],
        [Fault(LISTS, "lists[0].ends.counted_from", "terms-are-bounded", "counts a listing from conduct_on")],
    ),
    Hostile(
        "a listing decided anew after thirteen months",
        [figure("list.fresh", 13), swap(LISTS, ENDS, WHILE)],
        [Fault(LISTS, "lists[0].ends.fresh_decision", "terms-are-bounded", "lasts 13 months (from 2000-01-01)")],
    ),
    Hostile(
        "a listing decided anew after no day",
        [figure("list.fresh", 0, "day"), swap(LISTS, ENDS, WHILE)],
        [Fault(LISTS, "lists[0].ends.fresh_decision", "terms-are-bounded", "lasts 0 days (from 2000-01-01)")],
    ),
    Hostile(
        "a listing while something lasts, for six years at most",
        [figure("list.fresh", 12), swap(LISTS, ENDS, WHILE), *on_the_list(72)],
        [Fault(LISTS, "lists[0].ends.absolute_end", "terms-are-bounded", "lasts 72 months (from 2000-01-01)")],
    ),
    Hostile(
        "a listing that nobody confirms",
        [figure("list.fresh", 12), swap(LISTS, ENDS, WHILE.replace("confirmed_by: labour", "confirmed_by: nobody"))],
        [
            Fault(
                LISTS,
                "lists[0].ends.confirmed_by",
                "references-resolve",
                "names 'nobody', which is not in authorities/",
            )
        ],
    ),
    Hostile(
        "repair that opens after the end",
        [swap(FIGURES, "{value: 36,", "{value: 11,")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.serious",
                "repair-opens-before-the-end",
                "opens after it ends (serious.repair against serious.ends from 2000-01-01)",
            )
        ],
    ),
    Hostile(
        "a way off the list after its end",
        [
            figure("list.leaves", 25),
            swap(
                LISTS,
                "    removal_conditions:",
                "    removal_opens_after: {param: list.leaves}\n    removal_conditions:",
            ),
        ],
        [
            Fault(
                LISTS,
                "lists[0]",
                "repair-opens-before-the-end",
                "opens after it ends (list.leaves against list.ends from 2000-01-01)",
            )
        ],
    ),
    Hostile(
        "a way off the list after its last day",
        [
            figure("list.fresh", 12),
            figure("list.leaves", 25),
            swap(LISTS, ENDS, WHILE + "\n    removal_opens_after: {param: list.leaves}"),
        ],
        [
            Fault(
                LISTS,
                "lists[0]",
                "repair-opens-before-the-end",
                "opens after it ends (list.leaves against list.ends from 2000-01-01)",
            )
        ],
    ),
)
