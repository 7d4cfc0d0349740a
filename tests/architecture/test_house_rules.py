"""The house's rules as tests: sizes, drawers, clocks, documentation, decisions."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/goodstanding"
MODULES = sorted(SOURCE.rglob("*.py"))
PUBLIC_FOLDERS = ("core", "ledger", "register", "database", "packs", "config", "about", "teaching")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_passes_400_lines_and_half_stay_near_100():
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert not {file: length for file, length in lengths.items() if length > 400}
    assert sorted(lengths.values())[len(lengths) // 2] <= 110


def test_no_drawer_without_a_subject():
    assert not [name(path) for path in MODULES if re.match(r"(utils|helpers|misc|common)", path.stem)]


@pytest.mark.parametrize("path", [path for path in MODULES if SOURCE / "core" in path.parents], ids=name)
def test_core_reads_no_clock_and_does_no_input_or_output(path):
    forbidden = re.compile(r"date\.today\(|datetime\.now\(|time\.time\(|\bopen\(|\bos\.|\bsubprocess\b|\bsocket\b")
    assert not forbidden.search(path.read_text("utf-8"))


def test_no_signals_no_save_overrides_no_admin():
    forbidden = re.compile(r"django\.dispatch|@receiver|def save\(|contrib\.admin")
    assert not [name(path) for path in MODULES if forbidden.search(path.read_text("utf-8"))]


def test_python_knows_no_country():
    """Law is data: no country is named in code; a docstring or a comment may cite a law as the source of a rule."""
    countries = re.compile(r"\b(china|taiwan|mainland|united states|germany|singapore|korea)\b", re.IGNORECASE)
    allowed = {"src/goodstanding/config/demonstration.py"}
    found = {name(path) for path in MODULES if countries.search(code_alone(path))}
    assert found - allowed == set()


def code_alone(path: Path) -> str:
    """The module's code without comments and docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def public_functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


@pytest.mark.parametrize("folder", PUBLIC_FOLDERS)
def test_every_public_function_says_what_it_answers(folder):
    silent = [
        f"{name(path)}:{function.name}"
        for path in (SOURCE / folder).rglob("*.py")
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]
    assert silent == []


@pytest.mark.parametrize("folder", ["register", "ledger"])
def test_services_and_queries_take_keyword_only_arguments(folder):
    """The subject (a connection, a cursor) comes first; everything that could be confused is named."""
    loose = [
        f"{name(path)}:{function.name}"
        for path in (SOURCE / folder).rglob("*.py")
        if path.parent.stem != "projecting"
        and path.stem
        not in ("projections", "editions", "binary_copy")  # handlers are called by the projector, in one way
        for function in public_functions(path)
        if len(function.args.args) > 2
    ]
    assert loose == []


def test_decisions_are_numbered_without_gaps_and_say_why():
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text("utf-8")
        assert re.match(r"# \d{4} ", text), path.name
        assert "## Why" in text, path.name


def test_every_command_and_exit_code_is_documented():
    from typer.main import get_command

    from goodstanding.cli.main import app

    documented = (ROOT / "docs/cli.md").read_text("utf-8")
    command = get_command(app)
    names = []
    for name, one in command.commands.items():
        names += [f"{name} {sub}" for sub in one.commands] if hasattr(one, "commands") else [name]
    assert [one for one in names if f"`goodstanding {one}`" not in documented] == []
    for code in range(4):
        assert re.search(rf"^\| {code} \|", documented, re.MULTILINE), code


def test_every_kind_of_entry_is_documented():
    from goodstanding.core.entries import KINDS

    documented = (ROOT / "docs/ledger.md").read_text("utf-8")
    assert [kind.name for kind in KINDS if f"`{kind.name}`" not in documented] == []


def test_every_proof_and_benchmark_is_documented():
    documented = (ROOT / "docs/benchmarks.md").read_text("utf-8")
    for folder, call in (("proofs", "make proof NAME="), ("bench", "make -s bench NAME=")):
        for path in (ROOT / folder).glob("*.py"):
            if path.stem not in ("__init__", "harness"):
                assert f"{call}{path.stem}" in documented, path.stem


def test_nothing_committed_names_this_machine_or_a_registry():
    import subprocess

    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = [ROOT / file for file in listed.split("\0") if file]
    if not files:
        pytest.skip("not a git checkout: nothing was checked")
    forbidden = re.compile(rb"/work/|/root/|/opt/pypi|files\.pythonhosted|--index-url https?:")
    own = {"tests/architecture/test_house_rules.py"}
    found = [
        name(path) for path in files if path.is_file() and name(path) not in own and forbidden.search(path.read_bytes())
    ]
    assert found == []
