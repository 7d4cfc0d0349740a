"""The ledger: outbox, entries, content, head, the functions of each role, and their privileges."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Run `sql/0001_ledger.sql`; it is never undone, since a ledger is never dropped by a migration."""

    operations: ClassVar = [migrations.RunSQL((Path(__file__).parents[1] / "sql/0001_ledger.sql").read_text("utf-8"))]
