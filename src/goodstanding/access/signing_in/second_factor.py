"""Nobody on staff does anything before a second factor is set up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goodstanding.access.signing_in import factors, holding

# What somebody without one can reach: setting one up, what that asks for, and the way out.
OPEN = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
    "account_logout",
}


def second_factor_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send a person of staff without a second factor to the page that sets one up, from everywhere else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if match is not None and match.url_name in OPEN and not match.namespaces:
            return None
        if factors.has_second_factor(request.user) or not holding.needs_second_factor(actor=request.user.pk):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))

    middleware.process_view = process_view  # type: ignore[attr-defined]  # how Django finds it
    return middleware
