"""Text that reads otherwise than it looks, grows when read, or does not end: what plain YAML leaves out."""

from __future__ import annotations

from typing import Final

from tests.packs.hostile.making import (
    CALENDAR,
    CASES,
    FACTS,
    FIGURES,
    ITEMS,
    LISTS,
    PACK,
    RULES,
    SMALL,
    TYPES,
    Bend,
    Fault,
    Hostile,
    add,
    swap,
    whole,
)

SERIOUS = "2000-01-01: {value: 36,"
UNIT = "    unit: XXX\n"
NAME = "en: Emission over the limit, zh"


def many(number: int) -> str:
    """A file of one fact with seventeen thousand choices."""
    return (
        f"facts:\n  - {{fact: many-{number}, about: record, type: choice, text: {{en: Many, zh-Hans: 多}}, "
        f"choices: [{', '.join(['many'] * 17_000)}]}}\n"
    )


def figure(written: str) -> list[Bend]:
    """Write the term of a serious record another way."""
    return [swap(FIGURES, SERIOUS, f"2000-01-01: {{value: {written},")]


def day(written: str) -> list[Bend]:
    """Write the day since when it is that another way."""
    return [swap(FIGURES, SERIOUS, f"{written}: {{value: 36,")]


def unit(written: str) -> list[Bend]:
    """Write something else where the unit of the large fine stands."""
    return [swap(FIGURES, UNIT, written)]


def named(written: str) -> list[Bend]:
    """Write the English name of the first item another way."""
    return [swap(ITEMS, NAME, f"en: {written}, zh")]


PACKS: Final = (
    # --- what includes, repeats or merges ---
    Hostile(
        "an anchor",
        unit("    unit: &money XXX\n"),
        [Fault(FIGURES, "parameters[6].unit", "no-aliases", "has an anchor (&money)")],
    ),
    Hostile(
        "an alias",
        [swap(FIGURES, SERIOUS, "2000-01-01: {value: *months,")],
        [Fault(FIGURES, "parameters[5].values.2000-01-01.value", "no-aliases", "is an alias (*months)")],
    ),
    Hostile(
        "an anchor of a thousand letters",
        unit(f"    unit: &{'m' * 1000} XXX\n"),
        [
            Fault(
                FIGURES,
                "parameters[6].unit",
                "no-aliases",
                "has an anchor (&mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm…)",
            )
        ],
    ),
    Hostile(
        "a bomb of aliases",
        [add(CASES, "".join(f"bomb{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9)))],
        [Fault(CASES, "bomb1", "no-aliases", "has an anchor (&b1)")],
    ),
    Hostile(
        "a merge key",
        unit("    <<: {unit: XXX}\n"),
        [Fault(FIGURES, "parameters[6]", "no-merge-keys", "has a merge key (<<)")],
    ),
    Hostile(
        "a merge key in quotes",
        unit("    '<<': {unit: XXX}\n"),
        [Fault(FIGURES, "parameters[6]", "no-merge-keys", "has a merge key (<<)")],
    ),
    Hostile(
        "a file included",
        unit("    unit: !include /etc/passwd\n"),
        [Fault(FIGURES, "parameters[6].unit", "no-tags", "has a tag (!include)")],
    ),
    Hostile(
        "a Python object",
        unit("    unit: !!python/object/apply:os.system ['id']\n"),
        [Fault(FIGURES, "parameters[6].unit", "no-tags", "has a tag (!!python/object/apply:os.system)")],
    ),
    Hostile(
        "a tag of YAML itself",
        unit("    unit: !!str XXX\n"),
        [Fault(FIGURES, "parameters[6].unit", "no-tags", "has a tag (!!str)")],
    ),
    Hostile(
        "a tag that is only a mark",
        unit("    unit: ! XXX\n"),
        [Fault(FIGURES, "parameters[6].unit", "no-tags", "has a tag (!)")],
    ),
    Hostile(
        "a tag on a key",
        unit("    !!str unit: XXX\n"),
        [Fault(FIGURES, "parameters[6].(key)", "no-tags", "has a tag (!!str)")],
    ),
    Hostile(
        "a tag as long as a file",
        [whole(CASES, f"cases: !{'t' * 190_000} []\n")],
        [Fault(CASES, "cases", "no-tags", "has a tag (!ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt…)")],
    ),
    Hostile(
        "a YAML directive",
        [whole(CASES, "%YAML 1.1\n---\n" + SMALL[CASES])],
        [Fault(CASES, "$", "no-directives", "has a directive (%YAML or %TAG)")],
    ),
    Hostile(
        "a TAG directive",
        [whole(CASES, "%TAG ! tag:example,2000:\n---\n" + SMALL[CASES])],
        [Fault(CASES, "$", "no-directives", "has a directive (%YAML or %TAG)")],
    ),
    Hostile(
        "a directive that nobody knows",
        [whole(CASES, "%READ twice\n---\n" + SMALL[CASES])],
        [Fault(CASES, "$", "no-directives", "has a directive (%YAML or %TAG)")],
    ),
    Hostile(
        "two documents",
        [add(ITEMS, "---\nitems: []\n")],
        [Fault(ITEMS, "$", "one-document", "holds a second document")],
    ),
    Hostile(
        "a document after the end",
        [add(ITEMS, "...\nitems: []\n")],
        [Fault(ITEMS, "$", "one-document", "holds a second document")],
    ),
    Hostile("nothing", [whole(CASES, "")], [Fault(CASES, "$", "empty", "is empty")]),
    Hostile(
        "a comment and nothing else", [whole(CASES, "# nothing to see\n")], [Fault(CASES, "$", "empty", "is empty")]
    ),
    # --- keys ---
    Hostile(
        "a key twice",
        unit("    unit: XXX\n    unit: YYY\n"),
        [Fault(FIGURES, "parameters[6].unit", "repeated-key", "is written twice")],
    ),
    Hostile(
        "a day twice",
        [
            swap(
                FIGURES,
                "{2000-01-01: {value: 36,",
                "{2000-01-01: {value: 24, basis: [act s1], confidence: invented}, 2000-01-01: {value: 36,",
            )
        ],
        [Fault(FIGURES, "parameters[5].values.2000-01-01", "repeated-key", "is written twice")],
    ),
    Hostile(
        "a list as key",
        unit("    ? [unit]\n    : XXX\n"),
        [Fault(FIGURES, "parameters[6]", "plain-keys", "has a key that is no plain word")],
    ),
    Hostile(
        "a number as key",
        unit("    unit: XXX\n    12: XXX\n"),
        [Fault(FIGURES, "parameters[6]", "plain-keys", "has the key 12")],
    ),
    Hostile(
        "an empty key",
        unit("    unit: XXX\n    : XXX\n"),
        [Fault(FIGURES, "parameters[6]", "plain-keys", "has an empty key")],
    ),
    Hostile(
        "a truth value as key",
        unit("    unit: XXX\n    true: XXX\n"),
        [Fault(FIGURES, "parameters[6]", "plain-keys", "has the key true")],
    ),
    Hostile(
        "a key in quotes",
        unit("    'unit': XXX\n"),
        [Fault(FIGURES, "parameters[6]", "plain-keys", "puts the key 'unit' in quotes")],
    ),
    # --- values that programs read differently ---
    Hostile(
        "a hexadecimal number",
        figure("0x24"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'0x24' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "an octal number",
        figure("0o44"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'0o44' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "an octal number of YAML 1.1",
        figure("044"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'044' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a binary number",
        figure("0b100100"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'0b100100' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a number with underscores",
        figure("3_6"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'3_6' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a number with an exponent",
        figure("36e0"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'36e0' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a number with a fraction",
        figure("36.0"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'36.0' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a number with a sign",
        figure("+36"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'+36' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a number in sixties",
        figure("1:30"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'1:30' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a number without end",
        figure(".inf"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'.inf' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "no number at all",
        figure(".nan"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'.nan' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "null as a sign",
        figure("~"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'~' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "null with a capital",
        figure("Null"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.2000-01-01.value",
                "plain-values",
                "'Null' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "true with a capital",
        [swap(RULES, 'op: "==", value: true', 'op: "==", value: True')],
        [
            Fault(
                RULES,
                "rules[0].versions[0].findings[0].when[0].any[1].value",
                "plain-values",
                "'True' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a number of fifteen digits",
        figure("999999999999999"),
        [Fault(FIGURES, "parameters[5].values.2000-01-01.value", "huge-number", "is a number of 15 digits")],
    ),
    Hostile(
        "a number of seven thousand digits",
        figure("9" * 7000),
        [Fault(FIGURES, "parameters[5].values.2000-01-01.value", "huge-number", "is a number of 7,000 digits")],
    ),
    Hostile(
        "a day without noughts",
        day("2000-1-1"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.(key)",
                "plain-values",
                "'2000-1-1' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "a day with an hour",
        day("2000-01-01T00:00:00Z"),
        [
            Fault(
                FIGURES,
                "parameters[5].values.(key)",
                "plain-values",
                "'2000-01-01T00:00:00Z' is read differently by different programs",
            )
        ],
    ),
    Hostile(
        "the thirtieth of February",
        day("2000-02-30"),
        [Fault(FIGURES, "parameters[5].values.(key)", "no-such-day", "2000-02-30 is no day of the calendar")],
    ),
    Hostile(
        "the thirteenth month",
        day("2000-13-01"),
        [Fault(FIGURES, "parameters[5].values.(key)", "no-such-day", "2000-13-01 is no day of the calendar")],
    ),
    Hostile(
        "the year nought",
        day("0000-01-01"),
        [Fault(FIGURES, "parameters[5].values.(key)", "no-such-day", "0000-01-01 is no day of the calendar")],
    ),
    Hostile(
        "a digit as an escape",
        unit('    unit: "X\\x58X"\n'),
        [Fault(FIGURES, "parameters[6].unit", "plain-values", "writes a character as an escape (\\x58)")],
    ),
    # --- characters ---
    Hostile(
        "an escaped null byte",
        named('"Emis\\0sion"'),
        [Fault(ITEMS, "items[0].text.en", "plain-values", "writes a character as an escape (\\0)")],
    ),
    Hostile(
        "an escaped bell",
        named('"Emis\\asion"'),
        [Fault(ITEMS, "items[0].text.en", "plain-values", "writes a character as an escape (\\a)")],
    ),
    Hostile(
        "an escaped half of a character",
        named('"Emis\\ud83dsion"'),
        [Fault(ITEMS, "items[0].text.en", "plain-values", "writes a character as an escape (\\ud83d)")],
    ),
    Hostile(
        "an escaped invisible character",
        named('"Emis\\u200bsion"'),
        [Fault(ITEMS, "items[0].text.en", "plain-values", "writes a character as an escape (\\u200b)")],
    ),
    Hostile(
        "a null byte",
        [add(ITEMS, "# \0\n")],
        [Fault(ITEMS, "$", "not-yaml", "unacceptable character #x0000: special characters are not allowed")],
    ),
    Hostile(
        "a mark of byte order",
        [whole(CASES, "\ufeff" + SMALL[CASES])],
        [Fault(CASES, "$", "visible-characters", "holds an invisible character (U+FEFF)")],
    ),
    Hostile(
        "UTF-16 without a mark",
        [whole(FACTS, "facts: []\n".encode("utf-16-le").decode())],
        [Fault(FACTS, "$", "not-yaml", "unacceptable character #x0000: special characters are not allowed")],
    ),
    Hostile(
        "a space of no width",
        named("Emis\u200bsion"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+200B)")],
    ),
    Hostile(
        "a soft hyphen",
        named("Emis\u00adsion"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+00AD)")],
    ),
    Hostile(
        "a word joiner in Chinese",
        [swap(ITEMS, "zh-Hans: 超标排放}\n    explains", "zh-Hans: 超标\u2060排放}\n    explains")],
        [Fault(ITEMS, "items[0].text.zh-Hans", "visible-characters", "holds an invisible character (U+2060)")],
    ),
    Hostile(
        "a variation selector",
        named("Emission\ufe0f"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+FE0F)")],
    ),
    Hostile(
        "a character of the tag block",
        named("Emission\U000e0041"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+E0041)")],
    ),
    Hostile(
        "a blank of Braille",
        named("Emis\u2800sion"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+2800)")],
    ),
    Hostile(
        "a filler of Hangul",
        named("Emis\u3164sion"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+3164)")],
    ),
    Hostile(
        "a character of private use",
        named("Emis\ue000sion"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+E000)")],
    ),
    Hostile(
        "what stands for a lost character",
        named("Emis\ufffdsion"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+FFFD)")],
    ),
    Hostile(
        "text that runs backwards",
        named("Emission \u202egnihton\u202c"),
        [Fault(ITEMS, "items[0].text.en", "visible-characters", "holds an invisible character (U+202E)")],
    ),
    Hostile(
        "a comment that runs backwards",
        [add(ITEMS, "# \u202ehidden\n")],
        [Fault(ITEMS, "$", "visible-characters", "holds an invisible character (U+202E)")],
    ),
    Hostile(
        "an invisible character in a comment",
        [add(ITEMS, "# hid\u2066den\n")],
        [Fault(ITEMS, "$", "visible-characters", "holds an invisible character (U+2066)")],
    ),
    Hostile(
        "an invisible character in an id",
        [swap(LISTS, "list: wage-arrears", "list: wage\u200b-arrears")],
        [Fault(LISTS, "lists[0].list", "visible-characters", "holds an invisible character (U+200B)")],
    ),
    Hostile(
        "a comment that ends for some",
        [swap(FIGURES, UNIT, "    unit: XXX # \u2028    favours: lower\n")],
        [Fault(FIGURES, "$", "visible-characters", "ends a line as not every program does (U+2028)")],
    ),
    Hostile(
        "a comment that ends at a paragraph",
        [add(ITEMS, "#\u2029\n")],
        [Fault(ITEMS, "$", "visible-characters", "ends a line as not every program does (U+2029)")],
    ),
    Hostile(
        "a line ended as EBCDIC does",
        [add(ITEMS, "#\x85\n")],
        [Fault(ITEMS, "$", "visible-characters", "ends a line as not every program does (U+0085)")],
    ),
    Hostile(
        "a line ended as an old Mac does",
        [add(ITEMS, "# gone\r  - null\n")],
        [Fault(ITEMS, "$", "visible-characters", "ends a line as not every program does (U+000D)")],
    ),
    Hostile(
        "an accent apart from its letter",
        named("E\u0301mission"),
        [Fault(ITEMS, "items[0].text.en", "composed-characters", "is not in Unicode form NFC")],
    ),
    Hostile(
        "a Cyrillic letter in a class",
        [swap(ITEMS, "conduct_class: wage", "conduct_class: w\u0430ge")],
        [Fault(ITEMS, "items[2].conduct_class", "one-script-a-word", "the word 'wаge' mixes look-alike scripts")],
    ),
    Hostile(
        "a Cyrillic letter in an id",
        [swap(LISTS, "list: wage-arrears", "list: w\u0430ge-arrears")],
        [Fault(LISTS, "lists[0].list", "one-script-a-word", "the word 'wаge' mixes look-alike scripts")],
    ),
    Hostile(
        "a Greek letter in a text",
        named("Emissi\u03bfn"),
        [Fault(ITEMS, "items[0].text.en", "one-script-a-word", "the word 'Emissiοn' mixes look-alike scripts")],
    ),
    Hostile(
        "an Armenian letter in a text",
        named("Emissi\u0585n"),
        [Fault(ITEMS, "items[0].text.en", "one-script-a-word", "the word 'Emissiօn' mixes look-alike scripts")],
    ),
    Hostile(
        "a Lisu letter in a text",
        named("\ua4e1imit"),
        [Fault(ITEMS, "items[0].text.en", "one-script-a-word", "the word 'ꓡimit' mixes look-alike scripts")],
    ),
    Hostile(
        "a fullwidth letter in an id",
        [swap(LISTS, "list: wage-arrears", "list: \uff57age-arrears")],
        [Fault(LISTS, "lists[0].list", "one-script-a-word", "the word 'ｗage' mixes look-alike scripts")],
    ),
    Hostile(
        "a mathematical letter",
        named("\U0001d404mission"),
        [Fault(ITEMS, "items[0].text.en", "one-script-a-word", "the word '𝐄mission' mixes look-alike scripts")],
    ),
    Hostile(
        "small capitals",
        named("\u0280\u1d07\u029f\u026a\u0262\u026a\u1d0f\u0274"),
        [Fault(ITEMS, "items[0].text.en", "one-script-a-word", "the word 'ʀᴇʟɪɢɪᴏɴ' mixes look-alike scripts")],
    ),
    Hostile(
        "a double-struck letter",
        named("Emissio\u2115"),
        [Fault(ITEMS, "items[0].text.en", "one-script-a-word", "the word 'Emissioℕ' mixes look-alike scripts")],
    ),
    # --- size and depth ---
    Hostile(
        "thirty levels",
        [whole(CASES, "cases: " + "[" * 30 + "]" * 30 + "\n")],
        [
            Fault(
                CASES,
                "cases[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]",
                "too-deep",
                "is nested more than 20 deep",
            )
        ],
    ),
    Hostile(
        "a hundred thousand brackets",
        [whole(CASES, "[" * 100_000)],
        [
            Fault(
                CASES,
                "[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]",
                "too-deep",
                "is nested more than 20 deep",
            )
        ],
    ),
    Hostile(
        "thirty levels of keys",
        [whole(CASES, "".join(f"{' ' * n}a:\n" for n in range(30)))],
        [Fault(CASES, "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.(key)", "too-deep", "is nested more than 20 deep")],
    ),
    Hostile(
        "a hundred thousand entries",
        [whole(CASES, "cases:\n" + "- \n" * 100_000)],
        [Fault(CASES, "$", "too-large", "has 300,007 characters")],
    ),
    Hostile(
        "twenty thousand entries on a line",
        [whole(CASES, f"cases: [{'1,' * 60_000}]\n")],
        [Fault(CASES, "cases[19997]", "too-many-values", "has more than 20,000 values")],
    ),
    Hostile(
        "a text of nine thousand letters",
        named("E" * 9000),
        [Fault(ITEMS, "items[0].text.en", "too-long", "has 9,000 characters")],
    ),
    Hostile(
        "a text of five thousand letters",
        named("E" * 5000),
        [
            Fault(
                ITEMS,
                "items[0].text.en",
                "as-the-format-says",
                "'EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE…' should have at most 4000 characters",
            )
        ],
    ),
    Hostile(
        "a key of nine hundred letters",
        unit(f"    unit: XXX\n    {'k' * 900}: XXX\n"),
        [
            Fault(
                FIGURES,
                "parameters[6].kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…",
                "known-keys",
                "is no key here",
            )
        ],
    ),
    Hostile(
        "a key that paints the terminal",
        unit('    unit: XXX\n    "\\e[31mred": XXX\n'),
        [Fault(FIGURES, "parameters[6].(key)", "plain-values", "writes a character as an escape (\\e)")],
    ),
    # --- no YAML ---
    Hostile(
        "a tab",
        [add(ITEMS, "\t- item: x\n")],
        [Fault(ITEMS, "$", "not-yaml", "found character '\\t' that cannot start any token")],
    ),
    Hostile(
        "a bracket left open",
        [add(CASES, "  - [\n")],
        [Fault(CASES, "$", "not-yaml", "expected the node content, but found '<stream end>'")],
    ),
    Hostile("a quote left open", named('"Emission'), [Fault(ITEMS, "$", "not-yaml", "found unexpected end of stream")]),
    Hostile(
        "one colon too many",
        named("Emission: over"),
        [Fault(ITEMS, "$", "not-yaml", "expected ',' or '}', but got ':'")],
    ),
    Hostile(
        "brackets that close nothing",
        [add(ITEMS, "]]]\n")],
        [Fault(ITEMS, "$", "not-yaml", "expected <block end>, but found ']'")],
    ),
    # --- the top of a file ---
    Hostile(
        "a file that says null",
        [whole(CASES, "---\n")],
        [Fault(CASES, "$", "one-noun-a-file", "does not hold `cases:` and a list under it, alone")],
    ),
    Hostile(
        "a file that is one word",
        [whole(CASES, "cases\n")],
        [Fault(CASES, "$", "one-noun-a-file", "does not hold `cases:` and a list under it, alone")],
    ),
    Hostile(
        "a file that is a list",
        [whole(CASES, "- cases\n")],
        [Fault(CASES, "$", "one-noun-a-file", "does not hold `cases:` and a list under it, alone")],
    ),
    Hostile(
        "another noun",
        [swap(ITEMS, "items:\n", "facts:\n")],
        [Fault(ITEMS, "$", "one-noun-a-file", "does not hold `items:` and a list under it, alone")],
    ),
    Hostile(
        "two nouns in a file",
        [add(ITEMS, "facts: []\n")],
        [Fault(ITEMS, "$", "one-noun-a-file", "does not hold `items:` and a list under it, alone")],
    ),
    Hostile(
        "a noun without a list",
        [whole(CASES, "cases: {one: two}\n")],
        [Fault(CASES, "$", "one-noun-a-file", "does not hold `cases:` and a list under it, alone")],
    ),
    Hostile(
        "a calendar in another zone",
        [swap(CALENDAR, "Etc/UTC", "Mars/Base")],
        [Fault(CALENDAR, "zone", "calendar", "'Mars/Base' is not in the tz database")],
    ),
    Hostile(
        "a calendar without a day of work",
        [swap(CALENDAR, "[saturday, sunday]", "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]")],
        [
            Fault(
                CALENDAR,
                "weekend",
                "calendar",
                "['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] repeats a weekday or leaves none to work",
            )
        ],
    ),
    Hostile(
        "a calendar with a key too many",
        [add(CALENDAR, "festivals: []\n")],
        [Fault(CALENDAR, "festivals", "calendar", "is not a key of a calendar")],
    ),
    Hostile(
        "a calendar twice",
        [add("calendars/two.yaml", SMALL[CALENDAR])],
        [Fault("calendars/two.yaml", "$", "unique-ids", "'small' is also in calendars/small.yaml:1")],
    ),
    Hostile(
        "a manifest that is a list",
        [whole(PACK, "- exampleland\n")],
        [Fault(PACK, "$", "as-the-format-says", "should be keys with values")],
    ),
    Hostile(
        "a pack of too many values",
        [add(f"facts/many{n}.yaml", many(n)) for n in range(4)],
        [Fault("facts/many2.yaml", "$", "too-many-values", "takes the pack beyond 50,000 values")],
        seconds=4.0,
    ),
    Hostile(
        "nineteen thousand wrong entries",
        [whole(CASES, "cases:\n" + "- x\n" * 19_000)],
        [
            Fault(CASES, "$", "too-many-faults", "has more than 100 faults; the rest was not read"),
            *(Fault(CASES, f"cases[{n}]", "as-the-format-says", "'x' should be keys with values") for n in range(101)),
        ],
    ),
    Hostile(
        "a truth value where a word stands",
        [swap(TYPES, "identity_coincides_with_person: yes", "identity_coincides_with_person: true")],
        [
            Fault(
                TYPES,
                "organisation_types[1].identity_coincides_with_person",
                "closed-list",
                "true should be 'yes', 'no' or 'unknown'",
            )
        ],
    ),
)
