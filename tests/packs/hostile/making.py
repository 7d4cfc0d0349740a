"""How a hostile pack is made: the small clean pack, one thing bent, and the exact faults it has to be refused with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

from goodstanding.packs.folder import read_folder
from goodstanding.packs.reading import parse_pack
from goodstanding.packs.reviewing import review_hash

Files = dict[str, str]
Bend = Callable[[Files], None]

SMALL: Final[Mapping[str, str]] = read_folder(Path(__file__).parents[1] / "small")

AUTHORITIES, CALENDAR, CASES = "authorities/all.yaml", "calendars/small.yaml", "tests/cases.yaml"
DEADLINES, FACTS, FIGURES = "deadlines/deadlines.yaml", "facts/facts.yaml", "parameters/figures.yaml"
ITEMS, LISTS, MEASURES = "items/items.yaml", "lists/lists.yaml", "measures/measures.yaml"
NOTICES, PACK, PROCEDURES = "notices/notices.yaml", "pack.yaml", "procedures/procedures.yaml"
PUBLICATIONS, RELATIONS, REVIEWS = "publications/standard.yaml", "relations/relations.yaml", "reviews/all.yaml"
RULES, SCHEMES, SOURCES = "rules/rules.yaml", "identifiers/schemes.yaml", "sources/acts.yaml"
TYPES = "organisations/types.yaml"

# A province of the small pack: one figure shortened under its own statute, one measure of its own.
PROVINCE: Final[Mapping[str, str]] = {
    "pack.yaml": (
        "pack: exampleland-north\nversion: 2026.1.0\nformat: 1\njurisdiction: XX-N\nextends: exampleland\n"
        "title: {en: North, zh-Hans: 北省}\nlanguages: [en, zh-Hans]\nstatus: teaching\ntime_zone: Etc/UTC\n"
        "legal_status: {en: An interpretation of invented law., zh-Hans: 对虚构法律的解释。}\n"
        "page_notice: {en: Invented., zh-Hans: 虚构。}\nauthority: {en: North Office, zh-Hans: 北省机关}\n"
        "maintainers: [{role: legal, contact: legal@north.example}]\n"
    ),
    "sources/north.yaml": (
        "sources:\n  - source: north\n    title: {en: North Statute, zh-Hans: 北省条例}\n    level: local-regulation\n"
        "    number: Statute 1\n    publisher: {en: Gazette, zh-Hans: 公报}\n    text_held: not-held\n"
        "    citation: Statute 1 (invented)\n    confidence: invented\n    dates: invented\n    from: 2010-01-01\n"
        "    provisions:\n      s1: {heading: {en: Records, zh-Hans: 记录}}\n"
    ),
    "parameters/north.yaml": (
        "parameters:\n  - parameter: serious.ends\n"
        "    text: {en: Months a serious record lasts, zh-Hans: 严重记录月数}\n"
        "    unit: month\n    favours: lower\n    last_checked: 2026-11-01\n    values:\n"
        "      2000-01-01: {value: 36, basis: [act s1], confidence: invented}\n"
        "      2010-01-01: {value: 24, basis: [north s1], confidence: invented}\n"
    ),
    "measures/north.yaml": (
        "measures:\n  - measure: river-check\n    text: {en: River check, zh-Hans: 河流检查}\n"
        "    explains: {en: Its outlets are checked., zh-Hans: 检查排口。}\n    kind: management\n"
        "    severity: management\n    domain: environment\n    basis: [north s1]\n    confidence: invented\n"
        "    from: 2010-01-01\n    follows_items: [emission-over-limit]\n    tiers: [serious]\n    ends: with-cause\n"
    ),
}


class Fault(NamedTuple):
    """What a hostile pack is refused with, but for the line and the mend."""

    file: str
    path: str
    code: str
    wrong: str


@dataclass(frozen=True)
class Hostile:
    """The base with one thing bent, and everything it is refused with.

    The base is the small pack as it is, a province of it, the edition after it, or it as a real country's law in
    force. `earlier` bends the nation of the province, or the edition before.
    """

    name: str
    bends: Sequence[Bend]
    faults: Sequence[Fault] = ()
    base: Literal["nation", "province", "edition", "in force"] = "nation"
    earlier: Sequence[Bend] = ()
    # What a machine of the house may take at most; for those that are as large as a pack may be.
    seconds: float = 1.0


def bent(base: Mapping[str, str], *bends: Bend) -> Files:
    """The files of a pack after the bends."""
    files = dict(base)
    for bend in bends:
        bend(files)
    return files


def swap(file: str, old: str, new: str) -> Bend:
    """Put `new` in the place of the one `old` in the file."""

    def bend(files: Files) -> None:
        assert files[file].count(old) == 1, f"{file} has {old!r} {files[file].count(old)} times"
        files[file] = files[file].replace(old, new)

    return bend


def every(file: str, old: str, new: str) -> Bend:
    """Put `new` in the place of each `old` in the file."""

    def bend(files: Files) -> None:
        assert old in files[file], f"{file} has no {old!r}"
        files[file] = files[file].replace(old, new)

    return bend


def add(file: str, text: str) -> Bend:
    """Write `text` at the end of the file, which may be new."""

    def bend(files: Files) -> None:
        files[file] = files.get(file, "") + text

    return bend


def whole(file: str, text: str) -> Bend:
    """Let the file hold `text` and nothing else."""

    def bend(files: Files) -> None:
        files[file] = text

    return bend


def cut(file: str, words: str) -> Bend:
    """Leave out the one line that has these words."""

    def bend(files: Files) -> None:
        lines = files[file].splitlines(keepends=True)
        left = [line for line in lines if words not in line]
        assert len(left) == len(lines) - 1, f"{file} has {words!r} in {len(lines) - len(left)} lines"
        files[file] = "".join(left)

    return bend


def drop(file: str) -> Bend:
    """Leave the file out."""

    def bend(files: Files) -> None:
        del files[file]

    return bend


def in_force() -> Files:
    """The small pack as a real country's reviewed law: every figure confirmed and cited, every rule read."""
    files = bent(
        SMALL,
        swap("pack.yaml", "jurisdiction: XX", "jurisdiction: ZZ"),
        swap("pack.yaml", "status: teaching", "status: in-force"),
        every("parameters/figures.yaml", "confidence: invented", "confidence: confirmed, citation: Act 1"),
        every("rules/rules.yaml", "confidence: invented\n", "confidence: confirmed\n        citation: Act 1\n"),
        swap("publications/standard.yaml", "invented\n", "confirmed\n        citation: Act 1\n"),
    )
    files = {
        name: text.replace("invented", "confirmed") if name.endswith("yaml") else text for name, text in files.items()
    }
    pack = parse_pack(files)
    files[REVIEWS] = "reviews:\n" + "".join(
        f"  - {{review: {rule}, rule: {rule}, sha256: {review_hash(pack, rule=rule)}, "
        "reviewed: 2026-11-01, by: Reader, role: legal}\n"
        for rule in pack.catalogue.rules
    )
    return files
