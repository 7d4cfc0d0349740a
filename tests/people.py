"""People for tests: whoever is named gets what the act needs, and the connection acts as he does.

As the owner, since a test of acts is not a test of appointments; tests/access has those.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import psycopg

from goodstanding.access import acting
from goodstanding.access.acting import Appointment, Asked
from goodstanding.core.entries.proposing import content_to_propose
from goodstanding.ledger import outbox

HOUR = 3600
# Kind of entry: the action, and the role, purpose and class in which the table allows it.
AS = {
    "file": ("clerk", "filing", "record"),
    "correct": ("clerk", "filing", "record"),
    "judge": ("clerk", "filing", "organisation"),
    "annul": ("decider", "decision", "record"),
    "hold": ("decider", "decision", "record"),
    "publish": ("decider", "decision", "catalogue"),
    "erase": ("decider", "decision", "record"),
    "propose": ("caseworker", "casework", "organisation"),
    "look": ("reviewer", "review", "record"),
    "read-log": ("auditor", "audit", "access-log"),
    "administer": ("operator", "operation", "appointment"),
    "look-back": ("reviewer", "review", "record"),
}
ACTIONS = {
    "organisation-registered": "file",
    "record-filed": "file",
    "record-corrected": "correct",
    "record-annulled": "annul",
    "same-as-judged": "judge",
    "same-as-withdrawn": "judge",
    "succession-recorded": "judge",
    "succession-withdrawn": "judge",
    "hold-placed": "hold",
    "hold-released": "hold",
    "edition-published": "publish",
    "erased": "erase",
}
TWO = ("edition-published", "same-as-judged", "same-as-withdrawn", "erased")


class People:
    """The people of one register, made as they are named."""

    def __init__(self, owner: psycopg.Connection[Any], access: psycopg.Connection[Any]) -> None:
        self.owner, self.access = owner, access
        self._known: dict[tuple[str, ...], Appointment] = {}
        self._acting: dict[tuple[int, int], tuple[Any, ...]] = {}

    def appointed(self, name: str, *, role: str, authority: str, unit: str = "office") -> Appointment:
        """Answer that person's appointment, made now if it was not there."""
        key = (name, role, authority, unit)
        if key not in self._known:
            self._known[key] = appoint(self.owner, name=name, role=role, authority=authority, unit=unit)
        return self._known[key]

    def acts(
        self,
        connection: psycopg.Connection[Any],
        *,
        action: str,
        name: str = "ada",
        authority: str = "exampleland:environment",
        unit: str = "office",
        **asked: Any,
    ) -> None:
        """Let the connection act as that person; an acting one stays as it is.

        It commits what it enters, also where it does not commit by itself; then it must not be in a transaction.
        """
        now = (action, name, authority, unit, repr(asked))
        if self._acting.get(_session(connection)) == now and not asked:
            return
        role, purpose, cls = AS[action]
        under = self.appointed(name, role=role, authority=authority, unit=unit)
        said = {"action": action, "purpose": purpose, "cls": cls, "basis": "Register Act s.4", "case": "C-1"}
        token = acting.issue(
            self.access,
            under=under,
            asked=Asked(**{**said, "seconds": HOUR, **asked}),
            through=connection.info.user,
        )
        self._acting.pop(_session(connection), None)  # refused or not, what it acted in before is left
        commits = connection.autocommit
        if not commits:
            connection.autocommit = True
        try:
            acting.enter(connection, token=token)
        finally:
            if not commits:
                connection.autocommit = False
        self._acting[_session(connection)] = now

    def looks(self, connection: psycopg.Connection[Any], *targets: UUID, **asked: Any) -> None:
        """Let gs_case see these organisations and records, as a reviewer sees them."""
        self.acts(connection, action="look", targets=targets, **asked)

    def proposes(
        self, case: psycopg.Connection[Any], *, draft: outbox.Draft, name: str, authority: str, unit: str
    ) -> UUID:
        """Propose what a draft says, as another person; answer the proposal."""
        cls = {"edition-published": "catalogue", "erased": "record"}.get(draft.kind, "organisation")
        self.acts(case, action="propose", name=name, authority=authority, unit=unit, cls=cls)
        proposed = case.execute(
            "select access.propose(%s, %s, %s)",
            (UUID(bytes=draft.handle), draft.kind, content_to_propose(kind=draft.kind, content=draft.content)),
        ).fetchone()
        self._acting.pop(_session(case), None)
        return proposed[0]

    def file(
        self,
        connection: psycopg.Connection[Any],
        case: psycopg.Connection[Any],
        *,
        act: outbox.Act,
        keys: Any,
    ) -> None:
        """File an act as whoever it names, after another proposed what takes two people."""
        kind = act.entries[0].kind
        proposal = None
        if kind in TWO:
            said = json.loads(act.entries[0].content)
            proposal = self.proposes(
                case, draft=act.entries[0], name=said["proposed_by"], authority=act.authority, unit="office"
            )
        self.acts(
            connection,
            action=ACTIONS.get(kind, "file"),
            name=act.actor,
            authority=act.authority,
            **({"proposal": proposal} if proposal else {}),
        )
        outbox.append(connection, act=act, keys=keys)


def _session(connection: psycopg.Connection[Any]) -> tuple[int, int]:
    # The place of a connection that is gone may be another's later.
    return id(connection), connection.info.backend_pid


def appoint(
    owner: psycopg.Connection[Any], *, name: str, role: str, authority: str, unit: str = "office"
) -> Appointment:
    """Appoint somebody as the owner of the tables can, and answer what he holds."""
    made = owner.execute(
        """
        with operating as (
            select access.found_installation('house:operations', 'Operations', 'house:operations/office', 'Office',
                                             x.actor, access.today() + 365)
            from (select access.add_actor('person', gen_random_uuid(), 'house-operator') as actor) x
            where not exists (select from access.appointment)
        ) select count(*) from operating
        """
    )
    made = owner.execute(
        "insert into access.authority (authority, name) values (%s, %s) on conflict do nothing", (authority, authority)
    )
    place = f"{authority}/{unit}"
    owner.execute(
        "insert into access.unit (unit, authority, name) values (%s, %s, %s) on conflict do nothing",
        (place, authority, unit),
    )
    kind = {"machine-client": "client", "partner-node": "node"}.get(role, "person")
    owner.execute(
        "insert into access.actor (actor, kind, pseudonym) values (%s, %s, %s) on conflict do nothing",
        (uuid4(), kind, name),
    )
    made = owner.execute(
        """
        insert into access.appointment (actor, role, unit, starts_on, ends_on, basis, appointed_by)
        select x.actor, %(role)s, %(unit)s, access.today(), access.today() + 365, 'appointed for a test',
               (select o.actor from access.actor o where o.pseudonym = 'house-operator')
        from access.actor x where x.pseudonym = %(name)s
        returning appointment, actor, %(name)s::text, role, unit, %(authority)s::text, organisation, starts_on, ends_on,
                  delegated_from
        """,
        {"role": role, "unit": place, "name": name, "authority": authority},
    ).fetchone()
    return Appointment(*made)
