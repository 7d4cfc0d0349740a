"""Every release's ledger still verifies, projects, and answers what it answered when it was released."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.ledgers import replay


def test_there_is_a_ledger_for_this_release():
    assert replay.releases()


@pytest.mark.parametrize("release", replay.releases(), ids=lambda path: path.name)
def test_a_release_s_ledger_answers_as_it_did(database, release):
    assert replay.differences(database.connect, release) == []


def test_a_changed_answer_is_noticed(database, tmp_path):
    copied = tmp_path / "copy"
    shutil.copytree(replay.releases()[0], copied)
    said = json.loads((copied / "answers.json").read_text("utf-8"))
    key = next(iter(said["records"]))
    said["records"][key] |= {"law": "another law"}
    (copied / "answers.json").write_text(json.dumps(said), "utf-8")
    assert len(replay.differences(database.connect, copied)) == 1
