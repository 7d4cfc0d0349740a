"""`goodstanding records`: what anyone may be told now, through the public role."""

from __future__ import annotations

import dataclasses

from rich.console import Console
from rich.table import Table

from goodstanding.cli.output import Json, answer, say
from goodstanding.config import installation
from goodstanding.database.home import home
from goodstanding.register import queries


def records(*, as_json: Json = False) -> None:
    """List the records that are public on the present day: what, who, on which law, until when.

    Examples: goodstanding records · goodstanding records --json
    """
    with installation.serving_connection("gs_public", home=home()) as connection:
        here = queries.installation(connection)
        found = queries.published_records(connection)
    if as_json:
        document = {
            "installation": dataclasses.asdict(here),
            "records": [dataclasses.asdict(record) for record in found],
        }
        answer(document, as_json=True, words="")
        return
    if here.declared:
        say(f"This {here.status} shows the day {here.present}. {(here.reason or {}).get('en', '')}")
    if not found:
        print("No record.")
        return
    console = Console(highlight=False)
    table = Table(show_lines=True)
    for title in ("decided", "party", "authority, document", "law", "fine", "shown until"):
        table.add_column(title)
    for record in found:
        fine = f"{record.fine_amount:,} {record.fine_currency}" if record.fine_amount is not None else "none recorded"
        table.add_row(
            str(record.decided_on),
            record.party_name + (f"\nsite: {record.site_name}" if record.site_name else ""),
            f"{record.authority_name}\n{record.document_number}",
            record.law,
            fine,
            str(record.ends_on),
        )
    console.print(table)
    console.print(
        f"{len(found)} records. Source: {'; '.join(sorted({record.source for record in found}))}", markup=False
    )
