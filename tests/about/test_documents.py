"""The documents a stranger reads first."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from ruamel.yaml import YAML

from goodstanding.about.measures import measures
from goodstanding.cli.main import app
from tests.about.expected import MEASURES, STATEMENT, words

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
LINES = (REPOSITORY / "docs" / "lines.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "docs/lines.md"])
def test_the_generated_parts_are_what_the_data_say(name):
    check = [sys.executable, "-m", "cogapp", "--check", name]
    done = subprocess.run(check, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run: make docs\n{done.stdout}{done.stderr}"


def test_the_readme_says_the_statement_word_for_word_before_anything_to_run():
    beginning = README.split("## Two commands")[0]
    assert STATEMENT in words(beginning)


def test_the_readme_leads_to_its_chinese_half_from_the_top():
    assert "[中文](#中文)" in "\n".join(README.splitlines()[:4])
    assert measures().statement.text("zh-hans") in README.replace("\n- ", "").replace("\n", "")


def test_the_readme_shows_each_measure_once_in_each_language():
    for measure in measures().measures:
        assert README.count(f"| {measure.id} | {measure.title.en} |") == 1
        assert README.count(f"| {measure.id} | {measure.title.zh_hans} |") == 1
    assert len(MEASURES) == len(measures().measures)


def test_the_licence_is_apache_2_0_whole():
    text = (REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_publiccode_says_enough_for_a_catalogue_of_public_software():
    about = YAML(typ="safe", pure=True).load((REPOSITORY / "publiccode.yml").read_text(encoding="utf-8"))
    assert about["publiccodeYmlVersion"] == "0.4"
    assert about["legal"]["license"] == "Apache-2.0"
    assert sorted(about["description"]) == sorted(about["localisation"]["availableLanguages"]) == ["en", "zh-Hans"]
    for description in about["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]


def test_every_command_that_a_stranger_is_told_to_run_exists():
    told = {measure.command for measure in measures().measures if measure.command}
    told |= set(re.findall(r"(?:bin/|`)(goodstanding [a-z][a-z ]*[a-z])", README + LINES))
    assert {"goodstanding about", "goodstanding ledger verify"} <= told
    known = typer.main.get_command(app)
    for command in told:
        found = known
        for word in command.split()[1:]:
            assert word in getattr(found, "commands", {}), f"no such command: {command}"
            found = found.commands[word]
