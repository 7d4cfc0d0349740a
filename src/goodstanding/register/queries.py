"""What the register answers. A past answer needs a position of the ledger; it never changes once given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row


@dataclass(frozen=True)
class PublishedRecord:
    """A record as anyone may see it today; `ends_on` is the first day it is no longer shown."""

    handle: UUID
    party: UUID
    party_name: str
    site_name: str | None
    authority_name: str
    document_number: str
    decided_on: date
    law: str
    tier: str
    fine_amount: Decimal | None
    fine_currency: str | None
    published_from: date
    ends_on: date | None
    source: str


@dataclass(frozen=True)
class Installation:
    """How this installation presents itself: `present` is the day it shows, `declared` when that is not today.

    `reason` says why, by language tag (en, zh-Hans).
    """

    status: str
    time_zone: str
    present: date
    declared: bool
    reason: dict[str, str] | None


@dataclass(frozen=True)
class RecordVersion:
    """A record as it was known at a position, under the party it was filed against."""

    handle: UUID
    known_from: int
    known_to: int | None
    party: UUID
    site_name: str | None
    authority: str
    authority_name: str
    document_number: str
    decided_on: date
    law: str
    tier: str
    fine_amount: Decimal | None
    fine_currency: str | None
    published_from: date | None
    ends_on: date | None
    annulled: bool
    annulled_on: date | None
    source: str
    columns: dict[str, str | None]


@dataclass(frozen=True)
class ErasedAnswer:
    """What was here is erased: on which day and under which basis. Every position from its filing on answers so."""

    handle: UUID
    erased_at: datetime
    basis: str


class NotYetProjected(LookupError):
    """The position is in the ledger but the tables have not reached it; ask again in a moment."""


_VERSION = (
    "select handle, known_from, known_to, party, site_name, authority, authority_name, document_number, decided_on,"
    " law, tier, fine_amount, fine_currency, published_from, ends_on, annulled, annulled_on, source, columns"
    " from register.record_version"
)
_KNOWN = "known_from <= %(position)s and (known_to is null or %(position)s < known_to)"


def published_records(connection: Connection[Any]) -> list[PublishedRecord]:
    """Answer what anyone may see now, latest decision first."""
    with connection.cursor(row_factory=class_row(PublishedRecord)) as cursor:
        return cursor.execute("select * from published.record order by decided_on desc, document_number").fetchall()


def installation(connection: Connection[Any]) -> Installation:
    """Answer the installation's status and the present it shows."""
    with connection.cursor(row_factory=class_row(Installation)) as cursor:
        found = cursor.execute("select * from published.installation").fetchone()
    if found is None:
        raise LookupError("the installation has no status; run: goodstanding up")
    return found


def record_as_known(connection: Connection[Any], *, handle: UUID, position: int) -> RecordVersion | ErasedAnswer | None:
    """Answer the record as known at `position`; ErasedAnswer once it is erased; None when nothing was known then.

    Raises NotYetProjected for a position the tables have not reached.
    """
    _require(connection, position=position)
    with connection.cursor(row_factory=class_row(ErasedAnswer)) as cursor:
        erased = cursor.execute(
            "select x.handle, x.erased_at, x.basis from ledger.erasure x where x.handle = %(handle)s"
            " and exists (select from ledger.ledger_entry e where e.handle = x.handle and e.sequence <= %(position)s)"
            " order by x.sequence limit 1",
            {"handle": handle, "position": position},
        ).fetchone()
    if erased:
        return erased
    with connection.cursor(row_factory=class_row(RecordVersion)) as versions:
        return versions.execute(
            f"{_VERSION} where handle = %(handle)s and {_KNOWN}", {"handle": handle, "position": position}
        ).fetchone()


# From an organisation to all whose records answer for it: entries judged the same at the position, and predecessors
# whose records a law passes on, once that law's event is in force on the day.
_ANSWERING = f"""
with recursive answering (handle) as (
    select %(organisation)s::uuid
    union
    select further.handle from answering a, lateral (
        select s.other as handle from register.same_as s where s.one = a.handle and {_KNOWN}
        union all
        select s.one from register.same_as s where s.other = a.handle and {_KNOWN}
        union all
        select s.predecessor from register.succession s
        where s.successor = a.handle and s.passes_records and s.effective_on <= %(as_of)s and {_KNOWN}
    ) further
)
"""


def answering_for(connection: Connection[Any], *, organisation: UUID, as_of: date, position: int) -> frozenset[UUID]:
    """Answer the handles whose records count for the organisation on `as_of`, as known at `position`.

    same_as depends on `position` only, succession on both (design §2). Raises NotYetProjected.
    """
    _require(connection, position=position)
    rows = connection.execute(
        f"{_ANSWERING} select handle from answering",
        {"organisation": organisation, "as_of": as_of, "position": position},
    )
    return frozenset(handle for (handle,) in rows)


def records_of(connection: Connection[Any], *, organisation: UUID, as_of: date, position: int) -> list[RecordVersion]:
    """Answer the records decided by `as_of` that count for the organisation, each under the party it was filed against.

    Raises NotYetProjected.
    """
    _require(connection, position=position)
    with connection.cursor(row_factory=class_row(RecordVersion)) as cursor:
        return cursor.execute(
            f"{_ANSWERING} {_VERSION} where party in (select handle from answering)"
            f" and decided_on <= %(as_of)s and {_KNOWN} order by decided_on, handle",
            {"organisation": organisation, "as_of": as_of, "position": position},
        ).fetchall()


def _require(connection: Connection[Any], *, position: int) -> None:
    row = connection.execute("select sequence from ledger.projected").fetchone()
    if row is None or row[0] < position:
        raise NotYetProjected(f"position {position} is not projected yet; ask again in a moment")


@dataclass(frozen=True)
class FiledUnder:
    """What of a record says how it reads under an edition."""

    handle: UUID
    item: str
    tier: str
    decided_on: date
    published_on: date | None
    fine: Decimal | None


def filed_under_items(connection: Connection[Any], *, items: Sequence[str]) -> Iterator[FiledUnder]:
    """Answer the records of these items as they stand now, one by one; those never valid are left out."""
    with connection.transaction(), connection.cursor(name="filed_under_items") as cursor:
        cursor.execute(
            "select handle, item, tier, decided_on, published_from, fine_amount from register.record_version"
            " where known_to is null and not annulled and item = any(%s) order by handle",
            (list(items),),
        )
        yield from (FiledUnder(*row) for row in cursor)


@dataclass(frozen=True)
class LookedAt:
    """An organisation as whoever may look at it sees it, with the records that may be seen as well."""

    handle: UUID
    name: str
    organisation_type: str
    sole_trader: str
    protected_class: str
    identifiers: dict[str, str]
    source: str
    records: list[RecordVersion]


def records_looked_at(connection: Connection[Any]) -> list[RecordVersion]:
    """Answer the records the connection's context lets it see, as they stand now, latest decision first."""
    with connection.cursor(row_factory=class_row(RecordVersion)) as cursor:
        return cursor.execute(f"{_VERSION} where known_to is null order by decided_on desc, handle").fetchall()


def looked_at(connection: Connection[Any]) -> list[LookedAt]:
    """Answer what the connection's context lets it see: organisations, each with its records as they stand now.

    Without a context there is nothing.
    """
    records = records_looked_at(connection)
    with connection.cursor(row_factory=dict_row) as organisations:
        found = organisations.execute(
            "select handle, name, organisation_type, sole_trader, protected_class, identifiers, source"
            " from register.organisation where not erased order by name, handle"
        ).fetchall()
    return [LookedAt(**one, records=[record for record in records if record.party == one["handle"]]) for one in found]
