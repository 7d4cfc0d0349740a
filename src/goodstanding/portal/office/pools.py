"""The office's connections to act with: three roles, each in a pool of its own, which the interface uses as well."""

from __future__ import annotations

from django.conf import settings

from goodstanding.config.pools import OfficePools, shared


def pools() -> OfficePools:
    """Answer the pools of this process."""
    return shared(home=settings.HOME)
