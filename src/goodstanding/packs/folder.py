"""A pack's files: which may be there, how large, and nothing that leads outside the folder."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from goodstanding.core import canonical
from goodstanding.packs.complaints import Complaint, NotAPack
from goodstanding.packs.plain_yaml import LARGEST_FILE, shown

# Folder by folder: the noun of the file's one key. `calendars` has a reader of its own (docs/time.md).
FOLDERS: Final = (
    "sources", "authorities", "organisations", "identifiers", "parameters", "facts", "rules", "publications", "items",
    "lists", "measures", "relations", "procedures", "deadlines", "notices", "reviews", "tests", "calendars",
    "names", "intakes",
)  # fmt: skip
NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*\.yaml")
LARGEST_BYTES: Final = 4 * LARGEST_FILE
MOST_FILES: Final = 300
LONGEST_NAME: Final = 250
# An edition goes into the ledger whole, and an entry's content has at most 1 MB.
LARGEST_PACK: Final = 900_000
OTHERS: Final = frozenset({"pack.yaml", "CHANGELOG.md"})


def read_folder(folder: Path) -> dict[str, str]:
    """Answer the pack's files by their path in the folder. Raises NotAPack, OSError when unreadable."""
    complaints: list[Complaint] = []
    if not _is_folder(folder):
        raise NotAPack((_complaint(str(folder), "no-folder", "is no folder", "name the folder that holds pack.yaml"),))
    files: dict[str, str] = {}
    for number, path in enumerate(_all_in(folder), start=1):
        name = path.relative_to(folder).as_posix()
        if number > MOST_FILES:
            raise NotAPack((_too_many(),))
        if path.is_symlink():
            complaints.append(_complaint(name, "no-links", "is a link", "put the file itself there"))
        elif not path.is_file():
            complaints.append(_complaint(name, "known-files", "is no file", "leave it out"))
        elif (text := _read(path, name, complaints)) is not None:
            files[name] = text
    said = {one.file for one in complaints}
    complaints += [one for one in file_complaints(files) if one.file not in said]
    if complaints:
        raise NotAPack(tuple(complaints))
    return files


def _all_in(folder: Path) -> Iterator[Path]:
    """Answer what lies in the folder and counts, folders by their contents; a link is never followed."""
    for inside, folders, names in os.walk(folder, onerror=_cannot_read):
        links = [name for name in folders if (Path(inside) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if _counts(name) and name not in links)
        yield from (Path(inside) / name for name in sorted([*names, *links]) if _counts(name))


def _cannot_read(error: OSError) -> None:
    raise error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name longer than any folder has
        return False


def _counts(name: str) -> bool:
    """Tell whether something belongs to the pack: what an editor or a system leaves behind does not."""
    return not name.startswith((".", "__"))


def file_complaints(files: Mapping[str, str]) -> list[Complaint]:
    """Answer what is wrong with the names and sizes of the files, wherever they come from."""
    if len(files) > MOST_FILES:
        return [_too_many()]
    complaints = []
    for name in files:
        parts = name.split("/")
        if name in OTHERS:
            continue
        if len(parts) != 2 or parts[0] not in FOLDERS or not NAME.fullmatch(parts[1]):  # noqa: PLR2004  folder/file
            mend = f"use pack.yaml, CHANGELOG.md, or NAME.yaml in one of {', '.join(FOLDERS)}"
            wrong = "is no file of a pack" + ("" if name.isascii() else ", whose names are ASCII")
            complaints.append(_complaint(name, "known-files", wrong, mend))
    if "pack.yaml" not in files:
        complaints.append(
            _complaint("pack.yaml", "known-files", "is missing", "add it: docs/packs.md says what it holds")
        )
    size = sum(len(text.encode()) for text in files.values())
    if size > LARGEST_PACK:
        complaints.append(_complaint("$", "too-large", f"the pack has {size:,} bytes", f"stay below {LARGEST_PACK:,}"))
    return complaints


def edition_hash(files: Mapping[str, str]) -> str:
    """Answer the edition's hash: SHA-256 over the canonical JSON of {path: SHA-256 of the file's bytes}, in hex.

    Anyone can compute it from the folder with `sha256sum` and RFC 8785.
    """
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return hashlib.sha256(canonical.encode(hashes)).hexdigest()


def _read(path: Path, name: str, complaints: list[Complaint]) -> str | None:
    if path.stat().st_size > LARGEST_BYTES:
        complaints.append(_complaint(name, "too-large", f"has {path.stat().st_size:,} bytes", "split the file"))
        return None
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        complaints.append(_complaint(name, "utf-8", f"byte {error.start} is not UTF-8", "save the file as UTF-8"))
        return None


def _too_many() -> Complaint:
    return _complaint("$", "too-many-files", f"has more than {MOST_FILES} files", "join some files")


def _complaint(file: str, code: str, wrong: str, mend: str) -> Complaint:
    name = shown(file, longest=LONGEST_NAME)
    return Complaint(file=name, line=0, path="$", code=code, wrong=wrong, rule="format", mend=mend)
