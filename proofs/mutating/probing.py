"""Look for a question to which the pack and its mutant answer differently: the case that nobody has written yet."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, get_args

from goodstanding.core.catalogue.cases import Asks, Case, GivenOrganisation, GivenRecord
from goodstanding.core.catalogue.conditions import Which, counted
from goodstanding.core.catalogue.conduct import ProtectedClass
from goodstanding.core.catalogue.items import PublicationVersion
from goodstanding.core.catalogue.law import Parameter
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.rules import RuleVersion
from goodstanding.core.catalogue.standard import fact_of
from goodstanding.core.catalogue.words import TIERS, InForce
from goodstanding.core.rules.records import back, forward
from goodstanding.packs import cases
from goodstanding.packs.linting.checks import Entry, parts
from goodstanding.packs.linting.references import named
from proofs.mutating.mutations import Mutation
from proofs.mutating.plain import DAY
from proofs.mutating.sameness import let_through

QUESTIONS: Final = {
    "parameters": "parameter", "rules": "rule", "publications": "publication", "items": "item", "lists": "list",
    "measures": "measure", "deadlines": "deadline",
}  # fmt: skip
FALLS: Final = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, AssertionError)
UNCOMPARED: Final = frozenset({"basis", "unit"})
# What of a record may not matter: it is then left out, which says that nobody knows it.
LESS: Final[tuple[Mapping[str, Any], ...]] = (
    {"fine": None, "currency": None},
    *({key: "unknown"} for key in ("conduct_on", "published_on", "decided_on", "tier")),
)
LAST_DAYS: Final = (date(2020, 2, 29), date(2024, 2, 29), date(2023, 8, 31), date(2025, 8, 31))
DAYS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "publications": ("record.decided_on", "record.published_on"),
    "items": ("record.decided_on", "record.published_on", "record.conduct_on"),
    "lists": ("listing.listed_on", "record.decided_on", "record.published_on", "record.conduct_on"),
    "measures": ("record.decided_on", "record.published_on", "record.conduct_on", "listing.listed_on"),
}


@dataclass(frozen=True)
class Told:
    """A question with what the pack answers and what the mutant does, as far as they differ."""

    asks: str
    given: dict[str, Any]
    answers: dict[str, Any]
    mutant: dict[str, Any]

    def __str__(self) -> str:
        given = ", ".join(f"{key}: {_plain(value)}" for key, value in self.given.items())
        wrong = ", ".join(f"{key}: {_plain(value)}" for key, value in self.mutant.items())
        right = ", ".join(f"{key}: {_plain(value)}" for key, value in self.answers.items())
        return f"asks {self.asks}, {given or 'given nothing'} -> the pack answers {right}; the mutant {wrong}"


@dataclass(frozen=True)
class References:
    """Which entry of a pack names which, both ways, as far as questions go."""

    names: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    named_by: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> References:
        names = {
            (into, key): _named(into, key, model)
            for into in QUESTIONS
            for key, model in getattr(catalogue, into).items()
        }
        named_by: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for entry, others in names.items():
            for other in others:
                named_by[other].append(entry)
        return cls(names, {entry: tuple(others) for entry, others in named_by.items()})

    def resting_on(self, entry: tuple[str, str]) -> list[tuple[str, str]]:
        """Answer what can be asked that rests on the entry, the entry itself first."""
        reached = [entry]
        for one in reached:
            reached += [other for other in self.named_by.get(one, ()) if other not in reached]
        return reached


def _named(into: str, key: str, model: Any) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((to, name) for _, to, name in named(Entry(into, key, model)) if to in QUESTIONS))


def tell_apart(
    pack: Catalogue, mutant: Catalogue, mutation: Mutation, *, references: References, seed: int, tries: int
) -> Told | None:
    """Answer a question to which the two answer differently, made as short as it stays so; not just why, if can be."""
    chance = random.Random(f"{seed} {mutation}")
    weak: tuple[Case, Answers] | None = None
    asked = references.resting_on((mutation.field, mutation.id))
    worlds: dict[tuple[str, str], _World] = {}
    for number in range(tries):
        # The entry itself is asked first, then whatever rests on it.
        one = asked[0] if number < tries // 2 else chance.choice(asked)
        if one not in worlds:
            worlds[one] = _World(pack, mutant, one, (mutation.field, mutation.id), references)
        case = worlds[one].case(chance, sure=number % 3 != 0)
        differing = _differing(pack, mutant, case)
        if differing and not {*differing[0], *differing[1]} <= {"because", "missing"}:
            return _told(*_shortened(pack, mutant, case, differing))
        weak = weak or (differing and (case, differing))
        if weak and number > tries // 3:
            break
    return _told(*_shortened(pack, mutant, *weak)) if weak else None


Answers = tuple[dict[str, Any], dict[str, Any]]


def _differing(pack: Catalogue, mutant: Catalogue, case: Case) -> Answers | None:
    one, other = _answer(pack, case), _answer(mutant, case)
    keys = [key for key in {**one, **other} if key not in UNCOMPARED and one.get(key) != other.get(key)]
    if not keys:
        return None
    return {key: one[key] for key in keys if key in one}, {key: other[key] for key in keys if key in other}


def _answer(catalogue: Catalogue, case: Case) -> dict[str, Any]:
    try:
        found = cases.answer(catalogue, case=case)
    except FALLS as fall:
        return {"falls": f"{type(fall).__name__}: {fall}"}
    return {key: set(value) if key in ("because", "missing") else value for key, value in found.items()}


def _shortened(pack: Catalogue, mutant: Catalogue, case: Case, differing: Answers) -> tuple[Case, Answers]:
    """Answer the case without what the difference does not need and what the pack's answer does not miss."""

    def determined(case: Case) -> list[Any]:
        found = _answer(pack, case)
        return [found.get(key) for key in ("missing", "outcome", "tier")]

    as_before = determined(case)
    shorter = True
    while shorter:
        shorter = False
        for smaller in _smaller(case):
            found = _differing(pack, mutant, smaller)
            if found and determined(smaller) == as_before:
                case, differing, shorter = smaller, found, True
                break
    return case, differing


def _smaller(case: Case) -> Iterator[Case]:
    for key in case.given:
        yield case.model_copy(update={"given": {name: value for name, value in case.given.items() if name != key}})
    if case.records != "unknown":
        for number in range(len(case.records)):
            left = tuple(one for place, one in enumerate(case.records) if place != number)
            yield case.model_copy(update={"records": left})
        for number, record in enumerate(case.records):
            for less in LESS:
                if any(getattr(record, key) != value for key, value in less.items()):
                    one = record.model_copy(update=less)
                    records = (*case.records[:number], one, *case.records[number + 1 :])
                    yield case.model_copy(update={"records": records})
    else:
        yield case.model_copy(update={"records": ()})
    for name in ("organisation", "as_of", "tier"):
        if getattr(case, name) is not None:
            yield case.model_copy(update={name: None})


def _told(case: Case, differing: Answers) -> Told:
    asks = ", ".join(f"{key}: {value}" for key, value in vars(case.asks).items() if value is not None)
    given: dict[str, Any] = dict(case.given)
    for name in ("tier", "as_of"):
        if getattr(case, name) is not None:
            given[name] = getattr(case, name)
    if case.organisation:
        given["organisation"] = case.organisation.model_dump(exclude_none=True)
    if case.records:
        given["records"] = (
            "unknown"
            if case.records == "unknown"
            else [record.model_dump(exclude_defaults=True, exclude_none=True) for record in case.records]
        )
    return Told(f"{{{asks}}}", given, *differing)


@dataclass
class _World:
    """What a random question about one entry can give: its facts, the days and figures near which answers change."""

    pack: Catalogue
    mutant: Catalogue
    asked: tuple[str, str]
    mutated: tuple[str, str]
    references: References
    facts: dict[str, None] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    terms: set[tuple[int, str]] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    counted: list[Which] = field(default_factory=list)
    strays: set[str] = field(default_factory=set)
    changed: list[Which] = field(default_factory=list)
    sorted_days: list[date] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.gather(self.asked, set())
        self.facts.update(dict.fromkeys(DAYS_OF.get(self.asked[0], ())))
        self.days |= {day + step for day in self.days for step in (-DAY, DAY)}
        # What is counted otherwise than before is asked about most.
        once = [one for one in self.counted if self.counted.count(one) == 1]
        self.changed = once if self.asked == self.mutated else []
        # What one filter lets through and another does not: half of the filters are the pack's, half the mutant's.
        through = [let_through(which, self.pack) for which in self.counted]
        self.strays = set().union(*through).difference(set.intersection(*through)) if through else set()
        self.sorted_days = sorted(self.days) or [date(2025, 1, 1)]
        self.numbers |= {number + step for number in self.numbers for step in (-1, 1) if number + step >= 0}

    def gather(self, entry: tuple[str, str], seen: set[tuple[str, str]]) -> None:
        """Collect from the entry and from everything it names."""
        seen.add(entry)
        into, key = entry
        if (model := getattr(self.pack, into).get(key)) is None:
            return
        self.collect(into, model)
        named = self.references.names[entry]
        if entry == self.mutated and (changed := getattr(self.mutant, into).get(key)) is not None:
            self.collect(into, changed)
            named += _named(into, key, changed)
        for to, name in named:
            if to in ("items", "lists"):
                (self.items if to == "items" else self.lists).add(name)
            if (to, name) not in seen:
                self.gather((to, name), seen)

    def collect(self, into: str, model: Any) -> None:
        for _, part in parts(model):
            match part:
                case RuleVersion():
                    self.facts.update(dict.fromkeys(part.facts()))
                    self.counted += [which for leaf in part.comparisons() if (which := counted(leaf))]
                case PublicationVersion():
                    self.facts[part.selected_by] = None
                case Parameter():
                    self.days |= set(part.starts)
                    numbers = {value.value for value in part.values.values() if isinstance(value.value, int)}
                    self.numbers |= numbers
                    self.terms |= {(number, part.unit) for number in numbers if part.unit in ("day", "month", "year")}
            if isinstance(part, InForce):
                self.days |= {day for day in (part.from_, part.until) if day}
        if into == "items" and model.conduct_from:
            self.days.add(model.conduct_from)
        if into == "deadlines":
            self.facts[model.after] = None
        if into == "lists":
            self.facts[model.removal_counted_from] = None

    def case(self, chance: random.Random, *, sure: bool) -> Case:
        """Answer a random question about the entry, at the edges of its days and figures; when `sure`, nothing open."""
        into, key = self.asked
        near = chance.choice(self.sorted_days)
        if chance.random() < 0.3:
            near += timedelta(days=chance.randrange(1500))
        if self.counted and self.terms and chance.random() < 0.2:
            # Where a month is too short for the day, a period counted forward and one counted back differ.
            which = chance.choice(self.changed or self.counted)
            value, unit = chance.choice(sorted(self.terms_of(which) or self.terms))
            near = forward(chance.choice(LAST_DAYS), value=min(value, 600), unit=unit)
        if into == "parameters":
            return _case(asks=Asks(parameter=key, on=near))
        given: dict[str, Any] = {}
        for name in self.facts:
            if sure or chance.random() < 0.8:
                given[name] = self.fact(name, near, chance)
        if into == "items" and chance.random() < 0.5:
            given["record.authority"] = self.authority(key, chance)
        if into == "measures":
            given |= self.cause(chance)
        known = {name: value for name, value in given.items() if value is not None}
        case = _case(asks=Asks(**{QUESTIONS[into]: key}), given=known)
        return case.model_copy(update=self.beside(known, near, chance, sure=sure))

    def beside(self, given: Mapping[str, Any], near: date, chance: random.Random, *, sure: bool) -> dict[str, Any]:
        """Answer what a question gives beside facts: tier, organisation, how far it looks back from, records."""
        into, _ = self.asked
        more: dict[str, Any] = {}
        if into in ("publications", "measures"):
            more["tier"] = chance.choice(TIERS)
        if into in ("items", "lists", "measures") and chance.random() < 0.3:
            more["organisation"] = self.organisation(chance)
        if into != "deadlines" and chance.random() < 0.6:
            later = near + timedelta(days=chance.choice((0, 1, -1, 400, 1500)))
            more["as_of"] = later if chance.random() < 0.4 else chance.choice(self.sorted_days)
        if into in ("rules", "measures"):
            more["records"] = self.records(given, near, chance, sure=sure)
        return more

    def authority(self, item: str, chance: random.Random) -> str | None:
        """Answer an authority that may file only before or only after the change, else any that may."""
        both = [catalogue.items[item] for catalogue in (self.pack, self.mutant) if item in catalogue.items]
        filing = [{*one.filed_by} for one in both]
        differing = set.union(*filing) - set.intersection(*filing)
        return chance.choice(sorted(differing or set.union(*filing)))

    def cause(self, chance: random.Random) -> dict[str, str]:
        causes = [("cause.item", one) for one in self.items] + [("cause.list", one) for one in self.lists]
        return dict([chance.choice(sorted(causes))]) if causes and chance.random() < 0.9 else {}

    def fact(self, name: str, near: date, chance: random.Random) -> Any:
        fact = fact_of(name, declared=self.pack.facts)
        match fact.type if fact else None:
            case "date":
                return near if chance.random() < 0.6 else chance.choice(self.sorted_days)
            case "boolean":
                return chance.random() < 0.5
            case "choice":
                return chance.choice(fact.choices)  # type: ignore[union-attr]
            case "integer" | "money":
                return chance.choice(sorted(self.numbers) or [0])
            case _:
                return None

    def records(self, given: Mapping[str, Any], near: date, chance: random.Random, *, sure: bool) -> Any:
        """Answer some records, mostly such as one comparison counts, at the edges of its period."""
        if not sure and chance.random() < 0.2:
            return "unknown"
        which = chance.choice(self.counted) if self.counted else None
        if self.changed and chance.random() < 0.7:
            which = chance.choice(self.changed)
        until = given.get(which.within.before, near) if which and which.within else near
        fines = sorted(self.numbers) if chance.random() < 0.4 else []
        number = chance.choice((0, 1, 1, 1, 2, 2, 3, 3, 4))
        return tuple(self.record(which, until, fines, chance, sure=sure) for _ in range(number))

    def record(
        self, which: Which | None, until: date, fines: Sequence[int], chance: random.Random, *, sure: bool
    ) -> GivenRecord:

        def day() -> date:
            found = until
            if self.terms and chance.random() < 0.6:
                terms = self.terms_of(which) if which and chance.random() < 0.7 else self.terms
                value, unit = chance.choice(sorted(terms or self.terms))
                found = back(until, value=min(value, 600), unit=unit)
            elif chance.random() < 0.2:
                found = chance.choice(self.sorted_days)
            return found + timedelta(days=chance.choice((0, 0, 1, -1, 2)))

        items = sorted(let_through(which, self.pack)) if which and chance.random() < 0.75 else []
        tiers = which.tiers if which and which.tiers and chance.random() < 0.75 else TIERS
        fine = chance.choice(fines) if fines else None
        return GivenRecord(
            item=chance.choice(items or sorted(self.strays or self.pack.items)),
            tier="unknown" if not sure and chance.random() < 0.2 else chance.choice(tiers),
            decided_on=day(),
            conduct_on=day(),
            published_on=day(),
            fine=None if fine is None else str(fine),
            currency=None if fine is None else self.currency(),
            annulled="unknown" if not sure and chance.random() < 0.1 else "no",
        )

    def terms_of(self, which: Which) -> set[tuple[int, str]]:
        figure = self.pack.parameters.get(which.within.last.param) if which.within else None
        if figure is None or figure.unit not in ("day", "month", "year"):
            return set()
        return {(value.value, figure.unit) for value in figure.values.values() if isinstance(value.value, int)}

    def currency(self) -> str:
        units = sorted({figure.unit for figure in self.pack.parameters.values() if figure.unit.isupper()})
        return units[0] if units else "XXX"

    def organisation(self, chance: random.Random) -> GivenOrganisation:
        kind = chance.choice(sorted(self.pack.organisation_types))
        of_class: Sequence[Any] = (None, *get_args(ProtectedClass))
        return GivenOrganisation(
            organisation_type=kind,
            protected_class=chance.choice(of_class),
            sole_trader=chance.choice((None, "yes", "no", "unknown")),
        )


def _case(*, asks: Asks, given: dict[str, Any] | None = None) -> Case:
    return Case(case={"en": "-"}, source="-", asks=asks, given=given or {}, expect={"x": 0})


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple | set):
        shown = [_plain(one) for one in value]
        return "[" + ", ".join(sorted(shown) if isinstance(value, set) else shown) + "]"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
