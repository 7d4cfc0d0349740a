"""Publishing an edition of the catalogue: linted, against the edition before it, by two people."""

from __future__ import annotations

from datetime import date
from typing import Any

from psycopg import Connection

from goodstanding.core.entries.edition import EditionPublished
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing
from goodstanding.packs.linting import lint
from goodstanding.packs.reading import Pack
from goodstanding.register import editions


class NotPublishable(ValueError):
    """The edition is not published; the message says why and what to do."""


def publish_edition(
    connection: Connection[Any], *, pack: Pack, proposed_by: str, approved_by: str, today: date, keys: KeyRing
) -> bool:
    """File the edition in the connection's transaction; answer False when this very edition is published already.

    Raises NotPublishable for faults, for a version that is published with other files, for a past that would become
    worse, and for a province whose nation's edition is not published here.
    """
    manifest = pack.catalogue.manifest
    with connection.cursor() as cursor:
        if editions.published(cursor, sha256=pack.sha256) is not None:
            return False
        taken = cursor.execute(
            "select sha256 from register.edition where pack = %s and version = %s", (manifest.pack, manifest.version)
        ).fetchone()
        if taken:
            raise NotPublishable(
                f"{manifest.pack} {manifest.version} is published with other files ({taken[0][:16]}…). "
                "Give the new edition its own version."
            )
        if pack.parent and editions.published(cursor, sha256=pack.parent.sha256) is None:
            nation = pack.parent.catalogue.manifest
            raise NotPublishable(f"publish {nation.pack} {nation.version} first: {manifest.pack} extends it")
        previous = editions.published_before(cursor, pack=manifest.pack)
    faults = [one for one in lint(pack, today=today, previous=previous) if one.grade == "fault"]
    if faults:
        raise NotPublishable("\n".join(["the pack has faults:", *map(str, faults)]))
    content = EditionPublished(
        pack=manifest.pack,
        version=manifest.version,
        sha256=pack.sha256,
        extends=pack.parent.sha256 if pack.parent else None,
        files=dict(pack.files),
        proposed_by=proposed_by,
        approved_by=approved_by,
    )
    act = outbox.Act(
        actor=approved_by,
        authority=f"{manifest.pack}:catalogue",
        basis=f"catalogue of {manifest.pack} {manifest.version}",
        entries=[outbox.draft(handle=outbox.new_handle(), kind="edition-published", content=content)],
    )
    outbox.append(connection, act=act, keys=keys)
    return True
