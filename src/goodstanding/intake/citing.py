"""From a cell that cites law to the item of the catalogue it leads to (packs/…/CHANGELOG.md says how)."""

from __future__ import annotations

import re

from goodstanding.core.catalogue.mapping import Citation
from goodstanding.core.catalogue.pack import Catalogue

MOST_REMEMBERED = 100_000


class Cited:
    """The items of a catalogue by the provisions they rest on, and the way a file cites them."""

    def __init__(self, catalogue: Catalogue, citation: Citation) -> None:
        self._separator = citation.separator
        self._sources = {source.number: source for source in catalogue.sources.values()}
        self._items = {basis: item.item for item in catalogue.items.values() for basis in item.basis}
        before, after = map(re.escape, citation.article)
        branch = rf"(?:{re.escape(citation.branch)}(\d+))?" if citation.branch else "()"
        deeper = "()"
        if citation.deeper:
            opens, closes = map(re.escape, citation.deeper)
            deeper = rf"(?:.*?{opens}0*(\d+){closes})?"
        # A branch's number stands before the article's closing word or after it (第9條之1, 第9之1條).
        self._opens = citation.article[0]
        self._article = re.compile(rf"{before}0*(\d+){branch}{after}{branch}{deeper}")
        self._remembered: dict[str, str | None] = {}

    def item(self, cell: str) -> str | None:
        """Answer the item of the first citation in the cell that leads to one, None where none does."""
        if cell not in self._remembered:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            found = (self._of(citation.strip()) for citation in cell.split(self._separator))
            self._remembered[cell] = next(filter(None, found), None)
        return self._remembered[cell]

    def _of(self, citation: str) -> str | None:
        name, opened, rest = citation.partition(self._opens)
        source = self._sources.get(name)
        found = self._article.match((opened + rest).replace(" ", ""))
        if source is None or found is None:
            return None
        number, first, second, deep = found[1], found[2], found[3], found[4]
        at = f"a{number}" + (f"-{first or second}" if first or second else "")
        for provision in (f"{at}({deep})", at, "other"):
            if provision in source.provisions:
                return self._items.get(f"{source.source} {provision}")
        return None
