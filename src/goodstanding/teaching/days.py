"""The days of the generated years as text, so that no row computes a date."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from goodstanding.core.calendars import WorkingCalendar

FIRST: Final = date(2022, 7, 1)  # the day the pack's register law begins; nothing is filed about earlier conduct
LAST: Final = date(2026, 10, 31)  # the data's last day: nothing is decided or filed after it
BEYOND: Final = date(2030, 12, 31)  # ends reach beyond it
OLDEST: Final = date(1990, 1, 1)


class Days:
    """Days by number from FIRST: their text, which of them are working days, and how many of those came before.

    A number below 0 is a weekday before FIRST, counted backwards, on which an organisation was registered.
    """

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.all = [FIRST + timedelta(days=number) for number in range((BEYOND - FIRST).days + 1)]
        self.text = [day.isoformat() for day in self.all]
        open_on = [calendar.is_working(day) is True for day in self.all]  # beyond the calendar nobody knows
        # The number of the n-th working day, and how many working days come before a day.
        self.working = [number for number, works in enumerate(open_on) if works]
        self.before = list(accumulate(open_on, initial=0))
        # What the departments do, they do on the working days before this one.
        self.closing = self.before[(LAST - FIRST).days + 1]
        earlier = (OLDEST + timedelta(days=number) for number in range((FIRST - OLDEST).days))
        self.earlier = [day.isoformat() for day in earlier if day.weekday() < 5]  # noqa: PLR2004  Monday to Friday

    def said(self, number: int) -> str:
        """Answer the day's text, before FIRST too."""
        return self.text[number] if number >= 0 else self.earlier[number]
