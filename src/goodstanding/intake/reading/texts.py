"""What a cell may not hold, looked for in many rows at once: a closer look is taken only where something was hit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from goodstanding.intake.reading.faults import shown
from goodstanding.intake.reading.limits import LONGEST_CELL

# Joins cells for the first look: in the middle of a text it is rare, and then costs a closer look, no more.
BETWEEN: Final = "|"

# What spreadsheets take for the beginning of a formula, in the wide form of East Asian keyboards too.
_BEGINS: Final = "=@＝＠"
_SIGNS: Final = r"+\-＋－"
# A figure, a day or time, a telephone number: only digits and what stands between them, so that nothing could be run.
_HARMLESS: Final = re.compile(
    r"[+\-＋－]? *(?:[\d.,'’ \u00a0\u202f]*\d(?:[eE][+\-]?\d{1,3})? *[%‰]?"
    r"|\(?\d[\d ().\-/]*|\d{4}-\d{2}-\d{2}(?:[T ][\d:.+\-Z]*)?)"
    # A dash, or several, is how people write that there is nothing.
    r"|[+\-－]+"
)
LONGEST_HARMLESS: Final = 60
_BEGINNING: Final = re.compile(rf"[\t\r]|\s*[{_BEGINS}{_SIGNS}]")
# The same among joined cells; plain numbers, of which there are many, are passed over.
FORMULA: Final = re.compile(rf"\|(?:[\t\r]|\s*(?:[{_BEGINS}]|[{_SIGNS}](?![\d.,]*\|)))")

_NUL: Final = "\u0000"
_CONTROL: Final = "\u0001-\u0008\u000b\u000c\r\u000e-\u001f\u007f-\u009f\u2028\u2029"
# Format and filling characters, variants of letters, tags: two texts that look the same would not be the same.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
_INVISIBLE_BEYOND: Final = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
_PRIVATE: Final = "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
_PRIVATE_BEYOND: Final = "\U000f0000-\U0010ffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 15)
)
_LOST: Final = "\ufffd"
_HALVES: Final = "\ud800-\udfff"
_LINE_BREAK: Final = re.compile(r"\r\n")

# Scripts with letters that look like Latin ones: Greek, Cyrillic, Armenian, Cherokee, Coptic, Lisu, Deseret; and
# mathematical letters, which no name needs.
_SIMILAR: Final = (
    "\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f\u0530-\u058f\u13a0-\u13ff"
    "\uab70-\uabbf\u2c80-\u2cff\ua4d0-\ua4ff"
)
_SIMILAR_BEYOND: Final = "\U00010400-\U0001044f"
_MATHEMATICAL: Final = "\U0001d400-\U0001d7ff"
_LATIN: Final = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_ANY_SIMILAR: Final = re.compile(f"[{_SIMILAR}{_SIMILAR_BEYOND}{_MATHEMATICAL}]")
# What needs a closer look. Python looks a set of characters up at once as long as none lies beyond U+FFFF, which is
# fifteen times as fast; so these are a set of their own, looked for where there are any.
_LOOK: Final = re.compile(f"[{_NUL}{_CONTROL}{_INVISIBLE}{_PRIVATE}{_LOST}{_HALVES}{_SIMILAR}]")
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_LOOK_BEYOND: Final = re.compile(f"[{_INVISIBLE_BEYOND}{_PRIVATE_BEYOND}{_SIMILAR_BEYOND}{_MATHEMATICAL}]")
_WORD: Final = re.compile(f"[{_LATIN}{_SIMILAR}{_SIMILAR_BEYOND}{_MATHEMATICAL}\u0300-\u036f\\d_]+")
_SCRIPTS: Final = {
    "Latin": re.compile(f"[{_LATIN}]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "Cyrillic": re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]"),
    "Armenian": re.compile("[\u0530-\u058f]"),
    "Cherokee": re.compile("[\u13a0-\u13ff\uab70-\uabbf]"),
    "Coptic": re.compile("[\u2c80-\u2cff]"),
    "Lisu": re.compile("[\ua4d0-\ua4ff]"),
    "Deseret": re.compile("[\U00010400-\U0001044f]"),
    "mathematical": re.compile(f"[{_MATHEMATICAL}]"),
}
# Greek letters of units and quantities that nobody takes for a Latin one: µg, kΩ, Δt, λ, σ.
_NEVER_MISTAKEN: Final = re.compile("[ΓΔΘΛΞΠΣΦΨΩβδεζθλμξπσςφψ]")

_VISIBLE: Final = {
    "nul": "delete it; the file was cut off or is not a text",
    "control-character": "delete it; it is no part of a text",
    "invisible-character": "delete it; it cannot be seen, and two names that look the same would differ",
    "private-character": "write the character that is meant, or a question mark; only your font knows this one",
    "lost-character": "write the character again; the program that saved the file had lost it already",
    "lone-surrogate": "write the character again; only half of it is in the file",
}
_KINDS: Final = {
    "nul": re.compile(_NUL),
    "control-character": re.compile(f"[{_CONTROL}]"),
    "invisible-character": re.compile(f"[{_INVISIBLE}{_INVISIBLE_BEYOND}]"),
    "private-character": re.compile(f"[{_PRIVATE}{_PRIVATE_BEYOND}]"),
    "lost-character": re.compile(_LOST),
    "lone-surrogate": re.compile(f"[{_HALVES}]"),
}


class Hit(NamedTuple):
    """A rule that a text breaks."""

    rule: str
    wrong: str
    mend: str


def size(text: str) -> int:
    """Answer how many bytes a text takes in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def suspicious(joined: str, *, cells: int) -> bool:
    """Whether so many cells, joined by `|` with one before the first, may break a rule or want another form; fast."""
    # A bar within a text would hide where a cell begins.
    if joined.count(BETWEEN) != cells:
        return True
    if FORMULA.search(joined):
        return True
    if joined.isascii():
        return not joined.isprintable() and _LOOK.search(joined) is not None
    return (
        _LOOK.search(joined) is not None
        or not unicodedata.is_normalized("NFC", joined)
        or (_BEYOND.search(joined) is not None and _LOOK_BEYOND.search(joined) is not None)
    )


def joined(rows: Sequence[Sequence[str]]) -> str:
    """Answer the cells of rows as `suspicious` looks at them."""
    return BETWEEN + BETWEEN.join(map(BETWEEN.join, rows))


def tidy(text: str) -> str:
    """Answer a cell as it is handed on: in Unicode form NFC, its line breaks one line feed each."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def without_private(text: str, sign: str) -> str:
    """Answer a cell with `sign` for each character that only the writer's font knew, or that no text holds.

    A line break of two signs is one of one, as `tidy` makes it.
    """
    plain = text.replace("\r\n", "\n")
    return _KINDS["private-character"].sub(sign, _KINDS["control-character"].sub(sign, plain))


def hits(text: str) -> Iterator[Hit]:
    """Answer every rule that a cell breaks, each once."""
    if len(text) > LONGEST_CELL:
        wrong = f"has more than {LONGEST_CELL:,} characters"
        yield Hit("cell-too-long", wrong, "shorten it; look whether a quotation mark was never closed")
        return
    if _BEGINNING.match(text) and not (len(text) <= LONGEST_HARMLESS and _HARMLESS.fullmatch(text.strip(" "))):
        yield _formula(text)
        # What it begins with has been told.
        text = text.lstrip("\t\r\n")
    if not (text.isascii() and text.isprintable()):
        yield from _unseen(text)
        if mixed := _mixed(text):
            yield mixed


def _formula(text: str) -> Hit:
    if text[0] in "\t\r":
        name = "a tab" if text[0] == "\t" else "a carriage return"
        return Hit("formula", f"begins with {name}, behind which a formula can hide", "delete what precedes the text")
    wrong = f"begins like a formula ({shown(text)!r}); a spreadsheet that opens it would run it"
    mend = "write the text or the result itself; a number, a day or a telephone number may begin with + or -"
    return Hit("formula", wrong, mend)


def _unseen(text: str) -> Iterator[Hit]:
    plain = _LINE_BREAK.sub("\n", text)
    for rule, kind in _KINDS.items():
        if found := kind.search(plain):
            place = f"at character {found.start() + 1:,}"
            yield Hit(rule, f"holds {_name(found[0])} {place}", _VISIBLE[rule])


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code


def _mixed(text: str) -> Hit | None:
    if not _ANY_SIMILAR.search(text):
        return None
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        scripts = [name for name, script in _SCRIPTS.items() if script.search(_NEVER_MISTAKEN.sub("", word))]
        if len(scripts) > 1 or "mathematical" in scripts:
            wrong = f"the word {shown(word)!r} mixes letters that look alike ({' and '.join(scripts)})"
            return Hit("look-alike", wrong, "type the word again with one keyboard")
    return None
