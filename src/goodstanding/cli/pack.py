"""`goodstanding pack …`: check, test, explain, compare and publish law packs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from goodstanding.cli.output import NEGATIVE, Json, answer
from goodstanding.packs import cases, schemas
from goodstanding.packs.complaints import Complaint, NotAPack
from goodstanding.packs.linting import lint
from goodstanding.packs.reading import Pack, read_pack

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


@app.command()
def test(pack: Folder, *, parents: Parents = None, as_json: Json = False) -> None:
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
