"""R1. A natural person is never a subject.

No kind of organisation is a natural person; nothing that may be filed is about one; and nobody enters the register
under an identifier that has the shape of a personal number of the pack.
"""

from __future__ import annotations

import pytest

from goodstanding.core.entries import InvalidEntry
from goodstanding.ledger import outbox
from tests.lines.ways import (
    SMALL,
    by_sql,
    complaints,
    file_raw,
    not_held,
    only,
    organisation,
    organisation_row,
    publish,
)

GUARD = "type:goodstanding.core.entries.organisation.OrganisationRegistered.organisation_type"
GUARDS = (
    GUARD,
    "sql:register.organisation:organisation_organisation_type_check",
    "sql:register.organisation:no_personal_numbers",
    "sql:register.organisation:organisation_is_whole",
    "type:goodstanding.core.catalogue.register.OrganisationType.kind",
    "lint:person-identifiers",
    "lint:organisations-only",
    "call:goodstanding.core.screening.names.Screen._is_person returns False",
)

PERSONS = ("natural-person", "person", "sole-trader", "household", "自然人")
NUMBERS = ("P19800101123", "p1980-0101-123", " P 1980.01.01 / 123 ", "Ｐ１９８００１０１１２３")
SCHEMES = "identifiers/schemes.yaml"
PERSON_NUMBER = next(line for line in SMALL[SCHEMES].splitlines(keepends=True) if "person-number" in line)
COMPANY_SHAPE = 'shape: [{of: C}, {of: "0123456789", times: 7}]'


# --- packs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PERSONS)
def test_a_pack_has_no_kind_of_organisation_that_is_a_person(kind):
    change = ("organisations/types.yaml", "company, kind: market-entity", f"company, kind: {kind}")
    assert complaints(change) == {"closed-list"}


def test_a_pack_says_what_a_personal_number_looks_like():
    assert complaints((SCHEMES, PERSON_NUMBER, "")) == {"person-identifiers"}


@pytest.mark.parametrize("digits", ['{date: YYYYMMDD}, {of: "0123456789", times: 3}', '{of: "9876543210", times: 11}'])
def test_no_organisation_s_number_has_the_shape_of_a_personal_one(digits):
    assert complaints((SCHEMES, COMPANY_SHAPE, f"shape: [{{of: P}}, {digits}]")) == {"person-identifiers"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("items/items.yaml", "text: {en: Return late,", "text: {en: Return of a shareholder late,"),
        ("items/items.yaml", "zh-Hans: 逾期报告}", "zh-Hans: 法定代表人逾期报告}"),
        ("items/items.yaml", "item: return-late", "item: directors-return-late"),
        ("lists/lists.yaml", "text: {en: Wage arrears,", "text: {en: Managers of employers with wage arrears,"),
        ("measures/measures.yaml", "zh-Hans: 加强检查}", "zh-Hans: 实际控制人限制}"),
    ],
    ids=["text", "Chinese text", "id", "list", "measure"],
)
def test_nothing_that_is_filed_or_follows_is_about_a_person(file, old, new):
    assert complaints((file, old, new)) == {"organisations-only"}


def test_no_type_of_organisation_is_called_a_natural_person():
    change = ("organisations/types.yaml", "organisation_type: company, ", "organisation_type: natural-person, ")
    assert complaints(change) == {"organisations-only"}


# --- services and the ledger ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PERSONS)
def test_a_service_registers_no_person(kind):
    content = organisation(organisation_type=kind)
    with pytest.raises(InvalidEntry, match="organisation_type"):
        outbox.draft(handle=outbox.new_handle(), kind="organisation-registered", content=content)


def test_raw_bytes_register_no_person(published):
    for kind in PERSONS:
        reason = file_raw(published, "organisation-registered", organisation(organisation_type=kind))
        assert reason == "organisation-registered: Invalid enum value - at `$.organisation_type`"
    assert published.owner.execute("select count(*) from register.organisation").fetchone() == (0,)


def test_raw_bytes_register_nobody_under_a_personal_number(published):
    for number in NUMBERS:
        for scheme in ("person-number", "company-number"):
            reason = file_raw(published, "organisation-registered", organisation(identifiers={scheme: number}))
            assert reason == "refused by no_personal_numbers", number
    assert published.owner.execute("select count(*) from register.organisation").fetchone() == (0,)


@not_held("identifiers are looked at when they come; an edition published later does not look back")
def test_nobody_is_registered_under_a_personal_number_before_there_is_an_edition(house):
    file_raw(house, "organisation-registered", organisation(identifiers={"person-number": NUMBERS[0]}))
    house.publish()
    house.settle()
    assert house.owner.execute("select count(*) from register.organisation").fetchone() == (0,)


def test_a_personal_number_that_is_written_with_a_sign_is_refused(house):
    shape = '{of: P}, {date: YYYYMMDD}, {of: "-"}, {of: "0123456789", times: 3}'
    publish(
        house,
        SMALL | {SCHEMES: SMALL[SCHEMES].replace('{of: P}, {date: YYYYMMDD}, {of: "0123456789", times: 3}', shape)},
    )
    assert file_raw(house, "organisation-registered", organisation(identifiers={"n": "P19800101-123"}))


# --- the database -----------------------------------------------------------------------------------------------


def test_no_role_of_the_database_can_insert_a_person(published):
    for kind in PERSONS:
        row = organisation_row(organisation_type=kind)
        assert by_sql(published, "organisation", row) == only("organisation_organisation_type_check")


def test_no_role_of_the_database_can_insert_a_personal_number(published):
    for number in NUMBERS:
        row = organisation_row(identifiers=f'{{"company-number": "{number}"}}')
        assert by_sql(published, "organisation", row) == only("no_personal_numbers")


def test_no_role_of_the_database_can_insert_what_is_of_no_type(published):
    row = organisation_row(organisation_type=None)
    assert "done" not in by_sql(published, "organisation", row).values()


# --- a file and the command -------------------------------------------------------------------------------------

BY_FILE = {
    "P-1": {"party_name": "Orla Invented"},
    "P-2": {"party_name": "Orla  M  IMAGINARY"},
    "P-3": {"party_name": "Dr Alder"},
    "P-4": {"party_name": "Alder and others"},
    "P-5": {"party_name": "represented by Orla Invented"},
    "P-6": {"party": "AB19800101123"},
    "P-7": {"party": "AB19800101123", "party_name": "Orla Invented"},
    "P-8": {"party": "", "party_name": "Orla Invented"},
}
SUBJECTS = "select count(*)::int from ledger.ledger_entry where kind in ('organisation-registered', 'record-filed')"


@pytest.mark.parametrize("of", ["filings", "newcomers"])
def test_a_file_s_rows_about_persons_are_held_and_nothing_is_filed(desk, of):
    before = desk.register.rows(SUBJECTS)
    rows = {f"{of}-{document}": row for document, row in BY_FILE.items()}
    batch = desk.file(*({"party": "EX10000061", "document": document, **row} for document, row in rows.items()), of=of)
    assert (batch.counts, batch.reasons) == ({"held": len(rows)}, {"person": len(rows)})
    assert {document: desk.held()[document] for document in rows} == dict.fromkeys(rows, "person")
    assert desk.register.rows(SUBJECTS) == before
    assert not set(rows) & set(desk.filed())


def test_the_command_holds_a_person_as_well_and_its_check_says_so(desk):
    before = desk.register.rows(SUBJECTS)
    rows = [{"document": "C-1", "party_name": "Orla Invented"}, {"document": "C-2", "party": "AB19800101123"}]
    written = str(desk.written(*rows))
    for verb in ("check", "apply"):
        said = desk.run("intake", verb, written, "--mapping", "newcomers")
        assert {name: number for name, number in said["counts"].items() if number} == {"held": 2}
        assert said["reasons"] == {"person": 2}
    desk.register.settle()
    assert desk.register.rows(SUBJECTS) == before


@pytest.mark.parametrize("number", ["ab19800101123", "AB 19800101 123", "ＡＢ１９８００１０１１２３"])
def test_a_file_s_personal_number_is_held_however_it_is_written(desk, number):
    desk.file({"document": f"W-{number}", "party": number, "party_name": "Northport Cranes Ltd"}, of="newcomers")
    assert desk.held().get(f"W-{number}") == "person"
