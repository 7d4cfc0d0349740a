"""R32. The authority is in the register too: public bodies are organisations under the same rules.

A record about a ministry is filed, shown, found, listed and ended like any other's; there is no kind of organisation
that the rules are not for, and nothing that a public body is excused from (G8).
"""

from __future__ import annotations

from datetime import date

import pytest

from goodstanding.core.catalogue import conduct
from goodstanding.core.entries import InvalidEntry
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.ledger import outbox
from tests.house import SMALL as SMALL_PACK
from tests.lines.ways import (
    COMPANY,
    by_sql,
    catalogue,
    complaints,
    file_raw,
    not_held,
    only,
    organisation,
    organisation_row,
    record,
    record_row,
)

GUARD = "sql:register.is_protected():organisation_type = 'social-organisation'::text"
GUARDS = (
    GUARD,
    "type:goodstanding.core.entries.organisation.OrganisationRegistered.organisation_type",
    "type:goodstanding.core.catalogue.register.OrganisationType.kind",
    "sql:register.organisation:organisation_organisation_type_check",
    "sql:register.organisation:organisation_protected_class_check",
    "sql:register.record_version:record_is_what_its_item_says",
    "sql:register.record_version:adverse_record_ends",
    "sql:register.record_version:record_ends_within_sixty_months",
)

MINISTRY = carrying.Subject(kind="public-body", protected_class="none", sole_trader="no")
ABOVE = ("authority", "government", "court", "the-state", "国家机关")
LISTED = {"listing.listed_on": date(2025, 1, 1)}
DECIDED = {"record.decided_on": date(2025, 1, 1), "record.published_on": date(2025, 1, 2)}
NAMES = {"EX10000001": "Alderbank Foods Ltd", "EX10000041": "Ministry of Works", "EX10000042": "Environment Agency"}
TYPES = "organisations/types.yaml"


# --- packs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ABOVE)
def test_a_pack_has_no_kind_of_organisation_that_the_rules_are_not_for(kind):
    assert complaints((TYPES, "company, kind: market-entity", f"company, kind: {kind}")) == {"closed-list"}


def test_a_pack_may_have_public_bodies():
    assert complaints((TYPES, "company, kind: market-entity", "company, kind: public-body")) == set()


@not_held("the linter takes a public body whose identity is, or may be, a person's: it would be shown to nobody")
@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_a_pack_does_not_make_a_public_body_a_sole_trader(said):
    changed = (
        (TYPES, "company, kind: market-entity", "company, kind: public-body"),
        (
            TYPES,
            "identity_coincides_with_person: no, protected_class: none",
            f"identity_coincides_with_person: {said}, protected_class: none",
        ),
    )
    assert complaints(*changed)


# --- what may follow --------------------------------------------------------------------------------------------


def test_a_public_body_carries_every_class_of_conduct():
    for said in ("none", "unknown"):
        assert all(
            conduct.may_carry_record(organisation_type="public-body", protected_class=said, conduct_class=one)
            for one in conduct.CONDUCT_CLASSES
        )


def test_a_public_body_is_listed_as_a_company_is():
    small = catalogue()
    answers = {
        carrying.listing(small, listed=one, subject=who, facts=LISTED).may_be_listed
        for one in small.lists.values()
        for who in (MINISTRY, COMPANY)
    }
    assert answers == {"yes"}


def test_the_same_measures_follow_for_a_public_body_as_for_a_company():
    small = catalogue()
    for measure, cause, facts in [
        ("no-public-contract", carrying.Cause(item=None, list="wage-arrears", tier="serious"), LISTED),
        ("closer-look", carrying.Cause(item="emission-over-limit", list=None, tier="general"), DECIDED),
    ]:
        answers = [
            carrying.following(small, measure=small.measures[measure], cause=cause, subject=who, matter=Matter(facts))
            for who in (MINISTRY, COMPANY)
        ]
        assert answers[0] == answers[1]
        assert answers[0].may_follow == "yes"


# --- the ledger -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ABOVE)
def test_a_service_registers_nothing_above_the_rules(kind):
    with pytest.raises(InvalidEntry, match="organisation_type"):
        outbox.draft(
            handle=outbox.new_handle(), kind="organisation-registered", content=organisation(organisation_type=kind)
        )


@pytest.mark.parametrize("said", ["none", "unknown"])
def test_raw_bytes_about_a_public_body_have_the_effect_they_have_about_a_company(house, said):
    house.publish()
    for number, kind in enumerate(("market-entity", "public-body")):
        handle = outbox.new_handle()
        content = organisation(
            organisation_type=kind, protected_class=said, identifiers={"company-number": f"C{number}"}
        )
        assert file_raw(house, "organisation-registered", content, handle=handle) is None
        assert file_raw(house, "record-filed", record(party=str(handle))) is None
        for change in ({"tier": "minor", "item": "return-late"}, {"ends_on": None}, {"adverse": False}, {"item": None}):
            assert file_raw(house, "record-filed", record(party=str(handle), **change)), change
    assert house.owner.execute("select count(*) from register.record_version").fetchone() == (2,)


@not_held("a public body is registered as one who is, or may be, a sole trader: nobody is shown its records")
@pytest.mark.parametrize("said", ["yes", "unknown"])
def test_raw_bytes_do_not_hide_a_public_body_as_a_sole_trader(published, said):
    assert file_raw(
        published, "organisation-registered", organisation(organisation_type="public-body", sole_trader=said)
    )


# --- the database -----------------------------------------------------------------------------------------------


def test_no_role_of_the_database_can_insert_an_organisation_that_the_rules_are_not_for(published):
    for kind in ABOVE:
        row = organisation_row(organisation_type=kind)
        assert by_sql(published, "organisation", row) == only("organisation_organisation_type_check")
    row = organisation_row(organisation_type="public-body", protected_class="the-authority-itself")
    assert by_sql(published, "organisation", row) == only("organisation_protected_class_check")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"adverse": False}, "record_is_what_its_item_says"),
        ({"item": "wages-unpaid"}, "record_is_what_its_item_says"),
        ({"ends_on": None}, "adverse_record_ends"),
        ({"ends_on": date(2031, 1, 1)}, "record_ends_within_sixty_months"),
    ],
)
def test_a_record_about_a_public_body_is_what_its_item_says_and_ends(house, change, constraint):
    house.publish()
    handle = outbox.new_handle()
    assert (
        file_raw(house, "organisation-registered", organisation(organisation_type="public-body"), handle=handle) is None
    )
    row = record_row(party=handle, edition=SMALL_PACK.sha256)
    assert set(by_sql(house, "record_version", row).values()) == {"denied", "done"}
    assert by_sql(house, "record_version", row | change) == only(constraint)


# --- a file, the command, what anyone is told -------------------------------------------------------------------


@pytest.fixture(scope="module")
def bodies(desk):
    """A ministry and the agency that files, in the register beside a company; a record about each, by file."""
    form = {"organisation_type": "public-body", "form": "ministry"}
    handles = {"EX10000001": desk.register.handles["EX10000001"]}
    for number in ("EX10000041", "EX10000042"):
        handles[number] = desk.organisation(NAMES[number], number=number, **form)
    batch = desk.file(*({"document": number, "party": number, "party_name": NAMES[number]} for number in NAMES))
    assert (batch.counts, desk.held()) == ({"filed": 3}, {})
    return handles


def test_a_file_files_about_a_ministry_and_about_the_agency_that_files(desk, bodies):
    assert {number: desk.filed()[number] for number in NAMES} == bodies
    shown = desk.register.rows(
        "select tier, adverse, published_from, ends_on, item, fine_amount from register.record_version"
        " where document_number = any(%s)",
        list(NAMES),
    )
    assert len(set(shown)) == 1


def test_anyone_is_told_of_a_public_body_s_records_what_he_is_told_of_a_company_s(desk, bodies):
    assert {number: desk.public()[number] for number in NAMES} == NAMES
    told = desk.anyone.execute(
        "select decided_on, law, tier, fine_amount, fine_currency, published_from, ends_on, site_name, source"
        " from published.record where party = any(%s)",
        (list(bodies.values()),),
    ).fetchall()
    assert len(told) == len(NAMES)
    assert len(set(told)) == 1


def test_a_public_body_is_found_by_name_and_by_number(desk, bodies):
    for number, name in NAMES.items():
        best = desk.found(name)[0]
        assert (best.organisation, best.how) == (bodies[number], "exact")
        assert [one.organisation for one in desk.identified(number)] == [bodies[number]]


def test_the_command_files_about_a_ministry_and_another_authority_about_an_agency(desk, bodies):
    row = {"party": "EX10000042", "party_name": NAMES["EX10000042"], "document": "L-1"}
    wages = {"item": "wages-unpaid", "law": "wages-act s5"}
    said = desk.run(
        "intake", "apply", str(desk.written({**row, **wages})), "--mapping", "filings", authority="labour-inspectorate"
    )
    assert said["counts"] == {"filed": 1}
    ministry = {"party": "EX10000041", "party_name": NAMES["EX10000041"], "document": "L-2"}
    said = desk.run("intake", "apply", str(desk.written(ministry)), "--mapping", "filings")
    assert said["counts"] == {"filed": 1}
    desk.register.settle()
    told = desk.public()
    assert (told["L-1"], told["L-2"]) == (NAMES["EX10000042"], NAMES["EX10000041"])


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"item": "wages-unpaid"}, "R7 item"),
        ({"ends_on": "2031-01-01"}, "R19 ends_on"),
        ({"tier": "minor"}, "R10 tier"),
    ],
)
def test_a_row_about_a_public_body_has_the_faults_it_has_about_a_company(desk, bodies, change, rule):
    rows = [{"document": f"F-{number}", "party": number, "party_name": NAMES[number], **change} for number in NAMES]
    found = desk.file(*rows)
    assert (found.counts, found.reasons) == ({"rejected": len(NAMES)}, {rule: len(NAMES)})
