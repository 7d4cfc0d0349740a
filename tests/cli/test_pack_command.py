"""`goodstanding pack …` as a lawyer runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from goodstanding.cli.main import app
from tests.cli.test_commands import document, installed, run, token  # noqa: F401  the fixture is used by name
from tests.house import next_edition

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests/packs/small"
SHIPPED = ("cn", "exampleland", "exampleland-north", "tw-environment")


def called(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output + str(result.exception)
    return result.stdout


def edited(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = tmp_path / "pack"
    shutil.copytree(SMALL, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return folder


def later(tmp_path: Path) -> Path:
    """The small pack as a later version in which nothing else changed."""
    folder = tmp_path / "later"
    shutil.copytree(SMALL, folder)
    for name, text in next_edition("2026.2.0").files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_pack_is_without_fault(name):
    assert json.loads(called("pack", "check", str(ROOT / "packs" / name), "--json"))["faults"] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_case_of_a_shipped_pack_passes(name):
    assert json.loads(called("pack", "test", str(ROOT / "packs" / name), "--json"))["failed"] == []


@pytest.mark.parametrize(("name", "least"), [("cn", 60), ("exampleland", 80)])
def test_a_shipped_pack_has_as_many_cases_as_it_must(name, least):
    assert json.loads(called("pack", "test", str(ROOT / "packs" / name), "--json"))["cases"] >= least


def test_a_fault_says_where_what_which_rule_and_how_to_mend_it(tmp_path):
    folder = edited(tmp_path, "items/items.yaml", "domain: labour", "domain: market")
    words = called("pack", "check", str(folder), code=1)
    assert "items/items.yaml:" in words
    assert "[field-of-class, G3]. write labour" in words
    fault, *_ = json.loads(called("pack", "check", str(folder), "--json", code=1))["faults"]
    assert fault["line"] > 1
    assert fault["path"].startswith("items[2]")


def test_a_folder_that_is_no_pack_is_answered_in_words(tmp_path):
    assert "pack.yaml" in called("pack", "check", str(tmp_path), code=1)
    assert "is no folder" in called("pack", "check", str(tmp_path / "nowhere"), code=1)


def test_a_red_case_says_what_was_expected_and_what_the_pack_answers(tmp_path):
    folder = edited(tmp_path, "parameters/figures.yaml", "value: 50000", "value: 60000")
    words = called("pack", "test", str(folder), code=1)
    assert "A fine above the limit is serious" in words
    assert "outcome: expected serious, the pack answers" in words


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("name", SHIPPED)
def test_everything_in_a_shipped_pack_can_be_explained_in_both_languages(name, language):
    from datetime import date

    from goodstanding.packs import explaining
    from goodstanding.packs.reading import read_pack

    pack = read_pack(ROOT / "packs" / name)
    for field in explaining.FIELDS:
        for key, entry in getattr(pack.catalogue, field).items():
            lines = explaining.explain(pack, field=field, entry=entry, language=language, today=date(2026, 11, 24))
            assert lines[0], key
            assert "None" not in lines[0]


def test_explain_shows_the_rule_its_figures_its_law_and_the_hash_a_review_is_pinned_to():
    words = called("pack", "explain", str(SMALL), "penalty-tier")
    for part in ("The fine is large.", "50,000 XXX", "Register Act, s1", "pinned to", "not the law"):
        assert part in words
    assert "罚款数额大" in called("pack", "explain", str(SMALL), "penalty-tier", "-l", "zh-Hans")


def test_explain_of_what_is_not_there_is_a_negative_answer():
    assert "has no 'nothing'" in called("pack", "explain", str(SMALL), "nothing", code=1)


def test_diff_says_what_changes_from_when_and_for_whom(tmp_path):
    folder = edited(
        tmp_path, "parameters/figures.yaml", "      2020-01-01: {value: 12",
        "      2027-01-01: {value: 9, basis: [act s1], confidence: invented}\n      2020-01-01: {value: 12",
    )  # fmt: skip
    words = called("pack", "diff", str(SMALL), str(folder), code=1)
    assert "From 2027-01-01, Months a general record lasts: 9 months; it was 12 months (act s1)." in words
    assert "emission-over-limit" in words
    assert "environment" in words
    assert "自2027-01-01起" in called("pack", "diff", str(SMALL), str(folder), "-l", "zh-Hans", code=1)


def test_diff_of_the_same_edition_says_that_nothing_changes():
    assert "Nothing changes." in called("pack", "diff", str(SMALL), str(SMALL))


def test_schemas_are_written_for_every_folder(tmp_path):
    written = json.loads(called("pack", "schema", "--out", str(tmp_path), "--json"))["written"]
    assert len(written) == 20
    item = json.loads((tmp_path / "items.json").read_text("utf-8"))
    assert item["properties"]["items"]["items"]["properties"]["conduct_class"]["enum"]


def test_publish_then_diff_on_the_ledger_counts_what_would_read_differently(database, installed, tmp_path):  # noqa: F811
    for _ in range(3):
        installed.record(installed.register())
    installed.settle()
    basis = ("--basis", "Register Act s.9")
    catalogue = {"authority": "exampleland:catalogue"}
    proposer, publisher = token(installed, "caseworker", **catalogue), token(installed, "decider", **catalogue)
    assert document(database, "pack", "propose", str(SMALL), *basis, **proposer)["proposal"] is None
    new = later(tmp_path)
    proposal = document(database, "pack", "propose", str(new), *basis, **proposer)["proposal"]
    alone = token(installed, "decider", name="caseworker one", **catalogue)
    publish = ("pack", "publish", str(new), "--proposal", proposal, *basis)
    assert "published by another" in run(database, *publish, code=1, **alone).stderr
    assert document(database, *publish, **publisher)["filed"] is True
    installed.settle()
    assert document(database, *publish, **publisher)["filed"] is False
    folder = edited(tmp_path, "parameters/figures.yaml", "2020-01-01: {value: 12", "2020-01-01: {value: 9")
    answer = document(database, "pack", "diff", str(SMALL), str(folder), "--on", code=1, **token(installed, "auditor"))
    assert answer["records"]["records"] == answer["records"]["differing"] == 3
    assert answer["records"]["by_item"] == {"emission-over-limit": 3}
    assert answer["records"]["sample"][0]["new"]["ends_on"] == "2025-11-01"


def test_publishing_what_nobody_proposed_is_refused_in_words(database, installed):  # noqa: F811
    publish = ("pack", "publish", str(SMALL), "--proposal", str(uuid4()), "--basis", "Register Act s.9")
    done = run(database, *publish, code=1, **token(installed, "decider", authority="exampleland:catalogue"))
    assert "nobody proposed this edition" in done.stderr
    assert "Nobody acts" in run(database, *publish, code=3).stderr
