"""Parts of a workbook as XML, read a piece at a time: no entities, and nothing that would grow without end."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final, Protocol
from xml.parsers import expat  # a document type, the one way to entities, is refused before it is read

from goodstanding.intake.reading.faults import NotReadable, shown, unreadable
from goodstanding.intake.reading.limits import DEEPEST_TAG, LONGEST_TAG, MOST_TAG_NAMES

_PIECE: Final = 1 << 16
_MOST_DIGITS: Final = 9
_AGAIN: Final = "open it in a spreadsheet and save it again as XLSX, or as CSV"


class Handler(Protocol):
    """Who is told what a part holds; names come without their prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def not_xlsx(wrong: str, *, rule: str = "not-xlsx", mend: str = _AGAIN) -> NotReadable:
    """Answer the exception for a workbook that is none."""
    return unreadable(rule, wrong, mend)


def number(text: str) -> int:
    """Answer a number in an attribute or a cell that counts something, -1 when it is none."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else -1


def read(stream: IO[bytes], handler: Handler, *, part: str) -> Iterator[None]:
    """Tell the handler what the part holds; answer after each piece of about 64 kB.

    Raises NotReadable: xml-entity, xml-bomb, not-xlsx.
    """
    parsing = _Parsing(handler, part)
    while piece := _unpacked(stream, part):
        parsing.feed(piece)
        yield
    parsing.feed(b"", last=True)
    yield


def _unpacked(stream: IO[bytes], part: str) -> bytes:
    try:
        return stream.read(_PIECE)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise not_xlsx(f"{part} cannot be unpacked: {shown(str(error))}") from None


class _Parsing:
    def __init__(self, handler: Handler, part: str) -> None:
        self._handler = handler
        self._part = part
        self._depth = 0
        self._fed = 0
        # Short names by long ones; Expat itself keeps every name it has seen.
        self._names: dict[str, str] = {}
        self._attributes: set[str] = set()
        self._expat = expat.ParserCreate()
        self._expat.buffer_text = True
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = handler.text

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self._expat.Parse(piece, last)
        except expat.ExpatError as error:
            wrong = f"{self._part} is no sound XML in line {error.lineno:,}: {expat.ErrorString(error.code)}"
            raise not_xlsx(wrong) from None
        self._fed += len(piece)
        if self._fed - self._expat.CurrentByteIndex > LONGEST_TAG and not last:
            raise self._bomb(f"a tag of more than {LONGEST_TAG:,} bytes")

    def _bomb(self, what: str) -> NotReadable:
        return not_xlsx(f"{self._part} has {what}, made to fill the memory", rule="xml-bomb")

    def _doctype(self, *_: object) -> None:
        wrong = f"{self._part} has a document type, which can declare entities; a spreadsheet writes none"
        raise not_xlsx(wrong, rule="xml-entity")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST_TAG:
            raise self._bomb(f"tags more than {DEEPEST_TAG} deep")
        short = self._names.get(name)
        if short is None:
            short = self._names[name] = name.rpartition(":")[2]
        if not self._attributes.issuperset(attributes):
            self._attributes.update(attributes)
        if len(self._names) + len(self._attributes) > MOST_TAG_NAMES:
            raise self._bomb(f"more than {MOST_TAG_NAMES:,} names of tags and attributes")
        self._handler.start(short, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(self._names[name])
