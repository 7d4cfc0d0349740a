"""`goodstanding pack …`: check, test, explain, compare, propose and publish law packs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from goodstanding.access import queries as access_queries
from goodstanding.access.acting import acting
from goodstanding.cli.identity import doing, somebody
from goodstanding.cli.output import NEGATIVE, Json, Progress, answer
from goodstanding.config import installation
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.database.home import home
from goodstanding.packs import cases, differing, explaining, readings, schemas
from goodstanding.packs.complaints import Complaint, NotAPack
from goodstanding.packs.linting import lint
from goodstanding.packs.reading import Pack, read_pack
from goodstanding.packs.wording import Wording
from goodstanding.register import queries, services

app = typer.Typer(no_args_is_help=True, help="Law packs: law as data that a lawyer reads and a machine checks.")

Folder = Annotated[Path, typer.Argument(metavar="PACK", help="The pack's folder, the one with pack.yaml.")]
Parents = Annotated[
    Path | None, typer.Option(help="Where the pack it extends is; left out: the folder beside it.", show_default=False)
]


def today() -> date:
    """Answer the present day, by which figures go stale."""
    return datetime.now(UTC).date()


@app.command()
def check(
    pack: Folder,
    *,
    previous: Annotated[
        Path | None, typer.Option(help="The edition before, whose past must stay as it was.", show_default=False)
    ] = None,
    parents: Parents = None,
    as_json: Json = False,
) -> None:
    """Check a pack against its format and the lines; list every complaint. Exit code 1 when one refuses it.

    Example: goodstanding pack check packs/exampleland
    """
    complaints: tuple[Complaint, ...]
    sha256 = None
    try:
        found = read_pack(pack, parents=parents)
        before = read_pack(previous, parents=parents) if previous else None
        complaints = lint(found, today=today(), previous=before)
        sha256 = found.sha256
    except NotAPack as reason:
        complaints = reason.complaints
    faults = [one for one in complaints if one.grade == "fault"]
    remarks = [one for one in complaints if one.grade == "remark"]
    document = {
        "pack": pack.name,
        "sha256": sha256,
        "faults": [one.plain() for one in faults],
        "remarks": [one.plain() for one in remarks],
    }
    answer(document, as_json=as_json, words=_complaints(faults, remarks))
    if faults:
        raise typer.Exit(NEGATIVE)


def _complaints(faults: list[Complaint], remarks: list[Complaint]) -> str:
    lines = [*map(str, faults)]
    lines += [f"(remark) {remark}" for remark in remarks]
    lines.append(f"{len(faults)} faults, {len(remarks)} remarks.")
    return "\n".join(lines)


@app.command("test")
def run_cases(pack: Folder, *, parents: Parents = None, as_json: Json = False) -> None:
    """Run the lawyers' cases of a pack. Exit code 1 when one fails.

    Example: goodstanding pack test packs/cn
    """
    found = read(pack, parents=parents)
    results = cases.run(found.catalogue)
    failed = [(at, one) for at, one in enumerate(results) if not one.passed]
    document: dict[str, Any] = {
        "pack": found.catalogue.manifest.pack,
        "version": found.catalogue.manifest.version,
        "sha256": found.sha256,
        "cases": len(results),
        "failed": [
            {"file": found.place("cases", str(at)).file, "line": found.place("cases", str(at)).line(),
             "case": one.case.case, "wrong": one.wrong}
            for at, one in failed
        ],
    }  # fmt: skip
    lines = []
    for at, one in failed:
        place = found.place("cases", str(at))
        name = one.case.case.get("en") or next(iter(one.case.case.values()))
        lines.append(f"{place.file}:{place.line()}: {name}")
        lines += [f"    {wrong}" for wrong in one.wrong]
    lines.append(f"{len(results) - len(failed)} of {len(results)} cases passed.")
    answer(document, as_json=as_json, words="\n".join(lines))
    if failed:
        raise typer.Exit(NEGATIVE)


Language = Annotated[str, typer.Option("--language", "-l", help="en or zh-Hans.")]


@app.command()
def explain(
    pack: Folder,
    key: Annotated[str, typer.Argument(metavar="ID", help="An item, rule, figure, list, measure, deadline, source …")],
    *,
    language: Language = "en",
    parents: Parents = None,
    as_json: Json = False,
) -> None:
    """Explain anything in a pack: what it is, on which law, with which figures. Exit code 1 when it is not there.

    Example: goodstanding pack explain packs/exampleland penalty-tier --language zh-Hans
    """
    read_in = read(pack, parents=parents)
    entries = explaining.found(read_in.catalogue, key=key)
    said = [
        explaining.explain(read_in, field=field, entry=entry, language=language, today=today())
        for field, entry in entries
    ]
    document = {
        "pack": read_in.catalogue.manifest.pack,
        "sha256": read_in.sha256,
        "found": [
            {"in": field, "entry": entry.model_dump(mode="json", by_alias=True), "words": lines}
            for (field, entry), lines in zip(entries, said, strict=True)
        ],
    }
    words = "\n\n".join("\n".join(lines) for lines in said) or f"{read_in.catalogue.manifest.pack} has no {key!r}."
    answer(document, as_json=as_json, words=words)
    if not entries:
        raise typer.Exit(NEGATIVE)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The folder of the edition before.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The folder of the edition after.")],
    *,
    on_ledger: Annotated[
        bool,
        typer.Option(
            "--on", help="Count the records of the own authority, in this ledger, that would read differently."
        ),
    ] = False,
    language: Language = "en",
    parents: Parents = None,
    as_json: Json = False,
) -> None:
    """Say what changes between two editions, and for whom. Exit code 1 when something does.

    With --on an auditor looks at the records of the own authority; the organisations see it.

    Example: goodstanding pack diff editions/exampleland-2026.10 packs/exampleland --on
    """
    before, after = read(old, parents=parents).catalogue, read(new, parents=parents).catalogue
    changes = differing.differences(before, after, language=language)
    document: dict[str, Any] = {
        "old": _edition(before),
        "new": _edition(after),
        "changes": [vars(one) for one in changes],
    }
    wording = Wording(language)
    lines = []
    for change in changes:
        lines.append(f"{change.field}/{change.id}: {change.says}")
        if change.items:
            whom = wording.say("whom", items=", ".join(change.items), authorities=", ".join(change.authorities))
            lines.append(f"    {whom}")
    if on_ledger:
        compared = _on_ledger(before, after)
        document["records"] = vars(compared)
        lines.append(
            f"{compared.records:,} records of the ledger are of these items; {compared.differing:,} would read"
            " differently under the new edition. Each keeps the edition it was filed under."
        )
        lines += [
            f"    {one['handle']} {one['item']}: {_read(one['old'])} -> {_read(one['new'])}" for one in compared.sample
        ]
    answer(document, as_json=as_json, words="\n".join(lines) or wording.say("no change"))
    if changes:
        raise typer.Exit(NEGATIVE)


def _edition(catalogue: Catalogue) -> dict[str, str]:
    return {"pack": catalogue.manifest.pack, "version": catalogue.manifest.version}


def _read(reading: dict[str, Any]) -> str:
    return f"shown {reading['shown']}, repair from {reading['repair_opens_on']}, ends {reading['ends_on']}"


def _on_ledger(before: Catalogue, after: Catalogue) -> readings.Compared:
    progress = Progress(of="records read under both")
    asked: dict[str, Any] = {
        "action": "list",
        "purpose": "audit",
        "cls": "record",
        "basis": "comparison of two editions",
    }
    with doing(home=home(), **asked) as (here, _):
        filed = queries.filed_under_items(here.connection, items=sorted({*before.items, *after.items}))
        return readings.compare(before, after, records=_counted(filed, progress))


def _counted(records: Iterator[queries.FiledUnder], progress: Progress) -> Iterator[readings.Filed]:
    for number, record in enumerate(records, start=1):
        progress(number)
        yield readings.Filed(**{**vars(record), "handle": str(record.handle)})


@app.command()
def propose(
    pack: Folder,
    *,
    basis: Annotated[str, typer.Option(help="The act that makes the catalogue law.")],
    parents: Parents = None,
    as_json: Json = False,
) -> None:
    """Propose an edition, as a caseworker of the catalogue's authority. Another person publishes it.

    Example: goodstanding pack propose packs/exampleland --basis "Register Act (Exampleland) s.9"
    """
    found = read(pack, parents=parents)
    asked: dict[str, Any] = {"action": "propose", "purpose": "casework", "cls": "catalogue", "basis": basis}
    with doing(home=home(), **asked) as (here, _):
        proposal = services.propose_edition(here.connection, pack=found, today=today())
    named = _edition(found.catalogue) | {"sha256": found.sha256, "proposal": proposal}
    words = f"Proposed: {proposal}. Another person publishes it: goodstanding pack publish {pack} --proposal {proposal}"
    answer(named, as_json=as_json, words=words if proposal else f"Already published: {found.sha256}.")


@app.command()
def publish(
    pack: Folder,
    *,
    proposal: Annotated[UUID, typer.Option(help="What another person proposed: goodstanding pack propose")],
    basis: Annotated[str, typer.Option(help="The act that makes the catalogue law.")],
    parents: Parents = None,
    as_json: Json = False,
) -> None:
    """Put an edition into the ledger, whole, with its hash, as a decider; records name it from then on.

    Example: goodstanding pack publish packs/exampleland --proposal 0d1c54a4-58cc-4f4e-9d3a-2c0f6a1e9f10 --basis
    "Register Act (Exampleland) s.9"
    """
    found = read(pack, parents=parents)
    place = home()
    with somebody(home=place) as (pools, under):
        with pools.access.connection() as access:
            proposed = access_queries.proposal(access, proposal=proposal)
        if proposed is None:
            raise services.NotPublishable("nobody proposed this edition: goodstanding pack propose --help")
        asked: dict[str, Any] = {
            "action": "publish",
            "purpose": "decision",
            "cls": "catalogue",
            "basis": basis,
            "proposal": proposal,
        }
        with acting(pools, under=under, **asked) as here:
            new = services.publish_edition(
                here.connection,
                pack=found,
                handle=proposed.handle,
                hands=services.Hands(proposed_by=proposed.proposed_by, approved_by=under.pseudonym),
                today=today(),
                keys=installation.keys(place),
            )
    manifest = found.catalogue.manifest
    named = f"{manifest.pack} {manifest.version}, edition {found.sha256}"
    document = {"pack": manifest.pack, "version": manifest.version, "sha256": found.sha256, "filed": new}
    filed = f"Filed: {named}. It takes effect when the sequencer has taken it up."
    answer(document, as_json=as_json, words=filed if new else f"Already published: {named}.")


@app.command()
def schema(
    *,
    out: Annotated[Path, typer.Option(help="Where to write the schemas; one file for each folder of a pack.")],
    as_json: Json = False,
) -> None:
    """Write JSON Schemas that an editor uses while a pack is written.

    Example: goodstanding pack schema --out .schemas
    """
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, document in schemas.schemas().items():
        path = out / f"{name}.json"
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
        written.append(str(path))
    answer({"written": written}, as_json=as_json, words="\n".join(written))


def read(folder: Path, *, parents: Path | None = None) -> Pack:
    """Answer the pack. Raises NotAPack, which the command line answers with every complaint and exit code 1."""
    return read_pack(folder, parents=parents)
