"""Every route of the office and of the API, asked with what is not the caller's own. `python -m tests.access.sweeping FOLDER`.

Routes come from Django's resolver, so a new one is swept without being listed; a parameter of a kind nobody knows ends the
sweep. Everything that belongs to others bears a text of its own (a canary), and no answer may hold one of these.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goodstanding.access import policy
from goodstanding.access.acting import Appointment
from goodstanding.core.access.deciding import Acting, Resource, decide
from goodstanding.core.access.words import PURPOSES
from goodstanding.database.home import home
from tests.access.inside import MACHINES, Inside, house
from tests.access.others import Others, Someone, furnish
from tests.office import OTHER, furnished

METHODS = ("get", "head", "options", "post")
REFUSED = (401, 403, 404, 405)
DOOR = re.compile(r"^/[a-z-]+/office/sign-in/")
# The library's page of a spent or invented link is an answer of 200 in these words.
NO_LINK = "not valid"
# Nothing under it is anybody's: every address of the API that is none.
UNNAMED = re.compile(r"^api/v1/$")
WHY = {"Basis": "Act s.1", "Case": "C-1"}
SAMPLES = 20
AT_ONCE = 3


@dataclass(frozen=True)
class Route:
    """One route: its name for `reverse`, its parameters, and which of the two it belongs to."""

    name: str
    parameters: tuple[str, ...]
    api: bool

    def address(self, **values: Any) -> str:
        return reverse(self.name, kwargs=values)


def routes(resolver: Any = None, *, before: str = "", space: str = "") -> Iterator[Route]:
    """Answer every route there is. Raises LookupError for one that has no name and is not known."""
    for one in (resolver or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, before=path, space=f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name is None and not UNNAMED.match(path):
            raise LookupError(f"the route {path} has no name: nothing can be asked there")
        elif one.name:
            name = f"{space}{one.name}"
            found = re.findall(r"<(?:[a-z]+:)?(\w+)>|\(\?P<(\w+)>", path)
            yield Route(name, tuple(dict.fromkeys(a or b for a, b in found)), path.startswith(("api/", "oauth/")))


@dataclass
class Sweep:
    """What was asked, and what should not have been answered."""

    inside: Inside
    others: Others
    asked: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    routes: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)

    # --- what is asked about ----------------------------------------------------------------------------------------

    def ids(self, parameter: str, caller: Someone) -> list[str]:
        """Answer what is not the caller's own, for one parameter of a route. Raises LookupError for an unknown kind."""
        them = self.others
        kinds = {
            "appointment": them.appointments(caller),
            "revoked": [*them.appointments_elsewhere, *them.things],
            "client": [*them.clients, *them.things],
            "unit": [*them.units, "exampleland:nowhere/office"],
            "kid": [them.kid, "nothing"],
            "pk": [str(them.passkey), "999999"],
            "token": them.links,
            "uidb36": [them.things[0].replace("-", "")],
            "key": ["set-password", "cf0abc-0123456789abcdef0123456789abcdef"],
            "handle": [*them.handles, *them.things],
        }
        if parameter not in kinds:
            raise LookupError(f"a route has the parameter {parameter}: say in {__name__} what kind of id that is")
        return [str(one) for one in kinds[parameter]]

    def tuples(self, route: Route, caller: Someone) -> Iterator[dict[str, str]]:
        """Answer values for a route's parameters, one of them at least not the caller's own."""
        rest = [one for one in route.parameters if one != "appointment"]
        theirs = {one: self.ids(one, caller) for one in route.parameters}
        first = {one: theirs[one][0] for one in rest}
        if "appointment" in route.parameters:
            yield from ({"appointment": one, **first} for one in theirs["appointment"])
            if not caller.under or caller.runs_all:
                return
            first["appointment"] = str(caller.under.appointment)
        for one in rest:
            yield from ({**first, one: value} for value in theirs[one])

    # --- asking -----------------------------------------------------------------------------------------------------

    def run(self, caller: Someone) -> Sweep:
        """Ask every route as one caller."""
        for route in routes():
            self.routes[route.name] += 1
            if route.api:
                self._api(route, caller)
            elif caller.under is None or caller.under.role not in MACHINES:  # a machine has no account
                self._others_pages(route, caller)
                self._own_page(route, caller)
        connection.close()  # the thread's own
        return self

    def add(self, other: Sweep) -> None:
        """Take in what another caller's sweep found."""
        self.asked += other.asked
        self.answers += other.answers
        self.routes += other.routes
        self.wrong += other.wrong

    def _others_pages(self, route: Route, caller: Someone) -> None:
        """Ask a page with what its address can name that is not the caller's own."""
        browser, methods = self.inside.browser(caller.under), METHODS
        for values in self.tuples(route, caller):
            path = route.address(**values)
            for method in methods:
                answer = getattr(browser, method)(path, self._fields() if method == "post" else {})
                text = self._text(answer)
                links = {"token", "key"} & set(route.parameters)
                spent = links and answer.status_code in (200, 302) and (NO_LINK in text or "/password/new/" in text)
                # An answer without a body to OPTIONS tells what methods there are; one to HEAD is held by GET's.
                empty = method in ("head", "options") and answer.status_code == 200 and (links or method == "options")
                refused = (
                    answer.status_code in REFUSED or self._is_door(answer) or spent or (empty and not answer.content)
                )
                self._note(
                    f"{caller.name}: {method} {path}", answer, refused=bool(refused), canaries=self.others.canaries
                )
            methods = ("get", "post")  # the others are asked of the first

    def _own_page(self, route: Route, caller: Someone) -> None:
        """Ask a page of the caller's own about others, in what a form or an address can say."""
        if route.parameters not in ((), ("appointment",)) or (route.parameters and not caller.under):
            return
        values = {"appointment": caller.under.appointment} if route.parameters else {}
        said, untold = self._fields(), self.others.canaries
        if caller.runs_all:  # every authority is the own of whoever runs the installation, and everybody in it
            said, untold = {name: text for name, text in said.items() if name != "email"}, self.others.content
        untold = [one for one in untold if one not in said.values()]
        for method in ("get", "post"):
            answer = getattr(self.inside.browser(caller.under), method)(route.address(**values), said)
            is_answer = answer.status_code < 500
            self._note(
                f"{caller.name}: {method} {answer.request['PATH_INFO']}", answer, refused=is_answer, canaries=untold
            )

    def _api(self, route: Route, caller: Someone) -> None:
        browser = self.inside.browser(caller.under)  # a session is of no use here
        bearer = {"Authorization": f"Bearer {self.inside.bearer(caller.under)}"} if caller.under else {}
        queries: list[dict[str, str]] = [{}]
        if route.name.endswith(":find"):
            queries = [{"scheme": "exampleland", "identifier": one} for one in self.others.identifiers]
        elif route.name.endswith(":access_log"):
            queries = [{"authority": OTHER}, {}]
        addresses = [{}] if not route.parameters else [{"handle": one} for one in self.ids("handle", caller)]
        for values in addresses:
            path = route.address(**values)
            for query in queries:
                about = values.get("handle") or query.get("identifier") or query.get("authority")
                for purpose in self._purposes(route, caller, about):
                    for method in ("get", "post"):
                        address = path + (
                            "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
                        )
                        headers = {**bearer, **WHY, "Purpose": purpose}
                        answer = getattr(browser, method)(address, headers=headers)
                        refused = answer.status_code in REFUSED if about else answer.status_code < 500
                        self._note(
                            f"{caller.name}: {method} {address} for {purpose}",
                            answer,
                            refused=refused,
                            canaries=self.others.canaries,
                        )
                if not caller.under:
                    break

    def _purposes(self, route: Route, caller: Someone, about: str | None) -> list[str]:
        """Answer for what the caller has business to ask at all, where the table does not allow just this; and one more."""
        if not caller.under:
            return ["review"]
        lines = [line for line in policy.table() if caller.under.role in line.roles]
        business = sorted({purpose for line in lines for purpose in line.purposes})
        other = next(one for one in PURPOSES if one not in business)
        return [one for one in [*business, other] if not self._allowed(route, caller.under, one, about)]

    def _allowed(self, route: Route, under: Appointment, purpose: str, about: str | None) -> bool:
        if about is None:
            return False
        log = about == OTHER
        cls, organisation, authority = ("access-log", None, OTHER) if log else self.others.subject(about)
        action = "read-log" if log else "find" if route.name.endswith(":find") else "look"
        if cls is None:
            return False
        acting = Acting(role=under.role, authority=under.authority, organisation=under.organisation)
        resource = Resource(cls=cls, authority=authority, organisation=organisation)
        return decide(policy.table(), actor=acting, action=action, resource=resource, purpose=purpose).allowed

    def _fields(self) -> dict[str, str]:
        """Answer a form that names others in whatever field it may have."""
        them = self.others
        return {
            "handle": them.handles[0],
            "scheme": "exampleland",
            "number": them.identifiers[0],
            "purpose": "filing",
            "action": "look",
            "class": "protected",
            "whose": "other",
            "basis": "Act s.1",
            "case": "C-1",
            "authority": OTHER,
            "unit": them.units[0],
            "client": str(them.clients[0]),
            "email": them.email,
            "login": them.email,
            "organisation": them.handles[0],
            "code": "2222-2222-2222",
            "before": "999999",
            "role": "clerk",
            "starts_on": "2030-01-01",
            "ends_on": "2030-02-01",
        }

    # --- what came of it --------------------------------------------------------------------------------------------

    def _note(self, what: str, answer: Any, *, refused: bool, canaries: Iterable[str]) -> None:
        self.asked += 1
        self.answers[f"{answer.status_code}"] += 1
        text = self._text(answer)
        told = [one for one in canaries if one in text]
        if told or not refused:
            self.wrong.append(f"{what}: {answer.status_code}, told {told}")

    def control(self) -> list[str]:
        """Answer the canaries that their rightful people were not shown: the sweep looks for nothing there."""
        for who, path, headers in self.others.rightful:
            browser = self.inside.browser(who)
            bearer = {"Authorization": f"Bearer {self.inside.bearer(who)}", **headers} if headers else {}
            text = self._text(browser.get(path, headers=bearer))
            self.inside.office.house.settle()
            self.seen |= {one for one in self.others.canaries if one in text}
        return sorted(set(self.others.canaries) - self.seen)

    @staticmethod
    def _is_door(answer: Any) -> bool:
        return answer.status_code == 302 and bool(DOOR.match(answer.headers.get("Location", "")))

    @staticmethod
    def _text(answer: Any) -> str:
        return answer.content.decode(errors="replace") + str(answer.headers)


def main(folder: str) -> None:
    """Sweep the database that the environment names, and print what came of it."""
    began = time.monotonic()
    inside = Inside(furnished(house(home(), Path(folder))))
    others = furnish(inside)
    sweep = Sweep(inside, others)
    before = others.state()
    with ThreadPoolExecutor(AT_ONCE) as several:  # most of the time goes to the database
        for one in several.map(lambda caller: Sweep(inside, others).run(caller), others.callers()):
            sweep.add(one)
    document = {
        "asked": sweep.asked,
        "answers": dict(sorted(sweep.answers.items())),
        "routes": dict(sorted(sweep.routes.items())),
        "wrong": len(sweep.wrong),
        "samples": random.sample(sweep.wrong, min(SAMPLES, len(sweep.wrong))),
        "canaries": len(others.canaries),
        "changed": others.changed(before),
        "not shown to the rightful": sweep.control(),
        "noticed when anybody's appointment opens": _noticed(inside, others),
        "seconds": round(time.monotonic() - began, 1),
    }
    sys.stdout.write(json.dumps(document, ensure_ascii=False))
    inside.office.house.close()


def _noticed(inside: Inside, others: Others) -> int:
    """Take the guard of the pages away, sweep as one caller, and answer how much was noticed."""
    from goodstanding.access.signing_in import holding
    from goodstanding.portal.office import permitted

    true = permitted.held
    permitted.held = lambda _request: [
        one for someone in others.holders for one in holding.held_by(actor=someone.actor)
    ]
    try:
        operator = next(one for one in others.callers() if one.name == "operator")
        sweep = Sweep(inside, others)
        for route in routes():
            if route.name in ("office:units", "office:unit", "office:client", "office:may"):
                sweep._others_pages(route, operator)
        return len(sweep.wrong)
    finally:
        permitted.held = true


if __name__ == "__main__":
    main(*sys.argv[1:])
