"""A page taken apart: its elements with their attributes, and its text with the language it is marked as."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Page(HTMLParser):
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    _open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, html: bytes) -> Page:
        page = cls()
        page.feed(html.decode())
        page.close()
        assert not page._open, f"not closed: {page._open}"
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            inherited = self._open[-1][1] if self._open else ""
            self._open.append((tag, attributes.get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened, _ = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data.strip(), self._open[-1][1] if self._open else ""))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self) -> str:
        return " ".join(" ".join(text.split()) for text, _ in self.texts)

    def language_of(self, wanted: str) -> set[str]:
        return {language for text, language in self.texts if text == wanted}
