"""A province that lengthens, loosens or writes anew what is its nation's (G5); an edition that rewrites the past (R11)."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    CALENDAR,
    FIGURES,
    ITEMS,
    LISTS,
    MEASURES,
    PACK,
    PUBLICATIONS,
    RELATIONS,
    RULES,
    SCHEMES,
    SMALL,
    Fault,
    Hostile,
    add,
    swap,
    whole,
)

NORTH_FIGURES, NORTH_MEASURES, NORTH_SOURCES = "parameters/north.yaml", "measures/north.yaml", "sources/north.yaml"
MANAGEMENT = "    kind: management\n    severity: management\n"
BAN = "    kind: reduces-rights\n    severity: restriction\n    procedure: adverse\n"
FIRST_ITEM = SMALL[ITEMS].partition("  - item: permit")[0]
EMISSIONS = "    from: 2000-01-01\n    tier: {rule: penalty-tier}\n    publication: standard\n    procedure: adverse\n  - item: permit"
SERIOUS_UNIT = "text: {en: Months a serious record lasts, zh-Hans: 严重记录月数}\n    unit: month\n    favours: lower"
VERSION = "      - from: 2000-01-01\n        selected_by: record.decided_on\n        basis: [act s1]"
HARSH = (
    "      - from: {start}\n{until}        selected_by: record.decided_on\n        basis: [act s1]\n        confidence: invented\n"
    "        findings:\n          - finding: serious\n            text: {{en: Serious, zh-Hans: 严重}}\n            when:\n"
    '              - {{id: any, fact: penalty.suspension, op: "!=", value: true, basis: [act s1], text: {{en: Any., zh-Hans: 任何。}}}}\n'
    "        otherwise: serious\n"
)

PROVINCES: Final = (
    Hostile(
        "a province that lengthens",
        [swap(NORTH_FIGURES, "{value: 24,", "{value: 48,")],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0].values.2010-01-01",
                "province-loosens-nothing",
                "is 48 from 2010-01-01, where the nation's figure is 36",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that leaves the nation's first years out",
        [swap(NORTH_FIGURES, "      2000-01-01: {value: 36, basis: [act s1], confidence: invented}\n", "")],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0]",
                "province-loosens-nothing",
                "is nothing from 2000-01-01, where the nation's figure is 36",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that does not follow when the nation shortens",
        [],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0]",
                "province-loosens-nothing",
                "is 24 from 2020-01-01, where the nation's figure is 13",
            )
        ],
        base="province",
        earlier=[
            swap(
                FIGURES,
                "values: {2000-01-01: {value: 36, basis: [act s1], confidence: invented}}",
                "values: {2000-01-01: {value: 36, basis: [act s1], confidence: invented}, 2020-01-01: {value: 13, basis: [act s1], confidence: invented}}",
            )
        ],
    ),
    Hostile(
        "a province that shortens under the nation's law",
        [swap(NORTH_FIGURES, "[north s1]", "[act s1]")],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0].values.2010-01-01",
                "province-loosens-nothing",
                "is changed under the nation's law, not the province's own",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that counts in years",
        [
            swap(NORTH_FIGURES, "unit: month", "unit: year"),
            swap(NORTH_FIGURES, "{value: 36,", "{value: 3,"),
            swap(NORTH_FIGURES, "{value: 24,", "{value: 2,"),
        ],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0].values.2000-01-01",
                "province-loosens-nothing",
                "changes a figure whose unit or direction the nation does not let it change",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that turns what is milder round",
        [swap(NORTH_FIGURES, "favours: lower", "favours: higher")],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0].favours",
                "reaches-back-in-favour",
                "says that a longer term of a burden favours the organisation",
            ),
            Fault(
                "parameters/north.yaml",
                "parameters[0].values.2000-01-01",
                "province-loosens-nothing",
                "changes a figure whose unit or direction the nation does not let it change",
            ),
        ],
        base="province",
    ),
    Hostile(
        "a province that says unknown",
        [swap(NORTH_FIGURES, "{value: 24,", "{value: unknown,")],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0].values.2010-01-01",
                "province-loosens-nothing",
                "is unknown from 2010-01-01, where the nation's figure is 36",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that repeals the nation's term",
        [swap(NORTH_FIGURES, "{value: 24,", "{value: repealed,")],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0].values.2010-01-01",
                "province-loosens-nothing",
                "is repealed from 2010-01-01, where the nation's figure is 36",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that changes what gives and takes",
        [swap(NORTH_FIGURES, "favours: lower", "favours: neither")],
        [
            Fault(
                "parameters/north.yaml",
                "parameters[0].values.2000-01-01",
                "province-loosens-nothing",
                "changes a figure whose unit or direction the nation does not let it change",
            )
        ],
        base="province",
        earlier=[swap(FIGURES, SERIOUS_UNIT, SERIOUS_UNIT.replace("lower", "neither"))],
    ),
    Hostile(
        "a province that writes an item anew",
        [add("items/north.yaml", FIRST_ITEM)],
        [
            Fault(
                "items/north.yaml",
                "items[0]",
                "province-loosens-nothing",
                "'emission-over-limit' is the nation's, and written anew",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that writes the rule of a list anew",
        [add("rules/north.yaml", "rules:\n" + SMALL[RULES][SMALL[RULES].index("  - rule: wage-list") :])],
        [
            Fault(
                "rules/north.yaml",
                "rules[0]",
                "province-loosens-nothing",
                "'wage-list' is the nation's, and written anew",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that writes a relation anew",
        [whole("relations/north.yaml", SMALL[RELATIONS])],
        [
            Fault(
                "relations/north.yaml",
                "relations[0]",
                "province-loosens-nothing",
                "'wages-contracts' is the nation's, and written anew",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that calls persons' numbers something else",
        [
            add(
                "identifiers/north.yaml",
                SMALL[SCHEMES]
                .replace("identifies: person", "identifies: establishment")
                .replace(
                    '  - {scheme: company-number, text: {en: Company number, zh-Hans: 公司编号}, identifies: organisation, shape: [{of: C}, {of: "0123456789", times: 7}]}\n',
                    "",
                )
                .replace("{of: P}", "{of: N}"),
            )
        ],
        [
            Fault(
                "identifiers/north.yaml",
                "identifiers[0]",
                "province-loosens-nothing",
                "'person-number' is the nation's, and written anew",
            ),
            Fault(
                PACK,
                "identifiers",
                "person-identifiers",
                "no identifier of persons is declared, so none would be refused",
            ),
        ],
        base="province",
    ),
    Hostile(
        "a province that says sole traders are companies",
        [
            add(
                "organisations/north.yaml",
                "organisation_types:\n  - {organisation_type: sole-trader, kind: market-entity, text: {en: Trader, zh-Hans: 商户}, identity_coincides_with_person: no, protected_class: none, basis: [act s1]}\n",
            )
        ],
        [
            Fault(
                "organisations/north.yaml",
                "organisation_types[0]",
                "province-loosens-nothing",
                "'sole-trader' is the nation's, and written anew",
            ),
            Fault(
                "organisations/north.yaml",
                "organisation_types[0].identity_coincides_with_person",
                "sole-traders-are-declared",
                "is called as a sole trader is, and said not to coincide with a person",
            ),
        ],
        base="province",
    ),
    Hostile(
        "a province with the nation's calendar, on fewer days",
        [whole(CALENDAR, SMALL[CALENDAR].replace("[saturday, sunday]", "[sunday]"))],
        [Fault(CALENDAR, "$", "province-loosens-nothing", "'small' is the nation's, and written anew")],
        base="province",
    ),
    Hostile(
        "a province that is the nation",
        [swap(PACK, "jurisdiction: XX-N", "jurisdiction: XX")],
        [Fault(PACK, "jurisdiction", "province-loosens-nothing", "XX is no part of XX, whose pack it extends")],
        base="province",
    ),
    Hostile(
        "a province that bans on a local rule",
        [swap(NORTH_MEASURES, MANAGEMENT, BAN), swap(NORTH_SOURCES, "level: local-regulation", "level: local-rule")],
        [
            Fault(
                "measures/north.yaml",
                "measures[0].basis",
                "statute-for-rights",
                "reduces rights on a basis of level local-rule",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that bans above the regime's ceiling",
        [swap(NORTH_MEASURES, MANAGEMENT, BAN), swap(NORTH_MEASURES, "tiers: [serious]", "tiers: [general]")],
        [
            Fault(
                "measures/north.yaml",
                "measures[0].severity",
                "ceilings",
                "restriction is above the ceiling management of general records of emission-over-limit",
            ),
            Fault(
                "measures/north.yaml",
                "measures[0].severity",
                "ceilings",
                "restriction may not follow what is general; its ceiling is management",
            ),
        ],
        base="province",
    ),
    Hostile(
        "a province that follows another field's records",
        [swap(NORTH_MEASURES, "follows_items: [emission-over-limit]", "follows_items: [wages-unpaid]")],
        [
            Fault(
                "measures/north.yaml",
                "measures[0].follows_items[0]",
                "measure-in-its-field",
                "lies in environment and follows labour, and no law's own words relate them",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that quotes what it does not hold",
        [
            add(
                "relations/north.yaml",
                "relations:\n  - {relation: north, from_domain: environment, to_domain: labour, basis: north s1, quotation: {language: en, words: An organisation listed for unpaid wages}, confidence: invented, from: 2010-01-01}\n",
            )
        ],
        [
            Fault(
                "relations/north.yaml",
                "relations[0].quotation",
                "relation-is-quoted",
                "quotes what is not in the text held of north s1 in en",
            )
        ],
        base="province",
    ),
    Hostile(
        "a province that extends another nation",
        [swap(PACK, "extends: exampleland\n", "extends: otherland\n")],
        [Fault(PACK, "extends", "extends-a-pack", "names another pack than 'exampleland', the one given")],
        base="province",
    ),
    Hostile(
        "a province that extends itself",
        [swap(PACK, "pack: exampleland-north", "pack: exampleland")],
        [Fault(PACK, "extends", "extends-a-pack", "extends itself")],
        base="province",
    ),
    Hostile(
        "a province older than its statute",
        [swap(NORTH_MEASURES, "from: 2010-01-01", "from: 2005-01-01")],
        [
            Fault(
                "measures/north.yaml",
                "measures[0].basis",
                "basis-in-force",
                "is in force from 2005-01-01 until 2010-01-01 without a provision in force: north s1",
            )
        ],
        base="province",
    ),
)

EDITIONS: Final = (
    Hostile(
        "an edition that lengthens since 2000",
        [swap(FIGURES, "{value: 36,", "{value: 48,")],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01",
                "edition-keeps-the-past",
                "is 48 from 2000-01-01, where the last edition said 36",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that lengthens since last year",
        [
            swap(
                FIGURES,
                "2020-01-01: {value: 12, basis: [act s1], confidence: invented}",
                "2020-01-01: {value: 12, basis: [act s1], confidence: invented}\n      2026-01-01: {value: 18, basis: [act s1], confidence: invented}",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[3].values.2026-01-01",
                "edition-keeps-the-past",
                "is 18 from 2026-01-01, where the last edition said 12",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that deletes a milder figure",
        [swap(FIGURES, "      2020-01-01: {value: 12, basis: [act s1], confidence: invented}\n", "")],
        [
            Fault(
                FIGURES,
                "parameters[3]",
                "edition-keeps-the-past",
                "is 18 from 2020-01-01, where the last edition said 12",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that puts a milder figure off",
        [swap(FIGURES, "      2020-01-01: {value: 12,", "      2026-06-01: {value: 12,")],
        [
            Fault(
                FIGURES,
                "parameters[3]",
                "edition-keeps-the-past",
                "is 18 from 2020-01-01, where the last edition said 12",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that makes a known figure unknown",
        [swap(FIGURES, "{value: 36,", "{value: unknown,")],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01",
                "edition-keeps-the-past",
                "is unknown from 2000-01-01, where the last edition said 36",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that lowers the fine that is serious",
        [swap(FIGURES, "{value: 50000,", "{value: 500,")],
        [
            Fault(
                FIGURES,
                "parameters[6].values.2000-01-01",
                "edition-keeps-the-past",
                "is 500 from 2000-01-01, where the last edition said 50000",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that counts years for months",
        [
            swap(
                FIGURES,
                "text: {en: Months in which they count, zh-Hans: 计算期间月数}\n    unit: month",
                "text: {en: Months in which they count, zh-Hans: 计算期间月数}\n    unit: year",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[8].values.2000-01-01",
                "edition-keeps-the-past",
                "is counted in year, where the last edition counted in month",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that turns what is milder round",
        [
            swap(FIGURES, "unit: count\n    favours: higher", "unit: count\n    favours: lower"),
            swap(FIGURES, "{value: 3, basis: [act s2]", "{value: 2, basis: [act s2]"),
        ],
        [
            Fault(
                FIGURES,
                "parameters[7].values.2000-01-01",
                "edition-keeps-the-past",
                "is 2 from 2000-01-01, where the last edition said 3",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that gives a figure before the first",
        [],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01",
                "edition-keeps-the-past",
                "gives a figure for 2000-01-01, for which there was none",
            )
        ],
        base="edition",
        earlier=[swap(FIGURES, "values: {2000-01-01: {value: 36,", "values: {2010-01-01: {value: 36,")],
    ),
    Hostile(
        "an edition that rewrites a version",
        [swap(RULES, "otherwise: general", "otherwise: serious")],
        [Fault(RULES, "rules[0].versions[0]", "edition-keeps-the-past", "changes what has been law on 2000-01-01")],
        base="edition",
    ),
    Hostile(
        "an edition that rewrites a version and lets it reach back",
        [swap(RULES, "otherwise: general", "otherwise: serious\n        reaches_back: [act s1]")],
        [Fault(RULES, "rules[0].versions[0]", "edition-keeps-the-past", "changes what has been law on 2000-01-01")],
        base="edition",
    ),
    Hostile(
        "an edition that drops a condition",
        [swap(RULES, 'fact: record.fine, op: ">",', 'fact: record.fine, op: ">=",')],
        [Fault(RULES, "rules[0].versions[0]", "edition-keeps-the-past", "changes what has been law on 2000-01-01")],
        base="edition",
    ),
    Hostile(
        "an edition that slips in a version since 2010",
        [
            swap(RULES, VERSION, VERSION.replace("2000-01-01\n", "2000-01-01\n        until: 2010-01-01\n")),
            swap(
                RULES,
                "        otherwise: general\n",
                "        otherwise: general\n" + HARSH.format(start="2010-01-01", until=""),
            ),
        ],
        [Fault(RULES, "rules[0].versions[1]", "edition-keeps-the-past", "changes what has been law on 2010-01-01")],
        base="edition",
    ),
    Hostile(
        "an edition that puts a version before the first",
        [
            swap(
                RULES,
                VERSION,
                HARSH.format(start="2000-01-01", until="        until: 2005-01-01\n") + VERSION.replace("2000", "2005"),
            )
        ],
        [
            Fault(
                RULES,
                "rules[0].versions[0]",
                "edition-keeps-the-past",
                "gives law for 2000-01-01, for which there was none",
            )
        ],
        base="edition",
        earlier=[swap(RULES, VERSION, VERSION.replace("2000", "2005"))],
    ),
    Hostile(
        "an edition that ends a version in the past",
        [
            swap(PUBLICATIONS, VERSION, VERSION.replace("2000-01-01\n", "2000-01-01\n        until: 2020-01-01\n")),
            add(
                PUBLICATIONS,
                SMALL[PUBLICATIONS][SMALL[PUBLICATIONS].index("      - from") :]
                .replace("2000-01-01", "2020-01-01")
                .replace("minor: {shown: no", "minor: {shown: yes"),
            ),
        ],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[1]",
                "edition-keeps-the-past",
                "changes what has been law on 2020-01-01",
            )
        ],
        base="edition",
    ),
    Hostile(
        "an edition that takes mercy away",
        [],
        [Fault(RULES, "rules[0].versions[0]", "edition-keeps-the-past", "changes what has been law on 2000-01-01")],
        base="edition",
        earlier=[swap(RULES, "otherwise: general", "otherwise: general\n        reaches_back: [act s1]")],
    ),
    Hostile(
        "an edition whose list begins earlier",
        [],
        [
            Fault(
                LISTS,
                "lists[0].from",
                "edition-keeps-the-past",
                "begins on 2000-01-01, before the 2010-01-01 of the last edition",
            )
        ],
        base="edition",
        earlier=[swap(LISTS, "from: 2000-01-01", "from: 2010-01-01")],
    ),
    Hostile(
        "an edition that revives an item",
        [],
        [
            Fault(
                ITEMS,
                "items[0].until",
                "edition-keeps-the-past",
                "is in force again after 2015-01-01, on which the last edition ended it",
            )
        ],
        base="edition",
        earlier=[swap(ITEMS, EMISSIONS, EMISSIONS.replace("2000-01-01\n", "2000-01-01\n    until: 2015-01-01\n"))],
    ),
    Hostile(
        "an edition with a graver item",
        [swap(ITEMS, EMISSIONS, EMISSIONS.replace("{rule: penalty-tier}", "serious"))],
        [Fault(ITEMS, "items[0].tier", "edition-keeps-the-past", "changes tier of what has been law since 2000-01-01")],
        base="edition",
        earlier=[swap(ITEMS, EMISSIONS, EMISSIONS.replace("{rule: penalty-tier}", "minor"))],
    ),
    Hostile(
        "an edition with a heavier measure",
        [],
        [
            Fault(
                MEASURES,
                "measures[1].severity",
                "edition-keeps-the-past",
                "changes severity of what has been law since 2000-01-01",
            )
        ],
        base="edition",
        earlier=[swap(MEASURES, "    severity: management", "    severity: notice")],
    ),
    Hostile(
        "an edition with one cause more",
        [],
        [
            Fault(
                MEASURES,
                "measures[1].tiers",
                "edition-keeps-the-past",
                "changes tiers of what has been law since 2000-01-01",
            )
        ],
        base="edition",
        earlier=[swap(MEASURES, "tiers: [general, serious]", "tiers: [serious]")],
    ),
    Hostile(
        "an edition with another term for a list",
        [
            swap(LISTS, "lasts: {param: list.ends}", "lasts: {param: serious.ends}"),
            swap(
                LISTS, "    removal_conditions:", "    removal_opens_after: {param: list.ends}\n    removal_conditions:"
            ),
        ],
        [
            Fault(
                LISTS, "lists[0].ends", "edition-keeps-the-past", "changes ends of what has been law since 2000-01-01"
            ),
            Fault(
                LISTS,
                "lists[0].removal_opens_after",
                "edition-keeps-the-past",
                "changes removal_opens_after of what has been law since 2000-01-01",
            ),
        ],
        base="edition",
    ),
)

PACKS: Final = (*PROVINCES, *EDITIONS)
