"""Folders that hold what no pack holds: links, odd names, bytes that are no text, too much of anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.packs.hostile.making import FACTS, ITEMS, PACK, PROVINCE, SMALL, Fault

Bend = Callable[[Path], object]


@dataclass(frozen=True)
class Folder:
    """The small pack in a folder of its own, bent there; or a province beside it, or another path altogether."""

    name: str
    bend: Bend
    faults: Sequence[Fault]
    asked: str = "exampleland"


def holds(file: str, content: bytes | str) -> Bend:
    """Let the folder hold this file."""

    def bend(folder: Path) -> None:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return bend


def link(file: str, to: str) -> Bend:
    """Let a file be a link."""

    def bend(folder: Path) -> None:
        (folder / file).unlink(missing_ok=True)
        (folder / file).symlink_to(to)

    return bend


def says(words: str) -> Bend:
    """Let the manifest say something more."""
    return holds(PACK, SMALL[PACK] + words)


def province(*, extends: str = "exampleland", nation: Bend | None = None) -> Bend:
    """Put a province beside the pack, which may be bent itself."""

    def bend(folder: Path) -> None:
        write(folder.parent / "exampleland-north", PROVINCE)
        manifest = PROVINCE[PACK].replace("extends: exampleland\n", f"extends: {extends}\n")
        holds(PACK, manifest)(folder.parent / "exampleland-north")
        if nation:
            nation(folder)

    return bend


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write a pack's files."""
    for name, text in files.items():
        holds(name, text)(folder)


def town(folder: Path) -> None:
    """Put a province beside the pack, and beside it a town that extends the province."""
    province()(folder)
    write(folder.parent / "town", PROVINCE)
    manifest = PROVINCE[PACK].replace("pack: exampleland-north", "pack: town").replace("XX-N", "XX-T")
    holds(PACK, manifest.replace("extends: exampleland\n", "extends: exampleland-north\n"))(folder.parent / "town")


def many(folder: Path) -> None:
    """Three hundred files beside those of the pack."""
    for number in range(300):
        holds(f"facts/many{number}.yaml", "facts: []\n")(folder)


MISPLACED = "is no file of a pack"

FOLDERS: Final = (
    # --- links ---
    Folder(
        "a link out of the folder",
        link("items/more.yaml", "/etc/passwd"),
        [Fault("items/more.yaml", "$", "no-links", "is a link")],
    ),
    Folder(
        "a link in the place of the manifest", link(PACK, "../pack.yaml"), [Fault(PACK, "$", "no-links", "is a link")]
    ),
    Folder("a folder that is a link", link("reviews", "/etc"), [Fault("reviews", "$", "no-links", "is a link")]),
    Folder(
        "a link to itself",
        link("items/more.yaml", "more.yaml"),
        [Fault("items/more.yaml", "$", "no-links", "is a link")],
    ),
    Folder(
        "a link to nothing",
        link("items/more.yaml", "nowhere"),
        [Fault("items/more.yaml", "$", "no-links", "is a link")],
    ),
    Folder(
        "a link inside the folder",
        link("items/more.yaml", "items.yaml"),
        [Fault("items/more.yaml", "$", "no-links", "is a link")],
    ),
    Folder(
        "a pipe",
        lambda folder: os.mkfifo(folder / "items/more.yaml"),
        [Fault("items/more.yaml", "$", "known-files", "is no file")],
    ),
    # --- names ---
    Folder(
        "a folder of scores",
        holds("scores/scores.yaml", "scores: []\n"),
        [Fault("scores/scores.yaml", "$", "known-files", MISPLACED)],
    ),
    Folder("a program", holds("rules/run.py", "import os\n"), [Fault("rules/run.py", "$", "known-files", MISPLACED)]),
    Folder(
        "another ending",
        holds("items/more.yml", "items: []\n"),
        [Fault("items/more.yml", "$", "known-files", MISPLACED)],
    ),
    Folder(
        "a name in capitals",
        holds("items/More.yaml", "items: []\n"),
        [Fault("items/More.yaml", "$", "known-files", MISPLACED)],
    ),
    Folder(
        "a name with a space",
        holds("items/more items.yaml", "items: []\n"),
        [Fault("items/more items.yaml", "$", "known-files", MISPLACED)],
    ),
    Folder(
        "a name of two lines",
        holds("items/more\nitems.yaml", "items: []\n"),
        [Fault("items/more\\nitems.yaml", "$", "known-files", MISPLACED)],
    ),
    Folder(
        "a name that paints the terminal",
        holds("items/\x1b[31m.yaml", "items: []\n"),
        [Fault("items/\\x1b[31m.yaml", "$", "known-files", MISPLACED)],
    ),
    Folder(
        "a name with a Cyrillic letter",
        holds("items/it\u0435ms.yaml", "items: []\n"),
        [Fault("items/it\u0435ms.yaml", "$", "known-files", MISPLACED + ", whose names are ASCII")],
    ),
    Folder(
        "a name that is no text",
        holds(f"items/{os.fsdecode(bytes([255]))}.yaml", "items: []\n"),
        [Fault("items/\\udcff.yaml", "$", "known-files", MISPLACED + ", whose names are ASCII")],
    ),
    Folder(
        "a file beside the folders",
        holds("items.yaml", "items: []\n"),
        [Fault("items.yaml", "$", "known-files", MISPLACED)],
    ),
    Folder(
        "a folder in a folder",
        holds("items/more/items.yaml", "items: []\n"),
        [Fault("items/more/items.yaml", "$", "known-files", MISPLACED)],
    ),
    Folder("no manifest", lambda folder: (folder / PACK).unlink(), [Fault(PACK, "$", "known-files", "is missing")]),
    # --- bytes ---
    Folder(
        "a binary file",
        holds("items/more.yaml", bytes(range(256))),
        [Fault("items/more.yaml", "$", "utf-8", "byte 128 is not UTF-8")],
    ),
    Folder("a binary manifest", holds(PACK, b"\x7fELF\xff"), [Fault(PACK, "$", "utf-8", "byte 4 is not UTF-8")]),
    Folder("UTF-16", holds(FACTS, SMALL[FACTS].encode("utf-16")), [Fault(FACTS, "$", "utf-8", "byte 0 is not UTF-8")]),
    Folder(
        "Latin 1",
        holds(FACTS, "facts: [] # \u00e9\n".encode("latin-1")),
        [Fault(FACTS, "$", "utf-8", "byte 12 is not UTF-8")],
    ),
    Folder(
        "GB 18030", holds(ITEMS, SMALL[ITEMS].encode("gb18030")), [Fault(ITEMS, "$", "utf-8", "byte 86 is not UTF-8")]
    ),
    # --- size ---
    Folder(
        "a file of five megabytes",
        holds("items/more.yaml", b"# five\n" * 750_000),
        [Fault("items/more.yaml", "$", "too-large", "has 5,250,000 bytes")],
    ),
    Folder(
        "a changelog of five megabytes",
        holds("CHANGELOG.md", b"# five\n" * 750_000),
        [Fault("CHANGELOG.md", "$", "too-large", "has 5,250,000 bytes")],
    ),
    Folder(
        "a pack of one megabyte",
        lambda folder: [holds(f"facts/many{n}.yaml", b"# one\n" * 30_000)(folder) for n in range(6)],
        [
            Fault(
                "$",
                "$",
                "too-large",
                f"the pack has {1_080_000 + sum(len(text.encode()) for text in SMALL.values()):,} bytes",
            )
        ],
    ),
    Folder("three hundred files too many", many, [Fault("$", "$", "too-many-files", "has more than 300 files")]),
    # --- where ---
    Folder("no folder", lambda folder: None, [Fault("nowhere", "$", "no-folder", "is no folder")], asked="nowhere"),
    Folder(
        "a name longer than any folder's",
        lambda folder: None,
        [Fault("n" * 250 + "…", "$", "no-folder", "is no folder")],
        asked="n" * 1000,
    ),
    # --- what it extends ---
    Folder(
        "a pack that extends itself",
        says("extends: exampleland\n"),
        [Fault(PACK, "extends", "extends-a-pack", "extends itself")],
    ),
    Folder(
        "a pack that extends nothing there",
        says("extends: nowhere\n"),
        [Fault(PACK, "extends", "extends-a-pack", "extends 'nowhere', which is not in packs/")],
    ),
    Folder(
        "a pack that extends its folder",
        says("extends: ..\n"),
        [Fault(PACK, "extends", "well-formed", "'..' should match pattern '^[a-z][a-z0-9]*([-._][a-z0-9]+)*$'")],
    ),
    Folder(
        "a town that extends a province",
        town,
        [Fault(PACK, "extends", "extends-a-pack", "extends a pack that itself extends another")],
        asked="town",
    ),
    Folder(
        "a nation that extends its province",
        province(nation=says("extends: exampleland-north\n")),
        [Fault(PACK, "extends", "extends-a-pack", "extends a pack that itself extends another")],
        asked="exampleland-north",
    ),
    Folder(
        "a province of a broken nation",
        province(nation=holds(ITEMS, "items: {}\n")),
        [
            Fault(
                "exampleland/items/items.yaml",
                "$",
                "one-noun-a-file",
                "does not hold `items:` and a list under it, alone",
            )
        ],
        asked="exampleland-north",
    ),
    Folder(
        "a province of a nation with a link",
        province(nation=link("items/more.yaml", "/etc/passwd")),
        [Fault("exampleland/items/more.yaml", "$", "no-links", "is a link")],
        asked="exampleland-north",
    ),
    Folder(
        "a province of a nation of another name",
        province(nation=holds(PACK, SMALL[PACK].replace("pack: exampleland", "pack: otherland"))),
        [Fault(PACK, "extends", "extends-a-pack", "names another pack than 'otherland', the one given")],
        asked="exampleland-north",
    ),
)
