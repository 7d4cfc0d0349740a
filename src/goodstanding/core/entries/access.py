"""Who looked, what happened at the door, what was proposed: stated by the database itself, never by a session.

These contents are written in the clear: anyone who may read the entry may check it, and nobody can file one that
does not open. They name people by pseudonyms and organisations by handles, and nothing else of either.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from goodstanding.core.access.words import Action, Class, Purpose, Role
from goodstanding.core.entries.kinds import Content, Text


class Looked(Content, frozen=True, rename={"class_": "class"}):
    """One organisation was looked at, or the look was refused (R34). Who, for whom and on which basis is the entry's.

    `records` are the ones that could be seen. A look that is shown to the organisation later says until when, and on
    which basis. `line` is the line of the table that allowed it.
    """

    action: Action
    appointment: UUID
    case_reference: str | None
    # `class` is a word of Python's own.
    class_: Class
    decision: Literal["allowed", "refused"]
    delay_basis: str | None
    delayed_until: str | None
    line: str | None
    organisation: UUID | None
    purpose: Purpose
    records: tuple[UUID, ...]
    role: Role
    unit: str | None


class AccessNoted(Content, frozen=True):
    """Something happened at the door: a sign-in, a refused token, an appointment. Short texts, never a secret."""

    event: Text
    said: tuple[str, ...]


class Proposed(Content, frozen=True):
    """A person proposed what another is to decide: the SHA-256 (hex) of the content without its people."""

    content: Text
    kind: Text
    unit: Text
