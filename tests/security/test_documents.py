"""What docs/security says is held to the tests: every test it names is there, and nothing that is open is left out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

REPOSITORY = Path(__file__).resolve().parents[2]
SECURITY = REPOSITORY / "docs" / "security"
THREATS = (SECURITY / "threats.md").read_text("utf-8")
ASVS = YAML(typ="safe", pure=True).load((SECURITY / "asvs.yaml").read_text("utf-8"))
NODE = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")
# OWASP ASVS 5.0.0: how many requirements each section of the five chapters has.
SECTIONS = {
    "6": (3, 12, 8, 6, 8, 4, 2, 4),
    "7": (3, 4, 2, 5, 3, 2),
    "8": (4, 4, 3, 2),
    "10": (2, 3, 5, 16, 5, 2, 3),
    "16": (1, 5, 4, 3, 4),
}
LEVELS = {1: 28, 2: 77, 3: 27}


def threats() -> dict[str, str]:
    """Every threat's number with its text."""
    found = re.findall(r"^- \*\*(T\d\d) (.*?)(?=^- \*\*T|^#|\Z)", THREATS, re.MULTILINE | re.DOTALL)
    assert len(found) == len(dict(found)), "a number is there twice"
    return dict(found)


def defined_in(file: str) -> dict[str, str]:
    """Every test of a file with what decorates it."""
    path = REPOSITORY / file
    assert path.is_file(), f"no such file: {file}"
    found = re.findall(r"((?:^@.*\n(?:^[ )].*\n)*)*)^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    return {name: decorators for decorators, name in found}


def is_open(file: str, name: str) -> bool:
    return bool(re.search(r"^@(holes|succeeds|pytest\.mark\.xfail)\(", defined_in(file)[name], re.MULTILINE))


def test_every_test_that_a_threat_names_is_there():
    missing = [f"{file}::{name}" for file, name in NODE.findall(THREATS) if name not in defined_in(file)]
    assert missing == []


def test_every_test_that_a_requirement_names_is_there():
    named = [test for one in ASVS for test in one["tests"]]
    assert all(NODE.fullmatch(test) for test in named)
    assert [test for test in named if test.partition("::")[2] not in defined_in(test.partition("::")[0])] == []


def test_threats_are_numbered_without_gaps_and_there_are_enough():
    numbers = list(threats())
    assert numbers == [f"T{number:02}" for number in range(1, len(numbers) + 1)]
    assert len(numbers) >= 40


@pytest.mark.parametrize("number", threats())
def test_a_threat_says_what_holds_it_or_that_nothing_does(number):
    text = threats()[number]
    assert "*Holds:*" in text or "*Open:*" in text
    assert NODE.search(text) or "**Residual" in text


def test_what_is_open_is_said_at_the_top_and_has_a_test_that_will_go_red():
    told = re.search(r"^Open today: (.*)\.$", THREATS, re.MULTILINE)
    said = told[1].split(", ") if told else []
    assert said == [number for number, text in threats().items() if "*Open:*" in text]
    for number, text in threats().items():
        marked = any(is_open(file, name) for file, name in NODE.findall(text))
        assert marked == ("*Open:*" in text), f"{number}: mended, or open and not said"


def test_every_hole_that_a_test_here_shows_is_a_threat():
    named = NODE.findall(THREATS)
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        file = str(path.relative_to(REPOSITORY))
        assert [name for name in defined_in(file) if is_open(file, name) and (file, name) not in named] == []


def test_every_requirement_of_the_five_chapters_is_there_once():
    all_of = [
        f"{chapter}.{section}.{number}"
        for chapter, sections in SECTIONS.items()
        for section, many in enumerate(sections, 1)
        for number in range(1, many + 1)
    ]
    assert [one["id"] for one in ASVS] == all_of
    assert {level: sum(one["level"] == level for one in ASVS) for level in LEVELS} == LEVELS


@pytest.mark.parametrize("one", ASVS, ids=lambda one: one["id"])
def test_a_requirement_has_a_state_and_a_reason(one):
    assert set(one) == {"id", "level", "asks", "state", "where", "tests"}
    assert one["state"] in ("met", "partly", "not met", "not applicable")
    assert one["where"]
    assert one["state"] != "not applicable" or not one["tests"]
    assert not one["asks"].startswith("Verify")


@pytest.mark.parametrize("one", [one for one in ASVS if one["state"] == "met"], ids=lambda one: one["id"])
def test_nothing_is_met_by_a_test_that_shows_a_hole(one):
    assert not [test for test in one["tests"] if is_open(*test.split("::"))]


def test_the_table_is_made_of_the_yaml():
    check = [sys.executable, "-m", "cogapp", "--check", "docs/security/asvs.md"]
    done = subprocess.run(check, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run: make docs\n{done.stdout}{done.stderr}"


def test_every_link_leads_somewhere():
    for page in SECURITY.glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
