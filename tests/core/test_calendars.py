"""Working days and the deadlines counted in them, on invented calendars against counting by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.calendars import WorkingCalendar
from goodstanding.core.time import Interval
from goodstanding.core.unknown import CannotDetermine

HOLIDAY: Mapping[str, str] = {"en": "Holiday"}
WEEKEND = frozenset({5, 6})


def calendar(
    *,
    start: date = date(2025, 1, 1),
    end: date | None = date(2027, 1, 1),
    closed: tuple[date, ...] = (),
    working: tuple[date, ...] = (),
    weekend: frozenset[int] = WEEKEND,
) -> WorkingCalendar:
    return WorkingCalendar(
        name="office",
        zone=ZoneInfo("Etc/UTC"),
        weekend=weekend,
        covered=Interval(start, end),
        closed=dict.fromkeys(closed, HOLIDAY),
        working=dict.fromkeys(working, HOLIDAY),
        source="invented",
        last_checked=date(2026, 11, 24),
    )


# Thursday 1 and Friday 2 January 2026 closed, Sunday 4 made up; the week of 12 January is an ordinary one.
OFFICE = calendar(closed=(date(2026, 1, 1), date(2026, 1, 2)), working=(date(2026, 1, 4),))
SPAN = 40
FIRST = date(2025, 12, 20)


@st.composite
def offices(draw: st.DrawFn) -> WorkingCalendar:
    """Small dense calendars: long runs of closed days, make-up days beside them, and the covered end close by."""
    span = [FIRST + timedelta(days=offset) for offset in range(draw(st.integers(1, SPAN)))]
    weekend = draw(st.sets(st.integers(0, 6), max_size=4).map(frozenset))
    listed = draw(st.sets(st.sampled_from(span)))
    working = tuple(day for day in listed if day.weekday() in weekend and draw(st.booleans()))
    closed = tuple(listed - set(working))
    return calendar(start=FIRST, end=span[-1] + timedelta(days=1), closed=closed, working=working, weekend=weekend)


around = st.integers(-3, SPAN + 3).map(lambda offset: FIRST + timedelta(days=offset))


def opens(office: WorkingCalendar, day: date) -> bool:
    return day in office.working or not (day in office.closed or day.weekday() in office.weekend)


def covered(office: WorkingCalendar) -> list[date]:
    assert office.covered.end is not None
    return [FIRST + timedelta(days=offset) for offset in range((office.covered.end - FIRST).days)]


class TestIsWorking:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2025, 12, 31), True),
            (date(2026, 1, 2), False),  # a Friday given off
            (date(2026, 1, 3), False),  # an ordinary Saturday
            (date(2026, 1, 4), True),  # a Sunday made up
            (date(2026, 1, 5), True),
        ],
    )
    def test_closed_days_weekends_and_make_up_days(self, day: date, expected: object) -> None:
        assert OFFICE.is_working(day) is expected

    @given(offices(), around)
    def test_every_covered_day_is_known_and_no_other(self, office: WorkingCalendar, day: date) -> None:
        answer = office.is_working(day)
        if day in covered(office):
            assert answer is opens(office, day)
        else:
            assert isinstance(answer, CannotDetermine)

    @pytest.mark.parametrize(
        ("day", "missing"),
        [
            (date(2024, 12, 31), "calendar office: 2024"),
            (date(2027, 1, 1), "calendar office: 2027"),
            (date(2027, 6, 1), "calendar office: 2027"),
            (date(2031, 6, 1), "calendar office: 2031"),
        ],
    )
    def test_a_day_of_another_year_names_the_year_that_is_missing(self, day: date, missing: str) -> None:
        assert OFFICE.is_working(day) == CannotDetermine(missing=(missing,))

    @pytest.mark.parametrize(
        ("day", "missing"),
        [
            (date(2025, 3, 9), "calendar office: 2025 before 2025-03-10"),
            (date(2026, 12, 22), "calendar office: 2026 from 2026-12-22"),
            (date(2026, 12, 31), "calendar office: 2026 from 2026-12-22"),
            (date(2024, 3, 9), "calendar office: 2024"),
            (date(2027, 1, 1), "calendar office: 2027"),
        ],
    )
    def test_a_year_settled_in_part_names_the_part(self, day: date, missing: str) -> None:
        office = calendar(start=date(2025, 3, 10), end=date(2026, 12, 22))
        assert office.is_working(day) == CannotDetermine(missing=(missing,))

    def test_an_instant_is_refused_rather_than_missing_a_holiday(self) -> None:
        with pytest.raises(TypeError, match="is an instant, not a day"):
            OFFICE.is_working(datetime(2026, 1, 1, tzinfo=UTC))


class TestAddWorkingDays:
    @pytest.mark.parametrize(
        ("day", "count", "expected"),
        [
            (date(2026, 1, 12), 1, date(2026, 1, 13)),  # the day of the event is not counted
            (date(2026, 1, 12), 5, date(2026, 1, 19)),  # a week of five days
            (date(2026, 1, 17), 1, date(2026, 1, 19)),  # an event on a Saturday: Monday is the first day
            (date(2025, 12, 31), 1, date(2026, 1, 4)),  # over the holiday to the make-up Sunday
            (date(2026, 1, 1), 2, date(2026, 1, 5)),
            (date(2026, 1, 12), 0, date(2026, 1, 12)),  # an end on a working day stays
            (date(2026, 1, 17), 0, date(2026, 1, 19)),  # an end on a Saturday rolls forward
            (date(2026, 1, 1), 0, date(2026, 1, 4)),
        ],
    )
    def test_it_is_the_nth_working_day_after_the_event(self, day: date, count: int, expected: date) -> None:
        assert OFFICE.add_working_days(day, count) == expected

    @given(offices(), around, st.integers(0, SPAN))
    def test_it_agrees_with_walking_day_by_day(self, office: WorkingCalendar, day: date, count: int) -> None:
        known = covered(office)
        later = [each for each in known if opens(office, each) and (each > day or (count == 0 and each == day))]
        answer = office.add_working_days(day, count)
        if day in known and max(count, 1) <= len(later):
            assert answer == later[max(count, 1) - 1]
        else:
            assert isinstance(answer, CannotDetermine)

    @given(offices(), around)
    def test_the_next_working_day_is_the_first_after(self, office: WorkingCalendar, day: date) -> None:
        assert office.next_working_day(day) == office.add_working_days(day, 1)

    def test_a_period_that_runs_into_a_missing_year_names_it(self) -> None:
        missing = CannotDetermine(missing=("calendar office: 2027",))
        assert OFFICE.add_working_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
        assert OFFICE.add_working_days(date(2026, 12, 30), 2) == missing
        assert OFFICE.next_working_day(date(2026, 12, 31)) == missing

    def test_counting_back_is_refused(self) -> None:
        with pytest.raises(ValueError, match="counted forward"):
            OFFICE.add_working_days(date(2026, 1, 12), -1)


class TestWorkingDaysBetween:
    def test_the_first_day_is_not_counted_and_the_last_is(self) -> None:
        assert OFFICE.working_days_between(date(2026, 1, 12), date(2026, 1, 19)) == 5
        assert OFFICE.working_days_between(date(2026, 1, 12), date(2026, 1, 12)) == 0
        assert OFFICE.working_days_between(date(2026, 1, 12), date(2026, 1, 17)) == 4

    @given(offices(), around, st.integers(1, SPAN))
    def test_it_undoes_adding_working_days(self, office: WorkingCalendar, day: date, count: int) -> None:
        end = office.add_working_days(day, count)
        if isinstance(end, date):
            assert office.working_days_between(day, end) == count

    @given(offices(), around, around)
    def test_it_agrees_with_counting(self, office: WorkingCalendar, one: date, other: date) -> None:
        start, end = min(one, other), max(one, other)
        answer = office.working_days_between(start, end)
        if {start, end} <= set(covered(office)):
            assert answer == sum(opens(office, day) for day in covered(office) if start < day <= end)
        else:
            assert isinstance(answer, CannotDetermine)

    def test_days_in_the_wrong_order_are_refused(self) -> None:
        with pytest.raises(ValueError, match="give the earlier day first"):
            OFFICE.working_days_between(date(2026, 1, 19), date(2026, 1, 12))


class TestOrdinals:
    @given(offices())
    def test_there_is_one_row_for_every_covered_day(self, office: WorkingCalendar) -> None:
        rows = list(office.ordinals())
        assert [row.day for row in rows] == covered(office)
        assert [row.is_working for row in rows] == [opens(office, row.day) for row in rows]

    @given(offices(), around, st.integers(1, SPAN))
    def test_the_join_of_the_standing_query_gives_the_same_deadline(
        self, office: WorkingCalendar, day: date, count: int
    ) -> None:
        # The condition is standing.sql's, with `count` for the parameter's decision_days.
        rows = list(office.ordinals())
        due = [
            due.day
            for applied in rows
            for due in rows
            if applied.day == day and due.is_working and due.working_ordinal == applied.working_ordinal + count
        ]
        answer = office.add_working_days(day, count)
        assert due == ([answer] if isinstance(answer, date) else [])

    def test_working_days_are_numbered_from_one(self) -> None:
        office = calendar(start=date(2026, 1, 3), end=date(2026, 1, 7))
        assert list(office.ordinals()) == [
            (date(2026, 1, 3), False, 0),
            (date(2026, 1, 4), False, 0),
            (date(2026, 1, 5), True, 1),
            (date(2026, 1, 6), True, 2),
        ]


class TestACalendarThatContradictsItself:
    @pytest.mark.parametrize(
        ("closed", "working", "message"),
        [
            ((date(2027, 1, 1),), (), r"closed day 2027-01-01 is not covered \(from 2025-01-01 until 2027-01-01\)"),
            ((), (date(2024, 12, 28),), "working day 2024-12-28 is not covered"),
            ((date(2026, 1, 4),), (date(2026, 1, 4),), "working day 2026-01-04 is closed as well"),
            ((), (date(2026, 1, 5),), "working day 2026-01-05 is a monday, open anyway"),
        ],
    )
    def test_it_is_refused(self, closed: tuple[date, ...], working: tuple[date, ...], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            calendar(closed=closed, working=working)

    def test_coverage_without_an_end_is_refused(self) -> None:
        with pytest.raises(ValueError, match="give the last day"):
            calendar(end=None)

    @pytest.mark.parametrize("weekend", [frozenset(range(7)), frozenset({7})])
    def test_a_weekend_that_is_no_part_of_the_week_is_refused(self, weekend: frozenset[int]) -> None:
        with pytest.raises(ValueError, match="never all"):
            calendar(weekend=weekend)

    def test_its_days_cannot_be_changed_after(self) -> None:
        assert isinstance(OFFICE.closed, MappingProxyType)
        assert isinstance(OFFICE.working, MappingProxyType)
        assert hash(OFFICE) == hash(calendar())
