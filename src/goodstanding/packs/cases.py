"""Run a pack's cases: what the law should answer against what the catalogue answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from goodstanding.core.catalogue.cases import Case, GivenOrganisation, GivenRecord
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.standard import fact_of
from goodstanding.core.rules import carrying, terms
from goodstanding.core.rules.evaluating import Matter, evaluate
from goodstanding.core.rules.records import Recorded


@dataclass(frozen=True)
class Result:
    """A case and what came of it: `wrong` names each part of the answer that differs, with what was expected."""

    case: Case
    answer: Mapping[str, Any]
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.wrong


class NoAnswer(ValueError):
    """The case asks for something the pack does not have, or asks nothing."""


def run(catalogue: Catalogue) -> list[Result]:
    """Answer the result of every case of the pack, in order."""
    return [result(catalogue, case=case) for case in catalogue.cases]


def result(catalogue: Catalogue, *, case: Case) -> Result:
    """Answer one case against the catalogue; what the pack does not have fails it, with the words why."""
    try:
        found = answer(catalogue, case=case)
    except NoAnswer as reason:
        return Result(case, {}, (str(reason),))
    wrong = [
        f"{key}: expected {_shown(wanted)}, the pack answers {_shown(found.get(key, '(nothing of that name)'))}"
        for key, wanted in case.expect.items()
        if not _same(key, wanted, found)
    ]
    return Result(case, found, tuple(wrong))


def answer(catalogue: Catalogue, *, case: Case) -> dict[str, Any]:
    """Answer what the catalogue says to the case's question, as plain values. Raises NoAnswer."""
    asked = {key: value for key, value in vars(case.asks).items() if value is not None and key != "on"}
    if len(asked) != 1:
        raise NoAnswer(f"a case asks one thing; this one asks {', '.join(asked) or 'nothing'}")
    (kind, name), *_ = asked.items()
    field, answering = QUESTIONS[kind]
    if name not in getattr(catalogue, field):
        raise NoAnswer(f"the pack has no {kind} {name!r}")
    return answering(catalogue, name, case)


def _rule(catalogue: Catalogue, name: str, case: Case) -> dict[str, Any]:
    found = evaluate(
        catalogue.rules[name], parameters=catalogue.parameters, matter=matter(catalogue, case), as_of=case.as_of
    )
    return {
        "outcome": found.outcome,
        "because": [judged.id for judged in found.because],
        "missing": list(found.missing),
    }


def _parameter(catalogue: Catalogue, name: str, case: Case) -> dict[str, Any]:
    if case.asks.on is None:
        raise NoAnswer("a case about a parameter says on which day (`on`)")
    value = catalogue.parameters[name].value_on(case.asks.on)
    return {"value": "not-in-force" if value is None else value.value, "unit": catalogue.parameters[name].unit}


def _publication(catalogue: Catalogue, name: str, case: Case) -> dict[str, Any]:
    if case.tier is None:
        raise NoAnswer("a case about a publication names the tier")
    given = matter(catalogue, case)
    return vars(terms.publication(catalogue, name=name, tier=case.tier, matter=given, as_of=case.as_of))


def _item(catalogue: Catalogue, name: str, case: Case) -> dict[str, Any]:
    given = matter(catalogue, case)
    subject = subject_of(catalogue, case.organisation)
    found = carrying.filing(catalogue, item=catalogue.items[name], subject=subject, matter=given, as_of=case.as_of)
    plain = vars(found).copy()
    shown = plain.pop("shown")
    return {**(vars(shown) if shown else {"shown": "unknown" if found.tier == "unknown" else "no"}), **plain}


def _list(catalogue: Catalogue, name: str, case: Case) -> dict[str, Any]:
    given = matter(catalogue, case)
    subject = subject_of(catalogue, case.organisation)
    return vars(
        carrying.listing(catalogue, listed=catalogue.lists[name], subject=subject, facts=given.facts, as_of=case.as_of)
    )


def _measure(catalogue: Catalogue, name: str, case: Case) -> dict[str, Any]:
    given = matter(catalogue, case)
    cause = carrying.Cause(item=given.facts.get("cause.item"), list=given.facts.get("cause.list"), tier=case.tier)
    subject = subject_of(catalogue, case.organisation)
    return vars(
        carrying.following(
            catalogue, measure=catalogue.measures[name], cause=cause, subject=subject, matter=given, as_of=case.as_of
        )
    )


def _deadline(catalogue: Catalogue, name: str, case: Case) -> dict[str, Any]:
    given = matter(catalogue, case)
    due_on, missing = terms.due(catalogue, deadline=catalogue.deadlines[name], facts=given.facts)
    return {"due_on": due_on, "missing": list(missing)}


Question = Callable[[Catalogue, str, Case], dict[str, Any]]
QUESTIONS: Final[Mapping[str, tuple[str, Question]]] = {
    "rule": ("rules", _rule),
    "parameter": ("parameters", _parameter),
    "publication": ("publications", _publication),
    "item": ("items", _item),
    "list": ("lists", _list),
    "measure": ("measures", _measure),
    "deadline": ("deadlines", _deadline),
}
# What a case may say of the question itself, beside facts.
OF_THE_QUESTION: Final = frozenset({"cause.item", "cause.list", "record.authority"})


def matter(catalogue: Catalogue, case: Case) -> Matter:
    """Answer what the case gives, typed by the facts' declarations; `unknown` is left out. Raises NoAnswer."""
    facts: dict[str, Any] = {}
    for name, value in case.given.items():
        if value == "unknown":
            continue
        declared = fact_of(name, declared=catalogue.facts)
        if declared is None and name not in OF_THE_QUESTION:
            raise NoAnswer(f"the pack has no fact {name!r}")
        facts[name] = value if declared is None else _typed(name, declared.type, value)
    if case.records == "unknown":
        return Matter(facts, None)
    records = [_recorded(catalogue, number, record) for number, record in enumerate(case.records)]
    return Matter(facts, records)


def subject_of(catalogue: Catalogue, given: GivenOrganisation | None) -> carrying.Subject | None:
    """Answer the organisation of a case as the lines see it. Raises NoAnswer for a type the pack does not have."""
    if given is None:
        return None
    of_type = catalogue.organisation_types.get(given.organisation_type)
    if of_type is None:
        raise NoAnswer(f"the pack has no organisation type {given.organisation_type!r}")
    return carrying.Subject(
        kind=of_type.kind,
        protected_class=given.protected_class or of_type.protected_class,
        sole_trader=given.sole_trader or of_type.identity_coincides_with_person,
    )


TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "boolean": (bool,),
    "integer": (int,),
    "date": (date,),
    "money": (int, str),
    "choice": (str,),
}


def _typed(name: str, kind: str, value: Any) -> Any:
    if not isinstance(value, TYPES[kind]) or (kind != "boolean" and isinstance(value, bool)):
        raise NoAnswer(f"{name} is {kind}, not {value!r}")
    return Decimal(str(value)) if kind == "money" else value


def _recorded(catalogue: Catalogue, number: int, given: GivenRecord) -> Recorded:
    item = catalogue.items.get(given.item)
    if item is None:
        raise NoAnswer(f"the pack has no item {given.item!r}")

    def known(value: Any) -> Any:
        return None if value == "unknown" else value

    fine: Any = known(given.fine) if given.fine is not None else "none"
    return Recorded(
        reference=f"records[{number}]",
        item=given.item,
        conduct_class=item.conduct_class,
        domain=item.domain,
        tier="none" if item.tier is None else known(given.tier),
        decided_on=known(given.decided_on),
        conduct_on=known(given.conduct_on),
        published_on=known(given.published_on),
        fine=fine if fine in ("none", None) else Decimal(fine),
        currency=given.currency,
        annulled={"yes": True, "no": False, "unknown": None}[given.annulled],
    )


def _same(key: str, wanted: Any, found: Mapping[str, Any]) -> bool:
    if key not in found:
        return False
    if key in ("because", "missing") and isinstance(wanted, list):
        return set(wanted) == set(found[key])
    return bool(wanted == found[key]) and isinstance(wanted, bool) == isinstance(found[key], bool)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple | set):
        return "[" + ", ".join(sorted(map(str, value))) + "]"
    return str(value)
