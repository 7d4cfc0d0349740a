"""A file applied: its shares side by side in processes of their own, two passes, then the receipt."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import psycopg

from goodstanding.access.acting import Appointment, Pools, acting
from goodstanding.core.rules.lawful import Law
from goodstanding.core.screening.names import Screen
from goodstanding.intake import batches
from goodstanding.intake.batches import Batch, Progress
from goodstanding.intake.checking import Checker
from goodstanding.intake.filing import CHUNK, Filer
from goodstanding.intake.mapped import RowMapping
from goodstanding.intake.parties import Parties
from goodstanding.intake.premises import PremisesFiler
from goodstanding.intake.reading import Fault, Raw, open_rows
from goodstanding.ledger.envelope import KeyRing
from goodstanding.packs.reading import Pack
from goodstanding.register.editions import published

# A context is good for an hour; a pass takes a new one before that.
RENEWED_AFTER_SECONDS: Final = 2_400
TRIES: Final = 5
SECOND: Final = 2
# A share that has come to its end: no row has this number.
END: Final = 2**62
ACTIONS: Final = {1: "file", SECOND: "correct"}


@dataclass(frozen=True)
class Job:
    """A file, how it is read and by which edition, and who files it.

    It is sent to other processes, so it is small: spawning waits for ever when a child dies before it has read what
    no longer fits into a pipe (64 KB).
    """

    edition: str
    mapping: str
    path: Path
    under: Appointment
    secret: bytes
    keys: Callable[[], KeyRing]
    pools: Callable[[], AbstractContextManager[Any]]
    today: date
    encoding: str = "utf-8"
    private_as: str | None = None

    # The rows, where they are not the file's alone: a load gives each office its own.
    chosen: Callable[[], Iterable[tuple[tuple[str, ...], list[Raw]]]] | None = None
    # The faults that left rows out already when they were read; known when the file has been read to its end.
    unreadable: list[Fault] = field(default_factory=list, compare=False)

    def chunks(self) -> Iterable[tuple[tuple[str, ...], list[Raw]]]:
        """Answer the file's columns and rows, chunk by chunk."""
        return self.chosen() if self.chosen is not None else self._read()

    def _read(self) -> Iterator[tuple[tuple[str, ...], list[Raw]]]:
        with open_rows(self.path, encoding=self.encoding) as rows:
            rows.private_as = self.private_as
            for batch in rows.batches(CHUNK):
                yield rows.columns, batch
            self.unreadable[:] = rows.faults

    def filer(self, pack: Pack, columns: tuple[str, ...], batch: Batch) -> Filer | PremisesFiler:
        """Answer what files the rows of this file's columns."""
        catalogue = pack.catalogue
        mapping = catalogue.intakes[self.mapping]
        records, premises = mapping.records, mapping.premises
        if premises is not None:
            return PremisesFiler(
                premises, catalogue, columns, mapping.source, self.secret, batch, self.under.pseudonym, self.keys()
            )
        if records is None:
            raise ValueError(f"{self.mapping} reads neither records nor premises")
        authority = batch.authority.partition(":")[2]
        return Filer(
            mapping=RowMapping(records, catalogue=catalogue, columns=columns, empty=mapping.empty),
            checker=Checker(catalogue, Law(catalogue), records, authority, self.today),
            parties=Parties(
                records.party, catalogue, Screen(catalogue.namings[records.party.naming]), self.secret, mapping.source
            ),
            batch=batch,
            actor=self.under.pseudonym,
            edition=self.edition,
            keys=self.keys(),
        )


def published_pack(connection: psycopg.Connection[Any], *, sha256: str) -> Pack:
    """Answer a published edition. Raises LookupError when it is not published here."""
    with connection.cursor() as cursor:
        pack = published(cursor, sha256=sha256)
    if pack is None:
        raise LookupError(f"edition {sha256[:16]}… is not published here; publish it first: goodstanding pack publish")
    return pack


def sha256_of(path: Path) -> str:
    """Answer the SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def apply(job: Job, *, workers: int = 1, progress: Callable[[int], None] = lambda _: None) -> Batch:
    """File what the file holds, once: whoever applies it again, or after a crash, goes on where it stopped.

    Answers the batch with its counts. Raises NotReadable, and what `acting` raises.
    """
    shares = max(1, workers)
    with job.pools() as pools, _doing(pools, job, action="file") as connection:
        batch = batches.open_batch(
            connection,
            mapping=job.mapping,
            edition=job.edition,
            file_name=job.path.name,
            file_sha256=sha256_of(job.path),
            shares=shares,
        )
        if batch.state != "open":
            return batch
        published_pack(connection, sha256=job.edition)  # read before any process is started
    _shares(job, batch, progress)
    with job.pools() as pools:
        return _close(pools, job, batch)


def _shares(job: Job, batch: Batch, progress: Callable[[int], None]) -> None:
    # A fork has read the edition already, which takes a second. Beside other threads it could copy a held lock and wait
    # for it for ever: then each process starts anew.
    context: Any = multiprocessing.get_context("fork" if threading.active_count() == 1 else "spawn")
    others = [context.Process(target=passes, args=(job, batch, one), daemon=True) for one in range(1, batch.shares)]
    for other in others:
        other.start()
    passes(job, batch, 0, progress)
    for other in others:
        other.join()
        if other.exitcode:
            raise RuntimeError("a share of the batch ended early; apply the file again, and it goes on from there")


def passes(job: Job, batch: Batch, one: int, progress: Callable[[int], None] = lambda _: None) -> None:
    """Deal with one share: file what is new, then compare what came again. All rows of a decision are in one share."""
    # Rows hold no circles, and looking for some among thousands of rows takes a fifth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for number in (1, SECOND):
            share(job, batch, one, number, progress)
    finally:
        if collecting:
            gc.enable()


def share(job: Job, batch: Batch, one: int, number: int, progress: Callable[[int], None] = lambda _: None) -> None:
    """Deal with the rows of one share in one pass, chunk by chunk, each committed with how far it is."""
    with job.pools() as pools, ExitStack() as stack:
        connection = stack.enter_context(_doing(pools, job, action=ACTIONS[number]))
        entered = time.monotonic()
        done = batches.progress(connection, batch=batch.batch).get((one, number), Progress(0, Counter(), Counter()))
        if done.done_row == END:
            return
        again = batches.came_again(connection, batch=batch.batch, share=one) if number == SECOND else None
        if again is not None and not again:
            return
        filer: Filer | PremisesFiler | None = None
        for columns, rows in job.chunks():
            last = rows[-1].row
            if again is not None:
                rows = [row for row in rows if row.row in again]  # noqa: PLW2901  the others are dealt with
            if last <= done.done_row or not rows:
                continue
            filer = filer or job.filer(published_pack(connection, sha256=job.edition), columns, batch)
            mine = [row for row in rows if row.row > done.done_row and filer.share_of(row) == one]
            if time.monotonic() - entered > RENEWED_AFTER_SECONDS:
                stack.close()
                connection, entered = stack.enter_context(_doing(pools, job, action=ACTIONS[number])), time.monotonic()
            done = _chunk(connection, filer, mine, one, number, done, last)
            progress(last)
        to = replace(done, done_row=END)
        if number == 1 and one == 0:
            # Rows that could not be read are no share's; the first counts them.
            to.counts["rejected"] += len({fault.row for fault in job.unreadable})
            to.reasons.update(f"{fault.rule} {fault.field or ''}".strip() for fault in job.unreadable)
        batches.advance(connection, batch=batch.batch, share=one, number=number, after=done.done_row, to=to)


def _chunk(
    connection: psycopg.Connection[Any],
    filer: Filer | PremisesFiler,
    rows: Iterable[Raw],
    one: int,
    number: int,
    done: Progress,
    last: int,
) -> Progress:
    to = Progress(last, Counter(done.counts), Counter(done.reasons))
    step = filer.file if number == 1 else filer.correct
    for left in reversed(range(TRIES)):
        try:
            with connection.transaction():
                step(connection, list(rows), to.counts, to.reasons, share=one)
                batches.advance(
                    connection, batch=filer.batch.batch, share=one, number=number, after=done.done_row, to=to
                )
            break
        except psycopg.errors.UniqueViolation:
            # Another batch has entered the same party or decision meanwhile: it is known now.
            if not left:
                raise
            to = Progress(last, Counter(done.counts), Counter(done.reasons))
    return to


def _close(pools: Pools, job: Job, batch: Batch) -> Batch:
    with _doing(pools, job, action="file") as connection:
        counts: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        for found in batches.progress(connection, batch=batch.batch).values():
            counts.update(found.counts)
            reasons.update(found.reasons)
        del counts["again"]  # each of them the second pass has counted as what it is
        counts, reasons = +counts, +reasons  # without what never came
        rows = sum(counts[name] for name in OUTCOMES)
        with connection.transaction():
            batches.close(
                connection, batch=batch, rows=rows, counts=counts, reasons=reasons, actor=job.under.pseudonym,
                keys=job.keys(),
            )  # fmt: skip
        return batches.open_batch(
            connection,
            mapping=batch.mapping,
            edition=batch.edition,
            file_name=batch.file_name,
            file_sha256=batch.file_sha256,
            shares=batch.shares,
        )


# Every row is one of these.
OUTCOMES: Final = ("filed", "re-harvest", "corrected", "held", "rejected", "another-authority")


@contextmanager
def _doing(pools: Pools, job: Job, *, action: str) -> Iterator[psycopg.Connection[Any]]:
    """Answer the connection of a context for filing, as a clerk or a machine."""
    asked = {"purpose": "filing", "cls": "record", "basis": f"intake: {job.mapping}", "seconds": 3600}
    with acting(pools, under=job.under, through="gs_clerk", action=action, **asked) as entered:
        yield entered.connection
