"""Organisations as subjects. The types are closed (G1): a natural person is none of them."""

from __future__ import annotations

from typing import Any, Literal

from goodstanding.core.catalogue.conduct import ProtectedClass
from goodstanding.core.entries.kinds import Content, Text


class OrganisationRegistered(Content, frozen=True):
    """An organisation enters the register, with the source that named it."""

    name: Text
    organisation_type: Literal["market-entity", "social-organisation", "public-body"]
    # Unknown counts as yes (G1): whoever cannot be told from a person is protected like one.
    sole_trader: Literal["yes", "no", "unknown"]
    # What it stands for, where the law keeps its hands off (G2). A social organisation of unknown class is protected.
    protected_class: ProtectedClass
    identifiers: dict[Text, Text]
    source: Text


def class_unknown(content: dict[str, Any]) -> dict[str, Any]:
    """Lift version 1, which did not say what an organisation stands for."""
    return {**content, "protected_class": "unknown"}
