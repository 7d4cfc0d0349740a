"""Representing an organisation: by a code that comes by letter, or brought in by somebody who represents it.

Neither page tells what it found: not whether the register has an organisation, nor whether an address has an account.
"""

from __future__ import annotations

from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.messages import error, success
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from goodstanding.access import queries
from goodstanding.access.acting import Appointment
from goodstanding.access.signing_in import factors
from goodstanding.portal.office import address_letters, refusals
from goodstanding.portal.office.aside import aside, too_often
from goodstanding.portal.office.operator_forms import DAY
from goodstanding.portal.office.permitted import View, signed_in, under
from goodstanding.portal.office.pools import pools
from goodstanding.portal.office.terms import is_term_from_today


class OrganisationForm(forms.Form):
    """Which organisation."""

    scheme = forms.CharField(
        label=_("Kind of identifier"), max_length=60, help_text=_("As the register names it: xx-reg")
    )
    number = forms.CharField(label=_("Identifier"), max_length=100)


class CodeForm(forms.Form):
    """The code of the letter."""

    code = forms.CharField(
        label=_("Code of the letter"),
        max_length=40,
        help_text=_("Twelve letters and digits. Hyphens and spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class BringInForm(forms.Form):
    """Another person of the same organisation."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    ends_on = forms.DateField(
        label=_("Ends on"), widget=DAY, help_text=_("The first day without the role; at most 24 months.")
    )

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        if not is_term_from_today(ends_on):
            raise ValidationError(gettext("A term begins before it ends and lasts at most 24 months."))
        return ends_on


def with_second_factor(view: View) -> View:
    """Open a page to those who have set up a second factor: what is done there is done in an organisation's name."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not factors.has_second_factor(request.user):
            error(request, gettext("Set up a second factor first."))
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_second_factor
def represent(request: HttpRequest) -> HttpResponse:
    """Ask for a letter with a code. The answer is the same whether or not there is such an organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, said = signed_in(request), form.cleaned_data
        if too_often("letter", who=person.actor):
            return refusals.too_many(request)
        aside(lambda: address_letters.write(person, scheme=said["scheme"], identifier=said["number"]))
        success(request, gettext("If the register has it, a letter with a code goes to its registered address."))
        return redirect("office:represent-code")
    return render(request, "office/represent.html", {"form": form})


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_second_factor
def represent_code(request: HttpRequest) -> HttpResponse:
    """Use the code of a letter. What is wrong with one that is refused is not told."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = signed_in(request)
        with pools().access.connection() as access:
            row = access.execute(
                "select access.use_address_code(%s, %s)", (person.actor, form.cleaned_data["code"])
            ).fetchone()
        if row and row[0]:
            success(request, gettext("You represent the organisation from now on, for twelve months."))
            return redirect("office:account")
        form.add_error(
            "code", gettext("This code is not right, was used, or is too old. After five tries a letter is spent.")
        )
    return render(request, "office/represent-code.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@under("representative")
@with_second_factor
def bring_in(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Bring in another person of the organisation. The answer is the same whether or not there is such an account."""
    form = BringInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, ends_on = form.cleaned_data["email"].casefold(), form.cleaned_data["ends_on"]
        if too_often("bring-in", who=mine.actor):
            return refusals.too_many(request)
        aside(lambda: _bring_in(mine, email=email, ends_on=ends_on))
        success(request, gettext("If this address has an account, that person represents the organisation too."))
        return redirect("office:bring-in", mine.appointment)
    return render(request, "office/bring-in.html", {"form": form, "mine": mine})


def _bring_in(mine: Appointment, *, email: str, ends_on: date) -> None:
    with pools().access.connection() as access:
        row = access.execute(
            "select actor from public.access_person where email = %s and is_active and actor <> %s", (email, mine.actor)
        ).fetchone()
        if row is None:
            return
        other: UUID = row[0]
        if any(one.organisation == mine.organisation for one in queries.appointments_of(access, actor=other)):
            return
        access.execute(
            "select access.bring_in(%s, %s, %s, %s)", (mine.actor, mine.appointment, other, ends_on)
        ).fetchone()
