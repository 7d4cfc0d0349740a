"""A small register for one test: its database, keys, seal, projector, and the acts tests perform on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from goodstanding.access.projections import PROJECTION as ACCESS
from goodstanding.core.entries.edition import EditionPublished
from goodstanding.core.entries.identity import SameAsJudged, SameAsWithdrawn, SuccessionRecorded
from goodstanding.core.entries.keeping import Erased, HoldPlaced, HoldReleased
from goodstanding.core.entries.organisation import Address, EstablishmentRegistered, OrganisationRegistered
from goodstanding.core.entries.record import Fine, RecordAnnulled, RecordCorrected, RecordFiled
from goodstanding.ledger import erasing, outbox, reading, sequencer, verifying
from goodstanding.ledger.envelope import KeyRing
from goodstanding.ledger.projection import Projector
from goodstanding.ledger.seal import Seal
from goodstanding.packs.folder import edition_hash
from goodstanding.packs.reading import read_pack
from goodstanding.register.projections import PROJECTIONS
from tests.people import TWO, People

BASIS = "Register Act (Exampleland) s.4"
ORIGIN = "exampleland.test/ledger"
SMALL = read_pack(Path(__file__).parent / "packs/small")
NEEDS_AN_EDITION = ("record-filed", "record-corrected")
TWO_PEOPLE = {"proposed_by": "ada", "confirmed_by": "bo"}
TWO_UNITS = {
    "proposed_by": "ada",
    "proposing_unit": "exampleland:environment/records",
    "decided_by": "bo",
    "deciding_unit": "exampleland:environment/legal",
}


@dataclass
class House:
    """One register. `folder` is where its seal and keys lie."""

    connect: Callable[..., psycopg.Connection[Any]]
    folder: Path
    keys: KeyRing = field(default_factory=lambda: KeyRing.of(bytes(range(32))))
    origin: str = ORIGIN
    key_file: str = "seal-key"

    def __post_init__(self) -> None:
        self.projector = Projector((*PROJECTIONS, ACCESS), self.keys)
        self.clerk = self.connect("gs_clerk", autocommit=True)
        self.case = self.connect("gs_case", autocommit=True)
        self.eraser = self.connect("gs_eraser", autocommit=True)
        self.sequencing = self.connect("gs_sequencer", autocommit=True)
        self.owner = self.connect("gs_owner", autocommit=True)
        self.access = self.connect("gs_access", autocommit=True)
        self.people = People(self.owner, self.access)
        self.people.acts(self.clerk, action="file")
        assert sequencer.lead(self.sequencing)
        self.seal: Seal | None = None
        self.published = False
        self.open_seal()

    def open_seal(self) -> Seal:
        """Open the seal anew, as a process that starts does."""
        if self.seal:
            self.seal.close()
        self.seal = self._open_seal()
        return self.seal

    def _open_seal(self) -> Seal:
        return Seal.open(folder=self.folder / "seal", key_file=self.folder / self.key_file, origin=self.origin)

    def close(self) -> None:
        self.seal.close()
        for connection in (self.clerk, self.case, self.eraser, self.sequencing, self.owner, self.access):
            connection.close()

    # --- what clerks and caseworkers do -------------------------------------------------------------------------

    def publish(self) -> None:
        """Publish the small pack, once: what is filed names its edition."""
        if not self.published:
            self.published = True
            self.publish_edition(small_edition())

    def publish_edition(self, content: EditionPublished) -> UUID:
        handle = outbox.new_handle()
        draft = outbox.draft(handle=handle, kind="edition-published", content=content)
        self.file(outbox.Act("bo", "exampleland:catalogue", BASIS, [draft]), by=self.case)
        return handle

    def file(self, act: outbox.Act, *, by: psycopg.Connection[Any] | None = None, keys: KeyRing | None = None) -> None:
        """File an act as whoever it names."""
        self.people.file(by or self.clerk, self.case, act=act, keys=keys or self.keys)

    def act(self, *entries: outbox.Draft, by: psycopg.Connection[Any] | None = None) -> None:
        if any(entry.kind in NEEDS_AN_EDITION for entry in entries):
            self.publish()
        actor = "bo" if entries[0].kind in TWO else "ada"
        self.file(outbox.Act(actor, "exampleland:environment", BASIS, entries), by=by)

    def register(self, name: str = "Works Ltd", *, sole_trader: str = "no", **more: Any) -> UUID:
        handle = outbox.new_handle()
        content = OrganisationRegistered(
            name=name,
            organisation_type="market-entity",
            sole_trader=sole_trader,  # type: ignore[arg-type]
            protected_class="none",
            identifiers={"exampleland": name},
            source="Exampleland (invented)",
            **more,
        )
        self.act(outbox.draft(handle=handle, kind="organisation-registered", content=content))
        return handle

    def establish(self, organisation: UUID | None, *, name: str | None = "Works 2", number: str = "SX00000001") -> UUID:
        handle = outbox.new_handle()
        content = EstablishmentRegistered(
            organisation=organisation,
            name=name,
            identifiers={"xx-site": number},
            address=Address(municipality="Northport", rest="1 Quay"),
            source="Exampleland (invented)",
        )
        self.act(outbox.draft(handle=handle, kind="establishment-registered", content=content))
        return handle

    def record(self, party: UUID, **change: Any) -> UUID:
        handle = outbox.new_handle()
        self.act(outbox.draft(handle=handle, kind="record-filed", content=filed(party, **change)))
        return handle

    def correct(self, handle: UUID, party: UUID, **change: Any) -> None:
        content = RecordCorrected(**{**_record(party), **change}, reason="typing error")
        self.act(outbox.draft(handle=handle, kind="record-corrected", content=content))

    def annul(self, handle: UUID) -> None:
        content = RecordAnnulled(annulled_on=date(2025, 6, 1), reason="quashed on appeal")
        self.act(outbox.draft(handle=handle, kind="record-annulled", content=content))

    def judge_same(self, one: UUID, other: UUID) -> UUID:
        handle = outbox.new_handle()
        content = SameAsJudged(organisations=(one, other), evidence="one identifier", **TWO_PEOPLE)
        self.act(outbox.draft(handle=handle, kind="same-as-judged", content=content))
        return handle

    def withdraw_same(self, judgement: UUID) -> None:
        content = SameAsWithdrawn(reason="two branches", **TWO_PEOPLE)
        self.act(outbox.draft(handle=judgement, kind="same-as-withdrawn", content=content))

    def succeed(self, predecessor: UUID, successor: UUID, *, on: date, passes_records: bool) -> UUID:
        handle = outbox.new_handle()
        content = SuccessionRecorded(
            event="merger",
            predecessors=(predecessor,),
            successors=(successor,),
            effective_on=on,
            legal_basis="Companies Act (Exampleland) s.50",
            passes_records=passes_records,
            passes_records_basis="Companies Act (Exampleland) s.51" if passes_records else None,
        )
        self.act(outbox.draft(handle=handle, kind="succession-recorded", content=content))
        return handle

    def hold(self, handle: UUID) -> None:
        self.act(outbox.draft(handle=handle, kind="hold-placed", content=HoldPlaced(reason="court case")), by=self.case)

    def release(self, handle: UUID) -> None:
        self.act(outbox.draft(handle=handle, kind="hold-released", content=HoldReleased(reason="over")), by=self.case)

    # --- what the machine does ----------------------------------------------------------------------------------

    def settle(self) -> int:
        """Sequence and project all that waits; answer the head."""
        while sequencer.step(self.sequencing, seal=self.seal):
            pass
        while self.projector.step(self.sequencing):
            pass
        self.seal.sign(self.head)
        return self.head

    @property
    def head(self) -> int:
        return reading.head(self.owner).sequence

    def erase(self, handle: UUID, *, authority: str = "exampleland:environment") -> int:
        """Erase as the command does; answer how many contents went."""
        units = {"proposing_unit": f"{authority}/records", "deciding_unit": f"{authority}/legal"}
        statement = Erased(handle=handle, basis="Data Act s.17", reason="court order", **TWO_UNITS | units)
        self.decide_erasure(statement, authority=authority)
        self.settle()
        return sum(erasing.finish(self.eraser, erasure=number) for number in erasing.unfinished(self.eraser))

    def decide_erasure(self, statement: Erased, *, authority: str = "exampleland:environment") -> int:
        """Propose and file an erasure as its two people; answer its ticket."""
        draft = outbox.draft(handle=statement.handle, kind="erased", content=statement)
        proposal = self.people.proposes(
            self.case, draft=draft, name=statement.proposed_by, authority=authority, unit="records"
        )
        self.people.acts(
            self.eraser, action="erase", name=statement.decided_by, authority=authority, unit="legal", proposal=proposal
        )
        return erasing.file_erasure(self.eraser, statement=statement, authority=authority)

    def verify(self) -> verifying.Report:
        return verifying.verify(self.owner, folder=self.folder / "seal", keys=self.keys)

    def refused(self) -> dict[int, str]:
        return dict(self.owner.execute("select sequence, reason from ledger.refused_entry").fetchall())


def _record(party: UUID) -> dict[str, Any]:
    return {
        "party": party,
        "site_name": None,
        "authority_name": "Exampleland Environment Authority",
        "document_number": "EEA-1",
        "decided_on": date(2025, 1, 31),
        "law": "Clean Air Act (Exampleland) s.10",
        "tier": "general",
        "adverse": True,
        "fine": Fine(amount="1000.50", currency="XXX"),
        "published_from": date(2025, 2, 1),
        "ends_on": date(2026, 2, 1),
        "edition": SMALL.sha256,
        "item": "emission-over-limit",
        "source": "Exampleland (invented)",
        "columns": {"document": "EEA-1"},
    }


def small_edition(**change: Any) -> EditionPublished:
    """The small pack as it enters the ledger."""
    manifest = SMALL.catalogue.manifest
    content: dict[str, Any] = {
        "pack": manifest.pack,
        "version": manifest.version,
        "sha256": SMALL.sha256,
        "extends": None,
        "files": dict(SMALL.files),
        "proposed_by": "ada",
        "approved_by": "bo",
    }
    return EditionPublished(**{**content, **change})


def next_edition(version: str) -> EditionPublished:
    """The small pack again, as a later version in which nothing else changed."""
    before = SMALL.catalogue.manifest.version
    files = {
        **SMALL.files,
        "pack.yaml": SMALL.files["pack.yaml"].replace(before, version),
        "CHANGELOG.md": SMALL.files["CHANGELOG.md"].replace(before, f"{version}: the same.\n\n{before}"),
    }
    return small_edition(version=version, files=files, sha256=edition_hash(files))


def filed(party: UUID, **change: Any) -> RecordFiled:
    if change.get("adverse") is False:
        change.setdefault("item", "permit-granted")
    return RecordFiled(**{**_record(party), **change})
