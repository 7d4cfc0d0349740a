# ruff: noqa: T201
"""Print how many rows a second each form is read at: 18 short columns, one core, checks of cells included.

python -m tests.intake.reading.speed [ROWS]
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from proofs.fuzzing.hostile_files import writing

from goodstanding.intake.reading import open_rows

COLUMNS = [f"column{number}" for number in range(18)]
ROW = (
    "EEA-2024-{0:06d}", "91310000MA1FL{0:05d}", "Works Ltd", "emission-over-limit", "2024-01-31", "2024-02-01", "",
    "1000.50", "XXX", "Clean Air Act s.10", "general", "true", "Exampleland, Environment", "North", "12", "-3.5", "note", "x",
)  # fmt: skip
CHINESE = {2: "東昇工業股份有限公司", 9: "空氣污染防制法第二十條", 12: "環境保護局"}
REPEATS = 5


def written(folder: Path, rows: int, *, chinese: bool) -> None:
    row = [CHINESE.get(place, cell) if chinese else cell for place, cell in enumerate(ROW)]
    table = [[cell.format(number) for cell in row] for number in range(rows)]
    for form, separator in (("csv", ","), ("tsv", "\t")):
        with (folder / f"x.{form}").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=separator)
            writer.writerow(COLUMNS)
            writer.writerows(table)
    numbers = {"12": 12, "-3.5": -3.5, "": None}
    with (folder / "x.jsonl").open("w", encoding="utf-8") as file:
        for cells in table:
            values = [numbers.get(cell, cell) for cell in cells]
            file.write(json.dumps(dict(zip(COLUMNS, values, strict=True)), ensure_ascii=False) + "\n")
    with duckdb.connect() as connection:
        connection.execute(f"copy (select * from '{folder / 'x.jsonl'}') to '{folder / 'x.parquet'}' (format parquet)")
    (folder / "x.xlsx").write_bytes(writing.content("xlsx", COLUMNS, table[: rows // 10]))


def rate(path: Path) -> float:
    """Answer rows a second of processor time of this process; Parquet has a second one beside it."""
    began = time.process_time()
    with open_rows(path) as rows:
        number = sum(map(len, rows.batches()))
    assert not rows.faults
    return number / (time.process_time() - began)


def main(rows: int = 200_000) -> None:
    for chinese in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            written(Path(folder), rows, chinese=chinese)
            for form in ("csv", "tsv", "jsonl", "parquet", "xlsx"):
                rates = sorted(rate(Path(folder) / f"x.{form}") for _ in range(REPEATS))
                words = "in part Chinese" if chinese else "ASCII"
                print(f"{form:8} {words:16} {rates[REPEATS // 2]:>9,.0f} rows/s ({rates[0]:,.0f} to {rates[-1]:,.0f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
