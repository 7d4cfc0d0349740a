"""Whether an identifier's check digit fits. What fails is flagged, and never turned away (R37)."""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import Any

from goodstanding.core.entries.organisation import CheckState


def check_state(*, check: str | None, number: str) -> CheckState:
    """Answer whether `number` passes the check that a scheme names (`cn.uscc`, `lei`: modules of python-stdnum).

    `no-check` where the scheme names none. Raises LookupError for a check that does not exist.
    """
    if check is None:
        return "no-check"
    return "passed" if _module(check).is_valid(number) else "failed"


@lru_cache(maxsize=100)
def _module(check: str) -> Any:
    try:
        return importlib.import_module(f"stdnum.{check}")
    except ModuleNotFoundError as missing:
        raise LookupError(f"{check!r} is no check of python-stdnum") from missing
