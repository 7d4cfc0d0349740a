"""May I? A role asks the table, and reads the lines it has. The same function decides as when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from goodstanding.about.texts import language_tag
from goodstanding.access import policy
from goodstanding.access.acting import Appointment
from goodstanding.core.access.deciding import Decision, Line
from goodstanding.core.access.words import ACTIONS, CLASSES, PURPOSES
from goodstanding.portal.office import words
from goodstanding.portal.office.permitted import under

WHOSE = ("own", "other")


class MayForm(forms.Form):
    """One question to the table. It is asked in the address, so that an answer can be linked to."""

    action = forms.ChoiceField(label=_("What to do"))
    cls = forms.ChoiceField(label=_("With what"))
    purpose = forms.ChoiceField(label=_("Purpose"))
    whose = forms.ChoiceField(
        label=_("Whose"), help_text=_("The own: what your authority filed or runs, or the organisation you represent.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The address says `class`, as the API and the command do; Python has that word for itself.
        self.fields = {"class" if name == "cls" else name: field for name, field in self.fields.items()}
        named = {
            "action": (ACTIONS, words.act),
            "class": (CLASSES, words.class_),
            "purpose": (PURPOSES, words.purpose),
            "whose": (WHOSE, words.whose),
        }
        for name, (known, wording) in named.items():
            self.fields[name].choices = [(word, wording(word)) for word in known]  # type: ignore[attr-defined]


@require_safe
@under(*words.OF_PEOPLE)
def may(request: HttpRequest, mine: Appointment) -> HttpResponse:
    """Answer whether the table allows it to this role, by which line and why; below it, every line of the role."""
    asked = any(name in request.GET for name in ("action", "class", "purpose", "whose"))
    form = MayForm(request.GET if asked else None)
    page: dict[str, Any] = {"form": form, "mine": mine, "role": words.role(mine.role)}
    if asked and form.is_valid():
        page["answer"] = _worded(_decided(mine, form.cleaned_data))
        page["asked"] = {
            "action": words.act(form.cleaned_data["action"]),
            "class": words.class_(form.cleaned_data["class"]),
            "purpose": words.purpose(form.cleaned_data["purpose"]),
            "whose": words.whose(form.cleaned_data["whose"]),
        }
    page["lines"] = [_row(line) for line in policy.table() if mine.role in line.roles]
    return render(request, "office/may.html", page, status=400 if form.errors else 200)


def _decided(mine: Appointment, said: dict[str, Any]) -> Decision:
    own = said["whose"] == "own"
    return policy.may(mine, action=said["action"], purpose=said["purpose"], cls=said["class"], own=own)


def _worded(found: Decision) -> dict[str, Any]:
    line = next((line for line in policy.table() if line.line == found.line), None)
    return {"allowed": found.allowed, "row": _row(line) if line else None}


def _row(line: Line) -> dict[str, Any]:
    return {
        "line": line.line,
        "purposes": _in_order(line.purposes, PURPOSES, words.purpose),
        "actions": _in_order(line.actions, ACTIONS, words.act),
        "classes": _in_order(line.classes, CLASSES, words.class_),
        "whose": words.whose(line.whose),
        "asks": [words.obligation(word) for word in sorted(line.obligations)],
        "why": line.why[language_tag(get_language() or "en")],
    }


def _in_order(said: Iterable[str], order: tuple[str, ...], wording: Any) -> list[str]:
    return [wording(word) for word in order if word in said]
