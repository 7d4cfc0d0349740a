"""`goodstanding about`: what was asked, what this is, and the state of the thirteen measures."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from goodstanding.about.measures import Measure, Measures, measures
from goodstanding.about.texts import language_tag


class Language(StrEnum):
    ENGLISH = "en"
    CHINESE = "zh-hans"


OTHER_LANGUAGE = {
    Language.ENGLISH: "中文：goodstanding about --language zh-hans",
    Language.CHINESE: "English: goodstanding about --language en",
}


def about(
    *,
    language: Annotated[
        Language, typer.Option("--language", "-l", help="English or Simplified Chinese.")
    ] = Language.ENGLISH,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Say what was asked, what this is, and which of the thirteen measures work.

    Examples: goodstanding about · goodstanding about --language zh-hans · goodstanding about --json
    """
    if as_json:
        print(json.dumps(document(language=language), ensure_ascii=False, indent=2))
    elif sys.stdout.isatty():
        _show_on_terminal(language=language)
    else:
        print(plain_text(language=language))


def document(*, language: str) -> dict[str, Any]:
    """Answer the statement and the measures as data."""
    known = measures()
    return {
        "language": language_tag(language),
        "statement": known.statement.text(language),
        "measures": [
            {
                "id": measure.id,
                "title": measure.title.in_language(language),
                "state": measure.state,
                "state_in_words": known.words.of_state(measure.state).in_language(language),
                "why": measure.why.in_language(language),
                "shown_by": measure.shown_by,
            }
            for measure in known.measures
        ],
    }


def plain_text(*, language: Language) -> str:
    """Answer the same without colour, frames or wrapping, for files and pipes."""
    known = measures()
    blocks = [OTHER_LANGUAGE[language], *_statement_blocks(known, language=language)]
    for measure in known.measures:
        head = f"{measure.id}  {measure.title.in_language(language)}"
        state = known.words.of_state(measure.state).in_language(language)
        blocks.append(
            f"{head}: {state}\n    {measure.why.in_language(language)}\n    {_where(measure, language=language)}"
        )
    return "\n\n".join(blocks)


def _show_on_terminal(*, language: Language) -> None:
    known = measures()
    words = known.words
    console = Console(highlight=False)
    console.print(OTHER_LANGUAGE[language], style="dim", markup=False)
    for block in _statement_blocks(known, language=language):
        console.print(f"\n{block}", markup=False)
    table = Table(show_lines=True, expand=True)
    table.add_column("", width=2)
    table.add_column(words.measure.in_language(language), ratio=3)
    table.add_column(words.state.in_language(language), ratio=2)
    table.add_column(words.why.in_language(language), ratio=8)
    table.add_column(words.shown_by.in_language(language), ratio=3)
    for measure in known.measures:
        state = words.of_state(measure.state).in_language(language)
        why = measure.why.in_language(language)
        table.add_row(measure.id, measure.title.in_language(language), state, why, _where(measure, language=language))
    console.print()
    console.print(table)


def _statement_blocks(known: Measures, *, language: str) -> list[str]:
    parts = known.statement.parts(language)
    return [part if isinstance(part, str) else "\n".join(f"- {line}" for line in part) for part in parts]


def _where(measure: Measure, *, language: str) -> str:
    if measure.page:
        return f"/{language}/{measure.page}"
    return measure.command or measures().words.nothing_to_show.in_language(language)
