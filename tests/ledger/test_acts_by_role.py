"""What each database role may do, act by act, as `acts_by_role.csv` says: written by hand, never derived from grants.

In the CSV one cell is one attempt, made in raw SQL against a prepared ledger and rolled back. `context` says what the
connection acts in, of those roles that can enter one (CONTEXTS); none is nobody's. An act whose words begin with "see"
is refused by seeing no row. Any other refusal is a permission denied, a constraint, our own RAISE, or that nobody acts.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from goodstanding.access import acting
from goodstanding.access.acting import Asked
from goodstanding.core.canonical import canonical
from goodstanding.core.entries.keeping import Erased
from goodstanding.core.entries.proposing import PEOPLE
from goodstanding.database import connections, roles
from goodstanding.ledger import outbox
from tests.conftest import Database
from tests.house import TWO_UNITS, House, next_edition, small_edition
from tests.people import People

CSV = Path(__file__).with_name("acts_by_role.csv")
ROWS = list(csv.DictReader(io.StringIO(CSV.read_text("utf-8"))))
ROLES = ("gs_public", "gs_access", "gs_clerk", "gs_case", "gs_sequencer", "gs_eraser", "gs_owner")
ENTERING = ("gs_access", "gs_clerk", "gs_case", "gs_eraser")
LOOKS, LOOKED_AT_FOR = ("look", "look-back"), 30.0  # seconds; the database lets a look last for sixty
LEAST_ACTS = 890

HERE, ELSEWHERE, LAW = "exampleland:environment", "exampleland:water", "exampleland:catalogue"
# What a connection acts in: whoever may do the action in the authority, and what another person proposed to him:
# kind and handle. An erasure's proposal is just what the act "file an erasure" files.
CONTEXTS: dict[str, dict[str, Any]] = {
    **{action: {"action": action} for action in ("file", "correct", "annul", "hold", "judge", "propose", "read-log")},
    **{
        f"{action} at another authority": {"action": action, "authority": ELSEWHERE}
        for action in ("correct", "annul", "hold", "propose")
    },
    **{action: {"action": action, "targets": ("works", "other", "bare")} for action in LOOKS},
    "administer": {"action": "administer", "authority": "house:operations"},
    "judge the same": {"action": "judge", "proposed": ("same-as-judged", "handle")},
    "judge no longer the same": {"action": "judge", "proposed": ("same-as-withdrawn", "handle")},
    "publish": {"action": "publish", "proposed": ("edition-published", "handle")},
    "publish alone": {"action": "publish"},
    "erase": {"action": "erase", "proposed": ("erased", "handle")},
    "erase alone": {"action": "erase"},
    "erase what is held": {"action": "erase", "proposed": ("erased", "held")},
    "erase what is bare": {"action": "erase", "proposed": ("erased", "bare")},
    "erase what is unknown": {"action": "erase", "proposed": ("erased", "unknown")},
    "erase an edition": {"action": "erase", "proposed": ("erased", "edition_handle"), "authority": LAW},
    "erase an idle edition": {"action": "erase", "proposed": ("erased", "idle_handle"), "authority": LAW},
}

DENIED = "42501"
NOBODY_ACTS = "28000"
OUR_OWN_RAISE = "P0001"
CONSTRAINT = "23"
# A generated column set by hand; a join view written to, a prepared transaction where none are kept.
NOT_WRITABLE = ("428C9", "55000")
# GRANT and REVOKE by who may not only warn: "no privileges were granted", "... could be revoked".
WARNED = ("01006", "01007")

# Syntax, and names, types and literals that do not exist: what a typing error in the table would answer.
MISTAKES = ("42601", "42703", "42704", "42804", "42846", "42883", "42P01", "42P02", "3F000", "22P02", "22P04", "42702")

COLUMNS = "actor, authority, basis, handles, kinds, schema_versions, commitments, sealed"
TODAY = datetime.now(UTC).date()

# Cells where the program does not yet do what the table asks: which acts, of which roles, and why.
KNOWN: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "EXPLAIN ANALYZE says how many rows the policy took away",
        ("gs_case",),
        ("tell from an explanation how many records one has who was not looked at",),
    ),
]


def _statement(handle: UUID, authority: str = HERE) -> Erased:
    units = {name: said.replace(HERE, authority) for name, said in TWO_UNITS.items()}
    return Erased(handle=handle, basis="Data Act s.17", reason="court order", **units)


def _slug(words: str) -> str:
    return re.sub(r"\W+", "-", words)


def _cells() -> Iterator[Any]:
    known = {(act, role): reason for reason, whose, acts in KNOWN for act in acts for role in whose}
    for row in ROWS:
        for role in ROLES:
            reason = known.get((row["act"], role))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(
                row["act"],
                row["context"],
                row["sql"],
                role,
                row[role],
                id=f"{role}-{row[role]}-{_slug(row['act'])}",
                marks=marks,
            )


class Prepared:
    """A small ledger with something of everything in it, and a connection of each role."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self._connections: dict[str, psycopg.Connection[Any]] = {}
        self._acting: dict[str, tuple[psycopg.Connection[Any], str, float]] = {}
        self.house = House(database.connect, folder)
        self._fill(self.house)
        self.house.close()
        # Those who prepare contexts stay.
        self.access, self.case = (database.connect(role, autocommit=True) for role in ("gs_access", "gs_case"))
        self.people = People(database.connect("gs_owner", autocommit=True), self.access)
        self._fill_access()

    def _fill(self, house: House) -> None:
        house.published = True
        edition, idle = small_edition(), next_edition("2026.1.1")
        published, unnamed = house.publish_edition(edition), house.publish_edition(idle)
        works, other = house.register("Works Ltd"), house.register("Mills Ltd")
        ended = {"published_from": date(2020, 2, 1), "decided_on": date(2020, 1, 31), "ends_on": date(2021, 2, 1)}
        now = {
            "published_from": TODAY - timedelta(30),
            "decided_on": TODAY - timedelta(60),
            "ends_on": TODAY + timedelta(90),
        }
        later = now | {"published_from": TODAY + timedelta(30)}

        def record(number: str, party: Any = works, **days: Any) -> Any:
            return house.record(party, document_number=number, **(now | days))

        shown, held, erased, annulled = (record(f"EEA-{what}") for what in ("shown", "held", "erased", "annulled"))
        record("EEA-unpublished", published_from=None)
        record("EEA-future", **later)
        record("EEA-ended", **ended)
        record("EEA-sole", house.register("Ada Trading", sole_trader="yes"))
        record("EEA-unknown", house.register("Bo Trading", sole_trader="unknown"))
        corrected, doomed, late = record("EEA-typo"), record("EEA-doomed"), record("EEA-late")
        gone = house.register("Gone Ltd")
        record("EEA-gone", gone)
        house.correct(corrected, works, document_number="EEA-corrected", **now)
        house.annul(annulled)
        house.judge_same(works, other)
        house.succeed(other, works, on=date(2025, 1, 1), passes_records=True)
        house.correct(other, works)
        house.settle()
        # All but that one had an effect: of a record that was refused, nobody would see anything anyway.
        assert len(house.refused()) == 1
        assert house.erase(erased) == house.erase(gone) == 2  # and what was proposed
        house.hold(held)
        for handle in (doomed, late):
            house.decide_erasure(_statement(handle))
        house.settle()
        house.hold(late)
        house.settle()
        house.people.looks(house.case, shown)
        house.access.execute("select access.note('signed-in', null)")
        house.settle()
        (look, look_sequence) = house.owner.execute(
            "select handle, sequence from ledger.ledger_entry where kind = 'looked'"
        ).fetchone()
        sole = house.owner.execute(
            "select handle, party from register.record_version where document_number = 'EEA-sole'"
        ).fetchone()
        record("EEA-waiting")
        house.owner.execute("analyze ledger.outbox, register.record_version")

        def first(handle: Any, kind: str = "%") -> int:
            return house.owner.execute(
                "select min(sequence) from ledger.ledger_entry where handle = %s and kind like %s", (handle, kind)
            ).fetchone()[0]

        self.words = {
            "columns": COLUMNS,
            "database": self.database.name,
            "hash": "00" * 32,
            "handle": str(shown),
            "other": str(other),
            "works": str(works),
            "held": str(held),
            "edition": edition.sha256,
            "edition_handle": str(published),
            "idle_edition": idle.sha256,
            "idle_handle": str(unnamed),
            "bare": str(erased),
            "unknown": "00000000-0000-4000-8000-00000000dead",
            "of_another": str(sole[0]),
            "of_another_party": str(sole[1]),
            "look": str(look),
            "look_sequence": str(look_sequence),
            "sequence": str(first(shown)),
            "emptied": str(first(erased)),
            "unused": "1000000",
            "erasure": str(first(doomed, "erased")),
            "held_erasure": str(first(late, "erased")),
            "ticket": str(house.owner.execute("select max(ticket) from ledger.outbox").fetchone()[0]),
            "unpublished": "EEA-unpublished",
            "future": "EEA-future",
            "ended": "EEA-ended",
            "annulled": "EEA-annulled",
            "erased_record": "EEA-erased",
            "words": '{"en": "the data ends then", "zh-Hans": "数据到此为止"}',
            "of_a_sole_trader": "EEA-sole",
            "of_an_unknown": "EEA-unknown",
            "of_an_erased": "EEA-gone",
            "before_correction": "EEA-typo",
        }

    def _fill_access(self) -> None:
        """Something in each table of who may act, and the words for it."""
        owner, people = self.people.owner, self.people
        clerk = people.appointed("ada", role="clerk", authority=HERE)
        machine = people.appointed("machine", role="machine-client", authority=HERE)
        proposal = self._propose("same-as-judged", "handle", HERE)
        operator, other, proposer = (
            owner.execute("select actor from access.actor where pseudonym = %s", (name,)).fetchone()[0]
            for name in ("house-operator", "bo", "cy")
        )
        (idle,) = owner.execute("select access.add_actor('person')").fetchone()
        self.access.execute(
            "insert into access_person (actor, password, email, name, language, is_active, created_at)"
            " values (%s, '!', 'bo@example.org', 'Bo', 'en', true, now())",
            (other,),
        )
        self.access.execute("insert into django_session values ('bo', 'x', now() + interval '1 hour')")
        owner.execute(
            "insert into access.client values (%s, 'M', %s, '{filing:file}')", (machine.actor, f"{HERE}/office")
        )
        owner.execute(
            "insert into access.client_key values (%s, 'k1', '{\"kty\": \"EC\"}', now(), now() + interval '1 year')",
            (machine.actor,),
        )
        owner.execute(
            "insert into access.spent_assertion values (%s, 'j1', now() + interval '1 hour')", (machine.actor,)
        )
        self.access.execute(
            "select access.issue_bearer(%s, %s, '{filing:file}', 600)", (machine.actor, machine.appointment)
        )
        self.access.execute("select access.write_letter(%s, 'exampleland', 'Works Ltd')", (other,))
        self.words |= {
            "actor": str(clerk.actor),
            "appointment": str(clerk.appointment),
            "operator": str(operator),
            "other_actor": str(other),
            "proposer": str(proposer),
            "idle_actor": str(idle),
            "client": str(machine.actor),
            "proposal": str(proposal),
        }

    def _propose(self, kind: str, about: str, authority: str) -> UUID:
        handle = UUID(self.words[about])
        erased = kind == "erased"
        proposer, unit = ("ada", "records") if erased else ("cy", "office")
        said: dict[str, str] = dict.fromkeys(PEOPLE[kind][:2], "nobody")
        if erased:
            said = _statement(handle, authority).plain()
        draft = outbox.Draft(handle.bytes, kind, 1, canonical(said))
        return self.people.proposes(self.case, draft=draft, name=proposer, authority=authority, unit=unit)

    def _enter(self, connection: psycopg.Connection[Any], context: str) -> None:
        said = dict(CONTEXTS[context])
        authority, proposed = said.get("authority", HERE), said.pop("proposed", None)
        name, unit = ("bo", "legal") if said["action"] == "erase" else ("ada", "office")
        if proposed:
            said["proposal"] = self._propose(*proposed, authority)
        if "targets" in said:
            said["targets"] = [UUID(self.words[word]) for word in said["targets"]]
        if said["action"] == "publish":
            said["cls"] = "catalogue"
        if said["action"] not in LOOKS:
            said["seconds"] = 3600
        self.people.acts(connection, **{"name": name, "unit": unit, "authority": authority} | said)

    def connection(self, role: str, context: str = "") -> psycopg.Connection[Any]:
        """Answer a connection of the role that acts in the context, where the role can act in one."""
        if not context or role not in ENTERING:
            return self._bare(role)
        known, entered, since = self._acting.get(role, (None, "", 0.0))
        if known is None or known.closed:
            known, entered = self.database.connect(role), ""
            known.add_notice_handler(lambda notice: self.warned.append(notice.sqlstate))
        if entered != context or time.monotonic() > since + LOOKED_AT_FOR:
            self._enter(known, context)
            self._acting[role] = known, context, time.monotonic()
        return known

    def _bare(self, role: str) -> psycopg.Connection[Any]:
        known = self._connections.get(role)
        if known is None or known.closed:
            known = self._connections[role] = self.database.connect(role)
            known.add_notice_handler(lambda notice: self.warned.append(notice.sqlstate))
        return known

    def administrator(self) -> psycopg.Connection[Any]:
        known = self._connections.get("administrator")
        if known is None or known.closed:
            reached = connections.administrator(home=self.database.home)
            known = self._connections["administrator"] = psycopg.connect(reached, dbname=self.database.name)
        return known

    def victim(self) -> int:
        """Answer the process of a session of gs_sequencer that does nothing just now."""
        self.warned: list[str] = []
        victim = self._connections.get("victim")
        try:
            if victim is None:
                raise psycopg.OperationalError
            victim.execute("select sequence from ledger.head")
        except psycopg.Error:
            victim = self._connections["victim"] = self.database.connect("gs_sequencer", autocommit=True)
            victim.execute("select sequence from ledger.head")
        return victim.info.backend_pid

    def _another_s_context(self) -> str:
        """Answer the number of a context for a look, which another connection of gs_case is in."""
        self._enter(self.case, "look")
        (number,) = self.case.execute("select current_setting('goodstanding.context')").fetchone()
        return str(number)

    def _tokens(self) -> dict[str, str]:
        under = self.people.appointed("ada", role="clerk", authority=HERE)
        asked = Asked(action="file", purpose="filing", cls="record", basis="Act s.4")
        unused = acting.issue(self.access, under=under, asked=asked, through="gs_sequencer")
        used = acting.issue(self.access, under=under, asked=asked, through="gs_case")
        with self.database.connect("gs_case", autocommit=True) as once:
            acting.enter(once, token=used)
        return {"token": unused, "used_token": used}

    def attempt(self, connection: psycopg.Connection[Any], statements: str) -> int | None:
        """Make the attempt and roll it back; answer how many rows its last statement met, where it says so."""
        self.warned = []
        words = dict(self.words)
        if "{backend}" in statements:
            words["backend"] = str(self.victim())
        if "{nonce}" in statements:
            words["nonce"] = self._another_s_context()
        if "token}" in statements:
            words |= self._tokens()
        filled = re.sub(r"\{(\w+)\}", lambda name: words.get(name[1], name[0]), statements)
        cursor = connection.cursor()
        try:
            if filled.startswith("copy ") and ("from stdin" in filled or "to stdout" in filled):
                statement, _, data = filled.partition("\n")
                with cursor.copy(sql.SQL(statement)) as copy:  # type: ignore[arg-type]
                    if data:
                        copy.write(data + "\n")
                    else:
                        return sum(bytes(rows).count(b"\n") for rows in copy)
            else:
                cursor.execute(filled.encode())
                while cursor.nextset():
                    pass
            return cursor.rowcount if cursor.statusmessage and cursor.statusmessage.split()[0] != "DO" else None
        finally:
            if not connection.closed:
                connection.rollback()

    def close(self) -> None:
        entered = [connection for connection, _, _ in self._acting.values()]
        for connection in (*self._connections.values(), *entered, self.people.owner, self.access, self.case):
            connection.close()


@pytest.fixture(scope="module")
def prepared(server, template, tmp_path_factory) -> Iterator[Prepared]:
    name = "t_acts_by_role"
    with psycopg.connect(connections.administrator(home=server.home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {roles.OWNER}")
        roles.restrict(connection=admin, database=name)
        ready = None
        try:
            ready = Prepared(Database(home=server.home, name=name), tmp_path_factory.mktemp("acts"))
            yield ready
        finally:
            if ready:
                ready.close()
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _refused(error: psycopg.Error) -> bool:
    state = error.sqlstate or ""
    return state in (DENIED, NOBODY_ACTS, OUR_OWN_RAISE, *NOT_WRITABLE) or state.startswith(CONSTRAINT)


def test_the_table_covers_many_acts_and_says_may_or_may_not_of_each_role():
    assert len({row["act"] for row in ROWS}) == len(ROWS) >= LEAST_ACTS
    assert list(ROWS[0]) == ["act", "context", "sql", *ROLES]
    assert {row["context"] for row in ROWS} == {"", *CONTEXTS}
    assert {row[role] for row in ROWS for role in ROLES} == {"may", "may not"}


@pytest.mark.parametrize(("act", "context", "statements", "role", "expected"), list(_cells()))
def test_a_role_may_what_the_table_says_and_nothing_else(prepared, act, context, statements, role, expected):
    try:
        rows = prepared.attempt(prepared.connection(role, context), statements)
    except psycopg.Error as error:
        assert _refused(error), f"{error.sqlstate} is no refusal but a mistake in the attempt: {error}"
        assert expected == "may not", f"refused: {error}"
        return
    if (set(prepared.warned) & set(WARNED) and not statements.startswith("drop")) or (
        act.startswith("see ") and rows == 0
    ):
        assert expected == "may not", "nothing came of it"
        return
    assert expected == "may", f"not refused ({rows} rows)"
    assert rows != 0, "allowed, but it met no row, so nothing was shown"


def test_no_attempt_fails_for_a_mistake_of_its_own(prepared):
    mistakes = {}
    for row in ROWS:
        try:
            prepared.attempt(prepared.administrator(), row["sql"])
        except psycopg.Error as error:
            if error.sqlstate in MISTAKES:
                mistakes[row["act"]] = str(error)
    assert mistakes == {}
