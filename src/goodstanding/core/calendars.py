"""Working days as data: which days offices are open in a jurisdiction, and the deadlines counted in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from goodstanding.core.time import Interval, refuse_instant
from goodstanding.core.unknown import CannotDetermine

Listed = Literal["closed", "working"]
Names = Mapping[str, str]
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Ordinal(NamedTuple):
    """A row of the `calendar` relation that standing.sql joins.

    `working_ordinal` counts the working days up to and including `day`, so a closed day carries the number of the
    working day before it, and the n-th working day after any day is the working day with its number plus n, n >= 1.
    """

    day: date
    is_working: bool
    working_ordinal: int


class Contradiction(NamedTuple):
    """A day that a calendar's own data deny: which list it stands in, what is wrong, and how to mend it."""

    listed: Listed
    day: date
    wrong: str
    mend: str


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """The working days of one jurisdiction over the days that its sources settle.

    `weekend` holds weekdays, Monday 0 to Sunday 6. `closed` and `working` (make-up working days, 调休: weekend days
    on which offices open because a day elsewhere was given off) map days to the names of their holiday by language.
    `covered` is the span of days for which the sources are complete. Outside it every answer is CannotDetermine:
    the next year's holidays are a decision yet to be published, not a computation. Raises ValueError when the data
    contradict themselves.
    """

    name: str
    zone: ZoneInfo
    weekend: frozenset[int]
    covered: Interval
    closed: Mapping[date, Names] = field(hash=False)
    working: Mapping[date, Names] = field(hash=False)
    source: str
    last_checked: date

    def __post_init__(self) -> None:
        if self.covered.end is None:
            raise ValueError(f"calendar {self.name}: no source settles working days without an end; give the last day")
        if not self.weekend < frozenset(range(7)):
            raise ValueError(f"calendar {self.name}: the weekend is some weekdays from 0 (Monday) to 6, never all")
        for found in contradictions(
            weekend=self.weekend, covered=self.covered, closed=self.closed, working=self.working
        ):
            raise ValueError(f"calendar {self.name}: {found.listed} day {found.day} {found.wrong}; {found.mend}")
        object.__setattr__(self, "closed", MappingProxyType(dict(self.closed)))
        object.__setattr__(self, "working", MappingProxyType(dict(self.working)))

    def is_working(self, day: date) -> bool | CannotDetermine:
        """Answer whether offices are open on `day`."""
        return self._opens(day) if self.covered.contains(day) else self._unknown(day)

    def next_working_day(self, day: date) -> date | CannotDetermine:
        """Answer the first working day after `day`, never `day` itself."""
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, count: int) -> date | CannotDetermine:
        """Answer the `count`-th working day after `day`, on which a period of `count` working days ends.

        The day of the event is not counted, whether it is a working day or not (China's Civil Code Art. 201;
        Taiwan's Administrative Procedure Act Art. 48; Regulation 1182/71 Art. 3(1)). `count` 0 answers another
        question of the same laws, where a period counted in calendar days or months ends: `day` itself when
        offices are open, else the next working day (Civil Code Art. 203; Regulation 1182/71 Art. 3(4)). Do not
        roll an end forward that burdens a person without looking: Taiwan's Art. 48(5) forbids it for penalties.
        Raises ValueError for a negative count: no law here counts back, and guessing its convention would.
        """
        if count < 0:
            raise ValueError(f"{count} working days: periods are counted forward, from 0")
        if not self.covered.contains(day):
            return self._unknown(day)
        days = self._working_days
        position = bisect_right(days, day) + count - 1 if count else bisect_left(days, day)
        return days[position] if position < len(days) else self._unknown(self._end)

    def working_days_between(self, start: date, end: date) -> int | CannotDetermine:
        """Answer how many working days there are after `start` up to and including `end`.

        So a duty due within n working days of `start` and done on `end` is late when this exceeds n. Raises
        ValueError when `end` is before `start`.
        """
        if end < start:
            raise ValueError(f"{end} is before {start}; give the earlier day first")
        for day in (start, end):
            if not self.covered.contains(day):
                return self._unknown(day)
        return bisect_right(self._working_days, end) - bisect_right(self._working_days, start)

    def ordinals(self) -> Iterator[Ordinal]:
        """Answer a row for every covered day, in order; a day beyond has none, so a join on it finds no answer."""
        count = 0
        for day in self._covered_days():
            opens = self._opens(day)
            count += opens
            yield Ordinal(day, opens, count)

    @cached_property
    def _working_days(self) -> tuple[date, ...]:
        return tuple(day for day in self._covered_days() if self._opens(day))

    @property
    def _end(self) -> date:
        return self.covered.end or date.max  # __post_init__ refuses None

    def _covered_days(self) -> Iterator[date]:
        start = self.covered.start
        return (start + timedelta(days=offset) for offset in range((self._end - start).days))

    def _opens(self, day: date) -> bool:
        return day in self.working or (day.weekday() not in self.weekend and day not in self.closed)

    def _unknown(self, day: date) -> CannotDetermine:
        """Say which year is missing, and from or until which day of it when the sources settle only a part."""
        start, end, year = self.covered.start, self._end, str(day.year)
        if day < start and day.year == start.year:
            year += f" before {start}"
        elif day >= end and day.year == end.year and end != date(end.year, 1, 1):
            year += f" from {end}"
        return CannotDetermine(missing=(f"calendar {self.name}: {year}",))


def contradictions(
    *, weekend: frozenset[int], covered: Interval, closed: Mapping[date, Names], working: Mapping[date, Names]
) -> Iterator[Contradiction]:
    """Answer every listed day that the rest of the calendar denies, closed days first, each list in its order."""
    lists: tuple[tuple[Listed, Mapping[date, Names]], ...] = (("closed", closed), ("working", working))
    for listed, days in lists:
        for day in days:
            refuse_instant(day)
            if not covered.contains(day):
                until = f"from {covered.start} until {covered.end}"
                yield Contradiction(listed, day, f"is not covered ({until})", "widen `covered` or drop the day")
    for day in working:
        if day in closed:
            yield Contradiction("working", day, "is closed as well", "keep it in one of the two lists")
        if day.weekday() not in weekend:
            yield Contradiction(
                "working", day, f"is a {WEEKDAYS[day.weekday()]}, open anyway", "only a weekend day can be made up"
            )
