"""GET /decisions: may I? The same function decides as when it is done."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from goodstanding.access import policy
from goodstanding.api.asked import only
from goodstanding.api.bearer import caller
from goodstanding.core.access.words import Action, Class, Purpose

router = Router(tags=["decisions"])


class Decision(Schema):
    """Allowed, by which line of docs/access.md, and what the line asks for in return."""

    allowed: bool
    line: str | None
    obligations: list[str]


@router.get("/decisions", response=Decision, summary="May the caller do this?")
def decisions(
    request: HttpRequest,
    action: Action,
    purpose: Purpose,
    cls: Annotated[Class, Query(alias="class")],
    whose: Literal["own", "other"],
) -> dict[str, object]:
    """Answer whether the table allows it to the caller's role; for a machine, only within its token's scopes.

    `whose`: `own` is what the caller's authority filed, opened or runs; for a representative, the own organisation.
    """
    only(request, "action", "purpose", "class", "whose")
    under = caller(request)
    found = policy.may(under, action=action, purpose=purpose, cls=cls, own=whose == "own")
    return {"allowed": found.allowed, "line": found.line, "obligations": sorted(found.obligations)}
