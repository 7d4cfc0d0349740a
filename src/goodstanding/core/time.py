"""Days, months and spans of days as law counts them: whole days in an authority's zone, spans without their end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

MONTHS_A_YEAR: Final = 12


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Answer the day on which `instant` falls in `zone`, an authority's time zone.

    Raises ValueError for a naive datetime, which names no instant, and OverflowError beyond years 1 to 9999.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no offset from UTC, so it falls on no particular day; give one")
    return instant.astimezone(zone).date()


def add_months(day: date, months: int) -> date:
    """Answer the same day of the month `months` later (earlier when negative), else the last day of that month.

    The rule of China's Civil Code, Art. 202 ("the corresponding day of the month in which it expires ... where
    there is none, the last day of that month"), and of PostgreSQL's `date + interval`, DuckDB and Spark >= 3, so
    that standing is one answer on every engine. Raises ValueError when the answer lies outside years 1 to 9999,
    TypeError when `day` is an instant.
    """
    refuse_instant(day)
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"{months:+d} months from {day} is in the year {year}; days run from year 1 to 9999")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def refuse_instant(day: date) -> None:
    """Raise TypeError when `day` is a datetime.

    Python counts a datetime as a date, yet the two never compare equal: an instant let through would miss every
    holiday without a word.
    """
    if isinstance(day, datetime):
        raise TypeError(f"{day.isoformat()} is an instant, not a day; take local_date() of it in a zone first")


@dataclass(frozen=True)
class Interval:
    """The days from `start` up to but not including `end`; `end` None means no end is known or set.

    Excluding the end lets one rule stop on the day the next begins, without a day in both or in neither.
    Raises ValueError for an interval that holds no day.
    """

    start: date
    end: date | None

    def __post_init__(self) -> None:
        refuse_instant(self.start)
        if self.end is None:
            return
        refuse_instant(self.end)
        if self.end <= self.start:
            raise ValueError(f"from {self.start} until {self.end} holds no day; the end is the first day after it")

    def contains(self, day: date) -> bool:
        """Answer whether `day` is in it."""
        refuse_instant(day)
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Interval) -> bool:
        """Answer whether some day is in both."""
        return self.intersect(other) is not None

    def intersect(self, other: Interval) -> Interval | None:
        """Answer the days in both, or None when there are none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        return None if end is not None and end <= start else Interval(start, end)


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Answer the same days as the fewest intervals, in order: what overlaps or adjoins becomes one."""
    joined: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.start):
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and last.end < interval.start):
            joined.append(interval)
        elif last.end is not None and (interval.end is None or interval.end > last.end):
            joined[-1] = Interval(last.start, interval.end)
    return tuple(joined)


def subtract(intervals: Iterable[Interval], *, without: Iterable[Interval]) -> tuple[Interval, ...]:
    """Answer the days of `intervals` that are in none of `without`, as the fewest intervals, in order."""
    left = union(intervals)
    for hole in union(without):
        left = tuple(piece for interval in left for piece in _around(hole, interval))
    return left


def gaps(intervals: Iterable[Interval], *, within: Interval) -> tuple[Interval, ...]:
    """Answer the days of `within` that no interval covers: where a dated parameter has no value, say."""
    return subtract([within], without=intervals)


def _around(hole: Interval, interval: Interval) -> Iterable[Interval]:
    """Answer what is left of `interval` before and after `hole`."""
    if not interval.overlaps(hole):
        yield interval
        return
    if interval.start < hole.start:
        yield Interval(interval.start, hole.start)
    if hole.end is not None and (interval.end is None or hole.end < interval.end):
        yield Interval(hole.end, interval.end)
