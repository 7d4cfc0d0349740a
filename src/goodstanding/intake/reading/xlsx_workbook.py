"""What a workbook says beside its cells: which sheet has them, which formats show days, the texts they share."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Final

from goodstanding.intake.reading import excel_days
from goodstanding.intake.reading.faults import shown, unreadable
from goodstanding.intake.reading.limits import MOST_FORMATS
from goodstanding.intake.reading.xlsx_package import Package
from goodstanding.intake.reading.xlsx_texts import TextPieces, Texts
from goodstanding.intake.reading.xml_parts import Handler, not_xlsx, number, read

_MOST_SHEETS: Final = 1_000
# Of a sheet, a part or a format; what is longer is none.
_LONGEST_NAME: Final = 300


@dataclass
class Workbook:
    """What is needed to read the cells: the part of the one sheet that has any, and what cells refer to."""

    sheet: str
    from_1904: bool
    texts: Texts
    # Whether the format of that number shows days or times.
    days: list[bool]


def workbook(package: Package) -> Workbook:
    """Answer what the package says. Raises NotReadable: several-sheets, wrong-form, and what parts raise."""
    if kind := package.other_kind():
        raise not_xlsx(f"is {kind}, not a workbook", rule="wrong-form", mend="save the rows as XLSX or CSV")
    main = next((target for kind, target in _relations(package, "").values() if kind == "officeDocument"), None)
    if main is None:
        raise not_xlsx("holds no workbook")
    book = _Book()
    _tell(package, main, book)
    relations = _relations(package, main)
    sheets = [(title, relations[key][1]) for title, key in book.sheets if key in relations]
    filled = [(title, part) for title, part in sheets if _has_values(package, part)]
    if len(filled) > 1:
        titles = ", ".join(shown(title) for title, _ in filled[:5])
        wrong = f"has {len(filled):,} sheets with something in them ({titles})"
        raise unreadable("several-sheets", wrong, "save each sheet as a file of its own")
    if not filled:
        raise unreadable("empty-file", "has no sheet with something in it", "file one that holds rows")
    others = {kind: part for kind, part in relations.values() if kind in ("sharedStrings", "styles")}
    texts, styles = _Shared(), _Styles()
    if "sharedStrings" in others:
        _tell(package, others["sharedStrings"], texts)
    if "styles" in others:
        _tell(package, others["styles"], styles)
    return Workbook(filled[0][1], book.from_1904, texts.texts, styles.days())


def _tell(package: Package, part: str, handler: Handler) -> None:
    with package.part(part) as stream:
        for _ in read(stream, handler, part=part):
            pass


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Answer what a part refers to, by the key it uses: the last word of the kind, and the part."""
    folder, name = posixpath.split(part)
    relations = _Relations()
    _tell(package, posixpath.join(folder, "_rels", f"{name}.rels"), relations)
    return {
        key: (kind.rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for key, kind, target in relations.found
    }


class _Found(Exception):
    """What was looked for is there."""


class _Quiet:
    """Ignores what it is told."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Values(_Quiet):
    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  the name is enough
        if name in ("v", "is", "f"):
            raise _Found


def _has_values(package: Package, part: str) -> bool:
    try:
        _tell(package, part, _Values())
    except _Found:
        return True
    return False


class _Relations(_Quiet):
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External" and len(self.found) < _MOST_SHEETS:
            key, kind, target = (attributes.get(one, "")[:_LONGEST_NAME] for one in ("Id", "Type", "Target"))
            self.found.append((key, kind, target))


class _Book(_Quiet):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            key = next((one for name, one in attributes.items() if name.endswith(":id")), "")
            self.sheets.append((attributes.get("name", "")[:_LONGEST_NAME], key[:_LONGEST_NAME]))
            if len(self.sheets) > _MOST_SHEETS:
                raise unreadable("several-sheets", f"has more than {_MOST_SHEETS:,} sheets", "save one sheet")


class _Shared(_Quiet):
    def __init__(self) -> None:
        self.texts = Texts()
        self._pieces = TextPieces()

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  texts have no attributes to know
        self._pieces.start(name)

    def end(self, name: str) -> None:
        self._pieces.end(name)
        if name == "si":
            self.texts.add(self._pieces.taken())

    def text(self, text: str) -> None:
        self._pieces.text(text)


@dataclass
class _Styles(_Quiet):
    _codes: dict[str, str] = field(default_factory=dict)
    _formats: list[str] = field(default_factory=list)
    _inside: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")[:_LONGEST_NAME]] = attributes.get("formatCode", "")[
                :_LONGEST_NAME
            ]
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._formats.append(attributes.get("numFmtId", "0")[:_LONGEST_NAME])
        if len(self._codes) > MOST_FORMATS // 16 or len(self._formats) > MOST_FORMATS:
            raise not_xlsx(f"has more than {MOST_FORMATS:,} formats", rule="xml-bomb")

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def days(self) -> list[bool]:
        """Answer, for each format that cells refer to, whether it shows days or times."""
        return [excel_days.is_day(number(one), self._codes.get(one)) for one in self._formats]
