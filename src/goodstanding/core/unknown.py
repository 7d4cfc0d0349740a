"""Unknown is never false (design §5): the value that stands where an answer would, and says what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Never


@dataclass(frozen=True)
class CannotDetermine:
    """No answer: `missing` names, in words a person can act on, each thing without which there is none.

    It is neither true nor false. `if answer:` would read an unknown as a yes, `if not answer:` as a no, and both
    have put organisations on lists; so asking raises TypeError. Compare with `is True`, or match on the type.
    """

    missing: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.missing or not all(self.missing):
            raise ValueError("say what is missing: an unknown that names nothing cannot be mended")

    def __bool__(self) -> Never:
        raise TypeError(f"{self} is neither true nor false; compare the answer with `is True` or match on its type")

    def __str__(self) -> str:
        return f"cannot determine; missing: {'; '.join(self.missing)}"
