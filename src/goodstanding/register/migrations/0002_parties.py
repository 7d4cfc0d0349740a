"""Names, identifiers, addresses and establishments."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Run `sql/0002_parties.sql`."""

    dependencies: ClassVar = [("register", "0001_register"), ("access", "0002_access")]
    operations: ClassVar = [migrations.RunSQL((Path(__file__).parents[1] / "sql/0002_parties.sql").read_text("utf-8"))]
