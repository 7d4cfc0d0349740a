# ruff: noqa: N999  the command is `make proof NAME=hostile-files`
"""Proof `hostile-files`: of each of hundreds of bad files exactly what is wrong is said, and nothing else happens.

Every file is read in a process of its own, whose memory and time are bounded. Held against what was put into the file:
row, field and rule of every fault, no more and no fewer; the rows told as sound; that the file is as it was and nothing
is left beside it. Controls: sound files of each form have no fault; and a reader that looks away is noticed.

    make proof NAME=hostile-files [SEED=1] [ARGS="--share 1 --processes 2"]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from proofs import harness
from proofs.fuzzing.hostile_files import writing
from proofs.fuzzing.hostile_files.hostile import COLUMNS, FORMS, ROWS, Hostile, table
from proofs.fuzzing.hostile_files.hostile import writing as to_write
from proofs.fuzzing.hostile_files.kinds import hostile_files

MOST_MEMORY_MB = 300
MOST_SECONDS = 60
MOST_SHOWN = 40
# A file of each kind that a blindfolded reader gets wrong, by how its name ends.
BLIND_FOR = {
    "cells": "formula-injection-0.csv",
    "entities": "external-sheet1.xml.xlsx",
    "sizes": "50000000-sheet1.xml.xlsx",
    "beginnings": "is-pdf.csv",
}
KINDS = 28
FILES = 500


def prove(*, seed: int = 1, share: int = 1, processes: int = 2) -> dict[str, Any]:
    """Write, read and judge every file, or one of each `share`; answer what was said wrongly."""
    began = time.monotonic()
    files = [*_sound(seed), *(file for place, file in enumerate(hostile_files(seed=seed)) if place % share == 0)]
    with ThreadPoolExecutor(processes) as pool:
        judged = list(pool.map(_judge, files))
    noticed = _noticed(seed)
    wrong = [one for one in judged if one["wrong"]]
    hostile = [one for one in judged if one["kind"] != "sound"]
    kinds = Counter(one["kind"] for one in hostile)
    peak = max(judged, key=lambda one: one["peak_mb"])
    slowest = max(judged, key=lambda one: one["seconds"])
    crashed = [one for one in judged if one["crashed"]]
    return {
        "proof": "hostile-files",
        "seed": seed,
        "kinds": len(kinds),
        "files": len(hostile),
        "sound_files": len(judged) - len(hostile),
        "wrong_message": len(wrong) - len(crashed),
        "crashed": len(crashed),
        "changed": sum(one["changed"] for one in judged),
        "peak_mb": peak["peak_mb"],
        "peak_of": peak["file"],
        "slowest_seconds": slowest["seconds"],
        "slowest_of": slowest["file"],
        "blindfolds_noticed": noticed,
        "wrong": [{key: one[key] for key in ("kind", "file", "wrong")} for one in wrong[:MOST_SHOWN]],
        "by_kind": dict(sorted(kinds.items())),
        "rules": dict(sorted(Counter(rule for one in hostile for rule in one["rules"]).items())),
        "seconds": round(time.monotonic() - began, 1),
        "passed": not wrong
        and all(noticed.values())
        and not any(one["changed"] for one in judged)
        and peak["peak_mb"] <= MOST_MEMORY_MB
        and (share > 1 or (len(kinds) >= KINDS and len(hostile) >= FILES)),
    }


def _sound(seed: int) -> list[Hostile]:
    chance = random.Random(f"{seed} sound")
    return [
        Hostile(
            "sound",
            f"sound-{number}.{form}",
            to_write(writing.content(form, COLUMNS, table(chance))),
            frozenset(),
            ROWS,
        )
        for form in FORMS
        for number in range(3)
    ]


def _noticed(seed: int) -> dict[str, bool]:
    """Answer, for each reader that looks away in one place, whether the files it is blind for tell."""
    return {
        blindfold: bool(
            _judge(next(file for file in hostile_files(seed=seed) if file.name.endswith(name)), blindfold)["wrong"]
        )
        for blindfold, name in BLIND_FOR.items()
    }


def _judge(file: Hostile, blindfold: str = "") -> dict[str, Any]:
    """Write the file, have it read, and answer what was not as it had to be."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gs-proof-hostile-") as folder:
        path = Path(folder) / file.name
        file.write(path)
        before = _state(path)
        command = [
            sys.executable,
            "-m",
            "proofs.fuzzing.hostile_files.reading_one",
            str(path),
            file.form or "",
            file.encoding,
        ]
        command += [blindfold] if blindfold else []
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(harness.ROOT / "src"), str(harness.ROOT)])}
        environment["TMPDIR"] = folder
        wrong = []
        said: dict[str, Any] = {}
        try:
            ended = subprocess.run(command, env=environment, capture_output=True, timeout=MOST_SECONDS, check=False)
            said = json.loads(ended.stdout) if ended.returncode == 0 else {}
            crashed = "" if said else f"ended with {ended.returncode}: {ended.stderr.decode(errors='replace')[-600:]}"
        except subprocess.TimeoutExpired:
            crashed = f"took longer than {MOST_SECONDS} seconds"
        changed = _state(path) != before or len(list(Path(folder).iterdir())) > 1
    if not crashed:
        wrong = _differences(file, said)
    return {
        "kind": file.kind,
        "file": file.name,
        "crashed": bool(crashed),
        "wrong": [crashed] if crashed else wrong,
        "changed": changed,
        "peak_mb": said.get("peak_mb", 0),
        "rules": sorted({rule for _, _, rule in file.expected}),
        "seconds": round(time.monotonic() - began, 1),
    }


def _differences(file: Hostile, said: dict[str, Any]) -> list[str]:
    stopped = [said["stopped"]] if said["stopped"] else []
    faults = [*said["faults"], *stopped]
    found = Counter((one["row"], one["field"], one["rule"]) for one in faults)
    wanted = Counter(file.expected)
    wrong = [f"not said: {one}" for one in (wanted - found)]
    wrong += [f"said, and not so: {one} {_words(faults, one)}" for one in (found - wanted)]
    if bool(stopped) != file.unreadable:
        wrong.append("stopped" if stopped else "did not stop")
    if file.sound is not None and said["sound"] != file.sound:
        wrong.append(f"told {said['sound']} rows as sound, not {file.sound}")
    if said["peak_mb"] > MOST_MEMORY_MB:
        wrong.append(f"took {said['peak_mb']} MB")
    wrong += [f"does not tell a person what to do: {one}" for one in faults if not _plain(one)]
    return wrong[:5]


def _words(faults: list[dict[str, Any]], place: tuple[Any, ...]) -> str:
    return next(one["wrong"] for one in faults if (one["row"], one["field"], one["rule"]) == place)


def _plain(fault: dict[str, Any]) -> bool:
    """Whether the words can be shown anywhere, and say something."""
    return all(words and words.isprintable() and len(words) < 400 for words in (fault["wrong"], fault["mend"]))


def _state(path: Path) -> tuple[Any, ...]:
    found = path.stat()
    content = b"" if path.is_dir() or found.st_size > 10**8 else path.read_bytes()
    return found.st_size, found.st_mtime_ns, found.st_mode, hashlib.sha256(content).digest()


def main() -> int:
    """Read the arguments, print the document, answer the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=int, default=1, help="one file of so many")
    parser.add_argument("--processes", type=int, default=2)
    return harness.report(prove(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
