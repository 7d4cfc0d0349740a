# ruff: noqa: N999  the command is `make proof NAME=pack-mutants`
"""Proof `pack-mutants`: a figure off by one, a condition left out, a day too early: some case of the pack turns red.

Every single mutation of every figure and rule of every pack, and of what is filed, shown and may follow, is put into
the catalogue the pack's cases run against; the cases stay as they are. Apart are counted what does not validate, and
what is provably no change (`proofs/mutating/sameness.py` states each reason; the cases and random questions try to
refute it). Demanded are no survivor among rules and figures, and no reason refuted; other survivors are listed too.
Each is listed with a question that tells it from the pack; what the law answers to it, a case has to know.

    make proof NAME=pack-mutants [SEED=1] [ARGS="--packs cn exampleland --sample 500 --survivors FOLDER"]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from goodstanding.packs.complaints import NotAPack
from goodstanding.packs.reading import Pack, read_pack
from proofs import harness
from proofs.mutating import running
from proofs.mutating.mutations import Mutation, mutations
from proofs.mutating.running import Bench, Verdict

PACKS = ("cn", "exampleland", "exampleland-north", "tw-environment")
DEMANDED = ("parameters", "rules")
CHUNK = 50
HINTS = {"counted the other way": "a record of 29 February, or of the 31st before the end of a shorter month, tells"}

_benches: dict[str, Bench] = {}


def prove(
    *, packs: Sequence[str] = PACKS, sample: int | None = None, seed: int = 1, processes: int = 1
) -> dict[str, Any]:
    """Mutate the packs (names in packs/, or folders), or a sample of mutations of each; answer what survived."""
    began = time.monotonic()
    read = dict(_read(packs))
    chosen = {name: _chosen(pack, sample=sample, seed=seed) for name, pack in read.items()}
    found: dict[str, list[Verdict]] = {name: [] for name in read}
    work = [(name, some[at : at + CHUNK], seed) for name, some in chosen.items() for at in range(0, len(some), CHUNK)]
    for number, (name, verdicts) in enumerate(_judged(read, work, processes=processes), start=1):
        found[name] += verdicts
        if number % 20 == 0:
            harness.say(f"  {sum(map(len, found.values())):,} of {sum(map(len, chosen.values())):,} mutations")
    by_pack = {name: _counted(_bench(read[name]), verdicts) for name, verdicts in found.items()}
    survivors = [_plain(name, one) for name, some in found.items() for one in some if one.outcome == "survived"]
    refuted = [_plain(name, one) for name, some in found.items() for one in some if one.outcome == "refuted"]
    demanded = [one for one in survivors if one["in"] in DEMANDED]
    red = sum(one["red_before"] for one in by_pack.values())
    return {
        "proof": "pack-mutants",
        "seed": seed,
        "sample": sample,
        "packs": by_pack,
        "not_read": sorted(set(packs) - set(read)),
        "mutations": sum(map(len, found.values())),
        "survivors_among_rules_and_figures": len(demanded),
        "survivors_elsewhere": len(survivors) - len(demanded),
        "refuted": refuted,
        "survivors": survivors,
        "seconds": round(time.monotonic() - began, 1),
        "passed": not demanded and not refuted and not red and len(read) == len(packs),
    }


def _read(packs: Sequence[str]) -> Iterator[tuple[str, Pack]]:
    for name in packs:
        folder = harness.ROOT / "packs" / name
        try:
            yield name, read_pack(folder if folder.is_dir() else Path(name))
        except (NotAPack, OSError) as reason:
            harness.say(f"NOT READ: nothing is proven of {name}: {str(reason).splitlines()[0]}")


def _chosen(pack: Pack, *, sample: int | None, seed: int) -> list[Mutation]:
    every = list(mutations(pack))
    return every if sample is None else random.Random(seed).sample(every, min(sample, len(every)))


def _judged(
    read: dict[str, Pack], work: list[tuple[str, list[Mutation], int]], *, processes: int
) -> Iterator[tuple[str, list[Verdict]]]:
    if processes == 1:
        _set_up(read)
        yield from map(_judge, work)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_set_up, initargs=(read,)) as pool:
        yield from pool.map(_judge, work)


def _set_up(read: dict[str, Pack]) -> None:
    _benches.clear()
    _benches.update({name: _bench(pack) for name, pack in read.items()})


def _bench(pack: Pack) -> Bench:
    return running.bench(pack)


def _judge(work: tuple[str, list[Mutation], int]) -> tuple[str, list[Verdict]]:
    name, some, seed = work
    return name, [running.judge(_benches[name], mutation, seed=seed) for mutation in some]


def _counted(bench: Bench, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    kinds: dict[str, Counter[str]] = {}
    for one in verdicts:
        kinds.setdefault(f"{one.mutation.field}: {one.mutation.change.kind}", Counter())[one.outcome] += 1
    return {
        "sha256": bench.pack.sha256,
        "cases": len(bench.pack.catalogue.cases),
        "red_before": len(bench.red),
        "mutations": len(verdicts),
        **Counter(one.outcome for one in verdicts),
        "fell_over": sum(one.fell for one in verdicts),
        "same_because": dict(Counter(one.reason for one in verdicts if one.outcome == "same")),
        "by_kind": {kind: dict(counts) for kind, counts in kinds.items()},
    }


def _plain(pack: str, verdict: Verdict) -> dict[str, Any]:
    mutation = verdict.mutation
    return {
        "pack": pack,
        "in": mutation.field,
        "id": mutation.id,
        "kind": mutation.change.kind,
        "says": mutation.change.says,
        **({"reason": verdict.reason} if verdict.reason else {}),
        "told_by": str(verdict.by or HINTS.get(mutation.change.kind, "no question was found that tells")),
    }


def write_survivors(document: dict[str, Any], *, folder: Path) -> None:
    """Write for each pack what survived, as a list to work through."""
    folder.mkdir(parents=True, exist_ok=True)
    for pack in document["packs"]:
        lines = []
        for one in document["survivors"]:
            if one["pack"] == pack:
                lines += [f"{one['in']} {one['id']}: {one['kind']}: {one['says']}", f"    {one['told_by']}"]
        name = Path(pack).name
        (folder / f"survivors-{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def main() -> int:
    """Read the arguments, run the proof, print its document; answer the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--packs", nargs="+", default=PACKS, help="names in packs/, or folders")
    parser.add_argument("--sample", type=int, default=None, help="this many mutations of each pack (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--survivors", type=Path, default=None, help="a folder to write what survived into")
    options = vars(parser.parse_args())
    folder = options.pop("survivors")
    document = prove(**options)
    if folder:
        write_survivors(document, folder=folder)
    return harness.report(document)


if __name__ == "__main__":
    sys.exit(main())
