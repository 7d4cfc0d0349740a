"""Django's handle on this package: it owns migrations, not ORM models."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The register's tables are SQL, since partitions, privileges and functions are what they consist of."""

    name = "goodstanding.register"
    label = "register"
