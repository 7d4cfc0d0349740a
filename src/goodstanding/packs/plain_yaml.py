"""Read the plain part of YAML 1.2 that a pack may use: what a lawyer reads is what the machine reads.

Refused is whatever makes the two differ or the file grow when read: anchors, aliases, tags, merge keys, directives,
several documents, numbers in other notations, escapes, invisible and look-alike characters. ruamel.yaml reads the
events; this builds the values, so that every value has its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

LARGEST_FILE: Final = 200_000
DEEPEST: Final = 20
# Several times the largest file so far; one within it is read in about half a second.
MOST_VALUES: Final = 20_000
LONGEST_TEXT: Final = 8_000
# Enough for a figure of any law in any currency; a longer one is a trap or a typing error.
MOST_DIGITS: Final = 13

WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What YAML 1.1 or 1.2 readers take for a number, a date or nothing, and this one refuses to guess about.
READ_DIFFERENTLY: Final = re.compile(
    r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|0x[0-9a-fA-F_]+|0o?[0-7_]+|0b[01_]+"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|~|Null|NULL|True|TRUE|False|FALSE"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"
)
# Controls, format and filling characters, halves of characters, those without a meaning of their own.
INVISIBLE: Final = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    r"\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
# What some programs take for the end of a line and others do not: a comment would end for one reader alone.
HALF_A_BREAK: Final = re.compile(r"\r(?!\n)|[\u0085\u2028\u2029]")
DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)
# What a double-quoted text may escape; another escape hides a character from who reads the file.
PLAIN_ESCAPE: Final = re.compile(r"\\[\"\\/nt\r\n]")
ESCAPE: Final = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
BARE_KEY: Final = re.compile(r"(?!(true|false|null|yes|no|on|off|y|n)$)[a-z][a-z0-9_.-]*", re.IGNORECASE)
LONGEST_SHOWN: Final = 60

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """Why the text is not plain YAML: the line, the place in it, what is wrong and how to mend it."""

    line: int
    path: str
    code: str
    wrong: str
    mend: str


@dataclass
class Document:
    """The value of a file, the line on which each part of it begins, and what was wrong."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _Stop(Exception):
    """Nothing more can be read; the fault is written down."""


def read(text: str) -> Document:
    """Answer the document in `text`; when it has faults its value is of no use."""
    document = Document()
    if len(text) > LARGEST_FILE:
        document.faults.append(
            Fault(1, "$", "too-large", f"has {len(text):,} characters", f"split it into files of {LARGEST_FILE:,}")
        )
        return document
    if found := HALF_A_BREAK.search(text):
        wrong = f"ends a line as not every program does ({_name(found[0])})"
        document.faults.append(_at(text, found.start(), "visible-characters", wrong, "end lines with a line feed"))
    elif found := DIRECTIVE.search(text):
        wrong = "has a directive (%YAML or %TAG)"
        document.faults.append(_at(text, found.start(), "no-directives", wrong, "leave directives out"))
    else:
        _parse(text, document)
    return document


def _parse(text: str, document: Document) -> None:
    reading = _Reading(document, text)
    try:
        reading.document(iter(YAML(typ="safe", pure=True).parse(text)))
    except _Stop:
        pass
    except MarkedYAMLError as error:
        problem = (error.problem or error.context or "is not YAML").splitlines()[0]
        # What is not closed is noticed at the end of the file; people look for where it was opened.
        mark = (error.context_mark if "end of stream" in problem else None) or error.problem_mark
        document.faults.append(Fault(mark.line + 1 if mark else 1, "$", "not-yaml", problem, "write plain YAML 1.2"))
    except (YAMLError, ValueError, RecursionError) as error:
        wrong, place = str(error).splitlines()[0], getattr(error, "position", 0)
        document.faults.append(_at(text, place, "not-yaml", wrong, "write plain YAML 1.2"))
    # In a comment too: what turns round or hides there changes what people read beside it.
    if not document.faults and (found := INVISIBLE.search(text)):
        wrong = f"holds an invisible character ({_name(found[0])})"
        document.faults.append(_at(text, found.start(), "visible-characters", wrong, "delete it"))


def _at(text: str, place: int, code: str, wrong: str, mend: str) -> Fault:
    return Fault(text.count("\n", 0, place) + 1, "$", code, wrong, mend)


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def shown(text: str, *, longest: int = LONGEST_SHOWN) -> str:
    """Answer a text as a complaint shows it: short, and with nothing that a terminal would obey."""
    plain = text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def path_text(path: Path) -> str:
    """Answer a path as people write it: `items[2].basis[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{shown(step)}" if text else shown(step)
    return text or "$"


class _Reading:
    """One pass over the events of one file."""

    def __init__(self, document: Document, raw: str) -> None:
        self.out = document
        self.raw = raw
        self.count = 0

    def document(self, events: Iterator[Any]) -> None:
        started = False
        for event in events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                if started:
                    self.stop(event, (), "one-document", "holds a second document", "keep one document to a file")
                started = True
            elif name not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                self.out.value = self.node(event, events, ())
        if not started:
            self.out.faults.append(Fault(1, "$", "empty", "is empty", "fill it, or delete the file"))

    def stop(self, event: Any, path: Path, code: str, wrong: str, mend: str) -> None:
        self.complain(event, path, code, wrong, mend)
        raise _Stop

    def complain(self, event: Any, path: Path, code: str, wrong: str, mend: str) -> None:
        self.out.faults.append(Fault(event.start_mark.line + 1, path_text(path), code, wrong, mend))

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        name = type(event).__name__
        self.count += 1
        if self.count > MOST_VALUES:
            self.stop(event, path, "too-many-values", f"has more than {MOST_VALUES:,} values", "split the file")
        if len(path) > DEEPEST:
            self.stop(event, path, "too-deep", f"is nested more than {DEEPEST} deep", "write it flatter")
        if name == "AliasEvent" or event.anchor is not None:
            found = "is an alias (*" if name == "AliasEvent" else "has an anchor (&"
            self.stop(event, path, "no-aliases", f"{found}{shown(event.anchor)})", "write it out where it stands")
        if getattr(event, "tag", None) is not None:
            wrong = f"has a tag ({shown(str(event.tag).replace('tag:yaml.org,2002:', '!!'))})"
            self.stop(event, path, "no-tags", wrong, "leave the tag out; nothing is included")
        self.out.lines[path] = event.start_mark.line + 1
        if name == "ScalarEvent":
            return self.scalar(event, path)
        if name == "SequenceStartEvent":
            return self.sequence(events, path)
        return self.mapping(events, path)

    def sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        values: list[Any] = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            values.append(self.node(event, events, (*path, len(values))))
        return values

    def mapping(self, events: Iterator[Any], path: Path) -> dict[Any, Any]:
        values: dict[Any, Any] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            if type(event).__name__ != "ScalarEvent":
                self.stop(event, path, "plain-keys", "has a key that is no plain word", "use a word or a day as key")
            if event.value == "<<":
                self.stop(event, path, "no-merge-keys", "has a merge key (<<)", "write it out where it stands")
            key = self.node(event, events, (*path, "(key)"))
            if not isinstance(key, str | date) or key == "":
                wrong = f"has the key {shown(event.value)}" if event.value else "has an empty key"
                self.complain(event, path, "plain-keys", wrong, "use a word or a day as key")
            elif event.style in ("'", '"') and BARE_KEY.fullmatch(event.value):
                self.complain(event, path, "plain-keys", f"puts the key {key!r} in quotes", "write it without quotes")
            if key in values:
                self.complain(event, (*path, str(key)), "repeated-key", "is written twice", "keep one of the two")
            value = next(events)
            step = str(key)
            values[key] = self.node(value, events, (*path, step))
            self.out.lines[(*path, step)] = event.start_mark.line + 1
        return values

    def scalar(self, event: Any, path: Path) -> Any:  # noqa: PLR0911  one return for each kind of value
        text: str = event.value
        if len(text) > LONGEST_TEXT:
            self.stop(event, path, "too-long", f"has {len(text):,} characters", f"keep a text within {LONGEST_TEXT:,}")
        if event.style not in (None, ""):
            return self.text(event, text, path)
        if text in ("", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if WHOLE.fullmatch(text):
            if len(text) > MOST_DIGITS:
                self.stop(
                    event, path, "huge-number", f"is a number of {len(text):,} digits", "write a figure a law has"
                )
            return int(text)
        if DAY.fullmatch(text):
            return self.day(event, text, path)
        if READ_DIFFERENTLY.fullmatch(text):
            self.complain(
                event, path, "plain-values", f"{text[:60]!r} is read differently by different programs",
                "write a whole number, true, false, null or YYYY-MM-DD; put a text in quotes",
            )  # fmt: skip
            return text
        return self.text(event, text, path)

    def day(self, event: Any, text: str, path: Path) -> Any:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.complain(event, path, "no-such-day", f"{text} is no day of the calendar", "write a day that exists")
            return text

    def text(self, event: Any, text: str, path: Path) -> str:
        if event.style == '"' and (escape := self.escape(event)):
            wrong = f"writes a character as an escape ({escape})"
            self.complain(event, path, "plain-values", wrong, "write the character itself, if it can be seen")
        elif found := INVISIBLE.search(text):
            wrong = f"holds an invisible character ({_name(found[0])})"
            self.complain(event, path, "visible-characters", wrong, "delete it")
        elif unicodedata.normalize("NFC", text) != text:
            self.complain(event, path, "composed-characters", "is not in Unicode form NFC", "save it as NFC")
        elif mixed := _mixed_word(text):
            self.complain(
                event, path, "one-script-a-word", f"the word {mixed!r} mixes look-alike scripts",
                "write it in one script",
            )  # fmt: skip
        return text

    def escape(self, event: Any) -> str | None:
        """Answer the first escape in a double-quoted text that hides a character, or None."""
        written = self.raw[event.start_mark.index : event.end_mark.index]
        found = ESCAPE.search(PLAIN_ESCAPE.sub("", written)) if "\\" in written else None
        return shown(found[0]) if found else None


# Scripts with letters that look like Latin ones, by the first word of their letters' names in Unicode.
SCRIPTS: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET"})
# Latin letters in disguise, which no text needs.
DISGUISES: Final = (
    "FULLWIDTH LATIN", "MATHEMATICAL", "DOUBLE-STRUCK", "BLACK-LETTER", "SCRIPT ", "LATIN LETTER SMALL CAPITAL",
)  # fmt: skip


def _mixed_word(text: str) -> str | None:
    """Answer the first word that mixes Latin letters with letters that look like them, or None."""
    if text.isascii():
        return None
    words: list[str] = re.findall(r"\w+", text)
    for word in words:
        if word.isascii():
            continue
        names = [unicodedata.name(letter, "") for letter in word if letter.isalpha()]
        if len({name.split(" ")[0] for name in names} & SCRIPTS) > 1 or any(one.startswith(DISGUISES) for one in names):
            return shown(word)
    return None
