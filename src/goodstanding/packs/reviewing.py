"""Reviews pinned to what was read: a rule, the figures it uses, the facts it reads and its cases."""

from __future__ import annotations

import hashlib
from typing import Any

from goodstanding.core import canonical
from goodstanding.packs.reading import Pack


def review_hash(pack: Pack, *, rule: str) -> str:
    """Answer the hash a review of `rule` is pinned to. Edit the rule, a figure, a fact or a case, and it differs."""
    catalogue = pack.catalogue
    read = catalogue.rules[rule]
    figures = sorted({name for version in read.versions for name in version.figures()})
    facts = sorted({name for version in read.versions for name in version.facts()})
    document: dict[str, Any] = {
        "rule": read.model_dump(mode="json", by_alias=True),
        "parameters": [
            catalogue.parameters[name].model_dump(mode="json", by_alias=True)
            for name in figures
            if name in catalogue.parameters
        ],
        "facts": [catalogue.facts[name].model_dump(mode="json") for name in facts if name in catalogue.facts],
        "cases": [case.model_dump(mode="json") for case in catalogue.cases if case.asks.rule == rule],
    }
    return hashlib.sha256(canonical.encode(document)).hexdigest()
