"""GET /organisations…: one organisation, and what is recorded about it, as the caller may see it now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from goodstanding.access.acting import acting
from goodstanding.api import problems
from goodstanding.api.asked import handle as read_handle
from goodstanding.api.asked import look, only
from goodstanding.api.bearer import caller
from goodstanding.api.pools import pools
from goodstanding.register import queries
from goodstanding.register.queries import LookedAt, RecordVersion

router = Router(tags=["organisations"])
LONGEST = 200


class Found(Schema):
    """An organisation found by an identifier."""

    handle: UUID
    name: str
    identifiers: dict[str, str]


class Organisation(Found):
    """The register's entry; `records` are the handles of those about it that the caller may see."""

    organisation_type: str
    sole_trader: str
    protected_class: str
    source: str
    records: list[UUID]


class Record(Schema):
    """A record as it stands now; `known_from` is its position in the ledger."""

    handle: UUID
    known_from: int
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


class Records(Schema):
    """The records about one organisation that the caller may see, latest decision first."""

    records: list[Record]


@router.get("/organisations", response=Found, summary="Find one organisation by an identifier")
def find(request: HttpRequest, scheme: str, identifier: str) -> LookedAt:
    """Answer the organisation with this identifier. Not there and not for the caller are one answer."""
    only(request, "scheme", "identifier")
    under = caller(request)
    why = look(request, under=under, action="find")
    if not (_is_plain(scheme) and _is_plain(identifier)):
        raise problems.not_there()
    with acting(
        pools(), under=under, action="find", cls="organisation", identifier=(scheme, identifier), **why.said()
    ) as here:
        found = queries.looked_at(here.connection)
    if not found:
        raise problems.not_there()
    if len(found) > 1:
        raise problems.Problem(
            409,
            "More than one",
            detail="More than one organisation has this identifier in the register.",
            fix="Ask for each by its handle: " + ", ".join(str(one.handle) for one in found),
        )
    return found[0]


@router.get("/organisations/{handle}", response=Organisation, summary="Look at one organisation")
def organisation(request: HttpRequest, handle: str) -> dict[str, object]:
    """Answer the entry, and the handles of the records about it. The organisation sees that it was looked at."""
    found = _looked_at(request, handle)
    return {**vars(found), "records": [record.handle for record in found.records]}


@router.get("/organisations/{handle}/records", response=Records, summary="Look at the records about it")
def records(request: HttpRequest, handle: str) -> dict[str, list[RecordVersion]]:
    """Answer the records about it. The organisation sees that they were looked at."""
    return {"records": _looked_at(request, handle).records}


def _looked_at(request: HttpRequest, handle: str) -> LookedAt:
    only(request)
    under = caller(request)
    why = look(request, under=under, action="look")
    target = read_handle(handle)
    with acting(pools(), under=under, action="look", cls="organisation", targets=[target], **why.said()) as here:
        found = queries.looked_at(here.connection)
    if not found:  # the handle of a record that may be seen is none of an organisation
        raise problems.not_there()
    return found[0]


def _is_plain(text: str) -> bool:
    # The database takes no NUL and no half of a pair; neither is in any identifier.
    return 0 < len(text) <= LONGEST and text.isprintable()
