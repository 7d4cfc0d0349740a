"""The interface's connections to act with: the process's own, which the pages use as well."""

from __future__ import annotations

from django.conf import settings

from goodstanding.config.pools import OfficePools, shared


def pools() -> OfficePools:
    """Answer the pools of this process."""
    return shared(home=settings.HOME)
