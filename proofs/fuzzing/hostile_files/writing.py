"""The five forms, written byte by byte, so that nothing stops what no honest program would write."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from proofs.fuzzing.hostile_files import parquets

Table = Sequence[Sequence[str]]
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff\r]")
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def content(form: str, columns: Sequence[str], rows: Table) -> bytes:
    """Answer a file of that form."""
    if form == "jsonl":
        return json_lines(columns, rows)
    if form == "parquet":
        return parquets.file(columns, rows)
    if form == "xlsx":
        return zipped(workbook(columns, rows))
    return separated(columns, rows, separator="," if form == "csv" else "\t")


def separated(columns: Sequence[str], rows: Table, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Answer separated values."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def json_lines(columns: Sequence[str], rows: Table) -> bytes:
    """Answer JSON lines; every second row is written without escapes where that can be."""
    lines = []
    for number, row in enumerate(rows):
        whole = any("\ud800" <= letter <= "\udfff" for cell in row for letter in cell)
        line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=whole or number % 2 == 0)
        lines.append(line.encode())
    return b"\n".join(lines) + b"\n"


def cell_xml(text: str) -> str:
    """Answer a cell that holds the text itself."""
    if not text:
        return "<c/>"
    plain = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text.replace("_x", "_x005F_x"))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(plain)}</t></is></c>'


def sheet_xml(columns: Sequence[str], rows: Table, *, after: str = "") -> str:
    """Answer a sheet."""
    lines = [f"<row>{''.join(map(cell_xml, row))}</row>" for row in (columns, *rows)]
    return f"{HEAD}<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData>{after}</worksheet>"


def workbook(
    columns: Sequence[str], rows: Table, *, sheets: Mapping[str, str] | None = None, **parts: bytes | None
) -> dict[str, bytes]:
    """Answer the parts of a workbook; `sheets` are titles and XML, `parts` by the last word of their name."""
    sheets = sheets or {"Rows": sheet_xml(columns, rows)}
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="rIdT" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    related += f'<Relationship Id="rIdS" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    sheets_xml = f"<sheets>{listed}</sheets>"
    formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    found: dict[str, bytes | None] = {
        "_rels/.rels": f'{HEAD}<Relationships {_PACKAGE}><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'{HEAD}<workbook {_MAIN} xmlns:r="{_RELATIONS}">{sheets_xml}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships {_PACKAGE}>{related}</Relationships>".encode(),
        "xl/sharedStrings.xml": f"{HEAD}<sst {_MAIN}/>".encode(),
        "xl/styles.xml": f"{HEAD}<styleSheet {_MAIN}>{formats}</styleSheet>".encode(),
    }
    for number, xml in enumerate(sheets.values(), start=1):
        found[f"xl/worksheets/sheet{number}.xml"] = xml.encode("utf-8", "surrogatepass")
    for name in list(found):
        key = name.rpartition("/")[2].partition(".")[0]
        if key in parts:
            found[name] = parts[key]
    return {name: data for name, data in found.items() if data is not None}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Answer an honest archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def archive(entries: Sequence[tuple[str, bytes, int, int, int]]) -> bytes:
    """Answer an archive of entries as they are told: name, packed bytes, size unpacked, CRC, flags; all deflated."""
    body = bytearray()
    directory = bytearray()
    for name, packed, size, crc, flags in entries:
        place = len(body)
        common = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 33, crc, len(packed), size, len(name.encode()), 0)
        body += b"PK\x03\x04" + common + name.encode() + packed
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0, place) + name.encode()
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def entry(name: str, data: bytes, *, size: int | None = None, flags: int = 0) -> tuple[str, bytes, int, int, int]:
    """Answer an entry of `archive`, with another size if one is told."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packing.compress(data) + packing.flush()
    return name, packed, len(data) if size is None else size, zlib.crc32(data), flags


def bomb(name: str, size: int, *, told: int | None = None) -> tuple[str, bytes, int, int, int]:
    """Answer an entry that unpacks to so many blanks; another size is told if one is."""
    block = 10_000_000
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packing.compress(b" " * block) + packing.flush(zlib.Z_FULL_FLUSH)
    packed = piece * (size // block) + b"\x03\x00"
    return name, packed, size if told is None else told, 0, 0
