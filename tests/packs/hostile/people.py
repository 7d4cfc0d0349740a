"""Persons, beliefs, opinions, counts and scores, by their names, by other names and in disguise (G1, G2, G6)."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    FACTS,
    FIGURES,
    ITEMS,
    LISTS,
    MEASURES,
    PACK,
    RULES,
    SCHEMES,
    TYPES,
    Bend,
    Fault,
    Hostile,
    add,
    swap,
)

SUSPENDED = (
    "{fact: penalty.suspension, about: record, type: boolean, text: {en: Operations were suspended, zh-Hans: 责令停业}}"
)


def english(words: str) -> list[Bend]:
    """Call the first item so in English."""
    return [swap(ITEMS, "en: Emission over the limit, zh", f"en: {words}, zh")]


def chinese(words: str) -> list[Bend]:
    """Call the first item so in Chinese."""
    return [swap(ITEMS, "zh-Hans: 超标排放}\n    explains", f"zh-Hans: {words}}}\n    explains")]


def fact(words: str) -> list[Bend]:
    """Let the one fact of the pack be this."""
    said = f"en: {words}, zh-Hans: 责令停业" if words.isascii() else f"en: Operations were suspended, zh-Hans: {words}"
    return [swap(FACTS, "en: Operations were suspended, zh-Hans: 责令停业", said)]


def form(
    words: str, *, coincides: str = "no", protected: str = "none", kind: str = "social-organisation"
) -> list[Bend]:
    """Add a legal form."""
    said = f"{{en: {words}, zh-Hans: 组织}}" if words.isascii() else f"{{en: Form, zh-Hans: {words}}}"
    return [
        add(
            TYPES,
            f"  - {{organisation_type: form, kind: {kind}, text: {said}, identity_coincides_with_person: {coincides}, "
            f"protected_class: {protected}, basis: [act s1]}}\n",
        )
    ]


def scheme(
    shape: str, *, name: str = "tax-number", identifies: str = "organisation", text: str = "Tax number"
) -> list[Bend]:
    """Add a scheme of identifiers."""
    line = f"  - {{scheme: {name}, text: {{en: {text}, zh-Hans: 号码}}, identifies: {identifies}, shape: [{shape}]}}\n"
    return [add(SCHEMES, line)]


PACKS: Final = (
    # --- subjects ---
    Hostile(
        "an item about religion",
        english("Religious teaching without a licence"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'religious'")],
    ),
    Hostile(
        "an item about religion in Chinese",
        chinese("擅自举办宗教活动"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '宗教'")],
    ),
    Hostile(
        "an item whose id is about religion",
        [swap(ITEMS, "item: return-late", "item: religion-late")],
        [Fault(ITEMS, "items[3]", "refused-subjects", "is about 'religion'")],
    ),
    Hostile(
        "an item about petitions",
        chinese("多次信访"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '信访'")],
    ),
    Hostile(
        "an item about a party cell, as filing duty",
        [
            swap(
                ITEMS,
                "text: {en: Return late, zh-Hans: 逾期报告}",
                "text: {en: Party cell not set up, zh-Hans: 逾期报告}",
            )
        ],
        [Fault(ITEMS, "items[3].text.en", "refused-subjects", "is about 'party cell'")],
    ),
    Hostile(
        "an item about a party cell in Chinese, as filing duty",
        [
            swap(
                ITEMS,
                "text: {en: Return late, zh-Hans: 逾期报告}",
                "text: {en: Return late, zh-Hans: 未按规定设立党组织}",
            )
        ],
        [Fault(ITEMS, "items[3].text.zh-Hans", "refused-subjects", "is about '党组织'")],
    ),
    Hostile(
        "a list of protesters",
        [swap(LISTS, "text: {en: Wage arrears,", "text: {en: Protest at the workplace,")],
        [Fault(LISTS, "lists[0].text.en", "refused-subjects", "is about 'protest'")],
    ),
    Hostile(
        "a list that one leaves by loyalty",
        [
            swap(
                LISTS,
                "removal_conditions: {en: The wages are paid.,",
                "removal_conditions: {en: It has shown loyalty.,",
            )
        ],
        [Fault(LISTS, "lists[0].removal_conditions.en", "refused-subjects", "is about 'loyalty'")],
    ),
    Hostile(
        "a measure for patriotism",
        [swap(MEASURES, "text: {en: Closer inspection,", "text: {en: Patriotic training,")],
        [Fault(MEASURES, "measures[1].text.en", "refused-subjects", "is about 'patriotic'")],
    ),
    Hostile(
        "a figure about donations",
        [swap(FIGURES, "text: {en: Months on the list,", "text: {en: Months since a donation,")],
        [Fault(FIGURES, "parameters[9].text.en", "refused-subjects", "is about 'donation'")],
    ),
    Hostile(
        "a fact about health",
        fact("Illness in the house"),
        [Fault(FACTS, "facts[0].text.en", "refused-subjects", "is about 'illness'")],
    ),
    Hostile(
        "a fact about marriage in Chinese",
        fact("婚姻状况"),
        [Fault(FACTS, "facts[0].text.zh-Hans", "refused-subjects", "is about '婚姻'")],
    ),
    Hostile(
        "a condition about opinion",
        [swap(RULES, "text: {en: Operations were suspended., zh", "text: {en: It spread an opinion., zh")],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1].text.en",
                "refused-subjects",
                "is about 'opinion'",
            )
        ],
    ),
    Hostile(
        "a finding about dissent",
        [
            swap(
                RULES,
                "            text: {en: Serious, zh-Hans: 严重}",
                "            text: {en: Dissent, zh-Hans: 严重}",
            )
        ],
        [Fault(RULES, "rules[0].versions[0].findings[0].text.en", "refused-subjects", "is about 'dissent'")],
    ),
    Hostile(
        "a comparison whose id is about speech",
        [swap(RULES, "id: suspended,", "id: free-speech,")],
        [Fault(RULES, "rules[0].versions[0].findings[0].when[0].any[1].id", "refused-subjects", "is about 'speech'")],
    ),
    Hostile(
        "a choice of faiths",
        [
            add(
                FACTS,
                "  - {fact: house.kind, about: organisation, type: choice, choices: [faith, other], text: {en: Kind of house, zh-Hans: 场所种类}}\n",
            ),
            swap(
                RULES,
                "                  - {id: suspended,",
                '                  - {id: kind, fact: house.kind, op: "==", value: other, basis: [act s1], text: {en: Of a kind., zh-Hans: 种类。}}\n                  - {id: suspended,',
            ),
        ],
        [Fault(FACTS, "facts[1].choices[0]", "refused-subjects", "is about 'faith'")],
    ),
    # --- disguises ---
    Hostile(
        "religion with a hyphen",
        english("Re-ligious teaching"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'religious'")],
    ),
    Hostile(
        "religion with dots in an id",
        [swap(ITEMS, "item: return-late", "item: re.ligion-late")],
        [Fault(ITEMS, "items[3]", "refused-subjects", "is about 'religion'")],
    ),
    Hostile(
        "religion in spaced letters",
        english("r e l i g i o n"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'religion'")],
    ),
    Hostile(
        "religion with an accent",
        english("R\u00e8ligion"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'religion'")],
    ),
    Hostile(
        "religion with a line under each letter",
        english("r\u0332e\u0332l\u0332i\u0332g\u0332i\u0332o\u0332n\u0332"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'religion'")],
    ),
    Hostile(
        "religion with strokes",
        english("Re\u0142igi\u00f8n"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'religion'")],
    ),
    Hostile(
        "a sect in Cyrillic letters alone",
        english("\u0455\u0435\u0441\u0442"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'sect'")],
    ),
    Hostile(
        "ideologies in the plural",
        english("Ideologies taught"),
        [Fault(ITEMS, "items[0].text.en", "refused-subjects", "is about 'ideologies'")],
    ),
    Hostile(
        "religion in Chinese with a space",
        chinese("宗 教活动"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '宗教'")],
    ),
    Hostile(
        "religion in Chinese with a wide space",
        chinese("宗\u3000教活动"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '宗教'")],
    ),
    Hostile(
        "religion in Chinese with a hyphen",
        chinese("宗-教活动"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '宗教'")],
    ),
    Hostile(
        "religion in Chinese with a dot",
        chinese("宗\u00b7教活动"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '宗教'")],
    ),
    Hostile(
        "religion in Chinese in brackets",
        chinese("宗（教）活动"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '宗教'")],
    ),
    Hostile(
        "petitions in traditional Chinese",
        chinese("多次信訪"),
        [Fault(ITEMS, "items[0].text.zh-Hans", "refused-subjects", "is about '信訪'")],
    ),
    # --- persons ---
    Hostile(
        "a fact of a director",
        fact("A director was convicted"),
        [Fault(FACTS, "facts[0].text.en", "organisations-only", "is about 'director'")],
    ),
    Hostile(
        "a fact of the legal representative",
        fact("法定代表人被处罚"),
        [Fault(FACTS, "facts[0].text.zh-Hans", "organisations-only", "is about '法定代表人'")],
    ),
    Hostile(
        "a fact of the founder",
        fact("The founder is in debt"),
        [Fault(FACTS, "facts[0].text.en", "organisations-only", "is about 'founder'")],
    ),
    Hostile(
        "a fact of families",
        fact("Families live there"),
        [Fault(FACTS, "facts[0].text.en", "organisations-only", "is about 'families'")],
    ),
    Hostile(
        "a measure for managers",
        [swap(MEASURES, "text: {en: No public contracts,", "text: {en: Managers may not travel,")],
        [Fault(MEASURES, "measures[0].text.en", "organisations-only", "is about 'managers'")],
    ),
    Hostile(
        "an item of natural persons",
        english("Emission by a natural person"),
        [Fault(ITEMS, "items[0].text.en", "organisations-only", "is about 'natural person'")],
    ),
    Hostile(
        "a form that is a person's",
        form("Household", kind="market-entity"),
        [Fault(TYPES, "organisation_types[3]", "organisations-only", "is about 'household'")],
    ),
    # --- counts of people ---
    Hostile(
        "a headcount",
        [
            swap(
                FIGURES,
                "text: {en: Wage records that lead to the list,",
                "text: {en: Headcount that leads to the list,",
            )
        ],
        [Fault(FIGURES, "parameters[7].text.en", "no-counts-of-people", "is about 'headcount'")],
    ),
    Hostile(
        "a headcount in two words",
        fact("Head count above the limit"),
        [Fault(FACTS, "facts[0].text.en", "no-counts-of-people", "is about 'head count'")],
    ),
    Hostile(
        "a number of employees",
        fact("Number of employees"),
        [Fault(FACTS, "facts[0].text.en", "no-counts-of-people", "is about 'number of employees'")],
    ),
    Hostile(
        "a count of workers by an id",
        [
            add(
                FACTS,
                "  - {fact: workers.count, about: organisation, type: integer, unit: count, text: {en: Size, zh-Hans: 规模}}\n",
            ),
            swap(
                RULES,
                "                  - {id: suspended,",
                '                  - {id: size, fact: workers.count, op: ">=", value: {param: list.count}, basis: [act s1], text: {en: Its size., zh-Hans: 规模。}}\n                  - {id: suspended,',
            ),
        ],
        [
            Fault(FACTS, "facts[1]", "no-counts-of-people", "is about 'workers count'"),
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1].fact",
                "no-counts-of-people",
                "is about 'workers count'",
            ),
        ],
    ),
    Hostile(
        "a number of people in Chinese",
        fact("被拖欠工资人数"),
        [Fault(FACTS, "facts[0].text.zh-Hans", "no-counts-of-people", "is about '人数'")],
    ),
    Hostile(
        "a number of staff in Chinese",
        fact("职工数量"),
        [Fault(FACTS, "facts[0].text.zh-Hans", "no-counts-of-people", "is about '职工数'")],
    ),
    # --- scores ---
    Hostile(
        "a fact that is a score",
        fact("Credit score below the limit"),
        [Fault(FACTS, "facts[0].text.en", "no-scores", "is about 'credit score'")],
    ),
    Hostile(
        "a fact that is a score in Chinese",
        fact("信用评分不足"),
        [Fault(FACTS, "facts[0].text.zh-Hans", "no-scores", "is about '信用评分'")],
    ),
    Hostile(
        "a list that is a ranking",
        [swap(LISTS, "text: {en: Wage arrears,", "text: {en: Ranking of wage arrears,")],
        [Fault(LISTS, "lists[0].text.en", "no-scores", "is about 'ranking'")],
    ),
    # --- forms of organisation ---
    Hostile(
        "a temple declared nothing",
        form("Temple"),
        [
            Fault(
                TYPES,
                "organisation_types[3].protected_class",
                "protected-types-are-declared",
                "is called as a religious organisation is, and declared none",
            )
        ],
    ),
    Hostile(
        "a church in Chinese declared nothing",
        form("基督教会"),
        [
            Fault(
                TYPES,
                "organisation_types[3].protected_class",
                "protected-types-are-declared",
                "is called as a religious organisation is, and declared none",
            )
        ],
    ),
    Hostile(
        "a union declared a medium",
        form("Trade union", protected="media"),
        [
            Fault(
                TYPES,
                "organisation_types[3].protected_class",
                "protected-types-are-declared",
                "is called as a union organisation is, and declared media",
            )
        ],
    ),
    Hostile(
        "a newspaper as a company",
        form("Newspaper house", kind="market-entity"),
        [
            Fault(
                TYPES,
                "organisation_types[3].protected_class",
                "protected-types-are-declared",
                "is called as a media organisation is, and declared none",
            )
        ],
    ),
    Hostile(
        "a bar association declared unknown",
        form("Bar association", protected="unknown"),
        [
            Fault(
                TYPES,
                "organisation_types[3].protected_class",
                "protected-types-are-declared",
                "is called as a professional-self-government organisation is, and declared unknown",
            )
        ],
    ),
    Hostile(
        "a sole trader declared no person",
        [swap(TYPES, "identity_coincides_with_person: yes", "identity_coincides_with_person: no")],
        [
            Fault(
                TYPES,
                "organisation_types[1].identity_coincides_with_person",
                "sole-traders-are-declared",
                "is called as a sole trader is, and said not to coincide with a person",
            )
        ],
    ),
    Hostile(
        "a self-employed business declared no person",
        form("Self-employed business", kind="market-entity"),
        [
            Fault(
                TYPES,
                "organisation_types[3].identity_coincides_with_person",
                "sole-traders-are-declared",
                "is called as a sole trader is, and said not to coincide with a person",
            )
        ],
    ),
    Hostile(
        "an individual business in Chinese declared no person",
        form("个体工商户组织", kind="market-entity"),
        [
            Fault(
                TYPES,
                "organisation_types[3].identity_coincides_with_person",
                "sole-traders-are-declared",
                "is called as a sole trader is, and said not to coincide with a person",
            )
        ],
    ),
    # --- identifiers ---
    Hostile(
        "no identifier of persons",
        [swap(SCHEMES, "identifies: person", "identifies: organisation")],
        [
            Fault(
                PACK,
                "identifiers",
                "person-identifiers",
                "no identifier of persons is declared, so none would be refused",
            )
        ],
    ),
    Hostile(
        "a personal number as a tax number",
        scheme('{of: P}, {of: "0123456789", times: 11}'),
        [
            Fault(
                SCHEMES,
                "identifiers[2].shape",
                "person-identifiers",
                "has the shape of person-number, which identifies persons",
            )
        ],
    ),
    Hostile(
        "a personal number as that of a site",
        scheme('{of: PP}, {of: "9876543210", times: 11}', identifies="establishment"),
        [
            Fault(
                SCHEMES,
                "identifiers[2].shape",
                "person-identifiers",
                "has the shape of person-number, which identifies persons",
            )
        ],
    ),
    Hostile(
        "a tax number that takes every personal number",
        scheme('{of: PQRS}, {of: "0123456789", times: 11}'),
        [
            Fault(
                SCHEMES,
                "identifiers[2].shape",
                "person-identifiers",
                "has the shape of person-number, which identifies persons",
            )
        ],
    ),
    Hostile(
        "a passport as identifier of organisations",
        scheme("{of: AB, times: 9}", name="passport", text="Number"),
        [
            Fault(
                SCHEMES,
                "identifiers[2].identifies",
                "person-identifiers",
                "is called 'passport', and said to identify no person",
            )
        ],
    ),
    Hostile(
        "an identity card as identifier of sites",
        scheme("{of: AB, times: 9}", identifies="establishment", text="Identity card"),
        [
            Fault(
                SCHEMES,
                "identifiers[2].identifies",
                "person-identifiers",
                "is called 'identity card', and said to identify no person",
            )
        ],
    ),
    Hostile(
        "a segment of two kinds",
        [swap(SCHEMES, "{of: C}", "{of: C, date: YYYYMMDD}")],
        [Fault(SCHEMES, "identifiers[0].shape[0]", "person-identifiers", "is not one of characters and a date")],
    ),
    Hostile(
        "a segment of no kind",
        [swap(SCHEMES, "{of: C}", "{times: 2}")],
        [Fault(SCHEMES, "identifiers[0].shape[0]", "person-identifiers", "is not one of characters and a date")],
    ),
    Hostile(
        "sole traders told by a personal number",
        [swap(SCHEMES, "identifies: person,", "identifies: person, sole_trader_prefixes: [P1],")],
        [
            Fault(
                SCHEMES,
                "identifiers[1].sole_trader_prefixes",
                "person-identifiers",
                "stands on no organisation's scheme",
            )
        ],
    ),
)
