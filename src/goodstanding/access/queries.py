"""What the access schema answers: who holds what, who looked, what is unusual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from goodstanding.access.acting import Appointment

_HELD = (
    "select a.appointment, a.actor, x.pseudonym, a.role, a.unit, u.authority, a.organisation, a.starts_on, a.ends_on,"
    " a.delegated_from from access.appointment a join access.actor x using (actor)"
    " left join access.unit u using (unit) where access.is_held(a.appointment)"
)


@dataclass(frozen=True)
class Look:
    """One look as the organisation reads it: by whom, for whom, why, when; and until when a law delayed it."""

    sequence: int
    at: datetime
    actor: str
    role: str
    unit: str | None
    authority: str
    purpose: str
    basis: str
    case_reference: str | None
    action: str
    class_: str
    organisation: UUID | None
    records: list[UUID]
    decision: str
    line: str | None
    delayed_until: date | None
    delay_basis: str | None


_LOOKS = (
    "select sequence, at, actor, role, unit, authority, purpose, basis, case_reference, action, class as class_,"
    " organisation, records, decision, line, delayed_until, delay_basis from access.look"
)


def appointments_of(connection: Connection[Any], *, actor: UUID) -> list[Appointment]:
    """Answer what the actor holds now (gs_access), the earliest end first."""
    with connection.cursor(row_factory=class_row(Appointment)) as cursor:
        return cursor.execute(f"{_HELD} and a.actor = %s order by a.ends_on, a.role", (actor,)).fetchall()


def appointments_in(connection: Connection[Any], *, authority: str) -> list[Appointment]:
    """Answer who holds what now in an authority's units (gs_access)."""
    with connection.cursor(row_factory=class_row(Appointment)) as cursor:
        return cursor.execute(f"{_HELD} and u.authority = %s order by a.unit, a.role", (authority,)).fetchall()


def units(connection: Connection[Any]) -> list[dict[str, Any]]:
    """Answer the authorities' units (gs_access): unit, authority, their names, the day a unit was closed."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "select u.unit, u.name, u.closed_on, h.authority, h.name as authority_name, h.operates"
            " from access.unit u join access.authority h using (authority) order by u.unit"
        ).fetchall()


def clients(connection: Connection[Any]) -> list[dict[str, Any]]:
    """Answer the machine clients (gs_access) with their keys' names and ends."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "select c.client, c.name, c.unit, c.scopes, coalesce(jsonb_agg(jsonb_build_object('kid', k.kid, 'added_at',"
            " k.added_at, 'ends_at', k.ends_at) order by k.added_at) filter (where k.kid is not null), '[]') as keys"
            " from access.client c left join access.client_key k using (client) group by 1, 2, 3, 4 order by c.name"
        ).fetchall()


def looks_of_organisation(
    connection: Connection[Any],
    *,
    organisation: UUID,
    with_own: bool = False,
    before: int | None = None,
    most: int = 50,
) -> list[Look]:
    """Answer who looked at an organisation, latest first, within a context that reads its log (gs_case).

    A look whose delay has not ended is not among them. The representatives' own reading of the log is left out unless
    asked for with `with_own`. `before` is the sequence the page before ended with.
    """
    with connection.cursor(row_factory=class_row(Look)) as cursor:
        return cursor.execute(
            f"{_LOOKS} where organisation = %(organisation)s and (%(with_own)s or role <> 'representative')"
            " and (%(before)s::bigint is null or sequence < %(before)s) order by sequence desc limit %(most)s",
            {"organisation": organisation, "with_own": with_own, "before": before, "most": most},
        ).fetchall()


def looks_of_authority(
    connection: Connection[Any], *, authority: str, before: int | None = None, most: int = 50
) -> list[Look]:
    """Answer the looks an authority's people and machines took, latest first, within a context that reads its log."""
    with connection.cursor(row_factory=class_row(Look)) as cursor:
        return cursor.execute(
            f"{_LOOKS} where authority = %(authority)s and (%(before)s::bigint is null or sequence < %(before)s)"
            " order by sequence desc limit %(most)s",
            {"authority": authority, "before": before, "most": most},
        ).fetchall()


@dataclass(frozen=True)
class Proposal:
    """What one person proposed: of which kind, about which handle, for which authority, and who it was."""

    proposal: UUID
    handle: UUID
    kind: str
    authority: str
    proposed_by: str
    unit: str
    proposed_at: datetime
    decided_at: datetime | None


def proposal(connection: Connection[Any], *, proposal: UUID) -> Proposal | None:
    """Answer a proposal (gs_access); None when there is none of that number."""
    with connection.cursor(row_factory=class_row(Proposal)) as cursor:
        return cursor.execute(
            "select p.proposal, p.handle, p.kind, p.authority, x.pseudonym as proposed_by, p.unit, p.proposed_at,"
            " p.decided_at from access.proposal p join access.actor x using (actor) where p.proposal = %s",
            (proposal,),
        ).fetchone()


def of_token(connection: Connection[Any], *, token: str) -> Appointment | None:
    """Answer the appointment a bearer token acts under (gs_access); None when it is unknown, over or revoked."""
    found = connection.execute("select appointment, scopes from access.bearer(%s)", (token,)).fetchone()
    if found is None:
        return None
    appointment, scopes = found
    with connection.cursor(row_factory=class_row(Appointment)) as cursor:
        held = cursor.execute(f"{_HELD} and a.appointment = %s", (appointment,)).fetchone()
    machine = held is not None and held.role in ("machine-client", "partner-node")
    return replace(held, scopes=tuple(scopes)) if held and machine else held


@dataclass(frozen=True)
class Unusual:
    """What an operator looks into: who, on which day, what is unusual about it, and how many looks."""

    actor: str
    unit: str | None
    day: date
    what: str
    looks: int


# The figures are this program's defaults, not law: what is unusual in one unit is a day's work in another.
BULK_A_DAY = 50
OFFICE_HOURS = (7, 20)


def unusual(
    connection: Connection[Any], *, authority: str, since: date, time_zone: str, bulk: int = BULK_A_DAY
) -> list[Unusual]:
    """Answer what is unusual in an authority's looks since a day, within a context that reads its log.

    Three things: more than `bulk` organisations by one actor in a day; looks outside 7 to 20 o'clock in the
    installation's time zone or on a Saturday or Sunday; looks that name no case, except one's own access and audits.
    Refused looks are a fourth.
    """
    with connection.cursor(row_factory=class_row(Unusual)) as cursor:
        return cursor.execute(
            """
            with said as (
                select l.*, (l.at at time zone %(zone)s) as local from access.look l
                where l.authority = %(authority)s and (l.at at time zone %(zone)s)::date >= %(since)s
            )
            select actor, unit, local::date as day, 'bulk' as what, count(distinct organisation) as looks
            from said where decision = 'allowed' group by 1, 2, 3 having count(distinct organisation) > %(bulk)s
            union all
            select actor, unit, local::date, 'after hours', count(*) from said
            where role not in ('machine-client', 'partner-node') and (extract(hour from local) not between %(from)s
                and %(to)s - 1 or extract(isodow from local) > 5) group by 1, 2, 3
            union all
            select actor, unit, local::date, 'no case', count(*) from said
            where case_reference is null and purpose not in ('own-access', 'audit', 'operation', 'filing')
            group by 1, 2, 3
            union all
            select actor, unit, local::date, 'refused', count(*) from said where decision = 'refused' group by 1, 2, 3
            order by day desc, looks desc
            """,
            {
                "zone": time_zone,
                "authority": authority,
                "since": since,
                "bulk": bulk,
                "from": OFFICE_HOURS[0],
                "to": OFFICE_HOURS[1],
            },
        ).fetchall()
