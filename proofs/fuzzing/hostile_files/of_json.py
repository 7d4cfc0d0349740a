"""JSON lines that are no objects, or hold what is no single value."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from proofs.fuzzing.hostile_files.hostile import COLUMNS, ROWS, Hostile, broken, places, table, writing

_NO_JSON = (
    b"{'document': 'x'}", b'{"document": "x"', b'{"document": "x",}', b"{document: 1}", b'{"document": 01}', b"hello",
    b'{"document": NaN}', b'{"document": Infinity}', b'{"document": "a\tb"}', b'{"document": "\\x41"}',
    b'{"document" "x"}', b'{"document": "x"} {"document": "y"}', b'{"document": .5}', b'{"document": +1}',
    b'// {"document": 1}', b'{"document": tru}',
)  # fmt: skip
_NO_OBJECTS = (b"null", b"1", b'"text"', b"true", b'["x", "y"]', b"[]")
_NESTED = (b"[]", b"{}", b'["x"]', b'{"a": {"b": 1}}', b"[" * 500 + b"]" * 500)
_NUMBERS = (b"1e400", b"1e-999", b"1e999999999", b"9" * 401, b"9" * 5_000, b"1." + b"1" * 500)


def files(chance: random.Random) -> Iterator[Hostile]:
    """Answer the files of these kinds."""
    for number, line in enumerate(_NO_JSON):
        yield _with_line(chance, "lines that are no JSON", f"no-json-{number}", line, None, "not-json")
    for number, line in enumerate(_NO_OBJECTS):
        yield _with_line(chance, "lines that are no objects", f"no-object-{number}", line, None, "not-object")
    for number, value in enumerate(_NESTED):
        yield _with_value(chance, "values within values", f"nested-{number}", value, "nested-value")
    for number, value in enumerate(_NUMBERS):
        yield _with_value(chance, "numbers without end", f"number-{number}", value, "not-a-number")
    for number, wrong in enumerate((b"\xe9", b"\xed\xa0\x80", b"\xc0\xaf", b"\xff")):
        yield _with_value(chance, "encodings", f"bytes-{number}", b'"a' + wrong + b'b"', "not-utf-8")
    deep = b'{"document": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield _with_line(chance, "values within values", "deep", deep, None, "nested-value")
    repeated = (
        b'{"document": 1, "document": 2}',
        b'{"document" : 1, "party": 2, "document": 3}',
        b'{"docum\\u0065nt": 1, "document"\t:2}',
    )
    for number, line in enumerate(repeated):
        yield _with_line(chance, "keys written twice", f"twice-{number}", line, "document", "repeated-key")
    for number, key in enumerate(("amount ", "Document", "документ")):
        lines = [*_lines(table(chance) * 50), json.dumps({"document": "x", key: "y"}).encode()]
        data = writing(b"\n".join(lines))
        expected = frozenset({(ROWS * 50 + 1, key, "unknown-key")})
        yield Hostile("keys that appear late", f"late-{number}.jsonl", data, expected, ROWS * 50)
    yield broken("no header", "no-keys.jsonl", b"{}\n{}\n", "no-header")
    yield broken("duplicate columns", "blanks.jsonl", b'{"a": 1, " a": 2}\n', "duplicate-column", field="a")
    yield broken("columns without a name", "blank.jsonl", b'{"a": 1, "": 2}\n', "column-without-name")
    wide = json.dumps({f"c{number}": 1 for number in range(1_001)}).encode()
    yield broken("ten million columns", "a-thousand-and-one.jsonl", wide, "too-many-columns")
    over = b"\n".join(json.dumps({f"c{number}": 1}).encode() for number in range(2_000))
    expected = frozenset((number, f"c{number - 1}", "unknown-key") for number in range(1_001, 2_001))
    yield Hostile("keys that appear late", "one-a-line.jsonl", writing(over), expected, 1_000)
    first = b"{" + b",".join(b'"k%d":1' % number for number in range(15_000)) + b"}"
    yield broken("ten million columns", "wide.jsonl", first, "too-many-columns")
    many = b"{" + b",".join(b'"%x":1' % number for number in range(380_000)) + b"}"
    yield _with_line(chance, "ten million columns", "many-keys", many, None, "too-many-columns")
    yield Hostile("rows too long", "a-gigabyte.jsonl", _gigabyte, frozenset({(2, None, "row-too-long")}), 2)
    empties = b'{"a": [' + b"{}," * 1_300_000 + b"1]}"
    yield Hostile(
        "values within values",
        "a-million.jsonl",
        writing(b'{"a": "1"}\n' + empties),
        frozenset({(2, "a", "nested-value")}),
        1,
    )


def _lines(rows: list[list[str]]) -> list[bytes]:
    return [json.dumps(dict(zip(COLUMNS, row, strict=True))).encode() for row in rows]


def _with_line(chance: random.Random, kind: str, name: str, line: bytes, field: str | None, rule: str) -> Hostile:
    lines = _lines(table(chance))
    row = chance.randrange(1, ROWS)
    lines[row] = line
    expected = frozenset({(row + 1, field, rule)})
    return Hostile(kind, f"{name}.jsonl", writing(b"\n".join(lines)), expected, ROWS - 1)


def _with_value(chance: random.Random, kind: str, name: str, value: bytes, rule: str) -> Hostile:
    rows = table(chance)
    ((row, column),) = places(chance, 1)
    rows[row][column] = "HERE"
    data = b"\n".join(_lines(rows)).replace(b'"HERE"', value)
    return Hostile(kind, f"{name}.jsonl", writing(data), frozenset({(row + 1, COLUMNS[column], rule)}), ROWS - 1)


def _gigabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"a": "1"}\n{"a": "')
        for _ in range(1_000):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"a": "3"}\n')
