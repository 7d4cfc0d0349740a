"""The register's projections and the views anyone may read."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Run `sql/0001_register.sql`."""

    dependencies: ClassVar = [("ledger", "0001_ledger")]
    operations: ClassVar = [migrations.RunSQL((Path(__file__).parents[1] / "sql/0001_register.sql").read_text("utf-8"))]
