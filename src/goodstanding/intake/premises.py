"""A register of places into the ledger: each row a place, and an organisation only where its name is a legal person's.

Places of one company stay apart, each with an entry of its own, until a checked number or a person joins them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from goodstanding.core.catalogue.mapping import Premises
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.entries import KINDS
from goodstanding.core.entries.organisation import Address, EstablishmentRegistered, Filed, OrganisationRegistered
from goodstanding.core.screening.names import Screen, Screened
from goodstanding.intake import batches
from goodstanding.intake.filing import ENTRIES_AN_ACT
from goodstanding.intake.parties import PERSON, keyed, registered
from goodstanding.intake.reading import Fault, NotReadable, Raw
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing
from goodstanding.register.editions import pattern

KIND: Final = {
    EstablishmentRegistered: KINDS.kind("establishment-registered"),
    OrganisationRegistered: KINDS.kind("organisation-registered"),
}


@dataclass
class PremisesFiler:
    """One file of places on its way."""

    premises: Premises
    catalogue: Catalogue
    columns: tuple[str, ...]
    source: str
    secret: bytes
    batch: batches.Batch
    actor: str
    keys: KeyRing

    def __post_init__(self) -> None:
        said = self.premises
        missing = sorted({said.number, said.name, said.address or said.name} - set(self.columns))
        if missing:
            wrong = f"lacks the columns {', '.join(missing)}"
            raise NotReadable(
                Fault(None, missing[0], "missing-column", wrong, "add them, or name the mapping it follows")
            )
        place = self.columns.index
        self._number, self._name = place(said.number), place(said.name)
        self._address = None if said.address is None else place(said.address)
        self._shape = re.compile(pattern(self.catalogue.identifiers[said.scheme]))
        self._screen = Screen(self.catalogue.namings[said.naming])

    def share_of(self, row: Raw) -> int:
        """Answer which share a row belongs to, by its number."""
        return zlib.crc32((row.values[self._number] or "").encode()) % self.batch.shares

    def fault(self, row: Raw) -> Fault | None:
        """Answer what is wrong with a row, or None."""
        number = row.values[self._number]
        if number is None:
            mend = "give the place its number; without one nothing can be filed about it"
            return Fault(row.row, self.premises.number, "R37", "is empty", mend)
        if not self._shape.match(number):
            wrong = f"{number!r} has not the form of a {self.premises.scheme}"
            return Fault(row.row, self.premises.number, "R37", wrong, "check the number")
        if row.values[self._name] is None:
            return Fault(row.row, self.premises.name, "R6", "is empty", "give the name it is known by")
        return None

    def file(
        self,
        connection: Connection[Any],
        rows: Sequence[Raw],
        counts: Counter[str],
        reasons: Counter[str],
        *,
        share: int,  # noqa: ARG002  what files rows takes the same
    ) -> None:
        """File the places that are not filed yet, in the connection's transaction."""
        sound = []
        for row in rows:
            if fault := self.fault(row):
                counts["rejected"] += 1
                reasons[f"{fault.rule} {fault.field}"] += 1
            else:
                sound.append(row)
        secret, scheme = self.secret, self.premises.scheme
        keys = [keyed(secret, "premises", scheme, str(row.values[self._number])) for row in sound]
        known = {keys[n - 1] for n, *_ in connection.execute(batches.KNOWN, (keys,))}
        new: dict[bytes, Raw] = {}
        for key, row in zip(keys, sound, strict=True):
            if key in known or key in new:
                counts["re-harvest"] += 1
            else:
                new[key] = row
        places = [UUID(bytes=handle) for handle in outbox.new_handles(len(new))]
        entries: list[outbox.Draft] = []
        for place, row in zip(places, new.values(), strict=True):
            entries += self._entries(place, row, counts, reasons)
        acts = (
            outbox.Act(
                self.actor, self.batch.authority, f"batch {self.batch.batch}: {self.batch.mapping}", entries[at:end]
            )
            for at in range(0, len(entries), ENTRIES_AN_ACT)
            if (end := at + ENTRIES_AN_ACT)
        )
        if entries:
            outbox.append_acts(connection, acts=acts, keys=self.keys)
            numbers = [row.row for row in new.values()]
            nothing = [b"" for _ in new]
            connection.execute(
                batches.REMEMBER, (self.batch.batch, list(new), places, numbers, nothing, [None for _ in new])
            )

    def correct(
        self,
        connection: Connection[Any],
        rows: Sequence[Raw],
        counts: Counter[str],
        reasons: Counter[str],
        *,
        share: int,
    ) -> None:
        """Places that come again are left as they are."""

    def _entries(self, place: UUID, row: Raw, counts: Counter[str], reasons: Counter[str]) -> list[outbox.Draft]:
        name = str(row.values[self._name])
        screened, filed = self._screen.screen(name), Filed(batch=self.batch.batch, row=row.row)
        counts["filed"] += 1
        reasons[f"place of {screened.outcome}" + (f": {screened.reason}" if screened.outcome == "held" else "")] += 1
        numbers = {self.premises.scheme: str(row.values[self._number])}
        runs: UUID | None = None
        entries = []
        if screened.outcome == "organisation":
            runs = outbox.new_handle()
            whole = registered(
                self.catalogue, screened, identifiers={}, source=self.source, known_as="one-premises", premises=place,
                filed=filed, addresses=(self._address_of(row, whole=False),),
            )  # fmt: skip
            entries.append(_draft(runs, whole))
        content = EstablishmentRegistered(
            organisation=runs,
            name=_name(name, screened),
            identifiers=numbers,
            address=self._address_of(row, whole=screened.reason != PERSON),
            source=self.source,
            filed=filed,
        )
        return [*entries, _draft(place, content)]

    def _address_of(self, row: Raw, *, whole: bool) -> Address:
        text = None if self._address is None else row.values[self._address]
        if not text:
            return Address(municipality=None, rest=None)
        upto = self.premises.municipality or len(text)
        return Address(municipality=text[:upto], rest=text[upto:] or None if whole else None)


def _name(name: str, screened: Screened) -> str | None:
    """Answer the place's name: none that is a person's (R1), and of a company's only what is the company's."""
    if screened.reason == PERSON:
        return None
    return screened.bearer or name if screened.embedded else name


def _draft(handle: UUID, content: EstablishmentRegistered | OrganisationRegistered) -> outbox.Draft:
    kind = KIND[type(content)]
    return outbox.Draft(handle.bytes, kind.name, kind.version, kind.encode(content))
