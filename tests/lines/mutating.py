"""Take away each guard in turn and demand that the tests of its rule notice: `make lines MUTATE=1`.

Prints rule | guard | the tests that went red. Exits with 1 when a guard can be taken away unnoticed, or when something
is red with every guard in place.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from goodstanding.database import binaries

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GREEN, RED = 0, 1  # what pytest exits with
SAID = re.compile(r"^(FAILED|ERROR) \S+?::(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Tried:
    """One run: a file of tests without one guard, or all files with all."""

    files: tuple[str, ...]
    guard: str = ""

    @property
    def rule(self) -> str:
        return "all" if len(self.files) > 1 else f"R{int(self.files[0].split('_r')[1][:2])}"

    def run(self) -> Outcome:
        command = [
            sys.executable, "-m", "pytest", "-rfE", "--tb=no", "-p", "no:cacheprovider", "--postgres", _newest(),
            *(["--without", self.guard] if self.guard else []), *(str(HERE / file) for file in self.files),
        ]  # fmt: skip
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        said = SAID.findall(ran.stdout)
        red = tuple(dict.fromkeys(test for word, test in said if word == "FAILED"))
        broken = ran.returncode not in (GREEN, RED) or any(word == "ERROR" for word, _ in said)
        return Outcome(self, red, ran.stdout + ran.stderr if broken else "")


@dataclass(frozen=True)
class Outcome:
    """What went red; `broken` is what was said when the tests could not be run at all."""

    tried: Tried
    red: tuple[str, ...]
    broken: str

    @property
    def noticed(self) -> bool:
        return bool(self.red) and not self.broken

    def line(self) -> str:
        said = "COULD NOT BE RUN" if self.broken else ", ".join(self.red) or "NOTHING WENT RED"
        return f"{self.tried.rule:<3} | {self.tried.guard} | {said}"


def files() -> list[str]:
    """The files of the rules, in order."""
    return sorted(path.name for path in HERE.glob("test_r*.py"))


def module_of(file: str) -> ModuleType:
    """A file of tests as a module."""
    return importlib.import_module(f"tests.lines.{file.removesuffix('.py')}")


def guards_of(file: str) -> tuple[str, ...]:
    """The guards that a file names; GUARD is the first."""
    module = module_of(file)
    guards = getattr(module, "GUARDS", (module.GUARD,))
    assert guards[0] == module.GUARD, f"{file}: GUARD is not the first of GUARDS"
    return tuple(guards)


def outcomes() -> Iterator[Outcome]:
    """Run each file without each of its guards; answer in order."""
    every = [Tried((file,), guard) for file in files() for guard in guards_of(file)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(Tried.run, every)


def main() -> int:
    whole = Tried(tuple(files())).run()
    if whole.red or whole.broken:
        _say(f"with every guard in place: {', '.join(whole.red)} is red\n{whole.broken}")
        return 1
    _say("rule | guard | red tests\n---- | ----- | ---------")
    unnoticed = 0
    for outcome in outcomes():
        _say(outcome.line() + (f"\n{outcome.broken}" if outcome.broken else ""))
        unnoticed += not outcome.noticed
    _say(f"{unnoticed} guards can be taken away unnoticed" if unnoticed else "every guard is noticed when it is gone")
    return 1 if unnoticed else 0


def _newest() -> str:
    """The newest PostgreSQL found: without guards one is enough."""
    return str(max(found.major for found in binaries.found()))


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
