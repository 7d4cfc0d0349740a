"""What registrations do to the tables of organisations, their names, numbers and addresses, and of places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from goodstanding.core.entries.organisation import EstablishmentRegistered, OrganisationRegistered
from goodstanding.core.entries.record import FilingWithdrawn
from goodstanding.core.names.folding import folded
from goodstanding.ledger.projection import Projection, Refused
from goodstanding.ledger.reading import Entry
from goodstanding.register.searching import indexing

ORGANISATION: Final = (
    "insert into register.organisation (handle, known_from, name, organisation_type, sole_trader, protected_class,"
    " identifiers, source, form, legal_name, legal_folded, known_as, premises, batch) select * from"
    " jsonb_to_recordset(%s::jsonb) as o(handle uuid, known_from bigint, name text, organisation_type text,"
    " sole_trader text, protected_class text, identifiers jsonb, source text, form text, legal_name text,"
    " legal_folded text, known_as text, premises uuid, batch uuid) on conflict do nothing"
)
NAME: Final = (
    "insert into register.organisation_name select * from jsonb_to_recordset(%s::jsonb) as n(organisation uuid,"
    " place smallint, name text, language text, valid_from date, valid_to date, folded text)"
)
IDENTIFIER: Final = (
    "insert into register.identifier select * from jsonb_to_recordset(%s::jsonb)"
    " as i(organisation uuid, scheme text, number text, state text)"
)
ADDRESS: Final = (
    "insert into register.address select * from jsonb_to_recordset(%s::jsonb)"
    " as a(organisation uuid, place smallint, municipality text, rest text)"
)
ESTABLISHMENT: Final = (
    "insert into register.establishment (handle, known_from, organisation, name, folded, municipality, rest, source,"
    " batch) select * from jsonb_to_recordset(%s::jsonb) as e(handle uuid, known_from bigint, organisation uuid,"
    " name text, folded text, municipality text, rest text, source text, batch uuid) on conflict do nothing"
)
NUMBER: Final = (
    "insert into register.establishment_number select * from jsonb_to_recordset(%s::jsonb)"
    " as n(establishment uuid, scheme text, number text)"
)
TWICE: Final = "this organisation is in the register already"


def register_organisations(cursor: Cursor[Any], registered: Sequence[tuple[Entry, OrganisationRegistered]]) -> None:
    """Add the organisations with all that is known of them. Raises Refused before it writes, for one that is there."""
    handles = [entry.handle for entry, _ in registered]
    there = cursor.execute("select 1 from register.organisation where handle = any(%s) limit 1", (handles,)).fetchone()
    if there or len(set(handles)) < len(handles):
        raise Refused(TWICE)
    organisations, names, identifiers, addresses = [], [], [], []
    for entry, content in registered:
        handle = entry.handle
        legal_name = content.legal_name or content.name
        organisations.append(
            {
                "handle": handle,
                "known_from": entry.sequence,
                "name": content.name,
                "organisation_type": content.organisation_type,
                "sole_trader": content.sole_trader,
                "protected_class": content.protected_class,
                "identifiers": content.identifiers,
                "source": content.source,
                "form": content.form,
                "legal_name": legal_name,
                "legal_folded": folded(legal_name),
                "known_as": content.known_as,
                "premises": content.premises,
                "batch": content.filed.batch if content.filed else None,
            }
        )
        names.append(_name(handle, 0, content.name))
        names += [
            _name(handle, place, name.name, name.language, name.valid_from, name.valid_to)
            for place, name in enumerate(content.names, start=1)
        ]
        identifiers += [
            {
                "organisation": handle,
                "scheme": scheme,
                "number": number,
                "state": content.checks.get(scheme, "no-check"),
            }
            for scheme, number in content.identifiers.items()
        ]
        addresses += [
            {"organisation": handle, "place": place, "municipality": one.municipality, "rest": one.rest}
            for place, one in enumerate(content.addresses)
        ]
    for statement, rows in (
        (ORGANISATION, organisations),
        (NAME, names),
        (IDENTIFIER, identifiers),
        (ADDRESS, addresses),
    ):
        _insert(cursor, statement, rows)
    # A sole trader, or one who may be, is found by number only (G1).
    plain = {entry.handle for entry, content in registered if content.sole_trader == "no"}
    indexing.add(
        cursor, [(one["organisation"], one["place"], one["name"]) for one in names if one["organisation"] in plain]
    )


def _name(handle: UUID, place: int, name: str, *said: Any) -> dict[str, Any]:
    language, valid_from, valid_to = said or (None, None, None)
    return {
        "organisation": handle,
        "place": place,
        "name": name,
        "language": language,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "folded": folded(name),
    }


def _insert(cursor: Cursor[Any], statement: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        cursor.execute(statement, (msgspec.json.encode(rows).decode(),))


def register_organisation(cursor: Cursor[Any], entry: Entry, content: OrganisationRegistered) -> None:
    """Add the organisation; a second registration under the same handle has no effect."""
    register_organisations(cursor, [(entry, content)])


def register_establishments(cursor: Cursor[Any], registered: Sequence[tuple[Entry, EstablishmentRegistered]]) -> None:
    """Add the places with their numbers. Raises Refused before it writes, for one that is there."""
    handles = [entry.handle for entry, _ in registered]
    there = cursor.execute("select 1 from register.establishment where handle = any(%s) limit 1", (handles,)).fetchone()
    if there or len(set(handles)) < len(handles):
        raise Refused("this establishment is in the register already")
    establishments, numbers = [], []
    for entry, content in registered:
        address = content.address
        establishments.append(
            {
                "handle": entry.handle,
                "known_from": entry.sequence,
                "organisation": content.organisation,
                "name": content.name,
                "folded": folded(content.name) if content.name else None,
                "municipality": address.municipality if address else None,
                "rest": address.rest if address else None,
                "source": content.source,
                "batch": content.filed.batch if content.filed else None,
            }
        )
        numbers += [
            {"establishment": entry.handle, "scheme": scheme, "number": number}
            for scheme, number in content.identifiers.items()
        ]
    _insert(cursor, ESTABLISHMENT, establishments)
    _insert(cursor, NUMBER, numbers)


def register_establishment(cursor: Cursor[Any], entry: Entry, content: EstablishmentRegistered) -> None:
    """Add the place."""
    register_establishments(cursor, [(entry, content)])


def withdraw_registration(cursor: Cursor[Any], entry: Entry, content: FilingWithdrawn) -> None:
    """Take back an organisation or a place that a batch brought, unless a record needs it."""
    row = cursor.execute(
        "select batch, 'organisation' from register.organisation where handle = %(handle)s and not erased union all"
        " select batch, 'establishment' from register.establishment where handle = %(handle)s",
        {"handle": entry.handle},
    ).fetchone()
    if row is None:
        return  # a record's, or nothing: the other projection says so
    if row[0] != content.batch:
        raise Refused("this was not brought by the batch")
    if cursor.execute("select 1 from register.record_version where party = %s limit 1", (entry.handle,)).fetchone():
        raise Refused("records are filed against it; withdraw those first")
    _forget(cursor, entry.handle)
    cursor.execute(f"delete from register.{row[1]} where handle = %s", (entry.handle,))


def _forget(cursor: Cursor[Any], handle: UUID) -> None:
    indexing.forget(cursor, [handle])
    for table, column in (
        ("organisation_name", "organisation"),
        ("identifier", "organisation"),
        ("address", "organisation"),
        ("establishment_number", "establishment"),
    ):
        cursor.execute(f"delete from register.{table} where {column} = %s", (handle,))


def keep_the_place_of_an_erased_organisation(cursor: Cursor[Any], entry: Entry) -> None:
    """Leave the bare handle, so that records which name it still lead to "erased" and not to nothing."""
    cursor.execute(
        "insert into register.organisation (handle, known_from, erased) values (%s, %s, true) on conflict do nothing",
        (entry.handle, entry.sequence),
    )


def erase_organisation(cursor: Cursor[Any], handle: UUID) -> None:
    """Blank what is known of the organisation or place, as its entries leave it once their contents are gone.

    Without contents a registration that was refused cannot be told from one that was not: both leave the handle.
    """
    _forget(cursor, handle)
    cursor.execute("delete from register.establishment where handle = %s", (handle,))
    cursor.execute("delete from register.organisation where handle = %s", (handle,))
    cursor.execute(
        "insert into register.organisation (handle, known_from, erased)"
        " select handle, min(sequence), true from ledger.ledger_entry"
        " where handle = %s and kind = 'organisation-registered' group by handle",
        (handle,),
    )


ORGANISATIONS: Final = Projection(
    tables={
        **indexing.TABLES,
        "register.organisation_name": "organisation, place",
        "register.identifier": "organisation, scheme",
        "register.address": "organisation, place",
        "register.establishment_number": "establishment, scheme",
        "register.establishment": "handle",
        "register.organisation": "handle",
    },
    handlers={
        "organisation-registered": register_organisation,
        "establishment-registered": register_establishment,
        "filing-withdrawn": withdraw_registration,
    },
    bulk={
        "organisation-registered": register_organisations,
        "establishment-registered": register_establishments,
    },
    erase=erase_organisation,
    erased={"organisation-registered": keep_the_place_of_an_erased_organisation},
)
