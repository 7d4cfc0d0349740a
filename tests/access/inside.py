"""The office inside this process: Django's own client in place of a server and browsers, for questions by the thousand.

Whoever starts the process says in its environment which database it is, and `ENVIRONMENT`. People are signed in by what
signing in leaves behind (tests/portal/office sign in by the door); nothing else of the office is passed over.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import django

from goodstanding.access.acting import Appointment
from goodstanding.core.access.words import ACTIONS, PURPOSES
from goodstanding.database import connections
from goodstanding.database.home import Home
from tests.house import House
from tests.office import Office

ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "goodstanding.config.office", "GOODSTANDING_INSECURE_COOKIES": "1"}
AGENT = "a browser inside"
EVERY_SCOPE = [f"{purpose}:{action}" for purpose in PURPOSES for action in ACTIONS]
MACHINES = ("machine-client", "partner-node")


def house(home: Home, folder: Path) -> House:
    """Answer the house in the database that the environment names."""
    return House(partial(connections.connect, home=home), folder)


@dataclass
class Inside:
    """The office in front of a furnished register."""

    office: Office
    _emails: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        django.setup()

    def account(self, under: Appointment, *, name: str | None = None) -> Any:
        """Answer the account of whoever holds an appointment: made now if it was not there, whole again if it was."""
        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator

        from goodstanding.access.models import Person
        from goodstanding.access.signing_in.factors import FactorAdapter

        person = Person.objects.filter(pk=under.actor).first()
        if person is None:
            called = name or f"Person {len(self._emails) + 1}"
            email = self._emails[called] = f"{called.lower().replace(' ', '.')}@example.org"
            person = Person(actor=under.actor, email=email, name=called)
            person.set_unusable_password()
            person.save()
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        secret = {"secret": FactorAdapter().encrypt("JBSWY3DPEHPK3PXP")}
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": secret})
        return person

    def browser(self, under: Appointment | None) -> Any:
        """Answer a browser into which this person has just signed in; a stranger's where there is none."""
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.middleware.csrf import _get_new_csrf_string
        from django.test import Client, RequestFactory

        from goodstanding.access.signing_in import sessions

        secret = _get_new_csrf_string()
        # Each from a network of his own: throttles count what comes from one, and thousands do.
        address = f"10.{under.actor.bytes[0]}.{under.actor.bytes[1]}.7" if under else "10.0.0.7"
        browser = Client(
            REMOTE_ADDR=address,
            enforce_csrf_checks=True,
            raise_request_exception=False,
            headers={"User-Agent": AGENT, "X-CSRFToken": secret},
        )
        browser.cookies[settings.CSRF_COOKIE_NAME] = secret
        if under is not None:
            person, now = self.account(under), time.time()
            session = browser.session
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session[sessions._BOUND] = sessions._browser(
                RequestFactory(REMOTE_ADDR=address, headers={"User-Agent": AGENT}).get("/")
            )
            session[sessions._BEGUN] = session[sessions._SEEN] = now
            session["account_authentication_methods_user"] = str(person.pk)
            session["account_authentication_methods"] = [
                {"method": "password", "at": now, "email": person.email, "reauthenticated": True}
            ]
            session.save()
        return browser

    def bearer(self, under: Appointment, *, seconds: int = 3600) -> str:
        """Answer a token that acts under an appointment; a machine's has every scope."""
        row = self.office.house.access.execute(
            "select access.issue_bearer(%s, %s, %s::text[], %s)",
            (under.actor, under.appointment, EVERY_SCOPE if under.role in MACHINES else [], seconds),
        ).fetchone()
        return row[0]
