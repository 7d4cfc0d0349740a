"""What rests on no law, on law of too low a level, on law not in force, or on nobody's word (R6, R8); the law in force."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    CALENDAR,
    FIGURES,
    LISTS,
    MEASURES,
    PACK,
    PROCEDURES,
    PUBLICATIONS,
    REVIEWS,
    RULES,
    SOURCES,
    Fault,
    Hostile,
    add,
    cut,
    swap,
)

ACT_S1 = "      s1: {heading: {en: Publication, zh-Hans: 公示}}\n"
OLD_ACT = (
    "  - source: old-act\n    title: {en: Old Act, zh-Hans: 旧法}\n    level: law\n    number: Act 0\n"
    "    publisher: {en: Gazette, zh-Hans: 公报}\n    text_held: not-held\n    citation: Act 0 (invented)\n"
    "    confidence: invented\n    dates: invented\n    from: 1990-01-01\n    until: 2001-01-01\n"
    "    provisions:\n      s1: {heading: {en: Old, zh-Hans: 旧}}\n"
)
REVIEW = "reviews:\n  - {{review: one, rule: {rule}, sha256: {sha256}, reviewed: {day}, by: {by}, role: legal}}\n"

PACKS: Final = (
    # --- basis ---
    Hostile(
        "a list on a provision that is not there",
        [swap(LISTS, "basis: [act s2]", "basis: [act s99]")],
        [Fault(LISTS, "lists[0].basis", "basis-resolves", "'act s99' is no provision in sources/")],
    ),
    Hostile(
        "a list on a source that is not there",
        [swap(LISTS, "basis: [act s2]", "basis: [decree s1]")],
        [Fault(LISTS, "lists[0].basis", "basis-resolves", "'decree s1' is no provision in sources/")],
    ),
    Hostile(
        "a condition on a provision that is not there",
        [swap(RULES, "basis: [act s2], text: {en: Wages were", "basis: [act s98], text: {en: Wages were")],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0].basis",
                "basis-resolves",
                "'act s98' is no provision in sources/",
            )
        ],
    ),
    Hostile(
        "a stage on a provision that is not there",
        [swap(PROCEDURES, "zh-Hans: 公示}, basis: [act s1]", "zh-Hans: 公示}, basis: [act s97]")],
        [Fault(PROCEDURES, "procedures[0].stages[3].basis", "basis-resolves", "'act s97' is no provision in sources/")],
    ),
    Hostile(
        "a basis with a Cyrillic number",
        [swap(LISTS, "basis: [act s2]", "basis: [act \u04552]")],
        [Fault(LISTS, "lists[0].basis", "basis-resolves", "'act ѕ2' is no provision in sources/")],
    ),
    Hostile(
        "a list older than its law",
        [swap(LISTS, "from: 2000-01-01", "from: 1999-01-01")],
        [
            Fault(
                LISTS,
                "lists[0].basis",
                "basis-in-force",
                "is in force from 1999-01-01 until 2000-01-01 without a provision in force: act s2",
            ),
            Fault(
                LISTS,
                "lists[0].ends.lasts",
                "terms-are-bounded",
                "ends after list.ends, which has no figure before 2000-01-01",
            ),
        ],
    ),
    Hostile(
        "a list that outlives its law",
        [add(SOURCES, OLD_ACT), swap(LISTS, "basis: [act s2]", "basis: [old-act s1]")],
        [
            Fault(
                LISTS,
                "lists[0].basis",
                "basis-in-force",
                "is in force from 2001-01-01 on without a provision in force: old-act s1",
            )
        ],
    ),
    Hostile(
        "a figure on a law that was repealed",
        [add(SOURCES, OLD_ACT), swap(FIGURES, "{value: 36, basis: [act s1]", "{value: 36, basis: [old-act s1]")],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.basis",
                "basis-in-force",
                "is in force from 2001-01-01 on without a provision in force: old-act s1",
            )
        ],
    ),
    Hostile(
        "a version on a law that was repealed",
        [
            add(SOURCES, OLD_ACT),
            swap(
                PUBLICATIONS,
                "        basis: [act s1]\n        confidence",
                "        basis: [old-act s1]\n        confidence",
            ),
        ],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].basis",
                "basis-in-force",
                "is in force from 2001-01-01 on without a provision in force: old-act s1",
            )
        ],
    ),
    Hostile(
        "two laws with a day between them",
        [
            add(SOURCES, "      p2: {from: 2001-01-02, heading: {en: Later, zh-Hans: 后}}\n" + OLD_ACT),
            swap(LISTS, "basis: [act s2]", "basis: [old-act s1, guide p2]"),
        ],
        [
            Fault(
                LISTS,
                "lists[0].basis",
                "basis-in-force",
                "is in force from 2001-01-01 until 2001-01-02 without a provision in force: old-act s1, guide p2",
            )
        ],
    ),
    # --- level ---
    Hostile(
        "a ban on the word of a guide",
        [swap(MEASURES, "basis: [act s3]", "basis: [guide p1]")],
        [Fault(MEASURES, "measures[0].basis", "statute-for-rights", "reduces rights on a basis of level guidance")],
    ),
    Hostile(
        "a ban on a local regulation of no province",
        [
            add(
                SOURCES, OLD_ACT.replace("level: law", "level: local-regulation").replace("    until: 2001-01-01\n", "")
            ),
            swap(MEASURES, "basis: [act s3]", "basis: [old-act s1]"),
        ],
        [
            Fault(
                MEASURES,
                "measures[0].basis",
                "statute-for-rights",
                "reduces rights on a basis of level local-regulation",
            )
        ],
    ),
    Hostile(
        "a ban on a policy document",
        [
            add(
                SOURCES, OLD_ACT.replace("level: law", "level: policy-document").replace("    until: 2001-01-01\n", "")
            ),
            swap(MEASURES, "basis: [act s3]", "basis: [old-act s1]"),
        ],
        [
            Fault(
                MEASURES,
                "measures[0].basis",
                "statute-for-rights",
                "reduces rights on a basis of level policy-document",
            )
        ],
    ),
    Hostile(
        "a ban on a law that a guide prolongs",
        [add(SOURCES, OLD_ACT), swap(MEASURES, "basis: [act s3]", "basis: [old-act s1, guide p1]")],
        [
            Fault(
                MEASURES, "measures[0].basis", "statute-for-rights", "reduces rights on a basis of level guidance, law"
            )
        ],
    ),
    # --- confidence ---
    Hostile(
        "invented law that says it was read",
        [
            swap(
                FIGURES,
                "{value: 36, basis: [act s1], confidence: invented}",
                "{value: 36, basis: [act s1], confidence: confirmed, citation: Act 1}",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.confidence",
                "figures-are-sourced",
                "is confirmed in an invented jurisdiction",
            )
        ],
    ),
    Hostile(
        "a figure of the law in force that is invented",
        [
            swap(
                FIGURES,
                "{value: 36, basis: [act s1], confidence: confirmed,",
                "{value: 36, basis: [act s1], confidence: invented,",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.confidence",
                "figures-are-sourced",
                "is invented in a pack of status in-force",
            ),
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.confidence",
                "figures-are-sourced",
                "is invented in a real jurisdiction",
            ),
        ],
        base="in force",
    ),
    Hostile(
        "a figure of the law in force that is assumed",
        [
            swap(
                FIGURES,
                "{value: 36, basis: [act s1], confidence: confirmed,",
                "{value: 36, basis: [act s1], confidence: assumed,",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.confidence",
                "figures-are-sourced",
                "is assumed in a pack of status in-force",
            )
        ],
        base="in force",
    ),
    Hostile(
        "a figure of the law in force that is borrowed",
        [
            swap(
                FIGURES,
                "{value: 36, basis: [act s1], confidence: confirmed,",
                "{value: 36, basis: [act s1], confidence: borrowed,",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.confidence",
                "figures-are-sourced",
                "is borrowed in a pack of status in-force",
            )
        ],
        base="in force",
    ),
    Hostile(
        "a figure that was read nowhere",
        [
            swap(
                FIGURES,
                "{value: 36, basis: [act s1], confidence: confirmed, citation: Act 1}",
                "{value: 36, basis: [act s1], confidence: confirmed}",
            )
        ],
        [Fault(FIGURES, "parameters[5].values.2000-01-01", "figures-are-sourced", "is confirmed without a citation")],
        base="in force",
    ),
    Hostile(
        "days of a law in force that are assumed",
        [
            swap(
                SOURCES,
                "dates: confirmed\n    from: 2000-01-01\n    provisions:\n      s1",
                "dates: assumed\n    from: 2000-01-01\n    provisions:\n      s1",
            )
        ],
        [Fault(SOURCES, "sources[0].dates", "figures-are-sourced", "is assumed in a pack of status in-force")],
        base="in force",
    ),
    Hostile(
        "a figure of the law in force that nobody knows",
        [swap(FIGURES, "{value: 36,", "{value: unknown,")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.serious.ends_after",
                "terms-are-bounded",
                "ends after serious.ends, which no source says (from 2000-01-01)",
            )
        ],
        base="in force",
    ),
    # --- the day somebody looked ---
    Hostile(
        "a figure that nobody has looked at for a year",
        [
            swap(
                FIGURES,
                "    unit: working-day\n    favours: higher\n    last_checked: 2026-11-01",
                "    unit: working-day\n    favours: higher\n    last_checked: 2025-11-23",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[10].last_checked",
                "checked-lately",
                "was last checked on 2025-11-23, more than 12 months ago",
            )
        ],
        base="in force",
    ),
    Hostile(
        "a figure looked at tomorrow",
        [
            swap(
                FIGURES,
                "    unit: XXX\n    favours: higher\n    last_checked: 2026-11-01",
                "    unit: XXX\n    favours: higher\n    last_checked: 2026-11-25",
            )
        ],
        [Fault(FIGURES, "parameters[6].last_checked", "checked-lately", "2026-11-25 has not come yet")],
    ),
    Hostile(
        "a calendar that nobody has looked at for a year",
        [swap(CALENDAR, "last_checked: 2026-11-01", "last_checked: 2025-11-01")],
        [Fault(CALENDAR, "last_checked", "checked-lately", "was last checked on 2025-11-01, more than 12 months ago")],
        base="in force",
    ),
    Hostile(
        "a calendar looked at in a thousand years",
        [swap(CALENDAR, "last_checked: 2026-11-01", "last_checked: 3026-11-01")],
        [Fault(CALENDAR, "last_checked", "checked-lately", "3026-11-01 has not come yet")],
    ),
    # --- reviews ---
    Hostile(
        "a rule of the law in force that nobody has read",
        [cut(REVIEWS, "rule: wage-list")],
        [Fault(RULES, "rules[1]", "reviewed", "no lawyer has reviewed it")],
        base="in force",
    ),
    Hostile(
        "a rule edited after it was read",
        [swap(RULES, "en: Wages were unpaid often.", "en: Wages were unpaid.")],
        [
            Fault(REVIEWS, "reviews[1].sha256", "reviewed", "what was read is not what is there now"),
            Fault(RULES, "rules[1]", "reviewed", "no lawyer has reviewed it"),
        ],
        base="in force",
    ),
    Hostile(
        "a figure edited after the rule was read",
        [swap(FIGURES, "{value: 50000,", "{value: 40000,")],
        [
            Fault(REVIEWS, "reviews[0].sha256", "reviewed", "what was read is not what is there now"),
            Fault(RULES, "rules[0]", "reviewed", "no lawyer has reviewed it"),
        ],
        base="in force",
    ),
    Hostile(
        "a rule read by its author",
        [add(REVIEWS, REVIEW.format(rule="wage-list", sha256="a" * 64, day="2026-11-01", by="Drafter"))],
        [Fault(REVIEWS, "reviews[0].by", "reviewed", "Drafter wrote the rule")],
    ),
    Hostile(
        "a rule read by its author in small letters",
        [add(REVIEWS, REVIEW.format(rule="wage-list", sha256="a" * 64, day="2026-11-01", by="drafter"))],
        [Fault(REVIEWS, "reviews[0].by", "reviewed", "drafter wrote the rule")],
    ),
    Hostile(
        "a review of a rule that is not there",
        [add(REVIEWS, REVIEW.format(rule="wage-lists", sha256="a" * 64, day="2026-11-01", by="Reader"))],
        [Fault(REVIEWS, "reviews[0].rule", "reviewed", "reviews 'wage-lists', which is not there")],
    ),
    Hostile(
        "a review on a day to come",
        [add(REVIEWS, REVIEW.format(rule="wage-list", sha256="a" * 64, day="2027-01-01", by="Reader"))],
        [Fault(REVIEWS, "reviews[0].reviewed", "reviewed", "2027-01-01 has not come yet")],
    ),
    # --- sources ---
    Hostile(
        "a text held that is not there",
        [swap(SOURCES, "    text_held: in-part\n    citation: Act 1", "    text_held: held\n    citation: Act 1")],
        [Fault(SOURCES, "sources[0].text_held", "sources-hold-together", "says its text is held, and lacks some")],
    ),
    Hostile(
        "a text there that is not held",
        [
            swap(
                SOURCES,
                "    text_held: in-part\n    citation: Guide 1",
                "    text_held: not-held\n    citation: Guide 1",
            )
        ],
        [Fault(SOURCES, "sources[1].text_held", "sources-hold-together", "says its text is not held, and holds p1")],
    ),
    Hostile(
        "a law that replaces what is not there",
        [
            swap(
                SOURCES,
                "    text_held: in-part\n    citation: Act 1",
                "    text_held: in-part\n    replaces: old-act\n    citation: Act 1",
            )
        ],
        [Fault(SOURCES, "sources[0].replaces", "sources-hold-together", "'old-act' is not in sources/")],
    ),
    Hostile(
        "a law that replaces a law in force",
        [
            swap(
                SOURCES,
                "    text_held: in-part\n    citation: Act 1",
                "    text_held: in-part\n    replaces: guide\n    citation: Act 1",
            )
        ],
        [
            Fault(
                SOURCES,
                "sources[0].replaces",
                "sources-hold-together",
                "replaces guide, which is still in force on 2000-01-01",
            )
        ],
    ),
    Hostile(
        "a law that replaces itself",
        [
            swap(
                SOURCES,
                "    text_held: in-part\n    citation: Act 1",
                "    text_held: in-part\n    replaces: act\n    citation: Act 1",
            )
        ],
        [
            Fault(
                SOURCES,
                "sources[0].replaces",
                "sources-hold-together",
                "replaces act, which is still in force on 2000-01-01",
            )
        ],
    ),
    Hostile(
        "a provision that ends before its law",
        [add(SOURCES, "      p2: {until: 1990-01-01, heading: {en: Gone, zh-Hans: 废}}\n")],
        [Fault(SOURCES, "sources[1].provisions.p2", "sources-hold-together", "is in force on no day of its source")],
    ),
    Hostile(
        "a provision that ends before it begins",
        [add(SOURCES, "      p2: {from: 2010-01-01, until: 2005-01-01, heading: {en: Gone, zh-Hans: 废}}\n")],
        [Fault(SOURCES, "sources[1].provisions.p2", "sources-hold-together", "is in force on no day of its source")],
    ),
    Hostile(
        "a condition of the law in force on a provision not in force",
        [
            add(SOURCES, "      p2: {until: 2010-01-01, heading: {en: Gone, zh-Hans: 废}}\n"),
            swap(PUBLICATIONS, "ceiling: exclusion, basis: [act s1]", "ceiling: exclusion, basis: [guide p2]"),
        ],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.serious.basis",
                "basis-in-force",
                "is in force from 2010-01-01 on without a provision in force: guide p2",
            )
        ],
        base="in force",
    ),
    # --- status ---
    Hostile(
        "a teaching pack that does not say so",
        [swap(PACK, "page_notice: {en: Invented., zh-Hans: 虚构。}\n", "")],
        [Fault(PACK, "page_notice", "status-is-said", "a teaching pack has no page_notice")],
    ),
    Hostile(
        "a draft that declares another present",
        [swap(PACK, "status: teaching", "status: draft\ndeclares_present: 2020-01-01")],
        [Fault(PACK, "declares_present", "status-is-said", "a pack of status draft declares another present")],
    ),
    Hostile(
        "the law in force that declares another present",
        [add(PACK, "declares_present: 2020-01-01\n")],
        [Fault(PACK, "declares_present", "status-is-said", "a pack of status in-force declares another present")],
        base="in force",
    ),
    Hostile(
        "a time zone that is none",
        [swap(PACK, "time_zone: Etc/UTC", "time_zone: Exampleland/Capital")],
        [Fault(PACK, "time_zone", "status-is-said", "'Exampleland/Capital' is not in the tz database")],
    ),
)
