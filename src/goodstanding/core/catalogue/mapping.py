"""How a department's file reads: which column is what of a record, or of the premises it registers. Data, no code."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from goodstanding.core.catalogue.words import Currency, Id, Many, Model, Text, Words

Column = Annotated[str, Field(min_length=1, max_length=200)]
DayFormat = Literal["YYYY-MM-DD", "YYYY/MM/DD", "DD/MM/YYYY", "YYYYMMDD"]


class Said(Model):
    """A value the file holds in a column (or in several, put together by `as`), or one that is always the same."""

    column: Column | None = None
    columns: Many[Column] = ()
    as_: Annotated[str, Field(max_length=200)] | None = Field(default=None, alias="as")
    is_: Words | None = Field(default=None, alias="is")

    @model_validator(mode="after")
    def _from_one_place(self) -> Self:
        if (self.column is not None) + bool(self.columns) + (self.is_ is not None) != 1:
            raise ValueError("give one of `column`, `columns` and `is`")
        return self

    @property
    def read(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column,) if self.column else self.columns


class Day(Model):
    """A day in a column, in one form; any other form is a fault of the row and never guessed at."""

    column: Column
    form: DayFormat = "YYYY-MM-DD"


class Numbered(Model):
    """An organisation or a place by its number and name as the file writes them.

    `readable_from` is a column that may hold the same name where a character of it could not be written.
    """

    scheme: Id
    number: Column
    name: Column
    readable_from: Column | None = None


class Site(Model):
    """Where it happened, by the number of a place and what it is called."""

    scheme: Id
    number: Column
    name: Column | None = None


class Party(Numbered):
    """Whom the decision addresses; `naming` says how names are read.

    `may_be_new`: whether a party whose number is not in the register is entered with its first record (a register of
    premises does not know every party), or is held because it has to be there already.
    """

    naming: Id
    may_be_new: bool = False
    # What of the party, with office and document number, says which decision a row is: its number, or its name where
    # one decision comes under several numbers.
    told_by: Literal["number", "name"] = "number"


class Citation(Model):
    """How a cell cites law: citations parted by `separator`, each a source's name and then an article's number.

    `article` are the words around the number (第, 條), `branch` stands before a number of its own (第9條之1), `deeper`
    around a provision within the article (第, 款). The first citation that leads to an item decides.
    """

    column: Column
    separator: Annotated[str, Field(min_length=1, max_length=3)]
    article: Annotated[tuple[str, str], Field(strict=False)]
    branch: Annotated[str, Field(max_length=10)] | None = None
    deeper: Annotated[tuple[str, str], Field(strict=False)] | None = None


class Amount(Model):
    """A fine in a column and its currency."""

    column: Column
    currency: Currency


class State(Model):
    """What a row says has become of the decision, where the columns hold one of the values; the first that fits counts.

    `annulled`: it was never valid. `appeal`: what became of the appeal, where the decision stands or may stand.
    `ended_on`: it ended before its time, on merit. `said_in` is the column whose words are kept.
    """

    when: dict[Column, Many[Annotated[str, Field(max_length=200)]]] = Field(min_length=1)
    becomes: Literal["annulled", "replaced", "dismissed", "pending", "undetermined", "repaired"]
    on: Day | None = None
    said_in: Column

    @model_validator(mode="after")
    def _repaired_on_a_day(self) -> Self:
        if (self.becomes == "repaired") != (self.on is not None):
            raise ValueError("`repaired` names its day in `on`, and nothing else does")
        return self


class Records(Model):
    """A file of decisions."""

    # Whose records these are; left out, whoever files. A row of another authority is refused (R7).
    authority: Said | None = None
    authority_name: Said
    document: Column
    party: Party
    site: Site | None = None
    decided_on: Day
    conduct_on: Day | None = None
    # Left out, the file does not say it and the day of the decision counts where the law counts from publication.
    published_on: Day | None = None
    # The day on which the department filed it: milder law up to then counts (R11).
    filed_on: Day | None = None
    # What tells the later of two states of one decision; left out, the later row is the later state.
    later_by: Column | None = None
    law: Column
    item: Column | Citation
    fine: Amount | None = None
    # What the law's rules read beside this, by fact.
    facts: dict[Id, Said] = Field(default_factory=dict)
    # What the department states and the law gives: where the two differ, the row has a fault.
    tier: Column | None = None
    ends_on: Day | None = None
    states: Many[State] = ()


class Premises(Model):
    """A register of places, kept by one authority.

    Whoever runs a place is an organisation only where its name is a legal person's (R1).
    """

    authority: Id
    scheme: Id
    number: Column
    name: Column
    naming: Id
    address: Column | None = None
    # How many characters of the address name the municipality, the only part anyone may see.
    municipality: Annotated[int, Field(ge=1, le=40)] | None = None


class Mapping(Model):
    """How the files of one kind read."""

    intake: Id
    text: Text
    explains: Text
    source: Words
    # Cells that say nothing.
    empty: Many[Annotated[str, Field(max_length=20)]] = ()
    # The sign that stands for a character which only the writer's font knew (as in Chinese files from before Unicode);
    # left out, such a character is a fault of its row.
    private_as: Literal["?"] | None = None
    records: Records | None = None
    premises: Premises | None = None

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        if (self.records is None) == (self.premises is None):
            raise ValueError("give `records` or `premises`, one of the two")
        return self
