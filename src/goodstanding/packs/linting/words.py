"""The words that the lines refuse, as data, and how they are found in ids and texts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from goodstanding.about.texts import Strict, load

Listed = Annotated[tuple[str, ...], Field(strict=False)]


class Words(Strict):
    en: Listed
    zh: Listed


class Line(Words):
    """Words of one kind, with the lines that refuse them."""

    line: str


class RefusedWords(Strict):
    subjects: Line
    people: Line
    counts_of_people: Line
    scores: Line
    protected_types: dict[str, Words]
    sole_traders: Line


# Small letters that look Latin and are not: what an honest text does not need and a trap does.
LOOK_ALIKE: Final = str.maketrans(
    "аеорсухіјѕԁԛһӏԝвгкмнпт" "οανικρτυχ" "ıɑɡɩ",
    "aeopcyxijsdqhlwbrkmhnt" "oavikptux" "iagi",
)  # fmt: skip
# A Latin letter with a stroke, a hook or in small capitals, by its name in Unicode.
DRESSED: Final = re.compile(r"LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?")
# Chinese words of two sentences or of a list are not one word; all else that is no letter may be put inside one.
KEEPS_APART: Final = re.compile(r"[、,。;:!?]")
NO_LETTER: Final = re.compile(r"[\W_]")
# Words that stand between others: "rum-or-beer" is no rumour.
BETWEEN: Final = frozenset({"or"})
# How many parts a word is taken apart into.
MOST_PARTS: Final = 4


@cache
def refused_words() -> RefusedWords:
    """Answer the words; the file is read once."""
    return load(path=Path(__file__).with_name("refused_words.yaml"), model=RefusedWords)


def found_in(text: str, words: Words) -> str | None:
    """Answer the first of `words` in `text` (an id or a text in any language), or None."""
    folded = _folded(text)
    for spoken in (re.sub(r"[-_.]", " ", folded), _joined(folded)):
        if match := _pattern(words.en).search(spoken):
            return match[0].strip()
    squeezed = [NO_LETTER.sub("", part) for part in KEEPS_APART.split(folded)]
    return next((word for word in words.zh for part in squeezed if word in part), None)


def _folded(text: str) -> str:
    """Answer the text in small letters without accents, strokes and disguises."""
    if text.isascii():
        return text.casefold()
    letters = [one for one in unicodedata.normalize("NFKD", text) if unicodedata.category(one) != "Mn"]
    plain = unicodedata.normalize("NFKC", "".join(map(_undressed, letters))).casefold()
    return plain.translate(LOOK_ALIKE)


def _undressed(letter: str) -> str:
    if letter.isascii():
        return letter
    found = DRESSED.fullmatch(unicodedata.name(letter, ""))
    return found[1].lower() if found else letter


def _joined(text: str) -> str:
    """Answer the words that hyphens, dots or single spaced letters take apart, put together again."""
    found = [match[0].replace(" ", "") for match in re.finditer(r"\b[a-z](?: [a-z]){2,}\b", text)]
    for match in re.finditer(r"\b[a-z]+(?:[-_.][a-z]+)+", text):
        parts = re.split(r"[-_.]", match[0])
        runs = (parts[at : at + length] for length in range(2, MOST_PARTS + 1) for at in range(len(parts)))
        found += ["".join(run) for run in runs if not BETWEEN & set(run)]
    return " ".join(found)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Answer what finds the words, alone and in the plural."""
    inflected = [
        f"{re.escape(word[:-1])}(?:y|ies)" if word.endswith("y") else f"{re.escape(word)}(?:s|es)?"
        for word in sorted((word.replace("-", " ") for word in words), key=len, reverse=True)
    ]
    return re.compile(rf"\b(?:{'|'.join(inflected)})\b")
