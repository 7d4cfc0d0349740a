"""A record as it was known at each position: filed, corrected, annulled."""

from __future__ import annotations

from datetime import date

from psycopg.types.json import Jsonb

from goodstanding.register import queries


def test_each_position_answers_what_was_known_then(house):
    one = house.register("One Ltd")
    nothing = house.settle()
    record = house.record(one)
    filed = house.settle()
    house.correct(record, one, document_number="EEA-1a")
    corrected = house.settle()
    house.annul(record)
    annulled = house.settle()

    def known(position):
        return queries.record_as_known(house.owner, handle=record, position=position)

    assert known(nothing) is None
    assert (known(filed).document_number, known(filed).annulled) == ("EEA-1", False)
    assert (known(corrected).document_number, known(corrected).annulled) == ("EEA-1a", False)
    assert (known(annulled).document_number, known(annulled).annulled) == ("EEA-1a", True)
    assert known(annulled).annulled_on == date(2025, 6, 1)


def show(house, *, present: date) -> list[str]:
    house.owner.execute(
        "update register.installation set status = 'teaching', declared_present = %s, reason = %s",
        (present, Jsonb({"en": "a test", "zh-Hans": "测试"})),
    )
    with house.connect("gs_public", autocommit=True) as public:
        return sorted(record.document_number for record in queries.published_records(public))


def test_the_public_sees_a_record_from_its_first_day_to_the_day_before_its_end(house):
    house.record(house.register("One Ltd"))
    house.settle()
    assert show(house, present=date(2025, 1, 31)) == []
    assert show(house, present=date(2025, 2, 1)) == ["EEA-1"]
    assert show(house, present=date(2026, 1, 31)) == ["EEA-1"]
    assert show(house, present=date(2026, 2, 1)) == []


def test_annulled_erased_unpublished_and_never_look_alike_to_the_public(house):
    one = house.register("One Ltd")
    annulled, erased = house.record(one, document_number="a"), house.record(one, document_number="b")
    house.record(one, document_number="c", published_from=None)
    house.annul(annulled)
    house.settle()
    assert not house.refused()  # what had no effect would not be shown anyway
    house.erase(erased)
    assert show(house, present=date(2025, 3, 1)) == []


def test_whoever_may_be_a_sole_trader_is_not_in_the_public_list(house):
    for state in ("yes", "no", "unknown"):
        house.record(house.register(state, sole_trader=state), document_number=state)
    house.settle()
    assert show(house, present=date(2025, 3, 1)) == ["no"]


def test_the_records_of_an_erased_organisation_are_not_shown(house):
    one = house.register("One Ltd")
    house.record(one)
    house.settle()
    assert show(house, present=date(2025, 3, 1)) == ["EEA-1"]
    house.erase(one)
    assert show(house, present=date(2025, 3, 1)) == []
