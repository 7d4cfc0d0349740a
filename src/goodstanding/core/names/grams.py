"""The short pieces of a folded name by which an index finds it again after a misspelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final
from zlib import crc32

from goodstanding.core.names.folding import runs
from goodstanding.core.names.pinyin import pairs_spelled, syllables

# Grams are numbers below 2^20: a million Latin names have some 20,000, ten million Chinese names fill every number
# two hundred times over, and the table that counts them stays small for ever.
GRAM_BITS: Final = 20
SIGNATURE_BITS: Final = 256
_MASK: Final = (1 << GRAM_BITS) - 1
_KEPT: Final = 1 << 19


def spelling_grams(text: str) -> list[int]:
    """Answer the numbers of the pieces of a folded text, in its order, each once.

    Words in letters give every three neighbouring characters, the spaces between words and around the whole included.
    Han, kana and Hangul give pairs: neighbours, characters with one between them, the first and the last with the edge
    of their run. So one wrong, missing or added character leaves at least half of the pieces of a name of four
    characters or more, and two of the five of a name of three.
    """
    if text.isascii():
        return list(dict.fromkeys(_spaced(text)))
    found: dict[int, None] = {}
    for dense, run in runs(text):
        found.update(dict.fromkeys((_dense if dense else _spaced)(run)))
    return list(found)


def whole_gram(text: str) -> int:
    """Answer the number of a folded text as one piece: of a million names about two share it."""
    return crc32(f"={text}".encode("utf-8", "surrogatepass")) & _MASK


def sound_grams(text: str) -> list[int]:
    """Answer the numbers of every two neighbouring syllables of how the Han characters of a folded text read."""
    return _numbered(pairwise(syllables(text)))


def sought_sounds(text: str) -> list[int]:
    """Answer the sound grams a folded text may stand for when it is asked for: of its characters, or of its letters."""
    if not text.isascii():
        return sound_grams(text)
    # Syllables are written apart or together as people like; 40 letters are more than a place and a trade.
    return _numbered(pairs_spelled("".join(re.findall("[a-z]+", text))[:_LONGEST]))


_LONGEST: Final = 100


def _numbered(pairs: Iterable[tuple[str, str]]) -> list[int]:
    return list(dict.fromkeys([_PAIRS[pair] for pair in pairs]))


def signature(grams: Iterable[int]) -> int:
    """Answer 256 bits in which each gram has set one: two signatures share about as many bits as the names pieces."""
    bits = 0
    for gram in grams:
        bits |= _BITS[gram & 255]
    return bits


_BITS: Final = [1 << place for place in range(SIGNATURE_BITS)]


class _Numbers(dict[str, int]):
    """The number of each gram, kept once worked out; emptied when there are very many, as Han pairs can be."""

    def __missing__(self, gram: str) -> int:
        if len(self) > _KEPT:
            self.clear()
        answer = self[gram] = crc32(gram.encode("utf-8", "surrogatepass")) & _MASK
        return answer


_NUMBERS: Final = _Numbers()


def _spaced(text: str) -> list[int]:
    padded, numbers = f" {text.strip()} ", _NUMBERS
    return [numbers[padded[start : start + 3]] for start in range(len(padded) - 2)]


def _dense(text: str) -> list[int]:
    padded, numbers, last = f"^{text}$", _NUMBERS, len(text) - 1
    answer = []
    for start in range(last + 2):
        answer.append(numbers[padded[start : start + 2]])
        if 0 < start < last:
            answer.append(numbers[padded[start] + padded[start + 2]])
    return answer


class _Pairs(dict[tuple[str, str], int]):
    """The number of each pair of syllables; there are not many."""

    def __missing__(self, pair: tuple[str, str]) -> int:
        # The mark keeps a pair of syllables apart from three letters.
        answer = self[pair] = _NUMBERS["~" + " ".join(pair)]
        return answer


_PAIRS: Final = _Pairs()
