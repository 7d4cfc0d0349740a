"""POST /tokens/revoke: the caller's own tokens end, all of them, this one too."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from goodstanding.access.noting import note
from goodstanding.api.asked import only
from goodstanding.api.bearer import caller
from goodstanding.api.pools import pools

router = Router(tags=["tokens"])


class Revoked(Schema):
    """How many tokens were in force."""

    revoked: int


@router.post("/tokens/revoke", response=Revoked, summary="End all of the caller's tokens")
def revoke(request: HttpRequest) -> dict[str, int]:
    """End every token of whoever asks. The request has no body: which tokens, is told by whose it is."""
    only(request)
    under = caller(request)
    with pools().access.connection() as access:
        row = access.execute("select access.revoke_bearers(%s)", (under.actor,)).fetchone()
        gone = int(row[0]) if row else 0
        note(access, event="revoked", who=under.actor, what="tokens", count=str(gone))
    return {"revoked": gone}
