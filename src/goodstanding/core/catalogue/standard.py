"""The standard facts: what the register itself knows of a record or a proceeding, the same in every pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from goodstanding.core.catalogue.law import Fact, Moment

_DAYS: Final[Mapping[str, tuple[Moment, str, str]]] = {
    "record.conduct_on": ("conduct", "Day of the conduct", "行为发生日"),
    "record.decided_on": ("decision", "Day of the decision", "决定日"),
    "record.published_on": ("publication", "Day of publication", "公示日"),
    "record.corrected_on": ("correction", "Day on which the breach was put right", "改正日"),
    "record.annulled_on": ("other", "Day on which the decision was annulled", "撤销日"),
    "listing.listed_on": ("decision", "Day of the listing", "列入日"),
    "notice.delivered_on": ("notice", "Day on which the notice was delivered", "告知书送达日"),
    "repair.applied_on": ("application", "Day of the application for repair", "信用修复申请日"),
    "repair.received_on": ("application", "Day on which the authority received the application", "受理机关收到申请日"),
    "objection.received_on": ("application", "Day on which the objection was received", "收到异议日"),
    "petition.received_on": ("application", "Day on which the appeal was received", "收到复核或复议申请日"),
}

STANDARD_FACTS: Final[Mapping[str, Fact]] = {
    name: Fact(
        fact=name,
        about="record" if name.startswith("record.") else "proceeding",
        type="date",
        moment=moment,
        text={"en": english, "zh-Hans": chinese},
    )
    for name, (moment, english, chinese) in _DAYS.items()
} | {
    "record.fine": Fact(
        fact="record.fine", about="record", type="money", text={"en": "Fine of the record", "zh-Hans": "罚款金额"}
    )
}


def fact_of(name: str, *, declared: Mapping[str, Fact]) -> Fact | None:
    """Answer the fact of that name: a standard one, else one that the pack declares, else None."""
    return STANDARD_FACTS.get(name) or declared.get(name)
