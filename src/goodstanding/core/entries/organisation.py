"""Organisations as subjects. The types are closed (G1): a natural person is none of them."""

from __future__ import annotations

from typing import Literal

from goodstanding.core.entries.kinds import Content, Text


class OrganisationRegistered(Content, frozen=True):
    """An organisation enters the register, with the source that named it."""

    name: Text
    organisation_type: Literal["market-entity", "social-organisation", "public-body"]
    # Unknown counts as yes (G1): whoever cannot be told from a person is protected like one.
    sole_trader: Literal["yes", "no", "unknown"]
    identifiers: dict[Text, Text]
    source: Text
