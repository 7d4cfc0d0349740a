"""What filings, corrections, annulments and withdrawals do to the table of record versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from goodstanding.core.entries.record import FilingWithdrawn, RecordAnnulled, RecordCorrected, RecordFiled
from goodstanding.ledger.projection import Projection, Refused
from goodstanding.ledger.reading import Entry
from goodstanding.register.editions import Items, require_item
from goodstanding.register.projecting.closing import NOTHING_CURRENT, close

# What a version says, beside its handle and the positions between which it is known.
SAYS: Final = (
    "party, site_name, authority, authority_name, document_number, decided_on, law, tier, adverse, fine_amount,"
    " fine_currency, published_from, ends_on, annulled, annulled_on, annulled_said, replaced, appeal, appeal_said,"
    " repaired_on, source, columns, edition, item, site, conduct_on, facts, batch, batch_row"
)
_TYPES: Final = (
    "handle uuid, known_from bigint, party uuid, site_name text, authority text, authority_name text,"
    " document_number text, decided_on date, law text, tier text, adverse boolean, fine_amount numeric,"
    " fine_currency text, published_from date, ends_on date, annulled boolean, annulled_on date, annulled_said text,"
    " replaced boolean, appeal text, appeal_said text, repaired_on date, source text, columns jsonb, edition text,"
    " item text, site uuid, conduct_on date, facts jsonb, batch uuid, batch_row bigint"
)
ANOTHERS: Final = "the record is another authority's"
INSERT: Final = (
    f"insert into register.record_version (handle, known_from, {SAYS})"
    f" select handle, known_from, {SAYS} from jsonb_to_recordset(%s::jsonb) as r({_TYPES})"
)


def _row(entry: Entry, content: RecordFiled) -> dict[str, Any]:
    fine, appeal, never_valid, filed = content.fine, content.appeal, content.never_valid, content.filed
    return {
        "handle": entry.handle,
        "known_from": entry.sequence,
        "party": content.party,
        "site_name": content.site_name,
        "authority": entry.authority,
        "authority_name": content.authority_name,
        "document_number": content.document_number,
        "decided_on": content.decided_on,
        "law": content.law,
        "tier": content.tier,
        "adverse": content.adverse,
        "fine_amount": fine.amount if fine else None,
        "fine_currency": fine.currency if fine else None,
        "published_from": content.published_from,
        "ends_on": content.ends_on,
        "annulled": never_valid is not None,
        "annulled_on": never_valid.on if never_valid else None,
        "annulled_said": never_valid.said if never_valid else None,
        "replaced": never_valid.replaced if never_valid else False,
        "appeal": appeal.state if appeal else None,
        "appeal_said": appeal.said if appeal else None,
        "repaired_on": content.repaired.on if content.repaired else None,
        "source": content.source,
        "columns": content.columns,
        "edition": content.edition,
        "item": content.item,
        "site": content.site,
        "conduct_on": content.conduct_on,
        "facts": content.facts,
        "batch": filed.batch if filed else None,
        "batch_row": filed.row if filed else None,
    }


def _insert(cursor: Cursor[Any], rows: Sequence[dict[str, Any]]) -> None:
    cursor.execute(INSERT, (msgspec.json.encode(rows).decode(),))


def file_records(cursor: Cursor[Any], filed: Sequence[tuple[Entry, RecordFiled]]) -> None:
    """Add the first version of each record. Raises Refused before anything is written, when one may not be filed."""
    items = Items(cursor)
    for entry, content in filed:
        require_item(items, entry, content)
    handles = [entry.handle for entry, _ in filed]
    # Also one that was withdrawn since: a handle is one record for ever.
    again = cursor.execute("select 1 from register.record_version where handle = any(%s) limit 1", (handles,))
    if len(set(handles)) < len(handles) or again.fetchone():
        raise Refused("this record is filed already; file a correction")
    _insert(cursor, [_row(entry, content) for entry, content in filed])


def file_record(cursor: Cursor[Any], entry: Entry, content: RecordFiled) -> None:
    """Add the record's first version."""
    file_records(cursor, [(entry, content)])


def _require_own(cursor: Cursor[Any], entry: Entry) -> None:
    """Refuse to let an authority touch another's record: each is the controller of its own (design §2)."""
    current = cursor.execute(
        "select authority from register.record_version where handle = %s and known_to is null", (entry.handle,)
    ).fetchone()
    if current and current[0] != entry.authority:
        raise Refused(ANOTHERS)


def correct_records(cursor: Cursor[Any], corrected: Sequence[tuple[Entry, RecordCorrected]]) -> None:
    """End each current version in known time and add the corrected one. A correction does not undo an annulment.

    Raises Refused before anything is written, when one may not be corrected. No handle comes twice.
    """
    handles = [entry.handle for entry, _ in corrected]
    found = cursor.execute(
        "select handle, annulled, authority from register.record_version where handle = any(%s) and known_to is null",
        (handles,),
    )
    current = {handle: (annulled, authority) for handle, annulled, authority in found}
    items = Items(cursor)
    for entry, content in corrected:
        annulled, authority = current.get(entry.handle, (False, entry.authority))
        if annulled and content.never_valid is None:
            raise Refused("the record is annulled; what was never valid is not corrected")
        if authority != entry.authority:
            raise Refused(ANOTHERS)
        require_item(items, entry, content)
        if entry.handle not in current:
            raise Refused(NOTHING_CURRENT)
    cursor.execute(
        "update register.record_version v set known_to = e.sequence from unnest(%s::uuid[], %s::bigint[])"
        " e(handle, sequence) where v.handle = e.handle and v.known_to is null",
        (handles, [entry.sequence for entry, _ in corrected]),
    )
    _insert(cursor, [_row(entry, content) for entry, content in corrected])


def correct_record(cursor: Cursor[Any], entry: Entry, content: RecordCorrected) -> None:
    """End the current version in known time and add the corrected one."""
    correct_records(cursor, [(entry, content)])


def annul_record(cursor: Cursor[Any], entry: Entry, content: RecordAnnulled) -> None:
    """Add a version that says the decision was never valid; what it said stays readable to those entitled."""
    _require_own(cursor, entry)
    close(cursor, entry, table="record_version")
    said = SAYS.replace("annulled, annulled_on, annulled_said", "true, %s, %s")
    cursor.execute(
        f"insert into register.record_version (handle, known_from, {SAYS})"
        f" select handle, known_to, {said} from register.record_version where handle = %s and known_to = %s",
        (content.annulled_on, content.reason, entry.handle, entry.sequence),
    )


def withdraw_record(cursor: Cursor[Any], entry: Entry, content: FilingWithdrawn) -> None:
    """Take back what the batch filed or corrected: the version before the batch holds again, if there was one.

    Refused when something later than the batch stands: that was filed by somebody who saw the batch's.
    """
    versions = cursor.execute(
        "select known_from, known_to, batch from register.record_version where handle = %s order by known_from",
        (entry.handle,),
    ).fetchall()
    if not versions:
        return  # an organisation's, or nothing: the other projection says so
    _require_own(cursor, entry)
    if versions[-1][1] is not None or versions[-1][2] != content.batch:
        raise Refused("what stands now is not of this batch")
    close(cursor, entry, table="record_version")
    before = [known_from for known_from, _, batch in versions if batch != content.batch]
    if before:
        cursor.execute(
            f"insert into register.record_version (handle, known_from, {SAYS})"
            f" select handle, %s, {SAYS} from register.record_version where handle = %s and known_from = %s",
            (entry.sequence, entry.handle, before[-1]),
        )


def erase_record(cursor: Cursor[Any], handle: UUID) -> None:
    """Remove every version."""
    cursor.execute("delete from register.record_version where handle = %s", (handle,))


RECORDS: Final = Projection(
    tables={"register.record_version": "handle, known_from"},
    handlers={
        "record-filed": file_record,
        "record-corrected": correct_record,
        "record-annulled": annul_record,
        "filing-withdrawn": withdraw_record,
    },
    bulk={"record-filed": file_records, "record-corrected": correct_records},
    erase=erase_record,
)
