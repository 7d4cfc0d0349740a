"""Second factors: asked for at sign-in, set up, removed. The library's pages, with what they have to log."""

from __future__ import annotations

import json
from typing import Any

from allauth.core.internal import ratelimit
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from goodstanding.access.signing_in import events, factors, holding
from goodstanding.portal.office.wording import Worded, worded


class _Options:
    """The challenge for a passkey, as the script reads it from the page."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]  # beside a page of the library's
        options = next(iter(found.get("js_data", {}).values()), None)
        return found | {"options": json.dumps(options, cls=DjangoJSONEncoder)}


class SecondFactor(_Options, base.AuthenticateView):
    """The code or the key, after the password."""

    template_name = "office/second-factor.html"

    def _build_forms(self) -> Any:
        posted = super()._build_forms()
        worded(self.auth_form)
        return posted


class Factors(base.IndexView):
    """What is set up, and what has to be."""

    template_name = "office/factors.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**more)
        user = self.request.user
        needs = holding.needs_second_factor(actor=user.pk)
        return found | {"has_one": factors.has_second_factor(user), "needs_one": needs}


class ReauthenticateByCode(Worded, base.ReauthenticateView):
    """A code once more, before factors are changed."""

    template_name = "office/reauthenticate.html"


class ReauthenticateByKey(_Options, webauthn.ReauthenticateWebAuthnView):
    """A key once more, before factors are changed."""

    template_name = "office/reauthenticate.html"


class AddApp(Worded, totp.ActivateTOTPView):
    """An authenticator app: a picture to scan, a key to type, and the first code."""

    template_name = "office/add-app.html"

    def get_form(self, form_class: type[BaseForm] | None = None) -> Any:
        form = super().get_form(form_class)
        form.fields["code"].help_text = _("Six digits from the app.")
        return form

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**more)
        secret = found["form"].secret
        grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return found | {"picture": _inline(found["totp_svg"]), "key": grouped}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        factors.spend(app, code=form.cleaned_data["code"])
        events.at_the_door("factor-added", self.request, who=self.request.user.pk, factor="app")
        return response


class RemoveApp(totp.DeactivateTOTPView):
    """Remove the app, unless it is the last factor of a role that needs one."""

    template_name = "office/remove-factor.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        events.at_the_door("factor-removed", self.request, who=self.request.user.pk, factor="app")
        return response


class AddKey(_Options, Worded, webauthn.AddWebAuthnView):
    """A passkey or security key."""

    template_name = "office/add-key.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_form_kwargs()
        found.setdefault("initial", {})["passwordless"] = True
        return found

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        kind = "passkey" if form.cleaned_data.get("passwordless") else "key"
        events.at_the_door("factor-added", self.request, who=self.request.user.pk, factor=kind)
        return response


class Keys(webauthn.ListWebAuthnView):
    """The keys of the person."""

    template_name = "office/keys.html"


class RenameKey(Worded, webauthn.EditWebAuthnView):
    """Another name for a key."""

    template_name = "office/rename-key.html"


class RemoveKey(webauthn.RemoveWebAuthnView):
    """Remove a key, unless it is the last factor of a role that needs one."""

    template_name = "office/remove-factor.html"

    def form_valid(self, form: Any) -> HttpResponse:
        if not factors.may_go(self.get_object()):
            form.add_error(None, factors.FactorAdapter().validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        events.at_the_door("factor-removed", self.request, who=self.request.user.pk, factor="key")
        return response


# A challenge is kept in a session, so asking for one is limited like answering one.
@method_decorator(ratelimit.decorator(app="allauth.mfa", action="webauthn_login", limit_get=True), name="dispatch")
class SignInByPasskey(webauthn.LoginWebAuthnView):
    """A passkey alone, with its PIN or fingerprint: two factors in one."""


class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):
    """The codes, shown once."""

    template_name = "office/recovery-codes.html"


class NewRecoveryCodes(recovery_codes.GenerateRecoveryCodesView):
    """New codes in the place of the old."""

    template_name = "office/new-recovery-codes.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        events.at_the_door("factor-added", self.request, who=self.request.user.pk, factor="recovery codes")
        return response


def _inline(svg: str) -> SafeString:
    """Answer the picture as part of a page: the library drew it from our own text, and a page has no XML header."""
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308
