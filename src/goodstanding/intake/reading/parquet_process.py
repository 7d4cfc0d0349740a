"""Read one Parquet file in a process of its own: native code meets what a stranger wrote, under a bound of memory.

Run as a script, so that nothing but DuckDB is loaded. It answers on standard output in messages of MessagePack, each
behind its length in four bytes. First comes what `_tell` calls `first`, or `{error, words}`; then lists of rows, each a
list of texts, or of bytes where a column holds no texts; at the end an empty message. Where it was `measured`, its
length stands instead of a cell or a row that is too long, and -1 instead of a text that is not UTF-8.

    python parquet_process.py FILE MOST_COLUMNS MOST_ROWS MOST_CELLS LONGEST_CELL LONGEST_ROW MOST_TOGETHER
"""

from __future__ import annotations

import contextlib
import os
import re
import struct
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb
import msgspec

with contextlib.suppress(ImportError):
    import resource

# What DuckDB may hold by its own account; it then says so. It does not count all that it takes.
DUCKDB_MEMORY: Final = "120MB"
# What the process may hold beside what it had when it began to read; then it ends with a code that says so.
MORE_MEMORY: Final = 165_000_000
TOOK_TOO_MUCH: Final = 77
BETWEEN_LOOKS: Final = 0.01
RESIDENT, ADDRESSES = 1, 5
# What it may ask for: far more than it may hold, as DuckDB crashes where it is refused. For the time in between.
MORE_ADDRESSES: Final = 400_000_000
CONFIGURATION: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": DUCKDB_MEMORY,
    "threads": 1,
    "async_threads": 1,
}
# Rows that DuckDB hands on together.
VECTOR: Final = 2_048
# Sent at a time.
ROWS_AT_A_TIME: Final = 200
BYTES_AT_A_TIME: Final = 4_000_000

SINGLE: Final = re.compile(
    r"BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|TIME(_NS)?( WITH TIME ZONE)?"
    r"|TIMESTAMP(_S|_MS|_NS)?( WITH TIME ZONE)?|UUID|VARCHAR|JSON|ENUM\(.*\)|BLOB|INTERVAL|\"NULL\""
)


class Limits(NamedTuple):
    """What is read at most; the reasons are in `limits.py`, which a script cannot import."""

    columns: int
    rows: int
    cells: int
    cell: int
    row: int
    together: int


class Column(NamedTuple):
    """A column: its name in the file, DuckDB's name for it (no two are alike there), its type in DuckDB."""

    name: str
    known_as: str
    type: str
    # Whether some of its texts are not UTF-8; then `other` reads the file, too, and leaves wrong bytes out.
    doubtful: bool = False

    @property
    def is_single(self) -> bool:
        """Whether its values are single ones."""
        return SINGLE.fullmatch(self.type) is not None

    @property
    def text(self) -> str:
        """The column as text or bytes, in SQL."""
        column = f"one.{_quoted(self.known_as)}"
        if self.type in ("VARCHAR", "BLOB"):
            return column
        if self.type.startswith("TIMESTAMP"):
            said = f"replace({column}::varchar, ' ', 'T')"
            if self.type.endswith("TIME ZONE"):
                # In UTC, as the file has it, whatever the time zone of this machine.
                said = f"replace(make_timestamp(epoch_us({column}))::varchar, ' ', 'T') || 'Z'"
            return f"case when isfinite({column}) then {said} else {column}::varchar end"
        return f"{column}::varchar"

    @property
    def bytes(self) -> str:
        """The length of that, in SQL."""
        return f"octet_length({self.text})" if self.type == "BLOB" else f"strlen({self.text})"

    @property
    def letters(self) -> str:
        """The number of its letters, in SQL; bytes may have four a letter, and are counted by who decodes them."""
        return f"{self.bytes} // 4" if self.type == "BLOB" else f"length({self.text})"

    @property
    def is_wrong(self) -> str:
        """Whether a text is not UTF-8, in SQL: `one` has another letter for each wrong byte, `other` has none."""
        return f"{self.bytes} <> strlen(other.{_quoted(self.known_as)})" if self.doubtful else "false"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def main(path: str, *limits: str) -> None:
    """Write the messages about the file, one of the errors included."""
    with duckdb.connect(":memory:", config=CONFIGURATION) as connection:
        _shut_in(connection, path)
        try:
            _tell(connection, path, Limits(*map(int, limits)))
        except Exception as error:  # noqa: BLE001  nothing is done here but reading this file
            _send({"error": type(error).__name__, "words": str(error)})
        sys.stdout.buffer.write(bytes(4))
        sys.stdout.buffer.flush()


def _send(message: Any) -> None:
    written = msgspec.msgpack.encode(message)
    sys.stdout.buffer.write(struct.pack("<I", len(written)))
    sys.stdout.buffer.write(written)


def _shut_in(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Leave DuckDB this one file, and the process little more memory than it has now."""
    for setting in (
        f"allowed_paths = ['{path}']",
        "enable_external_access = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_external_file_cache = false",
        # Halves what a row group takes, and takes no longer.
        "disable_parquet_prefetching = true",
        "streaming_buffer_size = '1MB'",
        "max_streaming_buffer_size = '1MB'",
        "lock_configuration = true",
    ):
        connection.execute(f"set {setting}")
    with contextlib.suppress(OSError, NameError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        addresses = _memory(ADDRESSES) + MORE_ADDRESSES
        resource.setrlimit(resource.RLIMIT_DATA, (addresses, addresses))
        threading.Thread(target=_watch, args=(_memory(RESIDENT) + MORE_MEMORY,), daemon=True).start()


def _watch(most: int) -> None:
    while _memory(RESIDENT) <= most:
        time.sleep(BETWEEN_LOOKS)
    os._exit(TOOK_TOO_MUCH)


def _memory(place: int) -> int:
    """Answer one of the figures of this process in /proc, in bytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[place]) * resource.getpagesize()


def _tell(connection: duckdb.DuckDBPyConnection, path: str, limits: Limits) -> None:
    rows, *_ = connection.execute("select num_rows from parquet_file_metadata(?)", [path]).fetchall()[0]
    width = connection.execute("select num_children from parquet_schema(?) limit 1", [path]).fetchall()[0][0] or 0
    first: dict[str, Any] = {"rows": rows, "width": width, "columns": [], "measured": False, "together": 0}
    if not 0 < width <= limits.columns:
        return _send(first)
    columns = _columns(connection, path)
    first["columns"] = [(column.name, column.type, column.is_single) for column in columns]
    if rows > min(limits.rows, limits.cells // width) or not all(column.is_single for column in columns):
        return _send(first)
    # The whole file once without its rows: what is broken is known before any row is told, and how long cells are.
    try:
        source = _source(path)
        most = sum(_lengths(connection, columns, source))
    except duckdb.InvalidInputException as error:
        if "UTF8" not in str(error):
            raise
        source = _source(path, validation="replace")
        most = sum(_lengths(connection, columns, source))
        columns = [column._replace(doubtful=column.type == "VARCHAR") for column in columns]
    first["together"] = _together(connection, columns, source) if most * VECTOR > limits.together else 0
    if any(column.doubtful for column in columns):
        source = f"{source} positional join {_source(path, name='other', validation='ignore')}"
    first["measured"] = " join " in source or most > limits.row
    _send(first)
    if first["together"] <= limits.together:
        asked = _measured(columns, limits) if first["measured"] else (column.text for column in columns)
        result = connection.execute(f"select {', '.join(asked)} from {source}")
        while some := result.fetchmany(max(1, min(ROWS_AT_A_TIME, BYTES_AT_A_TIME // max(most, 1)))):
            _send([_shortened(row) for row in some] if first["measured"] else some)
    return None


def _lengths(connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], source: str) -> list[int]:
    """Answer the most bytes of a cell in each column."""
    # The length alone would not have the letters looked at.
    asked = ", ".join(f"max({column.bytes}), count({column.text})" for column in columns)
    return [length or 0 for length in connection.execute(f"select {asked} from {source}").fetchall()[0][::2]]


def _together(connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], source: str) -> int:
    """Answer the most bytes of rows that DuckDB hands on together."""
    block = f"select sum({_total(columns)}) as bytes from {source} group by file_row_number // {VECTOR}"
    return int(connection.execute(f"select max(bytes) from ({block})").fetchall()[0][0] or 0)


def _total(columns: Sequence[Column]) -> str:
    return " + ".join(f"coalesce({column.bytes}, 0)" for column in columns)


def _source(path: str, *, name: str = "one", validation: str = "strict") -> str:
    return f"read_parquet('{path}', hive_partitioning = false, utf8_validation = '{validation}') as {name}"


def _columns(connection: duckdb.DuckDBPyConnection, path: str) -> list[Column]:
    schema = connection.execute("select name, num_children from parquet_schema(?)", [path]).fetchall()
    described = connection.execute(f"describe select * from {_source(path)}").fetchall()
    names = []
    place = 1
    while place < len(schema):
        names.append(schema[place][0])
        # What the column is made of comes behind it.
        inside = 1
        while inside and place < len(schema):
            inside += (schema[place][1] or 0) - 1
            place += 1
    return [Column(name, one[0], one[1]) for name, one in zip(names, described, strict=True)]


def _measured(columns: Sequence[Column], limits: Limits) -> Iterator[str]:
    """Answer, in SQL, the length of the row if it is too long, and each cell before its length if that is too long."""
    total = _total(columns)
    yield f"case when {total} > {limits.row} then {total} end"
    for column in columns:
        # Most cells need not have their letters counted.
        too_long = f"{column.bytes} > {limits.cell} and {column.letters} > {limits.cell}"
        yield f"case when not ({total} > {limits.row} or ({too_long}) or {column.is_wrong}) then {column.text} end"
        yield f"case when {column.is_wrong} then -1 when {too_long} then {column.letters} end"


def _shortened(row: Sequence[Any]) -> int | list[Any]:
    if row[0] is not None:
        return int(row[0])
    return [text if length is None else length for text, length in zip(row[1::2], row[2::2], strict=True)]


if __name__ == "__main__":
    main(*sys.argv[1:])
