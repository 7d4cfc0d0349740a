"""One spelling for names that differ only in width, case, accents, script habits, spaces and signs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

# Latin letters that Unicode does not take apart, as catalogues and passports write them without the stroke.
_LETTERS: Final = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n",
    "ə": "e",
}  # fmt: skip
# What stands inside a word or an abbreviation and is left out as often as it is written: S.A., O'Neill, Cie.
_SILENT: Final = frozenset(".'’‘ʼ`´·・")
_SPELLED: Final = {"&": " and ", "+": " plus "}
# Variants of one character that OpenCC's tables for its three regions leave apart: each group folds to its first.
_VARIANTS: Final = (
    "厂厰 青靑 清淸 吴呉 高髙 邻隣 略畧 粘黏 炮砲 枪鎗 罐鑵 柏栢 俱倶 岩嵒 璃瓈 麻痲 污汚 "
    "仙僊 并竝 坂阪 昆崑 仑崙 佑祐 瓶缾 碗盌椀 廉亷 桥槗 蕊蘂 翻飜 宝寳 庄荘 灵霊 岛嶋 饼餠 "
    "概槪 曾曽 翠翆 渊渕 敕勅 荫廕 棱稜 谥諡"
)
# Combining classes whose marks a name keeps its reading without: accents of Latin, Greek and Cyrillic (200 and more),
# vowel points of Hebrew and Arabic (10 to 36). Not 7 to 9, the voicing marks and viramas, nor the vowels of Thai.
_ACCENTS: Final = range(200, 256)
_POINTS: Final = range(10, 37)


def folded(name: str) -> str:
    """Answer the name without what people do not type: width, case, accents, traditional forms, variants, signs.

    NFKC first, then character by character: lower case, marks dropped, letters with strokes spelled plainly, Han
    characters in the simplified form of OpenCC (`tw2t`, `hk2t`, `t2s`) and a table of common variants. Signs part
    words, except those that stand inside one (S.A., O'Neill). Words are parted by one space; next to a Han character
    or kana no space is kept. Pure, and folding twice changes nothing.
    """
    text = unicodedata.normalize("NFKC", name).translate(_FOLDED)
    words = text.split()
    if text.isascii():
        return " ".join(words)
    return _BESIDE_DENSE.sub("", " ".join(words))


def runs(text: str) -> list[tuple[bool, str]]:
    """Answer a folded text in its runs of one sort: whether it is of a script that parts no words, and the run.

    Those scripts are Han, kana and Hangul. Joined, the runs are the text.
    """
    return [(match.lastgroup is not None, match.group()) for match in _RUNS.finditer(text)]


_DENSE_RANGES: Final = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_DENSE: Final = re.compile(f"[{_DENSE_RANGES}]")
_RUNS: Final = re.compile(f"(?P<dense>[{_DENSE_RANGES}]+)|[^{_DENSE_RANGES}]+")
# Hangul is written with spaces between words, but what may stand beside them is not agreed, as in Han.
_BESIDE_DENSE: Final = re.compile(f" (?=[{_DENSE_RANGES}])|(?<=[{_DENSE_RANGES}]) ")


class _Characters(dict[int, str]):
    """What each code point folds to, worked out when it is first met."""

    def __init__(self) -> None:
        self._converters: list[OpenCC] = []
        self._shinjitai: list[OpenCC] = []
        self._variants = {ord(other): group[0] for group in _VARIANTS.split() for other in group[1:]}

    def __missing__(self, code: int) -> str:
        answer = self[code] = "".join(map(self._one, chr(code).casefold()))
        return answer

    def _one(self, character: str) -> str:
        if _DENSE.match(character):
            return self._han(character)
        # An uncomposable mark stands alone; a composed letter comes apart here.
        parts = unicodedata.normalize("NFKD", character)
        kept = "".join(_LETTERS.get(part, part) for part in parts if not _is_mark_to_drop(part))
        if character in _SILENT or not kept:
            return ""
        if character in _SPELLED:
            return _SPELLED[character]
        # Marks of Indic and Thai vowels are letters to their readers; everything else that is no letter parts words.
        return kept if unicodedata.category(kept[0])[0] in "LMN" else " "

    def _han(self, character: str) -> str:
        if not self._converters:
            # Loaded on first need: most names and most commands never meet a Han character.
            from opencc import OpenCC  # noqa: PLC0415

            self._converters = [OpenCC(name) for name in ("tw2t", "hk2t", "t2s")]
            self._shinjitai = [OpenCC("jp2t")]
        # A Japanese form that is a Chinese character of its own (芸, 浜) must stay one.
        chain = self._converters if _in_gb2312(character) else [*self._shinjitai, *self._converters]
        before = ""
        # Some tables lead to a form that another leads on from (麼, 么, 幺); where they end counts.
        while character != before:
            before = character
            for converter in chain:
                character = converter.convert(character)
        return "".join(self._variants.get(ord(part), part) for part in character)


def _is_mark_to_drop(character: str) -> bool:
    order = unicodedata.combining(character)
    return order in _ACCENTS or order in _POINTS


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_FOLDED: Final = _Characters()
