"""Appointments, contexts, looks and the walls they make, after the tables they stand on and the sign-in library's."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.db import migrations

from goodstanding.access import policy

FOLDER = Path(__file__).parents[1] / "sql"


def put_policy(_: Any, schema_editor: Any) -> None:
    """Put the table of who may do what into the database; `goodstanding up` puts a later one in its place."""
    policy.put(schema_editor.connection.connection)


class Migration(migrations.Migration):
    """Run the files of `sql/` in their order."""

    dependencies: ClassVar = [
        ("access", "0001_person"),
        ("register", "0001_register"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations: ClassVar = [
        *(migrations.RunSQL(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.sql"))),
        migrations.RunPython(put_policy),
    ]
