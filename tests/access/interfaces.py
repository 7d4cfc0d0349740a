"""The cells of the access matrix, asked through every interface: what each answers, and what it then shows.

`python -m tests.access.interfaces FOLDER SEED CELLS` asks a sample in the database its environment names, and prints what
it found; `proofs/access-matrix.py` asks every cell.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from goodstanding.access import policy
from goodstanding.access.acting import Refused, leave
from goodstanding.cli.access import app
from goodstanding.core.access.deciding import Acting, Decision, Resource, decide
from goodstanding.core.access.words import LOOKS
from goodstanding.database.home import home
from tests.access import matrix
from tests.access.inside import MACHINES, Inside, house
from tests.access.matrix import Cell
from tests.office import OTHER, OWN, furnished

SAMPLES = 10
# The pages of accounts: a machine has none.
WITHOUT_A_PAGE = MACHINES
WHO_LOOK = ("clerk", "caseworker", "decider", "reviewer", "auditor")
OF_A_TABLE = ("organisation", "record", "protected", "sole-trader")
WHY = {"basis": "Register Act s.4", "case": "C-1"}
_YES = re.compile(r'<h2 id="answer">Yes, by line ([A-Z]\d)</h2>')
_NO = re.compile(r'<h2 id="answer">No</h2>')


@dataclass
class Interface:
    """What one interface was asked, and where its answer is not the cell's."""

    asked: int = 0
    by: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def document(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "by": dict(self.by),
            "differences": len(self.wrong),
            "samples": self.wrong[:SAMPLES],
            "seconds": round(self.seconds, 1),
        }


class Interfaces:
    """Every way to ask, in front of one furnished register."""

    def __init__(self, inside: Inside) -> None:
        self.inside, self.office = inside, inside.office
        self._browsers: dict[Any, Any] = {}
        self._tokens: dict[Any, str] = {}
        self.ways: dict[str, Callable[[Cell], tuple[str, Any, Any] | None]] = {
            "pure": self.pure,
            "raw SQL": self.raw_sql,
            "page": self.page,
            "API": self.api,
            "command": self.command,
            "look page, what it shows": self.look_page,
            "API, what it shows": self.api_effect,
        }

    def ask(self, way: str, cells: Iterable[Cell]) -> Interface:
        """Ask cells in one way. A way answers how it asked, what it was answered and what it should have been."""
        found, began = Interface(), time.monotonic()
        for cell in cells:
            answer = self.ways[way](cell)
            if answer is None:
                continue
            how, said, wanted = answer
            found.asked += 1
            found.by[how] += 1
            if said != wanted:
                found.wrong.append(f"{cell}: {how} answered {said}, and not {wanted}")
        found.seconds = time.monotonic() - began
        return found

    # --- the question -----------------------------------------------------------------------------------------------

    def pure(self, cell: Cell) -> tuple[str, Any, Any]:
        """Ask the function, and whether its answer is the cell's; the other ways are held to its line."""
        return "decide", line_of(cell) is not None, cell.expected

    def raw_sql(self, cell: Cell) -> tuple[str, Any, Any]:
        """Enter the context as the connection that would act: may it, and does it see the target?"""
        connection = getattr(self.office.house, matrix.THROUGH.get(cell.action, "case"))
        target, line, may = self.office.target(cell.cls, cell.whose), None, False
        try:
            said = matrix.asked(self.office, cell)
            line = self.office.enter(connection, under=self.office.whoever(cell.role, cell.cls), **said).line
            may = True
        except Refused:
            pass
        sees = False
        if connection is self.office.house.case:
            seen = connection.execute(
                "select handle from register.organisation union all select handle from register.record_version"
            ).fetchall()
            sees = target is not None and (target,) in seen
        leave(connection)
        counts = cell.expected and "aggregate" in obligations_of(cell)  # counting shows nobody
        wanted = cell.expected and cell.action in LOOKS and target is not None and not counts
        return "enter", (may, line, sees), (cell.expected, line_of(cell), wanted)

    def page(self, cell: Cell) -> tuple[str, Any, Any]:
        """Ask the page of the role."""
        under = self.office.whoever(cell.role, cell.cls)
        if cell.role in WITHOUT_A_PAGE:
            answer = self._browser(under).get(f"/en/office/{under.appointment}/may/", self._words(cell))
            return "no page", answer.status_code, 403
        answer = self._browser(under).get(f"/en/office/{under.appointment}/may/", self._words(cell))
        text = answer.content.decode()
        yes, no = _YES.search(text), _NO.search(text)
        said = (answer.status_code, bool(yes), bool(no), yes and yes[1])
        return "may", said, (200, cell.expected, not cell.expected, line_of(cell))

    def api(self, cell: Cell) -> tuple[str, Any, Any]:
        """Ask GET /api/v1/decisions."""
        answer = self._get("/api/v1/decisions", cell, self._words(cell))
        document = answer.json()
        return (
            "decisions",
            (answer.status_code, document.get("allowed"), document.get("line")),
            (
                200,
                cell.expected,
                line_of(cell),
            ),
        )

    def command(self, cell: Cell) -> tuple[str, Any, Any]:
        """Ask `goodstanding access may`."""
        said = ["may", cell.action, cell.cls, "--purpose", cell.purpose, "--json"]
        token = self._token(self.office.whoever(cell.role, cell.cls))
        result = CliRunner().invoke(
            app, [*said, *["--other"] * (cell.whose == "other")], env={"GOODSTANDING_TOKEN": token}
        )
        document = json.loads(result.stdout) if result.stdout.startswith("{") else {}
        return (
            "may",
            (result.exit_code, document.get("allowed"), document.get("line")),
            (
                0 if cell.expected else 1,
                cell.expected,
                line_of(cell),
            ),
        )

    # --- what is shown then -----------------------------------------------------------------------------------------

    def look_page(self, cell: Cell) -> tuple[str, Any, Any] | None:
        """Look by the page, where the cell is a look: what it is about shows where the cell allows it, and only there."""
        if cell.action != "look" or cell.cls not in OF_A_TABLE or cell.role in WITHOUT_A_PAGE:
            return None
        under = self.office.whoever(cell.role, cell.cls)
        fields = {"handle": str(self._organisation(cell)), "purpose": cell.purpose, **WHY}
        answer = self._browser(under).post(f"/en/office/{under.appointment}/look/", fields)
        # An identifier of the entry is spelt like its record's number; only the record has it as a heading.
        canary = f">{self._canary(cell)}</h4>" if cell.cls == "record" else self._canary(cell)
        shows = canary in answer.content.decode()
        if cell.role not in WHO_LOOK:
            return "no look page", (answer.status_code, shows), (403, False)
        # A purpose for which the role never looks at any of this is no choice of the form, which then says so.
        offered = any(line_of(cell._replace(cls=cls, whose="own")) for cls in OF_A_TABLE)
        seen = cell.expected or (cell.cls == "record" and line_of(cell._replace(cls="organisation")))
        return "look page", (answer.status_code, shows), (200 if seen or not offered else 403, cell.expected)

    def api_effect(self, cell: Cell) -> tuple[str, Any, Any] | None:
        """Look and find by the API, where the cell is one of these: 200 with what it is about, or 404 without."""
        if cell.action not in ("look", "find") or cell.cls not in OF_A_TABLE:
            return None
        if cell.action == "find":
            if cell.cls == "record":  # a record is found by its organisation
                return None
            kind = _kind(cell)
            query = {"scheme": "exampleland", "identifier": f"{kind}-{_authority(cell)}"}
            path = "/api/v1/organisations"
        else:
            query = {}
            path = f"/api/v1/organisations/{self._organisation(cell)}" + "/records" * (cell.cls == "record")
        answer = self._get(path, cell, query, Purpose=cell.purpose, Basis=WHY["basis"], Case=WHY["case"])
        shows = self._canary(cell) in answer.content.decode()
        of_it = path.rpartition("/")[2] if cell.cls == "record" else cell.action
        # The records of an organisation that may be looked at are an answer, though there is none for this role.
        entry_alone = cell.cls == "record" and not cell.expected and line_of(cell._replace(cls="organisation"))
        return of_it, (answer.status_code, shows), (200 if cell.expected or entry_alone else 404, cell.expected)

    # --- by whom, and about what ------------------------------------------------------------------------------------

    def _words(self, cell: Cell) -> dict[str, str]:
        return {"action": cell.action, "class": cell.cls, "purpose": cell.purpose, "whose": cell.whose}

    def _organisation(self, cell: Cell) -> Any:
        return self.office.organisations[_kind(cell), _authority(cell)]

    def _canary(self, cell: Cell) -> str:
        kind, authority = _kind(cell), _authority(cell)
        return f"{kind}-{authority}" if cell.cls == "record" else f"{kind} of {authority}"

    def _get(self, path: str, cell: Cell, query: dict[str, str], **headers: str) -> Any:
        token = self._token(self.office.whoever(cell.role, cell.cls))
        return self._browser(None).get(path, query, headers={"Authorization": f"Bearer {token}", **headers})

    def _browser(self, under: Any) -> Any:
        key = under and under.appointment
        if key not in self._browsers:
            self._browsers[key] = self.inside.browser(under)
        return self._browsers[key]

    def _token(self, under: Any) -> str:
        if under.appointment not in self._tokens:
            self._tokens[under.appointment] = self.inside.bearer(under, seconds=6 * 3600)
        return self._tokens[under.appointment]


def line_of(cell: Cell) -> str | None:
    """Answer the line of the pure decision."""
    return decided(cell).line


def obligations_of(cell: Cell) -> frozenset[str]:
    """Answer what the line asks for in return."""
    return frozenset(decided(cell).obligations)


def decided(cell: Cell) -> Decision:
    """Answer the pure decision."""
    own = cell.whose == "own"
    acting = Acting(role=cell.role, authority=OWN, organisation="an organisation")
    about = Resource(
        cls=cell.cls, authority=OWN if own else OTHER, organisation="an organisation" if own else "another"
    )
    return decide(policy.table(), actor=acting, action=cell.action, resource=about, purpose=cell.purpose)


def _authority(cell: Cell) -> str:
    return OWN if cell.whose == "own" else OTHER


def _kind(cell: Cell) -> str:
    return cell.cls if cell.cls in ("protected", "sole-trader") else "ordinary"


def sampled(cells: list[Cell], *, size: int, seed: int, whole: str) -> list[Cell]:
    """Answer so many cells, all that one role may among them."""
    chance = random.Random(seed)
    first = [cell for cell in cells if cell.role == whole and cell.expected]
    others = [cell for cell in cells if cell not in set(first)]
    return first + chance.sample(others, max(0, min(size - len(first), len(others))))


def every_way(inside: Inside, cells: dict[str, list[Cell]]) -> dict[str, Any]:
    """Ask the cells given for each way, and answer the document."""
    ways = Interfaces(inside)
    found = {}
    for way, asked in cells.items():
        found[way] = ways.ask(way, asked).document()
        sys.stderr.write(f"  {way}: {found[way]['asked']:,} asked, {found[way]['differences']} wrong\n")
    return found


def main(folder: str, seed: str, size: str) -> None:
    """Ask a sample through every interface; print the document."""
    inside = Inside(furnished(house(home(), Path(folder))))
    cells = list(matrix.cells())
    looks = [cell for cell in cells if cell.action in ("look", "find") and cell.cls in OF_A_TABLE]
    asked = {}
    for number, way in enumerate(Interfaces(inside).ways):
        of = looks if "shows" in way else cells
        asked[way] = sampled(of, size=int(size), seed=int(seed) + number, whole="reviewer")
    sys.stdout.write(json.dumps(every_way(inside, asked), ensure_ascii=False))
    inside.office.house.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
