"""The decision: a pure function of the table, the actor's appointment and what is asked. Deny by default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goodstanding.core.access.words import Action, Class, Obligation, Purpose, Role, Whose


@dataclass(frozen=True)
class Line:
    """One line of the table: it allows these roles, for these purposes, these actions on these classes."""

    line: str
    roles: frozenset[Role]
    purposes: frozenset[Purpose]
    actions: frozenset[Action]
    classes: frozenset[Class]
    whose: Whose
    obligations: frozenset[Obligation]
    why: dict[str, str]


@dataclass(frozen=True)
class Acting:
    """Who asks: the role, and the authority of the unit; for a representative the organisation instead."""

    role: str
    authority: str | None = None
    organisation: object | None = None


@dataclass(frozen=True)
class Resource:
    """What is acted on: its class, the authority whose it is, the organisation it is about."""

    cls: str
    authority: str | None = None
    organisation: object | None = None


@dataclass(frozen=True)
class Decision:
    """Allowed by a line, with what it asks in return; or refused, and then there is no line."""

    allowed: bool
    line: str | None
    obligations: frozenset[Obligation]


REFUSED = Decision(allowed=False, line=None, obligations=frozenset())


def is_own(acting: Acting, resource: Resource) -> bool:
    """Whether the resource is the actor's own. What belongs to nobody known is nobody's own."""
    if acting.role == "representative":
        return acting.organisation is not None and acting.organisation == resource.organisation
    return acting.authority is not None and acting.authority == resource.authority


def decide(table: Sequence[Line], *, actor: Acting, action: str, resource: Resource, purpose: str) -> Decision:
    """Answer whether the table allows it, by which line, and with which obligations; refused where no line does.

    The database answers the same from the same table (`access.decided`); a test holds both against cells written by
    hand.
    """
    own = is_own(actor, resource)
    for line in table:
        if (
            actor.role in line.roles
            and purpose in line.purposes
            and action in line.actions
            and resource.cls in line.classes
            and (line.whose == "any" or own)
        ):
            return Decision(allowed=True, line=line.line, obligations=line.obligations)
    return REFUSED
