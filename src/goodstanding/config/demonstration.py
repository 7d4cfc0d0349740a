"""Ten decisions to begin with: real ones from the open data where it is there, invented ones where it is not.

Thin and hand-written: the intake replaces this. What it must not do is file against the wrong party, so it takes
only decisions whose party bears a company's name and a premises id of the usual form.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from goodstanding.core.entries.organisation import OrganisationRegistered
from goodstanding.core.entries.record import Fine, RecordFiled
from goodstanding.core.time import add_months
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing

TAIWAN: Final = "tw-environment"
# Tiers by policy of the demonstration, in New Taiwan dollars; and the three-tier publication rule it borrows:
# general 1 year, serious 3 years from publication, minor not published.
MINOR_UP_TO: Final = Decimal(10_000)
GENERAL_UP_TO: Final = Decimal(300_000)
MONTHS: Final = {"general": 12, "serious": 36}
TEN: Final = 10

_CHOICE = """
select * from read_parquet($path)
where FACILITYNAME like '%股份有限公司' and length(REGISTRATIONNO) = 8 and DOCUMENTNO <> '' and TRANSGRESSLAW <> ''
  and PENALTYDATE between '2015/07/01' and '2015/12/31' and PENALTYMONEY > 10000
  and coalesce(APPEALRESCIND, '') = '' and coalesce(ISPETITION, '') <> '是'
qualify row_number() over (partition by FACILITYNAME order by PENALTYDATE, DOCUMENTNO) = 1
order by PENALTYMONEY desc, COUNTYCODE, DOCUMENTNO limit 200
"""


@dataclass(frozen=True)
class Decision:
    """A decision to file: its party by name and identifier, its issuing office, and the record."""

    party_name: str
    identifiers: dict[str, str]
    authority: str
    record: dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """The decisions, where they come from, and the present a demonstration of them declares."""

    decisions: Sequence[Decision]
    said: str
    time_zone: str
    present: date
    reason: dict[str, str]


def data_folder() -> Path | None:
    """Answer the folder of open data: `GOODSTANDING_DATA`, else `../shared/data` where it exists, else None."""
    folder = Path(os.environ.get("GOODSTANDING_DATA") or "../shared/data")
    return folder if (folder / TAIWAN / "penalties.parquet").exists() else None


def decisions() -> Chosen:
    """Answer ten decisions: real ones where the open data is there, invented ones where it is not."""
    folder = data_folder()
    return _real(folder / TAIWAN / "penalties.parquet") if folder else _invented()


def tier(fine: Decimal) -> str:
    """Answer the demonstration's tier of a fine in New Taiwan dollars."""
    if fine <= MINOR_UP_TO:
        return "minor"
    return "general" if fine <= GENERAL_UP_TO else "serious"


def _real(path: Path) -> Chosen:
    import duckdb  # noqa: PLC0415  only where there is a file to read

    found = duckdb.connect().execute(_CHOICE, {"path": str(path)})
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    serious = [row for row in rows if row["PENALTYMONEY"] > GENERAL_UP_TO][: TEN // 2]
    general = [row for row in rows if row["PENALTYMONEY"] <= GENERAL_UP_TO][: TEN - len(serious)]
    return Chosen(
        decisions=[_from_row(row) for row in serious + general],
        said="Taiwan's open data of environmental penalties (tw-environment)",
        time_zone="Asia/Taipei",
        present=date(2015, 12, 31),
        reason={
            "en": "The data ends with 2015. How long a record is shown is another country's rule, for demonstration.",
            "zh-Hans": "数据截至2015年。公示期限借用了另一国家的规则，仅供演示。",
        },
    )


def _from_row(row: dict[str, Any]) -> Decision:
    fine = Decimal(str(row["PENALTYMONEY"]))
    decided_on = datetime.strptime(row["PENALTYDATE"], "%Y/%m/%d").date()  # noqa: DTZ007  the source gives days only
    return Decision(
        party_name=row["FACILITYNAME"],
        identifiers={"tw-premises": row["REGISTRATIONNO"]},
        authority=f"{TAIWAN}:{row['COUNTYCODE']}",
        record={
            "site_name": row["TRANSGRESSNAME"] or None,
            "authority_name": f"{row['COUNTY']} ({row['COUNTYCODE']})",
            "document_number": row["DOCUMENTNO"],
            "decided_on": decided_on,
            "law": row["TRANSGRESSLAW"],
            "tier": tier(fine),
            "fine": Fine(amount=f"{fine:f}".removesuffix(".0"), currency="TWD"),
            "ends_on": add_months(decided_on, MONTHS[tier(fine)]),
            "source": "行政院環境保護署",
            "columns": {name: None if value is None else str(value) for name, value in row.items()},
        },
    )


def _invented() -> Chosen:
    """Ten decisions of Exampleland, whose authorities, companies and laws do not exist."""
    return Chosen(
        decisions=[_exampleland(number) for number in range(TEN)],
        said="ten invented decisions of Exampleland (the open data is not here; GOODSTANDING_DATA names its folder)",
        time_zone="UTC",
        present=date(2025, 12, 31),
        reason={"en": "Exampleland is invented, and so are its days.", "zh-Hans": "示例国是虚构的，其日期也是。"},
    )


def _exampleland(number: int) -> Decision:
    fine = Decimal(20_000 + 45_000 * number)
    decided_on = date(2025, 3 + number % TEN, 1 + 2 * number)
    return Decision(
        party_name=f"Exampleland Works No. {number + 1} Ltd",
        identifiers={"exampleland": f"EX-{1000 + number}"},
        authority="exampleland:environment",
        record={
            "site_name": None,
            "authority_name": "Exampleland Environment Authority",
            "document_number": f"EEA-2025-{number + 1:04d}",
            "decided_on": decided_on,
            "law": f"Clean Air Act (Exampleland) section {10 + number}",
            "tier": tier(fine),
            "fine": Fine(amount=str(fine), currency="XXX"),
            "ends_on": add_months(decided_on, MONTHS[tier(fine)]),
            "source": "Exampleland (invented)",
            "columns": {"document": f"EEA-2025-{number + 1:04d}"},
        },
    )


def file(clerk: Connection[Any], owner: Connection[Any], *, chosen: Chosen, keys: KeyRing) -> int:
    """File the decisions that are not filed yet, one act each, in one transaction; answer how many."""
    known = {
        (authority, number)
        for authority, number in owner.execute("select authority, document_number from register.record_version")
    }
    new = [one for one in chosen.decisions if (one.authority, one.record["document_number"]) not in known]
    if not known and owner.execute("select 1 from ledger.outbox limit 1").fetchone():
        return 0  # filed by a run that ended before it was sequenced
    for decision in new:
        outbox.append(clerk, act=_act(decision), keys=keys)
    clerk.commit()
    return len(new)


def _act(decision: Decision) -> outbox.Act:
    party: UUID = outbox.new_handle()
    organisation = OrganisationRegistered(
        name=decision.party_name,
        organisation_type="market-entity",
        sole_trader="no",
        identifiers=decision.identifiers,
        source=decision.record["source"],
    )
    record = RecordFiled(party=party, adverse=True, published_from=decision.record["decided_on"], **decision.record)
    return outbox.Act(
        actor="demonstration",
        authority=decision.authority,
        basis="demonstration: open data, no authority of its own",
        entries=[
            outbox.draft(handle=party, kind="organisation-registered", content=organisation),
            outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=record),
        ],
    )
