"""The forms of an operator."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodstanding.access.machines import keys
from goodstanding.core.access.words import ACTIONS, PURPOSES
from goodstanding.portal.office import words
from goodstanding.portal.office.wording import LanguageSelect

DAY = forms.DateInput(attrs={"type": "date"})


class UnitForm(forms.Form):
    """A new unit of an authority."""

    authority = forms.ChoiceField(label=_("Authority"))
    short = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Lower-case letters, digits and hyphens: inspection-north")
    )
    name = forms.CharField(label=_("Name"), max_length=200)

    def __init__(self, *args: Any, authorities: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = list(authorities.items())  # type: ignore[attr-defined]

    def clean_short(self) -> str:
        return str(self.cleaned_data["short"]).lower().replace("_", "-")


class InvitationForm(forms.Form):
    """Somebody who is to have an account."""

    name = forms.CharField(label=pgettext_lazy("a person's", "Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(
        label=_("Language of letters and mails"), choices=settings.LANGUAGES, widget=LanguageSelect
    )


class AppointmentForm(forms.Form):
    """A role for a person in a unit, for a term, on a basis."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of somebody who was invited."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    starts_on = forms.DateField(label=_("From"), widget=DAY)
    ends_on = forms.DateField(
        label=_("Ends on"), widget=DAY, help_text=_("The first day without the role; at most 24 months.")
    )
    basis = forms.CharField(label=_("Basis"), max_length=200, help_text=_("The order or law that gives the role."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(word, words.role(word)) for word in words.GIVEN]  # type: ignore[attr-defined]


class ClientForm(forms.Form):
    """A department's system."""

    name = forms.CharField(label=_("Name"), max_length=200)
    unit = forms.ChoiceField(label=_("Unit"))
    scopes = forms.CharField(
        label=_("What it may do"), max_length=500, help_text=_("Purpose and action, separated by spaces: filing:file")
    )

    ends_on = forms.DateField(
        label=_("Ends on"), widget=DAY, help_text=_("The first day without the role; at most 24 months.")
    )
    basis = forms.CharField(label=_("Basis"), max_length=200, help_text=_("The order or law that gives the role."))

    def __init__(self, *args: Any, units: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units.items())  # type: ignore[attr-defined]

    def clean_scopes(self) -> list[str]:
        said = str(self.cleaned_data["scopes"]).split()
        for scope in said:
            purpose, _colon, action = scope.partition(":")
            if purpose not in PURPOSES or action not in ACTIONS:
                raise ValidationError(_("This is no purpose with an action: %(scope)s"), params={"scope": scope})
        return said


class ClientKeyForm(forms.Form):
    """The public half of a client's key (JWK, RFC 7517)."""

    jwk = forms.CharField(
        label=_("Public key"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        max_length=4000,
        help_text=_("As JSON (JWK). Never the private half."),
    )
    days = forms.IntegerField(label=_("Ends after so many days"), min_value=1, max_value=390, initial=365)

    def clean_jwk(self) -> dict[str, Any]:
        try:
            said = json.loads(self.cleaned_data["jwk"])
        except ValueError as unread:
            raise ValidationError(_("This is no key in JSON.")) from unread
        if not isinstance(said, dict):
            raise ValidationError(_("This is no key in JSON."))
        if keys.PRIVATE & said.keys():
            raise ValidationError(_("This holds a private key. Make a new one, and give its public half only."))
        try:
            keys.read(said)
        except keys.NotAKey as refused:
            raise ValidationError(_("Only public keys of P-256 and Ed25519 that sign are taken.")) from refused
        return said

    def ends_at(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self.cleaned_data["days"])
