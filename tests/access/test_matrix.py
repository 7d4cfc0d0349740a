"""Every cell of the access matrix: in the pure decision, in the database's, and by what each database role then can."""

from __future__ import annotations

import re

import pytest

from goodstanding.access import policy
from goodstanding.access.acting import Incomplete, Refused, Unauthenticated, leave
from goodstanding.core.access.deciding import Acting, Resource, decide
from goodstanding.core.access.words import ACTIONS, CLASSES, LOOKS, PURPOSES, ROLES
from goodstanding.core.entries import KINDS
from goodstanding.core.entries.proposing import PEOPLE
from goodstanding.database import binaries
from tests.access import matrix
from tests.office import OTHER, OWN

CELLS = list(matrix.cells())
MINE, THEIRS = "an organisation", "another"
SEEN = {"organisation": "select handle from register.organisation"}
RECORDS = "select handle from register.record_version"


def test_the_matrix_has_two_thousand_cells_and_every_word_of_access():
    assert len(CELLS) >= matrix.LEAST_CELLS
    assert len({cell[:5] for cell in CELLS}) == len(CELLS)
    for place, words in ((0, ROLES), (1, PURPOSES), (2, ACTIONS), (3, CLASSES), (4, ("own", "other"))):
        assert {cell[place] for cell in CELLS} == set(words)
    assert 100 < sum(cell.expected for cell in CELLS) < len(CELLS) / 2


def pure(cell):
    own = cell.whose == "own"
    found = decide(
        policy.table(),
        actor=Acting(role=cell.role, authority=OWN, organisation=MINE),
        action=cell.action,
        resource=Resource(cls=cell.cls, authority=OWN if own else OTHER, organisation=MINE if own else THEIRS),
        purpose=cell.purpose,
    )
    return found.line


def test_the_pure_decision_answers_every_cell():
    assert [str(cell) for cell in CELLS if (pure(cell) is not None) != cell.expected] == []


def test_the_database_decides_every_cell_by_the_same_line(database):
    with database.connect("gs_access") as access:
        found = access.execute(
            "select access.decided(role, purpose, action, class, whose) from unnest(%s::text[], %s::text[], %s::text[],"
            " %s::text[], %s::text[]) with ordinality c(role, purpose, action, class, whose, n) order by n",
            [[cell[place] for cell in CELLS] for place in range(5)],
        ).fetchall()
    assert [str(cell) for cell, (line,) in zip(CELLS, found, strict=True) if line != pure(cell)] == []


def test_everything_outside_the_matrix_is_decided_alike_as_well(database):
    every = [
        (role, purpose, action, cls, whose)
        for role in ROLES
        for purpose in PURPOSES
        for action in ACTIONS
        for cls in CLASSES
        for whose in ("own", "other")
    ]
    with database.connect("gs_access") as access:
        found = access.execute(
            "select access.decided(role, purpose, action, class, whose) from unnest(%s::text[], %s::text[], %s::text[],"
            " %s::text[], %s::text[]) with ordinality c(role, purpose, action, class, whose, n) order by n",
            [[one[place] for one in every] for place in range(5)],
        ).fetchall()
    wrong = [one for one, (line,) in zip(every, found, strict=True) if line != pure(matrix.Cell(*one, expected=False))]
    assert wrong == []


def test_in_raw_sql_each_role_of_the_database_can_what_the_cell_says_and_no_more(office):
    wrong = []
    # All of them on the newest major; on the others what is allowed, and every seventh of the rest.
    newest = office.house.owner.info.server_version // 10_000 == max(found.major for found in binaries.found())
    for cell in CELLS if newest else [one for n, one in enumerate(CELLS) if one.expected or n % 7 == 0]:
        connection = getattr(office.house, matrix.THROUGH.get(cell.action, "case"))
        said = matrix.asked(office, cell)
        try:
            entered = office.enter(connection, under=office.whoever(cell.role, cell.cls), **said)
            may = True
        except (Refused, Unauthenticated, Incomplete) as refusal:
            assert isinstance(refusal, Refused), (cell, refusal)
            may = False
        if may != cell.expected:
            wrong.append(f"{cell}: entered {may}")
        in_force = connection.execute("select action, class from access.in_force()").fetchall()
        if in_force != ([(cell.action, cell.cls)] if may else []):
            wrong.append(f"{cell}: in force {in_force}")
        if connection is office.house.case:
            seen = {handle for query in (RECORDS, SEEN["organisation"]) for (handle,) in connection.execute(query)}
            looked = may and cell.action in LOOKS and office.target(cell.cls, cell.whose) is not None
            looked = looked and "aggregate" not in entered.obligations  # counting shows nobody
            if looked != (office.target(cell.cls, cell.whose) in seen):
                wrong.append(f"{cell}: saw {len(seen)}")
            if not looked and seen:
                wrong.append(f"{cell}: saw {len(seen)} though nothing may be seen")
            if looked and not entered.entries:
                wrong.append(f"{cell}: saw and was not logged")
        leave(connection)
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_without_a_line_nothing_is_allowed(role):
    assert not decide(
        (), actor=Acting(role=role, authority=OWN), action="look", resource=Resource("record", OWN), purpose="audit"
    ).allowed


@pytest.mark.parametrize(
    ("function", "words"), [("roles", ROLES), ("purposes", PURPOSES), ("actions", ACTIONS), ("classes", CLASSES)]
)
def test_the_closed_words_of_the_program_and_of_the_database_are_the_same(database, function, words):
    with database.connect("gs_owner") as owner:
        (body,) = owner.execute(
            "select pg_get_functiondef(format('access.are_%%s(text[])', %s::text)::regprocedure)", (function,)
        ).fetchone()
    assert set(re.findall(r"'([a-z-]+)'", body)) == set(words)


def test_what_takes_two_people_is_the_same_in_the_program_and_in_the_database(database):
    with database.connect("gs_owner") as owner:
        found = owner.execute(
            "select k from unnest(%s::text[]) k where access.takes_two(k)", ([kind.name for kind in KINDS],)
        ).fetchall()
    assert {kind for (kind,) in found} == set(PEOPLE)
