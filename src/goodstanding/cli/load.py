"""`goodstanding load`: a whole register at once, for a demonstration."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from goodstanding.cli.output import CANNOT, Json, Progress, answer, say
from goodstanding.config import demonstration, installation
from goodstanding.config.founding import Invented
from goodstanding.config.loading import exampleland, open_data
from goodstanding.config.pools import OfficePools
from goodstanding.config.settling import settle
from goodstanding.database import connections
from goodstanding.database.home import home
from goodstanding.database.setup import set_up
from goodstanding.packs.shipped import shipped
from goodstanding.teaching import generating

LOADED = (demonstration.OPEN_DATA, demonstration.EXAMPLELAND)


def load(
    what: Annotated[str, typer.Argument(help="tw-environment, or exampleland:N for N invented organisations.")],
    *,
    workers: Annotated[int, typer.Option(help="How many processes file side by side.")] = 2,
    as_json: Json = False,
) -> None:
    """Load a whole register, each office's decisions by an invented clerk of its own. Exit code 3 when it cannot.

    Loading again files nothing twice; a load that was interrupted goes on where it stopped.

    Examples: goodstanding load tw-environment · goodstanding load exampleland:20000 --json
    """
    start, place = time.monotonic(), home()
    name, _, number = what.partition(":")
    folder = demonstration.data_folder()
    if name not in LOADED or bool(number) != (name == demonstration.EXAMPLELAND) or not (number or "1").isdigit():
        known = f"{demonstration.OPEN_DATA} or {demonstration.EXAMPLELAND}:20000"
        say(f"There is no register {what!r} to load. Name {known}.")
        raise typer.Exit(CANNOT)
    if folder is None and not number:
        say("The open data is not here. Put its folder's path in GOODSTANDING_DATA.")
        raise typer.Exit(CANNOT)
    say("Setting up the database…")
    set_up(home=place)
    pack, today = shipped(name), datetime.now(UTC).date()
    bars: dict[str, Progress] = {}
    with (
        connections.connect("gs_owner", home=place, autocommit=True) as owner,
        OfficePools(home=place, size=1) as pools,
    ):
        people = Invented(owner, pools, pack=name)
        say(f"Publishing the law pack {name}…")
        demonstration.publish(pools, people, pack=pack, today=today, keys=installation.keys(place))
        settle(place)

        def bar(of: str, done: int) -> None:
            bars.setdefault(of, Progress(of=of))(done)

        common: dict[str, Any] = {
            "pack": pack,
            "today": today,
            "settle": lambda: settle(place, progress=lambda done: bar("entries projected", done)),
            "progress": bar,
        }
        if number:
            generated = place.path / f"{name}-{number}"
            if not (generated / "manifest.json").exists():
                generating.generate(
                    organisations=int(number), seed=1, out=generated, progress=lambda done: bar("generated", done)
                )
            found = exampleland.load(place, pools, people, folder=generated, workers=workers, **common)
        else:
            found = open_data.as_document(open_data.load(place, people, folder=(folder or place.path) / name, **common))
    document = found | {"seconds": round(time.monotonic() - start, 1)}
    answer(document, as_json=as_json, words=_words(document))


def _words(document: dict[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in document.items() if name != "offices")
