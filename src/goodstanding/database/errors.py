"""What this package raises when PostgreSQL cannot be used as asked."""

from __future__ import annotations


class DatabaseError(RuntimeError):
    """PostgreSQL cannot be used as asked; the message says what is wrong and how to put it right."""


class UnsafeRole(DatabaseError):
    """A serving process holds a database role that could see or change more than its job needs."""
