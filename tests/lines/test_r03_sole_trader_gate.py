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
