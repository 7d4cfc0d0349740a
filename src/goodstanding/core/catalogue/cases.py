"""Cases: what the law should answer, written by someone who reads the law and not the program."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from goodstanding.core.catalogue.conduct import ProtectedClass, SoleTrader
from goodstanding.core.catalogue.words import Currency, Id, Many, Model, Text, Tier, Words

Amount = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]*)(\.[0-9]{1,2})?$")]
Unknown = Literal["unknown"]
Scalar = bool | int | date | str


class GivenRecord(Model):
    """A record that a rule counts. Leave out what nobody knows, or write `unknown`."""

    item: Id
    tier: Tier | Unknown = "unknown"
    decided_on: date | Unknown = "unknown"
    conduct_on: date | Unknown = "unknown"
    published_on: date | Unknown = "unknown"
    fine: Amount | Unknown | None = None
    currency: Currency | None = None
    annulled: Literal["yes", "no", "unknown"] = "no"


class GivenOrganisation(Model):
    """The organisation a case is about; what is left out is what its type says."""

    organisation_type: Id
    protected_class: ProtectedClass | None = None
    sole_trader: SoleTrader | None = None


class Asks(Model):
    """One question: exactly one of these. `on` is the day a figure is asked for."""

    rule: Id | None = None
    parameter: Id | None = None
    publication: Id | None = None
    item: Id | None = None
    list: Id | None = None
    measure: Id | None = None
    deadline: Id | None = None
    on: date | None = None


class Case(Model):
    """A question with its answer and where the answer comes from.

    `given` holds facts by id. `records: unknown` in a case says that nobody knows the organisation's records.
    `expect` names what must be in the answer; what it leaves out is not compared.
    """

    case: Text
    source: Words
    asks: Asks
    given: dict[Id, Scalar] = Field(default_factory=dict)
    records: Many[GivenRecord] | Unknown = ()
    organisation: GivenOrganisation | None = None
    tier: Tier | None = None
    as_of: date | None = None
    expect: dict[Id, Any] = Field(min_length=1)
