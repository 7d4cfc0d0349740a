"""An edition of the catalogue: linted, against the edition before it; one person proposes it, another publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from goodstanding.core.entries.edition import EditionPublished
from goodstanding.core.entries.proposing import content_to_propose
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing
from goodstanding.packs.linting import lint
from goodstanding.packs.reading import Pack
from goodstanding.register import editions


class NotPublishable(ValueError):
    """The edition is not published; the message says why and what to do."""


@dataclass(frozen=True)
class Hands:
    """Who proposed the edition and who publishes it, by their pseudonyms: two people."""

    proposed_by: str
    approved_by: str


def catalogue_authority(pack: Pack) -> str:
    """Answer the authority whose catalogue the pack is."""
    return f"{pack.catalogue.manifest.pack}:catalogue"


def propose_edition(connection: Connection[Any], *, pack: Pack, today: date) -> UUID | None:
    """Propose the edition, as whoever acts on the connection; answer the proposal, None when it is published already.

    Raises NotPublishable as `publish_edition` does.
    """
    if not _publishable(connection, pack=pack, today=today):
        return None
    content = _content(pack, hands=Hands("-", "--"))
    row = connection.execute(
        "select access.propose(%s, 'edition-published', %s)",
        (outbox.new_handle(), content_to_propose(kind="edition-published", content=content)),
    ).fetchone()
    return UUID(str(row[0]))  # type: ignore[index]  # the function answers one row or raises


def publish_edition(
    connection: Connection[Any], *, pack: Pack, handle: UUID, hands: Hands, today: date, keys: KeyRing
) -> bool:
    """File the edition in the connection's transaction; answer False when this very edition is published already.

    `handle` is its proposal's. Raises NotPublishable for faults, for a version that is published with other files,
    for a past that would become worse, and for a province whose nation's edition is not published here.
    """
    if hands.proposed_by == hands.approved_by:
        raise NotPublishable("an edition is proposed by one person and published by another")
    if not _publishable(connection, pack=pack, today=today):
        return False
    manifest = pack.catalogue.manifest
    act = outbox.Act(
        actor=hands.approved_by,
        authority=catalogue_authority(pack),
        basis=f"catalogue of {manifest.pack} {manifest.version}",
        entries=[outbox.draft(handle=handle, kind="edition-published", content=_content(pack, hands=hands))],
    )
    outbox.append(connection, act=act, keys=keys)
    return True


def _publishable(connection: Connection[Any], *, pack: Pack, today: date) -> bool:
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
    return True


def _content(pack: Pack, *, hands: Hands) -> EditionPublished:
    manifest = pack.catalogue.manifest
    return EditionPublished(
        pack=manifest.pack,
        version=manifest.version,
        sha256=pack.sha256,
        extends=pack.parent.sha256 if pack.parent else None,
        files=dict(pack.files),
        proposed_by=hands.proposed_by,
        approved_by=hands.approved_by,
    )
