"""Departments' systems, their keys and when those end: an operator's pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from goodstanding.access import queries
from goodstanding.access.acting import Appointment
from goodstanding.access.machines import clients as machines
from goodstanding.portal.office.administering import administer, report
from goodstanding.portal.office.operator_forms import ClientForm, ClientKeyForm
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools
from goodstanding.portal.office.units import units_of


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def clients(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """List the systems of the units the operator runs, and add one."""
    units = {one["unit"]: f"{one['name']} ({one['unit']})" for one in units_of(mine)}
    form = ClientForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        refused = administer(mine, does=lambda access: machines.add(access, **form.cleaned_data))
        report(request, refused=refused, done=gettext("The client was added. Give it a key."))
        return redirect("office:clients", mine.appointment)
    page = {"clients": _clients(units), "form": form, "mine": mine}
    return render(request, "office/clients.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def client(request: HttpRequest, mine: Appointment, client: UUID) -> HttpResponse:
    """Show a system and its keys, and add a key."""
    here = _of(mine, client)
    form = ClientKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"client": client, "jwk": form.cleaned_data["jwk"], "ends_at": form.ends_at()}
        refused = administer(mine, does=lambda access: machines.add_key(access, **given))
        report(request, refused=refused, done=gettext("The key was added."))
        return redirect("office:client", mine.appointment, client)
    return render(request, "office/client.html", {"client": here, "form": form, "mine": mine})


@require_POST
@under("operator")
def end_key(request: HttpRequest, mine: Appointment, client: UUID, kid: str) -> HttpResponse:
    """End a key now, and with it every token of the client."""
    _of(mine, client)
    refused = administer(mine, does=lambda access: machines.end_key(access, client=client, kid=kid))
    report(request, refused=refused, done=gettext("The key was ended."))
    return redirect("office:client", mine.appointment, client)


def _of(mine: Appointment, client: UUID) -> dict[str, Any]:
    units = {one["unit"]: one["name"] for one in units_of(mine)}
    here = next((one for one in _clients(units) if one["client"] == client), None)
    if here is None:
        raise Http404
    return here


def _clients(units: dict[str, str]) -> list[dict[str, Any]]:
    with pools().access.connection() as access:
        found = queries.clients(access)
    for one in found:
        for key in one["keys"]:
            key["ends_at"] = parse_datetime(key["ends_at"])
    return [one for one in found if one["unit"] in units]
