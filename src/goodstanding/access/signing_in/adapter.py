"""How the sign-in library behaves here: nobody signs up, nothing tells who has an account, everything is logged."""

from __future__ import annotations

from threading import Thread
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from goodstanding.access.signing_in import events, letters, sessions

THROTTLED = ("too_many_login_attempts", "rate_limited")


class AccountAdapter(DefaultAccountAdapter):
    """The library's hooks. What it says by flash message is dropped: pages say what happened themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("The password is not right."),
        "invalid_password_reset": _("This link is not valid, was used, or is too old."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the library's hook
        """Accounts come by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        """One stage after the password: the second factor."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def add_message(self, request: Any, level: int, message_template: Any = None, *rest: Any, **more: Any) -> None:
        """Leave out the library's own messages."""
        if more.get("message"):
            super().add_message(request, level, message_template, *rest, **more)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Word a refusal; one for too many attempts is logged, whichever form it came from."""
        if code in THROTTLED:
            user = getattr(self.request, "user", None)
            events.once_a_minute("throttled", self.request, who=events.person_of(user), why="attempts")
        return super().validation_error(code, *args)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong password or address, without naming either."""
        account = events.hashed(str(credentials.get("email", "")))
        who = events.person_of(getattr(request, "user", None))
        events.at_the_door("sign-in-refused", request, who=who, account=account)

    def pre_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse | None:
        """Bind the session as soon as the first factor was right."""
        sessions.bind(request)
        refused = super().pre_login(request, user, **how)
        if refused:
            events.at_the_door("sign-in-refused", request, who=user.pk, why="closed")
        return refused

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in: a new session key, bound anew."""
        sessions.sweep()
        super().login(request, user)
        sessions.bind(request)
        used = [str(record.get("type") or record["method"]) for record in get_authentication_records(request, user)]
        events.at_the_door("signed-in", request, who=user.pk, by=", ".join(used))
        if "recovery_codes" in used:
            events.at_the_door("recovered", request, who=user.pk, by="recovery code")

    def logout(self, request: HttpRequest) -> None:
        """Sign out."""
        who = events.person_of(request.user)
        super().logout(request)
        if who:
            events.at_the_door("signed-out", request, who=who)

    def set_password(self, user: Any, password: str) -> None:
        """Set a password; every token that was given out under the old one ends."""
        super().set_password(user, password)
        sessions.revoke_tokens(actor=user.pk)
        events.at_the_door("password-changed", self.request, who=user.pk)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Send the link, to whoever has set a password before; an invitation is not renewed this way."""
        if user.has_usable_password():
            said = {"to": email, "language": user.language, "address": context["password_reset_url"]}
            # Aside: how long the mail server takes would tell that the address has an account.
            Thread(target=letters.send, args=("password",), kwargs=said).start()

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person what was changed about the own account."""
        del context
        letters.tell(template_prefix.rpartition("/")[2], to=email or user.email, language=user.language)
