"""Organisations as subjects, and the places they run. The types are closed (G1): a natural person is none of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from goodstanding.core.catalogue.conduct import ProtectedClass
from goodstanding.core.entries.kinds import Content, Text

# Whether an identifier's check digit fits. A number that fails it is flagged and never turned away (R37): codes given
# out before the standard fail it, and so do whole series of early ones.
CheckState = Literal["passed", "failed", "no-check"]


class Name(Content, frozen=True):
    """A name in a language, and when it was borne; None where nobody knows since when, or it still is."""

    name: Text
    language: Text
    valid_from: date | None
    valid_to: date | None


class Address(Content, frozen=True):
    """Where it is: the municipality may be public, the rest never is."""

    municipality: Text | None
    rest: Text | None


class Filed(Content, frozen=True):
    """Which batch and row brought it; None for what came one by one."""

    batch: UUID
    row: int


class OrganisationRegistered(Content, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation enters the register, with the source that named it."""

    name: Text
    organisation_type: Literal["market-entity", "social-organisation", "public-body"]
    # Unknown counts as yes (G1): whoever cannot be told from a person is protected like one.
    sole_trader: Literal["yes", "no", "unknown"]
    # What it stands for, where the law keeps its hands off (G2). A social organisation of unknown class is protected.
    protected_class: ProtectedClass
    identifiers: dict[Text, Text]
    source: Text
    # The legal form as the law pack names it.
    form: Text | None = None
    # The part of the name up to its form: two writings with the same one name the same legal person.
    legal_name: Text | None = None
    names: tuple[Name, ...] = ()
    addresses: tuple[Address, ...] = ()
    checks: dict[Text, CheckState] = {}  # noqa: RUF012  msgspec copies it
    # What is known of it: it stands in a register of organisations, at one premises, or only as a party of decisions.
    known_as: Literal["registered", "one-premises", "party"] = "registered"
    premises: UUID | None = None
    filed: Filed | None = None


class EstablishmentRegistered(Content, frozen=True, kw_only=True, omit_defaults=True):
    """A place with numbers of its own. It has no standing; whoever runs it may have (design §2).

    `name` is None where it is, or may be, a person's (R1).
    """

    organisation: UUID | None
    name: Text | None
    identifiers: dict[Text, Text]
    address: Address | None
    source: Text
    filed: Filed | None = None


def class_unknown(content: dict[str, Any]) -> dict[str, Any]:
    """Lift version 1, which did not say what an organisation stands for."""
    return {**content, "protected_class": "unknown"}


def as_it_was(content: dict[str, Any]) -> dict[str, Any]:
    """Lift version 2, which had neither form, names by period nor addresses: what has a default is left out."""
    return content
