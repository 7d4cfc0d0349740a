"""Write the files: chunk by chunk, on all processors, in order, with memory that does not grow with the size."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import Any, BinaryIO, Final

from goodstanding.packs.shipped import shipped
from goodstanding.teaching import register
from goodstanding.teaching.days import Days
from goodstanding.teaching.filings import COLUMNS, FORMATS, Departments, Out, file_records

GENERATOR: Final = 1  # raised whenever the same seed gives other bytes
CHUNK: Final = 500
PACK: Final = "exampleland"
REGISTER: Final = ("organisations", "establishments", "successions")


class NotGenerated(ValueError):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True)
class Chunk:
    """The bytes of one chunk of organisations by file, and what was counted in it."""

    files: dict[str, bytes]
    counts: dict[str, dict[str, int]]
    heaviest: tuple[int, str]


def names() -> dict[str, str]:
    """Answer the files' paths by what they hold."""
    paths = {name: f"register/{name}.jsonl" for name in REGISTER}
    return paths | {department: f"filings/{department}.{form}" for department, form in FORMATS.items()}


def generate(
    *,
    organisations: int,
    seed: int,
    out: Path,
    processes: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Write the files of `organisations` organisations into `out`; answer the manifest, which is written last.

    The same seed and number give the same bytes, whatever the number of processes. Raises NotGenerated.
    """
    if not 1 <= organisations <= register.MOST:
        raise NotGenerated(f"{organisations:,} organisations: give 1 to {register.MOST:,}")
    _clear(out)
    paths = names()
    for path in paths.values():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
    totals: dict[str, Counter[str]] = {}
    hashes = {name: hashlib.sha256() for name in paths}
    heaviest = (0, "")
    with ExitStack() as stack:
        handles: dict[str, BinaryIO] = {
            name: stack.enter_context((out / path).open("wb")) for name, path in paths.items()
        }
        for name, form in FORMATS.items():
            if form != "jsonl":
                _write(handles[name], hashes[name], ((("," if form == "csv" else "\t").join(COLUMNS)) + "\n").encode())
        done = 0
        for chunk in _chunks(organisations, seed, processes or os.cpu_count() or 1):
            for name, content in chunk.files.items():
                _write(handles[name], hashes[name], content)
            for name, counted in chunk.counts.items():
                totals.setdefault(name, Counter()).update(counted)
            heaviest = max(heaviest, chunk.heaviest, key=lambda one: (one[0], one[1]))
            done = min(organisations, done + CHUNK)
            progress(done)
    manifest = {
        "pack": PACK,
        "edition": shipped(PACK).sha256,
        "generator": GENERATOR,
        "seed": seed,
        "organisations": organisations,
        "rows": sum(totals["events"].values()),
        "records": sum(totals["items"].values()),
        "wrong_on_purpose": totals["wrong"]["rows"],
        "heaviest": {"party": heaviest[1], "records": heaviest[0]},
        "counts": {name: dict(sorted(counted.items())) for name, counted in sorted(totals.items())},
        "files": {paths[name]: digest.hexdigest() for name, digest in hashes.items()},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    return manifest


def _clear(out: Path) -> None:
    """Leave a folder that is new, empty, or holds an earlier generation and nothing else; else refuse it."""
    if not out.exists() or not any(out.iterdir()):
        return
    if not (out / "manifest.json").exists() or {path.name for path in out.iterdir()} - {
        "register",
        "filings",
        "manifest.json",
    }:
        raise NotGenerated(f"{out} holds other files; name a new folder, or empty this one yourself")
    (out / "manifest.json").unlink()


def _write(handle: BinaryIO, digest: Any, content: bytes) -> None:
    handle.write(content)
    digest.update(content)


def _chunks(organisations: int, seed: int, processes: int) -> Iterator[Chunk]:
    work = [(start, min(start + CHUNK, organisations), organisations, seed) for start in range(0, organisations, CHUNK)]
    if processes == 1 or len(work) == 1:
        yield from (chunk(*one) for one in work)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        waiting: deque[AsyncResult[Chunk]] = deque()
        for one in work:
            waiting.append(pool.apply_async(chunk, one))
            # A few chunks ahead and no more: what is computed is written before it piles up.
            if len(waiting) > 2 * processes:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


@cache
def _tables() -> tuple[Days, Departments]:
    catalogue = shipped(PACK).catalogue
    return Days(catalogue.calendars[PACK]), Departments(catalogue)


def chunk(start: int, end: int, of: int, seed: int) -> Chunk:
    """Answer the chunk of organisations `start` to `end` (not included); all its draws come from its own seed."""
    days, departments = _tables()
    draw = random.Random(f"{GENERATOR}/{seed}/{start}").random  # noqa: S311  teaching data, not a secret
    out = Out()
    lines: dict[str, list[str]] = {name: [] for name in REGISTER}
    made: list[register.Organisation] = []
    kinds: Counter[str] = Counter()
    for number in range(start, end):
        one, line, sites = register.organisation(number, of=of, seed=seed, draw=draw, days=days)
        made.append(one)
        lines["organisations"].append(line)
        lines["establishments"] += sites
        kinds[one.kind] += 1
        file_records(one, number=number, departments=departments, days=days, draw=draw, out=out)
    lines["successions"] += register.successions(made, draw=draw, days=days)
    heavy = max(made, key=lambda one: one.degree)
    files = {name: "".join(f"{line}\n" for line in rows).encode() for name, rows in (lines | out.lines).items()}
    counts = {
        "organisation_types": dict(kinds),
        "items": out.items,
        "tiers": out.tiers,
        "events": out.events,
        "departments": {name: len(rows) for name, rows in out.lines.items()},
        "wrong": {"rows": out.wrong},
    }
    return Chunk(files, counts, (heavy.degree, heavy.id))
