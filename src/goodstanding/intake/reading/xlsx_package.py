"""The package that a workbook is: a zip archive, of which a few parts are read, each no larger than it may be."""

from __future__ import annotations

import io
import os
import zipfile
from typing import IO, BinaryIO, Final

from goodstanding.intake.reading.faults import NotReadable, shown, unreadable
from goodstanding.intake.reading.limits import LARGEST_DIRECTORY, LARGEST_PART, LARGEST_RATIO, RATIO_FROM
from goodstanding.intake.reading.xml_parts import not_xlsx

_ENCRYPTED: Final = 0x1
_KNOWN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Parts by which other kinds of archives are known.
_OTHERS: Final = {
    "word/document.xml": "a text document",
    "ppt/presentation.xml": "a presentation",
    "xl/workbook.bin": "a binary workbook (XLSB)",
    "mimetype": "an OpenDocument file or a book",
    "AndroidManifest.xml": "a program",
    "META-INF/MANIFEST.MF": "a program",
}


class _Bounded(io.RawIOBase):
    """A file of which no more is read at once than a directory may have; `zipfile` reads that as a whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, os.SEEK_END)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        return self._file.seek(place, whence)

    def read(self, size: int | None = -1, /) -> bytes:
        rest = self._size - self._file.tell()
        wanted = rest if size is None or size < 0 else min(size, rest)
        if wanted > LARGEST_DIRECTORY:
            raise unreadable("zip-bomb", "has more parts than a workbook has", "save it again with one sheet")
        return self._file.read(wanted)


class Package:
    """An open archive."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(_Bounded(file))
        except NotReadable:
            raise
        except (zipfile.BadZipFile, EOFError, ValueError, OverflowError, NotImplementedError, OSError) as error:
            raise not_xlsx(f"is no sound archive: {shown(str(error))}") from None
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in self._archive.infolist():
            # Programs differ in which of two they read, so that people would see another than is filed.
            if part.filename in self._parts:
                raise not_xlsx(f"has two parts named {shown(part.filename)}")
            self._parts[part.filename] = part

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def other_kind(self) -> str | None:
        """Answer what the archive is, if it is known to be something else than a workbook."""
        return next((kind for name, kind in _OTHERS.items() if name in self._parts), None)

    def part(self, name: str) -> IO[bytes]:
        """Answer the bytes of a part, to be closed. Raises NotReadable: encrypted, zip-bomb, not-xlsx."""
        part = self._parts.get(name)
        if part is None:
            raise not_xlsx(f"has no part named {shown(name)}")
        if part.flag_bits & _ENCRYPTED:
            raise unreadable("encrypted", "is locked with a password", "save it without one")
        if part.compress_type not in _KNOWN:
            raise not_xlsx(f"packs the part {shown(name)} in a way that no workbook does")
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > LARGEST_PART or (part.file_size > RATIO_FROM and ratio > LARGEST_RATIO):
            wrong = f"unpacks the part {shown(name)} to {part.file_size:,} bytes, {ratio:,.0f} times what it has"
            raise unreadable("zip-bomb", wrong, "save the rows as CSV; if they are few, the file was made to do harm")
        try:
            return self._archive.open(part)
        except NotReadable:
            raise
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise not_xlsx(f"the part {shown(name)} cannot be unpacked: {shown(str(error))}") from None

    def close(self) -> None:
        """Close the archive; the file stays open."""
        self._archive.close()
