"""How a Chinese name sounds, in syllables without tones, and the syllables a Latin spelling may stand for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from goodstanding.core.names.folding import folded

# The longest syllables (zhuang, chuang, shuang) have six letters.
_LONGEST: Final = 6
_UNIFIED: Final = range(0x4E00, 0xA000)


def syllables(text: str) -> list[str]:
    """Answer the readings of the Han characters of a folded text, in order, tones dropped and ü written u.

    A character with several readings takes the one of the two-character word it stands in (重庆 is chong qing, 长沙 is
    chang sha), else its most common one; the tables are pypinyin's. Characters without a reading are passed over.
    """
    if text.isascii():
        return []
    readings, words = _READINGS, _words()
    answer: list[str] = []
    place, length = 0, len(text)
    while place < length:
        word = words.get(text[place : place + 2])
        if word:
            answer += word
            place += 2
            continue
        reading = readings[text[place]]
        if reading:
            answer.append(reading)
        place += 1
    return answer


def pairs_spelled(word: str) -> Iterator[tuple[str, str]]:
    """Answer every two neighbouring syllables of every way to read a Latin word, without spaces, as pinyin.

    Nothing when the word cannot be read so as a whole: `xian` is xi an or xian, `ltd` is nothing.
    """
    known, length = _known(), len(word)
    ends = [
        [end for end in range(start + 1, min(start + _LONGEST, length) + 1) if word[start:end] in known]
        for start in range(length)
    ]
    reached = {0}
    for start in range(length):
        if start in reached:
            reached.update(ends[start])
    leading = {length}
    for start in reversed(range(length)):
        if any(end in leading for end in ends[start]):
            leading.add(start)
    for start in sorted(reached & leading - {length}):
        for middle in ends[start]:
            if middle < length and middle in leading:
                for end in ends[middle]:
                    if end in leading:
                        yield word[start:middle], word[middle:end]


class _Readings(dict[str, str]):
    """The most common reading of each character, worked out when it is first met; empty when it has none."""

    def __missing__(self, character: str) -> str:
        answer = self[character] = folded(_table().get(ord(character), "").partition(",")[0])
        return answer


_READINGS: Final = _Readings()


# pypinyin's tables are imported on first need: it takes a tenth of a second, and most names never ask.
def _table() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    return pinyin_dict


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Answer the two-character words in which a character is not read as it is alone."""
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415

    found: dict[str, tuple[str, str]] = {}
    for word, readings in phrases_dict.items():
        if len(word) == 2:  # noqa: PLR2004
            one, other = (folded(reading[0]) for reading in readings)
            if (one, other) != (_READINGS[word[0]], _READINGS[word[1]]):
                found[folded(word)] = (one, other)
    return found


@cache
def _known() -> frozenset[str]:
    """Answer the syllables that some character is read as, those of one consonant left out."""
    read = {_READINGS[chr(code)] for code in _table() if code in _UNIFIED}
    return frozenset(syllable for syllable in read if any(vowel in syllable for vowel in "aeiou"))
