"""Who asks: the person or the machine whose bearer token it is (RFC 6750 §2.1, the header alone)."""

from __future__ import annotations

import re
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from goodstanding.access import queries
from goodstanding.access.acting import Appointment
from goodstanding.api import problems, throttling
from goodstanding.api.pools import pools

_FORM = re.compile(r"gst_[A-Za-z0-9_-]{43}")


class Bearer(HttpBearer):
    """Answers the appointment a token acts under; for a machine with the scopes it covers."""

    def __call__(self, request: HttpRequest) -> Appointment:
        """Answer the appointment. Raises Problem: 401 without a token in force, 429 after too many wrong ones."""
        said = request.headers.get("Authorization", "")
        if not said:
            raise problems.nobody("There is no token.")
        scheme, _, token = said.partition(" ")
        return self.authenticate(request, token if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Appointment:
        """Answer the appointment of a token. Whatever is wrong with it, the answer is the same."""
        network = throttling.network(request)
        if throttling.is_over("bearer", network, most=throttling.WRONG_BEARERS_PER_NETWORK):
            raise problems.too_many(throttling.MINUTE)
        under = None
        if _FORM.fullmatch(token):
            with pools().access.connection() as access:
                under = queries.of_token(access, token=token)
        if under is None:
            throttling.over("bearer", network, most=throttling.WRONG_BEARERS_PER_NETWORK)
            throttling.noted_once("token-refused", request, why="bearer")
            raise problems.nobody("The token is unknown, over or revoked.", error="invalid_token")
        return under


def caller(request: HttpRequest) -> Appointment:
    """Answer who asks, in a route that `Bearer` guards."""
    return cast("Appointment", request.auth)  # type: ignore[attr-defined]  # where the library puts it
