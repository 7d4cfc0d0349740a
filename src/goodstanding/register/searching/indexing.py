"""What the search knows of names: their pieces, and how many names have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from goodstanding.core.names.folding import folded
from goodstanding.core.names.grams import signature, sound_grams, spelling_grams, whole_gram

# The pieces of one organisation in eight are counted, for all: which pieces are rare needs no more, and counting is
# most of what a Chinese name costs. Which organisations, the last byte of their handle says, so it is the same again.
ONE_IN: Final = 8
# Each table with its key: both follow from the names alone, so a rebuild leaves the same rows.
TABLES: Final = {"register.name_gram": "organisation, place", "register.gram_count": "gram"}


def add(cursor: Cursor[Any], names: Sequence[tuple[UUID, int, str]]) -> None:
    """Make names findable, each given as organisation, place among the organisation's names, and the name itself.

    Who may be found by name is the caller's to know: never pass the name of one who is or may be a sole trader (G1).
    The same rows stand in `register.organisation_name`; a name that is missing there is never shown. By batches of
    2,000 a Latin name costs about 40 µs, a Chinese one 90. Raises `psycopg.errors.UniqueViolation` for a place that is
    taken: forget first.
    """
    counted: Counter[int] = Counter()
    rows = [_row(organisation, place, name, counted) for organisation, place, name in names]
    with cursor.copy("copy register.name_gram (organisation, place, grams, signature) from stdin") as copy:
        copy.write("".join(rows))
    if not counted:
        return
    cursor.execute(
        "insert into register.gram_count as c (gram, names) select * from unnest(%s::integer[], %s::integer[])"
        " on conflict (gram) do update set names = c.names + excluded.names",
        _in_order(counted),
    )


def forget(cursor: Cursor[Any], organisations: Sequence[UUID]) -> None:
    """Make organisations unfindable by any name, from this transaction on; those that are not there are passed over."""
    cursor.execute(
        "with gone as (delete from register.name_gram where organisation = any(%s) returning organisation, grams)"
        " select gram, count(*) from gone, unnest(trim_array(grams, 1)) gram"
        " where get_byte(uuid_send(organisation), 15) %% %s = 0 group by gram",
        (list(organisations), ONE_IN),
    )
    counted = dict(cursor.fetchall())
    if not counted:
        return
    less = _in_order(counted)
    # What nobody has any more leaves no row: the table is as if it had never been.
    cursor.execute(
        "delete from register.gram_count c using unnest(%s::integer[], %s::integer[]) as less (gram, names)"
        " where c.gram = less.gram and c.names = less.names",
        less,
    )
    cursor.execute(
        "update register.gram_count c set names = c.names - less.names"
        " from unnest(%s::integer[], %s::integer[]) as less (gram, names) where c.gram = less.gram",
        less,
    )


def _row(organisation: UUID, place: int, name: str, counted: Counter[int]) -> str:
    text = folded(name)
    grams = list(dict.fromkeys([*spelling_grams(text), *sound_grams(text)]))
    if organisation.int % ONE_IN == 0:
        counted.update(grams)
    # The whole stands last and is not counted: it is always rare.
    pieces = ",".join(map(str, [*grams, whole_gram(text)]))
    return f"{organisation}\t{place}\t{{{pieces}}}\tx{signature(grams):064x}\n"


def _in_order(counted: Mapping[int, int]) -> tuple[list[int], list[int]]:
    # Two transactions that lock rows in one order cannot wait for each other.
    grams = sorted(counted)
    return grams, [counted[gram] for gram in grams]
