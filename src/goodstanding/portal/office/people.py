"""Inviting a person: an operator's page."""

from __future__ import annotations

from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from goodstanding.access.acting import Appointment
from goodstanding.access.signing_in import inviting, letters
from goodstanding.portal.office.operator_forms import InvitationForm
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools


@require_http_methods(["GET", "HEAD", "POST"])
@under("operator")
def people(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Invite somebody: the account can do nothing until a role is given to it."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with pools().access.connection() as access:
                _actor, token = inviting.invite(access, **said, by=mine.actor)
        except inviting.AlreadyThere:
            form.add_error("email", gettext("This person has an account already. Give the role in the unit."))
        else:
            with translation.override(said["language"]):
                address = request.build_absolute_uri(reverse("office:invited", args=[token]))
            letters.send("invitation", to=said["email"], language=said["language"], address=address, name=said["name"])
            success(request, gettext("The invitation was sent. Its link is good for 72 hours."))
            return redirect("office:people", mine.appointment)
    return render(request, "office/people.html", {"form": form, "mine": mine})
