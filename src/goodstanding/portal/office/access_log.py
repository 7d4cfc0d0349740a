"""Who looked: the organisation's own access log, and an operator's report of what is unusual."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.access import queries
from goodstanding.access.acting import Appointment, Refused, Unauthenticated, acting
from goodstanding.access.models import Person
from goodstanding.portal.office import words
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools
from goodstanding.register.queries import installation

ON_A_PAGE = 50
DAYS = 30
OWN_ACCESS = "own access to the access log (R34)"
OPERATION = "operation of the installation: unusual looks (R34)"


@require_safe
@under("representative")
def access_log(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Show who looked at the organisation, latest first. To read it is a look too, and logged."""
    if mine.organisation is None:
        raise PermissionDenied
    with_own = request.GET.get("own") == "1"
    before = int(said) if re.fullmatch("[0-9]{1,18}", said := request.GET.get("before", "")) else None
    asked: dict[str, Any] = {"action": "read-log", "purpose": "own-access", "cls": "access-log", "basis": OWN_ACCESS}
    try:
        with acting(pools(), under=mine, targets=[mine.organisation], **asked) as entered:
            found = queries.looks_of_organisation(
                entered.connection,
                organisation=mine.organisation,
                with_own=with_own,
                before=before,
                most=ON_A_PAGE + 1,
            )
    except (Refused, Unauthenticated) as refused:
        raise PermissionDenied from refused
    page = {
        "looks": _worded(found[:ON_A_PAGE]),
        "before": before,
        "next": found[ON_A_PAGE - 1].sequence if len(found) > ON_A_PAGE else None,
        "with_own": with_own,
        "mine": mine,
    }
    return render(request, "office/access-log.html", page)


@require_safe
@under("operator")
def unusual(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Show what is unusual in the looks of the operator's authority in the last thirty days."""
    if mine.authority is None:
        raise PermissionDenied
    asked: dict[str, Any] = {"action": "read-log", "purpose": "operation", "cls": "access-log", "basis": OPERATION}
    try:
        with acting(pools(), under=mine, **asked) as entered:
            found = queries.unusual(
                entered.connection,
                authority=mine.authority,
                since=(datetime.now(UTC) - timedelta(days=DAYS)).date(),
                time_zone=installation(entered.connection).time_zone,
            )
    except (Refused, Unauthenticated) as refused:
        raise PermissionDenied from refused
    names = _names({one.actor for one in found})
    rows = [{"one": one, "name": names.get(one.actor), "what": words.unusual(one.what)} for one in found]
    return render(request, "office/unusual.html", {"rows": rows, "days": DAYS, "mine": mine})


def _names(pseudonyms: set[str]) -> dict[str, str]:
    """Answer whose pseudonyms these are, for the operator who has to ask them."""
    query = "select pseudonym, actor from access.actor where pseudonym = any(%s)"
    with pools().access.connection() as access:
        actors = dict(access.execute(query, (list(pseudonyms),)).fetchall())
    people = Person.objects.in_bulk(actors.values())
    return {name: people[actor].name for name, actor in actors.items() if actor in people}


def _worded(found: list[queries.Look]) -> list[dict[str, Any]]:
    with pools().access.connection() as access:
        known = queries.units(access)
    units = {row["unit"]: row["name"] for row in known}
    authorities = {row["authority"]: row["authority_name"] for row in known}
    return [
        {
            "one": one,
            "authority": authorities.get(one.authority, one.authority),
            "unit": units.get(one.unit, one.unit) if one.unit else None,
            "role": words.role(one.role),
            "purpose": words.purpose(one.purpose),
            "action": words.action(one.action),
        }
        for one in found
    ]
