"""CSV and TSV whose bytes, quotation marks, columns or rows are wrong; and files that are not what they are called."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from proofs.fuzzing.hostile_files.hostile import COLUMNS, FORMS, ROWS, Hostile, broken, places, table, writing
from proofs.fuzzing.hostile_files.writing import content, separated

_SEPARATORS = {"csv": ",", "tsv": "\t"}
# Bytes that begin, continue or end nothing in UTF-8: Latin-1, overlong, half of a character, beyond Unicode.
_WRONG = (b"\xe9", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80", b"\xe4\xb8", b"\xff")
_BEGINNINGS = {
    "gzip": b"\x1f\x8b\x08\0", "pdf": b"%PDF-1.7\n", "program": b"\x7fELF\2\1\1", "png": b"\x89PNG\r\n\x1a\n",
    "rtf": b"{\\rtf1 ", "page": b"<!DOCTYPE html>\n<html>", "xml": b"<?xml version='1.0'?><rows/>",
    "database": b"SQLite format 3\0", "rar": b"Rar!\x1a\7", "seven": b"7z\xbc\xaf\x27\x1c", "zstd": b"\x28\xb5\x2f\xfd",
    "xz": b"\xfd7zXZ\0",
}  # fmt: skip


def files(chance: random.Random) -> Iterator[Hostile]:
    """Answer the files of these kinds."""
    for form, separator in _SEPARATORS.items():
        yield from _encodings(chance, form, separator)
        yield from _rows(chance, form, separator)
        yield from _quotation(chance, form, separator)
        yield from _columns(chance, form, separator)
    yield from _names(chance)
    yield from _too_much()


def _encodings(chance: random.Random, form: str, separator: str) -> Iterator[Hostile]:
    kind = "encodings"
    for number, wrong in enumerate(_WRONG):
        rows = table(chance)
        ((row, column),) = places(chance, 1)
        rows[row][column] = "HERE"
        data = separated(COLUMNS, rows, separator=separator).replace(b"HERE", b"a" + wrong + b"b")
        expected = frozenset({(row + 1, COLUMNS[column], "not-utf-8")})
        yield Hostile(kind, f"bytes-{number}.{form}", writing(data), expected, ROWS - 1)
        data = separated(("HERE", *COLUMNS[1:]), rows, separator=separator).replace(b"HERE", b"a" + wrong + b"b", 1)
        yield broken(kind, f"bytes-in-header-{number}.{form}", data, "not-utf-8")
    chinese = [["決定書", "大東工業", "2024-01-31", "1", "第二十", "北"]] * 4_000
    for encoding in ("gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "shift_jis"):
        data = separated(COLUMNS, chinese, separator=separator, encoding=encoding)
        yield broken(kind, f"as-utf-8-is-{encoding}.{form}", data, "not-utf-8")
    utf_8 = separated(COLUMNS, [*table(chance), ["東"] * 6], separator=separator)
    yield broken(kind, f"as-ascii-is-utf-8.{form}", utf_8, "wrong-encoding", encoding="ascii")
    yield broken(kind, f"as-gbk-is-broken.{form}", utf_8 + b"\xff\xff", "wrong-encoding", encoding="gbk")
    for encoding in ("utf-7", "bz2", "unicode_escape", "rot13", "klingon", "idna", "hz"):
        yield broken(kind, f"named-{encoding}.{form}", utf_8, "unknown-encoding", encoding=encoding)


def _rows(chance: random.Random, form: str, separator: str) -> Iterator[Hostile]:
    for number in range(8):
        rows = table(chance)
        expected = set()
        for row, column in places(chance, chance.randrange(1, 5)):
            rows[row] = rows[row][: column + 1] if column < len(COLUMNS) - 1 else [*rows[row], *["more"] * (number + 1)]
            expected.add((row + 1, None, "ragged"))
        data = separated(COLUMNS, rows, separator=separator)
        yield Hostile(
            "ragged rows", f"ragged-{number}.{form}", writing(data), frozenset(expected), ROWS - len(expected)
        )
    sound = separated(COLUMNS, table(chance), separator=separator)
    for number, letters in enumerate((90_000, 50, 4_200_000)):
        row = ('"' + "x" * letters + '"' + separator) * (4_200_000 // letters)
        yield broken(
            "rows too long", f"long-{number}.{form}", sound + row.encode() + b"\n", "row-too-long", row=ROWS + 1
        )
    every = separated(COLUMNS, [["=1+1", *rest] for _, *rest in table(chance)] * 500, separator=separator)
    expected = frozenset({(number, COLUMNS[0], "formula") for number in range(1, 10_001)})
    expected |= {(10_000, None, "too-many-faults")}
    yield Hostile("too many faults", f"faults.{form}", writing(every), expected)


def _quotation(chance: random.Random, form: str, separator: str) -> Iterator[Hostile]:
    for number in range(4):
        # Without a comma no other quotation mark follows.
        rows = [[cell.replace(",", "") for cell in row] for row in table(chance)]
        row, column = chance.randrange(ROWS - 4), chance.randrange(len(COLUMNS))
        rows[row][column] = "HERE"
        data = separated(COLUMNS, rows, separator=separator)
        expected = frozenset({(row + 1, None, "open-quote")})
        never = writing(data.replace(b"HERE", b'"never closed'))
        yield Hostile("quotation marks", f"open-{number}.{form}", never, expected, row)
        # Two rows below it meets another; what follows that one keeps its number.
        rows[row + 2][column] = 'say "so"'
        rows[row + 3] = ["x"]
        data = separated(COLUMNS, rows, separator=separator).replace(b"HERE", b'"closed late')
        late = expected | {(row + 4, None, "ragged")}
        yield Hostile("quotation marks", f"late-{number}.{form}", writing(data), late, ROWS - 4)
        rows = table(chance)
        rows[row][column] = "HERE"
        data = separated(COLUMNS, rows, separator=separator)
        stray = frozenset({(row + 1, None, "stray-quote")})
        text = data.replace(b"HERE", b'"closed" and more')
        yield Hostile("quotation marks", f"stray-{number}.{form}", writing(text), stray, ROWS - 1)
    sound = separated(COLUMNS, table(chance), separator=separator)
    header = separated(COLUMNS, [], separator=separator)
    yield broken("quotation marks", f"open-in-header.{form}", b'"' + header + b"x\ny\n", "open-quote")
    yield broken("quotation marks", f"stray-in-header.{form}", b'"a"b' + sound, "stray-quote")
    far = sound + b'"' + b"x\n" * 3_000_000
    yield broken("quotation marks", f"open-and-long.{form}", far, "row-too-long", row=ROWS + 1)


def _columns(chance: random.Random, form: str, separator: str) -> Iterator[Hostile]:
    rows = table(chance)

    def made(*names: str) -> bytes:
        return separated(names, rows, separator=separator)

    first, *rest = COLUMNS
    for number, (again, field) in enumerate((("party", "party"), ("  party ", "party"), ("district", "district"))):
        yield broken("duplicate columns", f"twice-{number}.{form}", made(again, *rest), "duplicate-column", field=field)
    yield broken(
        "duplicate columns", f"composed.{form}", made("é", "e\u0301", *rest[1:]), "duplicate-column", field="é"
    )
    for number, blank in enumerate(("", "  ", "\u3000")):
        yield broken(
            "columns without a name", f"blank-{number}.{form}", made(first, blank, *rest[1:]), "column-without-name"
        )
    yield broken("no header", f"figures.{form}", made("1", "2", "2024-01-31", "4.5", "5", "6"), "no-header")
    yield broken("no header", f"blank.{form}", b"\r\n" + made(*COLUMNS), "no-header")
    yield broken("no header", f"separators.{form}", made(*[""] * 6), "no-header")
    other = {"csv": (";", "\t", "|"), "tsv": (",", ";", "|")}[form]
    for number, wrong in enumerate(other):
        data = separated(COLUMNS, rows, separator=wrong)
        yield broken("wrong separators", f"separator-{number}.{form}", data, "wrong-separator")
    wide = separator.join(f"c{number}" for number in range(1_001)).encode() + b"\n"
    yield broken("ten million columns", f"a-thousand-and-one.{form}", wide, "too-many-columns")
    for number, name in enumerate(("", "c", "column")):
        yield broken("ten million columns", f"million-{number}.{form}", _wide(name + separator), "too-many-columns")
    long = ("n" * 500_000 + separator) * 3
    yield broken("headers too long", f"long.{form}", long.encode() + b"\n", "header-too-long")
    yield broken("headers too long", f"endless.{form}", b"n" * 30_000_000, "header-too-long")


def _wide(piece: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            for _ in range(100):
                file.write((piece * 100_000).encode())

    return write


def _names(chance: random.Random) -> Iterator[Hostile]:
    """Answer files whose name says another form than they have, or none."""
    contents = {form: content(form, COLUMNS, table(chance)) for form in FORMS}
    for form in FORMS:
        yield broken("empty files", f"empty.{form}", b"", "empty-file")
        for other, data in contents.items():
            if (
                other != form
                and not {other, form} <= {"csv", "tsv"}
                and not (form == "jsonl" and other in ("csv", "tsv"))
            ):
                rule = "not-parquet" if form == "parquet" and other not in ("xlsx", "parquet") else "wrong-form"
                yield broken("called something else", f"is-{other}.{form}", data, rule)
        for what, begins in _BEGINNINGS.items():
            yield broken("called something else", f"is-{what}.{form}", begins + b"\0" * 50 + b"x" * 200, "wrong-form")
    for form in ("csv", "tsv", "jsonl"):
        yield broken("empty files", f"blanks.{form}", b" \r\n\t\n" * 3, "empty-file")
        yield broken("empty files", f"mark-alone.{form}", b"\xef\xbb\xbf", "empty-file")
        yield broken("called something else", f"zeros.{form}", b"\0" * 5_000, "not-utf-8")
    for name in ("rows", "rows.txt", "rows.exe", "rows.csv.bak", "rows.xlsm", "rows.ods", "rows.csv "):
        yield broken("suffixes that name no form", name, contents["csv"], "unknown-form")
    yield broken("called something else", "folder.csv", lambda path: path.mkdir(), "not-a-file")
    yield broken("called something else", "list.jsonl", b'[{"a": 1}]', "wrong-form")
    yield broken("called something else", "object.csv", b'{"a": 1, "b": 2}\n', "wrong-form")


def _too_much() -> Iterator[Hostile]:
    def sparse(path: Path) -> None:
        with path.open("wb") as file:
            file.write(b"a,b\n")
            file.truncate(10_000_000_001)

    yield broken("files too large", "ten-gigabytes.csv", sparse, "file-too-large")
