"""The rows of the filings: their columns, and one line in each of the three formats."""

from __future__ import annotations

from typing import Final

FORMATS: Final = {
    "registrar": "csv",
    "environment-agency": "jsonl",
    "labour-inspectorate": "csv",
    "revenue-office": "tsv",
    "market-authority": "tsv",
}
COLUMNS: Final = (
    "event", "document", "filed_on", "decided_on", "conduct_on", "published_on", "party", "party_name", "site", "item",
    "law", "fine", "currency", "licence_effect", "tier", "corrected_on", "ends_on", "reason",
)  # fmt: skip
EVENT, FILED_ON, DECIDED_ON, PUBLISHED_ON, PARTY_NAME, ITEM, FINE, TIER, CORRECTED_ON, ENDS_ON, REASON = (
    0, 2, 3, 5, 7, 9, 11, 14, 15, 16, 17,
)  # fmt: skip


def heading(form: str) -> str:
    """Answer the first line of a file, or nothing where each line names its columns."""
    return "" if form == "jsonl" else ("," if form == "csv" else "\t").join(COLUMNS) + "\n"


def called(form: str, name: str) -> str:
    """Answer the name as the format writes it: quoted in CSV, the one column that a comma could be in."""
    return f'"{name}"' if form == "csv" else name


def row(form: str, fields: list[str]) -> str:
    """Answer the line of the fields, without its end. No field has a sign that the format would escape."""
    if form == "csv":
        return ",".join(fields)
    if form == "tsv":
        return "\t".join(fields)
    event, document, filed, decided, conduct, published, party, name, site, item, law, *rest = fields
    fine, currency, effect, tier, corrected, ends, reason = rest
    return (
        f'{{"event":"{event}","document":"{document}","filed_on":"{filed}","decided_on":"{decided}",'
        f'"conduct_on":"{conduct}","published_on":{_text(published)},"party":"{party}","party_name":"{name}",'
        f'"site":"{site}","item":"{item}","law":"{law}","fine":{_text(fine)},"currency":{_text(currency)},'
        f'"licence_effect":"{effect}","tier":{_text(tier)},"corrected_on":{_text(corrected)},'
        f'"ends_on":{_text(ends)},"reason":{_text(reason)}}}'
    )


def _text(value: str) -> str:
    return f'"{value}"' if value else "null"
