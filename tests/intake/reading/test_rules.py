"""Every rule is named where it is broken, with its row and field, and only there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from proofs.fuzzing.hostile_files import parquets
from proofs.fuzzing.hostile_files.writing import archive, bomb, entry, sheet_xml, workbook, zipped
from tests.intake.reading.reading import read

from goodstanding.intake import reading
from goodstanding.intake.reading.limits import LONGEST_CELL, LONGEST_ROW
from goodstanding.intake.reading.rules import RULES

SHEET = "xl/worksheets/sheet1.xml"


def book(*cells: str, after: str = "", **more) -> bytes:
    """A workbook with the columns a and b, and under them the cells of one row."""
    xml = sheet_xml(["a", "b"], [], after=after).replace("</sheetData>", f"<row>{''.join(cells)}</row></sheetData>")
    return zipped(workbook([], [], sheets={"Rows": xml}, **more))


def with_part(name: str, data: bytes) -> bytes:
    return zipped(workbook(["a"], [["x"]]) | {name: data})


def column(name: str, *values: bytes, **more) -> parquets.Column:
    return parquets.texts(name, values or (b"x",), **more)


def giant() -> bytes:
    page = parquets.Page(b"x" * 9, 1, unpacked=2**31 - 1, packed=9)
    return parquets.made([parquets.Column("a", [page], codec=parquets.GZIP)], rows=1)


HEAD = b"a,b\n"
HEADER = (None, None)
# File, its bytes, and each row, field and rule that is broken.
BROKEN = {
    "empty-file": ("x.csv", b"", [(*HEADER, "empty-file")]),
    "unknown-form": ("x.doc", HEAD, [(*HEADER, "unknown-form")]),
    "wrong-form": ("x.csv", zipped(workbook(["a"], [])), [(*HEADER, "wrong-form")]),
    "encrypted": ("x.xlsx", archive([entry("_rels/.rels", b"<x/>", flags=1)]), [(*HEADER, "encrypted")]),
    "not-utf-8": ("x.csv", HEAD + b"1,caf\xe9\n2,y\n", [(1, "b", "not-utf-8")]),
    "no-header": ("x.csv", b"1,2\n3,4\n", [(*HEADER, "no-header")]),
    "column-without-name": ("x.csv", b"a,,c\n", [(*HEADER, "column-without-name")]),
    "duplicate-column": ("x.csv", b"a,b,a\n", [(None, "a", "duplicate-column")]),
    "too-many-columns": ("x.csv", b"a," * 1_001, [(*HEADER, "too-many-columns")]),
    "header-too-long": ("x.csv", b"a" * 1_000_001 + b",b", [(*HEADER, "header-too-long")]),
    "wrong-separator": ("x.csv", b"a;b\n1;2\n", [(*HEADER, "wrong-separator")]),
    "ragged": ("x.csv", HEAD + b"1\n1,2\n1,2,3\n", [(1, None, "ragged"), (3, None, "ragged")]),
    "open-quote": ("x.csv", HEAD + b'1,2\n"3,4\n5,6\n', [(2, None, "open-quote")]),
    "stray-quote": ("x.csv", HEAD + b'"1"2,3\n4,5\n', [(1, None, "stray-quote")]),
    "row-too-long": ("x.csv", HEAD + b"1,2\n" + b"x" * LONGEST_ROW + b",y\n", [(2, None, "row-too-long")]),
    "cell-too-long": ("x.csv", HEAD + b"1," + b"x" * (LONGEST_CELL + 1), [(1, "b", "cell-too-long")]),
    "formula": ("x.csv", HEAD + b"1,=1+1\n", [(1, "b", "formula")]),
    "nul": ("x.csv", HEAD + b"1,x\0y\n", [(1, "b", "nul")]),
    "control-character": ("x.csv", HEAD + b"1,x\x1by\n", [(1, "b", "control-character")]),
    "invisible-character": ("x.csv", HEAD + "1,x\u202ey\n".encode(), [(1, "b", "invisible-character")]),
    "private-character": ("x.csv", HEAD + "1,x\ue000\n".encode(), [(1, "b", "private-character")]),
    "lost-character": ("x.csv", HEAD + "1,x\ufffd\n".encode(), [(1, "b", "lost-character")]),
    "look-alike": ("x.csv", HEAD + "1,Wоrks\n".encode(), [(1, "b", "look-alike")]),
    "lone-surrogate": ("x.jsonl", b'{"a":"1","b":"\\ud800x"}', [(1, "b", "lone-surrogate")]),
    "nested-value": ("x.jsonl", b'{"a":"1","b":[1]}', [(1, "b", "nested-value")]),
    "not-a-number": ("x.jsonl", b'{"a":"1","b":1e400}', [(1, "b", "not-a-number")]),
    "not-json": ("x.jsonl", b'{"a":"1","b":2}\n{"a":\n', [(2, None, "not-json")]),
    "not-object": ("x.jsonl", b'{"a":"1","b":2}\n[1]\n', [(2, None, "not-object")]),
    "unknown-key": ("x.jsonl", b'{"a":1}\n' * 1_000 + b'{"b":1}', [(1_001, "b", "unknown-key")]),
    "repeated-key": ("x.jsonl", b'{"a":1,"a":2}', [(1, "a", "repeated-key")]),
    "not-parquet": ("x.parquet", parquets.made([column("a")], rows=1)[:-1], [(*HEADER, "not-parquet")]),
    "too-many-rows": ("x.parquet", parquets.made([column("a")], rows=10**9), [(*HEADER, "too-many-rows")]),
    "page-too-large": ("x.parquet", giant(), [(*HEADER, "page-too-large")]),
    "not-xlsx": ("x.xlsx", zipped({"a": b""}), [(*HEADER, "not-xlsx")]),
    "zip-bomb": ("x.xlsx", archive([bomb("_rels/.rels", 50_000_000)]), [(*HEADER, "zip-bomb")]),
    "xml-entity": ("x.xlsx", with_part(SHEET, b"<!DOCTYPE a><a/>"), [(*HEADER, "xml-entity")]),
    "xml-bomb": ("x.xlsx", with_part(SHEET, b"<a>" * 1_000), [(*HEADER, "xml-bomb")]),
    "several-sheets": ("x.xlsx", zipped(workbook([], [], sheets=dict.fromkeys("AB", sheet_xml(["a"], [])))), [(*HEADER, "several-sheets")]),
    "merged-cells": ("x.xlsx", book("<c/>", after='<mergeCell ref="A2:B2"/>'), [(1, "a", "merged-cells")]),
    "cell-error": ("x.xlsx", book('<c t="e"><v>#N/A</v></c>'), [(1, "a", "cell-error")]),
    "not-a-day": ("x.xlsx", book('<c s="1"><v>60</v></c>'), [(1, "a", "not-a-day")]),
}  # fmt: skip
# Rules whose files need another way to be handed in; each has a test of its own below.
APART = {
    "not-a-file", "file-too-large", "unknown-encoding", "wrong-encoding", "too-many-faults", "too-many-texts",
}  # fmt: skip


def test_every_rule_has_a_file_that_breaks_it():
    assert set(BROKEN) | APART == set(RULES)


def test_every_rule_the_readers_name_is_in_the_table():
    named = set()
    for path in Path(reading.__file__).parent.glob("*.py"):
        named |= set(re.findall(r'(?:unreadable|Hit|NoObject)\(\s*"([a-z0-9-]+)"', path.read_text("utf-8")))
        named |= set(re.findall(r'(?:Fault\([^"]*|rule=)"([a-z0-9-]+)"', path.read_text("utf-8")))
    assert len(named) > 40
    assert named <= set(RULES)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named_with_its_row_and_field_and_nothing_else(rule, tmp_path):
    name, content, expected = BROKEN[rule]
    said = read(tmp_path / name, content)
    assert said.broken == expected
    for fault in (*said.faults, *filter(None, [said.stopped])):
        assert fault.wrong.isprintable()
        assert fault.mend.isprintable()
        assert str(fault).endswith(f"[{rule}]. {fault.mend}.")


def test_what_is_no_file_is_not_opened(tmp_path):
    (tmp_path / "x.csv").mkdir()
    assert read(tmp_path / "x.csv").broken == [(*HEADER, "not-a-file")]
    assert read(Path("/dev/zero"), form="csv").broken == [(*HEADER, "not-a-file")]
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.csv")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "x.csv").open("wb") as file:
        file.truncate(10_000_000_001)
    assert read(tmp_path / "x.csv").broken == [(*HEADER, "file-too-large")]


@pytest.mark.parametrize("encoding", ["utf-7", "bz2", "rot13", "unicode_escape", "idna", "no such"])
def test_an_encoding_that_hides_or_unpacks_is_not_read(encoding, tmp_path):
    assert read(tmp_path / "x.csv", HEAD, encoding=encoding).broken == [(*HEADER, "unknown-encoding")]


def test_a_text_in_a_named_encoding_is_read_or_the_byte_told(tmp_path):
    text = "a,b\n1,東昇工業\n"
    for encoding in ("gb18030", "big5", "utf-16", "utf-16-le"):
        assert read(tmp_path / "x.csv", text.encode(encoding), encoding=encoding).rows == {1: ["1", "東昇工業"]}
        lines = '{"a": "1", "b": "東昇工業"}\n'
        assert read(tmp_path / "x.jsonl", lines.encode(encoding), encoding=encoding).rows == {1: ["1", "東昇工業"]}
    said = read(tmp_path / "x.csv", HEAD + b"1,caf\xe9\n", encoding="ascii")
    assert said.broken == [(*HEADER, "wrong-encoding")]
    assert "byte 9 is 0xE9" in said.stopped.wrong


def test_after_ten_thousand_faults_reading_ends(tmp_path):
    said = read(tmp_path / "x.csv", HEAD + b"=1,2\n" * 20_000)
    assert len(said.faults) == 10_001
    assert said.broken[-1] == (10_000, None, "too-many-faults")


def test_so_many_different_texts_of_a_workbook_are_not_held(tmp_path):
    texts = "".join(f"<si><t>{number:0>60}</t></si>" for number in range(800_000))
    content = zipped(workbook(["a"], [], sharedStrings=f"<sst>{texts}</sst>".encode()))
    assert read(tmp_path / "x.xlsx", content).broken == [(*HEADER, "too-many-texts")]
