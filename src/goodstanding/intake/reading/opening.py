"""Open a file of rows, whatever its form; what it is called and what it holds have to agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from goodstanding.intake.reading import forms, json_lines, parquet, separated, xlsx
from goodstanding.intake.reading.decoding import encoding_named
from goodstanding.intake.reading.forms import Form
from goodstanding.intake.reading.rows import Rows


@contextmanager
def open_rows(path: Path, *, form: Form | None = None, encoding: str = "utf-8") -> Iterator[Rows]:
    """Answer the rows of a file, to be read once, while it is open.

    `form` is taken from the suffix when it is not given. `encoding` is that of CSV, TSV and JSON lines. Raises
    NotReadable when nothing of the file can be read (the rules are in `rules.py`), and OSError.
    """
    form = form or forms.by_suffix(path)
    known = encoding_named(encoding)
    forms.check_file(path)
    with ExitStack() as open_here:
        file = open_here.enter_context(path.open("rb"))
        forms.check_content(file, form=form, encoding=known)
        yield _rows(path, file, form, known, open_here)


def _rows(path: Path, file: BinaryIO, form: Form, encoding: str, open_here: ExitStack) -> Rows:
    if form == "parquet":
        return open_here.enter_context(parquet.rows(path, file))
    if form == "xlsx":
        return open_here.enter_context(xlsx.rows(file))
    if form == "jsonl":
        return json_lines.rows(file, encoding=encoding)
    return separated.rows(file, form=form, encoding=encoding)
