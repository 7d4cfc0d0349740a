"""Accounts of people who sign in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    """Make `access_person`."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("actor", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("language", models.CharField(default="en", max_length=16)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_lower_case")
                ],
            },
        ),
    ]
