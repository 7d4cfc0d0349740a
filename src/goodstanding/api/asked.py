"""What every look says beside its target: Purpose, Basis and Case, in headers; and nothing that nobody reads.

All of it is checked before a target is looked at, so that no answer to a wrong question tells what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_to_bytes
from uuid import UUID

from django.http import HttpRequest

from goodstanding.access import policy
from goodstanding.access.acting import Appointment
from goodstanding.api import problems
from goodstanding.core.access.words import PURPOSES

LONGEST: Final = 500
_DELETE: Final = 0x7F
_ABOUT = {
    "Purpose": "what for, one of: " + ", ".join(PURPOSES),
    "Basis": "the law and the provision it rests on",
    "Case": "the reference of the case it belongs to",
}


@dataclass(frozen=True)
class Look:
    """Why somebody looks, as `acting` takes it."""

    purpose: str
    basis: str
    case: str | None

    def said(self) -> dict[str, Any]:
        """Answer it as keyword arguments."""
        return {"purpose": self.purpose, "basis": self.basis, "case": self.case}


def look(request: HttpRequest, *, under: Appointment, action: str) -> Look:
    """Answer why the caller looks. Raises Problem: 400 where something is missing, 403 beyond the token's scope.

    The case is asked for where any line for this role, purpose and action asks for it, whatever the target is.
    """
    purpose, basis, case = (_header(request, name) for name in _ABOUT)
    if purpose is None or purpose not in PURPOSES:
        raise _missing("Purpose")
    if basis is None:
        raise _missing("Basis")
    lines = [
        line
        for line in policy.table()
        if under.role in line.roles and purpose in line.purposes and action in line.actions
    ]
    if case is None and any("case" in line.obligations for line in lines):
        raise _missing("Case")
    if under.scopes is not None and f"{purpose}:{action}" not in under.scopes:
        raise problems.beyond_scope(f"{purpose}:{action}")
    return Look(purpose=purpose, basis=basis, case=case)


def only(request: HttpRequest, *known: str) -> None:
    """Refuse what an address does not take: an unknown parameter, one that comes twice, a body. Raises Problem 400."""
    for name in request.GET:
        if name not in known:
            takes = f"This address takes: {', '.join(known)}." if known else "This address takes no parameter."
            raise problems.wrong(f"There is no parameter {ascii(name)[:60]} here.", fix=takes)
        if len(request.GET.getlist(name)) > 1:
            raise problems.wrong(f"The parameter {name} is there twice.", fix="Give it once.")
    if request.headers.get("Content-Length") not in (None, "", "0"):
        raise problems.wrong("This address takes no body.", fix="Send none; what is asked stands in the address.")


def handle(text: str) -> UUID:
    """Answer a handle in its one spelling; any other text is a handle of nothing. Raises Problem 404."""
    try:
        found = UUID(text)
    except ValueError:
        raise problems.not_there() from None
    if str(found) != text:
        raise problems.not_there()
    return found


def _header(request: HttpRequest, name: str) -> str | None:
    """Answer a header's text, None where there is none: UTF-8, as it is or percent-encoded (law is not all ASCII)."""
    said = request.headers.get(name, "").strip()
    if not said:
        return None
    try:
        text = unquote_to_bytes(said.encode("latin-1")).decode("utf-8").strip()
    except ValueError:
        raise problems.wrong(f"The header {name} is not UTF-8.", fix="Percent-encode what is not ASCII.") from None
    if len(text) > LONGEST or any(ord(one) < ord(" ") or ord(one) == _DELETE for one in text):
        raise problems.wrong(
            f"The header {name} has control characters, or more than {LONGEST} characters.", fix="Say it in one line."
        )
    return text or None


def _missing(name: str) -> problems.Problem:
    return problems.wrong(f"The header {name} is missing, or none that there is.", fix=f"{name}: {_ABOUT[name]}")
