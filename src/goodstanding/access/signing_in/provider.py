"""The authority's own provider (OpenID Connect): it signs in whom an operator has invited, and makes no account."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.messages import error
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from goodstanding.access.signing_in import events


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The library's hooks for the provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  the library's hook
        """Accounts come by invitation only."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link the provider's account to the invited one with the same address, where both sides verified it."""
        if sociallogin.is_existing:
            return
        said = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        found = EmailAddress.objects.filter(email__in=said, verified=True).select_related("user")[:2]
        if len(found) == 1 and found[0].user.is_active:
            sociallogin.connect(request, found[0].user)
            return
        raise ImmediateHttpResponse(self._refused(request, why="no invited account"))

    def on_authentication_error(self, request: HttpRequest, *_what: Any, **_why: Any) -> None:
        """Answer what a wrong password answers."""
        raise ImmediateHttpResponse(self._refused(request, why="provider"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:  # noqa: ARG002  the library's
        """Answer where somebody goes who linked the provider while signed in."""
        return reverse("office:account")

    def _refused(self, request: HttpRequest, *, why: str) -> HttpResponseRedirect:
        events.at_the_door("sign-in-refused", request, why=why, by="provider")
        error(request, gettext("The provider did not sign you in to an invited account."))
        return HttpResponseRedirect(reverse("account_login"))
