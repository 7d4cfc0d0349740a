"""Accounts of people who sign in. What they may do lies in the schema `access`, under constraints of its own."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts; `access.services.invite` is what calls it."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> Person:
        """Answer a new account. Without a password nobody can sign in until one is set by the link in a letter."""
        person = self.model(email=self.normalize_email(email).casefold(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Answer the account of an e-mail address in any case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A person who signs in: staff of an authority, or a representative of an organisation.

    Nothing here is ever about a person as a subject (G1): no record, measure or grade can name one.
    """

    actor: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(
        primary_key=True, default=uuid.uuid4, editable=False
    )
    email: models.EmailField[str, str] = models.EmailField(unique=True)
    name: models.CharField[str, str] = models.CharField(max_length=200)
    language: models.CharField[str, str] = models.CharField(max_length=16, default="en")
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_lower_case")
        ]

    def __str__(self) -> str:
        return self.name
