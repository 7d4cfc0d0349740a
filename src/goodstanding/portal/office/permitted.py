"""Whose page it is: every page that shows or does anything is opened under one appointment, which its address names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from goodstanding.access.acting import Appointment
from goodstanding.access.models import Person
from goodstanding.access.signing_in import holding

View = Callable[..., HttpResponse]


def signed_in(request: HttpRequest) -> Person:
    """Answer who is signed in. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def held(request: HttpRequest) -> list[Appointment]:
    """Answer what the signed-in person holds now, asked once for a request."""
    if not hasattr(request, "held"):
        request.held = holding.held_by(actor=request.user.pk) if request.user.is_authenticated else []  # type: ignore[attr-defined]
    found: list[Appointment] = request.held  # type: ignore[attr-defined]
    return found


def under(*roles: str) -> Callable[[View], View]:
    """Open a page to those who hold one of these roles: 404 under another's appointment, 403 in another role."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, appointment: UUID, **kwargs: Any) -> HttpResponse:
            mine = next((one for one in held(request) if one.appointment == appointment), None)
            if mine is None:
                raise Http404
            if mine.role not in roles:
                raise PermissionDenied
            request.under = mine  # type: ignore[attr-defined]  # for the navigation
            return view(request, mine, **kwargs)

        return wrapped

    return decorate
