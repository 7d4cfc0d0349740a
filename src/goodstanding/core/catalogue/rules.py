"""Rules: versions in time, each with findings in order. A rule proposes; a person decides (G4, R17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from goodstanding.core.catalogue.conditions import Condition, Count, Exists, FactIs, Sum, counted, leaves
from goodstanding.core.catalogue.words import Bases, Confidence, Id, InForce, Many, Model, Param, Text, Words


class Finding(Model):
    """One possible finding: all of `when` hold, none of `unless` does."""

    finding: Id
    text: Text
    when: Annotated[tuple[Condition, ...], Field(strict=False, min_length=1, max_length=30)]
    unless: Many[Condition] = ()


class RuleVersion(InForce):
    """The rule in one span of time. Findings are tried in order; the first that holds is the finding.

    `selected_by` names the date that chooses the version and every figure in it. `reaches_back` is the basis on which
    this version also reaches earlier conduct, where that is milder; the engine never lets it make anything worse.
    """

    selected_by: Id
    basis: Bases
    confidence: Confidence
    citation: Words | None = None
    findings: Annotated[tuple[Finding, ...], Field(strict=False, min_length=1, max_length=20)]
    otherwise: Id | None = None
    reaches_back: Bases | None = None

    def comparisons(self) -> Iterator[FactIs | Count | Sum | Exists]:
        """Answer every comparison in it."""
        for finding in self.findings:
            for condition in (*finding.when, *finding.unless):
                yield from leaves(condition)

    def figures(self) -> Iterator[str]:
        """Answer the parameters it reads, terms of periods included."""
        for leaf in self.comparisons():
            if isinstance(leaf, FactIs | Count | Sum) and isinstance(leaf.value, Param):
                yield leaf.value.param
            if (which := counted(leaf)) and which.within:
                yield which.within.last.param

    def facts(self) -> Iterator[str]:
        """Answer the facts it reads, the day that selects it included."""
        yield self.selected_by
        for leaf in self.comparisons():
            if isinstance(leaf, FactIs):
                yield leaf.fact
            if (which := counted(leaf)) and which.within:
                yield which.within.before


class Rule(Model):
    """A rule under one id, its versions in order of time. `authors` cannot review it."""

    rule: Id
    purpose: Literal["tier", "listing", "removal", "shown", "eligibility", "finding"]
    text: Text
    explains: Text | None = None
    authors: Annotated[tuple[Words, ...], Field(strict=False, min_length=1)]
    versions: Annotated[tuple[RuleVersion, ...], Field(strict=False, min_length=1, max_length=50)]
