"""What the five departments file: rows of events, one department late, one error-prone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from goodstanding.core.catalogue.items import ByRule
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.teaching.days import Days
from goodstanding.teaching.names import misspelt
from goodstanding.teaching.register import Organisation

LATE: Final = "labour-inspectorate"
ERROR_PRONE: Final = "market-authority"
FORMATS: Final = {
    "registrar": "csv",
    "environment-agency": "jsonl",
    "labour-inspectorate": "csv",
    "revenue-office": "tsv",
    "market-authority": "tsv",
}
COLUMNS: Final = (
    "event", "document", "filed_on", "decided_on", "conduct_on", "published_on", "party", "party_name", "site", "item",
    "law", "fine", "currency", "licence_effect", "tier", "corrected_on", "ends_on", "reason",
)  # fmt: skip
# How often each item is filed, and whether a protected organisation can carry it (G2).
WEIGHTS: Final = (
    ("late-annual-return", 22, True), ("accounts-not-filed", 10, False), ("emission-over-limit", 9, False),
    ("discharge-over-limit", 7, False), ("waste-unlawful", 8, False), ("permit-condition-breach", 5, False),
    ("wages-unpaid", 6, True), ("work-safety-breach", 6, True), ("working-time-breach", 4, False),
    ("tax-overdue", 10, True), ("product-unsafe", 3, False), ("food-hygiene-breach", 4, False),
    ("procurement-fraud", 1, False), ("licence-granted", 3, False), ("inspection-passed", 2, False),
)  # fmt: skip
TABLE: Final = 4096  # draws of an item are an index into a table of this many places
MONTHS: Final = {
    "standard": {"minor": 3, "general": 12, "serious": 36},
    "registrar": {"minor": 6, "general": 12, "serious": 24},
}
# How many of a hundred records are corrected, annulled, repaired, objected to.
CORRECTED, ANNULLED, REPAIRED, OBJECTED = 0.06, 0.03, 0.15, 0.04
ERRORS: Final = 0.08
AMOUNTS: Final = tuple(round(200 * 1.0075**step) for step in range(1024))  # 200 to about 417,000, evenly in size


@dataclass(frozen=True, slots=True)
class Filed:
    """An item as a department files it."""

    item: str
    department: str
    law: str
    tier: str | None  # None: by the fine; "" where it is not adverse
    regime: str


@dataclass
class Out:
    """The lines of a chunk by file, and what was counted."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FORMATS})
    items: dict[str, int] = field(default_factory=dict)
    tiers: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    wrong: int = 0


class Departments:
    """The departments' items as the pack has them, with the tables that draws index."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.all = self._table(catalogue, [(name, weight) for name, weight, _ in WEIGHTS])
        self.open = self._table(catalogue, [(name, weight) for name, weight, carried in WEIGHTS if carried])

    @staticmethod
    def _table(catalogue: Catalogue, weights: list[tuple[str, int]]) -> list[Filed]:
        total, table, before = sum(weight for _, weight in weights), [], 0
        for name, weight in weights:
            item = catalogue.items[name]
            tier = "" if item.effect != "adverse" else None if isinstance(item.tier, ByRule) else item.tier
            filed = Filed(name, item.filed_by[0], item.basis[0], tier, item.publication or "")
            after = before + weight
            table += [filed] * (TABLE * after // total - TABLE * before // total)
            before = after
        return table


def file_records(
    organisation: Organisation,
    *,
    number: int,
    departments: Departments,
    days: Days,
    draw: Callable[[], float],
    out: Out,
) -> None:
    """Write the rows of every record of the organisation into `out`."""
    table = departments.open if organisation.protected else departments.all
    names = {"csv": '"' + organisation.name + '"', "tsv": organisation.name, "jsonl": f'"{organisation.name}"'}
    for at in range(organisation.degree):
        filed = table[int(draw() * TABLE)]
        _record(filed, f"{number:07d}-{at:04d}", organisation, names, days, draw, out)


def _record(  # noqa: PLR0915  the one loop that all speed depends on: no call for a field
    filed: Filed,
    document: str,
    organisation: Organisation,
    names: dict[str, str],
    days: Days,
    draw: Callable[[], float],
    out: Out,
) -> None:
    text, working = days.text, days.working
    department = filed.department
    place = int(draw() * days.decisions)
    decided = working[place]
    conduct = max(0, decided - 5 - int(draw() * 300))
    # Within seven working days, but for one in twenty; the late department takes two and a half weeks to fourteen.
    prompt = int(draw() * 7) if draw() < 0.95 else 8 + int(draw() * 25)  # noqa: PLR2004
    lag = 12 + int(draw() * 60) if department == LATE else prompt
    filed_at = working[place + lag]
    site = organisation.sites[int(draw() * len(organisation.sites))]
    licence_effect, fine, tier, published, ends = "none", "", filed.tier, "", ""
    if tier == "":
        published = text[working[place + 1]]
        ends = days.later[36][working[place + 1]] if filed.item == "licence-granted" else days.later[12][decided]
    else:
        amount = AMOUNTS[int(draw() * 1024)]
        fine = str(amount)
        if tier is None:
            effect = draw()
            if effect < 0.03:  # noqa: PLR2004
                licence_effect = "suspended" if effect > 0.01 else "taken-away"  # noqa: PLR2004
            recent = filed_at >= days.year_2025
            grave = licence_effect == "taken-away" or (licence_effect == "suspended" and conduct >= days.year_2025)
            minor_up_to, general_up_to = (2_000, 50_000) if recent else (1_000, 30_000)
            tier = "serious" if grave or amount > general_up_to else "general" if amount > minor_up_to else "minor"
        begins = decided
        if tier != "minor" or filed.regime == "registrar":
            begins = working[place + 1 + int(draw() * 5)]
            published = text[begins]
        ends = days.later[MONTHS[filed.regime][tier]][begins]
        out.tiers[tier] = out.tiers.get(tier, 0) + 1
    out.items[filed.item] = out.items.get(filed.item, 0) + 1
    fields = [
        document, text[filed_at], text[decided], text[conduct], published, organisation.id, site, filed.item, filed.law,
        fine, "XXX" if fine else "", licence_effect, tier, "", ends, "",
    ]  # fmt: skip
    write = out.lines[department].append
    form = FORMATS[department]
    write(_row(form, "filed", fields, names[form]))
    events = out.events
    events["filed"] = events.get("filed", 0) + 1
    if department == ERROR_PRONE and draw() < ERRORS:
        _err(form, fields, organisation.name, draw, out)
    fate = draw()
    if not fine or fate > CORRECTED + ANNULLED + REPAIRED + OBJECTED:
        return
    later = working[min(len(working) - 1, place + lag + 10 + int(draw() * 120))]
    fields[1] = text[later]
    if fate < CORRECTED:
        kind, fields[9], fields[15] = "corrected", str(int(int(fine) * 0.9)), "typing error in the amount"
    elif fate < CORRECTED + ANNULLED:
        kind, fields[15] = "annulled", "quashed on appeal"
    elif fate < CORRECTED + ANNULLED + REPAIRED:
        kind, fields[13], fields[15] = "repaired", text[later], "breach put right and fine paid"
    else:
        kind, fields[15] = "objected", "the organisation disputes the amount"
        write(_row(form, kind, fields, names[form]))
        events[kind] = events.get(kind, 0) + 1
        kind, fields[15] = "objection-decided", "upheld" if draw() < 0.3 else "rejected"  # noqa: PLR2004
        fields[1] = text[min(len(text) - 1, later + 30)]
    write(_row(form, kind, fields, names[form]))
    events[kind] = events.get(kind, 0) + 1


def _row(form: str, kind: str, f: list[str], name: str) -> str:
    if form == "csv":
        return f"{kind},{f[0]},{f[1]},{f[2]},{f[3]},{f[4]},{f[5]},{name},{f[6]},{f[7]},{f[8]},{f[9]},{f[10]},{f[11]},{f[12]},{f[13]},{f[14]},{f[15]}"  # noqa: E501
    if form == "tsv":
        return f"{kind}\t{f[0]}\t{f[1]}\t{f[2]}\t{f[3]}\t{f[4]}\t{f[5]}\t{name}\t{f[6]}\t{f[7]}\t{f[8]}\t{f[9]}\t{f[10]}\t{f[11]}\t{f[12]}\t{f[13]}\t{f[14]}\t{f[15]}"  # noqa: E501
    return (
        f'{{"event":"{kind}","document":"{f[0]}","filed_on":"{f[1]}","decided_on":"{f[2]}","conduct_on":"{f[3]}",'
        f'"published_on":{_text(f[4])},"party":"{f[5]}","party_name":{name},"site":"{f[6]}","item":"{f[7]}",'
        f'"law":"{f[8]}","fine":{_text(f[9])},"currency":{_text(f[10])},"licence_effect":"{f[11]}","tier":{_text(f[12])},'
        f'"corrected_on":{_text(f[13])},"ends_on":{_text(f[14])},"reason":{_text(f[15])}}}'
    )


def _text(value: str) -> str:
    return f'"{value}"' if value else "null"


def _err(form: str, fields: list[str], name: str, draw: Callable[[], float], out: Out) -> None:
    """Write the row again with a mistake in it, as the error-prone department does."""
    wrong, mistake = list(fields), int(draw() * 5)
    if mistake == 0:
        year, month, day = wrong[2].split("-")
        wrong[2] = f"{day}/{month}/{year}"
    elif mistake == 1:
        name = misspelt(name, draw())
    elif mistake == 2:  # noqa: PLR2004
        wrong[7] = wrong[7].replace("-", "_")
    elif mistake == 3 and wrong[9]:  # noqa: PLR2004
        wrong[9] = f"{int(wrong[9]):,}"
    # The fifth mistake is to file the same row twice.
    out.wrong += 1
    out.events["filed"] += 1
    out.lines[ERROR_PRONE].append(_row(form, "filed", wrong, name))
