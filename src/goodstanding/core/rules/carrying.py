"""What may be filed about whom, and what may follow: the lines G1, G2, G3, G5 and the ceilings, as answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from goodstanding.core.catalogue import conduct
from goodstanding.core.catalogue.consequences import CEILING, SEVERITIES, Listing, Measure
from goodstanding.core.catalogue.items import ByRule, Item, LastsWhile
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.rules.evaluating import CANNOT_DETERMINE, NOT_IN_FORCE, Matter, evaluate
from goodstanding.core.rules.terms import Day, Publication, publication, term_end

YesNoUnknown = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Subject:
    """An organisation as the lines see it."""

    kind: str
    protected_class: str
    sole_trader: str


@dataclass(frozen=True)
class Filing:
    """Whether an item may be filed; `because` names the lines and rules that refuse it. With its tier and showing."""

    may_be_filed: Literal["yes", "no"]
    because: tuple[str, ...]
    tier: str
    shown: Publication | None
    ends_on: Day
    missing: tuple[str, ...]


def filing(
    catalogue: Catalogue, *, item: Item, subject: Subject | None, matter: Matter, as_of: date | None = None
) -> Filing:
    """Answer whether a record of `item` may be filed about `subject` (None: not asked), its tier, and its end."""
    refused: list[str] = []
    decided_on = matter.facts.get("record.decided_on")
    if decided_on is not None and not item.interval.contains(decided_on):
        refused.append("R6")
    conduct_on = matter.facts.get("record.conduct_on")
    if not refused and item.conduct_from and conduct_on is not None and conduct_on < item.conduct_from:
        refused.append("R11")
    if subject is not None and not conduct.may_carry_record(
        organisation_type=subject.kind, protected_class=subject.protected_class, conduct_class=item.conduct_class
    ):
        refused.append("G2")
    authority = matter.facts.get("record.authority")
    if authority is not None and authority not in item.filed_by:
        refused.append("R7")
    tier, missing = tier_of(catalogue, item=item, matter=matter, as_of=as_of)
    shown, ends_on = showing(catalogue, item=item, tier=tier, matter=matter, as_of=as_of)
    missing += [name for name in shown.missing if name not in missing] if shown else []
    # An end that is unknown only because nobody gave the day it counts from is the asker's gap, not the law's.
    open_end = ends_on == "none" or (ends_on == "unknown" and set(missing) - {"record.published_on"})
    if item.effect == "adverse" and decided_on is not None and open_end and "R6" not in refused:
        refused.append("R19")
    return Filing("no" if refused else "yes", tuple(refused), tier, shown, ends_on, tuple(missing))


def showing(
    catalogue: Catalogue, *, item: Item, tier: str, matter: Matter, as_of: date | None = None
) -> tuple[Publication | None, Day]:
    """Answer how a record of `item` and `tier` is shown (None where nothing says), and the first of its ends."""
    shown = None
    if item.publication is not None and tier not in ("unknown", "none"):
        shown = publication(catalogue, name=item.publication, tier=tier, matter=matter, as_of=as_of)
    return shown, _first(shown.ends_on if shown else "none", *_own_end(catalogue, item=item, facts=matter.facts))


def tier_of(catalogue: Catalogue, *, item: Item, matter: Matter, as_of: date | None = None) -> tuple[str, list[str]]:
    """Answer the tier of a record of `item` (`none` where the item has none, `unknown`), and what is missing."""
    if item.tier is None:
        return "none", []
    if not isinstance(item.tier, ByRule):
        return item.tier, []
    found = evaluate(catalogue.rules[item.tier.rule], parameters=catalogue.parameters, matter=matter, as_of=as_of)
    if found.outcome in ("minor", "general", "serious"):
        return found.outcome, []
    return "unknown", list(found.missing) or [item.tier.rule]


def _own_end(catalogue: Catalogue, *, item: Item, facts: Mapping[str, Any]) -> tuple[Day, ...]:
    if item.ends is None:
        return ()
    if isinstance(item.ends, LastsWhile):
        start = facts.get(f"record.{item.ends.counted_from or 'decided_on'}")
        return (term_end(catalogue, name=item.ends.absolute_end.param, start=start)[0],)
    return (term_end(catalogue, name=item.ends.lasts.param, start=facts.get(f"record.{item.ends.counted_from}"))[0],)


def _first(*days: Day) -> Day:
    known = [day for day in days if isinstance(day, date)]
    if known:
        return min(known)
    return "unknown" if "unknown" in days else "none"


@dataclass(frozen=True)
class ListingAnswer:
    """Whether an organisation may be on a list, and the days that follow from the day of listing."""

    may_be_listed: Literal["yes", "no"]
    because: tuple[str, ...]
    ends_on: Day
    removal_opens_on: Day
    missing: tuple[str, ...]


def listing(
    catalogue: Catalogue,
    *,
    listed: Listing,
    subject: Subject | None,
    facts: Mapping[str, Any],
    as_of: date | None = None,
) -> ListingAnswer:
    """Answer whether the list may hold `subject` (None: not asked) and its days. No end, no listing (G5, R19)."""
    refused = _who(subject)
    day = facts.get("listing.listed_on")
    if day is not None and not listed.interval.contains(day):
        refused.append("R6")
    end = listed.ends.absolute_end if isinstance(listed.ends, LastsWhile) else listed.ends.lasts
    begins = facts.get(_counted(listed.ends.counted_from or "listed_on"))
    ends_on, missing = term_end(catalogue, name=end.param, start=begins, as_of=as_of)
    if begins is not None and ends_on == "unknown":
        refused.append("R19")
    opens: Day = "none"
    if listed.removal_opens_after is not None:
        start = facts.get(listed.removal_counted_from)
        opens, more = term_end(catalogue, name=listed.removal_opens_after.param, start=start, as_of=as_of)
        more = (listed.removal_counted_from,) if start is None else more
        missing = tuple(dict.fromkeys(missing + more))
    return ListingAnswer("no" if refused else "yes", tuple(refused), ends_on, opens, missing)


def _counted(name: str) -> str:
    return f"listing.{name}" if name == "listed_on" else f"record.{name}"


def _who(subject: Subject | None) -> list[str]:
    if subject is None:
        return []
    refused = [] if subject.sole_trader == "no" else ["G1"]
    if conduct.is_protected(organisation_type=subject.kind, protected_class=subject.protected_class):
        refused.append("G2")
    return refused


@dataclass(frozen=True)
class MeasureAnswer:
    """Whether a measure may follow a cause, and when it ends."""

    may_follow: YesNoUnknown
    because: tuple[str, ...]
    ends_on: Day
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Cause:
    """What a measure follows: an item filed or a list, its tier, and the days of it."""

    item: str | None
    list: str | None
    tier: str | None


def following(
    catalogue: Catalogue,
    *,
    measure: Measure,
    cause: Cause,
    subject: Subject | None,
    matter: Matter,
    as_of: date | None = None,
) -> MeasureAnswer:
    """Answer whether `measure` may follow `cause` for `subject` (None: not asked), and until when.

    A restriction never follows for a sole trader or a protected organisation (G1, G2), from another field without the
    law's words (R9), above the tier's ceiling (R10), or outside its days in force (R6).
    """
    gives = measure.kind == "facilitation"
    refused: list[str] = [] if gives else _who(subject)
    day = matter.facts.get("listing.listed_on" if cause.list else "record.decided_on")
    named = catalogue.lists.get(cause.list or "") or catalogue.items.get(cause.item or "")
    if day is not None and not (measure.interval.contains(day) and (named is None or named.interval.contains(day))):
        refused.append("R6")
    # A list has its tier, and so have most items; only where a rule finds it has somebody to say it.
    tier = cause.tier or (named.tier if named is not None and isinstance(named.tier, str) else None)
    known = (cause.item in measure.follows_items) or (cause.list in measure.follows_lists)
    if not known and measure.eligibility is None:
        refused.append("R9")
    if tier is not None and (
        not within_ceiling(measure.severity, tier=tier) or (measure.tiers and tier not in measure.tiers)
    ):
        refused.append("R10")
    ends_on = _until(catalogue, measure, cause, matter, as_of)
    # Nothing is filed without an end, so only a list's can be open here.
    if not refused and cause.list and measure.kind == "reduces-rights" and day is not None and ends_on == "unknown":
        refused.append("R19")
    follows: YesNoUnknown = "no" if refused else "yes"
    missing: tuple[str, ...] = ()
    if follows == "yes" and tier is None and not gives and not within_ceiling(measure.severity, tier="minor"):
        follows, missing = "unknown", ("tier",)
    if measure.eligibility is not None and not refused:
        rule = catalogue.rules[measure.eligibility]
        found = evaluate(rule, parameters=catalogue.parameters, matter=matter)
        follows = "yes" if found.outcome == "eligible" else "unknown" if found.outcome == CANNOT_DETERMINE else "no"
        refused += ["R6"] if found.outcome == NOT_IN_FORCE else []
        missing = found.missing
    return MeasureAnswer(follows, tuple(refused), ends_on, missing)


def within_ceiling(severity: str, *, tier: str) -> bool:
    """Tell whether a measure of this severity may follow a record or list of this tier (R10)."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(CEILING[tier])


def _until(catalogue: Catalogue, measure: Measure, cause: Cause, matter: Matter, as_of: date | None) -> Day:
    facts = matter.facts
    if measure.ends != "with-cause":
        start = facts.get(_counted(measure.ends.counted_from))
        return term_end(catalogue, name=measure.ends.lasts.param, start=start, as_of=as_of)[0]
    if cause.list is not None and cause.list in catalogue.lists:
        return listing(catalogue, listed=catalogue.lists[cause.list], subject=None, facts=facts, as_of=as_of).ends_on
    item = catalogue.items.get(cause.item or "")
    if item is None:
        return "none"
    tier = cause.tier or tier_of(catalogue, item=item, matter=matter, as_of=as_of)[0]
    return showing(catalogue, item=item, tier=tier, matter=matter, as_of=as_of)[1]
