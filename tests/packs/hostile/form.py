"""Entries that are not of the form: what stands in a closed list, what is missing, what no lawyer can have meant."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    CASES,
    FACTS,
    FIGURES,
    ITEMS,
    LISTS,
    MEASURES,
    PACK,
    PROCEDURES,
    PUBLICATIONS,
    REVIEWS,
    RULES,
    SCHEMES,
    SMALL,
    SOURCES,
    Bend,
    Fault,
    Hostile,
    add,
    swap,
)

SERIOUS = "2000-01-01: {value: 36,"
ENDS = "ends: {lasts: {param: list.ends}, counted_from: listed_on}"
COUNTING = (
    "count: {items: [wages-unpaid], within: {last: {param: list.period}, before: record.decided_on, "
    'dated_by: decided_on}}, op: ">=", value: {param: list.count}'
)
WAGES_TIER = "    filed_by: [labour]\n    from: 2000-01-01\n    tier: {rule: penalty-tier}"


def figure(written: str) -> list[Bend]:
    """Write the term of a serious record another way."""
    return [swap(FIGURES, SERIOUS, f"2000-01-01: {{value: {written},")]


PACKS: Final = (
    # --- figures and days ---
    Hostile(
        "a figure below nought",
        figure("-36"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "-36 should be greater than or equal to 0, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a figure beyond any law",
        figure("1000000000001"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "huge-number",
                "1000000000001 should be less than or equal to 1000000000000, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a figure in quotes",
        figure("'36'"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "'36' should be a whole number, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a figure that is yes",
        figure("yes"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "'yes' should be a whole number, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a figure in Chinese",
        figure("三十六"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "'三十六' should be a whole number, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a figure in fullwidth digits",
        figure("\uff13\uff16"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "'３６' should be a whole number, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a figure that is empty",
        figure(""),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "null should be a whole number, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a figure that is a list",
        figure("[36]"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "should be a whole number, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "unknown with a capital",
        figure("Unknown"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "closed-list",
                "'Unknown' should be a whole number, or 'unknown' or 'repealed'",
            )
        ],
    ),
    Hostile(
        "a day in quotes",
        [swap(LISTS, "from: 2000-01-01", "from: '2000-01-01'")],
        [
            Fault(
                LISTS,
                "lists[0].from",
                "as-the-format-says",
                "'2000-01-01' should be a day, as 2026-04-01 without quotes",
            )
        ],
    ),
    Hostile(
        "a day that is a word",
        [swap(FIGURES, SERIOUS, "always: {value: 36,")],
        [
            Fault(
                FIGURES,
                "parameters[5].values.always",
                "as-the-format-says",
                "'always' should be a day, as 2026-04-01 without quotes",
            )
        ],
    ),
    Hostile(
        "the year ten thousand",
        [swap(FIGURES, SERIOUS, "10000-01-01: {value: 36,")],
        [
            Fault(
                FIGURES,
                "parameters[5].values.10000-01-01",
                "as-the-format-says",
                "'10000-01-01' should be a day, as 2026-04-01 without quotes",
            )
        ],
    ),
    Hostile(
        "a list that ends before it begins",
        [swap(LISTS, "from: 2000-01-01", "from: 2000-01-01\n    until: 1999-01-01")],
        [
            Fault(
                LISTS,
                "lists[0]",
                "holds-together",
                "until 1999-01-01 is not after from 2000-01-01; it is the first day no longer in force",
            )
        ],
    ),
    Hostile(
        "a list of no day",
        [swap(LISTS, "from: 2000-01-01", "from: 2000-01-01\n    until: 2000-01-01")],
        [
            Fault(
                LISTS,
                "lists[0]",
                "holds-together",
                "until 2000-01-01 is not after from 2000-01-01; it is the first day no longer in force",
            )
        ],
    ),
    # --- closed lists ---
    Hostile(
        "a conduct class for religion",
        [swap(ITEMS, "conduct_class: emission", "conduct_class: religion")],
        [
            Fault(
                ITEMS,
                "items[0].conduct_class",
                "closed-list",
                "'religion' should be 'emission', 'discharge', 'waste', 'hazardous-substance', 'noise', 'land-and-nature', 'environmental-report', 'work-safety', 'fire-safety', 'building-safety', 'product-safety', 'food-safety', 'animal-and-plant-health', 'wage', 'working-time', 'social-insurance', 'tax', 'customs', 'procurement', 'subsidy', 'public-contract', 'court-debt', 'competition', 'pricing', 'consumer-contract', 'intellectual-property', 'data-protection', 'filing-duty', 'accounts', 'licence-condition' or 'transport-safety'",
            )
        ],
    ),
    Hostile(
        "a conduct class for public order",
        [swap(ITEMS, "conduct_class: emission", "conduct_class: public-order")],
        [
            Fault(
                ITEMS,
                "items[0].conduct_class",
                "closed-list",
                "'public-order' should be 'emission', 'discharge', 'waste', 'hazardous-substance', 'noise', 'land-and-nature', 'environmental-report', 'work-safety', 'fire-safety', 'building-safety', 'product-safety', 'food-safety', 'animal-and-plant-health', 'wage', 'working-time', 'social-insurance', 'tax', 'customs', 'procurement', 'subsidy', 'public-contract', 'court-debt', 'competition', 'pricing', 'consumer-contract', 'intellectual-property', 'data-protection', 'filing-duty', 'accounts', 'licence-condition' or 'transport-safety'",
            )
        ],
    ),
    Hostile(
        "a field of everything",
        [swap(MEASURES, "domain: public-money", "domain: everything")],
        [
            Fault(
                MEASURES,
                "measures[0].domain",
                "closed-list",
                "'everything' should be 'environment', 'safety', 'product', 'labour', 'revenue', 'public-money', 'market', 'registration' or 'transport'",
            )
        ],
    ),
    Hostile(
        "a fourth tier",
        [swap(LISTS, "tier: serious", "tier: extreme")],
        [Fault(LISTS, "lists[0].tier", "closed-list", "'extreme' should be 'minor', 'general' or 'serious'")],
    ),
    Hostile(
        "a fourth effect",
        [swap(ITEMS, "effect: favourable", "effect: disgraceful")],
        [
            Fault(
                ITEMS, "items[1].effect", "closed-list", "'disgraceful' should be 'adverse', 'neutral' or 'favourable'"
            )
        ],
    ),
    Hostile(
        "a ceiling above all",
        [swap(PUBLICATIONS, "ceiling: exclusion", "ceiling: dissolution")],
        [
            Fault(
                PUBLICATIONS,
                "publications[0].versions[0].tiers.serious.ceiling",
                "closed-list",
                "'dissolution' should be 'none', 'notice', 'management', 'restriction' or 'exclusion'",
            )
        ],
    ),
    Hostile(
        "a kind of measure for persons",
        [swap(MEASURES, "kind: reduces-rights", "kind: restricts-persons")],
        [
            Fault(
                MEASURES,
                "measures[0].kind",
                "closed-list",
                "'restricts-persons' should be 'reduces-rights', 'management', 'facilitation' or 'voluntary'",
            )
        ],
    ),
    Hostile(
        "a level of the party",
        [swap(SOURCES, "level: guidance", "level: party-document")],
        [
            Fault(
                SOURCES,
                "sources[1].level",
                "closed-list",
                "'party-document' should be 'law', 'regulation', 'local-regulation', 'departmental-rule', 'local-rule', 'court-provision', 'policy-document', 'standard' or 'guidance'",
            )
        ],
    ),
    Hostile(
        "a confidence that is certain",
        [
            swap(
                FIGURES,
                "{value: 36, basis: [act s1], confidence: invented}",
                "{value: 36, basis: [act s1], confidence: certain}",
            )
        ],
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.confidence",
                "closed-list",
                "'certain' should be 'confirmed', 'partly-confirmed', 'background', 'assumed', 'borrowed' or 'invented'",
            )
        ],
    ),
    Hostile(
        "a fact about a person",
        [swap(FACTS, "about: record", "about: person")],
        [
            Fault(
                FACTS,
                "facts[0].about",
                "closed-list",
                "'person' should be 'organisation', 'establishment', 'record' or 'proceeding'",
            )
        ],
    ),
    Hostile(
        "a decision by a program",
        [swap(PROCEDURES, "by: person", "by: program")],
        [Fault(PROCEDURES, "procedures[0].stages[2].by", "closed-list", "'program' should be 'person'")],
    ),
    Hostile(
        "a remedy decided by nobody",
        [swap(PROCEDURES, "decided_by: another-unit", "decided_by: nobody")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].remedies[0].decided_by",
                "closed-list",
                "'nobody' should be 'same-authority', 'another-unit', 'higher-authority' or 'court'",
            )
        ],
    ),
    Hostile(
        "a stage that deprives",
        [swap(PROCEDURES, "stage: representations", "stage: confession")],
        [
            Fault(
                PROCEDURES,
                "procedures[0].stages[1].stage",
                "closed-list",
                "'confession' should be 'notice', 'representations', 'hearing', 'decision', 'standstill' or 'publication'",
            )
        ],
    ),
    Hostile(
        "a status of its own",
        [swap(PACK, "status: teaching", "status: secret")],
        [
            Fault(
                PACK,
                "status",
                "closed-list",
                "'secret' should be 'teaching', 'demonstration', 'draft', 'reviewed' or 'in-force'",
            )
        ],
    ),
    Hostile(
        "another format",
        [swap(PACK, "format: 1", "format: 2")],
        [Fault(PACK, "format", "closed-list", "2 should be 1")],
    ),
    Hostile(
        "a review by an engineer",
        [
            add(
                "reviews/all.yaml",
                f"reviews:\n  - {{review: one, rule: penalty-tier, sha256: {'a' * 64}, reviewed: 2026-11-01, by: Builder, role: engineering}}\n",
            )
        ],
        [Fault(REVIEWS, "reviews[0].role", "closed-list", "'engineering' should be 'legal'")],
    ),
    # --- keys ---
    Hostile(
        "a list without a tier",
        [swap(LISTS, "    tier: serious\n", "")],
        [Fault(LISTS, "lists[0].tier", "required-key", "is missing")],
    ),
    Hostile(
        "a list with a person",
        [swap(LISTS, "    tier: serious\n", "    tier: serious\n    person: Li\n")],
        [Fault(LISTS, "lists[0].person", "known-keys", "is no key here")],
    ),
    Hostile(
        "an item with a score",
        [swap(ITEMS, "    effect: favourable\n", "    effect: favourable\n    score: 10\n")],
        [Fault(ITEMS, "items[1].score", "known-keys", "is no key here")],
    ),
    Hostile(
        "a manifest that mutes the linter",
        [add(PACK, "ignore: [G2]\n")],
        [Fault(PACK, "ignore", "known-keys", "is no key here")],
    ),
    Hostile(
        "a rule without authors",
        [
            swap(
                RULES,
                "    text: {en: Tier of a penalty, zh-Hans: 处罚的等级}\n    authors: [Drafter]\n",
                "    text: {en: Tier of a penalty, zh-Hans: 处罚的等级}\n    authors: []\n",
            )
        ],
        [Fault(RULES, "rules[0].authors", "as-the-format-says", "should have at least 1 item, not 0")],
    ),
    Hostile(
        "a basis of nothing",
        [swap(LISTS, "basis: [act s2]", "basis: []")],
        [Fault(LISTS, "lists[0].basis", "as-the-format-says", "should have at least 1 item, not 0")],
    ),
    Hostile(
        "a basis that is a text",
        [swap(LISTS, "basis: [act s2]", "basis: act s2")],
        [Fault(LISTS, "lists[0].basis", "as-the-format-says", "'act s2' should be a list")],
    ),
    Hostile(
        "a basis without a provision",
        [swap(LISTS, "basis: [act s2]", "basis: [act]")],
        [
            Fault(
                LISTS, "lists[0].basis[0]", "well-formed", "'act' should match pattern '^[a-z][a-z0-9.-]* \\S(.*\\S)?$'"
            )
        ],
    ),
    Hostile(
        "a text in no language",
        [swap(LISTS, "text: {en: Wage arrears, zh-Hans: 拖欠工资名单}", "text: Wage arrears")],
        [Fault(LISTS, "lists[0].text", "as-the-format-says", "'Wage arrears' should be keys with values")],
    ),
    Hostile(
        "a text of spaces",
        [swap(LISTS, "en: Wage arrears,", "en: '   ',")],
        [Fault(LISTS, "lists[0].text.en", "as-the-format-says", "'   ' should have at least 1 character")],
    ),
    Hostile(
        "an id in capitals",
        [swap(LISTS, "list: wage-arrears", "list: Wage-Arrears")],
        [
            Fault(
                LISTS,
                "lists[0].list",
                "well-formed",
                "'Wage-Arrears' should match pattern '^[a-z][a-z0-9]*([-._][a-z0-9]+)*$'",
            )
        ],
    ),
    Hostile(
        "an id that is a path",
        [swap(LISTS, "list: wage-arrears", "list: ../wage-arrears")],
        [
            Fault(
                LISTS,
                "lists[0].list",
                "well-formed",
                "'../wage-arrears' should match pattern '^[a-z][a-z0-9]*([-._][a-z0-9]+)*$'",
            )
        ],
    ),
    Hostile(
        "an id of ninety letters",
        [swap(LISTS, "list: wage-arrears", f"list: {'w' * 90}")],
        [
            Fault(
                LISTS,
                "lists[0].list",
                "as-the-format-says",
                "'wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww…' should have at most 80 characters",
            )
        ],
    ),
    Hostile(
        "an id with a query",
        [swap(LISTS, "list: wage-arrears", 'list: "wage\'; drop table x"')],
        [
            Fault(
                LISTS,
                "lists[0].list",
                "well-formed",
                "\"wage'; drop table x\" should match pattern '^[a-z][a-z0-9]*([-._][a-z0-9]+)*$'",
            )
        ],
    ),
    Hostile(
        "one id for two items",
        [swap(ITEMS, "item: return-late", "item: wages-unpaid")],
        [Fault(ITEMS, "items[3]", "unique-ids", "'wages-unpaid' is also in items/items.yaml:25")],
    ),
    Hostile(
        "one id in two files",
        [add("items/more.yaml", "items:\n" + SMALL[ITEMS].partition("  - item: permit")[0].removeprefix("items:\n"))],
        [Fault("items/more.yaml", "items[0]", "unique-ids", "'emission-over-limit' is also in items/items.yaml:2")],
    ),
    Hostile(
        "an entry that is null",
        [add(ITEMS, "  - null\n")],
        [Fault(ITEMS, "items[4]", "as-the-format-says", "null should be keys with values")],
    ),
    Hostile(
        "an entry that is a list",
        [add(ITEMS, "  - []\n")],
        [Fault(ITEMS, "items[4]", "as-the-format-says", "should be keys with values")],
    ),
    # --- ends ---
    Hostile(
        "a list that never ends",
        [swap(LISTS, ENDS, "ends: never")],
        [Fault(LISTS, "lists[0].ends", "as-the-format-says", "'never' should be keys with values")],
    ),
    Hostile(
        "a list whose end is null",
        [swap(LISTS, ENDS, "ends: null")],
        [Fault(LISTS, "lists[0].ends", "as-the-format-says", "null should be keys with values")],
    ),
    Hostile(
        "a term typed as a number",
        [swap(LISTS, ENDS, "ends: {lasts: 24, counted_from: listed_on}")],
        [Fault(LISTS, "lists[0].ends.lasts", "as-the-format-says", "24 should be keys with values")],
    ),
    Hostile(
        "a listing while something lasts, without a last day",
        [
            swap(
                LISTS,
                ENDS,
                "ends: {condition: {en: Wages are owed., zh-Hans: 欠薪。}, confirmed_by: labour, fresh_decision: {param: list.ends}, basis: [act s2]}",
            )
        ],
        [Fault(LISTS, "lists[0].ends.absolute_end", "required-key", "is missing")],
    ),
    Hostile(
        "a tier by a misspelt rule",
        [swap(ITEMS, WAGES_TIER, WAGES_TIER.replace("rule:", "rul:"))],
        [
            Fault(ITEMS, "items[2].tier.rul", "known-keys", "is no key here"),
            Fault(ITEMS, "items[2].tier.rule", "required-key", "is missing"),
        ],
    ),
    Hostile(
        "a tier that is none",
        [swap(ITEMS, WAGES_TIER, WAGES_TIER.replace("{rule: penalty-tier}", "extreme"))],
        [
            Fault(
                ITEMS,
                "items[2].tier",
                "closed-list",
                "'extreme' should be 'minor', 'general' or 'serious', or keys with values",
            )
        ],
    ),
    # --- conditions ---
    Hostile(
        "an expression as condition",
        [swap(RULES, COUNTING, "python: 'len(records) > 3'")],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0]",
                "conditions-are-closed",
                "is no condition: give one of fact, count, sum, exists, all or any",
            )
        ],
    ),
    Hostile(
        "an expression as figure",
        [swap(RULES, "value: {param: tier.large-fine}", "value: 50000 * 2")],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[0].value",
                "well-formed",
                "'50000 * 2' should be keys with values, or true or false, or should match pattern '^[a-z][a-z0-9]*([-._][a-z0-9]+)*$'",
            )
        ],
    ),
    Hostile(
        "a figure typed into a rule",
        [swap(RULES, "value: {param: tier.large-fine}", "value: 50000")],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[0].value",
                "as-the-format-says",
                "50000 should be keys with values, or true or false, or a text",
            )
        ],
    ),
    Hostile(
        "an operator of another language",
        [swap(RULES, 'op: "=="', 'op: "=~"')],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1].op",
                "closed-list",
                "'=~' should be '>=', '<=', '==', '!=', '<' or '>'",
            )
        ],
    ),
    Hostile(
        "an operator of another language in a count",
        [swap(RULES, 'op: ">=", value: {param: list.count}', 'op: "=~", value: {param: list.count}')],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0].op",
                "closed-list",
                "'=~' should be '>=', '<=', '==', '!=', '<' or '>'",
            )
        ],
    ),
    Hostile(
        "a condition of two forms",
        [
            swap(
                RULES,
                "{id: suspended, fact: penalty.suspension,",
                "{id: suspended, exists: {domains: [labour]}, fact: penalty.suspension,",
            )
        ],
        [Fault(RULES, "rules[0].versions[0].findings[0].when[0].any[1].exists", "known-keys", "is no key here")],
    ),
    Hostile(
        "a condition without basis",
        [swap(RULES, "basis: [act s2], text: {en: Wages were", "text: {en: Wages were")],
        [Fault(RULES, "rules[1].versions[0].findings[0].when[0].basis", "required-key", "is missing")],
    ),
    Hostile(
        "a count by the day of filing",
        [swap(RULES, "dated_by: decided_on", "dated_by: filed_on")],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when[0].count.within.dated_by",
                "closed-list",
                "'filed_on' should be 'decided_on', 'conduct_on' or 'published_on'",
            )
        ],
    ),
    Hostile(
        "a finding without a condition",
        [
            swap(
                RULES,
                f"            when:\n              - {{id: often, {COUNTING}, basis: [act s2], text: {{en: Wages were unpaid often., zh-Hans: 多次拖欠工资。}}}}\n",
                "            when: []\n",
            )
        ],
        [
            Fault(
                RULES,
                "rules[1].versions[0].findings[0].when",
                "as-the-format-says",
                "should have at least 1 item, not 0",
            )
        ],
    ),
    Hostile(
        "sixty versions of a rule",
        [
            add(
                "rules/many.yaml",
                "rules:\n  - rule: many\n    purpose: finding\n    text: {en: Many, zh-Hans: 多}\n    authors: [Drafter]\n    versions:\n"
                + "      - {from: 2000-01-01, selected_by: record.decided_on, basis: [act s1], confidence: invented, findings: [{finding: one, text: {en: One, zh-Hans: 一}, when: [{id: one, exists: {domains: [labour]}, basis: [act s1], text: {en: One, zh-Hans: 一}}]}]}\n"
                * 60,
            )
        ],
        [Fault("rules/many.yaml", "rules[0].versions", "as-the-format-says", "should have at most 50 items, not 60")],
    ),
    # --- cases and identifiers ---
    Hostile(
        "a case that expects nothing",
        [swap(CASES, "expect: {outcome: proposed, because: [often]}", "expect: {}")],
        [Fault(CASES, "cases[2].expect", "as-the-format-says", "should have at least 1 item, not 0")],
    ),
    Hostile(
        "a fine in another notation",
        [swap(CASES, "decided_on: 2023-01-02}", "decided_on: 2023-01-02, fine: '1e9'}")],
        [
            Fault(
                CASES,
                "cases[2].records[2].fine",
                "closed-list",
                "'1e9' should match pattern '^(0|[1-9][0-9]*)(\\.[0-9]{1,2})?$', or 'unknown'",
            )
        ],
    ),
    Hostile(
        "an identifier of a million digits",
        [swap(SCHEMES, "times: 7", "times: 1000000")],
        [Fault(SCHEMES, "identifiers[0].shape[1].times", "huge-number", "1000000 should be less than or equal to 64")],
    ),
    Hostile(
        "a manifest without a notice of its law",
        [swap(PACK, "legal_status: {en: An interpretation of invented law., zh-Hans: 对虚构法律的解释。}\n", "")],
        [Fault(PACK, "legal_status", "required-key", "is missing")],
    ),
    Hostile(
        "a jurisdiction in small letters",
        [swap(PACK, "jurisdiction: XX", "jurisdiction: xx")],
        [Fault(PACK, "jurisdiction", "well-formed", "'xx' should match pattern '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'")],
    ),
    Hostile(
        "a version that is no date",
        [swap(PACK, "version: 2026.1.0", "version: latest")],
        [
            Fault(
                PACK,
                "version",
                "well-formed",
                "'latest' should match pattern '^20[0-9]{2}\\.(0?[1-9]|1[0-2])\\.[0-9]{1,3}$'",
            )
        ],
    ),
    Hostile(
        "a pack that extends a path",
        [swap(PACK, "format: 1", "format: 1\nextends: ../../etc")],
        [Fault(PACK, "extends", "well-formed", "'../../etc' should match pattern '^[a-z][a-z0-9]*([-._][a-z0-9]+)*$'")],
    ),
    Hostile(
        "a pack that extends itself",
        [swap(PACK, "format: 1", "format: 1\nextends: exampleland")],
        [Fault(PACK, "extends", "extends-a-pack", "extends itself")],
    ),
    Hostile(
        "a pack that extends what is not given",
        [swap(PACK, "format: 1", "format: 1\nextends: elsewhere")],
        [Fault(PACK, "extends", "extends-a-pack", "extends a pack that is not given")],
    ),
)
