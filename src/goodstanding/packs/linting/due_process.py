"""Nothing adverse without notice, an answer, reasons, a person who decides, remedies and an end (G4, G5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from goodstanding.core.catalogue.conditions import counted
from goodstanding.core.catalogue.consequences import Procedure, Stage, Wait
from goodstanding.core.catalogue.items import ByRule, Item
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.standard import fact_of
from goodstanding.core.catalogue.words import TIERS
from goodstanding.core.time import gaps
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check

# Ways to have the decision itself looked at again; repair is mercy after it.
REVIEWING: Final = frozenset({"objection", "review", "appeal", "court"})
# What a notice says, so that it can be answered.
TOLD: Final = frozenset({"grounds", "basis", "rights"})
BY_OTHERS: Final = frozenset({"another-unit", "higher-authority", "court"})


@check("adverse-is-complete", rule="G4, G5, R19")
def adverse_is_complete(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """An adverse item has a tier, a publication regime, a procedure and an end when it is filed."""
    for entry in looked.own("items"):
        if entry.model.effect == "adverse":
            for name, wrong, mend in _lacking(looked.catalogue, entry.model):
                yield complaint(entry, name, wrong=wrong, mend=mend)
    for entry in looked.own("measures"):
        if entry.model.kind == "reduces-rights" and entry.model.procedure is None:
            wrong = "reduces rights and has no procedure"
            yield complaint(entry, "procedure", wrong=wrong, mend="name the procedure that decides it")
    for entry, steps, item in _causes_of_burdens(looked):
        if item.effect != "adverse":
            wrong = f"burdens because of {item.item}, which is {item.effect}"
            mend = "declare the item adverse, with tier, publication, procedure and end"
            yield complaint(entry, *steps, wrong=wrong, mend=mend)


def _lacking(catalogue: Catalogue, item: Item) -> Iterator[tuple[str, str, str]]:
    for name in ("tier", "publication", "procedure"):
        if getattr(item, name) is None:
            yield name, f"is adverse and has no {name}", f"give its {name}"
    if item.ends is None and item.publication is None:
        yield "ends", "is adverse and has no end", "give `ends`: everything ends"
    if item.ends is None and item.publication in catalogue.publications:
        for wrong in _endless(catalogue, item):
            yield "publication", wrong, "let the regime say when it ends, or give the item `ends`"


def _endless(catalogue: Catalogue, item: Item) -> Iterator[str]:
    """Answer for which tiers and days an item's regime gives no end."""
    tiers = _tiers(catalogue, item)
    regime = catalogue.publications[item.publication or ""]
    for version in regime.versions:
        if version.interval.overlaps(item.interval):
            for tier in sorted(tiers - set(version.tiers), key=TIERS.index):
                yield f"has no end when it is {tier}, from {version.from_}"
    for gap in gaps([version.interval for version in regime.versions], within=item.interval):
        yield f"has no end from {gap.start}" + (f" until {gap.end}" if gap.end else " on")


def _tiers(catalogue: Catalogue, item: Item) -> set[str]:
    """Answer the tiers that a record of an item can have."""
    if not isinstance(item.tier, ByRule):
        return {item.tier} if item.tier else set()
    rule = catalogue.rules.get(item.tier.rule)
    versions = rule.versions if rule else ()
    found = {one.finding for version in versions for one in version.findings} | {one.otherwise for one in versions}
    return {one for one in found if one in TIERS}


def _causes_of_burdens(looked: Looked) -> Iterator[tuple[Entry, tuple[str | int, ...], Item]]:
    """Answer the items that a burdening measure follows or a list counts."""
    catalogue = looked.catalogue
    for entry in looked.own("measures"):
        if entry.model.kind in ("reduces-rights", "management"):
            for at, key in enumerate(entry.model.follows_items):
                if key in catalogue.items:
                    yield entry, ("follows_items", at), catalogue.items[key]
    for entry in looked.own("lists"):
        rule = catalogue.rules.get(entry.model.criteria)
        for version in rule.versions if rule else ():
            for which in filter(None, map(counted, version.comparisons())):
                known = [catalogue.items[key] for key in which.items if key in catalogue.items]
                yield from ((entry, ("criteria",), item) for item in known)


@check("procedure-is-fair", rule="G4, R12, R14, R17")
def procedure_is_fair(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """What is adverse is noticed, answered, decided by a person who did not propose it, with reasons, in this order."""
    burdening = _burdening(looked)
    for entry in looked.own("procedures"):
        if entry.id in burdening:
            for steps, wrong, mend in _unfair(entry.model):
                yield complaint(entry, "stages", *steps, wrong=wrong, mend=mend)
            for at, stage in enumerate(entry.model.stages):
                if stage.stage == "notice" and (left := sorted(TOLD - set(stage.requires))):
                    wrong, mend = f"gives notice without {', '.join(left)}", "write it in `requires`"
                    yield complaint(entry, "stages", at, "requires", wrong=wrong, mend=mend, grade=looked.grade())


def _burdening(looked: Looked) -> set[str]:
    catalogue = looked.catalogue
    used = {item.procedure for item in catalogue.items.values() if item.effect == "adverse"}
    used |= {listing.procedure for listing in catalogue.lists.values()}
    used |= {one.procedure for one in catalogue.measures.values() if one.kind in ("reduces-rights", "management")}
    return {name for name in used if name is not None}


def _unfair(procedure: Procedure) -> Iterator[tuple[tuple[int, ...], str, str]]:
    stages = {stage.stage: (place, stage) for place, stage in reversed(list(enumerate(procedure.stages)))}
    for name in ("notice", "representations", "decision"):
        if name not in stages:
            yield (), f"has no {name}", f"add the stage {name}"
    places = [stages[name][0] for name in ("notice", "representations", "decision", "publication") if name in stages]
    if places != sorted(places):
        yield (), "is not in the order notice, representations, decision, publication", "put them in this order"
    for at, stage in enumerate(procedure.stages):
        yield from (((at,), wrong, mend) for wrong, mend in _incomplete(stage))


def _incomplete(stage: Stage) -> Iterator[tuple[str, str]]:
    if stage.stage == "notice" and stage.notice is None:
        yield "gives notice without a letter", "name the letter in notices/"
    if stage.stage == "representations" and stage.wait is None:
        yield "gives no time to answer", "name the deadline to answer by (`wait`)"
    if stage.stage == "decision":
        if stage.by != "person":
            yield "is decided by nobody", "write `by: person`"
        if "proposer" not in stage.not_by:
            yield "may be decided by its proposer", "write `not_by: [proposer]`"
        if "reasons" not in stage.requires:
            yield "is decided without reasons", "write `requires: [reasons, …]`"


@check("time-to-answer", rule="G4, R12")
def time_to_answer(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """The time to answer is a deadline of the organisation, begins with the notice, and is not none."""
    for entry in looked.own("procedures"):
        for at, stage in enumerate(entry.model.stages):
            if stage.stage != "representations" or stage.wait is None:
                continue
            for wrong, mend in _no_time(looked, stage.wait):
                yield complaint(entry, "stages", at, "wait", wrong=wrong, mend=mend)
            if _is_unknown(looked, stage.wait):
                wrong, mend = (
                    "no source says how long there is to answer",
                    "look it up before the pack is used for real",
                )
                yield complaint(entry, "stages", at, "wait", wrong=wrong, mend=mend, grade=looked.grade())
            deadline = looked.catalogue.deadlines.get(stage.wait.deadline)
            fact = fact_of(deadline.after, declared=looked.catalogue.facts) if deadline else None
            if deadline and fact and fact.moment != "notice":
                wrong = f"{deadline.deadline!r} runs from {deadline.after}, which is no day of the notice"
                yield complaint(entry, "stages", at, "wait", wrong=wrong, mend="let it run from notice.delivered_on")


def _no_time(looked: Looked, wait: Wait) -> Iterator[tuple[str, str]]:
    """Answer why a deadline leaves the organisation no time, and how to mend it."""
    deadline = looked.catalogue.deadlines.get(wait.deadline)
    parameter = looked.catalogue.parameters.get(deadline.within.param) if deadline else None
    if deadline and deadline.of != "organisation":
        yield f"{deadline.deadline!r} is a deadline of the authority", "name the organisation's deadline"
    values = [value.value for value in parameter.values.values()] if parameter else []
    if parameter and 0 in values:
        yield f"{parameter.parameter!r} is nought on some day", "give time to answer"
    if parameter and "repealed" in values:
        yield f"{parameter.parameter!r} is repealed from some day", "name the deadline that took its place"


def _is_unknown(looked: Looked, wait: Wait) -> bool:
    deadline = looked.catalogue.deadlines.get(wait.deadline)
    parameter = looked.catalogue.parameters.get(deadline.within.param) if deadline else None
    return parameter is not None and any(value.value == "unknown" for value in parameter.values.values())


@check("remedies", rule="G4")
def remedies(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """There is a remedy, and one that somebody else decides."""
    burdening = _burdening(looked)
    for entry in looked.own("procedures"):
        if entry.id not in burdening:
            continue
        if not any(one.remedy in REVIEWING and one.decided_by in BY_OTHERS for one in entry.model.remedies):
            wrong = "has no remedy that another unit, a higher authority or a court decides"
            yield complaint(entry, "remedies", wrong=wrong, mend="add the review or appeal that its law gives")
        for at, one in enumerate(entry.model.remedies):
            if one.within == "unknown":
                wrong = "no source says how long there is for it"
                mend = "look it up before the pack is used for real"
                yield complaint(entry, "remedies", at, wrong=wrong, mend=mend, grade=looked.grade())
            elif isinstance(one.within, Wait):
                for wrong, mend in _no_time(looked, one.within):
                    yield complaint(entry, "remedies", at, "within", wrong=wrong, mend=mend)


@check("reviewed", rule="G4")
def reviewed(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A rule is read by a lawyer who did not write it, and what was read is what is there."""
    from goodstanding.packs.reviewing import review_hash  # noqa: PLC0415  reviewing imports the reader

    valid: set[str] = set()
    for entry in looked.own("reviews"):
        review = entry.model
        rule = looked.catalogue.rules.get(review.rule)
        if rule is None:
            yield complaint(entry, "rule", wrong=f"reviews {review.rule!r}, which is not there", mend="name the rule")
        elif review.by.casefold() in {author.casefold() for author in rule.authors}:
            yield complaint(entry, "by", wrong=f"{review.by} wrote the rule", mend="have somebody else read it")
        elif review.sha256 != review_hash(looked.pack, rule=review.rule):
            wrong = "what was read is not what is there now"
            mend = "have it read again; `pack explain` shows the hash"
            yield complaint(entry, "sha256", wrong=wrong, mend=mend, grade=looked.grade())
        else:
            valid.add(review.rule)
        if review.reviewed > looked.today:
            yield complaint(entry, "reviewed", wrong=f"{review.reviewed} has not come yet", mend="write the day")
    yield from _unreviewed(looked, complaint, valid)


def _unreviewed(looked: Looked, complaint: Complain, valid: set[str]) -> Iterator[Complaint]:
    for entry in looked.own("rules"):
        if entry.id not in valid:
            mend = "have a lawyer read it and pin the review to its hash"
            yield complaint(entry, wrong="no lawyer has reviewed it", mend=mend, grade=looked.grade())
