"""Ten decisions to begin with: real ones from the open data where it is there, invented ones where it is not.

Thin and hand-written: the intake replaces this. What it must not do is file against the wrong party, so it takes
only decisions whose party bears a company's name and a premises id of the usual form.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from goodstanding.access import queries
from goodstanding.access.acting import acting
from goodstanding.config.founding import Invented
from goodstanding.config.pools import OfficePools
from goodstanding.core.catalogue.items import Item
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.entries.organisation import OrganisationRegistered
from goodstanding.core.entries.record import Fine, RecordFiled
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing
from goodstanding.packs.reading import Pack
from goodstanding.packs.shipped import shipped
from goodstanding.register import services

TAIWAN: Final = "tw-environment"
EXAMPLELAND: Final = "exampleland"
OPEN_DATA: Final = TAIWAN
TEN: Final = 10

_CHOICE = """
select * from read_parquet($path)
where FACILITYNAME like '%股份有限公司' and length(REGISTRATIONNO) = 8 and DOCUMENTNO <> '' and TRANSGRESSLAW <> ''
  and PENALTYDATE between '2015/07/01' and '2015/12/31' and PENALTYMONEY > 10000
  and coalesce(APPEALRESCIND, '') = '' and coalesce(ISPETITION, '') <> '是'
qualify row_number() over (partition by FACILITYNAME order by PENALTYDATE, DOCUMENTNO) = 1
order by PENALTYMONEY desc, COUNTYCODE, DOCUMENTNO limit 400
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
    """The decisions, the pack they are filed under, where they come from, and the present that is declared."""

    decisions: Sequence[Decision]
    pack: Pack
    said: str
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


def _real(path: Path) -> Chosen:
    import duckdb  # noqa: PLC0415  only where there is a file to read

    pack = shipped(TAIWAN)
    found = duckdb.connect().execute(_CHOICE, {"path": str(path)})
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    made = [decision for row in rows if (decision := _from_row(pack.catalogue, row))]
    serious = [one for one in made if one.record["tier"] == "serious"][: TEN // 2]
    general = [one for one in made if one.record["tier"] == "general"][: TEN - len(serious)]
    return Chosen(
        decisions=serious + general,
        pack=pack,
        said="Taiwan's open data of environmental penalties (tw-environment)",
        present=pack.catalogue.manifest.declares_present or date(2015, 12, 31),
        reason=_said_on_pages(pack, {"en": "The data ends with 2015.", "zh-Hans": "数据截至2015年。"}),
    )


def _from_row(catalogue: Catalogue, row: dict[str, Any]) -> Decision | None:
    """Answer the decision of a row under the pack's law, or None where its law is no item of the pack."""
    item = _item_cited(catalogue, row["TRANSGRESSLAW"])
    authority = f"office-{row['COUNTYCODE']}"
    if item is None or authority not in item.filed_by:
        return None
    fine = Decimal(str(row["PENALTYMONEY"]))
    decided_on = datetime.strptime(row["PENALTYDATE"], "%Y/%m/%d").date()  # noqa: DTZ007  the source gives days only
    # The data have no column for a suspension or a referral: the source records nothing beside the fine.
    facts = {"record.fine": fine, "decision.beside-fine": "nothing-recorded"}
    return _decision(
        catalogue,
        item,
        facts=facts,
        decided_on=decided_on,
        party_name=row["FACILITYNAME"],
        identifiers={"tw-premises": row["REGISTRATIONNO"]},
        authority=f"{TAIWAN}:{authority}",
        record={
            "site_name": row["TRANSGRESSNAME"] or None,
            "authority_name": f"{row['COUNTY']} ({row['COUNTYCODE']})",
            "document_number": row["DOCUMENTNO"],
            "law": row["TRANSGRESSLAW"],
            "fine": Fine(amount=f"{fine:f}".removesuffix(".0"), currency="TWD"),
            "source": "行政院環境保護署",
            "columns": {name: None if value is None else str(value) for name, value in row.items()},
        },
    )


def _item_cited(catalogue: Catalogue, cell: str) -> Item | None:
    """Answer the item of the first citation in the cell that leads to one (packs/tw-environment/CHANGELOG.md)."""
    sources = {source.number: source for source in catalogue.sources.values()}
    items = {basis: item for item in catalogue.items.values() for basis in item.basis}
    for citation in cell.split("，"):
        name, _, article = citation.strip().partition("第")
        number = re.match(r"0*(\d+)(?:之(\d+))?條(?:.*?第0*(\d+)款)?", article.replace(" ", ""))
        if name not in sources or number is None:
            continue
        at = f"a{number[1]}" + (f"-{number[2]}" if number[2] else "")
        for provision in (f"{at}({number[3]})", at, "other"):
            if provision in sources[name].provisions:
                if item := items.get(f"{sources[name].source} {provision}"):
                    return item
                break
    return None


def _decision(
    catalogue: Catalogue,
    item: Item,
    *,
    facts: dict[str, Any],
    decided_on: date,
    party_name: str,
    identifiers: dict[str, str],
    authority: str,
    record: dict[str, Any],
) -> Decision | None:
    """Answer the decision with its tier and end as the pack's law gives them, or None where that leaves them open."""
    days = {"record.decided_on": decided_on, "record.conduct_on": decided_on, "record.published_on": decided_on}
    found = carrying.filing(catalogue, item=item, subject=None, matter=Matter({**days, **facts}))
    if found.may_be_filed == "no" or not isinstance(found.ends_on, date):
        return None
    dated = {"decided_on": decided_on, "tier": found.tier, "ends_on": found.ends_on, "item": item.item}
    return Decision(party_name, identifiers, authority, {**record, **dated})


def _said_on_pages(pack: Pack, why: dict[str, str]) -> dict[str, str]:
    """Answer what every page says: what the pack is not, and why another day is shown."""
    notice = pack.catalogue.manifest.page_notice or {}
    return {language: f"{notice.get(language, '')} {text}".strip() for language, text in why.items()}


def _invented() -> Chosen:
    """Ten decisions of Exampleland, whose authorities, companies and laws do not exist."""
    pack = shipped(EXAMPLELAND)
    made = [_exampleland(pack.catalogue, number) for number in range(TEN)]
    return Chosen(
        decisions=[one for one in made if one],
        pack=pack,
        said="ten invented decisions of Exampleland (the open data is not here; GOODSTANDING_DATA names its folder)",
        present=date(2025, 12, 31),
        reason=_said_on_pages(pack, {"en": "So are its days.", "zh-Hans": "其日期也是虚构的。"}),
    )


def _exampleland(catalogue: Catalogue, number: int) -> Decision | None:
    fine = Decimal(20_000 + 45_000 * number)
    return _decision(
        catalogue,
        catalogue.items["emission-over-limit"],
        facts={"record.fine": fine, "penalty.licence-effect": "none"},
        decided_on=date(2025, 3 + number % TEN, 1 + 2 * number),
        party_name=f"Exampleland Works No. {number + 1} Ltd",
        identifiers={"xx-reg": f"EX-{1000 + number}"},
        authority=f"{EXAMPLELAND}:environment-agency",
        record={
            "site_name": None,
            "authority_name": "Exampleland Environment Agency",
            "document_number": f"EEA-2025-{number + 1:04d}",
            "law": "Environment Act 2020, section 10",
            "fine": Fine(amount=str(fine), currency="XXX"),
            "source": "Exampleland (invented)",
            "columns": {"document": f"EEA-2025-{number + 1:04d}"},
        },
    )


def publish(pools: OfficePools, people: Invented, *, pack: Pack, today: date, keys: KeyRing) -> bool:
    """Publish the pack's edition: one invented person proposes it, another publishes it; False when it was already."""
    authority = services.catalogue_authority(pack)
    proposer = people.appointed(name="demonstration-proposer", role="caseworker", authority=authority)
    publisher = people.appointed(name="demonstration-publisher", role="decider", authority=authority)
    asked = {"cls": "catalogue", "basis": "demonstration"}
    with acting(pools, under=proposer, action="propose", purpose="casework", **asked) as here:
        proposal = services.propose_edition(here.connection, pack=pack, today=today)
    if proposal is None:
        return False
    with pools.access.connection() as access:
        proposed = queries.proposal(access, proposal=proposal)
    if proposed is None:
        raise LookupError("the proposal is gone")
    with acting(pools, under=publisher, action="publish", purpose="decision", proposal=proposal, **asked) as here:
        return services.publish_edition(
            here.connection,
            pack=pack,
            handle=proposed.handle,
            hands=services.Hands(proposed_by=proposed.proposed_by, approved_by=publisher.pseudonym),
            today=today,
            keys=keys,
        )


def file(pools: OfficePools, people: Invented, owner: Connection[Any], *, chosen: Chosen, keys: KeyRing) -> int:
    """File the decisions that are not filed yet, one act each, as a clerk of each authority; answer how many."""
    known = {
        (authority, number)
        for authority, number in owner.execute("select authority, document_number from register.record_version")
    }
    new = [one for one in chosen.decisions if (one.authority, one.record["document_number"]) not in known]
    if not known and owner.execute("select 1 from ledger.outbox where 'record-filed' = any(kinds) limit 1").fetchone():
        return 0  # filed by a run that ended before it was sequenced
    for decision in new:
        clerk = people.appointed(name="demonstration", role="clerk", authority=decision.authority)
        with acting(
            pools,
            under=clerk,
            through="gs_clerk",
            action="file",
            purpose="filing",
            cls="record",
            basis="demonstration",
        ) as here:
            outbox.append(here.connection, act=_act(decision, edition=chosen.pack.sha256), keys=keys)
    return len(new)


def look(pools: OfficePools, people: Invented, owner: Connection[Any]) -> bool:
    """Look at one of the parties as an invented reviewer, so that there is a look to see; answer whether it was done.

    Once: an installation that has a look already is left as it is.
    """
    if owner.execute("select 1 from access.look").fetchone():
        return False
    row = owner.execute(
        "select party, authority from register.record_version where not annulled order by fine_amount desc limit 1"
    ).fetchone()
    if row is None:
        return False
    reviewer = people.appointed(name="demonstration-reviewer", role="reviewer", authority=row[1])
    asked: dict[str, Any] = {"purpose": "review", "cls": "organisation", "case": "DEMO-1", "targets": [row[0]]}
    with acting(pools, under=reviewer, action="look", basis="demonstration of a look", **asked):
        return True


def _act(decision: Decision, *, edition: str) -> outbox.Act:
    party: UUID = outbox.new_handle()
    organisation = OrganisationRegistered(
        name=decision.party_name,
        organisation_type="market-entity",
        sole_trader="no",
        protected_class="none",
        identifiers=decision.identifiers,
        source=decision.record["source"],
    )
    published_from = decision.record["decided_on"]
    record = RecordFiled(party=party, adverse=True, published_from=published_from, edition=edition, **decision.record)
    return outbox.Act(
        actor="demonstration",
        authority=decision.authority,
        basis="demonstration: open data, no authority of its own",
        entries=[
            outbox.draft(handle=party, kind="organisation-registered", content=organisation),
            outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=record),
        ],
    )
