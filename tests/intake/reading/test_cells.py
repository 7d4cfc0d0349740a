"""Which texts a cell may hold, and what becomes of them."""

from __future__ import annotations

import csv
import io

import pytest
from tests.intake.reading.reading import read

SOUND = (
    "-12.5", "+7", "-1,250.00", "-3.5 %", "-1e-3", "- 5", " -5", "+49 (0)30 1234-56", "+1 555 0100", "(030) 12 34", "2024-01-31", "-2024-01-31",
    "-", "--", "－", "?", "㐂?", "a=b", "x@y.example", "R&D; 100 %", "a|b", "1|2", "two\nlines", "a\tb", "35 μg/m³", "12 kΩ", "TNF-α",
    "ＡＢＣ株式会社", "東昇　工業", "Завод Луч", "Ελληνική Χημεία", "ABC有限公司Ж", "İstanbul", "ﬁ", "½", "😀",
    "naïve café", "Ж", "№ 5", "Straße", "१२", "עברית", "عربى", "ไทย",
)  # fmt: skip
BAD = {
    "formula": ("=1", "@x", "+a", "-a1", "--A1", "-1+1", "\t1", "\r1", " =1", "\n=1", "＝1", "＋Ａ", "-1|calc", "+1|x!A0", "=|", "+" + " " * 90_000),
    "nul": ("x\0", "\0"),
    "control-character": ("a\x07", "a\x7f", "a\x85b", "a\u2028b", "a\rb", "a\x0bb"),
    "invisible-character": ("a\u200bb", "\u200e", "a\ufeffb", "a\u2066b", "葛\U000e0100", "a\ufe0fb", "a\u00adb", "\u3164"),
    "private-character": ("\ue000", "\ufdd0", "\U0010ffff", "a\U0001fffe"),
    "lost-character": ("\ufffd",),
    "look-alike": ("Аpple", "pаypal", "Νokia", "xοx", "Ԁell", "𝐀𝐁", "LTD_Ж", "Сity2", "Αб"),
}  # fmt: skip


def one_cell(text: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["a", "b", "c"], ["x", text, "y"]])
    return out.getvalue().encode()


@pytest.mark.parametrize("text", SOUND)
def test_a_text_that_people_write_is_read_as_it_is(text, tmp_path):
    said = read(tmp_path / "x.csv", one_cell(text))
    assert said.faults == []
    assert said.rows == {1: ["x", text, "y"]}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_a_text_that_deceives_is_named(rule, text, tmp_path):
    assert read(tmp_path / "x.csv", one_cell(text)).broken == [(1, "b", rule)]


def test_each_rule_a_cell_breaks_is_named_once_and_each_cell(tmp_path):
    said = read(tmp_path / "x.csv", "a,b\n=x\u200b\u200b,\u202e\ue000\nfine,fine\n".encode())
    assert said.broken == [
        (1, "a", "formula"), (1, "a", "invisible-character"), (1, "b", "invisible-character"), (1, "b", "private-character"),
    ]  # fmt: skip
    assert said.rows == {2: ["fine", "fine"]}


def test_a_text_that_is_not_composed_is_read_composed(tmp_path):
    assert read(tmp_path / "x.csv", "a\ncafe\u0301\n".encode()).rows == {1: ["café"]}


def test_line_breaks_of_any_kind_are_read_as_one_line_feed(tmp_path):
    assert read(tmp_path / "x.csv", b'a,b\r\n"1\r\n2","3\n4"\r\n').rows == {1: ["1\n2", "3\n4"]}


def test_a_message_shows_nothing_that_a_terminal_would_obey(tmp_path):
    (fault,) = read(tmp_path / "x.csv", one_cell("=\x1b[2J\u202e" + "x" * 500)).faults[:1]
    assert fault.wrong.isprintable()
    assert len(fault.wrong) < 250


def test_the_bytes_and_characters_told_are_where_they_are(tmp_path):
    content = "a,b\n東,x\n".encode() + b"y,z\xffz\n"
    (fault,) = read(tmp_path / "x.csv", content).faults
    assert content[content.index(b"\xff")] == 0xFF
    assert f"at byte {content.index(0xFF):,}" in fault.wrong
    line = b'{"a": "x", "b": "y"}\n{"a": "\xe6\x9d\xb1", "b": "z\xff"}'
    (fault,) = read(tmp_path / "x.jsonl", line).faults
    assert f"at byte {line.index(0xFF):,}" in fault.wrong
    (fault,) = read(tmp_path / "x.csv", one_cell("ab\x07")).faults
    assert "at character 3" in fault.wrong


@pytest.mark.parametrize("before", [0, 1, 262_130, 262_143, 262_144, 524_287])
def test_a_wrong_byte_is_found_wherever_pieces_meet(before, tmp_path):
    content = b"a,b\n" + b"x,y\n" * (before // 4) + "東東,y\n".encode() + b"1,2\xe4\xb8\n" + "西,y\n".encode()
    said = read(tmp_path / "x.csv", content)
    (fault,) = said.faults
    assert (fault.row, fault.field) == (before // 4 + 2, "b")
    assert f"at byte {content.index(bytes([0xE4, 0xB8, 0x0A])):,}" in fault.wrong
    assert said.rows[before // 4 + 1] == ["東東", "y"]
    assert said.rows[before // 4 + 3] == ["西", "y"]
