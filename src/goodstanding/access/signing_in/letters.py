"""Mails of the sign-in: short, in the person's language, and with one link at most."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was set anew by a link sent to you."),
    "password_set": _("Your password was set."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was removed from your account."),
    "webauthn_added": _("A passkey or security key was added to your account."),
    "webauthn_removed": _("A passkey or security key was removed from your account."),
    "recovery_codes_generated": _("New recovery codes were made for your account."),
}


def send(letter: str, *, to: str, language: str, **said: str) -> None:
    """Send the mail `letter` (a template of the office) in a language; raises what the mail server says."""
    with translation.override(language):
        subject = {
            "invitation": gettext("You are invited to goodstanding"),
            "password": gettext("Set a new password"),
            "change": gettext("Your account was changed"),
        }[letter]
        send_mail(subject, render_to_string(f"office/mail/{letter}.txt", said), None, [to])


def tell(change: str, *, to: str, language: str) -> None:
    """Tell a person that the own account was changed."""
    if change in CHANGES:
        with translation.override(language):
            what = str(CHANGES[change])
        send("change", to=to, language=language, what=what)
