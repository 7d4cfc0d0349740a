# ruff: noqa: N999  the command is `make proof NAME=open-data`
"""Proof `open-data`: what `load tw-environment` files agrees with a count of the raw file that shares nothing with it.

The load runs as the command, into a private home. What the register then holds is counted from its tables and held
against `tests/intake/recount.py` (DuckDB on the raw file, written without sight of the program).

    make proof NAME=open-data
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from psycopg import Connection
from tests.intake.recount import recount

from goodstanding.config import demonstration
from goodstanding.database import connections, server
from goodstanding.database.home import Home

VERSIONS = "register.record_version r where r.known_to is null and r.batch is not null"


def counted(owner: Connection[Any]) -> dict[str, Any]:
    """What the register and the held rows hold, by the columns of the source that every record keeps."""

    def one(sql: str) -> Any:
        row = owner.execute(sql).fetchone()
        return row[0] if row else None

    told = "r.columns ->> 'COUNTYCODE', r.columns ->> 'DOCUMENTNO'"
    held = "h.fields ->> 'COUNTYCODE', h.fields ->> 'DOCUMENTNO', h.fields ->> 'FACILITYNAME'"
    quashed = "(h.fields ->> 'PETITIONRESULTS') in ('原處分撤銷', '實體撤銷', '撤銷並另立裁處書')"
    rescinded = "('資料鍵入錯誤', '撤銷並另立裁處書', '自行撤銷', '陳情撤銷', '案件廢止')"
    never = f"{quashed} or (h.fields ->> 'APPEALRESCIND') in {rescinded}"
    return {
        "filed": one(f"select count(*) from {VERSIONS}"),
        "filed_decisions": one(f"select count(*) from (select distinct {told}, r.party from {VERSIONS}) d"),
        "held_decisions": one(f"select count(*) from (select distinct {held} from intake.held_row h) d"),
        "never_valid_filed": one(f"select count(*) from {VERSIONS} and r.annulled"),
        "never_valid_held": one(
            f"select count(*) from (select distinct {held} from intake.held_row h where {never}) d"
        ),
        "dismissals_annulled": one(
            f"select count(*) from {VERSIONS} and r.annulled and r.columns ->> 'APPEALRESCIND' = '駁回'"
            " and coalesce(r.columns ->> 'PETITIONRESULTS', '') not in ('原處分撤銷', '實體撤銷', '撤銷並另立裁處書')"
        ),
        "undetermined_filed": one(f"select count(*) from {VERSIONS} and r.appeal in ('undetermined', 'pending')"),
        "county_documents_of_different_parties": one(
            "select count(*) from (select r.columns ->> 'COUNTY', r.columns ->> 'DOCUMENTNO'"
            f" from {VERSIONS} group by 1, 2 having count(distinct r.columns ->> 'FACILITYNAME') > 1) d"
        ),
        # One record is one decision: none has the number of another, and none is two parties'.
        "merged": one(
            "select count(*) from (select r.handle from register.record_version r where r.batch is not null"
            " group by r.handle having count(distinct (r.authority, r.document_number, r.party)) > 1) d"
        ),
        "held": one("select count(*) from intake.held_row"),
        "reasons": dict(
            owner.execute("select reason, count(*) from intake.held_row group by 1 order by 2 desc").fetchall()
        ),
        "registry_only_or_held_parties": one(
            f"select count(distinct r.party) from {VERSIONS} and exists (select from register.organisation o"
            " where o.handle = r.party and o.sole_trader <> 'no')"
        ),
        "places_held_as_a_person": one("select count(*) from register.establishment e where e.name is null"),
        "refused": one("select count(*) from ledger.refused_entry"),
    }


def never_valid_without_law(path: Path) -> int:
    """Decisions never valid among those that cite no law, which are rejected."""
    row = duckdb.execute(
        "select count(distinct (COUNTYCODE, DOCUMENTNO, FACILITYNAME)) from read_parquet($path)"
        " where coalesce(TRANSGRESSLAW, '') = '' and (PETITIONRESULTS in ('原處分撤銷', '實體撤銷', '撤銷並另立裁處書')"
        " or APPEALRESCIND in ('資料鍵入錯誤', '撤銷並另立裁處書', '自行撤銷', '陳情撤銷', '案件廢止'))",
        {"path": str(path)},
    ).fetchone()
    return int(row[0]) if row else 0


def load(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the command says in a home of its own, and what its register then holds."""
    with tempfile.TemporaryDirectory(prefix="gsproof") as short:
        Path(short).chmod(0o755)  # as root the server runs as another user, who must reach its data
        home = Home(Path(short) / "home")
        environment = os.environ | {"GOODSTANDING_HOME": str(home.path), "GOODSTANDING_DATA": str(folder.resolve())}
        try:
            command = [sys.executable, "-m", "goodstanding.cli.main", "load", demonstration.TAIWAN, "--json"]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(done.stderr[-2000:])
            with connections.connect("gs_owner", home=home) as owner:
                return json.loads(done.stdout), counted(owner)
        finally:
            server.down(home=home)


def main() -> None:
    """Load, count both ways, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="nothing here is drawn; every proof takes one")
    parser.parse_args()
    folder = demonstration.data_folder()
    if folder is None:
        sys.exit("SKIPPED: the open data is not here; GOODSTANDING_DATA names its folder")
    raw, start = recount(folder / demonstration.TAIWAN), time.monotonic()
    loaded, found = load(folder)
    counts = loaded["decisions"]
    again = counts["re-harvest"] + counts["corrected"]
    held_again = found["held"] - found["held_decisions"]
    compared = {
        "rows": (loaded["rows"], raw.rows),
        "rows_are_something": (counts["filed"] + again + counts["held"] + counts["rejected"], raw.rows),
        "decisions": (found["filed"] + found["held_decisions"] + counts["rejected"], raw.decisions),
        "reharvests": (again + held_again, raw.reharvests),
        "without_law_rejected": (counts["rejected"], raw.decisions_without_law),
        "never_valid": (
            found["never_valid_filed"] + found["never_valid_held"],
            raw.never_valid - never_valid_without_law(folder / demonstration.TAIWAN / "penalties.parquet"),
        ),
        "dismissals_annulled": (found["dismissals_annulled"], 0),
        "merged": (found["merged"], 0),
        "refused": (found["refused"], 0),
        "places": (loaded["places"]["filed"], raw.register_ids),
        "places_without_number": (loaded["places"]["rejected"], raw.register_name_only),
    }
    differing = {
        name: {"program": ours, "recount": theirs} for name, (ours, theirs) in compared.items() if ours != theirs
    }
    document = {
        "compared": {name: ours for name, (ours, _) in compared.items()},
        "differing": differing,
        "register": found,
        "held_share": round(found["held"] / raw.rows, 4),
        "conflicts_examined": {
            "raw": raw.rows_joining_to_another_name_raw,
            "held": found["reasons"].get("id-name-conflict"),
        },
        "seconds": round(time.monotonic() - start, 1),
    }
    print(json.dumps(document, ensure_ascii=False, indent=1))
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
