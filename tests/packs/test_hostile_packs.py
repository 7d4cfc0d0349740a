"""Every hostile pack is refused with exactly the faults it has, at their place, soon and in little memory."""

from __future__ import annotations

import ast
import functools
import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from goodstanding.cli.main import app
from goodstanding.packs import folder as folders_of_packs
from goodstanding.packs import invalid, plain_yaml, reading
from goodstanding.packs.complaints import Complaint, NotAPack
from goodstanding.packs.linting import CHECKS, lint
from goodstanding.packs.reading import parse_pack, read_pack
from tests.packs.hostile import due_process, fields, form, later, law, people, whole, yaml_text
from tests.packs.hostile.folders import FOLDERS, Folder, write
from tests.packs.hostile.making import PROVINCE, SMALL, Fault, Hostile, bent, in_force

TODAY = date(2026, 11, 24)
THEMES = (yaml_text, form, people, law, fields, due_process, whole, later)
HOSTILE = [(theme.__name__.rpartition(".")[2], one) for theme in THEMES for one in theme.PACKS]
NATION = parse_pack(SMALL)
BASES: Mapping[str, Mapping[str, str]] = {
    "nation": SMALL,
    "edition": SMALL,
    "province": PROVINCE,
    "in force": in_force(),
}
# As large as a pack may be, or larger: read in a process of their own, so that their memory is theirs.
HEAVY = ["a bomb of aliases", "a tag as long as a file", "a pack of too many values", "nineteen thousand wrong entries"]
MEGABYTES = 200
OF_THE_PROGRAM = re.compile(r"\b(None|dict|dictionary|tuple|datetime|instance|Traceback)\b")
READ = plain_yaml.read
REMEMBERED = functools.cache(READ)
OF_A_BASE = {text for files in BASES.values() for text in files.values()}


@pytest.fixture(autouse=True)
def _read_what_is_not_bent_once(monkeypatch):
    """What a hostile pack has of its base was read before; only what is bent costs time again."""
    monkeypatch.setattr(plain_yaml, "read", lambda text: REMEMBERED(text) if text in OF_A_BASE else READ(text))


def complaints(one: Hostile) -> tuple[Complaint, ...]:
    """Everything that is wrong with a hostile pack."""
    try:
        before = parse_pack(bent(SMALL, *one.earlier)) if one.earlier else NATION
        pack = parse_pack(bent(BASES[one.base], *one.bends), parent=before if one.base == "province" else None)
    except NotAPack as refused:
        return refused.complaints
    return lint(pack, today=TODAY, previous=before if one.base == "edition" else None)


def faults(found: tuple[Complaint, ...]) -> Counter[Fault]:
    return Counter(Fault(one.file, one.path, one.code, one.wrong) for one in found if one.grade == "fault")


def named(theme: str, one: Hostile) -> str:
    return f"{theme}: {one.name}"


@pytest.mark.parametrize("base", BASES)
def test_a_base_is_clean(base):
    assert faults(complaints(Hostile("clean", [], base=base))) == Counter()


@pytest.mark.parametrize(("theme", "one"), HOSTILE, ids=[named(*each) for each in HOSTILE])
def test_a_hostile_pack_is_refused_with_exactly_its_faults(theme, one):
    started = time.process_time()
    found = complaints(one)
    took = time.process_time() - started
    assert faults(found) == Counter(one.faults)
    assert one.faults
    assert took <= one.seconds
    # A lawyer finds the place: every fault has its line, what to do, and nothing of the program in it.
    assert all(each.line >= 1 and each.mend and each.rule for each in found)
    assert not [each for each in found if OF_THE_PROGRAM.search(str(each))]
    assert all(str(each).isprintable() for each in found)


@pytest.mark.parametrize("one", FOLDERS, ids=[one.name for one in FOLDERS])
def test_a_hostile_folder_is_refused_with_exactly_its_faults(one, tmp_path, monkeypatch):
    beside = bent_folder(one, tmp_path)
    monkeypatch.chdir(beside)
    with pytest.raises(NotAPack) as refused:
        lint_folder(Path(one.asked))
    assert faults(refused.value.complaints) == Counter(one.faults)
    assert str(refused.value).isprintable()


def bent_folder(one: Folder, tmp_path: Path) -> Path:
    """The folder that holds the bent pack and what is beside it."""
    write(tmp_path / "packs/exampleland", SMALL)
    one.bend(tmp_path / "packs/exampleland")
    return tmp_path / "packs"


def lint_folder(folder: Path) -> tuple[Complaint, ...]:
    return lint(read_pack(folder), today=TODAY)


def test_what_an_editor_leaves_behind_is_no_fault(tmp_path):
    write(tmp_path, SMALL)
    (tmp_path / "items/.#items.yaml").symlink_to("somebody@somewhere.1234")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/index").write_bytes(bytes(range(256)))
    (tmp_path / "__pycache__").mkdir()
    assert faults(lint_folder(tmp_path)) == Counter()


@pytest.mark.parametrize("name", [
    "a made-up quotation", "a conduct class for religion", "a Python object", "a provision that ends before it begins",
    "a decision by its proposer", "a key that paints the terminal",
])  # fmt: skip
def test_the_command_answers_one_document_and_one(name, tmp_path):
    (one,) = [one for _, one in HOSTILE if one.name == name]
    write(tmp_path / "exampleland", bent(SMALL, *one.bends))
    (document, code) = checked(tmp_path / "exampleland")
    assert code == 1
    said = Counter(Fault(*(each[key] for key in Fault._fields)) for each in document["faults"])
    assert said == Counter(one.faults)


@pytest.mark.parametrize(
    "name", ["a name that is no text", "a name that paints the terminal", "a link out of the folder"]
)
def test_the_command_answers_for_a_hostile_folder(name, tmp_path):
    (one,) = [one for one in FOLDERS if one.name == name]
    document, code = checked(bent_folder(one, tmp_path) / one.asked)
    assert code == 1
    assert [each["code"] for each in document["faults"]] == [fault.code for fault in one.faults]


def checked(folder: Path) -> tuple[dict, int]:
    result = CliRunner().invoke(app, ["pack", "check", str(folder), "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return json.loads(result.stdout), result.exit_code


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_pack_takes_little_memory(name):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.packs.test_hostile_packs", name],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(ran.stdout) <= MEGABYTES


def grown(name: str) -> int:
    """By how many megabytes this process grows at most while it reads the hostile pack."""
    (one,) = [one for _, one in HOSTILE if one.name == name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    complaints(one)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024


def test_every_code_of_the_reader_and_the_linter_has_its_hostile_packs():
    bent_by = Counter(fault.code for _, one in HOSTILE for fault in set(one.faults))
    bent_by += Counter(fault.code for one in FOLDERS for fault in one.faults)
    assert {*CHECKS, *codes_of_the_reader()} == set(bent_by)


def codes_of_the_reader() -> set[str]:
    """Every code that stands in the reader: where each function that complains takes it."""
    places = {
        plain_yaml: {"Fault": 2, "stop": 2, "complain": 2, "_at": 2},
        folders_of_packs: {"_complaint": 1},
        reading: {"complain": 3, "_complaint": 3},
    }
    found = {code for code, _ in invalid.MENDS.values()} | {invalid.OTHERWISE[0]}
    for module, functions in places.items():
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if name in functions and len(node.args) > functions[name]:
                match node.args[functions[name]]:
                    case ast.Constant(value=str(code)):
                        found.add(code)
    return found


def test_names_are_told_once():
    assert Counter(one.name for _, one in HOSTILE).most_common(1)[0][1] == 1
    assert len(HOSTILE) + len(FOLDERS) >= 150


if __name__ == "__main__":
    sys.stdout.write(f"{grown(sys.argv[1])}\n")
