"""The shipped calendars against the decrees and a second library, and the reader's complaints."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import holidays
import pytest
from ruamel.yaml import YAML

from goodstanding.core.calendars import WorkingCalendar
from goodstanding.core.unknown import CannotDetermine
from goodstanding.packs.calendars import NotACalendar, parse_calendar, read_calendar

PACKS = Path(__file__).parents[2] / "packs"
MAINLAND_FILE = PACKS / "cn" / "calendars" / "mainland.yaml"
TAIWAN_FILE = PACKS / "tw-environment" / "calendars" / "taiwan.yaml"
MAINLAND, TAIWAN = read_calendar(MAINLAND_FILE), read_calendar(TAIWAN_FILE)
EXAMPLELAND = read_calendar(PACKS / "exampleland" / "calendars" / "exampleland.yaml")


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("calendars_build", PACKS / "calendars_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def working(calendar: WorkingCalendar, first: date, last: date) -> list[date]:
    """The working days of a stretch, asked one by one."""
    stretch = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in stretch if calendar.is_working(day) is True]


def covered(calendar: WorkingCalendar) -> Iterator[date]:
    return (row.day for row in calendar.ordinals())


class TestTheFiles:
    @pytest.mark.parametrize(("file", "write"), [(MAINLAND_FILE, "mainland"), (TAIWAN_FILE, "taiwan")])
    def test_a_generated_file_is_what_the_generator_writes(self, file: Path, write: str) -> None:
        library = YAML(typ="safe", pure=True).load(file)["library"]
        installed = importlib.metadata.version(library["name"])
        if installed != library["version"]:
            pytest.skip(
                f"{file.name} was NOT CHECKED: it was made from {library['name']} {library['version']}, installed is "
                f"{installed}. Run packs/calendars_build.py, read the difference, and commit it"
            )
        assert file.read_text(encoding="utf-8") == getattr(builder(), write)()

    @pytest.mark.parametrize("calendar", [MAINLAND, TAIWAN, EXAMPLELAND], ids=lambda each: each.name)
    def test_every_holiday_is_named_in_english_and_chinese(self, calendar: WorkingCalendar) -> None:
        for names in [*calendar.closed.values(), *calendar.working.values()]:
            assert "en" in names
            assert {"zh-Hans", "zh-Hant"} & set(names)

    def test_every_calendar_in_the_packs_can_be_read(self) -> None:
        files = sorted(PACKS.glob("*/calendars/*.yaml"))
        assert len({read_calendar(file).name for file in files}) == len(files) >= 3


class TestMainlandChina:
    def test_spring_festival_2024_had_two_make_up_sundays(self) -> None:
        assert working(MAINLAND, date(2024, 2, 3), date(2024, 2, 19)) == [
            date(2024, 2, 4),  # Sunday, made up
            *(date(2024, 2, day) for day in (5, 6, 7, 8, 9)),
            date(2024, 2, 18),  # Sunday, made up
            date(2024, 2, 19),
        ]
        assert MAINLAND.add_working_days(date(2024, 2, 8), 3) == date(2024, 2, 19)

    def test_spring_festival_2025_had_a_make_up_sunday_and_saturday(self) -> None:
        assert working(MAINLAND, date(2025, 1, 25), date(2025, 2, 8)) == [
            date(2025, 1, 26),  # Sunday, made up
            date(2025, 1, 27),
            *(date(2025, 2, day) for day in (5, 6, 7, 8)),  # the 8th a Saturday, made up
        ]

    def test_national_day_2023_ran_from_mid_autumn_to_6_october(self) -> None:
        assert working(MAINLAND, date(2023, 9, 28), date(2023, 10, 9)) == [
            date(2023, 9, 28),
            date(2023, 10, 7),  # Saturday, made up
            date(2023, 10, 8),  # Sunday, made up
            date(2023, 10, 9),
        ]

    def test_the_first_working_day_of_a_year_may_be_a_sunday_in_the_year_before(self) -> None:
        # The notice for 2019 reached back: Saturday 29 December 2018 worked, Monday the 31st closed.
        assert working(MAINLAND, date(2018, 12, 29), date(2019, 1, 2)) == [date(2018, 12, 29), date(2019, 1, 2)]

    def test_the_2020_extension_of_the_spring_festival_is_in_it(self) -> None:
        assert working(MAINLAND, date(2020, 1, 23), date(2020, 2, 3)) == [date(2020, 1, 23), date(2020, 2, 3)]

    @pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248)])
    def test_a_year_has_as_many_working_days_as_the_notice_leaves(self, year: int, count: int) -> None:
        assert MAINLAND.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count

    def test_31_december_2005_was_worked_although_the_library_says_otherwise(self) -> None:
        assert MAINLAND.is_working(date(2005, 12, 31)) is True  # 国办发明电〔2005〕35号

    def test_a_second_library_agrees_on_every_covered_day(self) -> None:
        china = holidays.China(years=range(2003, 2028))
        assert [day for day in covered(MAINLAND) if MAINLAND.is_working(day) is not china.is_working_day(day)] == []

    def test_2027_is_unknown_until_its_notice_is_in(self) -> None:
        assert MAINLAND.is_working(date(2027, 1, 4)) == CannotDetermine(missing=("calendar mainland: 2027",))

    def test_the_last_days_of_2026_are_unknown_since_the_notice_for_2027_may_move_them(self) -> None:
        missing = CannotDetermine(missing=("calendar mainland: 2026 from 2026-12-22",))
        assert MAINLAND.is_working(date(2026, 12, 21)) is True
        assert MAINLAND.is_working(date(2026, 12, 31)) == missing
        assert MAINLAND.add_working_days(date(2026, 12, 7), 20) == missing


class TestTaiwan:
    def test_lunar_new_year_2024_was_made_up_on_a_saturday(self) -> None:
        assert working(TAIWAN, date(2024, 2, 7), date(2024, 2, 17)) == [
            date(2024, 2, 7),
            date(2024, 2, 15),
            date(2024, 2, 16),
            date(2024, 2, 17),  # Saturday, made up
        ]

    def test_there_are_no_make_up_days_after_february_2025(self) -> None:
        assert max(TAIWAN.working) == date(2025, 2, 8)

    def test_the_thirtieth_day_fell_on_the_make_up_saturday_10_january_2009(self) -> None:
        # The tax office's example: that Saturday was a working day, so the period ended on it.
        end = date(2008, 12, 11) + timedelta(days=30)
        assert TAIWAN.add_working_days(end, 0) == end == date(2009, 1, 10)

    def test_labour_day_closes_public_offices_only_from_2026(self) -> None:
        assert TAIWAN.is_working(date(2025, 5, 1)) is True
        assert TAIWAN.is_working(date(2026, 5, 1)) is False

    def test_the_three_days_added_in_june_2025_are_in_it(self) -> None:
        assert [TAIWAN.is_working(day) for day in (date(2025, 9, 29), date(2025, 10, 24), date(2025, 12, 25))] == [
            False
        ] * 3

    def test_days_before_the_five_day_week_and_after_the_last_office_calendar_are_unknown(self) -> None:
        assert TAIWAN.is_working(date(2000, 12, 30)) == CannotDetermine(missing=("calendar taiwan: 2000",))
        assert TAIWAN.is_working(date(2027, 1, 4)) == CannotDetermine(missing=("calendar taiwan: 2027",))


class TestExampleland:
    def test_conduct_day_2026_is_made_up_on_saturday_11_july(self) -> None:
        assert working(EXAMPLELAND, date(2026, 6, 30), date(2026, 7, 13)) == [
            date(2026, 6, 30),
            *(date(2026, 7, day) for day in (6, 7, 8, 9, 10, 11, 13)),
        ]


GOOD = """\
calendar: office
zone: Etc/UTC
weekend: [saturday, sunday]
covered: {from: 2026-01-01, until: 2027-01-01}
source: invented
last_checked: 2026-11-24
closed:
  - {first: 2026-01-01, last: 2026-01-02, name: {en: New Year}}
working:
  - {first: 2026-01-04, name: {en: New Year}}
"""


def complaints(old: str, new: str) -> list[str]:
    assert GOOD.count(old) == 1
    with pytest.raises(NotACalendar) as refused:
        parse_calendar(GOOD.replace(old, new), file="office.yaml")
    return [str(complaint) for complaint in refused.value.complaints]


class TestReading:
    def test_a_good_file_is_read(self) -> None:
        office = parse_calendar(GOOD, file="office.yaml")
        assert (office.name, office.zone.key, office.source) == ("office", "Etc/UTC", "invented")
        assert office.last_checked == date(2026, 11, 24)
        assert office.weekend == {5, 6}
        assert dict(office.closed) == {date(2026, 1, day): {"en": "New Year"} for day in (1, 2)}
        assert dict(office.working) == {date(2026, 1, 4): {"en": "New Year"}}

    @pytest.mark.parametrize(
        ("old", "new", "complaint"),
        [
            (
                "2026-01-04, name",
                "2026-01-05, name",
                "working[0]: 2026-01-05 is a monday, open anyway; only a weekend day can be made up",
            ),
            (
                "2026-01-04, name",
                "2027-01-02, name",
                (
                    "working[0]: 2027-01-02 is not covered (from 2026-01-01 until 2027-01-01); "
                    "widen `covered` or drop the day"
                ),
            ),
            (
                "first: 2026-01-01, last: 2026-01-02",
                "first: 2025-12-31, last: 2026-01-02",
                (
                    "closed[0]: 2025-12-31 is not covered (from 2026-01-01 until 2027-01-01); "
                    "widen `covered` or drop the day"
                ),
            ),
            (
                "last: 2026-01-02",
                "last: 2026-01-04",
                "working[0]: 2026-01-04 is closed as well; keep it in one of the two lists",
            ),
            (
                "working:\n",
                "  - {first: 2026-01-02, name: {en: Again}}\nworking:\n",
                "closed[1]: 2026-01-02 is listed before, in closed[0]; list each day once",
            ),
            ("source: invented\n", "", "source: is missing; add `source:`"),
            ("last_checked: 2026-11-24\n", "", "last_checked: is missing; add `last_checked:`"),
            ("invented", "' '", "source: is empty, not text; write some text, in quotes if it is a number"),
            (
                "invented",
                "2019",
                "source: is a number, not text; write some text, in quotes if it is a number",
            ),
            (
                "Etc/UTC",
                "Asia/Peking",
                "zone: 'Asia/Peking' is not in the tz database; write a name such as Asia/Shanghai",
            ),
            (
                "Etc/UTC",
                "Asia",
                "zone: 'Asia' is not in the tz database; write a name such as Asia/Shanghai",
            ),
            (
                "closed:",
                "holidays: []\nclosed:",
                (
                    "holidays: is not a key of a calendar; use one of calendar, zone, weekend, covered, source, "
                    "last_checked, closed, working, library"
                ),
            ),
            (
                "2026-01-04, name",
                "2026-01-04, until: 2026-01-05, name",
                "working[0].until: is not a key of a calendar; use one of first, name, last",
            ),
            ("first: 2026-01-04, ", "", "working[0].first: is missing; add `first:`"),
            (
                "first: 2026-01-04",
                "first: '2026-01-04'",
                "working[0].first: is text, not a day; write YYYY-MM-DD without quotes",
            ),
            (
                "first: 2026-01-04",
                "first: 2026-01-04T00:00:00Z",
                "working[0].first: is an instant, not a day; write YYYY-MM-DD without quotes",
            ),
            (
                "first: 2026-01-04",
                "first: 2026-02-30",
                "$: day is out of range for month; write YAML 1.2 and days that exist, as YYYY-MM-DD",
            ),
            (
                "last: 2026-01-02",
                "last: 2025-12-31",
                "closed[0].last: 2025-12-31 makes a run of 0 days; write its last day, within 31 days of its first",
            ),
            (
                "last: 2026-01-02",
                "last: 2026-02-01",
                "closed[0].last: 2026-02-01 makes a run of 32 days; write its last day, within 31 days of its first",
            ),
            (
                "2026-01-04, name: {en: New Year}",
                "2026-01-04, name: New Year",
                "working[0].name: is text, not names by language; write {en: ..., zh-Hans: ...}",
            ),
            (
                "2026-01-04, name: {en: New Year}",
                "2026-01-04, name: {en: }",
                "working[0].name.en: is empty, not text; write the holiday's name",
            ),
            (
                "2026-01-04, name: {en: New Year}",
                "2026-01-04, name: {en: ' '}",
                "working[0].name.en: is empty, not text; write the holiday's name",
            ),
            (
                "until: 2027-01-01",
                "until: 2026-01-01",
                "covered.until: 2026-01-01 is not after 2026-01-01; write the first day no longer covered",
            ),
            (
                "[saturday, sunday]",
                "[sat, sun]",
                (
                    "weekend: ['sat', 'sun'] is not a list of weekdays; list some of monday, tuesday, wednesday, "
                    "thursday, friday, saturday, sunday"
                ),
            ),
            (
                "[saturday, sunday]",
                "[saturday, saturday]",
                "weekend: ['saturday', 'saturday'] repeats a weekday or leaves none to work; list each weekday once",
            ),
            ("weekend: [", "weekend: [[", None),
            (
                "closed:",
                "library: {name: holidays}\nclosed:",
                "library.version: is missing; add `version:`",
            ),
        ],
    )
    def test_a_fault_is_named_with_its_place_and_its_mending(self, old: str, new: str, complaint: str | None) -> None:
        found = complaints(old, new)
        if complaint is None:  # not YAML at all: the words are the library's, the place is a line
            assert found[0].startswith("office.yaml: line ")
            assert found[0].endswith("; write YAML 1.2, each key once")
        else:
            assert found == [f"office.yaml: {complaint}"]

    def test_a_key_written_twice_is_refused_with_its_line(self) -> None:
        found = complaints("zone: Etc/UTC", "zone: Etc/UTC\nzone: Asia/Taipei")
        assert found[0].startswith('office.yaml: line 3: found duplicate key "zone"')
        assert found[0].endswith("; write YAML 1.2, each key once")

    def test_every_fault_is_named_at_once(self) -> None:
        text = GOOD.replace("source: invented\n", "").replace("Etc/UTC", "Nowhere").replace("2026-01-04", "2026-01-06")
        with pytest.raises(NotACalendar) as refused:
            parse_calendar(text, file="office.yaml")
        assert [complaint.path for complaint in refused.value.complaints] == ["source", "zone", "working[0]"]

    @pytest.mark.parametrize("text", ["", "[]", "office"])
    def test_a_file_that_is_no_mapping_is_refused(self, text: str) -> None:
        with pytest.raises(NotACalendar, match="not a mapping; write the keys calendar, zone"):
            parse_calendar(text, file="office.yaml")

    def test_a_file_that_is_not_utf_8_is_refused_by_name(self, tmp_path: Path) -> None:
        file = tmp_path / "office.yaml"
        file.write_bytes("source: 国办".encode("gb18030"))
        with pytest.raises(NotACalendar, match=r"office\.yaml: \$: byte 8 is not UTF-8; save the file as UTF-8"):
            read_calendar(file)

    @pytest.mark.parametrize("value", ["yes", "no", "on", "off"])
    def test_words_that_older_yaml_read_as_true_or_false_stay_words(self, value: str) -> None:
        assert parse_calendar(GOOD.replace("invented", value), file="office.yaml").source == value
