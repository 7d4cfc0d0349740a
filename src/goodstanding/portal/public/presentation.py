"""What the pages show, worked out before the template: texts in one language, amounts, the language of data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from goodstanding.about.lines import Lines
from goodstanding.about.measures import Measures
from goodstanding.register.queries import PublishedRecord, RecordVersion


@dataclass(frozen=True)
class ShownRecord:
    """A record with the parts that need words: the amount and the severity tier."""

    record: PublishedRecord | RecordVersion
    fine: str | None
    tier: str


def shown_record(record: PublishedRecord | RecordVersion) -> ShownRecord:
    fine = None if record.fine_amount is None else money(amount=record.fine_amount, currency=record.fine_currency)
    return ShownRecord(record=record, fine=fine, tier=tier_word(record.tier))


def money(*, amount: Decimal, currency: str | None) -> str:
    """Answer an amount with its currency code, digits in groups of three, cents only where there are any."""
    whole = amount == amount.to_integral_value()
    digits = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    return f"{currency} {digits}" if currency else digits


def tier_word(tier: str) -> str:
    """Answer the severity tier in the page's language; a tier the page does not know is shown as it is."""
    words = {
        "minor": pgettext("severity tier", "Minor"),
        "general": pgettext("severity tier", "General"),
        "serious": pgettext("severity tier", "Serious"),
    }
    return words.get(tier, tier)


def statement_blocks(known: Measures, *, language: str) -> list[dict[str, Any]]:
    """Answer the statement as paragraphs and lists."""
    parts = known.statement.parts(language)
    return [{"text": part} if isinstance(part, str) else {"points": part} for part in parts]


def headings(known: Measures, *, language: str) -> dict[str, str]:
    words = known.words
    chosen = {"measure": words.measure, "state": words.state, "why": words.why, "shown_by": words.shown_by}
    return {name: text.in_language(language) for name, text in chosen.items()}


def measure_rows(known: Measures, *, language: str) -> list[dict[str, Any]]:
    nothing = known.words.nothing_to_show.in_language(language)
    return [
        {
            "id": measure.id,
            "title": measure.title.in_language(language),
            "kind": measure.state.replace(" ", "-"),
            "state": known.words.of_state(measure.state).in_language(language),
            "why": measure.why.in_language(language),
            "command": measure.command,
            "address": reverse("public:front") + measure.page if measure.page else None,
            "page": page_name(measure.page),
            "nothing": nothing,
        }
        for measure in known.measures
    ]


def page_name(page: str | None) -> str | None:
    """Answer the name of a page as the navigation calls it; a page it does not know is named by its address."""
    names = {"records/": gettext("Records"), "lines/": gettext("Lines it does not cross")}
    return names.get(page, page) if page else None


def line_rows(known: Lines, *, language: str) -> list[dict[str, str]]:
    return [
        {
            "id": line.id,
            "title": line.title.in_language(language),
            "rule": line.rule.in_language(language),
            "today": line.today.in_language(language),
        }
        for line in known.lines
    ]


def giveaway_rows(known: Lines, *, language: str) -> list[dict[str, Any]]:
    return [
        {
            "title": item.title.in_language(language),
            "pieces": code_pieces(item.text.in_language(language)),
            "here": item.here,
        }
        for item in known.giveaways
    ]


def code_pieces(text: str) -> list[dict[str, Any]]:
    """Answer a text split at its `backticks`, so that the template can mark the commands in it."""
    return [{"text": piece, "code": bool(place % 2)} for place, piece in enumerate(text.split("`")) if piece]
