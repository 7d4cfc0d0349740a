"""One register with something of every class, the own authority's and another's, and somebody in every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from goodstanding.access import acting
from goodstanding.access.acting import Appointment, Asked
from goodstanding.core.access.words import ROLES
from goodstanding.core.entries.organisation import OrganisationRegistered
from goodstanding.ledger import outbox
from tests.house import BASIS, House, filed

OWN, OTHER = "exampleland:environment", "exampleland:labour"
# Per authority the item it files about ordinary parties, and the one that a protected organisation can carry.
ITEMS = {OWN: ("emission-over-limit", "return-late"), OTHER: ("wages-unpaid", "wages-unpaid")}
PEOPLE = tuple(role for role in ROLES if role != "representative")


@dataclass
class Office:
    """A register, its people by role, and what lies in it by (class, authority)."""

    house: House
    organisations: dict[tuple[str, str], UUID] = field(default_factory=dict)
    records: dict[tuple[str, str], UUID] = field(default_factory=dict)
    people: dict[str, Appointment] = field(default_factory=dict)
    represented: dict[str, Appointment] = field(default_factory=dict)

    def register(self, authority: str, cls: str) -> None:
        party, record = outbox.new_handle(), outbox.new_handle()
        organisation = OrganisationRegistered(
            name=f"{cls} of {authority}",
            organisation_type="social-organisation" if cls == "protected" else "market-entity",
            sole_trader="unknown" if cls == "sole-trader" else "no",
            protected_class="union" if cls == "protected" else "none",
            identifiers={"exampleland": f"{cls}-{authority}"},
            source="Exampleland (invented)",
        )
        item = ITEMS[authority][cls == "protected"]
        content = filed(party, item=item, document_number=f"{cls}-{authority}")
        drafts = [
            outbox.draft(handle=party, kind="organisation-registered", content=organisation),
            outbox.draft(handle=record, kind="record-filed", content=content),
        ]
        self.house.file(outbox.Act("ada", authority, BASIS, drafts))
        self.organisations[cls, authority], self.records[cls, authority] = party, record

    def appoint(self) -> None:
        for role in PEOPLE:
            self.people[role] = self.house.people.appointed(f"{role} one", role=role, authority=OWN, unit="desk")

        # Representatives of an ordinary, a protected and a sole trader's organisation, each the one its class asks for.
        self.represented = {
            cls: self.representative(self.organisations[cls, OWN]) for cls in ("ordinary", "protected", "sole-trader")
        }

    def whoever(self, role: str, cls: str) -> Appointment:
        """Answer who stands for a role; for a representative, of the organisation the class is about."""
        if role != "representative":
            return self.people[role]
        return self.represented[cls if cls in self.represented else "ordinary"]

    def representative(self, organisation: UUID) -> Appointment:
        row = self.house.owner.execute(
            """
            with who as (select access.add_actor('person') as actor)
            insert into access.appointment (actor, role, organisation, starts_on, ends_on, basis)
            select actor, 'representative', %s, access.today(), access.today() + 365, 'code' from who
            returning appointment, actor, 'x'::text, role, unit, null::text, organisation, starts_on, ends_on, null::uuid
            """,
            (organisation,),
        ).fetchone()
        under = Appointment(*row)
        (name,) = self.house.owner.execute(
            "select pseudonym from access.actor where actor = %s", (under.actor,)
        ).fetchone()
        return Appointment(*row[:2], name, *row[3:])

    def target(self, cls: str, whose: str) -> UUID | None:
        """Answer the handle of a class, own or another's, as the register has it; None for classes without a table."""
        authority = OWN if whose == "own" else OTHER
        return {
            "organisation": self.organisations["ordinary", authority],
            "record": self.records["ordinary", authority],
            "protected": self.records["protected", authority],
            "sole-trader": self.records["sole-trader", authority],
        }.get(cls)

    def enter(self, connection: Any, *, under: Appointment, **asked: Any) -> acting.Entered:
        said = {"basis": "Act s.4", "case": "C-1", **asked}
        if under.role in ("machine-client", "partner-node"):
            under = Appointment(**{**vars(under), "scopes": (f"{asked['purpose']}:{asked['action']}",)})
        token = acting.issue(self.house.access, under=under, asked=Asked(**said), through=connection.info.user)
        return acting.enter(connection, token=token)


def furnished(house: House) -> Office:
    """Answer the house with everything in it."""
    house.publish()
    made = Office(house)
    for authority in (OWN, OTHER):
        for cls in ("ordinary", "protected", "sole-trader"):
            made.register(authority, cls)
    house.settle()
    assert not house.refused(), house.refused()
    made.appoint()
    return made
