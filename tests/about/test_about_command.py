from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from goodstanding.about.measures import measures
from goodstanding.cli import about as module
from tests.about.expected import MEASURES, STATEMENT, words

SOURCE = Path(module.__file__).resolve().parents[2]


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(module.about)
    return CliRunner().invoke(app, list(arguments))


def test_it_says_the_statement_word_for_word():
    answer = run()
    assert answer.exit_code == 0
    assert STATEMENT in words(answer.output)


def test_it_says_the_statement_in_chinese_when_asked():
    answer = run("--language", "zh-hans")
    assert measures().statement.text("zh-hans") in answer.output.replace("\n- ", "").replace("\n", "")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_names_every_measure_with_its_state_and_reason(language):
    answer = run("--language", language).output
    for measure in measures().measures:
        state = measures().words.of_state(measure.state).in_language(language)
        assert f"{measure.id}  {measure.title.in_language(language)}: {state}\n" in answer
        assert measure.why.in_language(language) in answer


def test_each_language_points_to_the_other_in_the_other_language():
    assert "中文：goodstanding about --language zh-hans" in run().output
    assert "English: goodstanding about --language en" in run("--language", "zh-hans").output


def test_off_a_terminal_there_is_no_colour_and_no_frame():
    answer = run().output
    assert "\x1b" not in answer
    assert not set("│┃─━┏") & set(answer)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_on_a_terminal_it_is_a_table_no_wider_than_the_terminal(monkeypatch, capsys, language):
    monkeypatch.setenv("COLUMNS", "80")
    module._show_on_terminal(language=module.Language(language))
    shown = capsys.readouterr().out
    assert "┃" in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
    assert all(f"│ {name} " in shown for name in MEASURES)


def test_json_is_one_document_with_everything_in_it():
    document = json.loads(run("--json").output)
    assert document["statement"] == STATEMENT
    assert document["language"] == "en"
    assert {measure["id"]: measure["title"] for measure in document["measures"]} == MEASURES
    assert {measure["state"] for measure in document["measures"]} <= {
        "works",
        "works differently",
        "refused",
        "not yet",
    }


def test_json_in_chinese_keeps_the_states_as_the_words_a_program_knows():
    document = json.loads(run("--json", "--language", "zh-hans").output)
    assert document["language"] == "zh-Hans"
    assert [measure["state"] for measure in document["measures"]] == [m.state for m in measures().measures]
    assert document["measures"][7]["state_in_words"] == "拒绝"


def test_a_language_it_does_not_speak_is_refused_with_the_two_it_does():
    answer = run("--language", "de")
    assert answer.exit_code == 2
    assert "'en'" in answer.output
    assert "'zh-hans'" in answer.output


def test_it_starts_neither_django_nor_a_database_driver():
    code = "import sys, goodstanding.cli.about; print(sorted({'django', 'psycopg'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
