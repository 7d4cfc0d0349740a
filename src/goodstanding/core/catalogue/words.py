"""The base of every model of a pack, and the small words they share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from goodstanding.core.time import Interval

Member = TypeVar("Member")
Many = Annotated[tuple[Member, ...], Field(strict=False)]

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-._][a-z0-9]+)*$", max_length=80)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
# A provision of a source, as `source provision`: "bca s12(2)". Resolved in sources/.
Basis = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]* \S(.*\S)?$", max_length=120)]
Bases = Annotated[tuple[Basis, ...], Field(strict=False, min_length=1, max_length=20)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

# What stands behind a figure. Only `confirmed` was read in a source; `invented` belongs to fictional packs.
Confidence = Literal["confirmed", "partly-confirmed", "background", "assumed", "borrowed", "invented"]
YesNoUnknown = Literal["yes", "no", "unknown"]

Tier = Literal["minor", "general", "serious"]
TIERS: Final[tuple[str, ...]] = ("minor", "general", "serious")


class Model(BaseModel):
    """Closed, strict and frozen: an unknown key is more often a misspelt rule than a harmless extra."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# One text in each of the pack's languages, by language tag. Which languages: the linter asks.
Text = Annotated[dict[str, Words], Field(min_length=1, max_length=20)]


class InForce(Model):
    """The days on which something is law: from its first day until the first day it no longer is."""

    from_: date = Field(alias="from")
    until: date | None = None

    @model_validator(mode="after")
    def _holds_a_day(self) -> Self:
        if self.until is not None and self.until <= self.from_:
            raise ValueError(
                f"until {self.until} is not after from {self.from_}; it is the first day no longer in force"
            )
        return self

    @property
    def interval(self) -> Interval:
        return Interval(self.from_, self.until)


class Param(Model):
    """A figure of the law by its id in parameters/, never typed twice."""

    param: Id
