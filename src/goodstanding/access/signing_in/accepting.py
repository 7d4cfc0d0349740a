"""The link of an invitation is used: the address is verified, the password set, and the link is spent."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare

from goodstanding.access.models import Person
from goodstanding.access.signing_in.inviting import SALT, state


def invited(token: str) -> Person | None:
    """Answer whose link this is; None where it is not ours, was used, is too old, or the account is closed."""
    return _invited(token, lock=False)


def accept(token: str, *, password: str) -> Person | None:
    """Set the password of the invited person, verify the address, and answer the person; None as `invited` does."""
    with transaction.atomic():
        person = _invited(token, lock=True)
        if person is None:
            return None
        EmailAddress.objects.filter(user=person, email=person.email).update(verified=True)
        get_adapter().set_password(person, password)
    return person


def _invited(token: str, *, lock: bool) -> Person | None:
    people = Person.objects.select_for_update() if lock else Person.objects
    try:
        said = signing.loads(token, salt=SALT, max_age=settings.INVITATION_SECONDS)
        person = people.filter(pk=UUID(said["actor"]), is_active=True).first()
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    if person is None or person.has_usable_password():
        return None
    return person if constant_time_compare(said["state"], state(person.password)) else None
