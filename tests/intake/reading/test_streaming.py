"""Rows come in batches that never grow large, numbered as the clerk counts them; what follows a fault is read on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from proofs.fuzzing.hostile_files import parquets, writing
from proofs.fuzzing.hostile_files.reading_one import main as reading_one
from tests.intake.reading.reading import read

from goodstanding.intake.reading import NotReadable, open_rows

ROOT = Path(__file__).parents[3]


def peak(path: Path) -> dict:
    """What reading a file in a process of its own said, and took."""
    module = "proofs.fuzzing.hostile_files.reading_one"
    ended = subprocess.run(
        [sys.executable, "-m", module, str(path), "", "utf-8"], cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(ended.stdout)


def test_batches_have_the_size_asked_for_and_rows_in_order(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n" + "".join(f"{number},x\n" for number in range(12_345)), "utf-8")
    for size in (1, 7, 5_000, 100_000):
        with open_rows(tmp_path / "x.csv") as rows:
            batches = list(rows.batches(size))
        assert {len(batch) for batch in batches[:-1]} <= {size}
        assert [(row.row, row.values[0]) for batch in batches for row in batch] == [
            (n + 1, str(n)) for n in range(12_345)
        ]


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet", "xlsx"])
def test_rows_without_any_value_are_counted_and_passed_over(form, tmp_path):
    rows = [["1", "2"], ["", ""], ["3", ""], ["", ""]]
    said = read(tmp_path / f"x.{form}", writing.content(form, ["a", "b"], rows))
    assert said.rows == {1: ["1", "2"], 3: ["3", None]}
    assert said.faults == []


def test_blank_lines_are_counted_as_rows(tmp_path):
    assert read(tmp_path / "x.csv", b"a,b\n1,2\n\n3,4\n\n").rows == {1: ["1", "2"], 3: ["3", "4"]}
    assert read(tmp_path / "x.jsonl", b'{"a":"1"}\n\n \n{"a":"4"}').rows == {1: ["1"], 4: ["4"]}


def test_ends_of_lines_may_be_those_of_any_system(tmp_path):
    for end in (b"\n", b"\r\n", b"\r"):
        assert read(tmp_path / "x.csv", end.join([b"a,b", b"1,2", b"3,4", b""])).rows == {1: ["1", "2"], 2: ["3", "4"]}
    long = b"\r".join([b"a,b"] + [b"1,2"] * 200_000)
    assert len(read(tmp_path / "x.csv", long).rows) == 200_000


@pytest.mark.parametrize("pad", range(5))
def test_a_line_end_of_two_bytes_may_lie_where_pieces_meet(pad, tmp_path):
    content = b"a,b\r\n" + b"x" * pad + b"," + b"y,\r\n1" * 0 + b"z\r\n" + b"1,2\r\n" * 120_000
    said = read(tmp_path / "x.csv", content)
    assert said.faults == []
    assert len(said.rows) == 120_001


def test_a_key_that_appears_late_within_the_first_thousand_lines_is_a_column(tmp_path):
    lines = [b'{"a": "1"}'] * 999 + [b'{"b": 2, "a": "3"}'] + [b'{"a": "4"}'] * 5
    said = read(tmp_path / "x.jsonl", b"\n".join(lines))
    assert said.columns == ("a", "b")
    assert said.rows[1] == ["1", None]
    assert said.rows[1_000] == ["3", "2"]


def test_keys_are_columns_without_blanks_and_composed(tmp_path):
    said = read(tmp_path / "x.jsonl", '{" a ": "1", "cafe\u0301": "=2"}\n{"cafe\u0301": "3", " a ": ""}'.encode())
    assert said.columns == ("a", "café")
    assert said.rows == {2: [None, "3"]}
    assert said.broken == [(1, "café", "formula")]


def test_a_value_with_colons_hides_no_key_that_is_written_twice(tmp_path):
    sound = b'{"a": "10:30", "b": "http://x.example/:"}'
    assert read(tmp_path / "x.jsonl", sound).rows == {1: ["10:30", "http://x.example/:"]}
    for twice in (
        b'{"a":"x:y","b":1,"a" :2}',
        b'{"a":1,"b":"\\"a\\":","a":2}',
        b'{"a"\t:1,"a":2,"b":"::"}',
        b'{"\\u0061":1,"a":2}',
    ):
        assert read(tmp_path / "x.jsonl", b'{"a":1,"b":2}\n' + twice).broken == [(2, "a", "repeated-key")]


def test_what_cannot_be_read_on_keeps_the_faults_found_before(tmp_path):
    said = read(tmp_path / "x.csv", b"a,b\n=1,2\n1,2\n" + b"x" * 5_000_000)
    assert said.broken == [(1, "a", "formula"), (3, None, "row-too-long")]


def test_faults_come_in_the_order_of_rows(tmp_path):
    said = read(tmp_path / "x.csv", b"a,b\n=1,2\n1\n@3,4\n1,2,3\n=5,6\n")
    assert [fault.row for fault in said.faults] == [1, 2, 3, 4, 5]


def test_a_locked_away_page_that_ends_the_reader_ends_nothing_else(tmp_path, monkeypatch):
    """A native crash is what a process of its own is there for."""
    from goodstanding.intake.reading import parquet

    (tmp_path / "die.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", "utf-8")
    (tmp_path / "fail.py").write_text("raise SystemExit(3)\n", "utf-8")
    content = parquets.file(["a"], [["x"]])
    monkeypatch.setattr(parquet, "_SCRIPT", tmp_path / "die.py")
    assert read(tmp_path / "x.parquet", content).broken == [(None, None, "not-parquet")]
    monkeypatch.setattr(parquet, "_SCRIPT", tmp_path / "fail.py")
    with pytest.raises(RuntimeError, match="could not do its work"):
        read(tmp_path / "x.parquet", content)


def test_a_reader_that_takes_more_than_it_may_ends_and_says_so(tmp_path, monkeypatch):
    from goodstanding.intake.reading import parquet

    script = parquet._SCRIPT.read_text("utf-8")
    small = script.replace("MORE_MEMORY: Final = 165_000_000", "MORE_MEMORY: Final = 1_000")
    assert small != script
    (tmp_path / "small.py").write_text(small, "utf-8")
    monkeypatch.setattr(parquet, "_SCRIPT", tmp_path / "small.py")
    content = parquets.file(["a"], [[f"{number:0>200}"] for number in range(100_000)])
    assert read(tmp_path / "x.parquet", content).broken == [(None, None, "page-too-large")]


def test_a_file_left_half_read_leaves_no_process_and_no_folder(tmp_path, monkeypatch):
    import tempfile

    import psutil

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(psutil.Process().children())  # other tests of this process may have servers
    path = tmp_path / "x.parquet"
    path.write_bytes(parquets.file(["a"], [[str(number)] for number in range(100_000)]))
    with pytest.raises(NotReadable), open_rows(path) as rows:
        next(rows.batches(10))
        raise NotReadable(rows.faults[0] if rows.faults else None)  # type: ignore[arg-type]
    assert set(psutil.Process().children()) <= before
    assert [one.name for one in tmp_path.iterdir()] == ["x.parquet"]


@pytest.mark.parametrize("name", ["*.parquet", "a=1.parquet", "it's [x]?.parquet", "東 昇.parquet"])
def test_the_name_of_a_file_is_no_pattern_and_no_query(name, tmp_path):
    (tmp_path / "other.parquet").write_bytes(parquets.file(["a"], [["other"]]))
    folder = tmp_path / "k=v"
    folder.mkdir()
    said = read(folder / name, parquets.file(["a"], [["x"]]))
    assert (said.columns, said.rows) == (("a",), {1: ["x"]})


@pytest.mark.parametrize("kind", ["keys", "cells", "letters", "shared", "parquet"])
def test_memory_stays_small_whatever_a_file_holds(kind, tmp_path):
    if kind == "keys":
        path = tmp_path / "x.jsonl"
        path.write_bytes(b'{"a": 1}\n' + (b'{"a": [' + b"{}," * 1_300_000 + b"1]}\n") * 3)
    elif kind == "cells":
        path = tmp_path / "x.csv"
        path.write_bytes(b"a,b\n" + ("中," * 999_000 + "\n").encode() * 4)
    elif kind == "letters":
        path = tmp_path / "x.csv"
        head = ",".join(f"c{number}" for number in range(39)) + "\n"
        path.write_text(head + (",".join(["😀" * 25_000] * 39) + "\n") * 8, "utf-8")
    elif kind == "shared":
        path = tmp_path / "x.xlsx"
        row = "<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>"
        head = "".join(f'<c t="inlineStr"><is><t>c{number}</t></is></c>' for number in range(40))
        sheet = f"<worksheet><sheetData><row>{head}</row>{row * 150}</sheetData></worksheet>"
        shared = f"<sst><si><t>{'中' * 33_000}</t></si></sst>".encode()
        path.write_bytes(writing.zipped(writing.workbook([], [], sheets={"Rows": sheet}, sharedStrings=shared)))
    else:
        path = tmp_path / "x.parquet"
        with duckdb.connect() as connection:
            texts = ", ".join(f"md5((i * {number})::varchar) || i as c{number}" for number in range(12))
            connection.execute(f"copy (select {texts} from range(250000) t(i)) to '{path}' (format parquet)")
    said = peak(path)
    assert said["stopped"] is None
    # Parquet is read by an interpreter of its own, with what DuckDB itself takes.
    assert said["peak_mb"] - said["started_mb"] < (240 if kind == "parquet" else 150)


def test_reading_one_tells_what_it_is_asked(tmp_path, capsys):
    (tmp_path / "x.csv").write_text("a\n=1\n2\n", "utf-8")
    reading_one(str(tmp_path / "x.csv"), "", "utf-8")
    said = json.loads(capsys.readouterr().out)
    assert (said["sound"], [fault["rule"] for fault in said["faults"]]) == (1, ["formula"])
