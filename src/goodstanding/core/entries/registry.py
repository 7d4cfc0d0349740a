"""The closed list of kinds. `filed_by` repeats what the database enforces (a test holds them equal)."""

from __future__ import annotations

from typing import Final

from goodstanding.core.entries import access, batch, edition, identity, keeping, organisation, record
from goodstanding.core.entries.kinds import Kind, Registry

CLERK: Final = frozenset({"gs_clerk"})
CASE: Final = frozenset({"gs_case"})
ERASER: Final = frozenset({"gs_eraser"})
# No session files these: the database states them itself.
DATABASE: Final = frozenset({"gs_access"})

RECORD: Final = {1: record.without_edition, 2: record.as_it_was}

KINDS: Final = Registry(
    [
        Kind("edition-published", edition.EditionPublished, CASE),
        Kind(
            "organisation-registered",
            organisation.OrganisationRegistered,
            CLERK,
            version=3,
            upcasters={1: organisation.class_unknown, 2: organisation.as_it_was},
        ),
        Kind("establishment-registered", organisation.EstablishmentRegistered, CLERK),
        Kind("record-filed", record.RecordFiled, CLERK, version=3, upcasters=RECORD),
        Kind("record-corrected", record.RecordCorrected, CLERK, version=3, upcasters=RECORD),
        Kind("filing-withdrawn", record.FilingWithdrawn, CLERK),
        Kind("batch-filed", batch.BatchFiled, CLERK),
        Kind("batch-withdrawn", batch.BatchWithdrawn, CLERK),
        Kind("held-judged", batch.HeldJudged, CLERK),
        Kind("held-judgement-withdrawn", batch.HeldJudgementWithdrawn, CLERK),
        Kind("record-annulled", record.RecordAnnulled, CLERK | CASE),
        Kind("same-as-judged", identity.SameAsJudged, CLERK),
        Kind("same-as-withdrawn", identity.SameAsWithdrawn, CLERK),
        Kind("succession-recorded", identity.SuccessionRecorded, CLERK),
        Kind("succession-withdrawn", identity.SuccessionWithdrawn, CLERK),
        Kind("hold-placed", keeping.HoldPlaced, CASE),
        Kind("hold-released", keeping.HoldReleased, CASE),
        Kind("erased", keeping.Erased, ERASER),
        Kind("looked", access.Looked, DATABASE),
        Kind("access-noted", access.AccessNoted, DATABASE),
        Kind("proposed", access.Proposed, DATABASE),
    ]
)
