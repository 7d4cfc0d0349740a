"""Headers of the office: nothing is kept by a browser or an index, and passkeys get the one script they need."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static

from goodstanding.config.middleware import POLICY

SCRIPT = "office/passkeys.js"
Middleware = Callable[[HttpRequest], HttpResponse]


def kept_private(get_response: Middleware) -> Middleware:
    """Let no browser or proxy keep a page of the office, and no index list it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware


def _forms() -> str:
    # The button of the authority's provider is a form, and a browser holds what it redirects to against the policy too.
    if not settings.OIDC:
        return POLICY
    there = urlsplit(settings.OIDC["server_url"])
    return POLICY.replace("form-action 'self'", f"form-action 'self' {there.scheme}://{there.netloc}")


def with_passkeys(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page run the script that talks to passkeys: that file of this server's, and no other."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        script = request.build_absolute_uri(static(SCRIPT))
        response.headers["Content-Security-Policy"] = f"{_forms()}; script-src {script}; connect-src 'self'"
        return response

    return wrapped
