"""Run a pack's cases against its mutants until one turns red."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from goodstanding.core.catalogue.cases import Case
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.packs import cases
from goodstanding.packs.reading import Pack
from proofs.mutating import probing
from proofs.mutating.mutations import CHANGES, Mutation, mutant
from proofs.mutating.sameness import why_the_same

# What a mutant may fall over: a name that is gone, a day beyond the calendar, a unit that counts no days.
FALLS = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, AssertionError)


class Verdict(NamedTuple):
    """What became of a mutation: caught, survived, same (with the reason), refuted (a reason that was wrong), refused.

    `by` names the case that caught it, or the question that tells what no case does.
    """

    mutation: Mutation
    outcome: str
    reason: str | None = None
    by: Any = None
    fell: bool = False


class _Watched(dict[str, Any]):
    """A mapping that tells which of its keys were asked for."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        super().__init__(entries)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


@dataclass(frozen=True)
class Bench:
    """A pack with its green cases, and which of them read which entry: no other can answer differently without it."""

    pack: Pack
    red: tuple[Case, ...]
    readers: Mapping[tuple[str, str], tuple[Case, ...]]
    references: probing.References


def bench(pack: Pack) -> Bench:
    """Answer the pack set up for its mutants: every case run once, and watched."""
    watched = {field: _Watched(getattr(pack.catalogue, field)) for field in CHANGES}
    catalogue = replace(pack.catalogue, **watched)  # type: ignore[arg-type]
    red: list[Case] = []
    readers: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in pack.catalogue.cases:
        for mapping in watched.values():
            mapping.asked = set()
        if not _passes(catalogue, case):
            red.append(case)
            continue
        for field, mapping in watched.items():
            for key in mapping.asked:
                readers[field, key].append(case)
    ordered = {
        (field, key): tuple(sorted(found, key=lambda case, key=key: key not in vars(case.asks).values()))  # type: ignore[misc]
        for (field, key), found in readers.items()
    }
    return Bench(pack, tuple(red), ordered, probing.References.of(pack.catalogue))


def _passes(catalogue: Catalogue, case: Case) -> bool:
    return cases.result(catalogue, case=case).passed


# How many random questions are tried: to refute a reason, and to find the question that no case asks.
REFUTING, TELLING = 300, 4_000


def judge(bench: Bench, mutation: Mutation, *, seed: int) -> Verdict:
    """Answer what becomes of the mutation; what no case catches is probed with random questions."""
    changed = mutant(bench.pack, mutation)
    if changed is None:
        return Verdict(mutation, "refused")
    reason = why_the_same(changed)
    for case in bench.readers.get((mutation.field, mutation.id), ()):
        fell = False
        try:
            if _passes(changed.catalogue, case):
                continue
        except FALLS:
            fell = True
        return Verdict(mutation, "refuted" if reason else "caught", reason, case.case, fell)
    tries = REFUTING if reason else TELLING
    found = probing.tell_apart(
        bench.pack.catalogue, changed.catalogue, mutation, references=bench.references, seed=seed, tries=tries
    )
    if reason is None:
        return Verdict(mutation, "survived", None, found)
    return Verdict(mutation, "same" if found is None else "refuted", reason, found)
