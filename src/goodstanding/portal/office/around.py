"""What stands around every page of the office: the languages, who is signed in, and the pages of the appointment."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from goodstanding.about.texts import language_tag
from goodstanding.access.acting import Appointment
from goodstanding.portal.office import words
from goodstanding.portal.office.pools import pools
from goodstanding.portal.public import languages
from goodstanding.register.queries import installation


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Answer what the base of every page needs."""
    user = getattr(request, "user", None)
    mine: Appointment | None = getattr(request, "under", None)
    match = request.resolver_match
    tag = language_tag(get_language() or "en")
    with pools().access.connection() as access:
        shown = installation(access)
    return {
        "language_tag": tag,
        "installation": shown,
        "present_reason": (shown.reason or {}).get(tag),
        "languages": languages.links(path=request.path),
        "person": user if user is not None and user.is_authenticated else None,
        "here": match.view_name if match else None,
        "pages": pages_of(mine) if mine else [],
        "provider": settings.OIDC,
    }


def pages_of(mine: Appointment) -> list[dict[str, str]]:
    """Answer the pages an appointment opens: their routes, addresses and names."""
    return [
        {"route": f"office:{name}", "address": reverse(f"office:{name}", args=[mine.appointment]), "name": text}
        for name, text in words.pages(mine.role)
    ]
