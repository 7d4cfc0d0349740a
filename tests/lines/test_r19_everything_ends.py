"""R19. Everything adverse ends, and its end is known when it is filed.

A record without an end is no record; nothing lasts longer than sixty months; what lasts while something does is
decided anew within a year and has an absolute end; and a pack can write none of it otherwise.
"""

from __future__ import annotations

from datetime import date

import pytest

from goodstanding.core.entries import InvalidEntry
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.ledger import outbox
from tests.lines.ways import (
    COMPANY,
    by_sql,
    catalogue,
    complaints,
    file_raw,
    only,
    record,
    record_row,
    tried,
)

GUARD = "sql:register.record_version:adverse_record_ends"
GUARDS = (
    GUARD,
    "sql:register.record_version:record_ends_within_sixty_months",
    "call:goodstanding.register.editions._require_its_law returns None",
    "sql:register.record_version:record_ends_after_it_begins",
    "type:goodstanding.core.entries.record.RecordFiled",
    "call:goodstanding.register.editions.require_item returns None",
    "lint:adverse-is-complete",
    "lint:terms-are-bounded",
    "lint:units-fit",
    "type:goodstanding.core.catalogue.consequences.Listing.ends",
    "type:goodstanding.core.catalogue.consequences.Measure.ends",
    'call:goodstanding.core.rules.carrying.filing returns Filing("yes", (), "general", None, "none", ())',
    'call:goodstanding.core.rules.carrying.listing returns ListingAnswer("yes", (), "none", "none", ())',
)

ITEMS, FIGURES, LISTS, MEASURES = (
    "items/items.yaml",
    "parameters/figures.yaml",
    "lists/lists.yaml",
    "measures/measures.yaml",
)
LAST = "filed_by: [environment]\n    from: 2000-01-01\n    tier: {rule: penalty-tier}\n"
RETURN_LATE = (
    "conduct_class: filing-duty\n    domain: registration\n    effect: adverse\n    basis: [act s1]\n    confidence: invented\n    "
    + LAST
)
DECIDED = {"decided_on": "2024-02-29", "published_from": "2024-02-29"}


def lasting(months: str, *, unit: str = "month") -> tuple[str, str, str]:
    """The term of the list, changed."""
    old = "text: {en: Months on the list, zh-Hans: 名单月数}\n    unit: month\n    favours: lower\n    last_checked: 2026-11-01\n    values: {2000-01-01: {value: 24,"
    return FIGURES, old, old.replace("unit: month", f"unit: {unit}").replace("24,", f"{months},")


# --- packs ------------------------------------------------------------------------------------------------------


def test_an_adverse_item_has_an_end():
    kept = f"    {RETURN_LATE}    publication: standard\n"
    assert complaints((ITEMS, kept, f"    {RETURN_LATE}")) == {"adverse-is-complete"}


def test_a_list_and_a_measure_have_an_end():
    of_list = "    ends: {lasts: {param: list.ends}, counted_from: listed_on}\n"
    of_measure = "    tiers: [general, serious]\n    ends: with-cause\n"
    assert complaints((LISTS, of_list, "")) == {"required-key"}
    assert complaints((LISTS, of_list, "    ends: never\n")) == {"as-the-format-says"}
    assert complaints((MEASURES, of_measure, "    tiers: [general, serious]\n")) == {"required-key"}
    assert complaints((MEASURES, of_measure, of_measure.replace("with-cause", "never"))) == {"closed-list"}


@pytest.mark.parametrize(
    ("value", "unit"), [("61", "month"), ("0", "month"), ("6", "year"), ("1826", "day"), ("1000000", "day")]
)
def test_no_term_is_longer_than_sixty_months_or_none(value, unit):
    assert complaints(lasting(value, unit=unit)) == {"terms-are-bounded"}


@pytest.mark.parametrize(("value", "unit"), [("60", "month"), ("5", "year"), ("1825", "day"), ("1", "day")])
def test_a_term_may_last_sixty_months(value, unit):
    assert complaints(lasting(value, unit=unit)) == set()


@pytest.mark.parametrize("unit", ["count", "percent", "working-day", "XXX"])
def test_a_term_is_a_time(unit):
    assert complaints(lasting("24", unit=unit)) == {"units-fit"}


def test_no_tier_of_a_publication_lasts_longer():
    for old in ("{value: 36, basis: [act s1]", "2020-01-01: {value: 12, basis: [act s1]"):
        assert complaints((FIGURES, old, old.replace("36", "61").replace("12,", "61,"))) == {"terms-are-bounded"}


def test_a_term_that_is_repealed_ends_what_it_ended():
    repealed = lasting("24, basis: [act s2], confidence: invented}, 2020-01-01: {value: repealed")
    assert complaints(repealed) == {"terms-are-bounded"}
    from_2000 = "    confidence: invented\n    from: 2000-01-01\n"
    listing = (LISTS, from_2000, f"{from_2000}    until: 2020-01-01\n")
    contract = f"    domain: public-money\n    basis: [act s3]\n{from_2000}"
    measure = (MEASURES, contract, f"{contract}    until: 2020-01-01\n")
    assert complaints(repealed, listing, measure) == set()


CONDITION = "condition: {en: The wages are unpaid., zh-Hans: 工资未付。}, confirmed_by: labour, basis: [act s2]"


@pytest.mark.parametrize(
    ("fresh", "absolute", "said"),
    [
        ("general.ends", "serious.ends", {"terms-are-bounded"}),  # eighteen months until 2020
        ("minor.ends", "serious.ends", set()),
        ("minor.ends", "list.ends", {"terms-are-bounded"}),  # of seventy-two months
    ],
)
def test_what_lasts_while_something_does_is_decided_anew_within_a_year_and_ends(fresh, absolute, said):
    lasts = f"ends: {{{CONDITION}, fresh_decision: {{param: {fresh}}}, absolute_end: {{param: {absolute}}}}}"
    changes = [(LISTS, "ends: {lasts: {param: list.ends}, counted_from: listed_on}", lasts), lasting("72")]
    assert complaints(*changes) - {"everything-is-used"} == said


# --- what a pack answers ----------------------------------------------------------------------------------------


def test_where_no_source_gives_the_end_nothing_is_listed():
    assert complaints(lasting("unknown")) == set()  # a remark, in a pack that is not used for real
    small = catalogue(lasting("unknown"))
    listed = {"listing.listed_on": date(2025, 1, 1)}
    found = carrying.listing(small, listed=small.lists["wage-arrears"], subject=COMPANY, facts=listed)
    assert (found.may_be_listed, found.because) == ("no", ("R19",))


def test_where_no_source_gives_the_end_nothing_is_filed():
    small = catalogue((FIGURES, "2020-01-01: {value: 12,", "2020-01-01: {value: unknown,"))
    facts = {
        "record.decided_on": date(2025, 1, 1),
        "record.published_on": date(2025, 1, 2),
        "record.fine": 0,
        "penalty.suspension": False,
    }
    found = carrying.filing(small, item=small.items["return-late"], subject=COMPANY, matter=Matter(facts))
    assert (found.may_be_filed, found.because) == ("no", ("R19",))


# --- services and the ledger ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["record-filed", "record-corrected"])
def test_a_service_files_no_adverse_record_without_an_end(kind):
    more = {"reason": "typing error"} if kind == "record-corrected" else {}
    with pytest.raises(InvalidEntry, match="R19"):
        outbox.draft(handle=outbox.new_handle(), kind=kind, content=record(ends_on=None, **more))


@pytest.mark.parametrize("end", ["2025-01-31", "2025-02-01", "2020-01-01"])
def test_a_service_files_no_record_that_ends_before_it_begins(end):
    with pytest.raises(InvalidEntry, match="lies after"):
        outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=record(ends_on=end))


def test_raw_bytes_without_an_end_have_no_effect(published):
    for end in ({"ends_on": None}, {"ends_on": "infinity"}, {"ends_on": "never"}, {"ends_on": "2025-01-01"}):
        assert "record-filed:" in file_raw(published, "record-filed", record(**end)), end
    content = record()
    del content["ends_on"]
    assert "record-filed:" in file_raw(published, "record-filed", content)


def test_raw_bytes_that_last_longer_than_sixty_months_have_no_effect(house):
    house.publish()
    for end in ("2029-03-01", "2034-02-28", "9999-12-31"):
        reason = file_raw(house, "record-filed", record(ends_on=end, **DECIDED))
        assert "the record ends on 2025-02-28" in reason, end
    assert file_raw(house, "record-filed", record(ends_on="2025-02-28", **DECIDED)) is None


def test_raw_bytes_cannot_call_harmless_what_is_adverse(published):
    assert "(G5)" in file_raw(published, "record-filed", record(adverse=False, ends_on=None))


def test_a_correction_cannot_take_the_end_away(house):
    handle = house.record(party := house.register())
    house.settle()
    for end in ({"ends_on": None}, {"ends_on": "9999-12-31"}, {"adverse": False, "ends_on": None}):
        content = record(party=str(party), reason="typing error", **end)
        assert file_raw(house, "record-corrected", content, handle=handle) is not None
    (ends_on,) = house.owner.execute("select ends_on from register.record_version where known_to is null").fetchone()
    assert ends_on == date(2026, 2, 1)


def test_raw_bytes_that_last_longer_than_the_law_of_their_item_have_no_effect(house):
    house.publish()
    twelve_months = record(decided_on="2025-01-31", published_from="2025-02-01", ends_on="2030-01-31")
    assert file_raw(house, "record-filed", twelve_months) is not None


def test_raw_bytes_cannot_put_off_the_end_by_putting_off_publication(house):
    house.publish()
    put_off = record(decided_on="2025-01-31", published_from="2090-01-01", ends_on="2095-01-01")
    assert file_raw(house, "record-filed", put_off) is not None


# --- the database -----------------------------------------------------------------------------------------------


def test_no_role_of_the_database_can_insert_an_adverse_record_without_an_end(published):
    assert by_sql(published, "record_version", record_row(ends_on=None)) == only("adverse_record_ends")


def test_no_role_of_the_database_can_insert_a_record_that_lasts_longer_than_sixty_months(published):
    for end in ("2029-03-01", "9999-12-31", "infinity"):
        row = record_row(**DECIDED, ends_on=end)
        assert by_sql(published, "record_version", row) == only("record_ends_within_sixty_months"), end


def test_no_role_of_the_database_can_insert_a_record_that_ends_before_it_begins(published):
    for end in ("2025-02-01", "2024-12-31", "-infinity"):
        assert by_sql(published, "record_version", record_row(ends_on=end)) == only("record_ends_after_it_begins"), end


def test_no_role_of_the_database_can_take_an_end_away_later(house):
    house.record(house.register())
    house.settle()
    assert tried(house, "update register.record_version set ends_on = null") == only("adverse_record_ends")
    longer = "update register.record_version set ends_on = 'infinity'"
    assert tried(house, longer) == only("record_ends_within_sixty_months")


def test_no_role_of_the_database_can_call_harmless_what_is_adverse(published):
    row = record_row(adverse=False, ends_on=None)
    assert "done" not in by_sql(published, "record_version", row).values()
