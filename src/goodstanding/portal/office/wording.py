"""The sign-in library's forms, in this program's words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from goodstanding.about.texts import language_tag

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("Sign in with it alone, without a password"),
}
HINTS = {
    "password1": _("At least 12 characters. Several words that do not belong together are good."),
    "code": _("Six digits from the app, or one of your recovery codes."),
    "name": _("So that you know it again in the list."),
    "passwordless": _("The key then asks for its PIN, your fingerprint or your face."),
}


def worded(form: Any) -> Any:
    """Answer the form with this program's labels and hints; a placeholder is no label, and goes."""
    for name, field in form.fields.items():
        field.label = LABELS.get(name, field.label)
        field.help_text = HINTS.get(name, "")
        field.widget.attrs.pop("placeholder", None)
    return form


class LanguageSelect(forms.Select):
    """Languages by their own names, each marked as what it is."""

    def create_option(self, name: str, value: Any, *rest: Any, **more: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *rest, **more)
        return option | {"attrs": option["attrs"] | {"lang": language_tag(str(value))}}


class Worded:
    """A page of the library's whose form speaks this program's words."""

    def get_form(self, form_class: type[BaseForm] | None = None) -> Any:
        return worded(super().get_form(form_class))  # type: ignore[misc]  # beside a form view
