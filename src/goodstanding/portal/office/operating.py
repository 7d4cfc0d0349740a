"""What an operator ends or begins for good: a unit closes, a person retires, an authority is added."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from goodstanding.access import queries, services
from goodstanding.access.acting import Appointment
from goodstanding.access.signing_in import sessions
from goodstanding.portal.office.administering import administer, report
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools
from goodstanding.portal.office.units import authorities_of, runs_all, units_of

# Whoever holds or held a role in one of these units; of people without any (representatives among them), the operator
# of the authority that runs the installation.
_THEIRS = (
    "select p.actor from public.access_person p join access.actor x using (actor)"
    " where p.email = %(email)s and x.retired_at is null and (%(all)s or exists ("
    " select from access.appointment a where a.actor = p.actor and a.unit = any(%(units)s)))"
)


class RetireForm(forms.Form):
    """Who is to hold nothing any more."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class AuthorityForm(forms.Form):
    """An authority that is to use the installation."""

    authority = forms.RegexField(
        r"^[a-z0-9-]+:[a-z0-9-]+\Z",
        label=_("Short name"),
        max_length=120,
        help_text=_("The pack and the authority, in lower-case letters, digits and hyphens: xx:environment-agency"),
        error_messages={"invalid": _("Write the pack, a colon and the authority: xx:environment-agency")},
    )
    name = forms.CharField(label=_("Name"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def close_unit(request: HttpRequest, mine: Appointment, unit: str) -> HttpResponse:
    """Ask once, with what ends, and close a unit from today on."""
    here = next((one for one in units_of(mine) if one["unit"] == unit), None)
    if here is None:
        raise Http404
    with pools().access.connection() as access:
        there = queries.appointments_in(access, authority=here["authority"])
    page = {
        "unit": here,
        "mine": mine,
        "number": sum(one.unit == unit for one in there),
        "own": unit == mine.unit,  # closed, nobody would be left to say that it was a mistake
    }
    if request.method == "POST" and not page["own"] and not here["closed_on"]:
        refused = administer(mine, does=lambda access: services.close_unit(access, unit=unit))
        report(request, refused=refused, done=gettext("The unit was closed."))
        return redirect("office:units", mine.appointment)
    return render(request, "office/close-unit.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def retire(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """End everything a person holds, the account, the sessions and the tokens."""
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = _of(mine, form.cleaned_data["email"].casefold())
        if actor is None:
            form.add_error("email", gettext("Nobody who holds or held a role in your units has this address."))
        elif actor == mine.actor:
            form.add_error("email", gettext("Nobody retires himself. Ask another operator."))
        else:
            refused = administer(mine, does=lambda access: services.retire(access, actor=actor))
            if report(request, refused=refused, done=gettext("The person was retired.")):
                sessions.end_everywhere(actor=actor)
            return redirect("office:retire", mine.appointment)
    return render(request, "office/retire.html", {"form": form, "mine": mine})


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def authorities(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """List the authorities and add one, for an operator of the authority that runs the installation."""
    if not runs_all(mine):
        raise PermissionDenied
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        refused = administer(mine, does=lambda access: services.add_authority(access, **given))
        report(request, refused=refused, done=gettext("The authority was added. Give it a unit."))
        return redirect("office:authorities", mine.appointment)
    page = {"form": form, "mine": mine, "authorities": authorities_of(mine)}
    return render(request, "office/authorities.html", page)


def _of(mine: Appointment, email: str) -> UUID | None:
    asked = {"email": email, "all": runs_all(mine), "units": [one["unit"] for one in units_of(mine)]}
    with pools().access.connection() as access:
        row = access.execute(_THEIRS, asked).fetchone()
    return row[0] if row else None
