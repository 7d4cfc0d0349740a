"""Django's handle on this package: it owns migrations, not ORM models."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Batches, what they filed, and the rows that are held."""

    name = "goodstanding.intake"
    label = "intake"
