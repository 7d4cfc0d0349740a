"""Exampleland of any size: generated, its organisations and places registered, its departments' filings applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from goodstanding.access.acting import Appointment, acting
from goodstanding.config import installation
from goodstanding.config.founding import Invented
from goodstanding.config.loading.open_data import CLERK
from goodstanding.config.pools import OfficePools
from goodstanding.core.entries import KINDS, Content
from goodstanding.core.entries.organisation import Address, EstablishmentRegistered, Name, OrganisationRegistered
from goodstanding.database.home import Home, secret
from goodstanding.intake.applying import Job, apply
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing
from goodstanding.packs.reading import Pack

PACK: Final = "exampleland"
REGISTRAR: Final = "registrar"
SOURCE: Final = "Exampleland (invented)"
BASIS: Final = "load of an invented register"
ENTRIES_AN_ACT: Final = 250
ACTS_AT_ONCE: Final = 40


def load(
    home: Home,
    pools: OfficePools,
    people: Invented,
    *,
    folder: Path,
    pack: Pack,
    today: date,
    workers: int,
    settle: Callable[[], None],
    progress: Callable[[str, int], None],
) -> dict[str, Any]:
    """File the generated register and every department's filings; answer the counts of all of them."""
    registrar = people.appointed(name=CLERK, role="clerk", authority=f"{PACK}:{REGISTRAR}")
    keys = installation.keys(home)
    there = people.any_registered(authority=f"{PACK}:{REGISTRAR}")
    entries = 0 if there else register(pools, registrar, folder=folder, pack=pack, keys=keys, progress=progress)
    settle()
    counts: dict[str, dict[str, int]] = {}
    for path in sorted((folder / "filings").iterdir()):
        batch = apply(
            Job(
                edition=pack.sha256,
                mapping="filings",
                path=path,
                under=people.appointed(name=CLERK, role="clerk", authority=f"{PACK}:{path.stem}"),
                secret=secret("intake", home=home).encode(),
                keys=partial(installation.keys, home),
                pools=partial(OfficePools, home=home, size=1),
                today=today,
            ),
            workers=workers,
            progress=lambda row, of=path.stem: progress(of, row),  # type: ignore[misc]
        )
        counts[path.stem] = batch.counts | {f"because {reason}": n for reason, n in batch.reasons.items()}
    settle()
    return {"register_entries": entries, "filings": counts}


def register(
    pools: OfficePools,
    registrar: Appointment,
    *,
    folder: Path,
    pack: Pack,
    keys: KeyRing,
    progress: Callable[[str, int], None],
) -> int:
    """File the organisations and places of a generated register; answer the number of entries."""
    handles: dict[str, UUID] = {}
    asked = {"action": "file", "purpose": "filing", "cls": "organisation", "basis": BASIS, "seconds": 3600}
    filed = 0
    with acting(pools, under=registrar, through="gs_clerk", **asked) as here:
        for kind, contents in (
            ("organisation-registered", _organisations(folder, pack, handles)),
            ("establishment-registered", _places(folder, handles)),
        ):
            for acts in _acts(contents, kind=kind, actor=registrar.pseudonym):
                with here.connection.transaction():
                    filed += outbox.append_acts(here.connection, acts=acts, keys=keys)
                progress("register entries", filed)
    return filed


def _organisations(folder: Path, pack: Pack, handles: dict[str, UUID]) -> Iterator[tuple[bytes, Content]]:
    types = pack.catalogue.organisation_types
    for one in _lines(folder / "register/organisations.jsonl"):
        handle = outbox.new_handle()
        handles[one["id"]] = handle
        first, *others = one["names"]
        yield (
            handle.bytes,
            OrganisationRegistered(
                name=first["name"],
                organisation_type=types[one["organisation_type"]].kind,
                sole_trader=one["sole_trader"],
                protected_class=one["protected_class"],
                identifiers={one["scheme"]: one["id"]},
                source=SOURCE,
                form=one["organisation_type"],
                names=tuple(
                    Name(
                        name=name["name"],
                        language=name["language"],
                        valid_from=_day(name["from"]),
                        valid_to=_day(name["until"]),
                    )
                    for name in others
                ),
                addresses=(Address(municipality=one["address"]["municipality"], rest=one["address"]["rest"]),),
            ),
        )


def _places(folder: Path, handles: dict[str, UUID]) -> Iterator[tuple[bytes, Content]]:
    for one in _lines(folder / "register/establishments.jsonl"):
        content = EstablishmentRegistered(
            organisation=handles[one["organisation"]],
            name=None,
            identifiers={one["scheme"]: one["id"]},
            address=Address(municipality=one["municipality"], rest=None),
            source=SOURCE,
        )
        yield outbox.new_handle().bytes, content


def _acts(contents: Iterable[tuple[bytes, Content]], *, kind: str, actor: str) -> Iterator[list[outbox.Act]]:
    known = KINDS.kind(kind)
    entries: list[outbox.Draft] = []
    for handle, content in contents:
        entries.append(outbox.Draft(handle, kind, known.version, known.encode(content)))
        if len(entries) == ENTRIES_AN_ACT * ACTS_AT_ONCE:
            yield _of(entries, actor)
            entries = []
    if entries:
        yield _of(entries, actor)


def _of(entries: list[outbox.Draft], actor: str) -> list[outbox.Act]:
    return [
        outbox.Act(actor, f"{PACK}:{REGISTRAR}", BASIS, entries[at : at + ENTRIES_AN_ACT])
        for at in range(0, len(entries), ENTRIES_AN_ACT)
    ]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as file:
        for line in file:
            yield decode(line)


def _name(name: str, language: str, until: str | None, **since: str | None) -> Name:
    return Name(name=name, language=language, valid_from=_day(since["from"]), valid_to=_day(until))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
