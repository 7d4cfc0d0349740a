"""Units and who holds which role in them: an operator's pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from psycopg.rows import dict_row

from goodstanding.access import queries, services
from goodstanding.access.acting import Appointment
from goodstanding.access.models import Person
from goodstanding.portal.office import words
from goodstanding.portal.office.administering import administer, report
from goodstanding.portal.office.operator_forms import AppointmentForm, UnitForm
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def units(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """List the units the operator runs, and add one."""
    authorities = {one["authority"]: one["name"] for one in authorities_of(mine)}
    form = UnitForm(request.POST or None, authorities=authorities)
    if request.method == "POST" and form.is_valid():
        unit, name = f"{form.cleaned_data['authority']}/{form.cleaned_data['short']}", form.cleaned_data["name"]
        refused = administer(mine, does=lambda access: services.add_unit(access, unit=unit, name=name))
        report(request, refused=refused, done=gettext("The unit was added."))
        return redirect("office:units", mine.appointment)
    page = {"units": units_of(mine), "form": form, "mine": mine, "runs_all": runs_all(mine)}
    return render(request, "office/units.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def unit(request: HttpRequest, mine: Appointment, unit: str) -> HttpResponse:
    """Show who holds which role in a unit, and give one."""
    here = next((one for one in units_of(mine) if one["unit"] == unit), None)
    if here is None:
        raise Http404
    form = AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = Person.objects.filter(email=form.cleaned_data["email"].casefold()).first()
        if person is None:
            form.add_error("email", gettext("Nobody with this address was invited."))
        else:
            report(
                request, refused=_appoint(mine, person, unit, form.cleaned_data), done=gettext("The role was given.")
            )
            return redirect("office:unit", mine.appointment, unit)
    with pools().access.connection() as access:
        there = queries.appointments_in(access, authority=here["authority"])
    page = {
        "unit": here,
        "form": form,
        "mine": mine,
        "appointments": _named(there, unit=unit),
        "may_close": not here["closed_on"] and unit != mine.unit,
    }
    return render(request, "office/unit.html", page)


@require_POST
@under("operator")
def revoke(request: HttpRequest, mine: Appointment, revoked: UUID) -> HttpResponse:
    """Revoke an appointment, now. One in a unit of another authority's is not there, so its unit is not told."""
    with pools().access.connection() as access:
        row = access.execute("select unit from access.appointment where appointment = %s", (revoked,)).fetchone()
    unit = row[0] if row else None
    # A representative's is in no unit: the operator of the installation ends it.
    if row is None or not (any(one["unit"] == unit for one in units_of(mine)) if unit else runs_all(mine)):
        raise Http404
    refused = administer(mine, does=lambda access: services.revoke(access, appointment=revoked))
    report(request, refused=refused, done=gettext("The role was revoked."))
    return redirect("office:unit", mine.appointment, unit) if unit else redirect("office:units", mine.appointment)


def units_of(mine: Appointment) -> list[dict[str, Any]]:
    """Answer the units an operator runs: the own authority's; of the one that runs the installation, all."""
    theirs = {one["authority"] for one in authorities_of(mine)}
    with pools().access.connection() as access:
        found = queries.units(access)
    return [one for one in found if one["authority"] in theirs]


def authorities_of(mine: Appointment) -> list[dict[str, Any]]:
    """Answer the authorities an operator runs, also without a unit: the own; of the installation's operator, all."""
    with pools().access.connection() as access, access.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute("select authority, name, operates from access.authority order by authority").fetchall()
    is_all = any(one["operates"] for one in found if one["authority"] == mine.authority)
    return [one for one in found if is_all or one["authority"] == mine.authority]


def runs_all(mine: Appointment) -> bool:
    """Whether an operator is one of the authority that runs the installation."""
    return any(one["operates"] and one["authority"] == mine.authority for one in authorities_of(mine))


def _appoint(mine: Appointment, person: Person, unit: str, said: dict[str, Any]) -> str | None:
    given = {name: said[name] for name in ("role", "starts_on", "ends_on", "basis")}
    return administer(mine, does=lambda access: services.appoint(access, actor=person.actor, unit=unit, **given))


def _named(found: list[Appointment], *, unit: str) -> list[dict[str, Any]]:
    here = [one for one in found if one.unit == unit]
    names = Person.objects.in_bulk([one.actor for one in here])
    return [
        {
            "one": one,
            "name": names[one.actor].name if one.actor in names else one.pseudonym,
            "role": words.role(one.role),
        }
        for one in here
    ]
