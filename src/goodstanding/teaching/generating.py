"""Write the files: chunk by chunk, on all processors, in order, with memory that does not grow with the size."""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO, Final

from goodstanding.packs.folder import edition_hash, read_folder
from goodstanding.packs.reading import parse_pack
from goodstanding.packs.shipped import CHECKOUT, INSTALLED
from goodstanding.teaching import register
from goodstanding.teaching.days import Days
from goodstanding.teaching.filings import ERROR_PRONE, Departments, Out, file_records
from goodstanding.teaching.rows import FORMATS, heading

GENERATOR: Final = 2  # raised whenever the same seed gives other bytes
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
            _write(handles[name], hashes[name], heading(form).encode())
        done = 0
        for made in _chunks(organisations, seed, processes or os.cpu_count() or 1):
            for name, content in made.files.items():
                _write(handles[name], hashes[name], content)
            for name, counted in made.counts.items():
                totals.setdefault(name, Counter()).update(counted)
            heaviest = max(heaviest, made.heaviest)
            done = min(organisations, done + CHUNK)
            progress(done)
    manifest = {
        "pack": PACK,
        "edition": _edition()[0],
        "generator": GENERATOR,
        "seed": seed,
        "organisations": organisations,
        "rows": sum(totals["events"].values()),
        "records": sum(totals["items"].values()),
        "wrong_on_purpose": _wrong(totals),
        "heaviest": {"party": heaviest[1], "records": heaviest[0]},
        "counts": {name: dict(sorted(counted.items())) for name, counted in sorted(totals.items())},
        "files": {paths[name]: digest.hexdigest() for name, digest in hashes.items()},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    return manifest


def _wrong(totals: dict[str, Counter[str]]) -> dict[str, Any]:
    """Answer how many rows have a mistake, of which kinds, and what share of the department's rows and of all."""
    rows = sum(totals["mistakes"].values())
    departments = totals["departments"]
    return {
        "department": ERROR_PRONE,
        "kinds": dict(sorted(totals["mistakes"].items())),
        "rows": rows,
        "share_of_all": round(rows / max(1, sum(departments.values())), 4),
        "share_of_department": round(rows / max(1, departments[ERROR_PRONE]), 4),
    }


def _clear(out: Path) -> None:
    """Leave a folder that is new, empty, or holds an earlier generation and nothing else; else refuse it."""
    if out.exists() and not out.is_dir():
        raise NotGenerated(f"{out} is a file; name a folder")
    if not out.exists() or not any(out.iterdir()):
        return
    others = {path.name for path in out.iterdir()} - {"register", "filings", "manifest.json"}
    if others or not _is_manifest(out / "manifest.json"):
        raise NotGenerated(f"{out} holds other files or an unfinished generation; name a new folder, or empty this one")
    (out / "manifest.json").unlink()


def _is_manifest(path: Path) -> bool:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("pack") == PACK and "generator" in found


def _write(handle: BinaryIO, digest: Any, content: bytes) -> None:
    handle.write(content)
    digest.update(content)


def _chunks(organisations: int, seed: int, processes: int) -> Iterator[Chunk]:
    work = [(start, min(start + CHUNK, organisations), organisations, seed) for start in range(0, organisations, CHUNK)]
    if processes == 1 or len(work) == 1:
        yield from (chunk(*one, departments=_edition()[1]) for one in work)
        return
    waiting: deque[Future[Chunk]] = deque()
    try:
        with ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_receive, initargs=(_edition()[1],)
        ) as pool:
            for one in work:
                waiting.append(pool.submit(_in_process, *one))
                # A few chunks ahead and no more: what is computed is written before it piles up.
                if len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    except BrokenProcessPool as broken:
        raise NotGenerated(
            "a process that makes rows was ended; what is written is unfinished: start again"
        ) from broken


@cache
def _edition() -> tuple[str, Departments]:
    """Answer the hash of the pack's edition, and the tables made of it. Its cases, most of it, are left unread."""
    files = read_folder((CHECKOUT if (CHECKOUT / PACK).is_dir() else INSTALLED) / PACK)
    catalogue = parse_pack({name: text for name, text in files.items() if not name.startswith("tests/")}).catalogue
    return edition_hash(files), Departments(catalogue, Days(catalogue.calendars[PACK]))


# The tables of a process that makes rows: one reading of the pack serves them all, and the manifest names it.
_RECEIVED: Final[list[Departments]] = []


def _receive(departments: Departments) -> None:
    _RECEIVED.append(departments)


def _in_process(start: int, end: int, of: int, seed: int) -> Chunk:
    return chunk(start, end, of, seed, departments=_RECEIVED[-1])


def chunk(start: int, end: int, of: int, seed: int, *, departments: Departments) -> Chunk:
    """Answer the chunk of organisations `start` to `end` (not included); all its draws come from its own seeds.

    Filings draw apart, so that a change in the pack's law leaves the register as it is.
    """
    days = departments.days
    draw, filing = (
        random.Random(f"{GENERATOR}/{seed}/{start}/{of_what}").random  # noqa: S311  teaching data, not a secret
        for of_what in ("register", "filings")
    )
    out = Out()
    lines: dict[str, list[str]] = {name: [] for name in REGISTER}
    kinds: Counter[str] = Counter()
    ids: dict[int, str] = {}
    heaviest = (0, "")
    successions, roles = register.succeeding(start, end, draw=draw, days=days)
    for number in range(start, end):
        one, line, sites = register.organisation(number, roles.get(number), of=of, seed=seed, draw=draw, days=days)
        ids[number] = one.id
        lines["organisations"].append(line)
        lines["establishments"] += sites
        kinds[one.kind] += 1
        heaviest = max(heaviest, (one.degree, one.id))
        file_records(one, number=number, departments=departments, draw=filing, out=out)
    lines["successions"] = [register.succession_line(one, ids=ids, days=days) for one in successions]
    files = {name: "".join(f"{line}\n" for line in rows).encode() for name, rows in (lines | out.lines).items()}
    counts = {
        "organisation_types": dict(kinds),
        "items": out.items,
        "tiers": out.tiers,
        "events": out.events,
        "mistakes": out.mistakes,
        "departments": {name: len(rows) for name, rows in out.lines.items()},
    }
    return Chunk(files, counts, heaviest)
