"""GET /access-log: who looked, and why. Reading it is a look too, and stands in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from goodstanding.access import queries
from goodstanding.access.acting import acting
from goodstanding.access.queries import Look as Looked
from goodstanding.api import problems
from goodstanding.api.asked import look, only
from goodstanding.api.bearer import caller
from goodstanding.api.pools import pools

router = Router(tags=["access log"])


class Look(Schema):
    """One look: by whom (a pseudonym), in which role, unit and authority, for what, on which law, when, at what."""

    sequence: int
    at: datetime
    actor: str
    role: str
    unit: str | None
    authority: str
    purpose: str
    basis: str
    case_reference: str | None
    action: str
    class_: str = Field(serialization_alias="class")
    organisation: UUID | None
    records: list[UUID]
    decision: str
    line: str | None
    delayed_until: date | None
    delay_basis: str | None


class Log(Schema):
    """Looks, latest first. `before` asks for the page after this one; null where there is none."""

    looks: list[Look]
    before: int | None


@router.get("/access-log", response=Log, by_alias=True, summary="Who looked, and why")
def access_log(
    request: HttpRequest,
    authority: str | None = None,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    most: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, object]:
    """Answer a representative the looks at the own organisation; others the looks an authority's people took.

    `authority`: whose looks, where they are not the own authority's; an auditor may ask.
    """
    only(request, "authority", "before", "most")
    under = caller(request)
    why = look(request, under=under, action="read-log")
    asked = {"action": "read-log", "cls": "access-log", **why.said()}
    looks: list[Looked]
    if under.organisation:
        if authority is not None:
            raise problems.not_there()
        with acting(pools(), under=under, targets=[under.organisation], **asked) as here:
            looks = queries.looks_of_organisation(
                here.connection, organisation=under.organisation, before=before, most=most
            )
    else:
        whose = authority if authority is not None else under.authority or ""
        if not whose.isprintable():
            raise problems.not_there()
        with acting(pools(), under=under, authority=whose, **asked) as here:
            looks = queries.looks_of_authority(here.connection, authority=whose, before=before, most=most)
    return {"looks": looks, "before": looks[-1].sequence if len(looks) == most else None}
