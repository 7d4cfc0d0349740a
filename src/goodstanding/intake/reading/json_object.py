"""One line of JSON looked at closely: which key, which rule; without unpacking what could fill the memory."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import msgspec

from goodstanding.intake.reading import plain
from goodstanding.intake.reading.faults import shown
from goodstanding.intake.reading.texts import Hit

_OBJECT: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_VALUE: Final = msgspec.json.Decoder(float_hook=plain.number)
_WHOLE: Final = "write one object a line, keys and texts in double quotation marks"
_FLAT: Final = "write one text or number for each key"
_SAVE: Final = "save it again as UTF-8"
# A text, and whether it is a key.
_TEXT: Final = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?', re.DOTALL)
_KEY_ENDS: Final = re.compile(rb'"\s*:')
# A character above U+FFFF written as two escapes; half of one; any other escape.
_ESCAPE: Final = re.compile(
    rb"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
# Stands for the half while the rest of the line is read.
_HALF: Final = b"\\uf8fe\\uf8fd"
_HALF_READ: Final = "\uf8fe\uf8fd"
_HALF_WRONG: Final = "holds half of a character (\\ud800 to \\udfff without the other half)"
_HALF_MEND: Final = "write the character again"
# Twenty times as many keys as a table has columns; more would take the memory.
_MOST_KEYS: Final = 20_000


class NoObject(ValueError):
    """The line is no JSON object: the rule, what is wrong, the mend."""

    def __init__(self, rule: str, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.rule, self.wrong, self.mend = rule, wrong, mend


@dataclass
class Read:
    """The single values of an object as text, and what is wrong with the others."""

    values: dict[str, str] = field(default_factory=dict)
    wrong: list[tuple[str, Hit]] = field(default_factory=list)


def keys(line: bytes) -> list[str]:
    """Answer the keys of a line in order. Raises NoObject."""
    found = list(_raw(line))
    if any(_HALF_READ in key for key in found):
        raise NoObject("lone-surrogate", _HALF_WRONG, _HALF_MEND)
    return found


def read(line: bytes, *, place: int) -> Read:
    """Answer the values of a line that begins at byte `place` of the file. Raises NoObject."""
    found = Read()
    at = 0
    for key, raw in _raw(line).items():
        text = bytes(raw)
        # Where `text` has a wrong byte, what precedes it in the line has none, so that this is its place.
        at = max(line.find(text, at), at)
        half = _HALF_READ in key or _HALF in text
        said = _said(text, place=place + at) if not half else Hit("lone-surrogate", _HALF_WRONG, _HALF_MEND)
        if isinstance(said, Hit):
            found.wrong.append((key, said))
        else:
            found.values[key] = said
        at += len(text)
    if not found.wrong:
        written = (_VALUE.decode(b'"' + match[1] + b'"') for match in _TEXT.finditer(line) if match[2] is not None)
        twice = [key for key, times in Counter(written).items() if times > 1]
        found.wrong += [(key, Hit("repeated-key", "is written twice", "keep one of the two")) for key in twice]
    return found


def _raw(line: bytes) -> dict[str, msgspec.Raw]:
    if sum(1 for _ in islice(_KEY_ENDS.finditer(line), _MOST_KEYS + 1)) > _MOST_KEYS:
        raise NoObject("too-many-columns", f"has more than {_MOST_KEYS:,} keys", _WHOLE)
    try:
        return _OBJECT.decode(_ESCAPE.sub(_without_half, line) if b"\\" in line else line)
    except UnicodeDecodeError as error:
        raise NoObject("not-utf-8", f"has a key that is not UTF-8 ({error.reason})", _SAVE) from None
    except RecursionError:
        raise NoObject("nested-value", "holds lists or objects within each other, too deep to follow", _FLAT) from None
    except msgspec.ValidationError as error:
        got = str(error).partition("got ")[2].strip("`") or "something else"
        raise NoObject("not-object", f"is JSON of the kind {got}, not an object", _WHOLE) from None
    except msgspec.DecodeError as error:
        problem = str(error).removeprefix("JSON is malformed: ")
        wrong = "ends before the object does" if problem == "Input data was truncated" else f"is no JSON: {problem}"
        raise NoObject("not-json", wrong, _WHOLE) from None


def _without_half(escape: re.Match[bytes]) -> bytes:
    return _HALF if escape[2] else escape[0]


def _said(text: bytes, *, place: int) -> str | Hit:
    if text[:1] in (b"{", b"["):
        return Hit("nested-value", f"holds {'an object' if text[:1] == b'{' else 'a list'}", _FLAT)
    try:
        text.decode()
        return plain.value(_VALUE.decode(text))
    except UnicodeDecodeError as error:
        wrong = f"holds the byte 0x{text[error.start]:02X}, which is not UTF-8, at byte {place + error.start:,}"
        return Hit("not-utf-8", wrong, _SAVE)
    except plain.NotPlain as error:
        return Hit("not-a-number", str(error), "write a number with its digits")
    except msgspec.DecodeError as error:
        return Hit("not-a-number", f"is {shown(text.decode())}: {error}".partition(" - at")[0], "write it in digits")
