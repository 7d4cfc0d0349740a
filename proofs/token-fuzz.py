# ruff: noqa: N999  the command is `make proof NAME=token-fuzz`
"""Proof `token-fuzz`: of a million mutated tokens none is accepted.

Client assertions before `tokens.authenticated`, signed contexts before `access.opened` and (a share, as the connection
that would act) `access.enter`, bearer tokens before `access.bearer`. What is bent was not presented before, so that no
mutant is refused merely because its like was used. Controls: tokens that are not bent are accepted before, after and in
between; and each verifier is broken in several ways, one after the other: a run that does not notice proves nothing.

One text is left out: whoever sees an ES256 signature (r, s) can make (r, n - s), which verifies too. It is no other
assertion, and good once with the first: it is among the replays.

    make proof NAME=token-fuzz [SEED=1] [ARGS="--tokens 1000000 --postgres 18"]
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from typing import Any

import psycopg
from tests.people import People

from goodstanding.database import connections
from goodstanding.database.home import Home
from proofs import harness
from proofs.fuzzing.assertions import Assertions
from proofs.fuzzing.bearers import Bearers
from proofs.fuzzing.contexts import Entered, Opened
from proofs.fuzzing.sorts import Sort

# Of every thousand tokens; the sorts of a line run one after the other in a process of its own.
SHARES = {"client assertions": 400, "contexts opened": 338, "contexts entered": 12, "bearer tokens": 250}
LINES = (("client assertions",), ("contexts opened", "contexts entered", "bearer tokens"))
CONTROLS = 50
# A broken verifier is given this many mutants to let one through.
PATIENCE = 3_000


def prove(*, home: Home, tokens: int, seed: int, processes: int = 2) -> dict[str, Any]:
    """Bend, present, break; answer what was accepted."""
    began = time.monotonic()
    work = [(home, line, tokens, seed) for line in LINES]
    if processes == 1:
        lines = [_line(one) for one in work]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            lines = list(pool.map(_line, work))
    found = {name: one for line in lines for name, one in line.items()}
    # Last and by themselves: a verifier that is broken is broken for everybody in the database.
    for name, noticed in _line_broken(home, seed=seed).items():
        found[name]["broken_verifiers_noticed_after"] = noticed
    presented = sum(one["tokens"] for one in found.values())
    accepted = sum(one["accepted"] for one in found.values())
    controls = all(
        one["unmutated_accepted_before"] == one["unmutated_accepted_after"] == CONTROLS
        and not one["unmutated_refused_in_between"]
        for one in found.values()
    )
    noticed_all = all(
        after is not None for one in found.values() for after in one["broken_verifiers_noticed_after"].values()
    )
    return {
        "proof": "token-fuzz",
        "seed": seed,
        "tokens": presented,
        "accepted": accepted,
        "controls": CONTROLS,
        "sorts": found,
        "seconds": round(time.monotonic() - began, 1),
        "passed": presented >= tokens and not accepted and controls and noticed_all,
    }


def _line(work: tuple[Home, tuple[str, ...], int, int]) -> dict[str, dict[str, Any]]:
    home, names, tokens, seed = work
    with ExitStack() as open_here:
        people = open_here.enter_context(harness.people(home))
        return {
            name: _run(
                _sort(name, people, home, open_here, seed=seed),
                name=name,
                number=-(-tokens * SHARES[name] // 1000),
                seed=seed,
            )
            for name in names
        }


def _run(sort: Sort, *, name: str, number: int, seed: int) -> dict[str, Any]:
    before = sum(sort.accepted(sort.good(CONTROLS)))
    mutants = sort.mutants(random.Random(f"{seed} {name}"))
    tried: Counter[str] = Counter()
    let_in: list[dict[str, str]] = []
    began = time.monotonic()
    while (done := tried.total()) < number:
        batch = list(itertools.islice(mutants, min(sort.batch, number - done)))
        tried.update(kind for kind, _ in batch)
        answers = sort.accepted([text for _, text in batch])
        let_in += [{"kind": kind, "token": text} for (kind, text), is_in in zip(batch, answers, strict=True) if is_in]
        if done // 20_000 != (done + len(batch)) // 20_000:
            harness.say(f"  {name}: {done + len(batch):,} of {number:,} presented")
    return {
        "tokens": tried.total(),
        "accepted": len(let_in),
        "let_in": let_in[:5],
        "unmutated_accepted_before": before,
        "unmutated_accepted_after": sum(sort.accepted(sort.good(CONTROLS))),
        "unmutated_refused_in_between": sort.unbent_refused,
        "by_kind": dict(sorted(tried.items())),
        "seconds": round(time.monotonic() - began, 1),
    }


def _line_broken(home: Home, *, seed: int) -> dict[str, dict[str, int | None]]:
    with ExitStack() as open_here:
        people = open_here.enter_context(harness.people(home))
        sorts = {name: _sort(name, people, home, open_here, seed=seed, broken="broken ") for name in SHARES}
        return {
            name: {how: _noticed_after(sort, breaking, seed=seed) for how, breaking in sort.broken().items()}
            for name, sort in sorts.items()
        }


def _noticed_after(sort: Sort, breaking: Any, *, seed: int) -> int | None:
    """Answer how many mutants a broken verifier was given until it let one through; None when it let none."""
    with breaking():
        mutants = itertools.islice(sort.mutants(random.Random(seed)), PATIENCE)
        for done, (_, text) in enumerate(mutants, start=1):
            # What a broken verifier lets further in may be no payload at all; the one that holds never raises.
            with suppress(psycopg.DataError):
                if sort.accepted([text])[0]:
                    return done
    return None


def _sort(name: str, people: People, home: Home, open_here: ExitStack, *, seed: int, broken: str = "") -> Sort:
    if name == "client assertions":
        return Assertions(people, name=f"{broken}client")
    if name == "contexts opened":
        return Opened(people)
    if name == "contexts entered":
        case, another = (
            open_here.enter_context(connections.connect("gs_case", home=home, autocommit=True)) for _ in range(2)
        )
        return Entered(people, case, another)
    return Bearers(people, chance=random.Random(f"{broken}{seed}"))


if __name__ == "__main__":
    sys.exit(harness.command(prove, words=__doc__ or "", tokens=1_000_000))
