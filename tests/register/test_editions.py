"""Editions: a catalogue enters the ledger whole, is linted again there, and every record needs its item."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
import pytest

from goodstanding.access import queries
from goodstanding.ledger import outbox
from goodstanding.ledger.erasing import ErasureRefused
from goodstanding.packs.folder import edition_hash
from goodstanding.packs.reading import parse_pack
from goodstanding.register import services
from tests.house import BASIS, SMALL, small_edition


def publish(house, files=None, **change):
    """File an edition by hand, as a program that shares the role of cases could; answer why it was refused, or None."""
    files = dict(files or SMALL.files)
    content = small_edition(**{"files": files, "sha256": edition_hash(files), **change})
    draft = outbox.draft(handle=uuid4(), kind="edition-published", content=content)
    house.file(outbox.Act("bo", "exampleland:catalogue", BASIS, [draft]), by=house.case)
    head = house.settle()
    return house.refused().get(head)


def bent(old: str, new: str, file: str = "items/items.yaml", *, version: str = "2026.1.0") -> dict[str, str]:
    files = dict(SMALL.files)
    assert old in files[file]
    files[file] = files[file].replace(old, new)
    files["pack.yaml"] = files["pack.yaml"].replace("version: 2026.1.0", f"version: {version}")
    return files


def refused_record(house, **change):
    """File one record about a fresh company; answer why it was refused, or None."""
    handle = house.record(house.register(), **change)
    head = house.settle()
    return house.refused().get(head), handle


def test_a_published_edition_and_its_items_are_in_the_register_with_the_files_whole(house):
    assert publish(house) is None
    row = house.case.execute("select pack, version, status, files from register.edition").fetchone()
    assert row[:3] == ("exampleland", "2026.1.0", "teaching")
    assert row[3] == dict(SMALL.files)
    items = house.case.execute(
        "select item, conduct_class, effect from register.catalogue_item order by item"
    ).fetchall()
    assert ("wages-unpaid", "wage", "adverse") in items


def test_an_edition_whose_hash_is_not_its_files_has_no_effect(house):
    assert "hash" in publish(house, sha256="0" * 64)
    assert house.case.execute("select 1 from register.edition").fetchone() is None


def test_an_edition_that_crosses_a_line_has_no_effect_whoever_filed_it(house):
    said = publish(
        house, bent("conduct_class: wage\n    domain: labour", "conduct_class: wage\n    domain: public-money")
    )
    assert "field-of-class" in said
    assert house.case.execute("select 1 from register.catalogue_item").fetchone() is None


def test_an_edition_with_a_conduct_class_of_its_own_has_no_effect(house):
    assert "conduct_class" in publish(house, bent("conduct_class: wage", "conduct_class: speech"))


def test_an_edition_that_names_another_version_than_its_files_has_no_effect(house):
    assert "another pack or version" in publish(house, version="2027.1.0")


def test_one_person_cannot_publish_alone():
    with pytest.raises(ValueError, match="approved by another"):
        small_edition(approved_by="ada")


def test_a_clerk_cannot_publish(house):
    draft = outbox.draft(handle=uuid4(), kind="edition-published", content=small_edition())
    with pytest.raises(psycopg.errors.CheckViolation, match="act_kinds_belong_to_the_role"):
        house.act(draft)


def test_a_second_edition_that_rewrites_the_past_has_no_effect(house):
    assert publish(house) is None
    worse = bent(
        "value: 12, basis: [act s1]", "value: 24, basis: [act s1]", "parameters/figures.yaml", version="2026.2.0"
    )
    assert "edition-keeps-the-past" in publish(house, worse, version="2026.2.0")
    later = bent(
        "      2020-01-01: {value: 12", "      2099-01-01: {value: 24, basis: [act s1], confidence: invented}\n      2020-01-01: {value: 12",
        "parameters/figures.yaml", version="2026.2.0",
    )  # fmt: skip
    assert publish(house, later, version="2026.2.0") is None


def test_a_version_is_published_once(house):
    assert publish(house) is None
    other = bent("Emission over the limit.", "Emissions over the limit.")
    assert "edition_version_is_published_once" in publish(house, other)


def test_a_province_names_an_edition_of_its_nation_that_is_published(house):
    assert "is not published here" in publish(house, extends="1" * 64)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"edition": None}, "R6"),
        ({"item": None}, "R6"),
        ({"edition": "2" * 64}, "R6"),
        ({"item": "speech"}, "R6"),
        ({"decided_on": date(1999, 12, 31), "published_from": date(2000, 1, 1), "ends_on": date(2001, 1, 1)}, "not in force"),
        ({"item": "wages-unpaid"}, "R7"),
        ({"item": "permit-granted"}, "says otherwise"),
        ({"ends_on": date(2030, 2, 2)}, "R19"),
    ],
)  # fmt: skip
def test_a_record_that_is_no_item_of_its_edition_has_no_effect(house, change, said):
    reason, handle = refused_record(house, **change)
    assert said in reason
    assert house.owner.execute("select 1 from register.record_version where handle = %s", (handle,)).fetchone() is None


def test_a_record_of_an_item_is_filed_with_its_edition(house):
    reason, handle = refused_record(house)
    assert reason is None
    row = house.owner.execute(
        "select edition, item from register.record_version where handle = %s", (handle,)
    ).fetchone()
    assert row == (SMALL.sha256, "emission-over-limit")


def test_a_correction_cannot_leave_the_catalogue(house):
    party = house.register()
    record = house.record(party)
    house.correct(record, party, edition=None, item=None)
    head = house.settle()
    assert "R6" in house.refused()[head]


def test_an_edition_cannot_be_erased(house):
    publish(house)
    (handle,) = house.case.execute("select handle from register.edition").fetchone()
    with pytest.raises(ErasureRefused, match="law and nobody's data"):
        house.erase(handle, authority="exampleland:catalogue")


def test_an_earlier_version_of_a_record_cannot_be_filed_to_leave_out_the_edition(house):
    draft = outbox.Draft(uuid4().bytes, "record-filed", 1, b"{}")
    with pytest.raises(psycopg.errors.CheckViolation, match="act_versions_are_current"):
        house.file(outbox.Act("ada", "a:b", BASIS, [draft]))


def test_editions_are_rebuilt_from_the_ledger_alone(house):
    publish(house)
    house.record(house.register())
    house.settle()
    assert house.projector.rebuild(house.owner).differing == []


CATALOGUE = "exampleland:catalogue"
TODAY = date(2026, 11, 24)


def service(house, pack=SMALL, *, publisher="bo"):
    """Propose an edition as one person and publish it as another; answer whether it was filed."""
    house.people.acts(house.case, action="propose", name="ada", authority=CATALOGUE, cls="catalogue")
    proposal = services.propose_edition(house.case, pack=pack, today=TODAY)
    if proposal is None:
        return False
    proposed = queries.proposal(house.access, proposal=proposal)
    house.people.acts(house.case, action="publish", name=publisher, authority=CATALOGUE, proposal=proposal)
    return services.publish_edition(
        house.case,
        pack=pack,
        handle=proposed.handle,
        hands=services.Hands(proposed_by=proposed.proposed_by, approved_by=publisher),
        today=TODAY,
        keys=house.keys,
    )


def test_the_service_files_an_edition_once_and_says_when_it_is_there(house):
    assert service(house) is True
    house.settle()
    assert service(house) is False
    assert not house.refused()


def test_the_service_refuses_faults_and_a_taken_version_with_the_words_why(house):
    crossing = parse_pack(bent("domain: labour", "domain: market"))
    with pytest.raises(services.NotPublishable, match="field-of-class"):
        service(house, crossing)
    service(house)
    house.settle()
    with pytest.raises(services.NotPublishable, match="its own version"):
        service(house, parse_pack(bent("Emission over the limit.", "Emissions over it.")))
    with pytest.raises(services.NotPublishable, match="published by another"):
        service(house, parse_pack(bent("Return late.", "Late.", version="2026.3.0")), publisher="ada")


def test_a_law_pack_is_published_by_its_own_catalogue_s_authority(house):
    draft = outbox.draft(handle=outbox.new_handle(), kind="edition-published", content=small_edition())
    house.file(outbox.Act("bo", "exampleland:environment", BASIS, [draft]), by=house.case)
    house.settle()
    assert "published by exampleland:catalogue" in str(house.refused())
