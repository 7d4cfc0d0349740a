"""Entry kinds with versioned contents: old entries are read for ever, by lifting their content step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

import msgspec

from goodstanding.core import canonical

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

Text = Annotated[str, msgspec.Meta(min_length=1)]


# What msgspec says before it quotes a value or a stranger's field name. Other faults quote nothing.
QUOTING = ("Invalid enum value", "Object contains unknown field", "Invalid value")


class InvalidEntry(ValueError):
    """The content breaks its kind's schema or a line of the design; the message names the field and the rule."""

    @property
    def without_content(self) -> str:
        """The same message without any part of the content, for readers who may not see that."""
        kind, _, fault = str(self).partition(": ")
        for beginning in QUOTING:
            if fault.startswith(beginning):
                where = fault.rpartition(" - at ")[2] if " - at " in fault else "`$`"
                return f"{kind}: {beginning} - at {where}"
        return str(self)


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The base of every entry's content: closed (an unknown field is refused), strict and frozen.

    No content type has a floating-point field, so every valid content has a canonical form (a test walks them).
    """

    def plain(self) -> dict[str, Any]:
        """Answer the content as JSON values."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its name, its current content type and version, and which database roles may file it.

    `upcasters[n]` lifts a content of version n to version n + 1; there is one for every version before the current.
    """

    name: str
    content: type[Content]
    filed_by: frozenset[str]
    version: int = 1
    upcasters: Mapping[int, Upcaster] = field(default_factory=dict)

    def __post_init__(self) -> None:
        missing = set(range(1, self.version)) - set(self.upcasters)
        if missing:
            raise ValueError(f"{self.name}: no upcaster from version {min(missing)}; old entries could not be read")

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Content]:
        return msgspec.json.Decoder(self.content)

    def encode(self, content: Content | dict[str, Any]) -> bytes:
        """Answer the canonical bytes of a content of the current version. Raises InvalidEntry.

        A Content is valid as it was built (by typed code, or by `read`); plain values are validated here. Whoever
        files something else gains nothing: the projector reads every entry again and gives an invalid one no effect.
        """
        try:
            encoded = canonical.encode(content)
        except canonical.NotCanonical as error:
            raise InvalidEntry(f"{self.name}: {error}") from error
        if type(content) is not self.content:
            self.read(version=self.version, content=encoded)
        return encoded

    def read(self, *, version: int, content: bytes) -> Content:
        """Answer the content (JSON bytes), lifted to the current version and validated. Raises InvalidEntry."""
        try:
            if version != self.version:
                content = self._lift(version=version, content=content)
            return self._decoder.decode(content)
        except (msgspec.DecodeError, RecursionError) as error:
            raise InvalidEntry(f"{self.name}: {error}") from error

    def _lift(self, *, version: int, content: bytes) -> bytes:
        if not 1 <= version <= self.version:
            raise InvalidEntry(f"{self.name}: version {version} is not known here (1 to {self.version} are)")
        for step in range(version, self.version):
            content = canonical.encode(self.upcasters[step](msgspec.json.decode(content, type=dict[str, Any])))
        return content


class Registry:
    """The kinds a program knows, by name."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())

    def kind(self, name: str) -> Kind:
        """Answer the kind of that name; raises InvalidEntry for a name outside the closed list."""
        try:
            return self._kinds[name]
        except KeyError:
            raise InvalidEntry(
                f"{name!r} is not a kind of entry; the closed list is {', '.join(self._kinds)}"
            ) from None
