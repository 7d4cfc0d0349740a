"""The days of the generated years as text, so that no row computes a date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from goodstanding.core.calendars import WorkingCalendar
from goodstanding.core.time import add_months

FIRST: Final = date(2022, 7, 1)  # the day the pack's register law begins
LAST: Final = date(2026, 10, 31)  # the last decision; filings and later states reach a little beyond
BEYOND: Final = date(2029, 12, 31)


class Days:
    """Working days of decisions by number, every day's text, and the same day some months later."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        total = (BEYOND - FIRST).days + 1
        days = [FIRST + timedelta(days=number) for number in range(total)]
        self.text = [day.isoformat() for day in days]
        # Position in `text` of the n-th working day; decisions are taken on the first `decisions` of them.
        self.working = [number for number, day in enumerate(days) if calendar.is_working(day) is True]
        last = (LAST - FIRST).days
        self.decisions = sum(1 for number in self.working if number <= last)
        self.later = {months: [add_months(day, months).isoformat() for day in days] for months in (3, 6, 12, 24, 36)}
        self.year_2025 = (date(2025, 1, 1) - FIRST).days
