"""The closed conduct classes, their fields, and who is protected: what the law packs can use and never extend (G2, G3).

A class says what an organisation did or failed to do under a legal duty of its trade. There is none for opinion,
speech, publication, religion, assembly, association, public order, security or foreign contacts, and there is no
way to add one but to change this program, which every node's log would show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

Domain = Literal[
    "environment", "safety", "product", "labour", "revenue", "public-money", "market", "registration", "transport"
]
DOMAINS: Final[tuple[str, ...]] = get_args(Domain)

ConductClass = Literal[
    "emission", "discharge", "waste", "hazardous-substance", "noise", "land-and-nature", "environmental-report",
    "work-safety", "fire-safety", "building-safety", "product-safety", "food-safety", "animal-and-plant-health",
    "wage", "working-time", "social-insurance",
    "tax", "customs",
    "procurement", "subsidy", "public-contract", "court-debt",
    "competition", "pricing", "consumer-contract", "intellectual-property", "data-protection",
    "filing-duty", "accounts", "licence-condition",
    "transport-safety",
]  # fmt: skip
CONDUCT_CLASSES: Final[tuple[str, ...]] = get_args(ConductClass)

# Each class lies in one field, so that no pack can widen a field to everything. A licence is granted for a field, so
# its conditions lie in that field: an item of this one class says which.
FIELD_OF: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(
        ("emission", "discharge", "waste", "hazardous-substance", "noise", "land-and-nature", "environmental-report"),
        frozenset({"environment"}),
    ),
    **dict.fromkeys(("work-safety", "fire-safety", "building-safety"), frozenset({"safety"})),
    **dict.fromkeys(("product-safety", "food-safety", "animal-and-plant-health"), frozenset({"product"})),
    **dict.fromkeys(("wage", "working-time", "social-insurance"), frozenset({"labour"})),
    **dict.fromkeys(("tax", "customs"), frozenset({"revenue"})),
    **dict.fromkeys(("procurement", "subsidy", "public-contract", "court-debt"), frozenset({"public-money"})),
    **dict.fromkeys(
        ("competition", "pricing", "consumer-contract", "intellectual-property", "data-protection"),
        frozenset({"market"}),
    ),
    **dict.fromkeys(("filing-duty", "accounts"), frozenset({"registration"})),
    "transport-safety": frozenset({"transport"}),
    "licence-condition": frozenset(DOMAINS),
}

# What an organisation stands for, where the law must keep its hands off more than elsewhere (design §1, G2).
ProtectedClass = Literal[
    "religious", "union", "political", "media", "human-rights", "professional-self-government", "none", "unknown"
]
PROTECTED: Final = frozenset(get_args(ProtectedClass)) - {"none", "unknown"}
# Filing duties, tax, wages and safety: all that may ever be filed about a protected organisation.
OPEN_TO_PROTECTED: Final = frozenset(
    {"filing-duty", "tax", "wage", "work-safety", "fire-safety", "building-safety", "transport-safety"}
)

OrganisationKind = Literal["market-entity", "social-organisation", "public-body"]
SoleTrader = Literal["yes", "no", "unknown"]


def is_protected(*, organisation_type: str, protected_class: str) -> bool:
    """Tell whether an organisation is protected; a social organisation of unknown class counts as protected (G2)."""
    unknown = protected_class == "unknown" and organisation_type == "social-organisation"
    return protected_class in PROTECTED or unknown


def may_carry_record(*, organisation_type: str, protected_class: str, conduct_class: str) -> bool:
    """Tell whether a record of this conduct class may be filed about such an organisation (G2, R4)."""
    return conduct_class in OPEN_TO_PROTECTED or not is_protected(
        organisation_type=organisation_type, protected_class=protected_class
    )
