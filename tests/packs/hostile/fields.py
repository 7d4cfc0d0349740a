"""One field's records at work in another (G3, R9), burdens above their ceiling (R10), and burdens without a cause."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    FACTS,
    ITEMS,
    LISTS,
    MEASURES,
    PUBLICATIONS,
    RELATIONS,
    RULES,
    SOURCES,
    Fault,
    Hostile,
    add,
    drop,
    swap,
)

WORDS = 'words: "may be kept from public contracts while it is listed"'
TO_WAGES = (
    "  - relation: emissions-wages\n    from_domain: environment\n    to_domain: labour\n    basis: act s3\n"
    '    quotation: {language: en, words: "An organisation listed for unpaid wages may be kept"}\n'
    "    confidence: invented\n    from: 2000-01-01\n"
)
LISTED: Final = "              - {id: often,"
READS: Final = (
    '              - {id: stopped, fact: penalty.suspension, op: "==", value: true, basis: [act s2],'
    " text: {en: It was stopped., zh-Hans: 已停业。}}\n" + LISTED
)
COUNTED = "count: {items: [wages-unpaid],"
ELIGIBLE = (
    "  - rule: clean\n    purpose: eligibility\n    text: {en: Nothing against it, zh-Hans: 无不良记录}\n    authors: [Drafter]\n"
    "    versions:\n      - from: 2000-01-01\n        selected_by: record.decided_on\n        basis: [act s1]\n"
    "        confidence: invented\n        findings:\n          - finding: eligible\n"
    "            text: {en: Eligible, zh-Hans: 可以}\n            when:\n"
    '              - {id: none, count: {domains: [environment]}, op: "<", value: {param: list.count}, basis: [act s1], text: {en: Few., zh-Hans: 少。}}\n'
)
GIVES = (
    "  - measure: fast-lane\n    text: {en: Fast lane, zh-Hans: 快速办理}\n    explains: {en: It is served first., zh-Hans: 优先办理。}\n"
    "    kind: facilitation\n    severity: none\n    domain: registration\n    basis: [act s1]\n    confidence: invented\n"
    "    from: 2000-01-01\n    ends: with-cause\n"
)
LOOK = "    kind: management\n    severity: management\n"
BAN = "    kind: reduces-rights\n    severity: exclusion\n"

PACKS: Final = (
    # --- an item outside the field of its class ---
    Hostile(
        "an emission in the field of safety",
        [
            swap(
                ITEMS, "conduct_class: emission\n    domain: environment", "conduct_class: emission\n    domain: safety"
            )
        ],
        [
            Fault(
                ITEMS, "items[0].domain", "field-of-class", "is put into the field safety; emission lies in environment"
            ),
            Fault(
                MEASURES,
                "measures[1].follows_items[0]",
                "measure-in-its-field",
                "lies in environment and follows safety, and no law's own words relate them",
            ),
        ],
    ),
    Hostile(
        "a tax matter in the field of the environment",
        [
            swap(
                ITEMS, "conduct_class: emission\n    domain: environment", "conduct_class: tax\n    domain: environment"
            )
        ],
        [Fault(ITEMS, "items[0].domain", "field-of-class", "is put into the field environment; tax lies in revenue")],
    ),
    # --- quotations ---
    Hostile(
        "no relation at all",
        [drop(RELATIONS)],
        [
            Fault(
                MEASURES,
                "measures[0].follows_lists[0]",
                "measure-in-its-field",
                "lies in public-money and follows labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a made-up quotation",
        [swap(RELATIONS, WORDS, 'words: "shall never again win any public contract"')],
        [
            Fault(
                RELATIONS,
                "relations[0].quotation",
                "relation-is-quoted",
                "quotes what is not in the text held of act s3 in en",
            )
        ],
    ),
    Hostile(
        "a quotation with one word changed",
        [swap(RELATIONS, WORDS, 'words: "must be kept from public contracts while it is listed"')],
        [
            Fault(
                RELATIONS,
                "relations[0].quotation",
                "relation-is-quoted",
                "quotes what is not in the text held of act s3 in en",
            )
        ],
    ),
    Hostile(
        "a quotation of twenty spaces",
        [swap(RELATIONS, WORDS, f'words: "{" " * 20}"')],
        [Fault(RELATIONS, "relations[0].quotation", "relation-is-quoted", "quotes 0 characters, 0 different ones")],
    ),
    Hostile(
        "a quotation of nineteen letters",
        [swap(RELATIONS, WORDS, 'words: "may be kept from pu"')],
        [Fault(RELATIONS, "relations[0].quotation", "relation-is-quoted", "quotes 19 characters, 13 different ones")],
    ),
    Hostile(
        "a quotation of one letter twenty times",
        [swap(RELATIONS, WORDS, f'words: "{"a" * 20}"')],
        [Fault(RELATIONS, "relations[0].quotation", "relation-is-quoted", "quotes 20 characters, 1 different ones")],
    ),
    Hostile(
        "a quotation stretched with spaces",
        [swap(RELATIONS, WORDS, 'words: "may   be   kept   from"')],
        [Fault(RELATIONS, "relations[0].quotation", "relation-is-quoted", "quotes 16 characters, 12 different ones")],
    ),
    Hostile(
        "a quotation in a language not held",
        [
            swap(
                RELATIONS,
                f"language: en, {WORDS}",
                'language: zh-Hans, words: "被列入名单的组织在列入期间可以不得参加政府采购活动"',
            )
        ],
        [
            Fault(
                RELATIONS,
                "relations[0].quotation",
                "relation-is-quoted",
                "quotes what is not in the text held of act s3 in zh-Hans",
            )
        ],
    ),
    Hostile(
        "a quotation from a text not held",
        [swap(RELATIONS, "basis: act s3", "basis: act s2")],
        [
            Fault(
                RELATIONS,
                "relations[0].quotation",
                "relation-is-quoted",
                "quotes what is not in the text held of act s2 in en",
            )
        ],
    ),
    Hostile(
        "a quotation from a guide",
        [
            swap(
                RELATIONS,
                f"basis: act s3\n    quotation: {{language: en, {WORDS}}}",
                'basis: guide p1\n    quotation: {language: en, words: "Offices may look more closely at an organisation"}',
            )
        ],
        [Fault(RELATIONS, "relations[0].quotation", "relation-is-quoted", "quotes a source of level guidance")],
    ),
    Hostile(
        "a quotation from a local regulation of no province",
        [
            swap(SOURCES, "level: guidance", "level: local-regulation"),
            swap(
                RELATIONS,
                f"basis: act s3\n    quotation: {{language: en, {WORDS}}}",
                'basis: guide p1\n    quotation: {language: en, words: "Offices may look more closely at an organisation"}',
            ),
        ],
        [Fault(RELATIONS, "relations[0].quotation", "relation-is-quoted", "quotes a source of level local-regulation")],
    ),
    Hostile(
        "a quotation from a provision that is not there",
        [swap(RELATIONS, "basis: act s3", "basis: act s33")],
        [Fault(RELATIONS, "relations[0].basis", "basis-resolves", "'act s33' is no provision in sources/")],
    ),
    Hostile(
        "a field related to itself",
        [add(RELATIONS, TO_WAGES.replace("from_domain: environment", "from_domain: labour"))],
        [Fault(RELATIONS, "relations[1]", "relation-is-quoted", "relates a field to itself")],
    ),
    # --- days ---
    Hostile(
        "a relation that began too late",
        [swap(RELATIONS, "from: 2000-01-01", "from: 2001-01-01")],
        [
            Fault(
                MEASURES,
                "measures[0].follows_lists[0]",
                "measure-in-its-field",
                "lies in public-money and follows labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a relation that ends too early",
        [swap(RELATIONS, "from: 2000-01-01", "from: 2000-01-01\n    until: 2030-01-01")],
        [
            Fault(
                MEASURES,
                "measures[0].follows_lists[0]",
                "measure-in-its-field",
                "lies in public-money and follows labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a relation the other way round",
        [
            swap(
                RELATIONS,
                "from_domain: labour\n    to_domain: public-money",
                "from_domain: public-money\n    to_domain: labour",
            )
        ],
        [
            Fault(
                MEASURES,
                "measures[0].follows_lists[0]",
                "measure-in-its-field",
                "lies in public-money and follows labour, and no law's own words relate them",
            )
        ],
    ),
    # --- measures, lists, tiers ---
    Hostile(
        "a closer look after another field's record",
        [swap(MEASURES, "follows_items: [emission-over-limit]", "follows_items: [emission-over-limit, wages-unpaid]")],
        [
            Fault(
                MEASURES,
                "measures[1].follows_items[1]",
                "measure-in-its-field",
                "lies in environment and follows labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a ban in a field of no relation",
        [swap(MEASURES, "domain: public-money", "domain: revenue")],
        [
            Fault(
                MEASURES,
                "measures[0].follows_lists[0]",
                "measure-in-its-field",
                "lies in revenue and follows labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a list that reads a fact of no field",
        [swap(RULES, LISTED, READS)],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "facts-in-their-field",
                "reads penalty.suspension for something in labour, and the fact says no field",
            )
        ],
    ),
    Hostile(
        "a list that reads a fact of another field",
        [swap(RULES, LISTED, READS), swap(FACTS, "about: record,", "about: record, domain: environment,")],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "facts-in-their-field",
                "reads penalty.suspension for something in labour, and the fact lies in environment",
            )
        ],
    ),
    Hostile(
        "a list that counts another field's items",
        [swap(RULES, COUNTED, "count: {items: [wages-unpaid, emission-over-limit],")],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "criteria-in-their-field",
                "counts records of environment for something in labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a list that counts a class of another field",
        [swap(RULES, COUNTED, "count: {conduct_classes: [wage, tax],")],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "criteria-in-their-field",
                "counts records of revenue for something in labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a list that counts other fields",
        [swap(RULES, COUNTED, "count: {domains: [labour, market, revenue],")],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "criteria-in-their-field",
                "counts records of market, revenue for something in labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a list that counts licence conditions of every field",
        [swap(RULES, COUNTED, "count: {conduct_classes: [licence-condition],")],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "criteria-in-their-field",
                "counts records of environment, market, product, public-money, registration, revenue, safety, transport for something in labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a list that counts everything",
        [swap(RULES, COUNTED, "count: {")],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0]",
                "nothing-counts-everything",
                "counts every record there is",
            )
        ],
    ),
    Hostile(
        "a list that counts every serious record",
        [swap(RULES, COUNTED, "count: {tiers: [serious],")],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0]",
                "nothing-counts-everything",
                "counts every record there is",
            )
        ],
    ),
    Hostile(
        "a tier that counts another field's records",
        [
            swap(
                RULES,
                "                  - {id: suspended,",
                "                  - {id: taxes, exists: {domains: [revenue]}, basis: [act s1], text: {en: Taxes too., zh-Hans: 税。}}\n                  - {id: suspended,",
            )
        ],
        [
            Fault(
                ITEMS,
                "items[0].tier.rule",
                "criteria-in-their-field",
                "counts records of revenue for something in environment, and no law's own words relate them",
            ),
            Fault(
                ITEMS,
                "items[2].tier.rule",
                "criteria-in-their-field",
                "counts records of revenue for something in labour, and no law's own words relate them",
            ),
            Fault(
                ITEMS,
                "items[3].tier.rule",
                "criteria-in-their-field",
                "counts records of revenue for something in registration, and no law's own words relate them",
            ),
        ],
    ),
    Hostile(
        "a publication that counts another field's records",
        [
            add(
                RULES,
                ELIGIBLE.replace("rule: clean", "rule: shown")
                .replace("purpose: eligibility", "purpose: shown")
                .replace("finding: eligible", "finding: shown"),
            ),
            swap(PUBLICATIONS, "minor: {shown: no,", "minor: {shown: {rule: shown},"),
        ],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.minor.shown.rule",
                "criteria-in-their-field",
                "counts records of environment for something in labour, and no law's own words relate them",
            ),
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.minor.shown.rule",
                "criteria-in-their-field",
                "counts records of environment for something in registration, and no law's own words relate them",
            ),
        ],
    ),
    Hostile(
        "a way off the list that counts another field's records",
        [
            add(
                RULES,
                ELIGIBLE.replace("rule: clean", "rule: leaving")
                .replace("purpose: eligibility", "purpose: removal")
                .replace("finding: eligible", "finding: removable"),
            ),
            swap(LISTS, "    removal_conditions:", "    removal_rule: leaving\n    removal_conditions:"),
        ],
        [
            Fault(
                LISTS,
                "lists[0].removal_rule",
                "criteria-in-their-field",
                "counts records of environment for something in labour, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "two laws that relate three fields in a row",
        [add(RELATIONS, TO_WAGES), swap(RULES, COUNTED, "count: {items: [wages-unpaid, emission-over-limit],")],
        [
            Fault(
                MEASURES,
                "measures[0].follows_lists[0]",
                "measure-in-its-field",
                "lies in public-money and follows environment, and no law's own words relate them",
            )
        ],
    ),
    Hostile(
        "a facilitation by another field's records",
        [add(RULES, ELIGIBLE), add(MEASURES, GIVES + "    eligibility: clean\n")],
        [
            Fault(
                MEASURES,
                "measures[2].eligibility",
                "measure-in-its-field",
                "counts records of environment for something in registration, and no law's own words relate them",
            )
        ],
    ),
    # --- proportion ---
    Hostile(
        "a ban dressed as a notice",
        [swap(MEASURES, BAN, BAN.replace("exclusion", "notice"))],
        [Fault(MEASURES, "measures[0].severity", "severity-fits-kind", "reduces-rights is called notice")],
    ),
    Hostile(
        "a ban dressed as management",
        [swap(MEASURES, BAN, BAN.replace("exclusion", "management"))],
        [Fault(MEASURES, "measures[0].severity", "severity-fits-kind", "reduces-rights is called management")],
    ),
    Hostile(
        "management that excludes",
        [swap(MEASURES, LOOK, LOOK.replace("severity: management", "severity: exclusion"))],
        [
            Fault(
                MEASURES,
                "measures[1].severity",
                "ceilings",
                "exclusion is above the ceiling management of general records of emission-over-limit",
            ),
            Fault(
                MEASURES,
                "measures[1].severity",
                "ceilings",
                "exclusion may not follow what is general; its ceiling is management",
            ),
            Fault(MEASURES, "measures[1].severity", "severity-fits-kind", "management is called exclusion"),
        ],
    ),
    Hostile(
        "a favour that restricts",
        [
            swap(MEASURES, LOOK, "    kind: facilitation\n    severity: restriction\n    eligibility: clean\n"),
            add(RULES, ELIGIBLE),
            swap(MEASURES, "    tiers: [general, serious]\n", "    tiers: [serious]\n"),
        ],
        [Fault(MEASURES, "measures[1].severity", "severity-fits-kind", "facilitation is called restriction")],
    ),
    Hostile(
        "a ban after a general listing",
        [swap(LISTS, "tier: serious", "tier: general")],
        [
            Fault(
                MEASURES,
                "measures[0].severity",
                "ceilings",
                "exclusion may not follow what is general; its ceiling is management",
            )
        ],
    ),
    Hostile(
        "a closer look after what is minor",
        [
            swap(MEASURES, "tiers: [general, serious]", "tiers: [minor]"),
            swap(PUBLICATIONS, "ends: by-itself, ceiling: none,", "ends: by-itself, ceiling: notice,"),
        ],
        [
            Fault(
                MEASURES,
                "measures[1].severity",
                "ceilings",
                "management is above the ceiling notice of minor records of emission-over-limit",
            ),
            Fault(
                MEASURES,
                "measures[1].severity",
                "ceilings",
                "management may not follow what is minor; its ceiling is notice",
            ),
        ],
    ),
    Hostile(
        "a closer look after any tier",
        [swap(MEASURES, "    tiers: [general, serious]\n", "")],
        [Fault(MEASURES, "measures[1].tiers", "ceilings", "follows items of any tier")],
    ),
    Hostile(
        "a closer look above its regime's ceiling",
        [swap(PUBLICATIONS, "ceiling: management", "ceiling: notice")],
        [
            Fault(
                MEASURES,
                "measures[1].severity",
                "ceilings",
                "management is above the ceiling notice of general records of emission-over-limit",
            )
        ],
    ),
    Hostile(
        "a regime that raises the ceiling of the minor",
        [swap(PUBLICATIONS, "ends: by-itself, ceiling: none,", "ends: by-itself, ceiling: restriction,")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.minor.ceiling",
                "ceilings",
                "raises the ceiling of minor to restriction; the program's is notice",
            )
        ],
    ),
    Hostile(
        "a regime that raises the ceiling of the general",
        [swap(PUBLICATIONS, "ceiling: management", "ceiling: exclusion")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.general.ceiling",
                "ceilings",
                "raises the ceiling of general to exclusion; the program's is management",
            )
        ],
    ),
    # --- causes ---
    Hostile(
        "a burden after nothing",
        [swap(MEASURES, "    follows_items: [emission-over-limit]\n    tiers: [general, serious]\n", "")],
        [Fault(MEASURES, "measures[1]", "a-cause-for-every-measure", "follows nothing")],
    ),
    Hostile(
        "a burden by a rule of eligibility",
        [add(RULES, ELIGIBLE), swap(MEASURES, LOOK, LOOK + "    eligibility: clean\n")],
        [
            Fault(
                MEASURES,
                "measures[1].eligibility",
                "a-cause-for-every-measure",
                "makes a rule of eligibility the cause of a burden",
            )
        ],
    ),
    Hostile(
        "a favour after nothing",
        [add(MEASURES, GIVES)],
        [Fault(MEASURES, "measures[2]", "a-cause-for-every-measure", "follows nothing")],
    ),
    Hostile(
        "a favour for a record alone",
        [add(MEASURES, GIVES.replace("registration", "environment") + "    follows_items: [permit-granted]\n")],
        [Fault(MEASURES, "measures[2]", "a-cause-for-every-measure", "gives because of a record alone")],
    ),
    Hostile(
        "a burden after what is neutral",
        [
            swap(
                ITEMS,
                "    conduct_class: emission\n    domain: environment\n    effect: adverse",
                "    conduct_class: emission\n    domain: environment\n    effect: neutral",
            )
        ],
        [
            Fault(
                MEASURES,
                "measures[1].follows_items[0]",
                "adverse-is-complete",
                "burdens because of emission-over-limit, which is neutral",
            )
        ],
    ),
    Hostile(
        "a list that counts permits",
        [
            swap(RULES, COUNTED, "count: {items: [permit-granted],"),
            swap(
                ITEMS,
                "    conduct_class: licence-condition\n    domain: environment",
                "    conduct_class: licence-condition\n    domain: labour",
            ),
        ],
        [
            Fault(
                LISTS,
                "lists[0].criteria",
                "adverse-is-complete",
                "burdens because of permit-granted, which is favourable",
            )
        ],
    ),
    # --- procedures of measures ---
    Hostile(
        "a ban without a procedure",
        [swap(MEASURES, "    ends: with-cause\n    procedure: adverse\n", "    ends: with-cause\n")],
        [Fault(MEASURES, "measures[0].procedure", "adverse-is-complete", "reduces rights and has no procedure")],
    ),
    Hostile(
        "a ban by a procedure that is not there",
        [swap(MEASURES, "procedure: adverse", "procedure: summary")],
        [
            Fault(
                MEASURES, "measures[0].procedure", "references-resolve", "names 'summary', which is not in procedures/"
            )
        ],
    ),
)
