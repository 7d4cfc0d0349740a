"""Three values, after Kleene: True, False, and None for what nobody knows. Unknown is never false (design §5)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

Truth = bool | None

OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt,
}  # fmt: skip


def all_of(values: Iterable[Truth]) -> Truth:
    """Answer False if one is false, else unknown if one is unknown, else True."""
    known = list(values)
    return False if False in known else None if None in known else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Answer True if one is true, else unknown if one is unknown, else False."""
    known = list(values)
    return True if True in known else None if None in known else False


def negated(value: Truth) -> Truth:
    """Answer the opposite; the opposite of unknown is unknown."""
    return None if value is None else not value


class Range(NamedTuple):
    """A number known only to lie between two bounds; `most` None is no upper bound."""

    least: Decimal
    most: Decimal | None

    def compared(self, op: str, figure: Decimal) -> Truth:
        """Answer the comparison where both bounds agree on it, else unknown."""
        if op in ("==", "!="):
            outside = figure < self.least or (self.most is not None and figure > self.most)
            exact = self.least == self.most == figure
            same = True if exact else False if outside else None
            return same if op == "==" else negated(same)
        compare = OPERATORS[op]
        least = compare(self.least, figure)
        # With no upper bound the largest number compares as if it were beyond every figure.
        most = op in (">=", ">") if self.most is None else compare(self.most, figure)
        return least if least == most else None
