"""The answers to what is refused. They say what to do, and not what is there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from goodstanding.access.signing_in import events


def not_yours(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role does not open this page."""
    del exception
    return _answer(request, 403, gettext("Not for this role"), gettext("Your role does not open this page."))


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is another person's."""
    del exception
    return _answer(request, 404, gettext("Not here"), gettext("There is no such page for you."))


def too_many(request: HttpRequest, **_more: Any) -> HttpResponse:
    """429: too many requests; once a minute this is logged."""
    events.once_a_minute("throttled", request, who=events.person_of(request.user), why="requests")
    return _answer(request, 429, gettext("Too many requests"), gettext("Wait a minute and try again."))


def not_from_our_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that this site did not show, or showed too long ago."""
    del reason
    text = gettext("This form was not opened here, or too long ago. Open the page again and repeat it.")
    return _answer(request, 403, gettext("Not accepted"), text)


def _answer(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "office/refusal.html", {"title": title, "text": text}, status=status)
