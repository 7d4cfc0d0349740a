"""Conditions as closed data: a fact or a count of records against a figure, in groups. No expressions."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, Tag

from goodstanding.core.catalogue.conduct import ConductClass, Domain
from goodstanding.core.catalogue.words import Bases, Currency, Id, Many, Model, Param, Text, Tier

Operator = Literal[">=", "<=", "==", "!=", "<", ">"]


class Within(Model):
    """The span of days in which a record counts: a term `last`, up to and including the day `before`.

    Counted back from that day ("in the twelve months before"), or forward from the record ("for twelve months after").
    """

    last: Param
    before: Id
    dated_by: Literal["decided_on", "conduct_on", "published_on"]
    counted: Literal["back", "forward"] = "back"


class Which(Model):
    """Which records count. At least one of items, conduct classes or domains is named: nothing counts everything."""

    items: Many[Id] = ()
    conduct_classes: Many[ConductClass] = ()
    domains: Many[Domain] = ()
    tiers: Many[Tier] = ()
    within: Within | None = None


class Leaf(Model):
    id: Id
    basis: Bases
    text: Text


class FactIs(Leaf):
    """A declared fact compared with a figure (by parameter), a truth value or a choice."""

    fact: Id
    op: Operator
    value: Param | bool | Id


class Count(Leaf):
    """How many records of a kind there are, compared with a figure."""

    count: Which
    op: Operator
    value: Param


class Sum(Leaf):
    """What the fines of records of a kind come to in one currency, compared with a figure."""

    sum: Which
    currency: Currency
    op: Operator
    value: Param


class Exists(Leaf):
    """Whether there is a record of a kind at all."""

    exists: Which


class All(Model):
    all: Annotated[tuple[Condition, ...], Field(strict=False, min_length=1, max_length=30)]


class OneOf(Model):
    any: Annotated[tuple[Condition, ...], Field(strict=False, min_length=1, max_length=30)]


FORMS: Final = ("fact", "count", "sum", "exists", "all", "any")


def _form(value: Any) -> str | None:
    keys = value if isinstance(value, dict) else type(value).model_fields if isinstance(value, Model) else ()
    found = [form for form in FORMS if form in keys]
    return found[0] if found else None


Condition = Annotated[
    Annotated[FactIs, Tag("fact")]
    | Annotated[Count, Tag("count")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[Exists, Tag("exists")]
    | Annotated[All, Tag("all")]
    | Annotated[OneOf, Tag("any")],
    Discriminator(
        _form,
        custom_error_type="no_condition",
        custom_error_message="is no condition: give one of fact, count, sum, exists, all or any",
    ),
]


def leaves(condition: Condition) -> tuple[FactIs | Count | Sum | Exists, ...]:
    """Answer the comparisons in a condition, in their order."""
    match condition:
        case All(all=parts) | OneOf(any=parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case _:
            return (condition,)


def counted(leaf: FactIs | Count | Sum | Exists) -> Which | None:
    """Answer which records a comparison counts, or None when it reads a fact."""
    match leaf:
        case Count(count=which) | Sum(sum=which) | Exists(exists=which):
            return which
        case _:
            return None
