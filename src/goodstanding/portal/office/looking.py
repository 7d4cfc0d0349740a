"""A look: who asks, for which purpose, on which basis, in which case. It is logged first, and shown then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from psycopg import Connection

from goodstanding.access import policy
from goodstanding.access.acting import Appointment, Incomplete, Refused, Unauthenticated, acting
from goodstanding.core.access.words import PURPOSES
from goodstanding.portal.office import words
from goodstanding.portal.office.operator_forms import DAY
from goodstanding.portal.office.permitted import under
from goodstanding.portal.office.pools import pools
from goodstanding.portal.public import presentation
from goodstanding.register import queries as register

CLASSES = {"organisation", "record", "protected", "sole-trader"}


class LookForm(forms.Form):
    """One organisation, and why it is looked at."""

    scheme = forms.CharField(
        label=_("Kind of identifier"), max_length=60, required=False, help_text=_("As the register names it: xx-reg")
    )
    number = forms.CharField(label=_("Identifier"), max_length=100, required=False)
    handle = forms.UUIDField(label=_("Or its number in this register"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"))
    basis = forms.CharField(label=_("Legal basis"), max_length=200, help_text=_("The law and the provision."))
    case = forms.CharField(
        label=_("Case"), max_length=100, required=False, help_text=_("The reference of the case, where there is one.")
    )

    delayed_until = forms.DateField(
        label=_("Told to the organisation only from"),
        widget=DAY,
        required=False,
        help_text=_("Only where a law says so: for casework, a decision or a court's order, within twelve months."),
    )
    delay_basis = forms.CharField(label=_("Legal basis of telling it later"), max_length=200, required=False)

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # None is chosen beforehand: whoever did not choose would be in the log with a purpose nobody had.
        chosen = [("", gettext("Choose one")), *((word, words.purpose(word)) for word in purposes(role))]
        self.fields["purpose"].choices = chosen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        identified = bool(said.get("scheme") and said.get("number"))
        if not self.errors and identified == bool(said.get("handle")):
            self.add_error("number", gettext("Give the kind and the identifier, or the number in this register."))
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@under(*words.STAFF_WHO_LOOK)
def look(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Ask for one organisation, and show it with the records that the look allows."""
    form = LookForm(request.POST or None, role=mine.role)
    page: dict[str, Any] = {"form": form, "mine": mine}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            page |= _look(mine, form.cleaned_data) | {"looked": True}
        except Refused:
            status = 403
            page["refused"] = gettext("This is not there, or not for you to see in this role and for this purpose.")
        except Unauthenticated:
            status = 403
            page["refused"] = gettext("Your appointment is over.")
        except Incomplete as missing:
            form.add_error(*_missing(missing))
    return render(request, "office/look.html", page, status=status)


def _missing(missing: Incomplete) -> tuple[str, str]:
    """Answer the field that is not as it has to be, and what to write there."""
    said = str(missing)
    if "shown later" in said:
        return "delayed_until", gettext("It is told later only on a law of its own, until a day within a year.")
    if "the case" in said:
        return "case", gettext("This purpose asks for the reference of the case.")
    return "basis", gettext("Name a law.")


def purposes(role: str) -> list[str]:
    """Answer the purposes for which a role may look at organisations, in the order of docs/access.md."""
    lines = (line for line in policy.table() if role in line.roles and "look" in line.actions)
    found = {purpose for line in lines if line.classes & CLASSES for purpose in line.purposes}
    return [purpose for purpose in PURPOSES if purpose in found]


def _look(mine: Appointment, said: dict[str, Any]) -> dict[str, Any]:
    handle: UUID | None = said["handle"]
    asked: dict[str, Any] = {
        "action": "look",
        "purpose": said["purpose"],
        "cls": "organisation",
        "basis": said["basis"],
        "case": said["case"] or None,
        "delayed_until": said["delayed_until"],
        "delay_basis": said["delay_basis"] or None,
        "targets": [handle] if handle else (),
        "identifier": None if handle else (said["scheme"], said["number"]),
    }
    with acting(pools(), under=mine, **asked) as entered:
        return _seen(entered.connection)


def _seen(connection: Connection[Any]) -> dict[str, Any]:
    """Answer what the context lets the connection see: the look's organisations, and their records in the open."""
    return {
        "organisations": [
            {"one": one, "type": words.organisation_type(one.organisation_type)}
            for one in register.looked_at(connection)
        ],
        "records": [presentation.shown_record(record) for record in register.records_looked_at(connection)],
    }
