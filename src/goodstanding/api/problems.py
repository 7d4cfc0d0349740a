"""What the API answers when it does not answer: a problem document (RFC 9457) that says what is wrong, and the fix.

There is no `type`: it would be an address that has to last. `instance` is missing so that two refusals of the same
kind are the same bytes, whatever was asked about.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import psycopg
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from goodstanding.access.acting import Incomplete, Refused, Unauthenticated

logger = logging.getLogger("django.request")
RETRY_SECONDS = 30
REALM = 'Bearer realm="goodstanding"'


class Problem(Exception):
    """An answer that is no success, raised from wherever it is found."""

    def __init__(
        self, status: int, title: str, *, detail: str, fix: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.fix, self.headers = status, title, detail, fix, dict(headers or {})

    def answer(self) -> HttpResponse:
        """Answer the document."""
        said = {"title": self.title, "status": self.status, "detail": self.detail, "fix": self.fix}
        return JsonResponse(
            said,
            status=self.status,
            headers=self.headers,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )


def not_there() -> Problem:
    """Answer 404: it is not there, or it is not for the caller. Which of the two is not said."""
    return Problem(
        404,
        "Not there, or not for you",
        detail="There is nothing here that you may see in this role and for this purpose.",
        fix="Ask GET /api/v1/decisions what your role may do, and check the handle or identifier.",
    )


def wrong(detail: str, *, fix: str) -> Problem:
    """Answer 400: the question itself is wrong, whatever it is about."""
    return Problem(400, "Wrong question", detail=detail, fix=fix)


def nobody(detail: str, *, error: str | None = None) -> Problem:
    """Answer 401 (RFC 6750 §3): no token, or one that is not in force."""
    challenge = REALM + (f', error="{error}"' if error else "")
    return Problem(
        401,
        "Nobody asks",
        detail=detail,
        fix="Get a token (a machine: POST /oauth/token; a person: on the account page) and send it as"
        " Authorization: Bearer TOKEN.",
        headers={"WWW-Authenticate": challenge},
    )


def beyond_scope(scope: str) -> Problem:
    """Answer 403 (RFC 6750 §3.1): the token is in force and does not cover it, whatever it is about."""
    return Problem(
        403,
        "The token does not cover this",
        detail=f"This takes a token with the scope {scope}.",
        fix="Ask for it at POST /oauth/token; an operator gives a client its scopes.",
        headers={"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scope}"'},
    )


def too_many(seconds: int) -> Problem:
    """Answer 429: too many requests from one place."""
    return Problem(
        429,
        "Too many requests",
        detail="Too many requests from your network, or by this client.",
        fix=f"Wait {seconds} seconds and try again.",
        headers={"Retry-After": str(seconds)},
    )


def unavailable() -> Problem:
    """Answer 503: the database does not answer, and without it nothing is decided."""
    return Problem(
        503,
        "Not now",
        detail="The register does not answer at the moment.",
        fix="Try again in a minute; tell the operator if it lasts.",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


def broken(raised: Exception) -> Problem:
    """Answer 500, and say to the log alone what it was."""
    logger.error("The API failed.", exc_info=raised)
    return Problem(500, "Our fault", detail="Something here is broken.", fix="Tell the operator when it happened.")


def no_such_address(_request: HttpRequest, **_parts: str) -> HttpResponse:
    """Answer every address of the API that is none."""
    return Problem(
        404, "No such address", detail="The API has nothing under this address.", fix="See GET /api/v1/openapi.json."
    ).answer()


def answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a route answer a wrong method with a document too, and nothing be kept by a proxy or a browser."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response.headers["Allow"]
            response = Problem(
                405,
                "Wrong method",
                detail=f"{request.method} is not what this address answers.",
                fix=f"Use {allowed}.",
                headers={"Allow": allowed},
            ).answer()
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


def register(api: NinjaAPI) -> None:
    """Let the API answer everything that is raised with a document."""
    handlers: dict[type[Exception], Callable[[Any], Problem]] = {
        Problem: lambda raised: raised,
        Refused: lambda _: not_there(),
        Http404: lambda _: not_there(),
        Unauthenticated: lambda _: nobody("The token is not in force any more.", error="invalid_token"),
        Incomplete: lambda raised: wrong(str(raised), fix="Give what is missing in Purpose, Basis or Case."),
        ValidationError: _malformed,
        psycopg.OperationalError: lambda _: unavailable(),
        OperationalError: lambda _: unavailable(),
        Exception: broken,
        HttpError: lambda raised: Problem(
            raised.status_code, "Not answered", detail=str(raised), fix="See GET /api/v1/openapi.json."
        ),
    }

    def handler(made: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
        return lambda _request, raised: made(raised).answer()

    for kind, made in handlers.items():
        api.add_exception_handler(kind, handler(made))


def _malformed(raised: ValidationError) -> Problem:
    first = raised.errors[0]
    where = first["loc"][-1] if first.get("loc") else "the request"
    return wrong(f"{where}: {first['msg']}", fix="See GET /api/v1/openapi.json for what this address takes.")
