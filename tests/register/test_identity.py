"""Who is whom, at the four corners of (as_of, known_at): same_as is a judgement, succession a legal event."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from goodstanding.register import queries

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def answering(house, organisation, as_of, position):
    return queries.answering_for(house.owner, organisation=organisation, as_of=as_of, position=position)


def test_a_judgement_joins_from_its_position_on_whatever_the_day(house):
    one, other = house.register("One Ltd"), house.register("Other Ltd")
    unknown = house.settle()
    house.judge_same(one, other)
    known = house.settle()
    corners = {(day, at): answering(house, one, day, at) for day in (BEFORE, AFTER) for at in (unknown, known)}
    assert corners[BEFORE, unknown] == corners[AFTER, unknown] == {one}
    assert corners[BEFORE, known] == corners[AFTER, known] == {one, other}
    assert answering(house, other, BEFORE, known) == {one, other}


def test_a_withdrawn_judgement_stays_true_of_the_time_it_held(house):
    one, other = house.register("One Ltd"), house.register("Other Ltd")
    records = [house.record(one, document_number="1"), house.record(other, document_number="2")]
    judgement = house.judge_same(one, other)
    joined = house.settle()
    records.append(house.record(other, document_number="3"))
    third = house.settle()
    house.withdraw_same(judgement)
    undone = house.settle()

    def numbers(position):
        found = queries.records_of(house.owner, organisation=one, as_of=AFTER, position=position)
        return {(record.document_number, record.party) for record in found}

    assert numbers(joined) == {("1", one), ("2", other)}
    assert numbers(third) == {("1", one), ("2", other), ("3", other)}
    assert numbers(undone) == {("1", one)}
    assert house.projector.rebuild(house.owner).differing == []
    assert numbers(third) == {("1", one), ("2", other), ("3", other)}
    assert numbers(undone) == {("1", one)}


def test_every_record_keeps_the_party_it_was_filed_against(house):
    one, other = house.register("One Ltd"), house.register("Other Ltd")
    record = house.record(other)
    house.judge_same(one, other)
    position = house.settle()
    (found,) = queries.records_of(house.owner, organisation=one, as_of=AFTER, position=position)
    assert (found.handle, found.party) == (record, other)


def test_a_succession_holds_from_its_day_once_it_is_known(house):
    old, new = house.register("Old Ltd"), house.register("New Ltd")
    unknown = house.settle()
    house.succeed(old, new, on=AFTER, passes_records=True)
    known = house.settle()
    assert answering(house, new, BEFORE, unknown) == {new}
    assert answering(house, new, AFTER, unknown) == {new}
    assert answering(house, new, BEFORE, known) == {new}
    assert answering(house, new, AFTER, known) == {new, old}


def test_an_acquirer_never_shows_a_predecessor_s_record_unless_the_cited_law_passes_it_on(house):
    old, new = house.register("Old Ltd"), house.register("New Ltd")
    house.record(old)
    house.succeed(old, new, on=BEFORE, passes_records=False)
    position = house.settle()
    assert len(queries.records_of(house.owner, organisation=old, as_of=AFTER, position=position)) == 1
    assert queries.records_of(house.owner, organisation=new, as_of=AFTER, position=position) == []


def test_a_predecessor_never_answers_for_its_successor(house):
    old, new = house.register("Old Ltd"), house.register("New Ltd")
    house.succeed(old, new, on=BEFORE, passes_records=True)
    position = house.settle()
    assert answering(house, old, AFTER, position) == {old}


def test_judgements_and_successions_are_followed_together_and_in_circles(house):
    first, second, third, fourth = (house.register(f"n{number}") for number in range(4))
    house.judge_same(first, second)
    house.judge_same(second, third)
    house.judge_same(third, first)
    house.succeed(fourth, third, on=BEFORE, passes_records=True)
    position = house.settle()
    assert answering(house, first, AFTER, position) == {first, second, third, fourth}
    assert answering(house, fourth, AFTER, position) == {fourth}


def test_a_record_decided_after_the_day_is_not_in_that_day_s_answer(house):
    one = house.register("One Ltd")
    house.record(one, decided_on=date(2025, 7, 1), published_from=date(2025, 7, 2))
    position = house.settle()
    assert queries.records_of(house.owner, organisation=one, as_of=BEFORE, position=position) == []
    assert len(queries.records_of(house.owner, organisation=one, as_of=AFTER, position=position)) == 1


def test_an_unknown_organisation_answers_for_itself_only(house):
    stranger = uuid4()
    assert answering(house, stranger, AFTER, house.settle()) == {stranger}


def test_a_position_the_tables_have_not_reached_is_refused_not_guessed(house):
    house.register("One Ltd")
    with pytest.raises(queries.NotYetProjected):
        answering(house, uuid4(), AFTER, house.settle() + 1)
