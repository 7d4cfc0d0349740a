"""POST /oauth/token: a machine's assertion for a token of five minutes (RFC 6749 §4.4, §5; RFC 7521 §4.2)."""

from __future__ import annotations

import time
from typing import Any, Final

import psycopg
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from goodstanding.access.machines import assertions, tokens
from goodstanding.access.machines.assertions import NotAuthentic
from goodstanding.access.machines.tokens import NotInScope
from goodstanding.access.signing_in import events
from goodstanding.api import throttling
from goodstanding.api.pools import pools
from goodstanding.api.problems import RETRY_SECONDS

PATH: Final = "/oauth/token"
LONGEST_BODY: Final = 16_384
FORM: Final = "application/x-www-form-urlencoded"
NEEDED: Final = ("grant_type", "client_assertion_type", "client_assertion", "scope")
# Other ways to say who one is: two at once are refused (RFC 6749 §2.3), and here there is one.
ELSEWHERE: Final = ("client_secret", "refresh_token", "code", "username", "password")


class Refusal(Exception):
    """An error answer (RFC 6749 §5.2). `why` goes into the log, and not to whoever asked."""

    def __init__(self, error: str, words: str, *, why: str, status: int = 400, client: str | None = None) -> None:
        super().__init__(words)
        self.error, self.words, self.status, self.why, self.client = error, words, status, why, client


def audiences() -> tuple[str, str]:
    """Answer the names an assertion may call this endpoint by: the issuer's, and the endpoint's address."""
    issuer: str = settings.ISSUER
    return issuer, issuer.rstrip("/") + PATH


@csrf_exempt  # no cookie is read here: the assertion alone says who asks
def token(request: HttpRequest) -> HttpResponse:
    """Answer a token, or an error as RFC 6749 §5.2 has it. What is wrong with an assertion is not told apart."""
    if request.method != "POST":
        return _answer({"error": "invalid_request", "error_description": "Use POST."}, 405, Allow="POST")
    try:
        return _answered(request)
    except (psycopg.OperationalError, OperationalError):
        said = {"error": "temporarily_unavailable", "error_description": "The register does not answer. Try again."}
        return _answer(said, 503, **{"Retry-After": str(RETRY_SECONDS)})


def _answered(request: HttpRequest) -> HttpResponse:
    if throttling.over("token", throttling.network(request), most=throttling.TOKENS_PER_NETWORK):
        return _too_many(request)
    try:
        asked = _asked(request)
        issued = _issued(asked)
    except Refusal as refusal:
        events.at_the_door("token-refused", request, why=refusal.why[:100], client=refusal.client or "unknown")
        # RFC 9110 §15.5.2: a 401 has a challenge; there is no scheme for assertions.
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_client"'} if refusal.status == 401 else {}  # noqa: PLR2004
        said = {"error": refusal.error, "error_description": refusal.words}
        return _answer(said, refusal.status, **challenge)
    if issued is None:
        return _too_many(request)
    return _answer(
        {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": issued.seconds,
            "scope": " ".join(issued.scopes),
        },
        200,
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """Answer the form's fields, each once (RFC 6749 §3.2). Others are left unread, as that section says."""
    length = request.headers.get("Content-Length", "")
    if request.content_type != FORM or not length.isascii() or not length.isdigit() or int(length) > LONGEST_BODY:
        raise _malformed(f"Send a form ({FORM}) of at most {LONGEST_BODY} bytes, and say how long it is.", "not a form")
    if request.GET or "Authorization" in request.headers:
        raise _malformed("Everything stands in the form: no query, no Authorization header.", "fields elsewhere")
    try:
        fields = request.POST
    except (BadRequest, SuspiciousOperation):
        raise _malformed("The form is not UTF-8, or has too many fields.", "not a form") from None
    if any(len(fields.getlist(name)) > 1 for name in fields):
        raise _malformed("A field is there twice.", "a field twice")
    if other := [name for name in ELSEWHERE if name in fields]:
        raise _malformed(f"There is one way to say who you are: client_assertion. Leave out {other[0]}.", "two ways")
    if missing := [name for name in NEEDED if not fields.get(name)]:
        raise _malformed(f"Missing: {', '.join(missing)}.", "a field is missing")
    if fields["grant_type"] != "client_credentials":
        raise Refusal("unsupported_grant_type", "The grant_type here is client_credentials.", why="grant type")
    if fields["client_assertion_type"] != assertions.TYPE:
        raise _malformed(f"The client_assertion_type here is {assertions.TYPE}.", "assertion type")
    return {name: fields[name] for name in (*NEEDED, "client_id") if name in fields}


def _issued(asked: dict[str, str]) -> tokens.Issued | None:
    """Answer the token; None for a client that asks too often. Raises Refusal."""
    with pools().access.connection() as access:
        try:
            who = tokens.authenticated(
                access, assertion=asked["client_assertion"], audiences=audiences(), now=time.time()
            )
            # RFC 7521 §4.2: where it is given, it names the client the assertion is about.
            if asked.get("client_id", str(who.client)) != str(who.client):
                raise NotAuthentic("client_id: another's", client=who.client)
            if throttling.over("client", str(who.client), most=throttling.TOKENS_PER_CLIENT):
                return None
            return tokens.issued(access, to=who, scope=asked["scope"])
        except NotAuthentic as refusal:
            client = str(refusal.client) if refusal.client else None
            words = "The client assertion is not accepted."
            raise Refusal("invalid_client", words, why=refusal.why, status=401, client=client) from None
        except NotInScope as refusal:
            words = str(refusal)
            raise Refusal("invalid_scope", words, why="scope", client=str(who.client)) from None


def _malformed(words: str, why: str) -> Refusal:
    return Refusal("invalid_request", words, why=why)


def _too_many(request: HttpRequest) -> HttpResponse:
    throttling.noted_once("throttled", request, why="tokens")
    said = {"error": "temporarily_unavailable", "error_description": "Too many requests. Wait a minute."}
    return _answer(said, 429, **{"Retry-After": str(throttling.MINUTE)})


def _answer(said: dict[str, Any], status: int, **headers: str) -> HttpResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store", **headers})
