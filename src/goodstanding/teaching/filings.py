"""What the five departments file: rows of events, one department late, one error-prone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from goodstanding.core.catalogue.items import ByRule, Item
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.teaching.days import Days
from goodstanding.teaching.law import AMOUNTS, EVERY_FINE, NO_FINE, Grades, Law, Terms
from goodstanding.teaching.mistakes import MISTAKES, make_mistake
from goodstanding.teaching.register import Organisation
from goodstanding.teaching.rows import (
    CORRECTED_ON,
    ENDS_ON,
    EVENT,
    FILED_ON,
    FINE,
    FORMATS,
    PUBLISHED_ON,
    REASON,
    TIER,
    called,
    row,
)

LATE: Final = "labour-inspectorate"
ERROR_PRONE: Final = "market-authority"
# How often each item is filed, and whether a protected organisation can carry it (G2).
WEIGHTS: Final = (
    ("late-annual-return", 22, True), ("accounts-not-filed", 10, False), ("emission-over-limit", 9, False),
    ("discharge-over-limit", 7, False), ("waste-unlawful", 8, False), ("permit-condition-breach", 5, False),
    ("wages-unpaid", 6, True), ("work-safety-breach", 6, True), ("working-time-breach", 4, False),
    ("tax-overdue", 10, True), ("product-unsafe", 3, False), ("food-hygiene-breach", 4, False),
    ("procurement-fraud", 1, False), ("licence-granted", 3, False), ("inspection-passed", 2, False),
)  # fmt: skip
TABLE: Final = 4096  # draws of an item are an index into a table of this many places
LICENCE, INSPECTION = 36, 12  # months for which a licence runs and a passed inspection is recorded
# Up to which draw a record is corrected, annulled, objected to, repaired. Fewer come to be: what would happen after
# the record's end or after the data's last day does not, and only what the law lets be repaired is.
CORRECTED, ANNULLED, OBJECTED, REPAIRED = 0.055, 0.09, 0.135, 0.315
UPHELD: Final = 0.3
ERRORS: Final = 0.08


class Filed(NamedTuple):
    """An item as a department files it: its tier, or the rule that finds it, or neither where it is not adverse."""

    item: str
    department: str
    law: str
    tier: str
    rule: str
    regime: str
    form: str
    late: bool
    grades: dict[tuple[str, int, int], Grades]
    terms: dict[tuple[str, int, int], Terms]
    fines: tuple[int, int]


class Case(NamedTuple):
    """A record's days: numbers of days, and its place in the order of working days."""

    filed: Filed
    fine: int
    effect: str
    conduct: int
    decided: int
    published: int
    working: int
    lag: int


@dataclass
class Out:
    """The lines of a chunk by file, and what was counted."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FORMATS})
    items: dict[str, int] = field(default_factory=dict)
    tiers: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    mistakes: dict[str, int] = field(default_factory=dict)

    def write(self, department: str, form: str, fields: list[str]) -> None:
        """Add a row and count its event."""
        self.lines[department].append(row(form, fields))
        self.events[fields[EVENT]] = self.events.get(fields[EVENT], 0) + 1


class Departments:
    """The departments' items as the pack has them, its law, and the tables that draws index."""

    def __init__(self, catalogue: Catalogue, days: Days) -> None:
        self.days, self.law = days, Law(catalogue, days)
        self.all = self._table(catalogue, [(name, weight) for name, weight, _ in WEIGHTS])
        self.open = self._table(catalogue, [(name, weight) for name, weight, carried in WEIGHTS if carried])

    def _table(self, catalogue: Catalogue, weights: list[tuple[str, int]]) -> list[Filed]:
        total, table, before = sum(weight for _, weight in weights), [], 0
        for name, weight in weights:
            filed = self._filed(name, catalogue.items[name])
            after = before + weight
            table += [filed] * (TABLE * after // total - TABLE * before // total)
            before = after
        return table

    def _filed(self, name: str, item: Item) -> Filed:
        rule = item.tier.rule if isinstance(item.tier, ByRule) else ""
        tier = "" if rule or item.tier is None else str(item.tier)
        department, regime, law = item.filed_by[0], item.publication or "", self.law
        return Filed(
            name, department, item.basis[0], tier, rule, regime, FORMATS[department], department == LATE,
            law.grades.get(rule, {}), law.terms.get(regime, {}),
            EVERY_FINE if rule else law.fines[tier] if tier else NO_FINE,
        )  # fmt: skip


def file_records(
    organisation: Organisation, *, number: int, departments: Departments, draw: Callable[[], float], out: Out
) -> None:
    """Write the rows of every record of the organisation into `out`."""
    table = departments.open if organisation.protected else departments.all
    prefix = f"{number:07d}-"
    for at in range(organisation.degree):
        _record(table[int(draw() * TABLE)], f"{prefix}{at:04d}", organisation, departments, draw, out)


def _record(
    filed: Filed,
    document: str,
    organisation: Organisation,
    departments: Departments,
    draw: Callable[[], float],
    out: Out,
) -> None:
    days, law = departments.days, departments.law
    case = _case(filed, organisation, days, draw)
    text, begins, filed_at = days.text, case.published, days.working[case.working + case.lag]
    tier, published, terms = "", text[case.published], None
    if filed.regime:
        tier, terms = _state(case, case.fine, filed_at, law.era)
        if case.fine < terms.shown:
            published = ""
        if not published or not terms.from_publication:
            begins = case.decided
        ends = law.later[terms.ends][begins]
        out.tiers[tier] = out.tiers.get(tier, 0) + 1
    elif filed.item == "licence-granted":
        ends = law.later[LICENCE][case.published]
    else:
        ends = law.later[INSPECTION][case.decided]
    out.items[filed.item] = out.items.get(filed.item, 0) + 1
    form, sites = filed.form, organisation.sites
    name = organisation.name if case.decided >= organisation.renamed else organisation.former
    fields = [
        "filed", document, text[filed_at], text[case.decided], text[case.conduct],
        published, organisation.id, called(form, name), sites[int(draw() * len(sites))],
        filed.item, filed.law, str(AMOUNTS[case.fine]) if filed.regime else "", "XXX" if filed.regime else "",
        case.effect, tier, "", text[ends], "",
    ]  # fmt: skip
    if filed.department == ERROR_PRONE and draw() < ERRORS and _err(case, fields, days, draw, out):
        return
    out.write(filed.department, form, fields)
    if terms is not None and (fate := draw()) < REPAIRED:
        opens = law.later[terms.opens][begins] if published or terms.repairs_unshown else ends
        _follow(fate, case, fields, (opens, ends), departments, draw, out)


def _case(filed: Filed, organisation: Organisation, days: Days, draw: Callable[[], float]) -> Case:
    working = days.working
    # Within seven working days, but for one in twenty; the late department takes two and a half weeks to fourteen.
    prompt = int(draw() * 7) if draw() < 0.95 else 8 + int(draw() * 25)  # noqa: PLR2004
    lag = 12 + int(draw() * 60) if filed.late else prompt
    first, last = organisation.first, min(organisation.ended, days.closing - lag)
    place = first + int(draw() * (last - first))
    decided = working[place]
    # Not before the organisation was there, nor before the law was.
    floor = max(organisation.there, decided - 300)
    conduct = floor + int(draw() * (decided - floor))
    published = working[place + min(lag, 1 + int(draw() * 5))]
    effect, (low, high) = "none", filed.fines
    if filed.rule and (grave := draw()) < 0.03:  # noqa: PLR2004  two in three of these suspend, one takes away
        effect = "suspended" if grave < 0.02 else "taken-away"  # noqa: PLR2004
    return Case(filed, low + int(draw() * (high - low)), effect, conduct, decided, published, place, lag)


def _state(case: Case, fine: int, filed_at: int, era: list[int]) -> tuple[str, Terms]:
    """Answer the tier and terms of a record with this fine as the law has them on the day it is filed."""
    filed, now = case.filed, era[filed_at]
    tier = filed.tier or filed.grades[case.effect, era[case.conduct], now].tier(fine)
    return tier, filed.terms[tier, era[case.decided], now]


def _follow(
    fate: float,
    case: Case,
    fields: list[str],
    opens_and_ends: tuple[int, int],
    departments: Departments,
    draw: Callable[[], float],
    out: Out,
) -> None:
    """Write what became of the record, if it came to be before its end and the data's last day."""
    days = departments.days
    filed_at, stop = case.working + case.lag, min(days.before[opens_and_ends[1]], days.closing)
    form, department = case.filed.form, case.filed.department
    if fate < CORRECTED:
        at = filed_at + 1 + int(draw() * 60)
        if at < stop:
            _correct(case, fields, at, "typing error in the amount", departments)
            out.write(department, form, fields)
    elif fate < ANNULLED:
        at = filed_at + 20 + int(draw() * 150)
        if at < stop:
            fields[EVENT], fields[FILED_ON], fields[REASON] = "annulled", _on(days, at), "quashed on appeal"
            out.write(department, form, fields)
    elif fate < OBJECTED:
        at = filed_at + 1 + int(draw() * 40)
        if at < stop:
            fields[EVENT], fields[FILED_ON] = "objected", _on(days, at)
            fields[REASON] = "the organisation disputes the amount"
            out.write(department, form, fields)
            _decide_objection(case, fields, at + 15 + int(draw() * 15), departments, draw, out)
    else:
        at = max(filed_at + 1, days.before[opens_and_ends[0]])
        if at < stop:
            at += int(draw() * min(120, stop - at))
            fields[EVENT], fields[FILED_ON], fields[CORRECTED_ON] = "repaired", _on(days, at), _on(days, at)
            fields[REASON] = "breach put right and fine paid"
            out.write(department, form, fields)


def _decide_objection(
    case: Case, fields: list[str], at: int, departments: Departments, draw: Callable[[], float], out: Out
) -> None:
    if at >= departments.days.closing:
        return  # still open on the data's last day
    department, upheld = case.filed.department, draw() < UPHELD
    fields[EVENT], fields[FILED_ON] = "objection-decided", _on(departments.days, at)
    fields[REASON] = "upheld" if upheld else "rejected"
    out.write(department, FORMATS[department], fields)
    if upheld:
        _correct(case, fields, at, "objection upheld", departments)
        out.write(department, FORMATS[department], fields)


def _correct(case: Case, fields: list[str], at: int, reason: str, departments: Departments) -> None:
    """Put a fine about a tenth lower into the row, with the tier and the end that it should have been filed with."""
    days, law = departments.days, departments.law
    fine = max(case.filed.fines[0], case.fine - 14)
    tier, terms = _state(case, fine, days.working[case.working + case.lag], law.era)
    counts = fields[PUBLISHED_ON] and terms.from_publication and fine >= terms.shown
    ends = law.later[terms.ends][case.published if counts else case.decided]
    fields[EVENT], fields[FILED_ON], fields[REASON] = "corrected", _on(days, at), reason
    fields[FINE], fields[TIER], fields[ENDS_ON] = str(AMOUNTS[fine]), tier, days.text[ends]


def _err(case: Case, fields: list[str], days: Days, draw: Callable[[], float], out: Out) -> bool:
    """File the row with a mistake; answer whether it stands alone, put right by a later row if by any."""
    kind, replaces = MISTAKES[int(draw() * len(MISTAKES))], draw() < 0.5  # noqa: PLR2004
    kind, wrong = make_mistake(kind, fields, days.text[min(case.decided + 365, len(days.text) - 1)], draw())
    out.mistakes[kind] = out.mistakes.get(kind, 0) + 1
    form = FORMATS[ERROR_PRONE]
    out.write(ERROR_PRONE, form, wrong)
    if not replaces or kind == "filed-twice":
        return False  # the right row is filed as well, after it
    at = case.working + case.lag + 1 + int(draw() * 20)
    if at < days.closing:
        fields[EVENT], fields[FILED_ON], fields[REASON] = "corrected", _on(days, at), f"clerical error: {kind}"
        out.write(ERROR_PRONE, form, fields)
    return True


def _on(days: Days, place: int) -> str:
    return days.text[days.working[place]]
