"""Other people's things, each with a text that its rightful people see and nobody else may: what a sweep looks for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password

from goodstanding.access.acting import Appointment
from tests.access.inside import Inside
from tests.machines import some_key
from tests.office import OTHER, OWN

CLASSES = ("protected", "sole-trader", "ordinary")
KLARA, OTTO, RITA = "Klara Kanari", "Otto Kanari", "Rita Kanari"
UNIT, AUTHORITY, CLIENT, PASSKEY = "Kanari Unit", "Kanari Authority", "Kanari System", "Kanari Passkey"
BASIS = "Kanari Act s.9"
OPERATIONS = "house:operations"
# What belongs to whom, as the tables hold it; the rows that are there before the sweep.
STATE = {
    "people": "select actor::text, email, name, password, language, is_active from public.access_person",
    "actors": "select actor::text, kind, pseudonym, retired_at::text from access.actor",
    "appointments": "select appointment::text, actor::text, role, unit, ends_on::text, revoked_at::text"
    " from access.appointment",
    "units": "select unit, name, closed_on::text from access.unit",
    "clients": "select client::text, name, unit, scopes::text from access.client",
    "keys": "select client::text, kid, ends_at::text from access.client_key",
    "factors": "select id::text, user_id::text, type, data::text from public.mfa_authenticator where type = 'webauthn'",
    "sessions": "select session_key, user_id::text from public.usersessions_usersession",
}


@dataclass(frozen=True)
class Someone:
    """Who asks: a person or a machine under an appointment, or nobody."""

    name: str
    under: Appointment | None
    runs_all: bool = False


@dataclass
class Others:
    """What is not the callers' own, by kind of id."""

    inside: Inside
    klara: Appointment
    otto: Appointment
    rita: Appointment
    machine: Appointment
    kid: str
    passkey: int
    operations: Appointment
    emails: dict[str, str] = field(default_factory=dict)

    # --- by kind of id ----------------------------------------------------------------------------------------------

    @property
    def holders(self) -> list[Appointment]:
        return [self.klara, self.otto, self.rita]

    @cached_property
    def appointments_elsewhere(self) -> list[str]:
        return [str(one.appointment) for one in (*self.holders, self.machine)]

    def appointments(self, caller: Someone) -> list[str]:
        """Answer others' appointments: of another authority, and of colleagues in the own; and what is none."""
        mine = caller.under and caller.under.appointment
        colleagues = [str(one.appointment) for one in self.inside.office.people.values() if one.appointment != mine]
        at = sum(map(ord, caller.name)) % len(colleagues)
        some = [colleagues[(at + step) % len(colleagues)] for step in (0, 4)]
        # A number of nothing is the last; of other kinds, another for each caller.
        return [*self.appointments_elsewhere, *some, self.things[at % 3], self.things[-1]]

    @cached_property
    def things(self) -> list[str]:
        """Answer numbers of other kinds, and of nothing: no number is good because another table has it."""
        office = self.inside.office
        organisation, record = office.organisations["protected", OTHER], office.records["protected", OTHER]
        return [str(one) for one in (self.klara.actor, organisation, record, uuid4())]

    @cached_property
    def clients(self) -> list[UUID]:
        return [self.machine.actor]

    @cached_property
    def units(self) -> list[str]:
        return [f"{OTHER}/desk", f"{OPERATIONS}/office"]

    @cached_property
    def links(self) -> list[str]:
        """Answer invitations that were not sent: no token at all, and one of another's number that nobody signed."""
        return ["nothing", f"eyJhY3RvciI6ICI{self.klara.actor.hex}:1tAaaa:" + "A" * 43]

    @cached_property
    def handles(self) -> list[str]:
        office = self.inside.office
        found = [
            places[cls, who]
            for who in (OTHER, OWN)
            for places in (office.organisations, office.records)
            for cls in CLASSES
        ]
        return [str(one) for one in found]

    @cached_property
    def identifiers(self) -> list[str]:
        return [f"{cls}-{who}" for who in (OTHER, OWN) for cls in CLASSES]

    @property
    def email(self) -> str:
        return self.emails[KLARA]

    def subject(self, about: str) -> tuple[str | None, UUID | None, str | None]:
        """Answer the class, the organisation and the authority of a handle or an identifier; of none, nothing."""
        office = self.inside.office
        for (cls, who), handle in office.organisations.items():
            if about in (str(handle), f"{cls}-{who}"):
                return ("organisation" if cls == "ordinary" else cls), handle, who
        return None, None, None  # a record's handle is none of an organisation's, whoever asks

    # --- what is looked for -----------------------------------------------------------------------------------------

    @cached_property
    def content(self) -> list[str]:
        """Answer what is known of organisations: nobody who runs things sees it either."""
        return [text for cls in ("protected", "sole-trader") for text in (f"{cls} of {OTHER}", f"{cls}-{OTHER}")]

    @cached_property
    def canaries(self) -> list[str]:
        people = [*(KLARA, OTTO, RITA), *self.emails.values(), self.klara.pseudonym, self.otto.pseudonym]
        return [*self.content, *people, UNIT, AUTHORITY, CLIENT, PASSKEY, BASIS]

    @cached_property
    def rightful(self) -> list[tuple[Appointment, str, dict[str, str]]]:
        """Answer who is to see what, and where: each canary at one of these at least."""
        under = f"/en/office/{self.otto.appointment}"
        why = {"Basis": "Act s.1", "Case": "C-1"}
        reviewer = self.inside.office.people["reviewer"]
        found: list[tuple[Appointment, str, dict[str, str]]] = [
            (self.otto, f"{under}/units/", {}),
            (self.otto, f"{under}/units/{self.units[0]}/", {}),
            (self.otto, f"{under}/clients/{self.clients[0]}/", {}),
            # Twice: who reads the log stands in it the next time.
            *[(self.otto, "/api/v1/access-log", {**why, "Purpose": "operation"})] * 2,
            (self.klara, "/en/office/second-factor/keys/", {}),
            *((one, "/en/office/", {}) for one in self.holders),
        ]
        for cls in ("protected", "sole-trader"):
            handle = self.inside.office.organisations[cls, OTHER]
            for path in (f"/api/v1/organisations/{handle}", f"/api/v1/organisations/{handle}/records"):
                found += [(reviewer, path, {**why, "Purpose": "review"})]
        return found

    # --- who asks ---------------------------------------------------------------------------------------------------

    def callers(self) -> list[Someone]:
        """Answer nobody, somebody in every role of one authority, a representative, and who runs the installation."""
        office = self.inside.office
        staff = [Someone(role, under) for role, under in office.people.items()]
        representative = Someone("representative", office.represented["ordinary"])
        return [Someone("nobody", None), *staff, representative, Someone("operations", self.operations, runs_all=True)]

    # --- what stays as it was ---------------------------------------------------------------------------------------

    def state(self) -> dict[str, dict[str, Any]]:
        owner = self.inside.office.house.owner
        return {name: {repr(row[:2]): row for row in owner.execute(query)} for name, query in STATE.items()}

    def changed(self, before: dict[str, dict[str, Any]]) -> list[str]:
        """Answer the rows that are no longer as they were. What callers made of their own is beside them."""
        now = self.state()
        return [
            f"{name} {key}" for name, rows in before.items() for key, row in rows.items() if now[name].get(key) != row
        ]


def furnish(inside: Inside) -> Others:
    """Put another authority's people, units, clients and keys, and their looks, beside the callers'."""
    from allauth.mfa.models import Authenticator

    from goodstanding.access.models import Person

    office, owner = inside.office, inside.office.house.owner
    some = office.house.people
    klara = some.appointed("k-4711", role="clerk", authority=OTHER, unit="desk")
    otto = some.appointed("o-4712", role="operator", authority=OTHER, unit="desk")
    rita = office.representative(office.organisations["protected", OTHER])
    machine = some.appointed("m-4713", role="machine-client", authority=OTHER, unit="desk")
    caseworker = some.appointed("c-4714", role="caseworker", authority=OTHER, unit="desk")
    owner.execute("update access.unit set name = %s where unit = %s", (UNIT, f"{OTHER}/desk"))
    owner.execute("update access.authority set name = %s where authority = %s", (AUTHORITY, OTHER))
    owner.execute(
        "insert into access.client (client, name, unit, scopes) values (%s, %s, %s, %s)",
        (machine.actor, CLIENT, f"{OTHER}/desk", ["filing:file"]),
    )
    key = some_key(1).as_dict(private=False)
    owner.execute(
        "insert into access.client_key (client, kid, jwk, ends_at) values (%s, 'k-1', %s::jsonb, now() + interval '9 days')",
        (machine.actor, json.dumps(key)),
    )
    # One hash for all: what it costs to make is for whoever guesses passwords.
    password = make_password("four heavy purple lanterns")
    for under, name in ((klara, KLARA), (otto, OTTO), (rita, RITA)):
        inside.account(under, name=name)
    row = owner.execute(
        "select a.appointment, a.actor, x.pseudonym, a.role, a.unit, u.authority, a.organisation, a.starts_on, a.ends_on,"
        " a.delegated_from from access.appointment a join access.actor x using (actor) join access.unit u using (unit)"
        " where u.authority = %s and a.role = 'operator'",
        (OPERATIONS,),
    ).fetchone()
    operations = Appointment(*row)
    for under in (*office.people.values(), *office.represented.values(), operations):
        inside.account(under)
    Person.objects.update(password=password)
    passkey = Authenticator.objects.create(
        user_id=klara.actor, type=Authenticator.Type.WEBAUTHN, data={"name": PASSKEY, "credential": {}}
    )
    # Looks at the other authority's organisations, by its own people: klara's too, so that her pseudonym is in a log.
    for under, purpose in ((caseworker, "casework"), (klara, "filing")):
        for handle in (office.organisations["protected", OTHER], office.records["protected", OTHER]):
            asked = {"action": "look", "cls": "protected", "purpose": purpose, "basis": BASIS, "targets": [handle]}
            try:
                office.enter(office.house.case, under=under, **asked)
            except PermissionError:
                continue
    office.house.settle()
    emails = dict(Person.objects.filter(name__in=(KLARA, OTTO, RITA)).values_list("name", "email"))
    return Others(inside, klara, otto, rita, machine, "k-1", passkey.pk, operations, emails)
