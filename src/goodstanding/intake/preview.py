"""A file checked before anything is filed: every fault by row, field and rule, and what would become of the rest."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from psycopg import Connection

from goodstanding.intake import batches
from goodstanding.intake.applying import Job, published_pack, sha256_of
from goodstanding.intake.filing import CHUNK, Filer, Ready
from goodstanding.intake.premises import PremisesFiler
from goodstanding.intake.reading import Fault, Raw, open_rows
from goodstanding.ledger import outbox

# A cell that a spreadsheet would take for a formula is written so that it does not.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
SHOWN: Final = 20


@dataclass(frozen=True)
class Checked:
    """What applying a file would do: `rows` sound or not, `counts` by outcome, and the first rows that would be filed.

    A decision that comes twice in the file counts as filed once and `again` for the rest.
    """

    sha256: str
    rows: int
    counts: dict[str, int]
    reasons: dict[str, int]
    faults: Sequence[Fault]
    first: Sequence[dict[str, Any]]


def check(
    connection: Connection[Any], *, job: Job, authority: str, progress: Callable[[int], None] = lambda _: None
) -> Checked:
    """Answer what applying the file would do, on a connection in a context for filing. Nothing is written.

    Raises NotReadable where the file, or its mapping's columns, cannot be read at all.
    """
    sha256 = sha256_of(job.path)
    pack = published_pack(connection, sha256=job.edition)
    batch = batches.Batch(
        outbox.new_handle(), authority, job.under.pseudonym, job.mapping, job.edition, job.path.name, sha256, 1,
        "open", None, {}, {},
    )  # fmt: skip
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    faults: list[Fault] = []
    first: list[dict[str, Any]] = []
    seen: set[bytes] = set()
    rows = 0
    with open_rows(job.path, encoding=job.encoding) as read:
        read.private_as = job.private_as
        filer: Filer | PremisesFiler | None = None
        for some in read.batches(CHUNK):
            filer = filer or job.filer(pack, read.columns, batch)
            rows += len(some)
            if isinstance(filer, Filer):
                _sort(connection, filer, some, seen, counts, reasons, faults, first)
            else:
                found = [fault for row in some if (fault := filer.fault(row))]
                faults += found
                counts.update({"rejected": len(found), "filed": len(some) - len(found)})
            progress(some[-1].row)
        if filer is None:
            job.filer(pack, read.columns, batch)  # says which columns an empty file lacks
        faulty = {fault.row for fault in read.faults if fault.row is not None}
        counts["rejected"] += len(faulty)
        reasons.update(f"{fault.rule} {fault.field or ''}".strip() for fault in read.faults)
        faults += read.faults
    faults.sort(key=lambda fault: (fault.row or 0, fault.field or "", fault.rule))
    return Checked(sha256, rows + len(faulty), dict(counts), dict(reasons), faults, first)


def _sort(
    connection: Connection[Any],
    filer: Filer,
    rows: Sequence[Raw],
    seen: set[bytes],
    counts: Counter[str],
    reasons: Counter[str],
    faults: list[Fault],
    first: list[dict[str, Any]],
) -> None:
    held: list[dict[str, Any]] = []
    ready = list(filer.ready(rows, counts, reasons, held, faults))
    known = {ready[n - 1].key for n, *_ in connection.execute(batches.KNOWN, ([one.key for one in ready],))}
    new = []
    for one in ready:
        if one.key in known or one.key in seen:
            counts["again"] += 1
        else:
            seen.add(one.key)
            new.append(one)
    filed = filer.placed(connection, new, held)
    counts["filed"] += len(filed)
    counts["held"] += len(held)
    reasons.update(one["reason"] for one in held)
    first.extend(_shown(one) for one in filed[: SHOWN - len(first)])


def _shown(one: Ready) -> dict[str, Any]:
    shown_from, ends_on = one.lawful.published_from, one.lawful.ends_on
    return {
        "row": one.row.row,
        "document": one.row.document,
        "party": one.asked.screened.bearer,
        "decided_on": one.row.decided_on.isoformat(),
        "item": one.lawful.item,
        "tier": one.lawful.tier,
        "shown_from": shown_from.isoformat() if shown_from else None,
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def write_faults(faults: Sequence[Fault], *, path: Path) -> None:
    """Write the faults as a CSV file to send back: row, field, rule, what is wrong, what to do."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "field", "rule", "wrong", "mend"])
        for fault in faults:
            cells = ["" if fault.row is None else fault.row, fault.field or "", fault.rule, fault.wrong, fault.mend]
            writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in cells])
