"""The register's projections, in the order in which a rebuild empties their tables."""

from __future__ import annotations

from typing import Final

from goodstanding.register.editions import EDITIONS
from goodstanding.register.projecting.identity import IDENTITY
from goodstanding.register.projecting.organisations import ORGANISATIONS
from goodstanding.register.projecting.records import RECORDS

# Editions last: a rebuild empties the tables in this order, and records name their edition's items.
PROJECTIONS: Final = (ORGANISATIONS, RECORDS, IDENTITY, EDITIONS)
