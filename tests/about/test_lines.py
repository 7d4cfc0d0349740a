from __future__ import annotations

from pathlib import Path

import pytest

from goodstanding.about import lines as module
from goodstanding.about.lines import lines, load_lines
from goodstanding.about.texts import TextsError

FILE = Path(module.__file__).with_name("lines.yaml")
REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_eight_lines_stand_in_order():
    assert [line.id for line in lines().lines] == ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"]


def test_a_line_cannot_be_dropped(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    start, end = text.index("  - id: G4"), text.index("  - id: G5")
    copy = tmp_path / "lines.yaml"
    copy.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(TextsError, match="in this order; found G1, G2, G3, G5"):
        load_lines(path=copy)


def test_every_line_says_what_holds_it_today_in_both_languages():
    for line in lines().lines:
        assert line.today.en.endswith("."), line.id
        assert line.today.zh_hans.endswith("。"), line.id


def test_a_giveaway_that_does_not_exist_yet_is_marked_so_in_the_document():
    document = (REPOSITORY / "docs" / "lines.md").read_text(encoding="utf-8")
    missing = [item for item in lines().giveaways if not item.here]
    assert missing, "when all of them exist, this test has nothing left to hold"
    for item in missing:
        assert f"**{item.title.en}** (not yet)" in document
        assert f"**{item.title.zh_hans}**（尚未实现）" in document


def test_a_command_in_the_texts_stands_between_two_backticks():
    for item in lines().giveaways:
        assert item.text.en.count("`") % 2 == 0
        assert item.text.zh_hans.count("`") % 2 == 0
