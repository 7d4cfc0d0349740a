"""A pack as a whole: its manifest, and everything in it by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from goodstanding.core.calendars import WorkingCalendar
from goodstanding.core.catalogue.cases import Case
from goodstanding.core.catalogue.consequences import Deadline, Listing, Measure, Notice, Procedure, Relation
from goodstanding.core.catalogue.items import Item, Publication
from goodstanding.core.catalogue.law import Fact, Parameter, Source
from goodstanding.core.catalogue.mapping import Mapping as Intake
from goodstanding.core.catalogue.naming import Naming
from goodstanding.core.catalogue.register import Authority, IdentifierScheme, OrganisationType
from goodstanding.core.catalogue.rules import Rule
from goodstanding.core.catalogue.words import Id, Many, Model, Text, Words

Status = Literal["teaching", "demonstration", "draft", "reviewed", "in-force"]
Version = Annotated[str, Field(pattern=r"^20[0-9]{2}\.(0?[1-9]|1[0-2])\.[0-9]{1,3}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Maintainer(Model):
    role: Literal["legal", "engineering"]
    contact: Words


class Manifest(Model):
    """pack.yaml: whose interpretation this is, in which version and status. It is not the law, and says so."""

    pack: Id
    version: Version
    format: Literal[1]
    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
    extends: Id | None = None
    title: Text
    languages: Annotated[tuple[Words, ...], Field(strict=False, min_length=1, max_length=12)]
    status: Status
    time_zone: Words
    legal_status: Text
    # What every page of an installation of this pack says, when it is not a reviewed law pack.
    page_notice: Text | None = None
    declares_present: date | None = None
    authority: Text
    maintainers: Annotated[tuple[Maintainer, ...], Field(strict=False, min_length=1)]


class Review(Model):
    """Who read a rule and found that it says what the law says; pinned to what was read."""

    review: Id
    rule: Id
    sha256: Sha256
    reviewed: date
    by: Words
    role: Literal["legal"]


@dataclass(frozen=True)
class Catalogue:
    """A pack read and joined with the pack it extends: everything by id.

    `of` names which pack an id comes from; `files` are the pack's own files as they were read.
    """

    manifest: Manifest
    sources: Mapping[str, Source] = field(default_factory=dict)
    authorities: Mapping[str, Authority] = field(default_factory=dict)
    organisation_types: Mapping[str, OrganisationType] = field(default_factory=dict)
    identifiers: Mapping[str, IdentifierScheme] = field(default_factory=dict)
    namings: Mapping[str, Naming] = field(default_factory=dict)
    intakes: Mapping[str, Intake] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    publications: Mapping[str, Publication] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    lists: Mapping[str, Listing] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    calendars: Mapping[str, WorkingCalendar] = field(default_factory=dict)
    cases: Many[Case] = ()
