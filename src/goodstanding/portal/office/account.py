"""The own account: what one may do and until when, where one is signed in, in which language letters come."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from goodstanding.access.models import Person
from goodstanding.access.signing_in import factors, sessions
from goodstanding.portal.office import around, words
from goodstanding.portal.office.permitted import held, signed_in
from goodstanding.portal.office.wording import LanguageSelect


class LanguageForm(forms.Form):
    """The language of letters and mails."""

    language = forms.ChoiceField(
        label=_("Language of letters and mails"), choices=settings.LANGUAGES, widget=LanguageSelect
    )


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show what the person holds with its terms, the sessions, the language."""
    found = UserSession.objects.purge_and_list(request.user)
    page = {
        "held": [{"one": one, "role": words.role(one.role), "pages": around.pages_of(one)} for one in held(request)],
        "sessions": [
            {"one": one, "current": one.session_key == request.session.session_key}
            for one in sorted(found, key=lambda session: session.created_at, reverse=True)
        ],
        "form": LanguageForm(initial={"language": signed_in(request).language}),
        "has_one": factors.has_second_factor(request.user),
    }
    return render(request, "office/account.html", page)


@require_POST
@login_required
def language(request: HttpRequest) -> HttpResponse:
    """Set the language of letters and mails."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        Person.objects.filter(pk=request.user.pk).update(language=form.cleaned_data["language"])
        success(request, gettext("The language was changed."))
    return redirect("office:account")


@require_POST
@login_required
def everywhere(request: HttpRequest) -> HttpResponse:
    """End every session and every token of the person, this session too."""
    actor = signed_in(request).actor
    get_adapter().logout(request)
    sessions.end_everywhere(actor=actor)
    success(request, gettext("You are signed out everywhere."))
    return redirect("account_login")
