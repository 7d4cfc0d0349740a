"""What a sort of token is to the proof, and the ways of bending a text that all sorts share."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from psycopg import Connection

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# Letters that look alike: Cyrillic, full-width, mathematical; and what is not seen at all.
ALIKE = dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ", strict=True)) | {".": "．", "_": "＿", "-": "−"}
UNSEEN = ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060")
SPACES = (" ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u0085")

Mutant = tuple[str, str]
Mutate = Callable[[str, random.Random], str]


class Sort(Protocol):
    """One sort of token in front of its verifier."""

    batch: int
    # Tokens as they should be that were presented in between, and refused.
    unbent_refused: int

    def good(self, number: int) -> list[str]:
        """Answer fresh tokens as they should be, not presented yet."""

    def mutants(self, chance: random.Random) -> Iterator[Mutant]:
        """Answer mutants without end: what was done, and the text. None of them is a token that holds."""

    def accepted(self, texts: Sequence[str]) -> list[bool]:
        """Present them, and answer which the verifier accepts. Raises what the verifier raises beyond a refusal."""

    def broken(self) -> Mapping[str, Callable[[], AbstractContextManager[Any]]]:
        """Answer ways to break the verifier for a while; each has to let some mutant through."""


@dataclass(frozen=True)
class Weighed:
    """Ways of bending with how often each is taken."""

    ways: Mapping[str, tuple[int, Any]]

    def choose(self, chance: random.Random) -> tuple[str, Any]:
        (name,) = chance.choices(list(self.ways), weights=[weight for weight, _ in self.ways.values()])
        return name, self.ways[name][1]


def flip_bit(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    # NUL is no text to the database; the sorts that can be sent one send it themselves.
    return (
        text[:at] + (chr(ord(text[at]) ^ 1 << chance.randrange(8)) or "\x01").replace("\x00", "\x01") + text[at + 1 :]
    )


def truncate(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def change_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(LETTERS) + text[at + 1 :]


def change_case(text: str, chance: random.Random) -> str:
    way = chance.randrange(4)
    if way < 3:
        return (text.lower(), text.upper(), text.swapcase())[way]
    at = chance.choice([place for place, letter in enumerate(text) if letter.isalpha()])
    return text[:at] + text[at].swapcase() + text[at + 1 :]


def space(text: str, chance: random.Random) -> str:
    at = chance.choice((0, len(text), chance.randrange(len(text))))
    return text[:at] + chance.choice(SPACES) + text[at:]


def look_alike(text: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(text) if letter in ALIKE]
    if not places or chance.random() < 0.3:
        at = chance.randrange(len(text) + 1)
        return text[:at] + chance.choice(UNSEEN) + text[at:]
    at = chance.choice(places)
    return text[:at] + ALIKE[text[at]] + text[at + 1 :]


def swap_letters(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def respell(text: str, chance: random.Random) -> str:
    """Spell the base64url of one dotted part otherwise, so that a lenient decoder reads the same bytes."""
    parts = text.split(".")
    at = chance.choice([number for number, part in enumerate(parts) if len(part) > 1])
    way = chance.randrange(4)
    if way == 0:
        parts[at] += "=" * chance.choice((1, 2, 3))
    elif way == 1:
        parts[at] = parts[at].replace("-", "+").replace("_", "/")
    elif way == 2:
        parts[at] = parts[at][:-1] + LETTERS[LETTERS.index(parts[at][-1]) ^ chance.choice((1, 2, 3))]
    else:
        cut = chance.randrange(len(parts[at]))
        parts[at] = parts[at][:cut] + chance.choice(("\n", "=", "\r\n", "!", ",")) + parts[at][cut:]
    return ".".join(parts)


def add_part(text: str, chance: random.Random) -> str:
    return chance.choice(
        (f"{text}.", f".{text}", f"{text}.{text}", f"{text}.e30", f"e30.{text}", text.replace(".", ".."))
    )


def bytes_of(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


TEXT: Mapping[str, tuple[int, Mutate]] = {
    "bit flipped": (8, flip_bit),
    "letter changed": (5, change_letter),
    "letters swapped": (2, swap_letters),
    "truncated": (3, truncate),
    "case changed": (2, change_case),
    "white space": (2, space),
    "look-alike": (3, look_alike),
}
PARTS: Mapping[str, tuple[int, Mutate]] = {"base64 respelled": (5, respell), "part added": (2, add_part)}


@contextmanager
def rewritten(owner: Connection[Any], signature: str, *, old: str, new: str) -> Iterator[None]:
    """Let a function of the database leave out what `old` (a pattern) matches, for a while."""
    (source,) = owner.execute("select pg_get_functiondef(%s::regprocedure)", (signature,)).fetchone() or ("",)
    changed, times = re.subn(old, lambda _: new, source, flags=re.DOTALL)
    if times != 1:
        raise LookupError(f"{signature} has {old!r} {times} times: the proof does not know it any more")
    owner.execute(changed.encode())
    try:
        yield
    finally:
        owner.execute(source.encode())
