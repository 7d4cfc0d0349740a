"""What was asked of this program, and the state of the thirteen measures of the article."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from goodstanding.about.texts import Line, Strict, Text, is_chinese, load

IDS = ("1a", "1b", "2a", "2b", "2c", "3a", "3b", "3c", "4a", "4b", "4c", "5a", "5b")

State = Literal["works", "works differently", "refused", "not yet"]
Part = Line | Annotated[tuple[Line, ...], Field(min_length=1, strict=False)]
Parts = Annotated[tuple[Part, ...], Field(min_length=1, strict=False)]
Shown = Annotated[str, StringConstraints(pattern=r"^(goodstanding [a-z][a-z -]*|([a-z-]+/)+)$")]


class Statement(Strict):
    en: Parts
    zh_hans: Parts = Field(alias="zh-Hans")

    def parts(self, language: str) -> Parts:
        """Answer the statement as paragraphs (text) and lists (several texts)."""
        return self.zh_hans if is_chinese(language) else self.en

    def text(self, language: str) -> str:
        """Answer the statement as one text, word for word."""
        lines = [line for part in self.parts(language) for line in ([part] if isinstance(part, str) else part)]
        return ("" if is_chinese(language) else " ").join(lines)


class Words(Strict):
    """The words around the measures: column headings and the four states."""

    measure: Text
    state: Text
    why: Text
    shown_by: Text
    nothing_to_show: Text
    works: Text
    works_differently: Text = Field(alias="works differently")
    refused: Text
    not_yet: Text = Field(alias="not yet")

    def of_state(self, state: State) -> Text:
        return {
            "works": self.works,
            "works differently": self.works_differently,
            "refused": self.refused,
            "not yet": self.not_yet,
        }[state]


class Measure(Strict):
    id: Line
    title: Text
    state: State
    why: Text
    shown_by: Shown | None

    @property
    def command(self) -> str | None:
        """The command that shows the measure, when it is shown by a command."""
        return self.shown_by if self.shown_by and self.shown_by.startswith("goodstanding ") else None

    @property
    def page(self) -> str | None:
        """The page that shows the measure, below the language, when it is shown by a page."""
        return self.shown_by if self.shown_by and not self.command else None


class Measures(Strict):
    statement: Statement
    words: Words
    measures: Annotated[tuple[Measure, ...], Field(strict=False)]

    @field_validator("measures")
    @classmethod
    def _all_thirteen_once_and_in_order(cls, measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
        found = [measure.id for measure in measures]
        faults = [f"unknown id {name}" for name in found if name not in IDS]
        faults += [f"id {name} is missing" for name in IDS if name not in found]
        faults += [f"id {name} stands {times} times" for name, times in Counter(found).items() if times > 1]
        if not faults and tuple(found) != IDS:
            faults.append(f"ids must stand in the order {', '.join(IDS)}")
        if faults:
            raise ValueError("; ".join(faults))
        return measures


def measures_file() -> Path:
    """Answer the file inside an installed program, else the one of the checkout."""
    installed = Path(__file__).with_name("measures.yaml")
    return installed if installed.exists() else Path(__file__).resolve().parents[3] / "docs" / "measures.yaml"


def load_measures(*, path: Path) -> Measures:
    """Answer what the file says. Raises TextsError naming every place that is wrong."""
    return load(path=path, model=Measures)


@cache
def measures() -> Measures:
    """Answer what this program says of itself; the file is read once."""
    return load_measures(path=measures_file())
