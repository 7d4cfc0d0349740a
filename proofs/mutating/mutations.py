"""Every single mutation of a pack, applied to the catalogue its cases run against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from goodstanding.core.catalogue.pack import Catalogue
from goodstanding.packs.reading import KINDS, Pack
from proofs.mutating import changes_of_law, changes_of_register
from proofs.mutating.changes_of_law import Around, figures_swapped
from proofs.mutating.plain import Change

MODELS: Final = {field: model for field, _, model in KINDS.values()}
CHANGES: Final[Mapping[str, Callable[[Any, Around], Iterator[Change]]]] = {
    "parameters": changes_of_law.of_parameter,
    "rules": changes_of_law.of_rule,
    "publications": changes_of_register.of_publication,
    "items": changes_of_register.of_item,
    "lists": changes_of_register.of_list,
    "measures": changes_of_register.of_measure,
    "deadlines": changes_of_register.of_deadline,
}


class Mutation(NamedTuple):
    """One change of one entry of a pack."""

    field: str
    id: str
    change: Change

    def __str__(self) -> str:
        return f"{self.field} {self.id}: {self.change.kind}: {self.change.says}"


def mutations(pack: Pack) -> Iterator[Mutation]:
    """Answer every single mutation of what the pack itself brings; what a province takes over is the nation's."""
    around = Around(pack.catalogue)
    for field, changes in CHANGES.items():
        for key, entry in getattr(pack.catalogue, field).items():
            if key not in pack.own[field]:
                continue
            data = entry.model_dump(by_alias=True)
            yield Mutation(field, key, Change("deleted", (), "deleted", None))
            for change in changes(data, around):
                yield Mutation(field, key, change)
            if field != "parameters":
                for change in figures_swapped(data, around):
                    yield Mutation(field, key, change)


@dataclass(frozen=True)
class Mutant:
    """A mutation with the entry as it was and as it is, and the catalogue with it in place."""

    mutation: Mutation
    before: Any
    after: Any
    catalogue: Catalogue

    @property
    def version(self) -> int:
        """Answer which version of a rule or publication the change is in."""
        first, number = self.mutation.change.path[:2]
        if first != "versions" or not isinstance(number, int):
            raise LookupError(f"{self.mutation} is in no version")
        return number


def mutant(pack: Pack, mutation: Mutation) -> Mutant | None:
    """Answer the mutated catalogue, or None where the entry does not validate: no pack can say that."""
    field, key = mutation.field, mutation.id
    entries = dict(getattr(pack.catalogue, field))
    before = entries.pop(key)
    after = None
    if mutation.change.after is not None:
        try:
            after = MODELS[field].model_validate(mutation.change.after)
        except ValidationError:
            return None
        # In its old place: nothing depends on the order, and so nothing can come to.
        entries = {name: after if name == key else entry for name, entry in getattr(pack.catalogue, field).items()}
    elif pack.parent is not None and key in getattr(pack.parent.catalogue, field):
        entries[key] = getattr(pack.parent.catalogue, field)[key]
    return Mutant(mutation, before, after, replace(pack.catalogue, **{field: entries}))
