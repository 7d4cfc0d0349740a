"""The closed list of kinds. `filed_by` repeats what the database enforces (a test holds them equal)."""

from __future__ import annotations

from typing import Final

from goodstanding.core.entries import identity, keeping, organisation, record
from goodstanding.core.entries.kinds import Kind, Registry

CLERK: Final = frozenset({"gs_clerk"})
CASE: Final = frozenset({"gs_case"})
ERASER: Final = frozenset({"gs_eraser"})

KINDS: Final = Registry(
    [
        Kind("organisation-registered", organisation.OrganisationRegistered, CLERK),
        Kind("record-filed", record.RecordFiled, CLERK),
        Kind("record-corrected", record.RecordCorrected, CLERK),
        Kind("record-annulled", record.RecordAnnulled, CLERK | CASE),
        Kind("same-as-judged", identity.SameAsJudged, CLERK),
        Kind("same-as-withdrawn", identity.SameAsWithdrawn, CLERK),
        Kind("succession-recorded", identity.SuccessionRecorded, CLERK),
        Kind("succession-withdrawn", identity.SuccessionWithdrawn, CLERK),
        Kind("hold-placed", keeping.HoldPlaced, CASE),
        Kind("hold-released", keeping.HoldReleased, CASE),
        Kind("erased", keeping.Erased, ERASER),
    ]
)
