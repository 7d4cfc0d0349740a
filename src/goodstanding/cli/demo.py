"""`goodstanding demo`: set up, file ten decisions, show them. The thin first run of the main job."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import Annotated

import typer

from goodstanding.cli import serve
from goodstanding.cli.output import Json, answer, say
from goodstanding.config import demonstration, installation
from goodstanding.config.founding import Invented
from goodstanding.config.pools import OfficePools
from goodstanding.config.settling import settle
from goodstanding.database import connections
from goodstanding.database.home import home, secret
from goodstanding.database.setup import set_up
from goodstanding.ledger import verifying
from goodstanding.register import queries

VISITOR = "visitor@demonstration.invalid"
LOOKS = "select authority, role, 'for', purpose, 'on', basis from access.look order by sequence"


def demo(
    *,
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages afterwards.")] = True,
    port: Annotated[int, typer.Option(envvar="GOODSTANDING_PORT", help="The pages' port on this machine.")] = 8000,
    as_json: Json = False,
) -> None:
    """Set everything up, file ten decisions (real ones where the open data is there), project and verify them.

    Examples: goodstanding demo · goodstanding demo --no-serve --json
    """
    start, place = time.monotonic(), home()
    say("Setting up the database…")
    set_up(home=place)
    chosen = demonstration.decisions()
    manifest = chosen.pack.catalogue.manifest
    say(f"Publishing the law pack {manifest.pack} {manifest.version} ({manifest.status})…")
    keys = installation.keys(place)
    with (
        connections.connect("gs_owner", home=place, autocommit=True) as owner,
        OfficePools(home=place, size=1) as pools,
    ):
        people = Invented(owner, pools, pack=manifest.pack)
        demonstration.publish(pools, people, pack=chosen.pack, today=datetime.now(UTC).date(), keys=keys)
        say(f"Filing {len(chosen.decisions)} decisions: {chosen.said}")
        filed = demonstration.file(pools, people, owner, chosen=chosen, keys=keys)
        link = people.invited(
            email=VISITOR,
            name="Visitor (invented)",
            role="reviewer",
            authority=chosen.decisions[0].authority,
            key=secret("office", home=place),
        )
    installation.declare(
        home=place,
        status="demonstration",
        time_zone=manifest.time_zone,
        present=chosen.present,
        reason=chosen.reason,
    )
    settle(place)
    with (
        connections.connect("gs_owner", home=place, autocommit=True) as owner,
        OfficePools(home=place, size=1) as pools,
    ):
        demonstration.look(pools, Invented(owner, pools, pack=manifest.pack), owner)
    settle(place)
    with connections.connect("gs_owner", home=place) as owner:
        looks = owner.execute(LOOKS).fetchall()
        report = verifying.verify(owner, folder=installation.seal_folder(place), keys=keys)
    with installation.serving_connection("gs_public", home=place) as public:
        shown = queries.published_records(public)
    at, office = serve.addresses(port=port)
    invitation = f"{office}en/office/invited/{link}/" if link else f"{office}en/office/sign-in/"
    document = {
        "source": chosen.said,
        "present": chosen.present,
        "edition": {"pack": manifest.pack, "version": manifest.version, "sha256": chosen.pack.sha256},
        "filed_now": filed,
        "ledger": {"entries": report.entries, "sealed": report.sealed, "root": report.root, "sound": report.sound},
        "records_shown": len(shown),
        "looks": [" ".join(map(str, one)) for one in looks],
        "office": invitation,
        "pages": [f"{at}{language}/{page}" for language in ("en", "zh-hans") for page in ("", "records/", "lines/")],
        "commands": ["goodstanding records", "goodstanding about", "goodstanding ledger verify"],
        "seconds": round(time.monotonic() - start, 1),
    }
    written = installation.remember("demo.json", document, home=place)
    words = (
        f"{len(shown)} records are shown as of {chosen.present}; {report.entries} ledger entries, "
        f"{'all as sealed' if report.sound else f'{len(report.faults)} FAULTS'}. {document['seconds']} s.\n"
        f"Looks at what is not public: {len(looks)}; the organisation sees: {' '.join(map(str, looks[-1]))}\n"
        f"Written: {os.path.relpath(written)}\nOpen: {at}en/records/  or run: goodstanding records\n"
        f"Office, as an invented reviewer ({VISITOR}): {invitation}"
    )
    answer(document, as_json=as_json, words=words)
    if serving:
        serve.run(home=place, port=port)
