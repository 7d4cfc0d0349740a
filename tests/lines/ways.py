"""The ways in that a rule has to hold: a bent pack, typed contents, raw bytes in the ledger, raw SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
import pytest

from goodstanding.core.canonical import canonical
from goodstanding.core.entries import KINDS
from goodstanding.core.rules.carrying import Subject
from goodstanding.ledger import outbox
from goodstanding.packs.complaints import NotAPack
from goodstanding.packs.folder import edition_hash, read_folder
from goodstanding.packs.linting import lint
from goodstanding.packs.reading import parse_pack
from goodstanding.register import services
from tests.house import BASIS, House, filed, small_edition

Files = dict[str, str]
Change = tuple[str, str, str]

SMALL: Final = read_folder(Path(__file__).parents[1] / "packs/small")
TODAY: Final = date(2026, 12, 1)
COMPANY: Final = Subject(kind="market-entity", protected_class="none", sole_trader="no")
SERVING: Final = ("gs_public", "gs_access", "gs_clerk", "gs_case", "gs_eraser")
WRITING: Final = ("gs_sequencer", "gs_owner")


def not_held(reason: str) -> pytest.MarkDecorator:
    """Mark a way in that the rule does not hold yet; the test goes red on the day that it does."""
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)


# --- a bent pack ------------------------------------------------------------------------------------------------


def bent(*changes: Change, of: Mapping[str, str] = SMALL) -> Files:
    """The files of the small pack with changes: (file, words that stand in it once, words instead); "" is the end."""
    files = dict(of)
    for file, old, new in changes:
        if old == "":
            files[file] = files.get(file, "") + new
            continue
        assert files[file].count(old) == 1, f"{file} has {old!r} {files[file].count(old)} times"
        files[file] = files[file].replace(old, new)
    return files


def complaints(
    *changes: Change, of: Mapping[str, str] = SMALL, after: Mapping[str, str] | None = None, province_of: Any = None
) -> set[str]:
    """The codes of what the small pack with these changes is refused for, as a pack or by the linter.

    `after` is the edition published before; `province_of` the nation's files.
    """
    nation = parse_pack(province_of) if province_of else None
    try:
        pack = parse_pack(bent(*changes, of=of), parent=nation)
    except NotAPack as refused:
        return {one.code for one in refused.complaints}
    before = parse_pack(after) if after else None
    return {one.code for one in lint(pack, today=TODAY, previous=before) if one.grade == "fault"}


def catalogue(*changes: Change) -> Any:
    """The catalogue of the small pack with these changes, whatever the linter says of it."""
    return parse_pack(bent(*changes)).catalogue


# --- the ledger -------------------------------------------------------------------------------------------------


def file_raw(
    house: House,
    kind: str,
    content: dict[str, Any],
    *,
    handle: UUID | None = None,
    authority: str = "exampleland:environment",
    role: str = "gs_clerk",
    actor: str = "eve",
) -> str | None:
    """File bytes that no service made and settle; answer why they had no effect, or None when they had one."""
    about = (handle or uuid4()).bytes
    draft = outbox.Draft(about, kind, KINDS.kind(kind).version, canonical(content))
    by = {"gs_clerk": house.clerk, "gs_case": house.case}[role]
    house.file(outbox.Act(actor, authority, BASIS, [draft]), by=by)
    head = house.settle()
    return house.refused().get(head)


def record(**change: Any) -> dict[str, Any]:
    """A record's content as plain values, with changes."""
    return filed(uuid4()).plain() | change


def organisation(**change: Any) -> dict[str, Any]:
    """An organisation's content as plain values, with changes."""
    return {
        "name": "Works Ltd",
        "organisation_type": "market-entity",
        "sole_trader": "no",
        "protected_class": "none",
        "identifiers": {"company-number": "C0000001"},
        "source": "Exampleland (invented)",
    } | change


def publish_raw(house: House, files: Files) -> str | None:
    """File an edition as raw bytes by gs_case; answer why it had no effect, or None when it had one."""
    version = files["pack.yaml"].partition("version: ")[2].partition("\n")[0]
    content = small_edition(files=files, sha256=edition_hash(files), version=version)
    by = {"actor": content.approved_by, "authority": f"{content.pack}:catalogue"}
    return file_raw(house, "edition-published", content.plain(), role="gs_case", **by)


def publish(house: House, files: Files) -> str:
    """Publish an edition by the service, as two people do; answer its hash."""
    pack = parse_pack(files)
    authority = services.catalogue_authority(pack)
    house.people.acts(house.case, action="propose", name="ada", authority=authority, cls="catalogue")
    proposal = services.propose_edition(house.case, pack=pack, today=TODAY)
    (handle,) = house.owner.execute("select handle from access.proposal where proposal = %s", (proposal,)).fetchone()
    house.people.acts(house.case, action="publish", name="bo", authority=authority, proposal=proposal)
    hands = services.Hands(proposed_by="ada", approved_by="bo")
    services.publish_edition(house.case, pack=pack, handle=handle, hands=hands, today=TODAY, keys=house.keys)
    house.settle()
    return pack.sha256


# --- raw SQL ----------------------------------------------------------------------------------------------------


def tried(house: House, statement: str, values: Any = ()) -> dict[str, str]:
    """Try the statement as each role of the database, undone each time.

    Answer for each role the constraint that refused it, `denied` without the privilege, or `done`.
    """
    said = {}
    with house.connect("gs_public", autocommit=True) as public:
        own = {"gs_public": public, "gs_access": house.access, "gs_clerk": house.clerk, "gs_case": house.case}
        own["gs_eraser"] = house.eraser
        for role, connection in (own | {"gs_sequencer": house.sequencing, "gs_owner": house.owner}).items():
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(statement, values)
                said[role] = "done"
            except psycopg.errors.InsufficientPrivilege:
                said[role] = "denied"
            except psycopg.IntegrityError as refused:
                said[role] = refused.diag.constraint_name or type(refused).__name__
    return said


def by_sql(house: House, table: str, row: dict[str, Any]) -> dict[str, str]:
    """Try to insert the row into a table of the register as each role."""
    places = ", ".join(["%s"] * len(row))
    return tried(house, f"insert into register.{table} ({', '.join(row)}) values ({places})", list(row.values()))


def only(constraint: str) -> dict[str, str]:
    """What is tried is denied to all roles that serve, and refused by the constraint to those that write."""
    return dict.fromkeys(SERVING, "denied") | dict.fromkeys(WRITING, constraint)


def record_row(**change: Any) -> dict[str, Any]:
    """A row of register.record_version under the small pack's edition, with changes."""
    content = filed(uuid4())
    row = {
        "handle": uuid4(),
        "known_from": 1,
        "party": content.party,
        "authority": "exampleland:environment",
        "authority_name": content.authority_name,
        "document_number": content.document_number,
        "decided_on": content.decided_on,
        "law": content.law,
        "tier": content.tier,
        "adverse": content.adverse,
        "published_from": content.published_from,
        "ends_on": content.ends_on,
        "annulled": False,
        "source": content.source,
        "columns": "{}",
        "edition": content.edition,
        "item": content.item,
    }
    return row | change


def organisation_row(**change: Any) -> dict[str, Any]:
    """A row of register.organisation, with changes."""
    plain = organisation()
    return {"handle": uuid4(), "known_from": 1} | plain | {"identifiers": '{"company-number": "C0000001"}'} | change
