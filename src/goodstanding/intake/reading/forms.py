"""Which form a file has: by its name, and by how it begins."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import BinaryIO, Final, Literal, get_args

from goodstanding.intake.reading.faults import NotReadable, shown, unreadable
from goodstanding.intake.reading.limits import LARGEST_FILE

Form = Literal["csv", "tsv", "jsonl", "parquet", "xlsx"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
_NAMES: Final = {"csv": "CSV", "tsv": "TSV", "jsonl": "JSON lines", "parquet": "Parquet", "xlsx": "XLSX"}
_SUFFIXES: Final[dict[str, Form]] = {**{form: form for form in FORMS}, "ndjson": "jsonl", "tab": "tsv"}

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What is known by its first bytes; a form of ours, or something else.
_BEGINNINGS: Final = {
    b"PK\x03\x04": "xlsx",
    b"PAR1": "parquet",
    b"PARE": "parquet",
    _OLE: "an old or locked workbook",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"\xfd7zXZ": "an xz archive",
    b"%PDF": "a PDF",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document (RTF)",
    b"<?xml": "XML",
    b"<html": "a web page",
    b"<!doctype html": "a web page",
}
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 4_096
_PIECE: Final = 1 << 20
# How the stream of a locked workbook is named in the directory of its file.
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")


def by_suffix(path: Path) -> Form:
    """Answer the form that the name of a file says. Raises NotReadable (unknown-form)."""
    form = _SUFFIXES.get(path.suffix.lower().removeprefix("."))
    if form is None:
        wrong = f"has the suffix {shown(path.suffix)}" if path.suffix else "has no suffix"
        raise unreadable("unknown-form", f"{wrong}, which names no form", f"save it as {', '.join(_NAMES.values())}")
    return form


def check_file(path: Path) -> None:
    """Look at what the name stands for. Raises NotReadable: not-a-file, empty-file, file-too-large; OSError."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise unreadable("not-a-file", "is no file but a folder or a device", "hand in a file")
    if found.st_size == 0:
        raise unreadable("empty-file", "is empty", "file one that holds rows")
    if found.st_size > LARGEST_FILE:
        wrong = f"has {found.st_size:,} bytes, more than {LARGEST_FILE:,}"
        raise unreadable("file-too-large", wrong, "split it into several files")


def check_content(file: BinaryIO, *, form: Form, encoding: str) -> None:
    """Look at how an open file begins. Raises NotReadable: wrong-form, encrypted, not-utf-8, empty-file."""
    begins = file.read(_LOOKED_AT)
    lowered = begins[:20].lower()
    kind = next(
        (kind for start, kind in _BEGINNINGS.items() if begins.startswith(start) or lowered.startswith(start)), None
    )
    if kind == "an old or locked workbook" and _is_locked(file):
        raise unreadable("encrypted", "is locked with a password", "save it without one")
    if kind == form or (kind is None and form == "parquet"):
        pass
    elif kind is not None:
        raise _wrong_form(f"is {_NAMES.get(kind, kind)}", form)
    elif form == "xlsx":
        raise _wrong_form("is no workbook", form)
    else:
        _check_text(begins, form, encoding)
    file.seek(0)


def _check_text(begins: bytes, form: Form, encoding: str) -> None:
    if encoding.startswith("utf-8"):
        # Every second byte of a text in UTF-16 is often zero.
        if begins.startswith(_UTF_16) or 3 * begins.count(0) > len(begins):
            wrong = "is full of zeros, as a text in UTF-16 is, and one in UTF-8 is not"
            raise unreadable("not-utf-8", wrong, "save it again as UTF-8")
        begins = begins.removeprefix(b"\xef\xbb\xbf")
    elif encoding.startswith("utf-16"):
        begins = begins.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    first = begins.lstrip(b" \t\r\n")
    if not first and len(begins) < _LOOKED_AT:
        raise unreadable("empty-file", "holds nothing but blanks", "file one that holds rows")
    if form == "jsonl":
        if first.startswith(b"["):
            raise _wrong_form("is one list in JSON", form)
    elif first.startswith((b'{"', b"[{", b'["')):
        raise _wrong_form("is JSON", form)


def _wrong_form(what: str, form: Form) -> NotReadable:
    mend = "write one object a line" if form == "jsonl" else f"save it as {_NAMES[form]}, or name it for what it is"
    return unreadable("wrong-form", f"{what}, and is called {_NAMES[form]}", mend)


def _is_locked(file: BinaryIO) -> bool:
    file.seek(0)
    rest = b""
    while piece := file.read(_PIECE):
        if _LOCKED in rest + piece:
            return True
        rest = piece[-len(_LOCKED) :]
    return False
