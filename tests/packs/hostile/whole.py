"""Parts that do not fit: names of nothing, units, comparisons, purposes, texts, letters, versions, days (R11, R20)."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    AUTHORITIES,
    CASES,
    DEADLINES,
    FACTS,
    FIGURES,
    ITEMS,
    LISTS,
    MEASURES,
    NOTICES,
    PACK,
    PUBLICATIONS,
    RULES,
    SOURCES,
    Bend,
    Fault,
    Hostile,
    add,
    swap,
)

BEFORE_SUSPENDED = "                  - {id: suspended,"
FINE = 'fact: record.fine, op: ">", value: {param: tier.large-fine}'
SUSPENDED = 'fact: penalty.suspension, op: "==", value: true'
FIRST_VERSION = "      - from: 2000-01-01\n        selected_by: record.decided_on\n        basis: [act s1]"
SERIOUS = "values: {2000-01-01: {value: 36, basis: [act s1], confidence: invented}}"


def condition(*, reads: str, fact: str = "") -> list[Bend]:
    """Let the tier rule read something more, and declare a fact for it."""
    bends = [
        swap(
            RULES,
            BEFORE_SUSPENDED,
            f"                  - {{id: more, {reads}, basis: [act s1], text: {{en: More., zh-Hans: 多。}}}}\n{BEFORE_SUSPENDED}",
        )
    ]
    return [*bends, add(FACTS, f"  - {{{fact}, text: {{en: More, zh-Hans: 多}}}}\n")] if fact else bends


def serious(value: int, *, reaches_back: bool, favours: str = "lower") -> list[Bend]:
    """Give the term of a serious record a later figure."""
    more = ", reaches_back: [act s1]" if reaches_back else ""
    later = f"values: {{2000-01-01: {{value: 36, basis: [act s1], confidence: invented}}, 2020-01-01: {{value: {value}, basis: [act s1], confidence: invented{more}}}}}"
    other = "unit: month\n    favours: lower\n    last_checked: 2026-11-01\n    "
    return [swap(FIGURES, other + SERIOUS, other.replace("lower", favours) + later)]


PACKS: Final = (
    # --- names of nothing ---
    Hostile(
        "an item filed by nobody",
        [swap(ITEMS, "filed_by: [labour]", "filed_by: [treasury]")],
        [Fault(ITEMS, "items[2].filed_by[0]", "references-resolve", "names 'treasury', which is not in authorities/")],
    ),
    Hostile(
        "an item under a regime that is not there",
        [
            swap(
                ITEMS,
                "    publication: standard\n    procedure: adverse\n  - item: permit",
                "    publication: secret\n    procedure: adverse\n  - item: permit",
            )
        ],
        [Fault(ITEMS, "items[0].publication", "references-resolve", "names 'secret', which is not in publications/")],
    ),
    Hostile(
        "a term that is not there",
        [swap(LISTS, "{param: list.ends}", "{param: list.end}")],
        [
            Fault(
                LISTS,
                "lists[0].ends.lasts.param",
                "references-resolve",
                "names 'list.end', which is not in parameters/",
            ),
            Fault(FIGURES, "parameters[9]", "everything-is-used", "'list.ends' is used nowhere"),
        ],
    ),
    Hostile(
        "a list by a rule that is not there",
        [swap(LISTS, "criteria: wage-list", "criteria: wages-list")],
        [
            Fault(LISTS, "lists[0].criteria", "references-resolve", "names 'wages-list', which is not in rules/"),
            Fault(RULES, "rules[1]", "everything-is-used", "'wage-list' is used nowhere"),
        ],
    ),
    Hostile(
        "a measure after an item that is not there",
        [swap(MEASURES, "follows_items: [emission-over-limit]", "follows_items: [emission]")],
        [
            Fault(
                MEASURES,
                "measures[1].follows_items[0]",
                "references-resolve",
                "names 'emission', which is not in items/",
            )
        ],
    ),
    Hostile(
        "a measure after a list that is not there",
        [swap(MEASURES, "follows_lists: [wage-arrears]", "follows_lists: [arrears]")],
        [
            Fault(
                MEASURES,
                "measures[0].follows_lists[0]",
                "references-resolve",
                "names 'arrears', which is not in lists/",
            )
        ],
    ),
    Hostile(
        "a rule that reads an undeclared fact",
        condition(reads='fact: penalty.closure, op: "==", value: true'),
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1].fact",
                "references-resolve",
                "names 'penalty.closure', which is not in facts/",
            )
        ],
    ),
    Hostile(
        "a rule that counts an item that is not there",
        [swap(RULES, "items: [wages-unpaid]", "items: [wages-paid]")],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0].count.items[0]",
                "references-resolve",
                "names 'wages-paid', which is not in items/",
            )
        ],
    ),
    Hostile(
        "a deadline by a calendar that is not there",
        [swap(DEADLINES, "calendar: small", "calendar: large")],
        [Fault(DEADLINES, "deadlines[0].calendar", "references-resolve", "names 'large', which is not in calendars/")],
    ),
    Hostile(
        "a deadline after a day that is not there",
        [swap(DEADLINES, "after: notice.delivered_on", "after: notice.posted_on")],
        [
            Fault(
                DEADLINES,
                "deadlines[0].after",
                "references-resolve",
                "names 'notice.posted_on', which is not in facts/",
            )
        ],
    ),
    Hostile(
        "a fact that no rule reads",
        [add(FACTS, "  - {fact: idle, about: record, type: boolean, text: {en: Idle, zh-Hans: 闲}}\n")],
        [Fault(FACTS, "facts[1]", "everything-is-used", "'idle' is used nowhere")],
    ),
    Hostile(
        "an authority that does nothing",
        [
            add(
                AUTHORITIES,
                "  - {authority: idle, text: {en: Idle Office, zh-Hans: 闲}, level: local, basis: [act s1]}\n",
            )
        ],
        [Fault(AUTHORITIES, "authorities[2]", "everything-is-used", "'idle' is used nowhere")],
    ),
    Hostile(
        "a figure that nothing uses",
        [
            add(
                FIGURES,
                "  - {parameter: idle, text: {en: Idle, zh-Hans: 闲}, unit: month, favours: lower, last_checked: 2026-11-01, values: {2000-01-01: {value: 1, basis: [act s1], confidence: invented}}}\n",
            )
        ],
        [Fault(FIGURES, "parameters[11]", "everything-is-used", "'idle' is used nowhere")],
    ),
    # --- purposes ---
    Hostile(
        "a list by a rule about tiers",
        [swap(LISTS, "criteria: wage-list", "criteria: penalty-tier")],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "rules-have-their-purpose",
                "uses the rule 'penalty-tier' of purpose tier as listing",
            ),
            Fault(
                LISTS,
                "lists[0].criteria",
                "facts-in-their-field",
                "reads penalty.suspension for something in labour, and the fact says no field",
            ),
            Fault(RULES, "rules[1]", "everything-is-used", "'wage-list' is used nowhere"),
        ],
    ),
    Hostile(
        "a tier by a rule about lists",
        [
            swap(
                ITEMS,
                "    tier: {rule: penalty-tier}\n    publication: standard\n    procedure: adverse\n  - item: permit",
                "    tier: {rule: wage-list}\n    publication: standard\n    procedure: adverse\n  - item: permit",
            )
        ],
        [
            Fault(
                ITEMS,
                "items[0].tier.rule",
                "criteria-in-their-field",
                "counts records of labour for something in environment, and no law's own words relate them",
            ),
            Fault(
                ITEMS,
                "items[0].tier.rule",
                "rules-have-their-purpose",
                "uses the rule 'wage-list' of purpose listing as tier",
            ),
        ],
    ),
    Hostile(
        "a tier rule that finds something else",
        [swap(RULES, "otherwise: general", "otherwise: disgraceful")],
        [
            Fault(
                RULES,
                "rules[0].versions[0]",
                "rules-have-their-purpose",
                "finds disgraceful, which a rule of purpose tier does not",
            )
        ],
    ),
    Hostile(
        "a rule about lists that decides",
        [swap(RULES, "- finding: proposed", "- finding: listed")],
        [
            Fault(
                RULES,
                "rules[1].versions[0]",
                "rules-have-their-purpose",
                "finds listed, which a rule of purpose listing does not",
            )
        ],
    ),
    # --- units and comparisons ---
    Hostile(
        "a fine against a count",
        [swap(RULES, FINE, FINE.replace("tier.large-fine", "list.count"))],
        [
            Fault(FIGURES, "parameters[6]", "everything-is-used", "'tier.large-fine' is used nowhere"),
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[0].value",
                "units-fit",
                "the figure's unit count does not fit here",
            ),
        ],
    ),
    Hostile(
        "a count against months",
        [swap(RULES, "value: {param: list.count}", "value: {param: list.period}")],
        [
            Fault(FIGURES, "parameters[7]", "everything-is-used", "'list.count' is used nowhere"),
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0].value",
                "units-fit",
                "the figure's unit month does not fit here",
            ),
        ],
    ),
    Hostile(
        "records of the last three records",
        [swap(RULES, "last: {param: list.period}", "last: {param: list.count}")],
        [
            Fault(FIGURES, "parameters[8]", "everything-is-used", "'list.period' is used nowhere"),
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0].count.within",
                "units-fit",
                "the figure's unit count does not fit here",
            ),
        ],
    ),
    Hostile(
        "a deadline in money",
        [swap(DEADLINES, "within: {param: answer.days}", "within: {param: tier.large-fine}")],
        [
            Fault(DEADLINES, "deadlines[0].within", "units-fit", "the figure's unit XXX does not fit here"),
            Fault(FIGURES, "parameters[10]", "everything-is-used", "'answer.days' is used nowhere"),
        ],
    ),
    Hostile(
        "a sum in another currency",
        [
            add(
                RULES,
                '              - {id: much, sum: {items: [wages-unpaid]}, currency: YYY, op: ">", value: {param: tier.large-fine}, basis: [act s2], text: {en: Much., zh-Hans: 多。}}\n',
            )
        ],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[1].value",
                "units-fit",
                "the figure's unit XXX does not fit here",
            )
        ],
    ),
    Hostile(
        "a number without a unit",
        condition(
            reads='fact: more, op: ">", value: {param: list.count}', fact="fact: more, about: record, type: integer"
        ),
        [Fault(FACTS, "facts[1]", "units-fit", "is a number without a unit")],
    ),
    Hostile(
        "a choice of one",
        condition(
            reads='fact: more, op: "==", value: one', fact="fact: more, about: record, type: choice, choices: [one]"
        ),
        [Fault(FACTS, "facts[1]", "units-fit", "is a choice of 1")],
    ),
    Hostile(
        "a day of no moment",
        [
            add(FACTS, "  - {fact: more, about: record, type: date, text: {en: More, zh-Hans: 多}}\n"),
            swap(
                DEADLINES,
                "calendar: small, basis: [act s2]}",
                "calendar: small, basis: [act s2]}\n  - {deadline: more, text: {en: More, zh-Hans: 多}, of: authority, after: more, within: {param: answer.days}, calendar: small, basis: [act s2]}",
            ),
        ],
        [Fault(FACTS, "facts[1]", "units-fit", "is a day of no moment")],
    ),
    Hostile(
        "a fine that is true",
        [swap(RULES, FINE, FINE.replace("{param: tier.large-fine}", "true"))],
        [
            Fault(FIGURES, "parameters[6]", "everything-is-used", "'tier.large-fine' is used nowhere"),
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[0]",
                "comparisons-make-sense",
                "compares record.fine with true instead of a figure of the law",
            ),
        ],
    ),
    Hostile(
        "a truth above a figure",
        [swap(RULES, SUSPENDED, SUSPENDED.replace("==", ">"))],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1]",
                "comparisons-make-sense",
                "asks more of penalty.suspension than whether it is so",
            )
        ],
    ),
    Hostile(
        "a truth that is a word",
        [swap(RULES, SUSPENDED, SUSPENDED.replace("true", "suspended"))],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1]",
                "comparisons-make-sense",
                "compares penalty.suspension with 'suspended', not true or false",
            )
        ],
    ),
    Hostile(
        "a choice that is none",
        condition(
            reads='fact: more, op: "==", value: three',
            fact="fact: more, about: record, type: choice, choices: [one, two]",
        ),
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1]",
                "comparisons-make-sense",
                "'three' is none of the choices of more",
            )
        ],
    ),
    Hostile(
        "a day compared",
        condition(reads='fact: record.published_on, op: "==", value: true'),
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1]",
                "comparisons-make-sense",
                "compares the day record.published_on; days select versions and periods",
            )
        ],
    ),
    Hostile(
        "one id for two comparisons",
        [swap(RULES, "id: suspended,", "id: large-fine,")],
        [Fault(RULES, "rules[0].versions[0]", "conditions-have-their-own-id", "'large-fine' names two comparisons")],
    ),
    # --- texts and letters ---
    Hostile(
        "a pack without Chinese",
        [swap(PACK, "languages: [en, zh-Hans]", "languages: [en]")],
        [Fault(PACK, "languages", "texts-in-every-language", "leaves out zh-Hans")],
    ),
    Hostile(
        "an item without Chinese",
        [swap(ITEMS, "text: {en: Wages unpaid, zh-Hans: 拖欠工资}", "text: {en: Wages unpaid}")],
        [Fault(ITEMS, "items[2].text", "texts-in-every-language", "has no zh-Hans text")],
    ),
    Hostile(
        "an item in a language nobody named",
        [
            swap(
                ITEMS,
                "text: {en: Wages unpaid, zh-Hans: 拖欠工资}",
                "text: {en: Wages unpaid, zh-Hans: 拖欠工资, de: Lohn}",
            )
        ],
        [Fault(ITEMS, "items[2].text", "texts-in-every-language", "has a text in de, which the pack does not name")],
    ),
    Hostile(
        "a condition without English",
        [
            swap(
                RULES,
                "text: {en: Wages were unpaid often., zh-Hans: 多次拖欠工资。}",
                "text: {zh-Hans: 多次拖欠工资。}",
            )
        ],
        [Fault(RULES, "rules[1].versions[0].findings[0].when[0].text", "texts-in-every-language", "has no en text")],
    ),
    Hostile(
        "a letter without Chinese",
        [swap(NOTICES, ', zh-Hans: "拟记录{matter}。"', "")],
        [Fault(NOTICES, "notices[0].text", "texts-in-every-language", "has no zh-Hans text")],
    ),
    Hostile(
        "a heading without Chinese",
        [swap(SOURCES, "heading: {en: Advice, zh-Hans: 建议}", "heading: {en: Advice}")],
        [Fault(SOURCES, "sources[1].provisions.p1.heading", "texts-in-every-language", "has no zh-Hans text")],
    ),
    Hostile(
        "a manifest without Chinese",
        [swap(PACK, "title: {en: Small Exampleland, zh-Hans: 小示例国}", "title: {en: Small Exampleland}")],
        [Fault(PACK, "title", "texts-in-every-language", "has no zh-Hans text")],
    ),
    Hostile(
        "a case without Chinese",
        [
            swap(
                CASES,
                "case: {en: A fine above the limit is serious, zh-Hans: 超额罚款为严重}",
                "case: {en: A fine above the limit is serious}",
            )
        ],
        [Fault(CASES, "cases[0].case", "texts-in-every-language", "has no zh-Hans text")],
    ),
    Hostile(
        "a letter that does not say the matter in Chinese",
        [swap(NOTICES, "拟记录{matter}。", "拟记录。")],
        [
            Fault(
                NOTICES,
                "notices[0].text.zh-Hans",
                "letters-are-filled",
                "the zh-Hans letter and `fills` differ in matter",
            )
        ],
    ),
    Hostile(
        "a letter that fills in what nobody gives",
        [swap(NOTICES, "We intend to record {matter}.", "We intend to record {matter} of {person}.")],
        [Fault(NOTICES, "notices[0].text.en", "letters-are-filled", "the en letter and `fills` differ in person")],
    ),
    Hostile(
        "a letter that looks inside the program",
        [swap(NOTICES, "We intend to record {matter}.", "We intend to record {matter.__class__}.")],
        [
            Fault(
                NOTICES,
                "notices[0].text.en",
                "letters-are-filled",
                "the en letter and `fills` differ in matter, matter.__class__",
            )
        ],
    ),
    Hostile(
        "a letter with a brace too many",
        [swap(NOTICES, "We intend to record {matter}.", "We intend to record {matter}. {")],
        [
            Fault(
                NOTICES,
                "notices[0].text.en",
                "letters-are-filled",
                "the en letter has a brace that opens or closes nothing",
            )
        ],
    ),
    # --- versions and what selects them ---
    Hostile(
        "two versions on one day",
        [
            add(
                PUBLICATIONS,
                "      - from: 2020-01-01\n        selected_by: record.decided_on\n        basis: [act s1]\n        confidence: invented\n        tiers:\n          serious: {shown: yes, counted_from: published_on, repair_opens_after: {param: serious.repair}, ends_after: {param: serious.ends}, ends: by-itself, ceiling: exclusion, basis: [act s1], confidence: invented}\n          general: {shown: yes, counted_from: published_on, repair_opens_after: {param: general.repair}, ends_after: {param: general.ends}, ends: by-itself, ceiling: management, basis: [act s1], confidence: invented}\n",
            )
        ],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[1]",
                "versions-do-not-overlap",
                "begins on 2020-01-01, while the version before is still in force",
            )
        ],
    ),
    Hostile(
        "a tier selected by the day of publication",
        [swap(RULES, FIRST_VERSION, FIRST_VERSION.replace("decided_on", "published_on"))],
        [
            Fault(
                RULES,
                "rules[0].versions[0].selected_by",
                "selected-by-the-past",
                "is selected by record.published_on, which is no day of the conduct or decision",
            )
        ],
    ),
    Hostile(
        "a regime selected by the day of publication",
        [swap(PUBLICATIONS, FIRST_VERSION, FIRST_VERSION.replace("decided_on", "published_on"))],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].selected_by",
                "selected-by-the-past",
                "is selected by record.published_on, which is no day of the conduct or decision",
            )
        ],
    ),
    Hostile(
        "a tier selected by the application for repair",
        [swap(RULES, FIRST_VERSION, FIRST_VERSION.replace("record.decided_on", "repair.applied_on"))],
        [
            Fault(
                RULES,
                "rules[0].versions[0].selected_by",
                "selected-by-the-past",
                "is selected by repair.applied_on, which is no day of the conduct or decision",
            )
        ],
    ),
    Hostile(
        "a tier selected by a sum",
        [swap(RULES, FIRST_VERSION, FIRST_VERSION.replace("decided_on", "fine"))],
        [
            Fault(
                RULES,
                "rules[0].versions[0].selected_by",
                "selected-by-the-past",
                "is selected by record.fine, which is no day of the conduct or decision",
            )
        ],
    ),
    Hostile(
        "a tier selected by a day of another moment",
        [
            add(
                FACTS,
                "  - {fact: found.on, about: record, type: date, moment: other, text: {en: Day found, zh-Hans: 发现日}}\n",
            ),
            swap(RULES, FIRST_VERSION, FIRST_VERSION.replace("record.decided_on", "found.on")),
        ],
        [
            Fault(
                RULES,
                "rules[0].versions[0].selected_by",
                "selected-by-the-past",
                "is selected by found.on, which is no day of the conduct or decision",
            )
        ],
    ),
    Hostile(
        "a standard fact written anew",
        [
            add(
                FACTS,
                "  - {fact: record.published_on, about: record, type: date, moment: decision, text: {en: Day, zh-Hans: 日}}\n",
            ),
            swap(
                DEADLINES,
                "calendar: small, basis: [act s2]}",
                "calendar: small, basis: [act s2]}\n  - {deadline: more, text: {en: More, zh-Hans: 多}, of: authority, after: record.published_on, within: {param: answer.days}, calendar: small, basis: [act s2]}",
            ),
        ],
        [Fault(FACTS, "facts[1]", "standard-facts-stay", "'record.published_on' belongs to the register itself")],
    ),
    Hostile(
        "a fact in the register's own name",
        condition(
            reads='fact: record.grave, op: "==", value: true', fact="fact: record.grave, about: record, type: boolean"
        ),
        [Fault(FACTS, "facts[1]", "standard-facts-stay", "'record.grave' belongs to the register itself")],
    ),
    # --- what reaches back ---
    Hostile(
        "a longer term that reaches back",
        serious(48, reaches_back=True),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2020-01-01.reaches_back",
                "reaches-back-in-favour",
                "reaches back, and is not in the organisation's favour (favours: lower)",
            )
        ],
    ),
    Hostile(
        "a term that reaches back, and neither way is milder",
        [
            swap(
                FIGURES,
                "unit: count\n    favours: higher\n    last_checked: 2026-11-01\n    values: {2000-01-01: {value: 3, basis: [act s2], confidence: invented}}",
                "unit: count\n    favours: neither\n    last_checked: 2026-11-01\n    values: {2000-01-01: {value: 3, basis: [act s2], confidence: invented}, 2020-01-01: {value: 4, basis: [act s2], confidence: invented, reaches_back: [act s2]}}",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[7].values.2020-01-01.reaches_back",
                "reaches-back-in-favour",
                "reaches back, and is not in the organisation's favour (favours: neither)",
            )
        ],
    ),
    Hostile(
        "a first figure that reaches back",
        [
            swap(
                FIGURES,
                SERIOUS,
                SERIOUS.replace("confidence: invented", "confidence: invented, reaches_back: [act s1]"),
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.reaches_back",
                "reaches-back-in-favour",
                "reaches back, and is not in the organisation's favour (favours: lower)",
            )
        ],
    ),
    Hostile(
        "a longer term that reaches back as milder",
        serious(48, reaches_back=True, favours="higher"),
        [
            Fault(
                FIGURES,
                "parameters[5].favours",
                "reaches-back-in-favour",
                "says that a longer term of a burden favours the organisation",
            )
        ],
    ),
    Hostile(
        "a regime that reaches back",
        [swap(PUBLICATIONS, FIRST_VERSION, FIRST_VERSION + "\n        reaches_back: [act s1]")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].reaches_back",
                "known-keys",
                "is no key here",
            )
        ],
    ),
    Hostile(
        "milder law that reaches back from the mild to the grave",
        [
            swap(RULES, "          - finding: serious\n", "          - finding: minor\n"),
            swap(RULES, "otherwise: general", "otherwise: serious\n        reaches_back: [act s1]"),
        ],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings",
                "reaches-back-in-favour",
                "reaches back, and does not go from the gravest finding to the mildest",
            )
        ],
    ),
    # --- days ---
    Hostile(
        "working days without a calendar",
        [swap(DEADLINES, ", calendar: small", "")],
        [
            Fault(
                DEADLINES,
                "deadlines[0].calendar",
                "working-days-can-be-counted",
                "counts working days without a calendar",
            )
        ],
    ),
    Hostile(
        "an end that moves without a calendar",
        [
            swap(DEADLINES, ", calendar: small", ", moves_to_working_day: true"),
            swap(FIGURES, "unit: working-day", "unit: day"),
        ],
        [
            Fault(
                DEADLINES,
                "deadlines[0].calendar",
                "working-days-can-be-counted",
                "counts working days without a calendar",
            )
        ],
    ),
    Hostile(
        "a deadline of the authority in no working day",
        [
            add(
                FIGURES,
                "  - {parameter: file.days, text: {en: Days to file, zh-Hans: 报送日}, unit: working-day, favours: lower, last_checked: 2026-11-01, values: {2000-01-01: {value: 0, basis: [act s1], confidence: invented}}}\n",
            ),
            add(
                DEADLINES,
                "  - {deadline: file, text: {en: Time to file, zh-Hans: 报送期限}, of: authority, after: record.decided_on, within: {param: file.days}, calendar: small, basis: [act s1]}\n",
            ),
        ],
        [Fault(DEADLINES, "deadlines[1].within", "working-days-can-be-counted", "'file.days' is nought working days")],
    ),
)
