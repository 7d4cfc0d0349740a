"""Django's handle on this package."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People's accounts are ORM models, for the sign-in library; everything they may do is SQL."""

    name = "goodstanding.access"
    label = "access"
