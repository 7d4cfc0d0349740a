"""A pack's open data: its registers of places first, then each office's decisions, by an invented clerk of its own.

A file is named for the mapping that reads it: `facilities.parquet` for the mapping `facilities`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from goodstanding.config import installation
from goodstanding.config.founding import Invented
from goodstanding.config.pools import OfficePools
from goodstanding.core.catalogue.mapping import Records
from goodstanding.database.home import Home, secret
from goodstanding.intake.applying import Job, apply
from goodstanding.intake.filing import CHUNK
from goodstanding.intake.mapped import said_in
from goodstanding.intake.reading import NotReadable, Raw, open_rows
from goodstanding.packs.reading import Pack

CLERK = "demonstration"
Table = tuple[tuple[str, ...], list[Raw]]


@dataclass(frozen=True)
class Loaded:
    """What came of a load: counts and reasons of the places, and of all offices' decisions together."""

    places: dict[str, int]
    places_reasons: dict[str, int]
    decisions: dict[str, int]
    reasons: dict[str, int]
    offices: dict[str, dict[str, int]]


def load(
    home: Home,
    people: Invented,
    *,
    folder: Path,
    pack: Pack,
    today: date,
    settle: Callable[[], None],
    progress: Callable[[str, int], None],
) -> Loaded:
    """File the places and every office's decisions, once; `settle` waits until what is filed is projected."""
    name = pack.catalogue.manifest.pack
    intakes = pack.catalogue.intakes
    counted: dict[str, Counter[str]] = {
        kind: Counter() for kind in ("places", "places_reasons", "decisions", "reasons")
    }
    offices: dict[str, dict[str, int]] = {}

    def job(mapping: str, authority: str) -> Job:
        return Job(
            edition=pack.sha256,
            mapping=mapping,
            path=folder / f"{mapping}.parquet",
            under=people.appointed(name=CLERK, role="clerk", authority=f"{name}:{authority}"),
            secret=secret("intake", home=home).encode(),
            keys=partial(installation.keys, home),
            pools=partial(OfficePools, home=home, size=1),
            today=today,
            private_as=intakes[mapping].private_as,
        )

    for mapping, intake in intakes.items():
        if intake.premises is not None:
            batch = apply(job(mapping, intake.premises.authority), progress=lambda row: progress("places", row))
            counted["places"].update(batch.counts)
            counted["places_reasons"].update(batch.reasons)
    settle()
    done = 0
    for mapping, intake in intakes.items():
        if intake.records is None:
            continue
        for authority, (columns, rows) in sorted(
            _by_authority(folder / f"{mapping}.parquet", intake.records, private_as=intake.private_as).items()
        ):
            batch = apply(replace(job(mapping, authority), chosen=partial(_chunks, columns, rows)))
            offices[authority] = batch.counts
            counted["decisions"].update(batch.counts)
            counted["reasons"].update(batch.reasons)
            done += len(rows)
            progress("decisions", done)
    settle()
    return Loaded(**{kind: dict(found) for kind, found in counted.items()}, offices=offices)


def _by_authority(path: Path, records: Records, *, private_as: str | None) -> Mapping[str, Table]:
    found: dict[str, Table] = {}
    with open_rows(path) as rows:
        rows.private_as = private_as
        authority = said_in(records.authority, columns=rows.columns)
        for batch in rows.batches(CHUNK):
            for row in batch:
                found.setdefault(str(authority(row.values)), (rows.columns, []))[1].append(row)
        if rows.faults:
            raise NotReadable(rows.faults[0])
    return found


def _chunks(columns: tuple[str, ...], rows: list[Raw]) -> Iterator[Table]:
    for at in range(0, len(rows), CHUNK):
        yield columns, rows[at : at + CHUNK]


def as_document(loaded: Loaded) -> dict[str, Any]:
    """Answer what `goodstanding load PACK --json` prints: `rows` is how many rows of decisions came to something."""
    outcomes = ("filed", "re-harvest", "corrected", "held", "rejected")
    return {
        "places": loaded.places,
        "places_reasons": loaded.places_reasons,
        "rows": sum(loaded.decisions.get(name, 0) for name in outcomes),
        "decisions": loaded.decisions,
        "reasons": loaded.reasons,
        "offices": loaded.offices,
    }
