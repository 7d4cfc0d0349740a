"""`goodstanding generate`: teaching data of any size, the same bytes for the same seed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from goodstanding.cli.output import Json, Progress, answer
from goodstanding.teaching import generating


def generate(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="The fictional country: exampleland.")],
    *,
    organisations: Annotated[int, typer.Option(help="How many organisations.")],
    out: Annotated[Path, typer.Option(help="The folder to write into: new, empty, or an earlier generation.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    as_json: Json = False,
) -> None:
    """Write a fictional country's organisations and its five departments' filings. Exit code 1 when it cannot.

    Example: goodstanding generate exampleland --organisations 10000 --seed 1 --out var/exampleland
    """
    if pack != generating.PACK:
        raise generating.NotGenerated(f"{pack!r} is not invented; only {generating.PACK} is generated")
    start = time.monotonic()
    progress = Progress(of="organisations", total=organisations)
    manifest = generating.generate(organisations=organisations, seed=seed, out=out, progress=progress)
    words = (
        f"{manifest['rows']:,} rows of {manifest['records']:,} records about {organisations:,} organisations, "
        f"{manifest['wrong_on_purpose']['rows']:,} rows wrong on purpose. {time.monotonic() - start:.1f} s.\n"
        f"Heaviest party: {manifest['heaviest']['party']} with {manifest['heaviest']['records']:,} records.\n"
        f"Written: {out}/manifest.json and the files it names."
    )
    answer(manifest, as_json=as_json, words=words)
