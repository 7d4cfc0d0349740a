"""The public pages. They read, and only what is public on the installation's present day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from goodstanding.about.lines import lines as drawn_lines
from goodstanding.about.measures import measures
from goodstanding.about.texts import language_tag
from goodstanding.portal.public import languages, presentation, reading


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show what was asked, what this is, and the thirteen measures."""
    language = get_language() or "en"
    known = measures()
    page = {
        "statement": presentation.statement_blocks(known, language=language),
        "headings": presentation.headings(known, language=language),
        "measures": presentation.measure_rows(known, language=language),
    }
    return _page(request, "front", page)


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show every decision that is public on the present day, or the answer that there is none."""
    found = reading.published_records()
    page = {
        "records": [presentation.shown_record(record) for record in found],
        "sources": sorted({record.source for record in found}),
    }
    return _page(request, "records", page)


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Show the lines the code does not cross, what holds each today, and what gives a changed program away."""
    language = get_language() or "en"
    known = drawn_lines()
    page = {
        "lines": presentation.line_rows(known, language=language),
        "giveaways": presentation.giveaway_rows(known, language=language),
    }
    return _page(request, "lines", page)


def _page(request: HttpRequest, name: str, page: dict[str, Any]) -> HttpResponse:
    here, tag = reading.installation(), language_tag(get_language() or "en")
    around = {
        "here": name,
        "language_tag": tag,
        "languages": languages.links(path=request.path),
        "installation": here,
        "present_reason": (here.reason or {}).get(tag),
    }
    return render(request, f"public/{name}.html", around | page)
