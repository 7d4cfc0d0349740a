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
    protected_types: dict[str, Words]
    sole_traders: Line


# Letters that look Latin and are not: what an honest text does not need and a trap does.
LOOK_ALIKE: Final = str.maketrans(
    "аеорсухіјѕԁԛһӏԝɡıοανικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdqhlwgioavikptuxABEZHIKMNOPTYX"
)


@cache
def refused_words() -> RefusedWords:
    """Answer the words; the file is read once."""
    return load(path=Path(__file__).with_name("refused_words.yaml"), model=RefusedWords)


def found_in(text: str, words: Words) -> str | None:
    """Answer the first of `words` in `text` (an id or a text in any language), or None."""
    folded = unicodedata.normalize("NFKC", text).translate(LOOK_ALIKE).casefold()
    spoken = re.sub(r"[-_.]", " ", folded)
    if match := _pattern(words.en).search(spoken):
        return match[0].strip()
    squeezed = re.sub(r"\s", "", folded)
    return next((word for word in words.zh if word in squeezed), None)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?:s|es)?\b"
    )
