"""The first people of an installation: its first operator, and the invented people a demonstration acts through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from goodstanding.access import queries, services
from goodstanding.access.acting import Appointment, acting
from goodstanding.access.signing_in import inviting
from goodstanding.config.pools import OfficePools

# A first operator's term: long enough to appoint the next, short enough to be looked at again.
FIRST_TERM = timedelta(days=365)


def found(owner: Connection[Any], *, authority: str, name: str, unit: str, actor: UUID) -> UUID:
    """Answer the first operator's appointment, for a year, in a unit of the authority that runs the installation.

    Raises NotAppointed when there is an operator already.
    """
    row = owner.execute("select access.today()").fetchone()
    return services.found_installation(
        owner,
        authority=authority,
        authority_name=name,
        unit=unit,
        unit_name="Operations",
        actor=actor,
        ends_on=row[0] + FIRST_TERM,  # type: ignore[index]  # one row
    )


class Invented:
    """People who do not exist, for a demonstration: each is appointed when first needed, by its invented operator."""

    def __init__(self, owner: Connection[Any], pools: OfficePools, *, pack: str) -> None:
        self._owner, self._pools = owner, pools
        if not owner.execute("select 1 from access.appointment where role = 'operator'").fetchone():
            actor = self._actor("demonstration-operator")
            place = f"{pack}:operations"
            found(owner, authority=place, name="Operations (invented)", unit=f"{place}/office", actor=actor)

    def appointed(self, *, name: str, role: str, authority: str) -> Appointment:
        """Answer what that invented person holds in the authority's office."""
        actor, unit = self._actor(name), f"{authority}/office"
        with self._pools.access.connection() as access:
            held = queries.appointments_of(access, actor=actor)
        for one in held:
            if (one.role, one.unit) == (role, unit):
                return one
        self._appoint(actor=actor, role=role, authority=authority, unit=unit)
        return self.appointed(name=name, role=role, authority=authority)

    def any_registered(self, *, authority: str) -> bool:
        """Tell whether the authority has registered an organisation here."""
        asked = "select 1 from ledger.ledger_entry where kind = 'organisation-registered' and authority = %s limit 1"
        return self._owner.execute(asked, (authority,)).fetchone() is not None

    def invited(self, *, email: str, name: str, role: str, authority: str, key: str) -> str | None:
        """Answer the link token of an invented account that a visitor may try; None once somebody set its password."""
        with self._pools.access.connection() as access:
            try:
                actor, token = inviting.invite(access, email=email, name=name, language="en", key=key)
            except inviting.AlreadyThere:
                return None
            held = queries.appointments_of(access, actor=actor)
        if not held:
            self._appoint(actor=actor, role=role, authority=authority, unit=f"{authority}/office")
        return token

    def _appoint(self, *, actor: UUID, role: str, authority: str, unit: str) -> None:
        with self._pools.access.connection() as access:
            operators = queries.appointments_of(access, actor=self._actor("demonstration-operator"))
            known = {one["unit"]: one["authority"] for one in queries.units(access)}
        operator = next(one for one in operators if one.role == "operator")
        with acting(
            self._pools, under=operator, through="gs_access", authority=operator.authority, **services.ADMINISTERING
        ) as here:
            if authority not in known.values():
                services.add_authority(here.connection, authority=authority, name=authority)
            if unit not in known:
                services.add_unit(here.connection, unit=unit, name="Office (invented)")
            services.appoint(
                here.connection,
                actor=actor,
                role=role,
                unit=unit,
                starts_on=operator.starts_on,
                ends_on=operator.ends_on,
                basis="demonstration",
            )

    def _actor(self, pseudonym: str) -> UUID:
        found = self._owner.execute("select actor from access.actor where pseudonym = %s", (pseudonym,)).fetchone()
        if found:
            return UUID(str(found[0]))
        return services.add_actor(self._owner, kind="person", pseudonym=pseudonym)
