"""`goodstanding records`: what anyone may be told now, through the public role."""

from __future__ import annotations

import dataclasses

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
    for record in found:
        print("\n".join(_lines(record)), end="\n\n")
    print(f"{len(found)} records. Source: {'; '.join(sorted({record.source for record in found}))}")


def _lines(record: queries.PublishedRecord) -> list[str]:
    # Lines and not a table: the names of laws and parties are long, and a table would cut them.
    fine = f"{record.fine_amount:,f} {record.fine_currency}" if record.fine_amount is not None else "none recorded"
    site = [f"            site: {record.site_name}"] if record.site_name else []
    until = record.ends_on or "further notice"
    return [
        f"{record.decided_on}  {record.party_name}",
        *site,
        f"            {record.authority_name}, {record.document_number}",
        f"            on {record.law}",
        f"            fine {fine}, {record.tier}; shown from {record.published_from} until {until}",
    ]
