"""Search of names and identifiers."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Run `sql/0003_search.sql`."""

    dependencies: ClassVar = [("register", "0002_parties")]
    operations: ClassVar = [migrations.RunSQL((Path(__file__).parents[1] / "sql/0003_search.sql").read_text("utf-8"))]
