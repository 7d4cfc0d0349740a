"""R40. Free text is screened: what names a person is public only after a human has decided so.

The name of a site, what a project is called, the name of a party: a text that names a person is held, or cut to what is
the organisation's, or not public at all.
"""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from goodstanding.access.acting import Refused
from goodstanding.core.entries.organisation import Name
from goodstanding.core.entries.record import Fine
from goodstanding.intake import judging
from goodstanding.ledger import outbox
from tests.house import filed
from tests.lines.filing import OFFICER
from tests.lines.ways import not_held

GUARD = "call:goodstanding.core.screening.names.Screen.names_a_person returns False"
GUARDS = (
    GUARD,
    "call:goodstanding.core.screening.names.Screen._is_person returns False",
    "sql:intake.held_looked_at():h.held = any ((select access.records_seen())::uuid[])",
    "sql:intake.judging():h.authority = c.authority",
    "sql:intake.judge():h.authority = c.authority",
    "sql:intake.waiting():h.authority = c.authority",
    "sql:intake.next_held():h.authority = c.authority and h.verdict is null",
    "sql:intake.candidates():h.authority = c.authority",
)

SITE = f"House of {OFFICER}"
TILES, GULLHAVEN = "Fernmouth Tiles Ltd", "Gullhaven Works Ltd"
HELD = {
    "H-1": {"party_name": OFFICER},
    "H-2": {"party_name": f"Mr {OFFICER}"},
    "H-3": {"party_name": f"{OFFICER} and others"},
    "H-4": {"party_name": f"new house, represented by {OFFICER}"},
}
SERVE = ("gs_public", "gs_access", "gs_clerk", "gs_case", "gs_eraser")
OTHER = "labour-inspectorate"


@pytest.fixture(scope="module")
def texts(desk):
    """Files with a person in every text that one can hold, by file and by the command."""
    desk.file(
        {"document": "S-1", "site_name": SITE},
        {"document": "S-2", "site_name": SITE},
        {"document": "S-2", "site_name": SITE, "event": "objected", "reason": f"{OFFICER} was not heard"},
        *({"document": document, "party": "EX10000081", **row} for document, row in HELD.items()),
    )
    desk.file(
        {"document": "S-3", "site_name": SITE},
        {"document": "S-4", "party": "EX10000082", "party_name": f"{TILES}; new house of Ms {OFFICER}"},
        {"document": "H-5", "party": "EX10000083", "party_name": OFFICER, "site_name": SITE},
        of="newcomers",
    )
    written = desk.written(
        {"document": "S-5", "site_name": SITE},
        {"document": "H-6", "party": "EX10000084", "party_name": f"Ms {OFFICER}"},
    )
    assert desk.run("intake", "apply", str(written), "--mapping", "newcomers")["counts"] == {"filed": 1, "held": 1}
    desk.file(
        {"site": "SX00000081", "site_name": f"{GULLHAVEN}; represented by {OFFICER}", "address": "Northport 1 Quay"},
        {"site": "SX00000082", "site_name": OFFICER, "address": f"Northport c/o {OFFICER}"},
        {"site": "SX00000083", "site_name": f"{OFFICER}; {GULLHAVEN}", "address": f"Northport c/o {OFFICER}"},
        of="places",
    )
    return desk


# --- a file and the command -------------------------------------------------------------------------------------


def test_a_site_s_name_is_not_in_what_a_file_files_until_it_is_screened(texts):
    stored = texts.register.rows(
        "select document_number, site_name, columns ->> 'site_name' from register.record_version where known_to is null"
        " and starts_with(document_number, 'S-') order by 1"
    )
    assert stored == [(f"S-{n}", None, SITE if n != 4 else None) for n in range(1, 6)]
    assert texts.anyone.execute("select distinct site_name from published.record").fetchall() == [(None,)]


def test_what_the_screen_holds_is_held_for_a_person_and_files_nothing(texts):
    assert texts.held() == dict.fromkeys([*HELD, "H-5", "H-6"], "person")
    assert set(texts.filed()) == {"S-1", "S-2", "S-3", "S-4", "S-5"}


def test_a_project_and_who_stands_for_it_are_not_part_of_a_party_s_name(texts):
    assert texts.public()["S-4"] == TILES


def test_the_name_of_a_place_is_the_organisation_s_or_none(texts):
    places = texts.register.rows(
        "select m.number, e.name, e.municipality, e.rest, o.name from register.establishment e"
        " join register.establishment_number m on m.establishment = e.handle"
        " left join register.organisation o on o.handle = e.organisation where starts_with(m.number, 'SX0000008') order by 1"
    )
    assert places == [
        ("SX00000081", GULLHAVEN, "Northport", " 1 Quay", GULLHAVEN),
        ("SX00000082", None, "Northport", None, None),
        ("SX00000083", None, "Northport", None, None),
    ]


@pytest.mark.parametrize("role", SERVE)
def test_no_role_reads_it_without_a_look(texts, role):
    assert "Orla" not in texts.told(role)
    if role == "gs_public":
        assert TILES in texts.told(role)


def test_the_command_tells_nobody(texts):
    told = texts.run("records")
    assert {one["document_number"] for one in told["records"]} >= {"S-1", "S-2", "S-3", "S-4", "S-5"}
    assert "Orla" not in str(told)
    assert "Orla" not in str(texts.run("intake", "status"))


def test_no_name_is_found_that_the_screen_held(texts):
    for text in (OFFICER, SITE, f"new house of Ms {OFFICER}"):
        assert all("orla" not in one.name.lower() and one.how != "exact" for one in texts.found(text))
    for number in ("EX10000081", "EX10000083", "EX10000084"):
        assert texts.identified(number) == []


# --- held rows --------------------------------------------------------------------------------------------------


def test_a_held_row_is_seen_by_a_look_of_its_authority_that_is_logged(texts):
    held = texts.held_row("H-1")
    with texts.register.filing() as connection:
        assert connection.execute("select * from intake.held_looked_at()").fetchall() == []
    with texts.roles("gs_case") as (case,):
        assert case.execute("select * from intake.held_looked_at()").fetchall() == []
    (shown,) = texts.run("intake", "held", str(held))["held"]
    assert shown["fields"]["party_name"] == OFFICER
    texts.register.settle()
    looks = texts.register.rows("select action, decision, records from access.look where %s = any(records)", held)
    assert looks == [("look", "allowed", [held])]


def test_another_authority_is_told_nothing_of_a_held_row(texts):
    held = texts.held_row("H-1")
    with texts.register.filing(authority=OTHER) as connection:
        assert connection.execute("select * from intake.waiting()").fetchall() == []
        assert connection.execute("select intake.next_held(null)").fetchone() == (None,)
        assert connection.execute("select * from intake.judging(%s)", (held,)).fetchall() == []
        with pytest.raises(psycopg.errors.CheckViolation), connection.transaction():
            connection.execute("select intake.judge(%s, 'not-filed', null, null)", (held,))
    with pytest.raises(Refused):
        texts.run("intake", "held", str(held), authority=OTHER)
    assert texts.register.rows("select verdict from intake.held_row where held = %s", held) == [(None,)]


def test_whose_number_a_held_row_of_another_authority_has_is_not_told(texts):
    texts.file({"document": "H-7", "party_name": OFFICER})  # under a number that the register knows
    held = texts.held_row("H-7")
    for authority, found in (("environment-agency", [texts.register.handles["EX10000001"]]), (OTHER, [])):
        with texts.register.filing(authority=authority) as connection:
            assert connection.execute("select intake.candidates(%s)", (held,)).fetchone() == (found,)
    texts.register.owner.execute("delete from intake.held_row where held = %s", (held,))


def test_what_a_person_judges_a_sole_trader_s_stays_untold(texts):
    texts.file({"document": "J-1", "party": "EX10000085", "party_name": OFFICER}, of="newcomers")
    with texts.judging() as (connection, said):
        found = judging.Verdict(judging.SOLE_TRADER)
        record = judging.judge(connection, held=texts.held_row("J-1"), found=found, **said)
    texts.register.settle()
    assert texts.register.rows("select site_name from register.record_version where handle = %s", record) == [(None,)]
    assert "J-1" not in texts.public()
    assert all("orla" not in one.name.lower() for one in texts.found(OFFICER))
    assert "Orla" not in texts.told("gs_public")


# --- the database -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "select fields, said from intake.held_row",
        "select rest from register.address",
        "select name, rest from register.establishment",
        "select site_name, appeal_said, columns from register.record_version",
        "select name from register.organisation_name",
        "update register.record_version set site_name = 'House of Orla Invented'",
        "update register.organisation set name = 'Orla Invented'",
        "insert into register.organisation_name select handle, 9, 'Orla Invented' from register.organisation",
        "insert into register.name_gram select handle, 9, '{1}', repeat('0', 256)::bit(256) from register.organisation",
        "insert into intake.held_row select * from intake.held_row",
    ],
)
def test_neither_the_public_nor_a_clerk_reads_or_writes_texts_by_raw_sql(texts, statement):
    with texts.roles("gs_public", "gs_clerk") as connections:
        for connection in connections:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


# --- what is not held yet ---------------------------------------------------------------------------------------


def test_the_name_of_a_place_without_a_form_is_without_a_person(desk):
    desk.file(
        {"site": "SX00000089", "site_name": "Quayside Stall; Ansel Imaginary", "address": "Northport 1 Quay"},
        of="places",
    )
    ((name,),) = desk.register.rows(
        "select e.name from register.establishment e join register.establishment_number m on m.establishment = e.handle"
        " where m.number = 'SX00000089'"
    )
    assert "Ansel Imaginary" not in (name or "")


@not_held("what a file cites as law is free text, is told to anyone, and is not screened")
def test_a_person_in_the_law_that_a_row_cites_is_not_told(desk):
    desk.file({"document": "X-1", "law": "environment-act s10 (director: Bruno Imaginary)"})
    assert "Bruno Imaginary" not in str(desk.run("records"))


@not_held("a document's number is free text, is told to anyone, and is not screened")
def test_a_person_in_a_document_s_number_is_not_told(desk):
    desk.file({"document": "X-2 Mr Celia Imaginary"})
    assert "Celia Imaginary" not in str(desk.run("records"))


def clerk_files(desk, **change):
    """File a record raw, as a clerk's own program may; answer why it had no effect, or None."""
    said = {
        "item": "emission-over-limit", "edition": desk.pack.sha256, "decided_on": date(2025, 3, 3),
        "published_from": date(2025, 3, 5), "ends_on": date(2026, 3, 5), "tier": "general",
        "fine": Fine(amount="20000", currency="XXX"), "facts": {"penalty.licence-effect": "none"},
    }  # fmt: skip
    content = filed(desk.register.handles["EX10000001"], **said, **change)
    handle = outbox.new_handle()
    desk.enter(outbox.draft(handle=handle, kind="record-filed", content=content), authority="environment-agency")
    refused = desk.register.rows(
        "select reason from ledger.refused_entry r join ledger.ledger_entry e using (sequence) where e.handle = %s",
        handle,
    )
    return refused[0][0] if refused else None


def test_what_a_clerk_files_by_himself_has_an_effect(desk):
    assert clerk_files(desk, document_number="X-0") is None
    assert "X-0" in desk.public()


@not_held("the name of a site that a clerk files by himself (gs_clerk, outbox.append) is told to anyone, unscreened")
def test_a_site_s_name_that_a_clerk_files_by_himself_is_screened(desk):
    assert clerk_files(desk, document_number="X-3", site_name="House of Mr Fritz Imaginary") is None
    assert "Fritz Imaginary" not in str(desk.run("records"))


@not_held("an organisation registered by hand under a person's name is found by it: names are screened in files alone")
@pytest.mark.parametrize(
    "more", [{}, {"names": (Name(name="Greta Imaginary", language="en", valid_from=None, valid_to=None),)}]
)
def test_a_person_s_name_that_a_clerk_registers_by_himself_is_screened(desk, more):
    desk.organisation(
        "Ketch Ropes Ltd" if more else "Greta Imaginary", number="EX10000089" if more else "EX10000088", **more
    )
    assert all(one.name != "Greta Imaginary" for one in desk.found("Greta Imaginary"))
