"""How organisations are called in a jurisdiction: what a name's form says of who bears it, and what a person's is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from goodstanding.core.catalogue.words import Id, Many, Model, Text, Words

# Each a sign at which the part of a name that says who bears it ends.
Signs = Annotated[str, Field(min_length=1, max_length=40)]


class Form(Model):
    """What names of a type of organisation begin with, hold or end with.

    `endings` count at the end of the bearer, `within` wherever they stand (a branch or a works may follow),
    `beginnings` at its start. `with_beginnings` asks for one of these at the start or of `or_within` in it as well.
    """

    organisation_type: Id
    endings: Many[Words] = ()
    within: Many[Words] = ()
    beginnings: Many[Words] = ()
    only_with: Many[Words] = ()
    # Whether what it says is enough for a legal person; a form that one natural person can trade under is not.
    bearer: Literal["legal-person", "may-be-a-person"]


class PersonalNames(Model):
    """How personal names look, so that they are found where they do not belong (R1, R40)."""

    # Words of family names, parted by spaces; before (as in Chinese) or after the given name.
    family_names: Words
    family_name: Literal["before", "after"]
    # How many characters (before) or words (after) the given name has.
    given: Annotated[tuple[int, int], Field(strict=False)]
    # Words after which a person is named ("represented by"), titles that follow or precede a name, and what stands
    # around a number of people: `[等, 人]`.
    roles: Many[Words] = ()
    titles: Many[Words] = ()
    counted: Many[Many[Words]] = ()


class Naming(Model):
    """One way of reading names; a mapping of the intake says which one its file's names are read by."""

    naming: Id
    text: Text
    bearer_ends_at: Signs
    # The signs that stand where a character could not be written.
    unreadable: Annotated[str, Field(max_length=10)] = ""
    # Forms that are written short, and what they stand for.
    written_short: dict[Words, Words] = Field(default_factory=dict)
    forms: Many[Form]
    # Endings of what is a thing or a project and bears nothing.
    things: Many[Words] = ()
    # The type of whoever has a name without a form.
    otherwise: Id
    persons: PersonalNames
