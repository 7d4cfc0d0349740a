"""The generated parts of README.md and docs/lines.md, as Markdown."""

from __future__ import annotations

from goodstanding.about.lines import lines
from goodstanding.about.measures import Measure, measures
from goodstanding.about.texts import is_chinese


def statement(*, language: str) -> str:
    """Answer what was asked, and what this is."""
    blocks = [
        part if isinstance(part, str) else "\n".join(f"- {line}" for line in part)
        for part in measures().statement.parts(language)
    ]
    return "\n\n".join(blocks)


def measures_table(*, language: str) -> str:
    """Answer the thirteen measures, each with its state, the reason and where to see it."""
    words = measures().words
    headings = (words.measure, words.state, words.why, words.shown_by)
    rows = [["", *(heading.in_language(language) for heading in headings)], ["---"] * 5]
    rows += [_row(measure, language=language) for measure in measures().measures]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def drawn_lines(*, language: str) -> str:
    """Answer G1 to G8: what the program will not do, and what holds it today."""
    today = "**目前：**" if is_chinese(language) else "**Today:** "
    blocks = [
        f"### {line.id} {line.title.in_language(language)}\n\n"
        f"{line.rule.in_language(language)}\n\n{today}{line.today.in_language(language)}"
        for line in lines().lines
    ]
    return "\n\n".join(blocks)


def giveaways(*, language: str) -> str:
    """Answer what gives a changed program away."""
    chinese = is_chinese(language)
    colon, missing = ("：", "（尚未实现）") if chinese else (": ", " (not yet)")
    return "\n".join(
        f"- **{item.title.in_language(language)}**{'' if item.here else missing}{colon}"
        f"{item.text.in_language(language)}"
        for item in lines().giveaways
    )


def _row(measure: Measure, *, language: str) -> list[str]:
    words = measures().words
    return [
        measure.id,
        measure.title.in_language(language),
        f"**{words.of_state(measure.state).in_language(language)}**",
        measure.why.in_language(language),
        f"`{measure.command or '/' + str(measure.page)}`" if measure.shown_by else "—",
    ]
