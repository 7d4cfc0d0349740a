# ruff: noqa: DTZ001  a sheet knows no time zone
"""The same rows read the same, whichever form they are in and whoever wrote it."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import unicodedata
from datetime import date, datetime, time
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from proofs.fuzzing.hostile_files import writing
from tests.intake.reading.reading import read

from goodstanding.intake.reading import texts

FORMS = ("csv", "tsv", "jsonl", "parquet", "xlsx")
# What may stand in a cell; the others have tests of their own.
LETTERS = some.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cs", "Cn", "Cf"])
CELLS = some.one_of(
    some.just(""),
    some.sampled_from(
        ["a,b", 'say "so"', "two\nlines", "a\tb", "-3.5", "|", "; x", " x ", "中|文", "_x0041_", "<&>", "café"]
    ),
    some.text(LETTERS, max_size=12),
).filter(lambda text: not list(texts.hits(text)))
NAMES = some.text(LETTERS, min_size=1, max_size=8).filter(
    lambda name: name.strip() and not list(texts.hits(name.strip())) and not name.strip()[0].isdigit()
)


@some.composite
def tables(draw):
    names = draw(
        some.lists(
            NAMES,
            min_size=2,
            max_size=5,
            unique_by=lambda name: unicodedata.normalize("NFC", name.strip(" \u00a0\u3000")),
        )
    )
    return names, draw(some.lists(some.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=8))


@given(tables())
@settings(max_examples=12, deadline=None)
def test_the_same_rows_read_the_same_in_every_form(table):
    names, rows = table
    wanted = {
        number: [unicodedata.normalize("NFC", cell) or None for cell in row]
        for number, row in enumerate(rows, start=1)
        if any(row)
    }
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMS:
            if form == "jsonl" and not rows:
                continue
            said = read(Path(folder) / f"x.{form}", writing.content(form, names, rows))
            assert said.broken == [], form
            assert said.columns == tuple(unicodedata.normalize("NFC", name.strip(" \u00a0\u3000")) for name in names), (
                form
            )
            assert said.rows == wanted, form


COLUMNS = ("text", "whole", "amount", "share", "day", "moment", "yes", "nothing")
TYPED = [
    ["x\ny", 7, 1.1, 0.1, date(2024, 1, 31), datetime(2024, 1, 31, 10, 30), True, None],
    ["中文", -3, 2.0, 1e21, date(1900, 3, 1), datetime(1999, 12, 31, 23, 59, 59), False, None],
    [None, 10**15, 0.5, 1e-7, date(2099, 12, 31), datetime(2024, 2, 29, 0, 0, 1), None, None],
]
PLAIN = {
    1: ["x\ny", "7", "1.1", "0.1", "2024-01-31", "2024-01-31T10:30:00", "true", None],
    2: ["中文", "-3", "2", "1000000000000000000000", "1900-03-01", "1999-12-31T23:59:59", "false", None],
    3: [None, "1000000000000000", "0.5", "0.0000001", "2099-12-31", "2024-02-29T00:00:01", None, None],
}  # fmt: skip


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    for row in TYPED:
        book.active.append(row)
    book.create_sheet("empty")
    book.save(path)


def by_duckdb(path: Path) -> None:
    kinds = (
        "text varchar, whole bigint, amount double, share double, day date, moment timestamp, yes boolean, nothing int"
    )
    with duckdb.connect() as connection:
        connection.execute(f"create table t ({kinds})")
        connection.executemany("insert into t values (?, ?, ?, ?, ?, ?, ?, ?)", TYPED)
        connection.execute(f"copy t to '{path}' (format parquet)")


def by_json(path: Path) -> None:
    plain = [[one.isoformat() if isinstance(one, date) else one for one in row] for row in TYPED]
    path.write_text("\n".join(json.dumps(dict(zip(COLUMNS, row, strict=True))) for row in plain), "utf-8")


def by_csv(path: Path) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([COLUMNS, *([cell or "" for cell in row] for row in PLAIN.values())])
    path.write_text(out.getvalue(), "utf-8-sig", newline="")


@pytest.mark.parametrize("write", [by_openpyxl, by_duckdb, by_json, by_csv])
def test_what_other_programs_write_reads_as_plain_text(write, tmp_path):
    form = {"by_openpyxl": "xlsx", "by_duckdb": "parquet", "by_json": "jsonl", "by_csv": "csv"}[write.__name__]
    write(tmp_path / f"x.{form}")
    said = read(tmp_path / f"x.{form}")
    assert said.broken == []
    assert said.columns == COLUMNS
    assert said.rows == PLAIN


def test_every_day_and_time_of_a_workbook_is_the_one_its_program_shows(tmp_path):
    moments = [
        date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2000, 2, 29), date(9999, 12, 31), time(10, 0),
        datetime(2024, 1, 31, 0, 0, 1), datetime(2024, 12, 31, 23, 59, 59), datetime(1904, 1, 1, 12),
    ]  # fmt: skip
    book = openpyxl.Workbook()
    for row in (["a"], *([one] for one in moments)):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    rows = read(tmp_path / "x.xlsx").rows
    assert [row[0] for row in rows.values()] == [one.isoformat() for one in moments]


def test_parquet_of_every_single_type_reads_as_text(tmp_path):
    query = """select 1::utinyint a, 1.50::decimal(10, 2) b, 2.0::float c, 0.1::float d, time '10:00:00' e,
        timestamptz '2024-01-31 10:00:00+02' f, 'x'::blob g, uuid '00000000-0000-0000-0000-000000000001' h,
        timestamp_ns '2024-01-31 10:00:00.123456789' i, null j, 1e300::double k, 'a'::enum('a', 'b') l, -0.0::double m"""
    with duckdb.connect() as connection:
        connection.execute(f"copy ({query}) to '{tmp_path / 'x.parquet'}' (format parquet)")
    ((*plain, big, letter, zero),) = read(tmp_path / "x.parquet").rows.values()
    assert plain == [
        "1", "1.50", "2", "0.1", "10:00:00", "2024-01-31T08:00:00Z", "x", "00000000-0000-0000-0000-000000000001",
        "2024-01-31T10:00:00.123456789", None,
    ]  # fmt: skip
    assert (big, letter, zero) == ("1" + "0" * 300, "a", "0")
