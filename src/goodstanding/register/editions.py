"""Editions in the ledger: what a published pack does to the tables, and what a record needs of its edition (R6, R7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor
from psycopg.types.json import Jsonb

from goodstanding.core.catalogue.items import ByRule
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.register import IdentifierScheme
from goodstanding.core.catalogue.words import TIERS
from goodstanding.core.entries.edition import EditionPublished
from goodstanding.core.entries.record import RecordFiled
from goodstanding.core.rules.lawful import Facts, Law
from goodstanding.ledger.projection import Projection, Refused
from goodstanding.ledger.reading import Entry
from goodstanding.packs.complaints import NotAPack
from goodstanding.packs.folder import edition_hash
from goodstanding.packs.linting import lint
from goodstanding.packs.reading import Pack, parse_pack
from goodstanding.register import proposals


def publish_edition(cursor: Cursor[Any], entry: Entry, content: EditionPublished) -> None:
    """Add the edition and its items, once it has passed the linter here too.

    A file that reached the ledger by any way is read and linted again, under the day it was sequenced: a catalogue
    that crosses a line has no effect, whoever filed it (G1 to G5).
    """
    earlier = "select 1 from ledger.ledger_entry where handle = %s and sequence < %s and kind <> 'proposed'"
    if cursor.execute(earlier, (entry.handle, entry.sequence)).fetchone():
        # Else it would be erased with what else is under the handle, and every record filed under it lose its law.
        raise Refused("an edition has a handle of its own")
    proposals.require(cursor, entry=entry, content=content)
    if entry.authority != f"{content.pack}:catalogue":
        raise Refused(f"the law pack {content.pack} is published by {content.pack}:catalogue (R7)")
    if edition_hash(content.files) != content.sha256:
        raise Refused("the hash is not that of the files")
    parent = _published(cursor, sha256=content.extends) if content.extends else None
    pack = _linted(cursor, content, parent=parent, today=entry.sequenced_at.date())
    manifest = pack.catalogue.manifest
    if (manifest.pack, manifest.version) != (content.pack, content.version):
        raise Refused("the entry names another pack or version than its pack.yaml")
    cursor.execute(
        "insert into register.edition (sha256, handle, known_from, pack, version, status, extends, files)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            content.sha256, entry.handle, entry.sequence, content.pack, content.version, manifest.status,
            content.extends, Jsonb(content.files),
        ),
    )  # fmt: skip
    _insert_items(cursor, pack)
    cursor.executemany(
        "insert into register.person_identifier (edition, scheme, shape) values (%s, %s, %s)",
        [
            (pack.sha256, scheme.scheme, pattern(scheme))
            for scheme in pack.catalogue.identifiers.values()
            if scheme.identifies == "person"
        ],
    )
    cursor.executemany(
        "insert into register.sole_trader_prefix (edition, scheme, prefix) values (%s, %s, %s)",
        [
            (pack.sha256, scheme.scheme, prefix)
            for scheme in pack.catalogue.identifiers.values()
            for prefix in dict.fromkeys(scheme.sole_trader_prefixes)
        ],
    )


def _linted(cursor: Cursor[Any], content: EditionPublished, *, parent: Pack | None, today: date) -> Pack:
    try:
        pack = parsed(content.files, parent)
    except NotAPack as reason:
        raise Refused(f"the files are no pack: {reason.complaints[0]}") from reason
    previous = published_before(cursor, pack=content.pack)
    faults = [one for one in lint(pack, today=today, previous=previous) if one.grade == "fault"]
    if faults:
        raise Refused(f"the pack crosses a line: {faults[0]}")
    return pack


def _insert_items(cursor: Cursor[Any], pack: Pack) -> None:
    cursor.executemany(
        "insert into register.catalogue_item (edition, item, conduct_class, domain, effect, tier, filed_by,"
        " in_force_from, in_force_until) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                pack.sha256, item.item, item.conduct_class, item.domain, item.effect,
                None if isinstance(item.tier, ByRule) else item.tier, list(item.filed_by), item.from_, item.until,
            )
            for item in pack.catalogue.items.values()
        ],
    )  # fmt: skip


def published(cursor: Cursor[Any], *, sha256: str) -> Pack | None:
    """Answer a published edition as a pack, or None when there is none of that hash."""
    row = cursor.execute("select files, extends from register.edition where sha256 = %s", (sha256,)).fetchone()
    if row is None:
        return None
    parent = published(cursor, sha256=row[1]) if row[1] else None
    return parsed(row[0], parent)


def published_before(cursor: Cursor[Any], *, pack: str) -> Pack | None:
    """Answer what has been published of a pack: its last edition, with what earlier ones held and it leaves out.

    So a new edition is held against the last word on each id, and nothing comes back worse by way of a gap (R11).
    """
    rows = cursor.execute("select sha256 from register.edition where pack = %s order by known_from", (pack,)).fetchall()
    editions = [_published(cursor, sha256=sha256) for (sha256,) in rows]
    if not editions:
        return None
    last = editions[-1]
    said: dict[str, Any] = {
        name: {key: one for edition in editions for key, one in getattr(edition.catalogue, name).items()}
        for name in last.own
    }
    return replace(last, catalogue=replace(last.catalogue, **said))


def _published(cursor: Cursor[Any], *, sha256: str) -> Pack:
    pack = published(cursor, sha256=sha256)
    if pack is None:
        raise Refused(f"edition {sha256[:16]}… is not published here")
    return pack


MOST_KEPT: Final = 16
_kept: dict[tuple[str, str | None], Pack] = {}


def parsed(files: Mapping[str, str], parent: Pack | None) -> Pack:
    """Answer the pack in the files. Reading one takes a tenth of a second, so the last few are kept, by their hash."""
    key = (edition_hash(files), parent.sha256 if parent else None)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = parse_pack(files, parent=parent)
    return _kept[key]


def pattern(scheme: IdentifierScheme) -> str:
    """Answer the regular expression of an identifier's shape, for identifiers without spaces and signs."""
    parts = []
    for segment in scheme.shape:
        if segment.date:
            parts.append("(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
        else:
            # Identifiers are compared without spaces and signs; what a segment has of those may be missing.
            of = (segment.of or "").upper()
            kept = re.sub("[^0-9A-Z]", "", of)
            least = segment.times if kept == of else 0
            parts.append(f"[{kept}]{{{least},{segment.times}}}" if kept else "")
    return f"^{''.join(parts)}$"


def keep_edition(cursor: Cursor[Any], handle: UUID) -> None:
    """Leave everything: an edition is law and nobody's data, and the database refuses to erase one."""


EDITIONS: Final = Projection(
    tables={
        "register.person_identifier": "edition, scheme",
        "register.sole_trader_prefix": "edition, scheme, prefix",
        "register.catalogue_item": "edition, item",
        "register.edition": "sha256",
    },
    handlers={"edition-published": publish_edition},
    erase=keep_edition,
)


class Items:
    """The catalogue's items as records name them, each looked up once, and what their law says of records like this."""

    def __init__(self, cursor: Cursor[Any]) -> None:
        self.cursor = cursor
        self._found: dict[tuple[str | None, str | None], Any] = {}

    def found(self, edition: str, item: str) -> Any:
        """Answer pack, nation, effect, tier, who files, days in force and the nation's edition of an item, or None."""
        key = (edition, item)
        if key not in self._found:
            self._found[key] = self.cursor.execute(
                "select e.pack, p.pack, i.effect, i.tier, i.filed_by, i.in_force_from, i.in_force_until, e.extends"
                " from register.catalogue_item i join register.edition e on e.sha256 = i.edition"
                " left join register.edition p on p.sha256 = e.extends where i.edition = %s and i.item = %s",
                key,
            ).fetchone()
        return self._found[key]

    def catalogue(self, edition: str, extends: str | None) -> Catalogue:
        """Answer the catalogue of a published edition."""
        return (_kept.get((edition, extends)) or _published(self.cursor, sha256=edition)).catalogue


def require_item(items: Items, entry: Entry, content: RecordFiled) -> None:
    """Refuse a record that is no item of a published edition, or not its authority's, or not as the item says.

    What version 1 filed is from before there were editions, and stays (`tests/ledgers/0.1.0`).
    """
    if entry.schema_version == 1:
        return
    if content.edition is None or content.item is None:
        raise Refused("a record names the edition and the item under which it is filed (R6)")
    row = items.found(content.edition, content.item)
    if row is None:
        raise Refused(f"{content.item!r} is no item of a published edition {content.edition[:16]}… (R6)")
    pack, nation, effect, tier, filed_by, begins, ends, extends = row
    territory, _, authority = entry.authority.partition(":")
    if territory not in (pack, nation) or authority not in filed_by:
        raise Refused(f"{entry.authority} is not assigned the item {content.item!r} (R7)")
    if not begins <= content.decided_on or (ends is not None and content.decided_on >= ends):
        raise Refused(f"the item {content.item!r} was not in force on {content.decided_on} (R6)")
    if content.adverse != (effect == "adverse"):
        raise Refused(f"the item {content.item!r} is {effect}; the record says otherwise (G5)")
    if tier is not None and content.tier != tier:
        raise Refused(f"the item {content.item!r} is of tier {tier}, not {content.tier} (R10)")
    _require_its_law(items.catalogue(content.edition, extends), content, seen_on=entry.sequenced_at.date())


def _require_its_law(catalogue: Catalogue, content: RecordFiled, *, seen_on: date) -> None:
    """Refuse a tier that the item's rule surely does not find, and an end later than the item's law gives.

    The record holds few of the facts a rule reads: what they leave open is the authority's to say.
    """
    law = lawful(catalogue, edition=str(content.edition))
    facts = Facts(
        decided_on=content.decided_on,
        conduct_on=content.conduct_on,
        published_on=content.published_from,
        fine=content.fine.amount if content.fine else None,
        said=tuple(sorted(content.facts.items())),
    )
    item = str(content.item)
    found = law.tiers(item=item, facts=facts, seen_on=seen_on)
    if found <= set(TIERS) and content.tier not in found:
        raise Refused(
            f"by the rule of {content.item!r} the record is {' or '.join(sorted(found))}, not {content.tier} (R10)"
        )
    latest = law.ends_on(item=item, tier=content.tier, facts=facts)
    if isinstance(latest, date) and content.ends_on is not None and content.ends_on > latest:
        raise Refused(f"by the law of {content.item!r} the record ends on {latest}, not on {content.ends_on} (R19)")


_laws: dict[str, Law] = {}


def lawful(catalogue: Catalogue, *, edition: str) -> Law:
    """Answer the law of an edition, which remembers what it has worked out; the last few are kept."""
    if edition not in _laws:
        if len(_laws) >= MOST_KEPT:
            _laws.clear()
        _laws[edition] = Law(catalogue)
    return _laws[edition]
