"""A person's token for the command line: good for an hour, shown once, for whoever shows once more who he is."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from psycopg.errors import InvalidAuthorizationSpecification

from goodstanding.access.acting import Appointment
from goodstanding.portal.office import words
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools

SECONDS = 3600


@require_POST
@under(*words.OF_PEOPLE)
@reauthentication_required  # type: ignore[untyped-decorator]  # the library has none
def token(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Issue a token under one appointment, and show it this once: only its hash is kept."""
    try:
        with pools().access.connection() as access:
            row = access.execute(
                "select access.issue_bearer(%s, %s, '{}', %s)", (mine.actor, mine.appointment, SECONDS)
            ).fetchone()
    except InvalidAuthorizationSpecification as over:  # it ended since the page was asked for
        raise Http404 from over
    page = {"token": row[0] if row else "", "mine": mine, "role": words.role(mine.role)}
    return render(request, "office/token.html", page)
