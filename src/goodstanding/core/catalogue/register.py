"""Who files and who is filed about: authorities, types of organisation, and the identifiers of either."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from goodstanding.core.catalogue.conduct import OrganisationKind, ProtectedClass
from goodstanding.core.catalogue.words import Bases, Id, Many, Model, Text, Words, YesNoUnknown


class Authority(Model):
    """A public body that files and decides, and the data controller of its records."""

    authority: Id
    text: Text
    level: Literal["national", "provincial", "local"]
    basis: Bases
    contact: Words | None = None


class OrganisationType(Model):
    """A legal form. Where its identity coincides with a person's, or may, it is registry-only (G1, R3)."""

    organisation_type: Id
    kind: OrganisationKind
    text: Text
    identity_coincides_with_person: YesNoUnknown
    protected_class: ProtectedClass
    basis: Bases


class Segment(Model):
    """Part of an identifier: `times` characters `of` a set, or a date of eight digits."""

    of: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    times: Annotated[int, Field(ge=1, le=64)] = 1
    date: Literal["YYYYMMDD"] | None = None


class IdentifierScheme(Model):
    """A scheme of identifiers and its shape. One that identifies a person exists here to be refused (R1)."""

    scheme: Id
    text: Text
    identifies: Literal["organisation", "establishment", "person"]
    shape: Annotated[tuple[Segment, ...], Field(strict=False, min_length=1, max_length=12)]
    # Prefixes that say a sole trader holds it (R3).
    sole_trader_prefixes: Many[Words] = ()
    check: Id | None = None
    note: Text | None = None
