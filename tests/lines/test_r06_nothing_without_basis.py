"""R6. Nothing without a legal basis in force on the day of the decision.

Every record names an edition and an item of it, in force on its day; every item, figure, rule, list and measure rests
on a provision in force on each of its days; and a figure says what stands behind it.
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
import pytest

from goodstanding.core.canonical import canonical
from goodstanding.core.entries import InvalidEntry
from goodstanding.core.rules import carrying
from goodstanding.core.rules.evaluating import Matter
from goodstanding.ledger import outbox
from tests.house import BASIS
from tests.lines.ways import (
    COMPANY,
    SMALL,
    bent,
    by_sql,
    catalogue,
    complaints,
    file_raw,
    only,
    publish,
    record,
    record_row,
)

GUARD = "call:goodstanding.register.editions.require_item returns None"
GUARDS = (
    GUARD,
    "sql:register.record_version:record_is_an_item_of_its_edition",
    "sql:register.record_version:record_is_what_its_item_says",
    "sql:ledger.outbox:act_versions_are_current",
    "type:goodstanding.core.entries.record.RecordFiled.edition",
    "call:goodstanding.core.time.Interval.contains returns True",
    "type:goodstanding.core.catalogue.items.Item.basis",
    "lint:basis-resolves",
    "lint:basis-in-force",
    "lint:references-resolve",
    "lint:a-cause-for-every-measure",
    "lint:figures-are-sourced",
)

ITEMS, FIGURES, MEASURES = "items/items.yaml", "parameters/figures.yaml", "measures/measures.yaml"
RETURN_LATE = "    conduct_class: filing-duty\n    domain: registration\n    effect: adverse\n"
# The item of late returns, in force in 2010 to 2019 alone.
IN_THE_TENS = [
    (ITEMS, f"{RETURN_LATE}    basis: [act s1]\n    confidence: invented\n    filed_by: [environment]\n    from: 2000-01-01\n",
     f"{RETURN_LATE}    basis: [act s1]\n    confidence: invented\n    filed_by: [environment]\n    from: 2010-01-01\n    until: 2020-01-01\n"),
]  # fmt: skip
OUTSIDE = (date(2009, 12, 31), date(2020, 1, 1))
INSIDE = (date(2010, 1, 1), date(2019, 12, 31))


def on(day: date) -> dict[str, str]:
    """The days of a record decided on `day`."""
    return {"decided_on": str(day), "published_from": str(day), "ends_on": str(day.replace(year=day.year + 1))}


# --- records ----------------------------------------------------------------------------------------------------


def test_a_record_of_no_edition_or_no_item_has_no_effect(published):
    for without in ({"edition": None}, {"item": None}, {"edition": None, "item": None}):
        assert "(R6)" in file_raw(published, "record-filed", record(**without))


def test_a_record_of_an_unknown_edition_or_item_has_no_effect(published):
    for unknown in ({"edition": "0" * 64}, {"item": "no-such-item"}):
        assert "no item of a published edition" in file_raw(published, "record-filed", record(**unknown))


def test_a_record_has_no_effect_before_its_edition_is_published(house):
    assert "no item of a published edition" in file_raw(house, "record-filed", record())


def test_a_record_of_an_item_that_is_not_or_no_longer_in_force_on_the_decision_day_has_no_effect(house):
    edition = publish(house, bent(*IN_THE_TENS))
    late = {"edition": edition, "item": "return-late"}
    for day in OUTSIDE:
        assert f"was not in force on {day} (R6)" in file_raw(house, "record-filed", record(**late, **on(day)))
    for day in INSIDE:
        assert file_raw(house, "record-filed", record(**late, **on(day))) is None


def test_a_correction_cannot_leave_out_the_basis(house):
    handle = house.record(party := house.register())
    house.settle()
    for without in ({"edition": None, "item": None}, {"item": "no-such-item"}):
        content = record(party=str(party), reason="typing error", **without)
        assert "(R6)" in file_raw(house, "record-corrected", content, handle=handle)


def test_nothing_is_filed_in_the_form_of_before_there_were_editions(published):
    early = {key: value for key, value in record().items() if key not in ("edition", "item")}
    draft = outbox.Draft(uuid4().bytes, "record-filed", 1, canonical(early))
    with pytest.raises(psycopg.errors.CheckViolation, match="act_versions_are_current"):
        published.file(outbox.Act("eve", "exampleland:environment", BASIS, [draft]))


@pytest.mark.parametrize("edition", ["", "latest", "2026.1.0", "0" * 63, "G" * 64, 7])
def test_an_edition_is_named_by_its_hash(edition):
    with pytest.raises(InvalidEntry, match="edition"):
        outbox.draft(handle=outbox.new_handle(), kind="record-filed", content=record(edition=edition))


def test_no_role_of_the_database_can_insert_a_record_of_no_known_item(published):
    for bare in ({"edition": "0" * 64}, {"item": "no-such-item"}, {"edition": None}, {"item": None}):
        assert by_sql(published, "record_version", record_row(**bare)) == only("record_is_an_item_of_its_edition")


def test_no_role_of_the_database_can_insert_a_record_without_edition_and_item(published):
    row = record_row(edition=None, item=None)
    assert "done" not in by_sql(published, "record_version", row).values()


def test_no_role_of_the_database_can_insert_a_record_of_an_item_not_in_force(house):
    edition = publish(house, bent(*IN_THE_TENS))
    row = record_row(edition=edition, item="return-late", **on(OUTSIDE[0]))
    assert "done" not in by_sql(house, "record_version", row).values()


# --- what a pack answers ----------------------------------------------------------------------------------------


def test_what_is_not_in_force_on_its_day_is_not_filed_not_listed_and_does_not_follow():
    early = date(1999, 12, 31)
    small = catalogue()
    decided, listed = {"record.decided_on": early, "record.published_on": early}, {"listing.listed_on": early}
    filing = carrying.filing(small, item=small.items["wages-unpaid"], subject=COMPANY, matter=Matter(decided))
    listing = carrying.listing(small, listed=small.lists["wage-arrears"], subject=COMPANY, facts=listed)
    following = carrying.following(
        small,
        measure=small.measures["no-public-contract"],
        cause=carrying.Cause(item=None, list="wage-arrears", tier="serious"),
        subject=COMPANY,
        matter=Matter(listed),
    )
    assert "R6" in filing.because
    assert "R6" in listing.because
    assert "R6" in following.because


# --- packs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("basis", "code"), [("", "required-key"), ("    basis: []\n", "as-the-format-says")])
def test_an_item_without_a_basis_is_no_item(basis, code):
    assert complaints((ITEMS, f"{RETURN_LATE}    basis: [act s1]\n", RETURN_LATE + basis)) == {code}


@pytest.mark.parametrize("basis", ["act s9", "other-act s1"])
def test_a_basis_is_a_provision_of_the_pack_s_sources(basis):
    for change in (
        (ITEMS, f"{RETURN_LATE}    basis: [act s1]", f"{RETURN_LATE}    basis: [{basis}]"),
        (FIGURES, "{value: 36, basis: [act s1]", f"{{value: 36, basis: [{basis}]"),
        (MEASURES, "basis: [act s3]", f"basis: [{basis}]"),
        ("rules/rules.yaml", "basis: [act s2], text: {en: Wages", f"basis: [{basis}], text: {{en: Wages"),
    ):
        assert complaints(change) == {"basis-resolves"}, change


@pytest.mark.parametrize("days", ["from: 2001-01-01", "from: 2000-01-01, until: 2030-01-01"])
def test_a_basis_is_in_force_on_each_day_of_what_rests_on_it(days):
    other = (
        "sources/acts.yaml",
        "      s2: {heading",
        f"      s4: {{heading: {{en: Other, zh-Hans: 其他}}, {days}}}\n      s2: {{heading",
    )
    for change in (
        (ITEMS, f"{RETURN_LATE}    basis: [act s1]", f"{RETURN_LATE}    basis: [act s4]"),
        (FIGURES, "{value: 36, basis: [act s1]", "{value: 36, basis: [act s4]"),
        (MEASURES, "basis: [act s3]", "basis: [act s4]"),
    ):
        assert complaints(other, change) == {"basis-in-force"}, change


def test_everything_that_is_named_is_in_the_pack():
    change = ("lists/lists.yaml", "criteria: wage-list", "criteria: whatever-we-find")
    assert "references-resolve" in complaints(change)


def test_a_measure_follows_something():
    without = (MEASURES, "    follows_items: [emission-over-limit]\n    tiers: [general, serious]\n", "")
    assert complaints(without) == {"a-cause-for-every-measure"}


@pytest.mark.parametrize("said", ["confirmed", "partly-confirmed", "borrowed"])
def test_a_figure_that_is_said_to_be_read_in_a_source_cites_it(said):
    files = {name: text.replace("jurisdiction: XX", "jurisdiction: ZZ") for name, text in SMALL.items()}
    files = {name: text.replace("confidence: invented", "confidence: background") for name, text in files.items()}
    files |= {"sources/acts.yaml": files["sources/acts.yaml"].replace("dates: invented", "dates: background")}
    figure = (
        FIGURES,
        "{value: 36, basis: [act s1], confidence: background",
        f"{{value: 36, basis: [act s1], confidence: {said}",
    )
    assert complaints(of=files) == set()
    assert complaints(figure, of=files) == {"figures-are-sourced"}


def test_invented_law_is_for_invented_countries_alone():
    assert complaints(("pack.yaml", "jurisdiction: XX", "jurisdiction: ZZ")) == {"figures-are-sourced"}
