"""Parquet: cut, lying, locked, nested; pages that unpack to gigabytes, footers that promise thousands of millions."""

from __future__ import annotations

import gzip
import random
import struct
from collections.abc import Iterator

from proofs.fuzzing.hostile_files.hostile import COLUMNS, ROWS, Hostile, broken, places, table, writing
from proofs.fuzzing.hostile_files.parquets import (
    DATA_PAGE,
    DICTIONARY_PAGE,
    DOUBLE,
    GZIP,
    PLAIN,
    RLE_DICTIONARY,
    Column,
    Page,
    file,
    made,
    texts,
    varint,
)

_BAD_NUMBERS = (float("nan"), float("inf"), float("-inf"))


def files(chance: random.Random) -> Iterator[Hostile]:
    """Answer the files of these kinds."""
    yield from _malformed(chance)
    yield from _large()
    yield from _columns(chance)
    yield from _values(chance)


def _malformed(chance: random.Random) -> Iterator[Hostile]:
    kind = "malformed Parquet"
    sound = file(COLUMNS, table(chance))
    for number in range(8):
        yield broken(kind, f"cut-{number}.parquet", sound[: chance.randrange(5, len(sound) - 5)], "not-parquet")
    for number, data in enumerate(
        (
            b"PAR1", b"PAR1PAR1", b"PAR1" + b"\0" * 40 + b"PAR1",
            b"PAR1" + b"\xff" * 100 + struct.pack("<I", 90) + b"PAR1",
            sound[4:], b"PAR1" + sound, sound[:-8] + struct.pack("<I", 0) + b"PAR1", sound[:-4] + b"PAR2",
            sound[:-8] + struct.pack("<I", 2**32 - 1) + b"PAR1", sound[:-8] + struct.pack("<I", 7) + b"PAR1",
        )
    ):  # fmt: skip
        yield broken(kind, f"ends-{number}.parquet", data, "not-parquet")
    one = [b"x"] * 3
    for number, page in enumerate(
        (
            Page(b"\xff\xff\xff\x7fx", 3), Page(b"\1\0\0\0x", 3), Page(b"", 3),
            Page(b"\1\0\0\0x", 3, encoding=PLAIN, packed=99),
            Page(b"\1\0\0\0x", 3, encoding=RLE_DICTIONARY), Page(b"x", 3, encoding=77),
        )
    ):  # fmt: skip
        yield broken(kind, f"page-{number}.parquet", made([Column("a", [page])], rows=3), "not-parquet")
    long = struct.pack("<I", 1_000) + chance.randbytes(500).hex().encode()
    packed = gzip.compress(long)
    for number, torn in enumerate((packed[:-100], packed[:-8], packed[: len(packed) // 2], packed[20:], packed * 2)):
        data = made([Column("a", [Page(torn, 1, unpacked=len(long))], codec=GZIP)], rows=1)
        yield broken(kind, f"gzip-{number}.parquet", data, "not-parquet")
    yield broken(kind, "codec.parquet", made([texts("a", one, codec=99)], rows=3), "not-parquet")
    locked = b"PARE" + sound[4:-4] + b"PARE"
    yield broken("locked files", "locked.parquet", locked, "encrypted")


def _large() -> Iterator[Hostile]:
    for number, rows in enumerate((2**31 - 1, 50_000_001, 2**62)):
        run = Page(b"\1" + varint(rows % 2**31 << 1) + b"\0", min(rows, 2**31 - 1), encoding=RLE_DICTIONARY)
        dictionary = Page(b"\1\0\0\0x", 1, kind=DICTIONARY_PAGE)
        data = made([Column("a", [dictionary, run], values=rows)], rows=rows)
        yield broken("thousands of millions of rows", f"rows-{number}.parquet", data, "too-many-rows")
    kind = "giant pages"
    packed = gzip.compress(b"\0" * 300_000_000, 1)
    for number, page_kind in enumerate((DATA_PAGE, DICTIONARY_PAGE)):
        page = Page(packed, 3, kind=page_kind, unpacked=300_000_000)
        pages = [page] if page_kind == DATA_PAGE else [page, Page(b"\1\6\0", 3, encoding=RLE_DICTIONARY)]
        yield broken(kind, f"packed-{number}.parquet", made([Column("a", pages, codec=GZIP)], rows=3), "page-too-large")
        told = Page(b"x" * 100, 3, kind=page_kind, unpacked=2**31 - 1, packed=100)
        pages = [told] if page_kind == DATA_PAGE else [told, Page(b"\1\6\0", 3, encoding=RLE_DICTIONARY)]
        yield broken(kind, f"told-{number}.parquet", made([Column("a", pages, codec=GZIP)], rows=3), "page-too-large")
    long = b"x" * 200_000_000
    yield broken(
        kind, "plain.parquet", lambda path: path.write_bytes(made([texts("a", [long])], rows=1)), "page-too-large"
    )
    yield broken(
        kind, "footer.parquet", b"PAR1" + b"\0" * 9_000_000 + struct.pack("<I", 8_900_000) + b"PAR1", "page-too-large"
    )
    # A hundred thousand letters in a dictionary, a million times: they are told one by one, and take no room.
    dictionary = Page(struct.pack("<I", 100_001) + b"x" * 100_001, 1, kind=DICTIONARY_PAGE)
    run = Page(b"\1" + varint(20 << 1) + b"\0", 20, encoding=RLE_DICTIONARY)
    data = made([Column(name, [dictionary, run]) for name in ("a", "b")], rows=20)
    expected = frozenset((row, name, "cell-too-long") for row in range(1, 21) for name in ("a", "b"))
    yield Hostile("cells too long", "dictionary.parquet", writing(data), expected, 0)
    wide = made([Column(f"c{number}", [dictionary, run]) for number in range(60)], rows=20)
    yield broken(kind, "dictionaries.parquet", wide, "page-too-large")
    letters = [b"x", b"x" * 4_100_000, b"x" * 90_000]
    one = made([texts("a", letters), texts("b", [b"y"] * 3)], rows=3)
    yield Hostile("rows too long", "one.parquet", writing(one), frozenset({(2, None, "row-too-long")}), 2)


def _columns(chance: random.Random) -> Iterator[Hostile]:
    one = [b"x"] * 3
    for number, names in enumerate((("a", "a"), ("a", " a"), ("é", "e\u0301"))):
        data = made([texts(name, one) for name in names], rows=3)
        yield broken(
            "duplicate columns", f"twice-{number}.parquet", data, "duplicate-column", field=("a", "a", "é")[number]
        )
    yield broken(
        "columns without a name",
        "blank.parquet",
        made([texts("a", one), texts(" ", one)], rows=3),
        "column-without-name",
    )
    yield broken("no header", "figures.parquet", made([texts("1", one), texts("2", one)], rows=3), "no-header")
    wide = made([texts(f"c{number}", one) for number in range(1_001)], rows=3)
    yield broken("ten million columns", "wide.parquet", wide, "too-many-columns")
    wider = made([texts(f"c{number}", []) for number in range(40_000)], rows=0)
    yield broken("ten million columns", "wider.parquet", wider, "too-many-columns")
    for number in range(3):
        rows = table(chance)
        inner = Column("inside", texts("inside", one).pages, inner=["x"])
        data = made([texts("a", [row[0].encode() for row in rows[:3]]), inner], rows=3)
        yield broken("values within values", f"inside-{number}.parquet", data, "nested-value", field="inside")


def _values(chance: random.Random) -> Iterator[Hostile]:
    for number, bad in enumerate(_BAD_NUMBERS):
        values = [chance.uniform(-9, 9) for _ in range(ROWS)]
        row = chance.randrange(ROWS)
        values[row] = bad
        page = Page(struct.pack(f"<{ROWS}d", *values), ROWS)
        data = made([texts("a", [b"x"] * ROWS), Column("b", [page], type=DOUBLE, converted=None)], rows=ROWS)
        expected = frozenset({(row + 1, "b", "not-a-number")})
        yield Hostile("numbers without end", f"number-{number}.parquet", writing(data), expected, ROWS - 1)
    for number, wrong in enumerate((b"a\xe9b", b"\xed\xa0\x80", b"\xff", b"\xc0\xaf")):
        for as_text in (True, False):
            values_of_text = [[cell.encode() for cell in row] for row in table(chance)]
            ((row, column),) = places(chance, 1)
            values_of_text[row][column] = wrong
            columns = [
                texts(name, one, converted=0 if as_text else None)
                for name, one in zip(COLUMNS, zip(*values_of_text, strict=True), strict=True)
            ]
            expected = frozenset({(row + 1, COLUMNS[column], "not-utf-8")})
            name = f"bytes-{number}-{as_text}.parquet"
            yield Hostile("encodings", name, writing(made(columns, rows=ROWS)), expected, ROWS - 1)
