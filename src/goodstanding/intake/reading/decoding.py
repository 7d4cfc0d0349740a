"""Bytes become lines of text, a piece at a time; a byte that is no text is told with its place in the file."""

from __future__ import annotations

import codecs
import io
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final

from goodstanding.intake.reading.faults import unreadable
from goodstanding.intake.reading.limits import LONGEST_HEADER, LONGEST_ROW, PIECE
from goodstanding.intake.reading.texts import size

# Encodings that only say which bytes a letter has. Others (utf-7, unicode_escape, iso-2022) hide letters from checks,
# or unpack: `bz2` is an encoding too.
ENCODINGS: Final = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be gb18030 gbk gb2312 big5 big5hkscs cp950 cp949 euc_kr shift_jis cp932 "
    "euc_jp iso8859-1 iso8859-2 iso8859-5 iso8859-7 iso8859-9 iso8859-15 cp1250 cp1251 cp1252 cp1253 cp1254 cp1256 "
    "cp1257 koi8-r koi8-u ascii"
)
# In a text of another encoding nearly every letter is wrong. A few wrong bytes are told one by one.
_OTHER_ENCODING: Final = PIECE // 100
# How a byte that is not UTF-8 stands in the text; UTF-8 itself can never say these.
WRONG_BYTE: Final = re.compile("[\udc80-\udcff]")


def encoding_named(name: str) -> str:
    """Answer Python's own name of an encoding. Raises NotReadable (unknown-encoding)."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        found = ""
    if not found or found not in ENCODINGS.split(" "):
        raise unreadable("unknown-encoding", f"the encoding {name[:40]!r} is not read", "save the file as UTF-8")
    return found


class Lines:
    """The lines of a file, each with what ends it, counted by the row they belong to.

    `wrong_bytes` has the places in the file, from 0, of the bytes of the present row that are not UTF-8.
    """

    def __init__(self, file: BinaryIO, *, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._row = 0
        self._row_began = 0
        self._places: deque[int] = deque()
        self.number = 0
        self.bytes = 0
        self.wrong_bytes: list[int] = []

    def row_begins(self, row: int) -> None:
        """Note that the lines from here on belong to that data row (0: the header)."""
        self._row, self._row_began = row, self.bytes
        if self.wrong_bytes:
            self.wrong_bytes = []

    def __iter__(self) -> Iterator[str]:
        for text in self._whole_lines():
            for line in io.StringIO(text, newline=""):
                if self._places:
                    self.wrong_bytes += [self._places.popleft() for _ in WRONG_BYTE.findall(line)]
                self.number += 1
                self.bytes += size(line)
                # A quotation mark that is never closed takes in the whole file.
                if self.bytes - self._row_began > LONGEST_ROW:
                    raise self._too_long()
                yield line

    def _whole_lines(self) -> Iterator[str]:
        rest, held, nothing_yet = "", 0, True
        for piece in self._utf_8() if self._encoding.startswith("utf-8") else self._other():
            text = rest + piece
            # A carriage return at the very end may be half of a line end.
            end = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
            rest = text[end:]
            if nothing_yet and not end and len(text) > LONGEST_HEADER:
                # Who reads a header sees from this much that it is none.
                end, rest = len(text), ""
            held = size(rest) if end else held + size(piece)
            if held > LONGEST_ROW:
                raise self._too_long()
            if end:
                nothing_yet = False
                yield text[:end]
        if rest:
            yield rest

    def _too_long(self) -> Exception:
        wrong = f"is longer than {LONGEST_ROW:,} bytes"
        mend = "look for a quotation mark that opens in it and is never closed"
        return unreadable("row-too-long", wrong, mend, row=self._row or None)

    def _utf_8(self) -> Iterator[str]:
        rest, begins = b"", 0
        first = True
        while piece := self._file.read(PIECE):
            data = rest + piece
            text, used = self._decoded(data, begins, final=False)
            rest, begins = data[used:], begins + used
            yield text.removeprefix("\ufeff") if first else text
            first = False
        if rest:
            yield self._decoded(rest, begins, final=True)[0]

    def _decoded(self, data: bytes, begins: int, *, final: bool) -> tuple[str, int]:
        try:
            return codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError as error:
            text, used = codecs.utf_8_decode(data, "surrogateescape", final)
            wrong = [found.start() for found in WRONG_BYTE.finditer(text)]
            if len(wrong) > _OTHER_ENCODING:
                place = begins + error.start
                wrong_text = f"is no text in UTF-8: byte {place:,} is 0x{data[error.start]:02X}, and many more like it"
                mend = "save it again as UTF-8 (in a spreadsheet: CSV UTF-8), or say which encoding it has"
                raise unreadable("not-utf-8", wrong_text, mend) from None
            before, place = 0, begins
            for index in wrong:
                place += len(text[before:index].encode("utf-8", "surrogateescape"))
                self._places.append(place)
                before = index
            return text, used

    def _other(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self._encoding)("strict")
        begins = 0
        first = True
        while True:
            piece = self._file.read(PIECE)
            held = len(decoder.getstate()[0])
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                place = begins - held + error.start
                wrong = f"is no text in {self._encoding}: byte {place:,} is 0x{error.object[error.start]:02X}"
                mend = "save it again as UTF-8, or name the encoding it has"
                raise unreadable("wrong-encoding", wrong, mend) from None
            begins += len(piece)
            if text:
                yield text.removeprefix("\ufeff") if first else text
                first = False
            if not piece:
                return
