"""A small register to file into: Exampleland's law published, two companies, a trader and a union registered."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from goodstanding.access.acting import acting
from goodstanding.config import demonstration, installation
from goodstanding.config.founding import Invented
from goodstanding.config.pools import OfficePools
from goodstanding.core.entries.organisation import Address, EstablishmentRegistered, OrganisationRegistered
from goodstanding.database.home import Home, secret
from goodstanding.intake.applying import Job
from goodstanding.ledger import outbox, sequencer
from goodstanding.ledger.seal import Seal
from goodstanding.packs.shipped import shipped

TODAY = date(2026, 11, 24)
COLUMNS = [
    "event",
    "document",
    "filed_on",
    "decided_on",
    "conduct_on",
    "published_on",
    "party",
    "party_name",
    "site",
    "item",
    "law",
    "fine",
    "currency",
    "licence_effect",
    "tier",
    "corrected_on",
    "ends_on",
    "reason",
]
SOUND = {
    "event": "filed", "document": "D-1", "filed_on": "2025-03-10", "decided_on": "2025-03-03", "conduct_on": "2025-01-07",
    "published_on": "2025-03-05", "party": "EX10000001", "party_name": "Alderbank Foods Ltd", "site": "SX00000001",
    "item": "emission-over-limit", "law": "environment-act s10", "fine": "20000", "currency": "XXX",
    "licence_effect": "none", "tier": "general", "corrected_on": "", "ends_on": "2026-03-05", "reason": "",
}  # fmt: skip
REGISTERED = {
    "EX10000001": ("Alderbank Foods Ltd", "limited-company", "market-entity", "no", "none"),
    "EX10000002": ("Brinefield Glass Ltd", "limited-company", "market-entity", "no", "none"),
    "EX90000003": ("Cobalt Stall", "sole-trader", "market-entity", "yes", "none"),
    "EX10000004": ("Dock Workers' Union", "union", "social-organisation", "no", "union"),
}


@dataclass
class Register:
    """What a test files into, and with."""

    home: Home
    owner: psycopg.Connection[Any]
    pools: OfficePools
    people: Invented
    folder: Path
    handles: dict[str, Any]

    def file(self, *rows: dict[str, str], name: str = "filings.csv") -> Path:
        path = self.folder / name
        lines = [",".join(COLUMNS)] + [
            ",".join(f'"{({**SOUND, **row})[column]}"' for column in COLUMNS) for row in rows
        ]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    def job(self, path: Path, *, authority: str = "environment-agency") -> Job:
        return Job(
            edition=shipped("exampleland").sha256,
            mapping="filings",
            path=path,
            under=self.clerk(authority),
            secret=secret("intake", home=self.home).encode(),
            keys=partial(installation.keys, self.home),
            pools=partial(OfficePools, home=self.home, size=1),
            today=TODAY,
        )

    def clerk(self, authority: str = "environment-agency"):
        return self.people.appointed(name="clerk", role="clerk", authority=f"exampleland:{authority}")

    def settle(self) -> None:
        settle(self.home, self.folder)

    @contextmanager
    def filing(self, *, action: str = "file", authority: str = "environment-agency") -> Iterator[Any]:
        asked = {"purpose": "filing", "cls": "record", "basis": "test"}
        with acting(self.pools, under=self.clerk(authority), through="gs_clerk", action=action, **asked) as here:
            yield here.connection

    def rows(self, sql: str, *values: Any) -> list[Any]:
        return self.owner.execute(sql, values).fetchall()

    def standing(self) -> list[Any]:
        """What stands of each record: number, fine, annulled, appeal, how many versions."""
        return self.rows(
            "select document_number, fine_amount::int, annulled, appeal, (select count(*)::int from"
            " register.record_version v where v.handle = r.handle) from register.record_version r"
            " where known_to is null order by document_number"
        )


def settle(home: Home, folder: Path) -> None:
    """Sequence and project, under a seal of the test's own: the home is shared by the tests of a server."""
    project = installation.projector(home)
    with installation.serving_connection("gs_sequencer", home=home) as connection:
        assert sequencer.lead(connection)
        with contextlib.closing(Seal.open(folder=folder / "seal", key_file=folder / "seal-key", origin="test")) as seal:
            seal.recover(head=sequencer.head(connection))
            while sequencer.step(connection, seal=seal) or project.step(connection):
                pass
            seal.sign(sequencer.head(connection))


def furnish(home: Home, owner: psycopg.Connection[Any], pools: OfficePools, folder: Path) -> Register:
    pack = shipped("exampleland")
    people = Invented(owner, pools, pack="exampleland")
    keys = installation.keys(home)
    demonstration.publish(pools, people, pack=pack, today=TODAY, keys=keys)
    settle(home, folder)
    handles = {}
    entries = []
    for number, (name, form, kind, sole_trader, protected) in REGISTERED.items():
        handles[number] = outbox.new_handle()
        content = OrganisationRegistered(
            name=name, organisation_type=kind, sole_trader=sole_trader, protected_class=protected,
            identifiers={"xx-reg": number}, source="test", form=form,
        )  # fmt: skip
        entries.append(outbox.draft(handle=handles[number], kind="organisation-registered", content=content))
    place = EstablishmentRegistered(
        organisation=handles["EX10000001"], name=None, identifiers={"xx-site": "SX00000001"},
        address=Address(municipality="Northport", rest="1 Quay"), source="test",
    )  # fmt: skip
    entries.append(outbox.draft(handle=outbox.new_handle(), kind="establishment-registered", content=place))
    register = Register(home, owner, pools, people, folder, handles)
    under = register.clerk("registrar")
    with acting(
        pools, under=under, through="gs_clerk", action="file", purpose="filing", cls="organisation", basis="test"
    ) as here:
        act = outbox.Act(under.pseudonym, "exampleland:registrar", "test", entries)
        outbox.append(here.connection, act=act, keys=keys)
    settle(home, folder)
    return register
