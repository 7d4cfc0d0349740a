"""A person judges a held row: whom it is about, or that it is not filed. Each judgement is an entry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Connection

from goodstanding.core.entries import KINDS
from goodstanding.core.entries.batch import HeldJudged, HeldJudgementWithdrawn
from goodstanding.core.entries.organisation import Filed
from goodstanding.core.entries.record import FilingWithdrawn, RecordFiled
from goodstanding.core.screening.names import Screened
from goodstanding.intake import batches
from goodstanding.intake.applying import Job
from goodstanding.intake.checking import Lawful
from goodstanding.intake.filing import Filer, Ready
from goodstanding.intake.parties import Asked
from goodstanding.intake.reading import Fault, Raw
from goodstanding.ledger import outbox
from goodstanding.packs.reading import Pack

NOT_FILED: Final = "not-filed"
THIS: Final = "this-organisation"
NEW: Final = "new-organisation"
SOLE_TRADER: Final = "sole-trader"
VERDICTS: Final = (THIS, NEW, SOLE_TRADER, NOT_FILED)


class NotJudged(ValueError):
    """The row is not judged; the message says why and what to do. `faults` are those of the row, where it has some."""

    def __init__(self, said: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(said)
        self.faults = faults


@dataclass(frozen=True)
class Verdict:
    """What a person found: whom the row is about, of which form a new organisation is, and what was mended in the row.

    `form` is an organisation type of the law pack. `changes` are cells by column: a fixed row enters intake again.
    """

    verdict: str
    organisation: UUID | None = None
    form: str | None = None
    note: str | None = None
    changes: Mapping[str, str | None] | None = None


def judge(
    connection: Connection[Any], *, job: Job, pack: Pack, held: UUID, found: Verdict, authority: str
) -> UUID | None:
    """Judge a row that waits, in one transaction; answer the record that was filed, None where none was.

    The connection is in a context for filing. Raises NotJudged.
    """
    if found.verdict not in VERDICTS:
        raise NotJudged(f"{found.verdict!r} is no verdict; give {', '.join(VERDICTS)}")
    with connection.transaction():
        row = connection.execute("select * from intake.judging(%s)", (held,)).fetchone()
        if row is None or row[5] is None:
            raise NotJudged("There is no such row, or it is too old to be judged.")
        batch, mapping, edition, number, reason, fields, verdict, *_ = row
        if verdict is not None:
            raise NotJudged("This row is judged already. Take that back first.")
        cells = {**fields, **(found.changes or {})}
        record = registered = None
        if found.verdict != NOT_FILED:
            opened = batches.Batch(
                batch, authority, job.under.pseudonym, mapping, edition, "", "0" * 64, 1, "applied", None, {}, {}
            )
            filer = replace(job, mapping=mapping, edition=edition).filer(pack, tuple(cells), opened)
            if not isinstance(filer, Filer):
                raise NotJudged("Only rows of decisions are judged.")
            record, registered = _file(connection, filer, Raw(number, list(cells.values())), found)
        content = HeldJudged(
            batch=batch,
            row=number,
            row_sha256=hashlib.sha256(msgspec.json.encode(fields, order="sorted")).hexdigest(),
            reason=reason,
            verdict=found.verdict,  # type: ignore[arg-type]  # one of VERDICTS
            organisation=found.organisation or registered,
            note=found.note,
        )
        act = outbox.Act(
            job.under.pseudonym,
            authority,
            f"held row of batch {batch}",
            [outbox.draft(handle=held, kind="held-judged", content=content)],
        )
        outbox.append(connection, act=act, keys=job.keys())
        connection.execute("select intake.judge(%s, %s, %s, %s)", (held, found.verdict, record, registered))
    return record


def _file(connection: Connection[Any], filer: Filer, raw: Raw, found: Verdict) -> tuple[UUID, UUID | None]:
    """File the row against whom the verdict names; answer the record, and the organisation it brought, if any."""
    one = _ready(filer, raw, found)
    if connection.execute(batches.KNOWN, ([one.key],)).fetchone():
        raise NotJudged("This decision is filed already. Judge the row as not filed.")
    entries: list[outbox.Draft] = []
    registered: UUID | None = None
    if found.verdict == THIS:
        if found.organisation is None:
            raise NotJudged("Name the organisation the row is about.")
        one.party = found.organisation
    else:
        registered = outbox.new_handle()
        new = filer.parties.new(one.asked, filed=Filed(batch=filer.batch.batch, row=raw.row))
        if found.verdict == SOLE_TRADER:
            new = msgspec.structs.replace(new, sole_trader="yes")
        entries.append(outbox.draft(handle=registered, kind="organisation-registered", content=new))
        one.party = registered
    kind = KINDS.kind("record-filed")
    handle = outbox.new_handle()
    content = filer.content(RecordFiled, one)
    entries.append(outbox.Draft(handle.bytes, kind.name, kind.version, kind.encode(content)))
    filer.append(connection, entries)
    connection.execute(
        batches.REMEMBER,
        (filer.batch.batch, [one.key], [handle], [raw.row], [filer.mark(content)], [one.row.later_by]),
    )
    return handle, registered


def _ready(filer: Filer, raw: Raw, found: Verdict) -> Ready:
    faults: list[Fault] = []
    mapped = filer.mapping.read(raw, faults)
    lawful = filer.checker.check(mapped, faults) if mapped is not None and not faults else None
    if faults or mapped is None:
        raise NotJudged("The row has faults; mend them and judge it again.", tuple(faults))
    if not isinstance(lawful, Lawful):
        raise NotJudged(f"The row cannot be filed as it reads ({lawful}); mend it, or judge it as not filed.")
    asked = filer.parties.asked(mapped)
    types = filer.parties.catalogue.organisation_types
    if isinstance(asked, str) or found.verdict in (NEW, SOLE_TRADER):
        form = found.form or (asked.screened.organisation_type if isinstance(asked, Asked) else None) or ""
        if found.verdict == NEW and (form not in types or types[form].identity_coincides_with_person != "no"):
            raise NotJudged("Say of which form the new organisation is: one that is no person under another name.")
        form = form if form in types else filer.parties.screen.naming.otherwise
        # Whatever the person finds, nobody who stands behind the name comes in with it.
        name = filer.parties.screen.screen(mapped.name or "").bearer or mapped.name or ""
        screened = Screened("organisation", "judged", form, name, name, embedded=False)
        asked = filer.parties.named(mapped, name=name, screened=screened)
    by_number = filer.mapping.records.party.told_by == "number"
    return Ready(mapped, lawful, asked, filer.key_of(mapped, asked, by_number=by_number))


def undo(connection: Connection[Any], *, job: Job, held: UUID, reason: str, authority: str) -> None:
    """Take a judgement back, with what it filed; the row waits again. The context is one for correcting.

    Raises NotJudged.
    """
    with connection.transaction():
        row = connection.execute("select * from intake.judging(%s)", (held,)).fetchone()
        if row is None or row[6] is None:
            raise NotJudged("This row is not judged.")
        batch, *_, record, registered = row
        kind = KINDS.kind("filing-withdrawn")
        content = kind.encode(FilingWithdrawn(batch=batch, reason=reason))
        entries = [
            outbox.Draft(handle.bytes, kind.name, kind.version, content)
            for handle in (record, registered)
            if handle is not None
        ]
        entries.append(
            outbox.draft(handle=held, kind="held-judgement-withdrawn", content=HeldJudgementWithdrawn(reason=reason))
        )
        act = outbox.Act(job.under.pseudonym, authority, f"held row of batch {batch}", entries)
        outbox.append(connection, act=act, keys=job.keys())
        connection.execute("select intake.judge(%s, null, null, null)", (held,))
        if record is not None:
            connection.execute("select intake.forget_key(%s)", (record,))
