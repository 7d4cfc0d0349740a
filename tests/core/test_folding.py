"""Names that differ only in habits of writing fold to one; names that differ do not."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodstanding.core.names import grams, pinyin
from goodstanding.core.names.folding import folded, runs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ＡＢＣ　Ｃo．,  Ltd", "abc co ltd", id="width, spaces and signs"),
        pytest.param("Société Générale S.A.", "SOCIETE GENERALE SA", id="accents, case and points"),
        pytest.param(unicodedata.normalize("NFD", "Café Zoë"), "cafe zoe", id="marks that stand apart"),
        pytest.param("O’Neill & Sons", "ONEILL AND SONS", id="apostrophe and ampersand"),
        pytest.param("Łódź Straße Ørsted", "lodz strasse orsted", id="letters with strokes"),
        pytest.param("İstanbul", "istanbul", id="dotted capital"),
        pytest.param("Ёлка", "ЕЛКА", id="Cyrillic"),
        pytest.param("بَنْك", "بنك", id="Arabic points"),
        pytest.param("臺灣積體電路", "台湾积体电路", id="traditional and simplified"),
        pytest.param("群峯鐵廠", "羣峰鉄厰", id="variants"),
        pytest.param("大昌 (股) 公司", "大昌（股）公司", id="spaces and signs beside Han"),
        pytest.param("著名衞浴", "着名衛浴", id="regional forms"),
        pytest.param("大 昌 公司", "大昌公司", id="spaces between Han"),
        pytest.param("羅東", "\uf90f東", id="compatibility ideographs"),
    ],
)
def test_habits_of_writing_are_set_aside(one, other):
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("がす", "かす", id="kana voicing is no accent"),
        pytest.param("삼성", "삼선", id="Hangul stays whole"),
        pytest.param("กิน", "กน", id="Thai vowels are letters"),
        pytest.param("क्ष", "कष", id="a virama is no accent"),
        pytest.param("芸", "藝", id="a character of its own is no Japanese form"),
        pytest.param("AB C", "A BC", id="where words part"),
        pytest.param("大同", "大问", id="other characters"),
    ],
)
def test_what_differs_stays_apart(one, other):
    assert folded(one) != folded(other)


# Every character that some table folds, beside what anyone can write.
WRITTEN = st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("臺峯ßİﬁ①Ⅻ㍿ｶﾞ̈'&+ .")))


@settings(deadline=None)  # the tables are loaded when they are first needed
@given(WRITTEN)
@example("㍿")
@example("½ & Co")
@example("ﷺ")
@example("麼戱")
def test_folding_twice_changes_nothing(name):
    once = folded(name)
    assert folded(once) == once
    assert once == once.strip()
    assert "  " not in once
    assert "".join(run for _, run in runs(once)) == once


@settings(deadline=None)  # the tables are loaded when they are first needed
@given(WRITTEN)
def test_grams_are_a_function_of_the_name_within_their_bounds(name):
    text = folded(name)
    found = [*grams.spelling_grams(text), *grams.sound_grams(text), grams.whole_gram(text)]
    assert all(0 <= gram < 1 << grams.GRAM_BITS for gram in found)
    assert grams.signature(found) < 1 << grams.SIGNATURE_BITS
    assert bool(grams.spelling_grams(text)) == bool(text)


def test_the_index_of_an_earlier_process_is_the_same():
    """What is stored must not hang on a seed of the process, as `hash` does."""
    program = (
        "from goodstanding.core.names import grams; print(grams.spelling_grams('alderbank 大同'),"
        " grams.sound_grams('重庆化工'))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("length", range(3, 13))
def test_one_wrong_character_leaves_most_pieces(length):
    name = "甲乙丙丁戊己庚辛壬癸子丑"[:length]
    whole = {*grams.spelling_grams(name)}
    for at in range(length):
        for wrong in (name[:at] + "口" + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + "口" + name[at:]):
            left = whole & {*grams.spelling_grams(wrong)}
            assert len(left) >= (len(whole) / 2 if length > 3 else 2), wrong


@pytest.mark.parametrize("wrong", ["大口厂", "大厂", "大口同厂"])
def test_what_surrounds_a_wrong_character_is_a_piece(wrong):
    assert len({*grams.spelling_grams("大同厂")} & {*grams.spelling_grams(wrong)}) >= 3


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("重庆化工厂", "chong qing hua gong chang"),
        ("重要", "zhong yao"),
        ("长沙", "chang sha"),
        ("绿色ABC行业", "lu se hang ye"),
        ("abc", ""),
        ("かな", ""),
    ],
)
def test_a_character_is_read_as_its_word_reads_it(name, read):
    assert " ".join(pinyin.syllables(folded(name))) == read


def test_letters_are_read_in_every_way_they_can_be():
    assert {*pinyin.pairs_spelled("xianhua")} >= {("xi", "an"), ("xian", "hua"), ("an", "hua")}
    assert ("xian", "guan") not in [*pinyin.pairs_spelled("xianguang")], "g is left over"
    assert not [*pinyin.pairs_spelled("limited")]
    assert not [*pinyin.pairs_spelled("")]


@pytest.mark.parametrize("asked", ["chongqing huagong", "Chong Qing Hua Gong", "chóngqìng huàgōng"])
def test_pinyin_asks_for_the_pieces_that_characters_leave(asked):
    assert len({*grams.sought_sounds(folded(asked))} & {*grams.sound_grams("重庆化工厂")}) == 3


def test_importing_loads_no_table():
    program = (
        "import sys, goodstanding.core.names.grams; print([m for m in ('opencc', 'pypinyin') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"
