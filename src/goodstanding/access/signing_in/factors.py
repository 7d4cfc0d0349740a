"""The second factor: its secrets are encrypted, a code is good once, and nobody on staff is left without one."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodstanding.access.signing_in import events, holding

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_LAST = "last_counter"


class FactorAdapter(DefaultMFAAdapter):
    """The library's hooks for second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Your role needs a second factor. Add another one before you remove this."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a key first."),
        "incorrect_code": _("This code or key is not right, or was used already."),
        "unverified_email": _("Use the link of your invitation first."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret of the database."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether a factor may go: not the last one of somebody whose role needs one."""
        return may_go(authenticator)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Word a refusal; a wrong code or key is logged, whichever form it came from."""
        if code == "incorrect_code":
            refused()
        return super().validation_error(code, *args)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002  the library's
        """Answer a name for a new key."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Key %(number)d")) % {"number": count + 1}


class _OneTime(AuthenticateForm):
    """RFC 6238, 5.2: a code is accepted once, and none before it after it.

    The library remembers a spent code for one step of 30 seconds; with a tolerance of one step it lives for three.
    """

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            spend(self.authenticator, code=code)
        return code


class SignInCodeForm(_OneTime):
    """The code at sign-in."""


class ReauthenticateCodeForm(_OneTime, ReauthenticateForm):
    """The code before factors are changed."""


def spend(authenticator: Authenticator, *, code: str) -> None:
    """Spend a code of an authenticator app. Raises ValidationError for one that was spent, or is older than that."""
    with transaction.atomic():
        held = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = held.wrap().instance.data["secret"]
        counter = _counter(FactorAdapter().decrypt(secret), code)
        fresh = counter is not None and counter > held.data.get(_LAST, -1)
        if fresh:
            held.data[_LAST] = counter
            held.save(update_fields=["data"])
            authenticator.data = held.data
    if not fresh:
        raise FactorAdapter().validation_error("incorrect_code")


def may_go(authenticator: Authenticator) -> bool:
    """Whether a factor may be removed: any but the last strong one of somebody whose role needs one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG).exclude(pk=authenticator.pk)
    return others.exists() or not holding.needs_second_factor(actor=authenticator.user_id)


def has_second_factor(user: Any) -> bool:
    """Whether a person has set up an authenticator app or a key."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists()


def refused() -> None:
    """Log a wrong code or key, under the person who was to show it; a passkey names nobody until it is right."""
    request = context.request
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else getattr(request, "user", None)
    who = events.person_of(user)
    events.at_the_door("second-factor-refused" if who else "sign-in-refused", request, who=who, by="code or key")


def _counter(secret: str, code: str) -> int | None:
    for counter in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))):
            return counter
    return None


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.FACTOR_KEY.encode()).digest()))
