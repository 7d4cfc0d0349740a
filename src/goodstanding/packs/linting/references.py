"""References: what one entry names, another is; units fit; nothing is there for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Table
from typing import Any, Final

from goodstanding.core.catalogue.conditions import Count, FactIs, Sum, Which, counted, leaves
from goodstanding.core.catalogue.consequences import Deadline, Listing, Measure, Procedure, Wait
from goodstanding.core.catalogue.items import ByRule, Item, LastsWhile, Publication, Term
from goodstanding.core.catalogue.law import TERM_UNITS, Fact
from goodstanding.core.catalogue.mapping import Mapping
from goodstanding.core.catalogue.naming import Naming
from goodstanding.core.catalogue.rules import Rule, RuleVersion
from goodstanding.core.catalogue.standard import fact_of
from goodstanding.core.catalogue.words import Param
from goodstanding.packs.complaints import Complaint
from goodstanding.packs.linting.checks import Complain, Entry, Looked, check, parts

Named = tuple[tuple[str | int, ...], str, str]


def named(entry: Entry) -> Iterator[Named]:
    """Answer what an entry names: the way to it, the field of the catalogue, and the id. Facts are `facts`."""
    for steps, value in parts(entry.model):
        match value:
            case Param():
                yield (*steps, "param"), "parameters", value.param
            case ByRule():
                yield (*steps, "rule"), "rules", value.rule
            case Wait():
                yield (*steps, "deadline"), "deadlines", value.deadline
            case FactIs():
                yield (*steps, "fact"), "facts", value.fact
            case Which():
                yield from (((*steps, "items", at), "items", item) for at, item in enumerate(value.items))
                if value.within:
                    yield (*steps, "within", "before"), "facts", value.within.before
            case RuleVersion():
                yield (*steps, "selected_by"), "facts", value.selected_by
            case LastsWhile():
                yield (*steps, "confirmed_by"), "authorities", value.confirmed_by
    yield from _of_kind(entry.model)
    yield from _of_intake(entry.model)


def _of_intake(model: Any) -> Iterator[Named]:
    if isinstance(model, Naming):
        for at, form in enumerate(model.forms):
            yield ("forms", at, "organisation_type"), "organisation_types", form.organisation_type
        yield ("otherwise",), "organisation_types", model.otherwise
    if isinstance(model, Mapping):
        yield from _of_mapping(model)


def _of_mapping(model: Mapping) -> Iterator[Named]:
    if model.premises is not None:
        yield ("premises", "authority"), "authorities", model.premises.authority
        yield ("premises", "scheme"), "identifiers", model.premises.scheme
        yield ("premises", "naming"), "namings", model.premises.naming
    if model.records is not None:
        party, site = model.records.party, model.records.site
        yield ("records", "party", "scheme"), "identifiers", party.scheme
        yield ("records", "party", "naming"), "namings", party.naming
        yield from _given((("records", "site", "scheme"), "identifiers", site.scheme if site else None))
        yield from ((("records", "facts", fact), "facts", fact) for fact in model.records.facts)


def _of_kind(model: Any) -> Iterator[Named]:
    match model:
        case Item():
            yield from ((("filed_by", at), "authorities", one) for at, one in enumerate(model.filed_by))
            yield from _given((("publication",), "publications", model.publication))
            yield from _given((("procedure",), "procedures", model.procedure))
        case Publication():
            for at, version in enumerate(model.versions):
                yield ("versions", at, "selected_by"), "facts", version.selected_by
        case Listing():
            yield from ((("decided_by", at), "authorities", one) for at, one in enumerate(model.decided_by))
            yield ("criteria",), "rules", model.criteria
            yield ("procedure",), "procedures", model.procedure
            yield ("removal_counted_from",), "facts", model.removal_counted_from
            yield from _given((("removal_rule",), "rules", model.removal_rule))
        case Measure():
            yield from ((("follows_items", at), "items", one) for at, one in enumerate(model.follows_items))
            yield from ((("follows_lists", at), "lists", one) for at, one in enumerate(model.follows_lists))
            yield from _given((("eligibility",), "rules", model.eligibility))
            yield from _given((("procedure",), "procedures", model.procedure))
        case Procedure():
            for at, stage in enumerate(model.stages):
                yield from _given((("stages", at, "notice"), "notices", stage.notice))
        case Deadline():
            yield ("after",), "facts", model.after
            yield from _given((("calendar",), "calendars", model.calendar))


def _given(*found: tuple[tuple[str | int, ...], str, str | None]) -> Iterator[Named]:
    yield from ((steps, field, key) for steps, field, key in found if key is not None)


@check("references-resolve", rule="R6")
def references_resolve(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Everything named is in the pack, or in the pack it extends."""
    for entry in looked.own():
        for steps, field, key in named(entry):
            there = (
                fact_of(key, declared=looked.catalogue.facts) is not None
                if field == "facts"
                else key in getattr(looked.catalogue, field)
            )
            if not there:
                wrong = f"names {key!r}, which is not in {field}/"
                yield complaint(entry, *steps, wrong=wrong, mend="add it there, or name one that is there")


@check("rules-have-their-purpose", rule="G4")
def rules_have_their_purpose(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A rule is used for what it was written and reviewed for, and finds only what that use understands."""
    for entry in looked.own():
        for steps, field, key in named(entry):
            if field != "rules" or key not in looked.catalogue.rules:
                continue
            wanted = _purpose(entry, steps)
            purpose = looked.catalogue.rules[key].purpose
            if purpose != wanted:
                wrong = f"uses the rule {key!r} of purpose {purpose} as {wanted}"
                yield complaint(entry, *steps, wrong=wrong, mend="write a rule for this purpose")
    for entry in looked.own("rules"):
        understood = FINDINGS.get(entry.model.purpose)
        for at, version in enumerate(entry.model.versions):
            found = [*(one.finding for one in version.findings), *([version.otherwise] if version.otherwise else [])]
            odd = [one for one in found if understood and one not in understood]
            if odd:
                wrong = f"finds {', '.join(odd)}, which a rule of purpose {entry.model.purpose} does not"
                yield complaint(entry, "versions", at, wrong=wrong, mend=f"find one of {', '.join(understood or ())}")


FINDINGS: Final[Table[str, tuple[str, ...]]] = {
    "tier": ("serious", "general", "minor"),
    "shown": ("shown", "not-shown"),
    "eligibility": ("eligible",),
    "listing": ("proposed",),
    "removal": ("removable",),
}


def _purpose(entry: Entry, steps: tuple[str | int, ...]) -> str:
    if entry.field == "items":
        return "tier"
    if entry.field == "publications":
        return "shown"
    if entry.field == "measures":
        return "eligibility"
    return "removal" if "removal_rule" in steps else "listing"


@check("units-fit", rule="R19")
def units_fit(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A term has a unit of time, a count counts, and a fact is compared with a figure of its own unit."""
    for entry in looked.own():
        for steps, want, given in _units(entry, looked):
            if not want(given):
                wrong = f"the figure's unit {given} does not fit here"
                yield complaint(entry, *steps, wrong=wrong, mend="name a figure of the right unit, or mend its unit")
    for entry in looked.own("facts"):
        yield from _fact(entry, complaint)


def _units(  # noqa: C901  one case for each kind of thing that has a unit
    entry: Entry, looked: Looked
) -> Iterator[tuple[tuple[str | int, ...], Callable[[str], bool], str]]:
    units = {name: parameter.unit for name, parameter in looked.catalogue.parameters.items()}
    days = TERM_UNITS - {"working-day"}
    for steps, value in parts(entry.model):
        wanted: list[tuple[str, Param, Callable[[str], bool]]] = []
        match value:
            case Term():
                wanted = [("lasts", value.lasts, days.__contains__)]
            case LastsWhile():
                wanted = [("fresh_decision", value.fresh_decision, days.__contains__),
                          ("absolute_end", value.absolute_end, days.__contains__)]  # fmt: skip
            case Count():
                wanted = [("value", value.value, "count".__eq__)]
            case Sum():
                wanted = [("value", value.value, value.currency.__eq__)]
            case Deadline():
                wanted = [("within", value.within, TERM_UNITS.__contains__)]
            case FactIs() if isinstance(value.value, Param):
                wanted = [("value", value.value, _of_fact(looked, value.fact))]
        if isinstance(value, Which) and value.within:
            wanted = [("within", value.within.last, days.__contains__)]
        for name in ("repair_opens_after", "ends_after", "removal_opens_after"):
            if isinstance(param := getattr(value, name, None), Param):
                wanted.append((name, param, days.__contains__))
        for name, param, fits in wanted:
            if param.param in units:
                yield (*steps, name), fits, units[param.param]


def _of_fact(looked: Looked, name: str) -> Callable[[str], bool]:
    fact = fact_of(name, declared=looked.catalogue.facts)
    if fact is None:
        return lambda _: True
    if fact.type == "money":
        return lambda unit: unit.isupper()
    # A number without a unit is a fault of its own.
    return lambda unit: unit == fact.unit or (fact.type == "integer" and fact.unit is None)


def _fact(entry: Entry, complaint: Complain) -> Iterator[Complaint]:
    fact: Fact = entry.model
    if fact.type == "integer" and fact.unit is None:
        yield complaint(entry, wrong="is a number without a unit", mend="give its unit")
    if fact.type == "choice" and len(fact.choices) < 2:  # noqa: PLR2004  one choice is none
        yield complaint(entry, wrong=f"is a choice of {len(fact.choices)}", mend="list two choices or more")
    if fact.type == "date" and fact.moment is None:
        yield complaint(entry, wrong="is a day of no moment", mend="say which moment it is: conduct, decision, …")


@check("comparisons-make-sense", rule="format")
def comparisons_make_sense(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """A number is compared with a figure, a truth value or a choice is asked for equality only."""
    for entry in looked.own("rules"):
        for steps, value in parts(entry.model):
            if isinstance(value, FactIs) and (wrong := _comparison(looked, value)):
                yield complaint(entry, *steps, wrong=wrong, mend="docs/packs.md shows which comparison fits which fact")


def _comparison(looked: Looked, leaf: FactIs) -> str | None:
    fact = fact_of(leaf.fact, declared=looked.catalogue.facts)
    if fact is None:
        return None
    figure = isinstance(leaf.value, Param)
    if fact.type in ("integer", "money"):
        return None if figure else f"compares {leaf.fact} with {_written(leaf.value)} instead of a figure of the law"
    if fact.type == "date":
        return f"compares the day {leaf.fact}; days select versions and periods"
    if figure or leaf.op not in ("==", "!="):
        return f"asks more of {leaf.fact} than whether it is so"
    if fact.type == "boolean":
        return (
            None
            if isinstance(leaf.value, bool)
            else f"compares {leaf.fact} with {_written(leaf.value)}, not true or false"
        )
    return None if leaf.value in fact.choices else f"{_written(leaf.value)} is none of the choices of {leaf.fact}"


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


@check("conditions-have-their-own-id", rule="R27")
def conditions_have_their_own_id(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Within a version each comparison has an id of its own, so that `because` names one thing."""
    for entry in looked.own("rules"):
        for at, version in enumerate(entry.model.versions):
            seen: set[str] = set()
            for finding in version.findings:
                for condition in (*finding.when, *finding.unless):
                    for leaf in leaves(condition):
                        if leaf.id in seen:
                            wrong = f"{leaf.id!r} names two comparisons"
                            yield complaint(entry, "versions", at, wrong=wrong, mend="give each its own id")
                        seen.add(leaf.id)


@check("nothing-counts-everything", rule="R9")
def nothing_counts_everything(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """What is counted is named: items, conduct classes or domains."""
    for entry in looked.own("rules"):
        for steps, value in parts(entry.model):
            which = counted(value) if hasattr(value, "basis") and hasattr(value, "id") else None
            if which and not (which.items or which.conduct_classes or which.domains):
                yield complaint(entry, *steps, wrong="counts every record there is",
                                mend="name items, conduct classes or domains")  # fmt: skip


USED: Final = ("parameters", "facts", "rules", "publications", "procedures", "deadlines", "notices", "authorities")


@check("everything-is-used", rule="format")
def everything_is_used(looked: Looked, complaint: Complain) -> Iterator[Complaint]:
    """Nothing is declared that nothing uses: it would be read as law and have no effect."""
    names = {(field, key) for one in looked.own() for _, field, key in named(one)}
    for entry in looked.own(*USED):
        if (entry.field, entry.id) in names or _stands_alone(entry, looked):
            continue
        yield complaint(entry, wrong=f"{entry.id!r} is used nowhere", mend="use it, or leave it out")


def _stands_alone(entry: Entry, looked: Looked) -> bool:
    """Deadlines of the authority and findings of their own are there to be asked; what is the nation's, it uses."""
    above = looked.pack.parent.catalogue if looked.pack.parent else None
    if above is not None and entry.id in getattr(above, entry.field):
        return True
    match entry.model:
        case Deadline():
            return True
        case Rule(purpose="finding"):
            return True
        case _:
            return False
