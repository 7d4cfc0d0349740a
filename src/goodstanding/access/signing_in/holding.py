"""What the signed-in person holds now, as the sign-in needs it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from goodstanding.access import queries
from goodstanding.access.acting import Appointment


def held_by(*, actor: UUID) -> list[Appointment]:
    """Answer the appointments a person holds now, the earliest end first."""
    connection.ensure_connection()
    return queries.appointments_of(connection.connection, actor=actor)


def needs_second_factor(*, actor: UUID) -> bool:
    """Whether a person holds a role that is more than a representative's."""
    return any(one.role != "representative" for one in held_by(actor=actor))
