"""R3. A sole trader is in the register and nothing more.

Where the identity of an organisation is a person's, or may be, nothing is listed, restricted or shown to the public:
a mark on it is a mark on a person. Unknown counts as yes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.core.entries import InvalidEntry
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.ledger import outbox
from goodstanding.register import queries
from goodstanding.register.searching.finding import by_identifier, find
from tests.lines.ways import (
    SMALL,
    by_sql,
    catalogue,
    complaints,
    file_raw,
    only,
    organisation,
    organisation_row,
    publish,
    record,
)

GUARD = "call:goodstanding.core.rules.carrying._who returns []"
GUARDS = (
    GUARD,
    "lint:sole-traders-are-declared",
    "type:goodstanding.core.entries.organisation.OrganisationRegistered.sole_trader",
    "sql:register.organisation:organisation_sole_trader_check",
    "sql:published.records_now():o.sole_trader = 'no'",
    (
        "call:goodstanding.core.screening.names.Screen.screen returns"
        " Screened('organisation', 'form', 'limited-company', 'Harbour Stall', 'Harbour Stall', False)"
    ),
)

GATED = ("yes", "unknown")
LISTED = {"listing.listed_on": date(2025, 1, 1)}
DECIDED = {"record.decided_on": date(2025, 1, 1), "record.published_on": date(2025, 1, 2)}
NOW = {
    "decided_on": datetime.now(UTC).date() - timedelta(60),
    "published_from": datetime.now(UTC).date() - timedelta(30),
    "ends_on": datetime.now(UTC).date() + timedelta(90),
}
TYPES = "organisations/types.yaml"
NAMES_IN_INDEX = "select n.name from register.name_gram g join register.organisation_name n using (organisation, place)"


def trader(sole_trader: str) -> carrying.Subject:
    return carrying.Subject(kind="market-entity", protected_class="none", sole_trader=sole_trader)


# --- what may follow --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sole_trader", GATED)
def test_a_sole_trader_is_not_listed(sole_trader):
    small = catalogue()
    found = carrying.listing(small, listed=small.lists["wage-arrears"], subject=trader(sole_trader), facts=LISTED)
    assert (found.may_be_listed, found.because) == ("no", ("G1",))


def test_an_organisation_that_is_no_sole_trader_may_be_listed():
    small = catalogue()
    found = carrying.listing(small, listed=small.lists["wage-arrears"], subject=trader("no"), facts=LISTED)
    assert found.may_be_listed == "yes"


@pytest.mark.parametrize("sole_trader", GATED)
@pytest.mark.parametrize(
    ("measure", "cause", "facts"),
    [
        ("no-public-contract", carrying.Cause(item=None, list="wage-arrears", tier="serious"), LISTED),
        ("closer-look", carrying.Cause(item="emission-over-limit", list=None, tier="general"), DECIDED),
    ],
)
def test_no_measure_follows_for_a_sole_trader(measure, cause, facts, sole_trader):
    small = catalogue()
    answers = [
        carrying.following(
            small, measure=small.measures[measure], cause=cause, subject=trader(one), matter=Matter(facts)
        )
        for one in (sole_trader, "no")
    ]
    assert [(one.may_follow, one.because) for one in answers] == [("no", ("G1",)), ("yes", ())]


# --- packs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: {en: Company,", "text: {en: Sole proprietorship,"),
        ("text: {en: Company,", "text: {en: Freelancer,"),
        ("text: {en: Company,", "text: {en: Self-employed business,"),
        ("zh-Hans: 公司}", "zh-Hans: 个人独资企业}"),
        ("organisation_type: company,", "organisation_type: sole-trader-company,"),
    ],
)
def test_a_form_that_is_called_as_a_sole_trader_is_says_so(old, new):
    assert complaints((TYPES, old, new)) == {"sole-traders-are-declared"}
    declared = (
        "identity_coincides_with_person: no, protected_class: none",
        "identity_coincides_with_person: unknown, protected_class: none",
    )
    assert complaints((TYPES, old, new), (TYPES, *declared)) == set()


def test_every_form_says_whether_it_is_a_person_s():
    assert complaints((TYPES, "zh-Hans: 公司}, identity_coincides_with_person: no,", "zh-Hans: 公司},")) == {
        "required-key"
    }


# --- the register -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["perhaps", None, True])
def test_a_registration_says_whether_it_is_of_a_sole_trader(said):
    with pytest.raises(InvalidEntry, match="sole_trader"):
        outbox.draft(handle=outbox.new_handle(), kind="organisation-registered", content=organisation(sole_trader=said))


def test_raw_bytes_say_whether_they_are_of_a_sole_trader(published):
    content = organisation()
    del content["sole_trader"]
    assert "sole_trader" in file_raw(published, "organisation-registered", content)
    assert "`$.sole_trader`" in file_raw(published, "organisation-registered", organisation(sole_trader="perhaps"))


def test_no_role_of_the_database_can_insert_who_may_perhaps_be_a_sole_trader(published):
    row = organisation_row(sole_trader="perhaps")
    assert by_sql(published, "organisation", row) == only("organisation_sole_trader_check")


def test_the_public_is_told_nothing_of_a_sole_trader(house):
    shown = house.record(house.register("Works Ltd", sole_trader="no"), **NOW)
    for one in GATED:
        house.record(house.register(f"{one} trader", sole_trader=one), **NOW)
    house.settle()
    assert house.refused() == {}
    with house.connect("gs_public") as public:
        assert [one.handle for one in queries.published_records(public)] == [shown]


def test_nobody_with_a_sole_trader_s_number_is_registered_as_none(house):
    scheme = 'identifies: organisation, shape: [{of: C}, {of: "0123456789", times: 7}]'
    file = "identifiers/schemes.yaml"
    publish(house, SMALL | {file: SMALL[file].replace(scheme, f"{scheme}, sole_trader_prefixes: [C9]")})
    assert file_raw(house, "organisation-registered", organisation(identifiers={"company-number": "C9000001"}))


def test_everything_that_is_filed_about_a_sole_trader_ends(house):
    trader_ = house.register("A Trader", sole_trader="yes")
    house.publish()
    content = record(party=str(trader_), item="permit-granted", adverse=False, ends_on=None)
    assert file_raw(house, "record-filed", content)


# --- a file and the command -------------------------------------------------------------------------------------

# One that is registered as such, and one that no register knows and whose name says nothing of its form.
TRADERS = {"T-1": ("EX90000003", "Cobalt Stall", "yes"), "T-2": ("EX10000071", "Harbour Stall", "unknown")}


@pytest.fixture(scope="module")
def traders(desk):
    """Records about sole traders, by file and by the command."""
    for document, (number, name, _) in TRADERS.items():
        said = {"party": number, "party_name": name, "document": document}
        batch = desk.file(said, of="newcomers")
        assert batch.counts == {"filed": 1}
        written = str(desk.written({**said, "document": f"{document}-again"}))
        assert desk.run("intake", "apply", written, "--mapping", "newcomers")["counts"] == {"filed": 1}
    desk.register.settle()
    return desk


def test_a_file_files_about_a_sole_trader_and_nobody_is_told(traders):
    kinds = dict(
        traders.register.rows(
            "select r.document_number, o.sole_trader from register.record_version r"
            " join register.organisation o on o.handle = r.party"
        )
    )
    for document, (_, name, sole_trader) in TRADERS.items():
        assert (kinds[document], kinds[f"{document}-again"]) == (sole_trader, sole_trader)
        assert name not in str(traders.run("records"))
        assert traders.filed()[document] == traders.filed()[f"{document}-again"]
    told = {party for (party,) in traders.anyone.execute("select party from published.record")}
    assert not told & set(traders.filed().values())
    traders.file({"document": "T-3"})  # a company's is told
    assert set(traders.public()) == {"T-3"}


def test_a_sole_trader_is_found_by_its_exact_number_and_by_no_name(traders):
    with traders.roles("gs_public", "gs_clerk", "gs_case") as connections:
        for connection in connections:
            for number, name, _ in TRADERS.values():
                for text in (name, name.upper(), name.split()[0], "Stall", number):
                    assert all("Stall" not in one.name for one in find(connection, text=text)), text
                # Without the last digit, or with one more, it is nobody's.
                for other in (number[:-1], f"{number}0", name):
                    assert by_identifier(connection, scheme=None, number=other) == []
    assert [one.organisation for one in traders.identified("EX90000003")] == [traders.filed()["T-1"]]
    # One that is in the register for its records alone is found while a record of it is public: never.
    indexed = {name for (name,) in traders.register.rows(NAMES_IN_INDEX)}
    assert not {name for _, name, _ in TRADERS.values()} & indexed


@pytest.mark.parametrize("role", ["gs_public", "gs_clerk", "gs_case", "gs_access", "gs_eraser"])
def test_without_a_look_no_role_reads_a_sole_trader_s_name(traders, role):
    assert "Stall" not in traders.told(role)


def test_a_file_s_company_with_a_sole_trader_s_number_is_held_or_hidden(traders):
    """EX9 begins sole traders' numbers; the register's own entry, or the database, knows better than the name."""
    traders.file({"document": "T-4", "party": "EX90000003", "party_name": "Cobalt Stall Ltd"}, of="newcomers")
    assert traders.held()["T-4"] == "id-name-conflict"
    traders.file({"document": "T-5", "party": "EX90000072", "party_name": "Jetty Bakers Ltd"}, of="newcomers")
    assert "T-5" not in traders.public()
    assert traders.found("Jetty Bakers Ltd")[0].name != "Jetty Bakers Ltd"
