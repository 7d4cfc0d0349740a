"""R33. Who acts for an organisation is nobody's search key and in no public text.

The columns of a source may name officers. They stay with the record, for whoever may look at it; no name or number of
an officer is indexed, found, or part of what anyone is told.
"""

from __future__ import annotations

from itertools import product

import psycopg
import pytest

from goodstanding.core.names.folding import folded
from goodstanding.core.names.grams import signature, spelling_grams, whole_gram
from goodstanding.intake import judging
from goodstanding.register.searching.finding import by_identifier, find
from tests.lines.filing import OFFICER, OFFICERS_NUMBER
from tests.lines.ways import by_sql, file_raw, only, organisation, organisation_row, record

GUARD = (
    "call:goodstanding.core.screening.names.Screen.screen returns"
    f" Screened('organisation', 'form', 'limited-company', {OFFICER!r}, {OFFICER!r}, False)"
)
GUARDS = (
    GUARD,
    "call:goodstanding.core.screening.names.Screen._is_person returns False",
    "sql:register.organisation:no_personal_numbers",
    "sql:intake.held_looked_at():h.held = any ((select access.records_seen())::uuid[])",
)

TILES, GULLHAVEN = "Fernmouth Tiles Ltd", "Gullhaven Works Ltd"
# Every way in which a source writes who acts for an organisation behind its name.
WRITTEN = {
    "N-1": ("EX10000051", TILES, f"{TILES}(director: {OFFICER})"),
    "N-2": ("EX10000052", "Lindholm Paper Ltd", f"Lindholm Paper Ltd; represented by {OFFICER}"),
    "N-3": ("EX10000053", "Marram Dairy Cooperative", f"Marram Dairy Cooperative; (owner: Mr {OFFICER})"),
}
READING = ("gs_public", "gs_clerk", "gs_case")
TEXTS = (OFFICER, OFFICER.upper(), "Invented Orla", "Orla", f"director: {OFFICER}", f"{TILES} {OFFICER}")
# What anyone may be told of a record, and whom he may find; a column more is a decision, not an accident.
TOLD = {
    "handle", "party", "party_name", "site_name", "authority_name", "document_number", "decided_on", "law", "tier",
    "fine_amount", "fine_currency", "published_from", "ends_on", "source",
}  # fmt: skip
FOUND = {
    "records_now": TOLD,
    "names_sharing": {"organisation", "place", "name", "folded"},
    "identified": {"organisation", "scheme", "number"},
}


@pytest.fixture(scope="module")
def officers(desk):
    """Files whose columns name officers, also behind the names of parties and places."""
    desk.file(
        {"document": "D-1", "director": OFFICER},
        {"document": "D-2", "party_name": f"Alderbank Foods Ltd; director: {OFFICER}"},
    )
    desk.file(
        *({"document": document, "party": number, "party_name": said, "director": OFFICER}
          for document, (number, _, said) in WRITTEN.items()),
        {"document": "N-4", "party": "EX10000054", "party_name": OFFICER},
        {"document": "N-5", "party": OFFICERS_NUMBER, "party_name": "Northport Cranes Ltd"},
        of="newcomers",
    )  # fmt: skip
    desk.file(
        {"site": "SX00000051", "site_name": f"{GULLHAVEN}; (represented by {OFFICER})", "address": "Northport 1 Quay"},
        {"site": "SX00000052", "site_name": OFFICER, "address": f"Northport c/o {OFFICER}"},
        of="places",
    )
    return desk


def test_the_columns_stay_with_the_record(officers):
    stored = dict(officers.register.rows("select document_number, columns ->> 'director' from register.record_version"))
    assert stored == {"D-1": OFFICER, "D-2": None} | dict.fromkeys(WRITTEN, OFFICER)


def test_whose_number_or_name_is_a_person_s_is_held(officers):
    held = officers.held()
    assert (held["N-4"], held["N-5"]) == ("person", "person")
    assert not {"N-4", "N-5"} & set(officers.filed())


def test_what_stands_behind_a_name_is_not_part_of_it(officers):
    names = dict(officers.register.rows("select handle, name from register.organisation"))
    filed = officers.filed()
    assert {document: names[filed[document]] for document in WRITTEN} == {
        document: name for document, (_, name, _) in WRITTEN.items()
    }
    assert names[filed["D-2"]] == "Alderbank Foods Ltd"
    assert GULLHAVEN in names.values()


def test_a_company_written_with_a_blank_before_the_bracket_is_that_company(desk):
    desk.file({"document": "D-3", "party_name": f"Alderbank Foods Ltd (director: {OFFICER})"})
    assert desk.filed().get("D-3") == desk.register.handles["EX10000001"]


def test_no_table_that_search_or_the_public_reads_has_an_officer(officers):
    for table in (
        "organisation",
        "organisation_name",
        "identifier",
        "address",
        "establishment",
        "establishment_number",
    ):
        (said,) = officers.register.rows(f"select coalesce(string_agg(t::text, ' '), '') from register.{table} t")[0]
        for word in (OFFICER, folded(OFFICER), "Orla", OFFICERS_NUMBER):
            assert word not in said, table


@pytest.mark.parametrize("role", ["gs_public", "gs_clerk", "gs_case", "gs_access", "gs_eraser"])
def test_without_a_look_no_role_reads_an_officer_s_name(officers, role):
    said = officers.told(role)
    assert "Orla" not in said
    assert OFFICERS_NUMBER not in said
    if role == "gs_public":
        assert TILES in said


def test_the_command_tells_no_officer(officers):
    told = officers.run("records")
    assert {"D-1", "D-2", *WRITTEN} <= set(officers.public())
    assert "Orla" not in str(told)


def test_a_search_for_an_officer_answers_names_of_organisations_and_none_that_is_hers(officers):
    organisations = {name for (name,) in officers.register.rows("select name from register.organisation_name")}
    with officers.roles(*READING) as connections:
        for connection, text in product(connections, TEXTS):
            found = find(connection, text=text)
            assert {one.name for one in found} <= organisations
            assert all("orla" not in one.name.lower() and one.how != "exact" for one in found)
        for connection in connections:
            assert find(connection, text=TILES)[0].name == TILES


def test_no_piece_of_the_index_is_an_officer_s(officers):
    sought = folded(OFFICER)
    grams = spelling_grams(sought)
    whole = whole_gram(sought)
    answered = officers.anyone.execute(
        "select name from published.names_sharing('{}', %s::integer, %s::bit(256), 100)",
        (whole, f"x{signature(grams):064x}"),
    ).fetchall()
    assert answered == []
    indexed = officers.register.rows("select organisation, place from register.name_gram order by 1, 2")
    borne = officers.register.rows(
        "select n.organisation, n.place from register.organisation_name n join register.organisation o"
        " on o.handle = n.organisation where o.sole_trader = 'no' order by 1, 2"
    )
    assert indexed == borne


@pytest.mark.parametrize("number", [OFFICER, OFFICERS_NUMBER, "AB 1980-0101 123", "D-1"])
def test_nobody_is_found_by_an_officer_s_name_or_number(officers, number):
    with officers.roles(*READING) as connections:
        for connection in connections:
            assert by_identifier(connection, scheme=None, number=number) == []
    assert [one.number for one in officers.identified("EX10000051")] == ["EX10000051"]


def test_what_anyone_is_told_is_a_closed_list(desk):
    columns = desk.register.rows(
        "select table_name, column_name from information_schema.columns where table_schema = 'published'"
    )
    assert {column for table, column in columns if table == "record"} == TOLD
    assert {table for table, _ in columns} == {"record", "installation"}
    functions = desk.register.rows(
        "select p.proname, array(select n from unnest(p.proargnames, p.proargmodes) a(n, m) where m = 't')"
        " from pg_proc p join pg_namespace s on s.oid = p.pronamespace where nspname = 'published'"
    )
    assert {name: set(answered) for name, answered in functions} == FOUND


def test_nobody_reads_the_columns_of_a_record_without_a_look(officers):
    for role in ("gs_public", "gs_access", "gs_clerk", "gs_eraser"):
        denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with officers.roles(role) as (connection,), denied:
            connection.execute("select columns from register.record_version")
    with officers.roles("gs_case") as (case,):
        assert case.execute("select columns from register.record_version").fetchall() == []


def test_whoever_files_sees_no_held_row_that_was_not_looked_at(officers):
    with officers.register.filing() as connection:
        assert connection.execute("select * from intake.held_looked_at()").fetchall() == []
    with officers.roles("gs_case") as (case,):
        assert case.execute("select * from intake.held_looked_at()").fetchall() == []


# --- the ledger and the database --------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["officer", "director", "legal_representative", "contact"])
def test_no_entry_has_a_place_for_an_officer(published, field):
    unknown = "Object contains unknown field - at `$`"
    for kind, content in (("organisation-registered", organisation), ("record-filed", record)):
        assert file_raw(published, kind, content(**{field: OFFICER})) == f"{kind}: {unknown}"


def test_an_officer_s_number_is_nobody_s_number(published):
    number = "P19800101123"  # as the small pack has them
    reason = file_raw(published, "organisation-registered", organisation(identifiers={"director": number}))
    assert reason == "refused by no_personal_numbers"
    row = organisation_row(identifiers=f'{{"director": "{number}"}}')
    assert by_sql(published, "organisation", row) == only("no_personal_numbers")


# --- a person judges --------------------------------------------------------------------------------------------


def test_a_new_organisation_is_named_without_its_officer_when_a_person_judges_so(desk):
    name = "Nettlewick Cranes Ltd"
    desk.file({"document": "J-1", "party": "EX10000099", "party_name": f"{name}; director: {OFFICER}"})
    held = desk.held_row("J-1")
    assert desk.held()["J-1"] == "not-registered"
    verdict = judging.Verdict(judging.NEW, form="limited-company")
    with desk.judging() as (connection, said):
        judging.judge(connection, held=held, found=verdict, **said)
    desk.register.settle()
    try:
        assert desk.public()["J-1"] == name
    finally:
        with desk.judging(action="correct") as (connection, said):
            del said["pack"]
            judging.undo(connection, held=held, reason="a test", **said)
        desk.register.settle()
