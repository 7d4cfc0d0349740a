"""Evaluate a rule: the version of its day, findings in order, exceptions, three values, and why (design §5).

The order and the default follow statutes (base case, then exceptions); the three values and the because-chain are this
program's: an outcome nobody can explain, or that rests on something nobody knows, is not one to act on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from goodstanding.core.catalogue.conditions import All, Condition, Count, Exists, FactIs, Leaf, OneOf, Sum, Which
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.rules import Finding, Rule, RuleVersion
from goodstanding.core.catalogue.words import Param
from goodstanding.core.rules.figures import Figures, reaching_back
from goodstanding.core.rules.records import Matched, Recorded, Span, matched
from goodstanding.core.rules.truth import OPERATORS, Range, Truth, all_of, any_of, negated

NO_FINDING: Final = "no-finding"
CANNOT_DETERMINE: Final = "cannot-determine"
NOT_IN_FORCE: Final = "not-in-force"
# Purposes that burden: there milder later law may reach back. What is in favour needs no such mercy.
BURDENING: Final = frozenset({"tier", "listing", "shown", "finding"})


@dataclass(frozen=True)
class Judged:
    """One comparison: what was found, what the law wants, and whether it holds. `records` are those that counted."""

    id: str
    holds: Truth
    text: Mapping[str, str]
    basis: tuple[str, ...]
    found: str
    wanted: str
    records: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    # Which records may count and what of them is unknown, for people; `missing` says `records`.
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a rule finds: a finding, no-finding, cannot-determine or not-in-force.

    `because` are the comparisons that decided it; `missing` is what stands in the way of an answer. `version` is since
    when the version is law; `milder_since` the day of a later, milder law that reached back, if one did.
    """

    outcome: str
    because: tuple[Judged, ...] = ()
    missing: tuple[str, ...] = ()
    version: date | None = None
    basis: tuple[str, ...] = ()
    milder_since: date | None = None


@dataclass(frozen=True)
class Matter:
    """What is known of the matter: facts by id (left out or None: unknown), and the records, or None when unknown."""

    facts: Mapping[str, Any]
    records: Sequence[Recorded] | None = ()


def evaluate(rule: Rule, *, parameters: Mapping[str, Parameter], matter: Matter, as_of: date | None = None) -> Outcome:
    """Answer what the rule finds in the matter, under the law of the day its version names.

    With `as_of`, later law up to that day which reaches back is tried as well and taken where it is milder (R11).
    """
    outcome, order = _under(rule, parameters=parameters, matter=matter, seen_on=None)
    if as_of is None or rule.purpose not in BURDENING or outcome.version is None:
        return outcome
    for day in _later_days(rule, parameters=parameters, matter=matter, as_of=as_of):
        other, _ = _under(rule, parameters=parameters, matter=matter, seen_on=day)
        if _is_milder(other.outcome, than=outcome.outcome, order=order):
            outcome = Outcome(**{**vars(other), "milder_since": day})
    return outcome


def _is_milder(other: str, *, than: str, order: Sequence[str]) -> bool:
    """Tell whether one outcome is surely milder: findings go from the gravest to the mildest, then none."""
    ranks = {name: place for place, name in enumerate((*order, NO_FINDING))}
    if other not in ranks or other == than:
        return False
    if than == CANNOT_DETERMINE:
        return other == NO_FINDING
    return than in ranks and ranks[other] > ranks[than]


def _later_days(rule: Rule, *, parameters: Mapping[str, Parameter], matter: Matter, as_of: date) -> list[date]:
    days: list[date] = [day for version in rule.versions if (day := matter.facts.get(version.selected_by)) is not None]
    if not days:
        return []
    first = min(days)
    used = {name for version in rule.versions for name in version.figures()}
    begins = reaching_back([parameters[name] for name in used if name in parameters], after=first, until=as_of)
    begins += [one.from_ for one in rule.versions if one.reaches_back and first < one.from_ <= as_of]
    return sorted(set(begins))


def _under(
    rule: Rule, *, parameters: Mapping[str, Parameter], matter: Matter, seen_on: date | None
) -> tuple[Outcome, list[str]]:
    """Answer the outcome under the law of the selecting day (or, of what reaches back, of `seen_on`), and the order."""
    unknown: list[str] = []
    for version in rule.versions:
        day = matter.facts.get(version.selected_by)
        if day is None:
            unknown.append(version.selected_by)
            continue
        if version.interval.contains(day):
            order = [finding.finding for finding in version.findings]
            order += [version.otherwise] if version.otherwise else []
            applied = _reaching(rule, seen_on) or version
            figures = Figures(parameters, day, seen_on)
            return _Evaluation(matter, figures).outcome(applied), order
    if unknown:
        return Outcome(CANNOT_DETERMINE, missing=tuple(dict.fromkeys(unknown))), []
    return Outcome(NOT_IN_FORCE), []


def _reaching(rule: Rule, seen_on: date | None) -> RuleVersion | None:
    if seen_on is None:
        return None
    return next((one for one in rule.versions if one.reaches_back and one.interval.contains(seen_on)), None)


@dataclass(frozen=True)
class _Evaluation:
    """One version applied to one matter with one set of figures."""

    matter: Matter
    figures: Figures

    def outcome(self, version: RuleVersion) -> Outcome:
        failed: list[Judged] = []
        for finding in version.findings:
            holds, because = self.finding(finding)
            if holds is None:
                missing = tuple(dict.fromkeys(name for one in because for name in one.missing))
                return Outcome(CANNOT_DETERMINE, tuple(because), missing, version.from_, version.basis)
            if holds:
                return Outcome(finding.finding, tuple(because), (), version.from_, version.basis)
            failed += because
        outcome = version.otherwise or NO_FINDING
        return Outcome(outcome, tuple(failed), (), version.from_, version.basis)

    def finding(self, finding: Finding) -> tuple[Truth, list[Judged]]:
        """Answer whether the finding holds, and the comparisons that decide that."""
        when, met = self.together(finding.when, all_of)
        unless, excepted = self.together(finding.unless, any_of)
        holds = all_of([when, negated(unless)])
        if holds is None:
            return None, [one for one in met + excepted if one.holds is None]
        if holds:
            return True, [one for one in met if one.holds]
        if when is False:
            return False, [one for one in met if one.holds is False]
        return False, [one for one in excepted if one.holds]

    def together(self, conditions: Sequence[Condition], join: Any) -> tuple[Truth, list[Judged]]:
        """Answer the joined truth and the comparisons it rests on.

        A part that another has made irrelevant is no reason: of a group that fails, the parts that fail; of an
        undecided one, the undecided parts. So nobody is asked for a fact that could change nothing.
        """
        judged = [self.condition(condition) for condition in conditions]
        truth: Truth = join([one for one, _ in judged])
        decided = judged if truth is (join is all_of) else [one for one in judged if one[0] is truth]
        return truth, [leaf for _, leaves in decided for leaf in leaves]

    def condition(self, condition: Condition) -> tuple[Truth, list[Judged]]:
        match condition:
            case All(all=parts):
                return self.together(parts, all_of)
            case OneOf(any=parts):
                return self.together(parts, any_of)
            case FactIs():
                judged = self.fact(condition)
            case Count():
                found = self.matching(condition.count)
                judged = self.number(condition, found.records.count, found, condition.op, condition.value)
            case Sum():
                found = self.matching(condition.sum)
                total = found.records.total(condition.currency)
                judged = self.number(condition, total, found, condition.op, condition.value)
            case Exists():
                judged = self.exists(condition)
        return judged.holds, [judged]

    def fact(self, leaf: FactIs) -> Judged:
        found = self.matter.facts.get(leaf.fact)
        wanted: Any = leaf.value
        missing = [leaf.fact] if found is None else []
        shown = f"{leaf.op} {wanted}"
        if isinstance(leaf.value, Param):
            figure = self.figures.of(leaf.value.param)
            wanted, shown = figure.value, f"{leaf.op} {figure.value} {figure.unit}"
            missing += [leaf.value.param] if figure.value is None else []
        holds = None if missing else OPERATORS[leaf.op](found, wanted)
        return _judged(leaf, holds, found=found, wanted=shown, missing=missing)

    def number(self, leaf: Count | Sum, found: Range, records: _Found, op: str, value: Param) -> Judged:
        figure = self.figures.of(value.param)
        if figure.value is None:
            return _judged(leaf, None, found=_range(found), wanted=op, records=records, missing=[value.param])
        known = Range(found.least, None) if self.matter.records is None else found
        holds = known.compared(op, Decimal(figure.value))
        missing = records.missing if holds is None else ()
        wanted = f"{op} {figure.value} {figure.unit}"
        return _judged(leaf, holds, found=_range(known), wanted=wanted, records=records, missing=missing)

    def exists(self, leaf: Exists) -> Judged:
        found = self.matching(leaf.exists)
        holds: Truth = True if found.records.certain else None if found.records.possible else False
        if self.matter.records is None:
            holds = None
        missing = found.missing if holds is None else []
        count = _range(found.records.count)
        return _judged(leaf, holds, found=count, wanted=">= 1", records=found, missing=missing)

    def matching(self, which: Which) -> _Found:
        """Answer the records that count, with what is missing where some only may."""
        missing: list[str] = []
        span = None
        if which.within is not None:
            until = self.matter.facts.get(which.within.before)
            figure = self.figures.of(which.within.last.param)
            missing += [which.within.before] if until is None else []
            missing += [figure.parameter] if figure.value is None else []
            if until is not None and figure.value is not None:
                span = Span(figure.value, figure.unit, until, which.within.dated_by, which.within.counted)
        found = matched(self.matter.records or (), which=which, span=span)
        unsure = [f"{record.reference}: {_unknown_of(record)}" for record in found.possible]
        unsure += [f"{record.reference}: fine" for record in found.certain if record.fine is None]
        unsure += [
            f"{one.reference}: currency" for one in found.certain if isinstance(one.fine, Decimal) and not one.currency
        ]
        if self.matter.records is None or unsure:
            missing.append("records")
        return _Found(found, tuple(missing), tuple(unsure))


@dataclass(frozen=True)
class _Found:
    """Matched records, with what is missing to be certain of the rest."""

    records: Matched
    missing: tuple[str, ...]
    unsure: tuple[str, ...]


def _judged(
    leaf: Leaf, holds: Truth, *, found: Any, wanted: str, missing: Sequence[str], records: _Found | None = None
) -> Judged:
    references = tuple(record.reference for record in records.records.certain) if records else ()
    said = "unknown" if found is None else str(found)
    unsure = records.unsure if records else ()
    return Judged(leaf.id, holds, leaf.text, leaf.basis, said, wanted, references, tuple(missing), unsure)


def _range(found: Range) -> str:
    if found.least == found.most:
        return str(found.least)
    return f"{found.least} or more" if found.most is None else f"{found.least} to {found.most}"


def _unknown_of(record: Recorded) -> str:
    names = ("tier", "decided_on", "conduct_on", "published_on", "fine", "annulled")
    return ", ".join(name for name in names if getattr(record, name) is None) or "the period"
