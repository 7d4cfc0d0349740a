"""Which organisations someone may mean: by name with up to a few misspellings, or by identifier, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from rapidfuzz import fuzz

from goodstanding.core.names.folding import folded
from goodstanding.core.names.grams import signature, sought_sounds, spelling_grams, whole_gram
from goodstanding.core.names.pinyin import syllables

How = Literal["exact", "spelling", "part", "sound"]
# Longer than any name: what is longer costs time and finds nothing more.
LONGEST: Final = 200
_CANDIDATES: Final = 100
_CANDIDATES_BY_SOUND: Final = 60
# What each way of matching is worth beside the same letters in the same order. A part counts for more the more of the
# name it is, so that of all names with a word in them the shortest come first.
_OTHER_ORDER, _SOUND = 0.97, 0.9
_PART, _OF_WHOLE = 0.85, 0.1


@dataclass(frozen=True)
class Found:
    """An organisation, its name that matched best, how well (0 to 1, 1 only for the same letters), and how.

    exact: the same once folded. spelling: letter by letter, words in any order. part: what was asked is a part of the
    name. sound: its characters are read so.
    """

    organisation: UUID
    name: str
    score: float
    how: How


@dataclass(frozen=True)
class Identified:
    """An organisation and the identifier it is found by, as it was filed."""

    organisation: UUID
    scheme: str
    number: str


def find(connection: Connection[Any], *, text: str, most: int = 10) -> list[Found]:
    """Answer the `most` organisations whose names are most like `text`, each once, best first.

    No similarity is demanded, so there are answers whenever any indexed name shares a piece with what was asked; the
    score says how good they are. Those with equal scores come in the order of name and handle. Sole traders are not
    indexed and so are never answered (G1); nor is who was forgotten, from that transaction on.
    """
    sought = folded(text[:LONGEST])
    said = "".join(syllables(sought)) or sought.replace(" ", "")
    found: dict[UUID, Found] = {}
    for candidate in _candidates(connection, sought=sought):
        score, how = _likeness(sought, candidate.folded)
        if candidate.heard:
            score, how = max((score, how), (_sound(said, candidate.folded), "sound"), key=lambda way: way[0])
        one = Found(candidate.organisation, candidate.name, round(score, 4), how)
        if candidate.organisation not in found or _order(one) < _order(found[candidate.organisation]):
            found[candidate.organisation] = one
    return sorted(found.values(), key=_order)[:most]


def by_identifier(connection: Connection[Any], *, scheme: str | None, number: str) -> list[Identified]:
    """Answer who bears the identifier: letters and digits exactly, whatever their case, width and separators.

    Without a scheme, in any. A number without a letter or digit is nobody's.
    """
    with connection.cursor(row_factory=class_row(Identified)) as cursor:
        # What no text of the database can hold is in no number either.
        asked = number.encode("utf-8", "ignore").decode().replace("\0", "")
        return cursor.execute("select * from published.identified(%s, %s)", (scheme, asked)).fetchall()


def _order(found: Found) -> tuple[float, str, UUID]:
    return -found.score, found.name, found.organisation


class _Candidate(NamedTuple):
    organisation: UUID
    place: int
    name: str
    folded: str
    heard: bool


def _candidates(connection: Connection[Any], *, sought: str) -> Iterable[_Candidate]:
    found: dict[tuple[UUID, int], _Candidate] = {}
    for grams, whole, most, heard in (
        (spelling_grams(sought), whole_gram(sought), _CANDIDATES, False),
        (sought_sounds(sought), None, _CANDIDATES_BY_SOUND, True),
    ):
        if grams:
            rows = connection.execute(
                "select * from published.names_sharing(%s::integer[], %s::integer, %s::bit(256), %s)",
                (grams, whole, f"x{signature(grams):064x}", most),
            )
            for organisation, place, name, spelled in rows:
                found[organisation, place] = _Candidate(organisation, place, name, spelled, heard)
    return found.values()


def _likeness(sought: str, name: str) -> tuple[float, How]:
    """Answer how like two folded names are, 0 to 1, and in which way they are most alike."""
    if sought == name:
        return 1, "exact"
    whole = fuzz.ratio(sought, name) / 100
    spelling = max(whole, _OTHER_ORDER * fuzz.token_sort_ratio(sought, name) / 100)
    if len(sought) < len(name):
        part = _PART * fuzz.partial_ratio(sought, name) / 100 + _OF_WHOLE * whole
        if part > spelling:
            return part, "part"
    return spelling, "spelling"


def _sound(said: str, name: str) -> float:
    """Answer how like the sound of a folded name is to what was said, 0 to 1."""
    read = "".join(syllables(name))
    whole = fuzz.ratio(said, read) / 100
    if len(said) >= len(read):
        return _SOUND * whole
    return _SOUND * max(whole, _PART * fuzz.partial_ratio(said, read) / 100 + _OF_WHOLE * whole)
