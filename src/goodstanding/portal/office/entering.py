"""Signing in and out, and the password: the library's pages in this program's look, with what they have to log."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.account.forms import SetPasswordForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from goodstanding.access.signing_in import accepting, events, sessions
from goodstanding.portal.office.wording import Worded, worded


class SignIn(Worded, views.LoginView):
    """E-mail address and password, or a passkey."""

    template_name = "office/sign-in.html"


class SignOut(views.LogoutView):
    """Ask once, and end the session."""

    template_name = "office/sign-out.html"


class Inactive(views.AccountInactiveView):
    """The account is closed."""

    template_name = "office/inactive.html"


class Reauthenticate(Worded, views.ReauthenticateView):
    """The password once more, before factors are changed."""

    template_name = "office/reauthenticate.html"


class ChangePassword(Worded, views.PasswordChangeView):
    """A new password for whoever knows the old one."""

    template_name = "office/change-password.html"


class ForgottenPassword(Worded, views.PasswordResetView):
    """Ask for a link. The answer is the same for every address."""

    template_name = "office/forgotten-password.html"


class LinkSent(views.PasswordResetDoneView):
    """The answer to every address."""

    template_name = "office/link-sent.html"


class NewPassword(Worded, views.PasswordResetFromKeyView):
    """Set a password by the link. The second factor is still asked for afterwards."""

    template_name = "office/new-password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.end_everywhere(actor=self.reset_user.pk)
        events.at_the_door("recovered", self.request, who=self.reset_user.pk, by="link")
        return response


class NewPasswordSet(views.PasswordResetFromKeyDoneView):
    """The password was set."""

    template_name = "office/new-password-set.html"


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person set a password, once, and go on to the second factor."""
    person = accepting.invited(token)
    if person is None:
        text = gettext("This invitation is not valid, was used, or is older than 72 hours. Ask for a new one.")
        title = gettext("Invitation")
        return render(request, "office/refusal.html", {"title": title, "text": text}, status=404)
    form = worded(SetPasswordForm(data=request.POST or None, user=person))
    if request.method == "POST" and form.is_valid():
        if request.user.is_authenticated:
            get_adapter().logout(request)
        accepted = accepting.accept(token, password=form.cleaned_data["password1"])
        if accepted is None:
            return redirect(request.path)
        record_authentication(request, accepted, method="password", reauthenticated=True)
        perform_login(request, Login(user=accepted, email=accepted.email))
        return redirect("mfa_index")
    return render(request, "office/invited.html", {"form": form, "invited": person})
