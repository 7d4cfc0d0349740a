"""Rows into the ledger: share by share, chunk by chunk, each chunk whole or not at all, and found again after a crash.

Two passes. The first files every decision that is not filed yet; the second compares what came again with what stands:
a repetition, or a later state, which is a correction. Whoever is killed goes on at the first row not dealt with.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Connection

from goodstanding.core.catalogue import conduct
from goodstanding.core.entries import KINDS
from goodstanding.core.entries.organisation import Filed
from goodstanding.core.entries.record import Appeal, Fine, NeverValid, RecordCorrected, RecordFiled, Repaired
from goodstanding.core.names.folding import folded
from goodstanding.intake import batches
from goodstanding.intake.checking import Checker, Lawful
from goodstanding.intake.mapped import Mapped, RowMapping
from goodstanding.intake.parties import CONFLICT, NO_PARTY, PROTECTED, Asked, At, Parties, Whom
from goodstanding.intake.reading import Fault, Raw
from goodstanding.ledger import outbox
from goodstanding.ledger.envelope import KeyRing

CHUNK: Final = 5_000
ENTRIES_AN_ACT: Final = 250
Chunks = Callable[[], Iterable[list[Raw]]]


@dataclass
class Ready:
    """A row that can be filed: what it says, what the law says of it, and of whom it speaks."""

    row: Mapped
    lawful: Lawful
    asked: Asked
    key: bytes
    party: UUID | None = None
    site: UUID | None = None
    new: bool = False


@dataclass
class Filer:
    """One file's rows on their way: how they are read, checked and filed, and by whom."""

    mapping: RowMapping
    checker: Checker
    parties: Parties
    batch: batches.Batch
    actor: str
    edition: str
    keys: KeyRing

    def __post_init__(self) -> None:
        kinds = ("organisation-registered", "record-filed", "record-corrected")
        self._kinds = {name: KINDS.kind(name) for name in kinds}
        party = self.mapping.records.party
        self._number, self._name = map(self.mapping.columns.index, (party.number, party.name))
        self._basis = f"batch {self.batch.batch}: {self.batch.mapping}"

    def share_of(self, row: Raw) -> int:
        """Answer which share a row belongs to: all rows of one party to the same, so that they keep their order."""
        values, party = row.values, self.mapping.records.party
        number, name = values[self._number], values[self._name]
        said = (number if party.told_by == "number" and number else name) or ""
        return zlib.crc32(said.encode()) % self.batch.shares

    # -- reading ----------------------------------------------------------------------------------------------------

    def ready(
        self,
        rows: Iterable[Raw],
        counts: Counter[str],
        reasons: Counter[str],
        held: list[dict[str, Any]],
        found: list[Fault] | None = None,
    ) -> Iterator[Ready]:
        """Answer the rows that may be filed, and count the others: not this authority's, rejected, or held.

        All faults of all rows go into `found`, where it is given.
        """
        by_number = self.mapping.records.party.told_by == "number"
        for raw in rows:
            faults: list[Fault] = []
            mapped = self.mapping.read(raw, faults)
            if mapped is not None and mapped.authority is not None and mapped.authority != self.checker.authority:
                counts["another-authority"] += 1
                continue
            lawful = self.checker.check(mapped, faults) if mapped is not None and not faults else None
            if mapped is None or faults:
                counts["rejected"] += 1
                if found is not None:
                    found += faults
                reasons.update(f"{fault.rule} {fault.field or ''}".strip() for fault in faults[:1])
                continue
            asked: Asked | str = lawful if isinstance(lawful, str) else self.parties.asked(mapped)
            if isinstance(asked, str):
                held.append(held_row(mapped, asked, scheme=self.parties.party.scheme))
            elif isinstance(lawful, Lawful):
                yield Ready(mapped, lawful, asked, self.key_of(mapped, asked, by_number=by_number))

    def key_of(self, row: Mapped, asked: Asked, *, by_number: bool) -> bytes:
        """Answer the keyed hash that says which decision a row is: office, document and party."""
        # The name as it came: of two rows of one decision only one may show how a character reads.
        number = asked.number if by_number and asked.number is not None else folded(row.name or "")
        return self.parties.keyed("record", self.checker.authority, row.document, number)

    def placed(self, connection: Connection[Any], new: Sequence[Ready], held: list[dict[str, Any]]) -> list[Ready]:
        """Answer the rows that have a party, known or new, and hold the others; nothing is entered."""
        return self._with_parties(connection, new, held, enter=False)[1]

    # -- the first pass ---------------------------------------------------------------------------------------------

    def file(
        self,
        connection: Connection[Any],
        rows: Sequence[Raw],
        counts: Counter[str],
        reasons: Counter[str],
        *,
        share: int,
    ) -> None:
        """File what is new among the rows, in the connection's transaction."""
        held: list[dict[str, Any]] = []
        found = list(self.ready(rows, counts, reasons, held))
        known = {found[n - 1].key for n, *_ in connection.execute(batches.KNOWN, ([one.key for one in found],))}
        new: dict[bytes, Ready] = {}
        again: list[int] = []
        for one in found:
            if one.key in known or one.key in new:
                counts["again"] += 1
                again.append(one.row.row)
            else:
                new[one.key] = one
        entries, filed = self._with_parties(connection, list(new.values()), held, enter=True)
        handles = outbox.new_handles(len(filed))
        encode = self._kinds["record-filed"]
        contents = []
        for handle, one in zip(handles, filed, strict=True):
            content = self.content(RecordFiled, one)
            entries.append(outbox.Draft(handle, "record-filed", encode.version, encode.encode(content)))
            contents.append(self.mark(content))
            counts["filed"] += 1
            count_states(one, counts)
        self.append(connection, entries)
        if filed:
            connection.execute(
                batches.REMEMBER,
                (
                    self.batch.batch,
                    [one.key for one in filed],
                    [UUID(bytes=handle) for handle in handles],
                    [one.row.row for one in filed],
                    contents,
                    [one.row.later_by for one in filed],
                ),
            )
        self._hold(connection, held, counts, reasons)
        batches.note_again(connection, batch=self.batch.batch, share=share, rows=again)

    def _with_parties(
        self, connection: Connection[Any], new: Sequence[Ready], held: list[dict[str, Any]], *, enter: bool
    ) -> tuple[list[outbox.Draft], list[Ready]]:
        """Answer the entries of new parties, and the rows whose party is known now; hold the others."""
        unknown: dict[bytes, list[tuple[Ready, UUID | None]]] = {}
        filed = []
        for one, whom in zip(new, self.parties.whom(connection, [(one.row, one.asked) for one in new]), strict=True):
            if isinstance(whom, str):
                held.append(held_row(one.row, whom, scheme=self.parties.party.scheme))
            elif isinstance(whom, Whom):
                if reason := refused(self.checker, one, whom.sole_trader, whom.organisation_type, whom.protected_class):
                    held.append(held_row(one.row, reason, scheme=self.parties.party.scheme))
                    continue
                one.party, one.site = whom.organisation, whom.site
                filed.append(one)
            else:
                form = self.parties.catalogue.organisation_types[str(one.asked.screened.organisation_type)]
                coincides, kind = form.identity_coincides_with_person, form.kind
                if reason := refused(self.checker, one, coincides, kind, form.protected_class):
                    held.append(held_row(one.row, reason, scheme=self.parties.party.scheme))
                    continue
                premises = whom.premises if isinstance(whom, At) else None
                one.site = premises
                unknown.setdefault(one.asked.key, []).append((one, premises))
                filed.append(one)
        self._find_sites(connection, filed)
        return self._enter(connection, unknown, enter=enter), filed

    def _find_sites(self, connection: Connection[Any], filed: Sequence[Ready]) -> None:
        """Put the place a row names where the register knows it; without one, the place the party was found at."""
        if (site := self.mapping.records.site) is None:
            return
        named = [one for one in filed if one.row.site_number is not None]
        for n, place in connection.execute(batches.PLACES, (site.scheme, [one.row.site_number for one in named])):
            named[n - 1].site = place

    def _enter(
        self, connection: Connection[Any], unknown: dict[bytes, list[tuple[Ready, UUID | None]]], *, enter: bool
    ) -> list[outbox.Draft]:
        asked = [key for key in unknown if key not in self.parties.known]
        if asked:
            for n, organisation in connection.execute(batches.KNOWN_PARTIES, (asked,)):
                self.parties.known[asked[n - 1]] = organisation
        missing = [key for key in unknown if key not in self.parties.known]
        for key in missing:
            for one, _ in unknown[key]:
                one.new = True
        handles = outbox.new_handles(len(missing))
        kind = self._kinds["organisation-registered"]
        entries = []
        for key, handle in zip(missing, handles, strict=True):
            first, premises = unknown[key][0]
            content = self.parties.new(
                first.asked, filed=Filed(batch=self.batch.batch, row=first.row.row), premises=premises
            )
            entries.append(outbox.Draft(handle, kind.name, kind.version, kind.encode(content)))
        made = [UUID(bytes=handle) for handle in handles]
        if missing and enter:
            connection.execute(batches.REMEMBER_PARTIES, (self.batch.batch, missing, made))
        here = dict(zip(missing, made, strict=True))
        for key, rows in unknown.items():
            for one, _ in rows:
                one.party = self.parties.known.get(key) or here[key]
        return entries

    # -- the second pass --------------------------------------------------------------------------------------------

    def correct(
        self,
        connection: Connection[Any],
        rows: Sequence[Raw],
        counts: Counter[str],
        reasons: Counter[str],
        *,
        share: int,  # noqa: ARG002  both passes take the same
    ) -> None:
        """Compare the rows that came again with what stands, and correct what is a later state."""
        found = list(self.ready(rows, Counter(), Counter(), []))
        known: dict[bytes, list[Any]] = {}
        for n, handle, batch, row, content, later_by in connection.execute(
            batches.KNOWN, ([one.key for one in found],)
        ):
            known[found[n - 1].key] = [handle, batch, row, bytes(content), later_by]
        again = [one for one in found if one.key in known and known[one.key][1:3] != [self.batch.batch, one.row.row]]
        held: list[dict[str, Any]] = []
        _, filed = self._with_parties(connection, again, held, enter=False)
        # The same decision under a name that no entry bears: whoever it is about, it is not a correction.
        held += [held_row(one.row, CONFLICT, scheme=self.parties.party.scheme) for one in filed if one.new]
        encode = self._kinds["record-corrected"]
        corrected: list[outbox.Draft] = []
        changed: dict[bytes, tuple[bytes, str | None]] = {}
        for one in (one for one in filed if not one.new):
            handle, _, _, content, later_by = known[one.key]
            new = self.content(RecordFiled, one)
            mark = self.mark(new)
            if mark == content or (later_by is not None and (one.row.later_by or "") < later_by):
                counts["re-harvest"] += 1
                continue
            reason = one.row.said or "a later state in the source"
            text = self.content(RecordCorrected, one, reason=reason)
            corrected.append(outbox.Draft(handle.bytes, encode.name, encode.version, encode.encode(text)))
            known[one.key][3:] = [mark, one.row.later_by]
            changed[one.key] = (mark, one.row.later_by)
            counts["corrected"] += 1
        self.append(connection, corrected)
        self._hold(connection, held, counts, reasons)
        if changed:
            marks, laters = zip(*changed.values(), strict=True)
            connection.execute(batches.CHANGE, (list(changed), list(marks), list(laters)))

    # -- writing ----------------------------------------------------------------------------------------------------

    def content(self, kind: type[RecordFiled], one: Ready, **more: Any) -> Any:
        """Answer a row's content as a record filed or corrected."""
        row, lawful, state = one.row, one.lawful, one.row.state
        said = row.said or ""
        becomes = state.becomes if state else ""
        return kind(
            party=one.party,  # type: ignore[arg-type]  # set by now
            site_name=None,
            authority_name=row.authority_name,
            document_number=row.document,
            decided_on=row.decided_on,
            law=row.law,
            tier=lawful.tier,  # type: ignore[arg-type]  # one of the tiers
            adverse=lawful.adverse,
            fine=Fine(amount=row.fine, currency=self.mapping.records.fine.currency)
            if row.fine is not None and self.mapping.records.fine
            else None,
            published_from=lawful.published_from,
            ends_on=lawful.ends_on,
            edition=self.edition,
            item=lawful.item,
            source=self.parties.source,
            columns=row.columns,
            site=one.site,
            conduct_on=row.conduct_on,
            facts=dict(row.facts),
            appeal=Appeal(state=becomes, said=said) if becomes in ("pending", "dismissed", "undetermined") else None,
            never_valid=NeverValid(on=None, replaced=becomes == "replaced", said=said)
            if becomes in ("annulled", "replaced")
            else None,
            repaired=Repaired(on=row.state_on, said=said or "repaired")
            if row.state_on and becomes == "repaired"
            else None,
            filed=Filed(batch=self.batch.batch, row=row.row),
            **more,
        )

    def mark(self, content: RecordFiled) -> bytes:
        """Answer a keyed hash of what a record says, without where it was read and what else the row holds."""
        plain = msgspec.structs.replace(content, columns={}, filed=None)
        return self.parties.keyed(msgspec.json.encode(plain, order="sorted").decode())

    def append(self, connection: Connection[Any], entries: Sequence[outbox.Draft]) -> None:
        """File entries in acts of a size that sequences fast."""
        if entries:
            acts = (
                outbox.Act(self.actor, self.batch.authority, self._basis, entries[at : at + ENTRIES_AN_ACT])
                for at in range(0, len(entries), ENTRIES_AN_ACT)
            )
            outbox.append_acts(connection, acts=acts, keys=self.keys)

    def _hold(
        self, connection: Connection[Any], held: list[dict[str, Any]], counts: Counter[str], reasons: Counter[str]
    ) -> None:
        counts["held"] += len(held)
        reasons.update(one["reason"] for one in held)
        if held:
            connection.execute(batches.HOLD, (self.batch.batch, msgspec.json.encode(held).decode()))


def refused(checker: Checker, one: Ready, sole_trader: str, organisation_type: str, protected_class: str) -> str | None:
    """Answer why the lines keep a record off this organisation, None where they do not (G1, G2)."""
    item = checker.catalogue.items[one.lawful.item]
    if not conduct.may_carry_record(
        organisation_type=organisation_type, protected_class=protected_class, conduct_class=item.conduct_class
    ):
        return PROTECTED
    if sole_trader != "no" and one.lawful.ends_on is None:
        return NO_PARTY
    return None


def count_states(one: Ready, counts: Counter[str]) -> None:
    """Count what the row says has become of the decision."""
    if one.row.state is not None:
        counts[f"filed-{one.row.state.becomes}"] += 1


def held_row(row: Mapped, reason: str, *, scheme: str) -> dict[str, Any]:
    """Answer a row as it is held: why, what was read of it, and the whole of it as it came."""
    said = {
        "document": row.document,
        "scheme": scheme,
        "number": row.number,
        "name": row.name,
        "decided_on": row.decided_on.isoformat(),
        "law": row.law,
        "item": row.item,
    }
    return {
        "held": UUID(bytes=outbox.new_handles(1)[0]),
        "row": row.row,
        "reason": reason,
        "said": said,
        "fields": row.columns,
    }
