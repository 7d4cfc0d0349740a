"""What the ledger's entries do to the register's tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor
from psycopg.types.json import Jsonb

from goodstanding.core.entries.identity import SameAsJudged, SameAsWithdrawn, SuccessionRecorded, SuccessionWithdrawn
from goodstanding.core.entries.organisation import OrganisationRegistered
from goodstanding.core.entries.record import RecordAnnulled, RecordCorrected, RecordFiled
from goodstanding.ledger.projection import Projection, Refused
from goodstanding.ledger.reading import Entry
from goodstanding.register import proposals
from goodstanding.register.editions import EDITIONS, require_item


def register_organisation(cursor: Cursor[Any], entry: Entry, content: OrganisationRegistered) -> None:
    """Add the organisation; a second registration under the same handle has no effect."""
    cursor.execute(
        "insert into register.organisation"
        " (handle, known_from, name, organisation_type, sole_trader, protected_class, identifiers, source)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
        (
            entry.handle,
            entry.sequence,
            content.name,
            content.organisation_type,
            content.sole_trader,
            content.protected_class,
            Jsonb(content.identifiers),
            content.source,
        ),
    )
    if cursor.rowcount == 0:
        raise Refused("this organisation is in the register already")


def keep_the_place_of_an_erased_organisation(cursor: Cursor[Any], entry: Entry) -> None:
    """Leave the bare handle, so that records which name it still lead to "erased" and not to nothing."""
    cursor.execute(
        "insert into register.organisation (handle, known_from, erased) values (%s, %s, true) on conflict do nothing",
        (entry.handle, entry.sequence),
    )


def erase_organisation(cursor: Cursor[Any], handle: UUID) -> None:
    """Blank what is known of the organisation, as its entries leave it once their contents are gone.

    Without contents a registration that was refused cannot be told from one that was not: both leave the handle.
    """
    cursor.execute(
        "insert into register.organisation (handle, known_from, erased)"
        " select handle, min(sequence), true from ledger.ledger_entry"
        " where handle = %s and kind = 'organisation-registered' group by handle"
        " on conflict (handle) do update set known_from = excluded.known_from, name = null, organisation_type = null,"
        " sole_trader = null, protected_class = null, identifiers = null, source = null, erased = true",
        (handle,),
    )


ORGANISATIONS: Final = Projection(
    tables={"register.organisation": "handle"},
    handlers={"organisation-registered": register_organisation},
    erase=erase_organisation,
    erased={"organisation-registered": keep_the_place_of_an_erased_organisation},
)


def _require_own(cursor: Cursor[Any], entry: Entry) -> None:
    """Refuse to let an authority touch another's record: each is the controller of its own (design §2)."""
    current = cursor.execute(
        "select authority from register.record_version where handle = %s and known_to is null", (entry.handle,)
    ).fetchone()
    if current and current[0] != entry.authority:
        raise Refused("the record is another authority's")


def _close(cursor: Cursor[Any], entry: Entry, *, table: str) -> None:
    cursor.execute(
        f"update register.{table} set known_to = %s where handle = %s and known_to is null",
        (entry.sequence, entry.handle),
    )
    if cursor.rowcount == 0:
        raise Refused("there is nothing current under this handle to correct, annul or withdraw")


def file_record(cursor: Cursor[Any], entry: Entry, content: RecordFiled) -> None:
    """Add the record's first version."""
    require_item(cursor, entry, content)
    if cursor.execute("select 1 from register.record_version where handle = %s", (entry.handle,)).fetchone():
        raise Refused("this record is filed already; file a correction")
    _insert_version(cursor, entry, content)


def correct_record(cursor: Cursor[Any], entry: Entry, content: RecordCorrected) -> None:
    """End the current version in known time and add the corrected one. A correction does not undo an annulment."""
    current = cursor.execute(
        "select annulled from register.record_version where handle = %s and known_to is null", (entry.handle,)
    ).fetchone()
    if current and current[0]:
        raise Refused("the record is annulled; what was never valid is not corrected")
    _require_own(cursor, entry)
    require_item(cursor, entry, content)
    _close(cursor, entry, table="record_version")
    _insert_version(cursor, entry, content)


def _insert_version(cursor: Cursor[Any], entry: Entry, content: RecordFiled) -> None:
    cursor.execute(
        "insert into register.record_version (handle, known_from, party, site_name, authority, authority_name,"
        " document_number, decided_on, law, tier, adverse, fine_amount, fine_currency, published_from, ends_on,"
        " annulled, source, columns, edition, item)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::numeric, %s, %s, %s, false, %s, %s, %s, %s)",
        (
            entry.handle,
            entry.sequence,
            content.party,
            content.site_name,
            entry.authority,
            content.authority_name,
            content.document_number,
            content.decided_on,
            content.law,
            content.tier,
            content.adverse,
            content.fine.amount if content.fine else None,
            content.fine.currency if content.fine else None,
            content.published_from,
            content.ends_on,
            content.source,
            Jsonb(content.columns),
            content.edition,
            content.item,
        ),
    )


def annul_record(cursor: Cursor[Any], entry: Entry, content: RecordAnnulled) -> None:
    """Add a version that says the decision was never valid; what it said stays readable to those entitled."""
    columns = (
        "party, site_name, authority, authority_name, document_number, decided_on, law, tier, adverse,"
        " fine_amount, fine_currency, published_from, ends_on, source, columns, edition, item"
    )
    _require_own(cursor, entry)
    _close(cursor, entry, table="record_version")
    cursor.execute(
        f"insert into register.record_version (handle, known_from, annulled, annulled_on, {columns})"
        f" select handle, known_to, true, %s, {columns} from register.record_version"
        " where handle = %s and known_to = %s",
        (content.annulled_on, entry.handle, entry.sequence),
    )


def erase_record(cursor: Cursor[Any], handle: UUID) -> None:
    """Remove every version."""
    cursor.execute("delete from register.record_version where handle = %s", (handle,))


RECORDS: Final = Projection(
    tables={"register.record_version": "handle, known_from"},
    handlers={"record-filed": file_record, "record-corrected": correct_record, "record-annulled": annul_record},
    erase=erase_record,
)


def _require_to_judge(cursor: Cursor[Any], entry: Entry, *, organisations: Sequence[UUID]) -> None:
    """Hold a judgement about organisations to whose they are (docs/access.md, A3 and C5). Raises Refused.

    Whom it is about stands in the sealed content, so the database could not see it when it was filed. Who registered
    them survives every erasure, so a rebuild decides alike; of which class they were does not, and is not asked here.
    """
    found = cursor.execute(
        "select h, (select e.authority from ledger.ledger_entry e where e.handle = h and e.sequence < %s"
        " order by e.sequence limit 1) from unnest(%s::uuid[]) h",
        (entry.sequence, list(organisations)),
    ).fetchall()
    if any(authority is None for _, authority in found):
        raise Refused("an organisation it names is not in the register")
    if any(authority != entry.authority for _, authority in found):
        raise Refused("an organisation it names was registered by another authority (R7)")


def judge_same(cursor: Cursor[Any], entry: Entry, content: SameAsJudged) -> None:
    """Add the judgement; it joins from this position on, whatever the day asked about."""
    proposals.require(cursor, entry=entry, content=content)
    one, other = sorted(content.organisations)
    _require_to_judge(cursor, entry, organisations=(one, other))
    cursor.execute(
        "insert into register.same_as (handle, known_from, one, other, proposed_by, confirmed_by, evidence)"
        " values (%s, %s, %s, %s, %s, %s, %s)",
        (entry.handle, entry.sequence, one, other, content.proposed_by, content.confirmed_by, content.evidence),
    )


def withdraw_same(cursor: Cursor[Any], entry: Entry, content: SameAsWithdrawn) -> None:
    """End the judgement in known time: what was answered while it held stays so."""
    proposals.require(cursor, entry=entry, content=content)
    _close(cursor, entry, table="same_as")


def record_succession(cursor: Cursor[Any], entry: Entry, content: SuccessionRecorded) -> None:
    """Add the event, one row for each predecessor and successor."""
    _require_to_judge(cursor, entry, organisations=(*content.predecessors, *content.successors))
    cursor.executemany(
        "insert into register.succession (handle, known_from, event, predecessor, successor, effective_on, legal_basis,"
        " passes_records) values (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                entry.handle,
                entry.sequence,
                content.event,
                predecessor,
                successor,
                content.effective_on,
                content.legal_basis,
                content.passes_records,
            )
            for predecessor in content.predecessors
            for successor in content.successors
        ],
    )


def withdraw_succession(cursor: Cursor[Any], entry: Entry, _: SuccessionWithdrawn) -> None:
    """End the event in known time: it was recorded in error."""
    _close(cursor, entry, table="succession")


def erase_identity(cursor: Cursor[Any], handle: UUID) -> None:
    """Remove the judgement or event of this handle."""
    cursor.execute("delete from register.same_as where handle = %s", (handle,))
    cursor.execute("delete from register.succession where handle = %s", (handle,))


IDENTITY: Final = Projection(
    tables={
        "register.same_as": "handle, known_from",
        "register.succession": "handle, known_from, predecessor, successor",
    },
    handlers={
        "same-as-judged": judge_same,
        "same-as-withdrawn": withdraw_same,
        "succession-recorded": record_succession,
        "succession-withdrawn": withdraw_succession,
    },
    erase=erase_identity,
)

# Editions last: a rebuild empties the tables in this order, and records name their edition's items.
PROJECTIONS: Final = (ORGANISATIONS, RECORDS, IDENTITY, EDITIONS)
