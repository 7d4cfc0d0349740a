# /// script
# requires-python = ">=3.11"
# dependencies = ["chinesecalendar", "holidays"]
# ///
"""Write the calendars that come from libraries: `python packs/calendars_build.py`, from anywhere.

A year's working days are decrees, not arithmetic; two libraries keep the decrees. This file turns them into the
packs' data, corrects what they have wrong with the decree that shows it, and says how far they reach. The test
`tests/packs/test_calendars.py` fails when a written file and this program's output differ.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays

PACKS = Path(__file__).resolve().parent
CHECKED_ON = date(2026, 11, 24)

MAINLAND = f"""\
# The working days of mainland China, with the make-up days (调休). Written by packs/calendars_build.py; do not edit.
#
# `covered` stops before the year does. The notice for a year may move days of the December before it: that for 2019
# closed 2018-12-31 and opened 2018-12-29. It has never reached back beyond 29 December since 2004; a week more is
# left out. Whoever adds 2027 moves `until` on.
#
# Corrected here: chinesecalendar 1.11.0 has 2005-12-31 as a day off. 国办发明电〔2005〕35号 says 上班, and the library
# `holidays` agrees (https://github.com/liriansu-opus/chinese-calendar/issues/125). On every other covered day the two
# libraries agree; a test holds that.
#
# Not here: days off for a part of the people (8 March, 4 May) or in one province or autonomous region.
calendar: mainland
zone: Asia/Shanghai
weekend: [saturday, sunday]
covered: {{from: 2004-01-01, until: 2026-12-22}}
source: >-
  国务院办公厅关于部分节假日安排的通知 (the State Council General Office's notice for each year 2004 to 2026, with the
  2020 extension of the Spring Festival), as kept by chinesecalendar, MIT licence
library: {{name: chinesecalendar, version: "{importlib.metadata.version("chinesecalendar")}"}}
last_checked: {CHECKED_ON}
"""

TAIWAN = f"""\
# The days on which Taiwan's public offices work, with the make-up days (補班). Written by packs/calendars_build.py; do
# not edit.
#
# The library carries the make-up days of 2001 to 2025. From June 2025 there are none: the directions on adjusted
# days (政府機關配合紀念日與節日補假及調整放假處理要點) no longer allow them. A make-up Saturday is a working day for
# periods too (法務部 99年2月3日 法律字第099004718號函).
#
# From 2001, because until 2000 only the second and fourth Saturday were free. Until 2026, because the library was
# checked against office calendars up to that year.
# Labour Day (1 May) was no day off for public offices until 2025; it is one from 2026.
#
# Not here: days on which a county closes for a typhoon, and what was known when. The calendar of 2025 was amended on
# 2025-06-13 (three days off more) and that of 2014 on 2014-10-21: these are the amended ones.
calendar: taiwan
zone: Asia/Taipei
weekend: [saturday, sunday]
covered: {{from: 2001-01-01, until: 2027-01-01}}
source: >-
  政府行政機關辦公日曆表 (the office calendars of the Directorate-General of Personnel Administration, DGPA, for each
  year 2001 to 2026), as kept by holidays, MIT licence
library: {{name: holidays, version: "{importlib.metadata.version("holidays")}"}}
last_checked: {CHECKED_ON}
"""

Days = dict[date, dict[str, str]]


def mainland() -> str:
    """Answer the text of packs/cn/calendars/mainland.yaml."""

    def names(listed: dict[date, str]) -> Days:
        return {day: {"zh-Hans": chinese_calendar.Holiday(name).chinese, "en": name} for day, name in listed.items()}

    corrections = {date(2005, 12, 31): "New Year's Day"}
    working = chinese_calendar.constants.workdays | corrections
    return MAINLAND + lists(closed=names(chinese_calendar.constants.holidays), working=names(working))


def taiwan() -> str:
    """Answer the text of packs/tw-environment/calendars/taiwan.yaml."""
    years = range(2001, 2027)
    chinese, english = (holidays.Taiwan(years=years, language=language) for language in ("zh_TW", "en_US"))
    closed = {day: {"zh-Hant": chinese[day], "en": english[day]} for day in chinese if day.year in years}
    # The library names a day off after the day that makes up for it, and leaves that day itself without a name.
    working = {day: {"zh-Hant": "補行上班", "en": "Make-up working day"} for day in chinese.weekend_workdays}
    return TAIWAN + lists(closed=closed, working=working)


def lists(*, closed: Days, working: Days) -> str:
    """Answer the two lists as YAML, one run of days with the same names a line."""
    return f"closed:\n{''.join(map(line, runs(closed)))}working:\n{''.join(map(line, runs(working)))}"


Run = tuple[date, date, dict[str, str]]


def runs(days: Days) -> Iterator[Run]:
    """Answer (first, last, names) for each run of consecutive days that have the same names."""
    ordered = iter(sorted(days))
    first = last = next(ordered)
    for day in ordered:
        if day != last + timedelta(days=1) or days[day] != days[first]:
            yield first, last, days[first]
            first = day
        last = day
    yield first, last, days[first]


def line(run: Run) -> str:
    """Answer the YAML of one run; names are quoted, since holidays' names hold colons and apostrophes."""
    first, last, names = run
    until = "" if first == last else f", last: {last}"
    texts = ", ".join(f'{language}: "{name}"' for language, name in names.items())
    return f"  - {{first: {first}{until}, name: {{{texts}}}}}\n"


FILES = {
    PACKS / "cn" / "calendars" / "mainland.yaml": mainland,
    PACKS / "tw-environment" / "calendars" / "taiwan.yaml": taiwan,
}


def main(files: Iterable[Path] = FILES) -> None:
    """Write each file that differs from what the libraries say now."""
    for file in files:
        text = FILES[file]()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {file.relative_to(PACKS)}\n")


if __name__ == "__main__":
    main()
