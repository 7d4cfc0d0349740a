"""The mistakes of the error-prone department, each one of a kind that a careful intake can find."""

from __future__ import annotations

from typing import Final

from goodstanding.teaching.rows import DECIDED_ON, FINE, ITEM, PARTY_NAME

MISTAKES: Final = (
    "day-written-otherwise",  # DD/MM/YYYY
    "decided-after-filing",  # a year too late
    "name-misspelt",
    "item-not-in-the-catalogue",  # `_` for `-`
    "item-of-another-department",
    "amount-with-commas",
    "filed-twice",
)
ANOTHERS_ITEM: Final = "waste-unlawful"
THOUSAND: Final = 1000


def make_mistake(kind: str, fields: list[str], year_later: str, at: float) -> tuple[str, list[str]]:
    """Answer a copy of the row with the mistake in it, and what kind it is: where it cannot be made, a repetition."""
    wrong = list(fields)
    if kind == "day-written-otherwise":
        year, month, day = wrong[DECIDED_ON].split("-")
        wrong[DECIDED_ON] = f"{day}/{month}/{year}"
    elif kind == "decided-after-filing":
        wrong[DECIDED_ON] = year_later
    elif kind == "name-misspelt":
        wrong[PARTY_NAME] = misspelt(wrong[PARTY_NAME], at)
    elif kind == "item-not-in-the-catalogue":
        wrong[ITEM] = wrong[ITEM].replace("-", "_")
    elif kind == "item-of-another-department" and wrong[FINE]:
        wrong[ITEM] = ANOTHERS_ITEM
    elif kind == "amount-with-commas" and wrong[FINE] and int(wrong[FINE]) >= THOUSAND:
        wrong[FINE] = f"{int(wrong[FINE]):,}"
    else:
        kind = "filed-twice"
    return kind, wrong


def misspelt(name: str, at: float) -> str:
    """Answer the name with two different neighbouring letters changed about, as a clerk in a hurry types it."""
    places = [place for place in range(len(name) - 1) if name[place] != name[place + 1]]
    place = places[int(at * len(places))]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
