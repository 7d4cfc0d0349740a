"""Administering access: authorities, units, actors, appointments. Each is an operator's act, under his own context.

The functions take a connection of `gs_access` on which an operator acts (`acting.acting(..., through="gs_access",
action="administer", purpose="operation", cls="appointment")`); the database refuses them without.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection

from goodstanding.access.acting import Unauthenticated

# What an operator says to act: one set of words, for pages, commands and the set-up.
ADMINISTERING = {
    "action": "administer",
    "purpose": "operation",
    "cls": "appointment",
    "basis": "operation of the register",
}


class NotAppointed(ValueError):
    """The database refused an appointment or a unit; the message names the rule."""


# What each constraint says to a person.
RULES = {
    "term_is_at_most_24_months": "a role is given for at most 24 months, and ends after it begins",
    "nobody_appoints_himself": "nobody gives a role to himself",
    "an_operator_appoints": "an operator of the unit's authority appoints, or of the one that runs the installation",
    "a_role_fits_its_actor": "machines are machine clients or partner nodes, people are neither",
    "a_delegation_passes_on_no_more_than_there_is": "a delegation passes on the own role, unit and term, once, and "
    "never an operator's or an auditor's",
    "an_appointment_never_changes": "an appointment is revoked, never changed, and once only",
    "only_the_first_comes_from_the_set_up": "the first operator is there already; he appoints the others",
    "one_hand_in_a_matter": "whoever proposed does not decide, and nobody has two hands in one matter (R14)",
    "a_unit_stands_on_one_side": "a unit proposes, decides or reviews in one matter, never two of them (R14)",
    "one_authority_operates": "the installation is run by an authority already",
}


def add_authority(connection: Connection[Any], *, authority: str, name: str) -> None:
    """Add an authority, as `pack:authority`; only an operator of the one that runs the installation can."""
    _call(connection, "select access.add_authority(%s, %s)", authority, name)


def add_unit(connection: Connection[Any], *, unit: str, name: str) -> None:
    """Add a unit, as `pack:authority/unit`."""
    _call(connection, "select access.add_unit(%s, %s)", unit, name)


def close_unit(connection: Connection[Any], *, unit: str) -> None:
    """Close a unit from today on: no appointment in it holds any more."""
    _call(connection, "select access.close_unit(%s)", unit)


def add_actor(connection: Connection[Any], *, kind: str, pseudonym: str | None = None) -> UUID:
    """Answer a new actor (`person`, `client` or `node`), who may do nothing yet. Without a pseudonym one is drawn."""
    found = _call(connection, "select access.add_actor(%s, gen_random_uuid(), %s)", kind, pseudonym)
    return UUID(str(found))


def appoint(
    connection: Connection[Any], *, actor: UUID, role: str, unit: str, starts_on: date, ends_on: date, basis: str
) -> UUID:
    """Give an actor a role in a unit for a term, and answer the appointment. Raises NotAppointed with the rule."""
    found = _call(
        connection, "select access.appoint(%s, %s, %s, %s, %s, %s)", actor, role, unit, starts_on, ends_on, basis
    )
    return UUID(str(found))


def revoke(connection: Connection[Any], *, appointment: UUID) -> None:
    """End an appointment now; contexts and tokens under it end with it."""
    _call(connection, "select access.revoke(%s)", appointment)


def retire(connection: Connection[Any], *, actor: UUID) -> None:
    """End everything an actor holds, and the tokens."""
    _call(connection, "select access.retire_actor(%s)", actor)


def found_installation(
    owner: Connection[Any],
    *,
    authority: str,
    authority_name: str,
    unit: str,
    unit_name: str,
    actor: UUID,
    ends_on: date,
) -> UUID:
    """Answer the first operator's appointment, made by the owner at the set-up. Raises NotAppointed the second time."""
    found = _call(
        owner,
        "select access.found_installation(%s, %s, %s, %s, %s, %s)",
        authority,
        authority_name,
        unit,
        unit_name,
        actor,
        ends_on,
    )
    return UUID(str(found))


def _call(connection: Connection[Any], query: str, *values: object) -> Any:
    return called(connection, query, *values, rules=RULES, refused=NotAppointed)


def called(
    connection: Connection[Any], query: str, *values: object, rules: Mapping[str, str], refused: type[ValueError]
) -> Any:
    """Answer what a function of the database answers; what it refuses is raised as `refused`, in the rule's words.

    `rules` says what each constraint is to a person. Raises Unauthenticated where nobody acts on the connection.
    """
    try:
        row = connection.execute(query, values).fetchone()
    except psycopg.errors.InvalidAuthorizationSpecification as refusal:
        raise Unauthenticated(refusal.diag.message_primary) from refusal
    except psycopg.errors.RaiseException as refusal:
        raise refused(refusal.diag.message_primary) from refusal
    except psycopg.IntegrityError as refusal:
        rule = refusal.diag.constraint_name or ""
        raise refused(rules.get(rule, f"{refusal.diag.message_primary} ({rule})")) from refusal
    return row[0] if row else None
