"""A session belongs to one browser in one network, for a working day, and ends when nobody uses it.

What is stored in it is a keyed hash; a cookie that comes from elsewhere ends the session for both.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import error
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from goodstanding.access.signing_in import events

SEEN_EVERY_SECONDS = 60
_BOUND, _BEGUN, _SEEN = "bound_to", "begun", "seen"


def bind(request: HttpRequest) -> None:
    """Bind the session to the browser and the network of this request, and begin its day."""
    now = time.time()
    request.session[_BOUND] = _browser(request)
    request.session[_BEGUN] = request.session[_SEEN] = now


def reason_to_refuse(request: HttpRequest, *, now: float) -> str | None:
    """Answer why a session is refused (elsewhere, over, unused); None where it holds."""
    session = request.session
    if _BOUND not in session:
        return "unbound" if SESSION_KEY in session else None
    if not constant_time_compare(session[_BOUND], _browser(request)):
        return "another browser or network"
    if now - session[_BEGUN] > settings.SESSION_COOKIE_AGE:
        return "older than a working day"
    if now - session[_SEEN] > settings.SESSION_IDLE_SECONDS:
        return "unused for half an hour"
    return None


def bound_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End a session that comes from elsewhere or is over, and say so, before anything else sees it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = time.time()
        if why := reason_to_refuse(request, now=now):
            _end(request, why=why)
            error(request, gettext("You were signed out for your protection. Please sign in again."))
            return HttpResponseRedirect(reverse(settings.LOGIN_URL))
        if now - request.session.get(_SEEN, now) > SEEN_EVERY_SECONDS:
            request.session[_SEEN] = now
        return get_response(request)

    return middleware


def end_everywhere(*, actor: UUID) -> int:
    """End every session and every bearer token of a person; answer how many sessions there were."""
    found = list(UserSession.objects.filter(user_id=actor))
    for session in found:
        session.end()
    revoke_tokens(actor=actor)
    return len(found)


def revoke_tokens(*, actor: UUID) -> None:
    """End every bearer token of an actor."""
    with connection.cursor() as cursor:
        cursor.execute("select access.revoke_bearers(%s)", [actor])


def sweep() -> None:
    """Delete the sessions that are over; Django leaves them to a job that nobody runs."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def _end(request: HttpRequest, *, why: str) -> None:
    who = request.session.get(SESSION_KEY)
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()
    events.at_the_door("session-refused", request, who=UUID(who) if who else None, why=why)


def _browser(request: HttpRequest) -> str:
    said = request.headers.get("User-Agent", "")
    return salted_hmac("goodstanding.session", f"{said}\n{events.network(request)}", algorithm="sha256").hexdigest()
