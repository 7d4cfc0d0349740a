"""Handing a role on for a while, to a colleague: one's own act, under one's own appointment."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from django import forms
from django.contrib.messages import success
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from psycopg.rows import dict_row

from goodstanding.access.acting import Appointment
from goodstanding.access.models import Person
from goodstanding.portal.office import words
from goodstanding.portal.office.operator_forms import DAY
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools
from goodstanding.portal.office.said_by_database import said
from goodstanding.portal.office.terms import today

# Somebody of the own authority: an address typed wrong hands no role to a stranger, and nobody else's account is told.
_COLLEAGUE = (
    "select p.actor from public.access_person p where p.email = %s and p.is_active and exists ("
    " select from access.appointment a join access.unit u using (unit)"
    " where a.actor = p.actor and u.authority = %s and access.is_held(a.appointment))"
)
_HANDED_ON = (
    "select a.appointment, a.actor, a.appointed_by, a.role, a.unit, a.starts_on, a.ends_on, a.revoked_at is not null"
    " as revoked, access.is_held(a.appointment) as held, a.starts_on > access.today() as ahead"
    " from access.appointment a where a.delegated_from is not null and (a.actor = %(me)s or a.appointed_by = %(me)s)"
    " order by a.starts_on desc, a.ends_on desc limit 200"
)


class HandOnForm(forms.Form):
    """To whom, and for which days."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of a colleague who holds a role in your authority."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    starts_on = forms.DateField(label=_("From"), widget=DAY)
    ends_on = forms.DateField(
        label=_("Ends on"), widget=DAY, help_text=_("The first day without the role; within your own term.")
    )

    def clean_starts_on(self) -> date:
        starts_on: date = self.cleaned_data["starts_on"]
        if starts_on < today():
            raise ValidationError(gettext("A role is handed on from today on, not for days that are over."))
        return starts_on


@require_http_methods(["GET", "HEAD", "POST"])
@under(*words.HANDED_ON)
def hand_on(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Hand this role on; show what was handed on by the person, and to the person."""
    form = HandOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _hand_on(mine, form)
        if refused:
            form.add_error(None, refused)
        elif not form.errors:
            success(request, gettext("The role was handed on."))
            return redirect("office:hand-on", mine.appointment)
    page = {"form": form, "mine": mine, "role": words.role(mine.role), **_handed_on(mine.actor)}
    return render(request, "office/hand-on.html", page)


def _hand_on(mine: Appointment, form: HandOnForm) -> str | None:
    given = form.cleaned_data
    with pools().access.connection() as access:
        row = access.execute(_COLLEAGUE, (given["email"].casefold(), mine.authority)).fetchone()
        if row is None:
            form.add_error("email", gettext("No colleague in your authority has this address."))
            return None
        if row[0] == mine.actor:
            form.add_error("email", gettext("This is your own address."))
            return None
        try:
            access.execute(
                "select access.delegate(%s, %s, %s, %s, %s)",
                (mine.actor, mine.appointment, row[0], given["starts_on"], given["ends_on"]),
            )
        except psycopg.Error as refused:
            return said(refused)
    return None


def _handed_on(me: UUID) -> dict[str, list[dict[str, Any]]]:
    with pools().access.connection() as access, access.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(_HANDED_ON, {"me": me}).fetchall()
    names = Person.objects.in_bulk({one["actor"] for one in found} | {one["appointed_by"] for one in found})
    for one in found:
        other = names.get(one["actor"] if one["appointed_by"] == me else one["appointed_by"])
        one |= {"other": other.name if other else "", "role_word": words.role(one["role"]), "state": _state(one)}
    return {
        "by_me": [one for one in found if one["appointed_by"] == me],
        "to_me": [one for one in found if one["actor"] == me],
    }


def _state(one: dict[str, Any]) -> str:
    if one["revoked"]:
        return gettext("Revoked")
    if one["held"]:
        return gettext("Holds now")
    return gettext("Begins later") if one["ahead"] else gettext("Over")
