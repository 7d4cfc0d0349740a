from __future__ import annotations

import re
from pathlib import Path

import pytest

from goodstanding.about.measures import Measures, load_measures, measures, measures_file
from goodstanding.about.texts import TextsError
from tests.about.expected import MEASURES, STATEMENT

HAN = re.compile(r"[\u4e00-\u9fff]")
REPOSITORY = Path(__file__).resolve().parents[2]


def changed(folder: Path, old: str, new: str) -> Path:
    """A copy of the real file with one change in it."""
    text = measures_file().read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in the file, so this test would test nothing"
    copy = folder / "measures.yaml"
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def refusal(path: Path) -> str:
    with pytest.raises(TextsError) as caught:
        load_measures(path=path)
    return str(caught.value)


def test_the_checkout_reads_the_file_in_docs():
    assert measures_file() == REPOSITORY / "docs" / "measures.yaml"


def test_the_thirteen_measures_stand_in_the_order_of_the_article_under_their_names():
    assert {measure.id: measure.title.en for measure in measures().measures} == MEASURES
    assert [measure.id for measure in measures().measures] == list(MEASURES)


def test_the_statement_is_what_was_asked_word_for_word():
    assert measures().statement.text("en") == STATEMENT


def test_the_chinese_statement_refuses_as_many_things_as_the_english_one():
    shape = [
        [type(part), len(part) if isinstance(part, tuple) else 1] for part in measures().statement.parts("zh-hans")
    ]
    assert shape == [
        [type(part), len(part) if isinstance(part, tuple) else 1] for part in measures().statement.parts("en")
    ]


def test_every_chinese_text_is_chinese_and_no_english_text_is():
    known = measures()
    texts = [text for measure in known.measures for text in (measure.title, measure.why)]
    texts += [value for _, value in known.words]
    assert not [text.zh_hans for text in texts if not HAN.search(text.zh_hans)]
    assert not [text.en for text in texts if HAN.search(text.en)]


def test_a_reason_is_one_or_a_few_plain_sentences():
    for measure in measures().measures:
        assert measure.why.en.endswith("."), measure.id
        assert measure.why.zh_hans.endswith("。"), measure.id
        assert len(measure.why.en) <= 300, measure.id


def test_evaluation_of_individuals_is_refused_in_words():
    measure = next(measure for measure in measures().measures if measure.id == "3c")
    assert measure.state == "refused"
    assert measure.why.en.startswith("No individual is graded, listed or evaluated.")


def test_nothing_is_said_to_work_without_something_that_shows_it():
    assert not [m.id for m in measures().measures if m.state in {"works", "works differently"} and not m.shown_by]


def test_an_unknown_key_is_refused_and_named(tmp_path):
    message = refusal(changed(tmp_path, "    state: not yet", "    state: not yet\n    rank: 1"))
    assert "measures.1.rank: unknown key" in message


def test_a_missing_translation_is_refused_and_named(tmp_path):
    message = refusal(
        changed(tmp_path, "{en: Laws and catalogues, zh-Hans: 法律法规与目录}", "{en: Laws and catalogues}")
    )
    assert "measures.0.title.zh-Hans: missing" in message


def test_an_empty_translation_is_refused(tmp_path):
    assert "measures.0.title.zh-Hans: empty" in refusal(changed(tmp_path, "zh-Hans: 法律法规与目录", "zh-Hans: ' '"))


def test_a_state_of_its_own_making_is_refused(tmp_path):
    message = refusal(changed(tmp_path, "state: refused", "state: planned"))
    assert "measures.7.state" in message
    assert "'works', 'works differently', 'refused' or 'not yet'" in message


def test_an_unknown_id_and_the_one_it_stands_for_are_both_named(tmp_path):
    message = refusal(changed(tmp_path, "id: 3c", "id: 3d"))
    assert "unknown id 3d" in message
    assert "id 3c is missing" in message


def test_an_id_that_stands_twice_is_refused(tmp_path):
    assert "id 1a stands 2 times" in refusal(changed(tmp_path, "id: 1b", "id: 1a"))


def test_ids_out_of_order_are_refused(tmp_path):
    path = changed(tmp_path, "id: 1a", "id: swap")
    text = path.read_text(encoding="utf-8").replace("id: 1b", "id: 1a", 1).replace("id: swap", "id: 1b", 1)
    path.write_text(text, encoding="utf-8")
    assert "ids must stand in the order 1a, 1b" in refusal(path)


def test_a_key_that_stands_twice_is_refused(tmp_path):
    assert "not readable YAML" in refusal(
        changed(tmp_path, "    state: refused", "    state: refused\n    state: works")
    )


def test_a_yes_that_yaml_1_1_would_read_as_true_stays_a_word(tmp_path):
    path = changed(tmp_path, "en: Laws and catalogues", "en: yes")
    assert load_measures(path=path).measures[0].title.en == "yes"


@pytest.mark.parametrize("address", ["/etc/", "https://a.example/", "records", "rm -rf"])
def test_what_shows_a_measure_is_a_page_or_a_command_of_this_program(tmp_path, address):
    assert "shown_by" in refusal(changed(tmp_path, "shown_by: records/", f"shown_by: {address!r}"))


def test_an_empty_file_is_refused(tmp_path):
    empty = tmp_path / "measures.yaml"
    empty.write_text("", encoding="utf-8")
    assert "measures.yaml is not complete" in refusal(empty)


def test_what_is_read_cannot_be_changed_afterwards():
    known = measures()
    assert isinstance(known, Measures)
    with pytest.raises(ValueError, match="frozen"):
        known.measures[0].state = "works"  # type: ignore[misc]
