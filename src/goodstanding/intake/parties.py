"""Whom a row is about: an organisation of the register, a new one, or nobody that can be told, and then it is held.

Filing against the wrong organisation is the worst this program can do. So a number decides only where the name that
comes with it is the name of the one it names; a name alone never joins two entries.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple
from unicodedata import normalize
from uuid import UUID

from psycopg import Connection

from goodstanding.core.catalogue.mapping import Party
from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.core.catalogue.register import IdentifierScheme
from goodstanding.core.entries.organisation import Filed, OrganisationRegistered
from goodstanding.core.identifiers import check_state
from goodstanding.core.names.folding import folded
from goodstanding.core.screening.names import Screen, Screened
from goodstanding.intake.mapped import Mapped
from goodstanding.register.editions import pattern

MATCH: Final = (
    "select n, organisation, establishment, agrees, sole_trader, organisation_type, protected_class"
    " from intake.match(%s, %s, %s, %s)"
)
NO_PARTY: Final = "no-party"
PERSON: Final = "person"
CONFLICT: Final = "id-name-conflict"
AMBIGUOUS: Final = "ambiguous"
PROTECTED: Final = "protected"
NOT_REGISTERED: Final = "not-registered"


class Whom(NamedTuple):
    """The organisation a row is filed against, and what the lines ask of it."""

    organisation: UUID
    sole_trader: str
    organisation_type: str
    protected_class: str
    site: UUID | None


class At(NamedTuple):
    """A place of the register whose operator no entry names yet: a party that is found there is new."""

    premises: UUID


class Found(NamedTuple):
    """What the register answers to a number: an organisation, a place, or both, and whether the name is theirs."""

    organisation: UUID | None
    establishment: UUID | None
    agrees: bool
    sole_trader: str
    organisation_type: str
    protected_class: str


class Asked(NamedTuple):
    """What a row says of its party, read: the number it gives, its name, and what the screen makes of that."""

    number: str | None
    fits: bool
    name: str
    screened: Screened
    key: bytes


@dataclass
class Parties:
    """The parties of one file. `secret` keys the hashes that stand in for numbers and names."""

    party: Party
    catalogue: Catalogue
    screen: Screen
    secret: bytes
    source: str
    known: dict[bytes, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        schemes = self.catalogue.identifiers
        self._shape = re.compile(pattern(schemes[self.party.scheme]))
        self._persons = [re.compile(pattern(one)) for one in schemes.values() if one.identifies == "person"]
        self._scheme: IdentifierScheme = schemes[self.party.scheme]

    def asked(self, row: Mapped) -> Asked | str:
        """Answer what a row says of its party, or why it is held."""
        name = readable(row.name, row.readable, unreadable=self.screen.naming.unreadable)
        if not name:
            return NO_PARTY
        number = row.number
        if number is not None and not self._shape.match(number):
            # As the database compares them: in any case and width, without blanks and signs.
            plain = re.sub(r"[^0-9A-Z]", "", normalize("NFKC", number).upper())
            if any(shape.match(plain) for shape in self._persons):
                return PERSON
        screened = self.screen.screen(name)
        return screened.reason if screened.outcome == "held" else self.named(row, name=name, screened=screened)

    def named(self, row: Mapped, *, name: str, screened: Screened) -> Asked:
        """Answer the party of a row under a name that is screened."""
        number = row.number
        key = self.keyed("party", self.party.scheme, number or "", folded(screened.legal_name))
        return Asked(number, number is not None and bool(self._shape.match(number)), name, screened, key)

    def keyed(self, *parts: str) -> bytes:
        """Answer a keyed hash of the parts, 16 bytes: without the installation's key it says nothing of them."""
        return keyed(self.secret, *parts)

    def whom(self, connection: Connection[Any], rows: Sequence[tuple[Mapped, Asked]]) -> list[Whom | At | str | None]:
        """Answer for each row whom it is about, why it is held, or None: a party that no register's number names."""
        found: dict[int, list[Found]] = {}
        numbered = [(at, asked) for at, (_, asked) in enumerate(rows) if asked.fits]
        if numbered:
            answer = connection.execute(
                MATCH,
                (
                    [self.party.scheme] * len(numbered),
                    [asked.number for _, asked in numbered],
                    [like(asked.screened.legal_name, self.screen.naming.unreadable) for _, asked in numbered],
                    [folded(asked.name) for _, asked in numbered],
                ),
            )
            for n, *said in answer:
                found.setdefault(numbered[n - 1][0], []).append(Found(*said))
        return [self._decided(found.get(at, [])) for at in range(len(rows))]

    def _decided(self, found: Sequence[Found]) -> Whom | At | str | None:
        if not found:
            return None if self.party.may_be_new else NOT_REGISTERED
        agreeing = [one for one in found if one.agrees]
        if not agreeing:
            return CONFLICT
        if len({one.organisation for one in agreeing}) > 1:
            return AMBIGUOUS
        one = agreeing[0]
        if one.organisation is None:
            return At(one.establishment)  # type: ignore[arg-type]  # what is found is an organisation or a place
        return Whom(one.organisation, one.sole_trader, one.organisation_type, one.protected_class, one.establishment)

    def new(self, asked: Asked, *, filed: Filed, premises: UUID | None = None) -> OrganisationRegistered:
        """Answer the entry of a party that only decisions name."""
        screened, scheme = asked.screened, self.party.scheme
        number = str(asked.number)
        return registered(
            self.catalogue,
            screened,
            identifiers={scheme: number} if asked.fits else {},
            checks={scheme: check_state(check=self._scheme.check, number=number)} if asked.fits else {},
            source=self.source,
            known_as="party",
            premises=premises,
            filed=filed,
        )


def keyed(secret: bytes, *parts: str) -> bytes:
    """Answer a keyed hash of the parts, 16 bytes: without the installation's key it says nothing of them."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16, key=secret).digest()


def registered(catalogue: Catalogue, screened: Screened, **more: Any) -> OrganisationRegistered:
    """Answer the entry of an organisation whose form was read off its name."""
    form = catalogue.organisation_types[str(screened.organisation_type)]
    return OrganisationRegistered(
        name=screened.bearer,
        legal_name=screened.legal_name,
        organisation_type=form.kind,
        sole_trader=form.identity_coincides_with_person,
        protected_class=form.protected_class,
        form=form.organisation_type,
        **more,
    )


def readable(name: str | None, other: str | None, *, unreadable: str) -> str | None:
    """Answer the name, from the other column where that writes the character this one could not."""
    if not name or not other or not any(sign in name for sign in unreadable):
        return name
    wild = "".join("." if sign in unreadable else re.escape(sign) for sign in name)
    return other if re.fullmatch(wild, other) else name


@lru_cache(maxsize=100_000)
def like(name: str, unreadable: str) -> str:
    """Answer the LIKE pattern of a folded name, in which an unreadable character is any one."""
    parts = re.split("|".join(map(re.escape, unreadable)), name) if unreadable else [name]
    return "_".join(re.sub(r"([\\%_])", r"\\\1", folded(part)) for part in parts)
