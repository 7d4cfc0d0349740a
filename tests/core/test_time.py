"""Days, months and intervals: the end-of-month rule against an oracle, intervals against sets of days."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.time import Interval, add_months, gaps, local_date, subtract, union
from goodstanding.core.unknown import CannotDetermine

days = st.dates(date(1600, 1, 1), date(2400, 12, 31))
months = st.integers(-2400, 2400)

# Algebra is tried in a small world, so that ends meet, touch and nest often; an open end reaches beyond the world.
WORLD = [date(2024, 2, 25) + timedelta(days=offset) for offset in range(12)]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start = draw(st.integers(0, len(WORLD) - 2))
    end = draw(st.none() | st.integers(start + 1, len(WORLD) - 1))
    return Interval(WORLD[start], None if end is None else WORLD[end])


def held(*among: Interval) -> set[date]:
    return {day for day in WORLD for each in among if each.start <= day and (each.end is None or day < each.end)}


def by_counting(day: date, count: int) -> date:
    """One month at a time, without arithmetic on years: the brute-force oracle."""
    first = day.replace(day=1)
    for _ in range(abs(count)):
        first = (first + timedelta(days=31)).replace(day=1) if count > 0 else (first - timedelta(days=1)).replace(day=1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


class TestADayInAZone:
    @pytest.mark.parametrize(
        ("instant", "zone", "day"),
        [
            (datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC), "Asia/Shanghai", date(2026, 11, 23)),
            (datetime(2026, 11, 23, 16, 0, 0, tzinfo=UTC), "Asia/Shanghai", date(2026, 11, 24)),
            # Either side of the date line, one instant is two days; Samoa crossed it and had no 30 December 2011.
            (datetime(2026, 1, 1, 10, 30, tzinfo=UTC), "Pacific/Kiritimati", date(2026, 1, 2)),
            (datetime(2026, 1, 1, 10, 30, tzinfo=UTC), "Pacific/Pago_Pago", date(2025, 12, 31)),
            (datetime(2011, 12, 30, 9, 59, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 29)),
            (datetime(2011, 12, 30, 10, 0, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 31)),
            # Summer time moves midnight by an hour: the same hour UTC is another day in July.
            (datetime(2026, 1, 10, 22, 30, tzinfo=UTC), "Europe/Brussels", date(2026, 1, 10)),
            (datetime(2026, 7, 10, 22, 30, tzinfo=UTC), "Europe/Brussels", date(2026, 7, 11)),
            # On the day clocks go back, both passes through the repeated hour are the same day.
            (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "America/New_York", date(2026, 11, 1)),
            (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "America/New_York", date(2026, 11, 1)),
            (datetime(2026, 11, 24, 1, 0, tzinfo=timezone(timedelta(hours=9))), "Etc/UTC", date(2026, 11, 23)),
        ],
    )
    def test_it_is_the_day_the_authoritys_clock_shows(self, instant: datetime, zone: str, day: date) -> None:
        assert local_date(instant, ZoneInfo(zone)) == day

    def test_a_naive_datetime_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no offset from UTC"):
            local_date(datetime(2026, 11, 24, 8, 0), ZoneInfo("Asia/Shanghai"))  # noqa: DTZ001


class TestAddingMonths:
    @pytest.mark.parametrize(
        ("day", "count", "expected"),
        [
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
            (date(2025, 1, 31), 1, date(2025, 2, 28)),
            (date(1900, 1, 31), 1, date(1900, 2, 28)),
            (date(2000, 1, 31), 1, date(2000, 2, 29)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2024, 2, 29), 48, date(2028, 2, 29)),
            (date(2024, 2, 29), 1, date(2024, 3, 29)),  # not the 31st: the last day is no property that carries over
            (date(2024, 3, 31), -1, date(2024, 2, 29)),
            (date(2025, 12, 15), 1, date(2026, 1, 15)),
            (date(2026, 1, 15), -1, date(2025, 12, 15)),
            (date(2014, 5, 28), 3, date(2014, 8, 28)),  # the Supreme People's Court's own example, 2014-12-12
            (date(2026, 11, 24), 0, date(2026, 11, 24)),
            (date(1, 1, 31), 0, date(1, 1, 31)),
            (date(9999, 12, 31), -12 * 9998, date(1, 12, 31)),
            (date(1, 12, 31), 12 * 9998, date(9999, 12, 31)),
        ],
    )
    def test_it_keeps_the_day_of_the_month_or_takes_the_last(self, day: date, count: int, expected: date) -> None:
        assert add_months(day, count) == expected

    @given(days, months)
    def test_it_agrees_with_dateutil(self, day: date, count: int) -> None:
        assert add_months(day, count) == day + relativedelta(months=count)

    @given(days, st.integers(-60, 60))
    def test_it_agrees_with_counting_month_by_month(self, day: date, count: int) -> None:
        assert add_months(day, count) == by_counting(day, count)

    @given(days, days, months)
    def test_a_later_day_never_ends_earlier(self, one: date, other: date, count: int) -> None:
        assert add_months(min(one, other), count) <= add_months(max(one, other), count)

    @given(days, months)
    def test_a_longer_term_always_ends_later(self, day: date, count: int) -> None:
        assert add_months(day, count) < add_months(day, count + 1)

    @given(days.filter(lambda day: day.day <= 28), months, months)
    def test_terms_may_be_added_up_where_every_month_has_the_day(self, day: date, first: int, second: int) -> None:
        assert add_months(add_months(day, first), second) == add_months(day, first + second)

    @given(days, months, months)
    def test_terms_added_up_never_end_later_than_one_term(self, day: date, first: int, second: int) -> None:
        assert add_months(add_months(day, first), second) <= add_months(day, first + second)

    def test_terms_may_not_be_added_up_at_the_end_of_a_month(self) -> None:
        # Two extensions of a month end three days before one of two months: so count from the first day, once.
        assert add_months(add_months(date(2026, 1, 31), 1), 1) == date(2026, 3, 28)
        assert add_months(date(2026, 1, 31), 2) == date(2026, 3, 31)

    @pytest.mark.parametrize(
        ("day", "count", "year"),
        [(date(9999, 12, 1), 1, 10000), (date(1, 1, 31), -1, 0), (date(2026, 1, 1), -(10**6), -81308)],
    )
    def test_an_answer_outside_the_calendar_is_refused_with_its_year(self, day: date, count: int, year: int) -> None:
        with pytest.raises(ValueError, match=rf"is in the year {year}; days run from year 1 to 9999"):
            add_months(day, count)

    def test_an_instant_is_refused(self) -> None:
        with pytest.raises(TypeError, match="is an instant, not a day"):
            add_months(datetime(2026, 1, 31, tzinfo=UTC), 1)


class TestIntervals:
    def test_the_start_is_in_it_and_the_end_is_not(self) -> None:
        rule = Interval(date(2024, 7, 1), date(2026, 1, 1))
        assert [rule.contains(date(2024, 6, 30)), rule.contains(date(2024, 7, 1))] == [False, True]
        assert [rule.contains(date(2025, 12, 31)), rule.contains(date(2026, 1, 1))] == [True, False]

    def test_without_an_end_it_goes_on(self) -> None:
        assert Interval(date(2024, 7, 1), None).contains(date.max)

    @pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
    def test_an_interval_without_a_day_is_refused(self, end: date) -> None:
        with pytest.raises(ValueError, match="holds no day"):
            Interval(date(2026, 1, 1), end)

    def test_instants_are_refused(self) -> None:
        instant = datetime(2026, 1, 1, tzinfo=UTC)
        for refused in (
            lambda: Interval(instant, None),
            lambda: Interval(date(2025, 1, 1), instant),
            lambda: Interval(date(2025, 1, 1), None).contains(instant),
        ):
            with pytest.raises(TypeError, match="is an instant, not a day"):
                refused()

    def test_adjoining_intervals_become_one_and_share_no_day(self) -> None:
        old, new = Interval(date(2024, 7, 1), date(2026, 1, 1)), Interval(date(2026, 1, 1), None)
        assert not old.overlaps(new)
        assert union([new, old]) == (Interval(date(2024, 7, 1), None),)

    def test_a_day_between_keeps_them_apart(self) -> None:
        pair = (Interval(WORLD[0], WORLD[2]), Interval(WORLD[3], None))
        assert union(pair) == pair
        assert gaps(pair, within=Interval(WORLD[0], None)) == (Interval(WORLD[2], WORLD[3]),)

    @given(intervals(), intervals())
    def test_intersection_holds_the_days_of_both(self, one: Interval, other: Interval) -> None:
        both = one.intersect(other)
        assert held(*([both] if both else [])) == held(one) & held(other)
        assert one.overlaps(other) == other.overlaps(one) == bool(held(one) & held(other))
        assert both == other.intersect(one)

    @given(intervals(), st.sampled_from(WORLD))
    def test_containing_is_membership(self, interval: Interval, day: date) -> None:
        assert interval.contains(day) == (day in held(interval))

    @given(st.lists(intervals(), max_size=5))
    def test_union_holds_the_same_days_in_the_fewest_intervals(self, several: list[Interval]) -> None:
        joined = union(several)
        assert held(*joined) == held(*several)
        assert union(reversed(several)) == joined == union(joined)
        # Fewest: at least one day free between each and the next.
        assert all(one.end is not None and one.end < two.start for one, two in pairwise(joined))

    @given(st.lists(intervals(), max_size=4), st.lists(intervals(), max_size=4))
    def test_subtraction_leaves_the_days_of_the_first_only(self, some: list[Interval], without: list[Interval]) -> None:
        left = subtract(some, without=without)
        assert held(*left) == held(*some) - held(*without)
        assert union(left) == left

    @given(st.lists(intervals(), max_size=4), intervals())
    def test_gaps_are_the_days_within_that_nothing_covers(self, several: list[Interval], within: Interval) -> None:
        assert held(*gaps(several, within=within)) == held(within) - held(*several)


class TestUnknown:
    def test_it_is_neither_true_nor_false(self) -> None:
        unknown = CannotDetermine(missing=("calendar mainland: 2027",))
        for asked in (lambda: bool(unknown), lambda: not unknown, lambda: 1 if unknown else 0, lambda: unknown and 1):
            with pytest.raises(TypeError, match="neither true nor false"):
                asked()

    def test_it_says_what_is_missing(self) -> None:
        unknown = CannotDetermine(missing=("calendar mainland: 2027", "the day of delivery"))
        assert str(unknown) == "cannot determine; missing: calendar mainland: 2027; the day of delivery"

    @pytest.mark.parametrize("missing", [(), ("",), ("the day of delivery", "")])
    def test_it_must_name_something(self, missing: tuple[str, ...]) -> None:
        with pytest.raises(ValueError, match="say what is missing"):
            CannotDetermine(missing=missing)
