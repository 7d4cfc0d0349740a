"""The eight lines the code does not cross, what holds each today, and what gives a changed program away."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from goodstanding.about.texts import Line, Strict, Text, load

IDS = ("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8")


class DrawnLine(Strict):
    id: Line
    title: Text
    rule: Text
    today: Text


class Giveaway(Strict):
    """One thing that gives a changed program away; `here` says whether this version has it."""

    id: Line
    title: Text
    text: Text
    here: bool


class Lines(Strict):
    lines: Annotated[tuple[DrawnLine, ...], Field(strict=False)]
    giveaways: Annotated[tuple[Giveaway, ...], Field(strict=False)]

    @field_validator("lines")
    @classmethod
    def _all_eight_in_order(cls, lines: tuple[DrawnLine, ...]) -> tuple[DrawnLine, ...]:
        if (found := tuple(line.id for line in lines)) != IDS:
            raise ValueError(f"lines must be {', '.join(IDS)}, in this order; found {', '.join(found)}")
        return lines


def load_lines(*, path: Path) -> Lines:
    """Answer what the file says. Raises TextsError naming every place that is wrong."""
    return load(path=path, model=Lines)


@cache
def lines() -> Lines:
    """Answer the lines as this program states them; the file is read once."""
    return load_lines(path=Path(__file__).with_name("lines.yaml"))
