"""Batches, their progress, the keys of what is filed, held rows, and the functions of whoever files."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Run the files of `sql/` in their order."""

    dependencies: ClassVar = [("register", "0002_parties")]
    operations: ClassVar = [
        migrations.RunSQL(path.read_text("utf-8")) for path in sorted((Path(__file__).parents[1] / "sql").glob("*.sql"))
    ]
