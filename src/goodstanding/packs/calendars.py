"""Read a pack's working-day calendar: strict YAML 1.2 in, a WorkingCalendar or every complaint about the file out.

The file's shape is described in docs/time.md. Nothing is guessed and nothing is skipped: an unknown key is more
often a misspelt rule than a harmless extra.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from goodstanding.core.calendars import WEEKDAYS, Contradiction, Names, WorkingCalendar, contradictions
from goodstanding.core.time import Interval

REQUIRED: Final = ("calendar", "zone", "weekend", "covered", "source", "last_checked", "closed", "working")
# Which library a generated file was made from; the test that regenerates it reads this, the program does not.
OPTIONAL: Final = ("library",)
LONGEST_RUN_DAYS: Final = 31
KINDS: Final = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    date: "a day",
    datetime: "an instant",
    list: "a list",
    dict: "a mapping",
}


class Complaint(NamedTuple):
    """What is wrong in a file, where in it, and how to mend it."""

    file: str
    path: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.wrong}; {self.mend}"


class NotACalendar(ValueError):
    """The file is no calendar; `complaints` lists everything found wrong, in the file's order."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("\n".join(map(str, complaints)))
        self.complaints = complaints


def read_calendar(path: Path) -> WorkingCalendar:
    """Answer the calendar in the file at `path`; raises NotACalendar with every complaint, OSError when unreadable."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start} is not UTF-8"
        raise NotACalendar((Complaint(str(path), "$", wrong, "save the file as UTF-8"),)) from error
    return parse_calendar(text, file=str(path))


def parse_calendar(text: str, *, file: str) -> WorkingCalendar:
    """Answer the calendar in `text`; `file` is its name in complaints. Raises NotACalendar with every complaint."""
    reading = _Reading(file)
    try:
        # A reader of its own per file: ruamel's keeps state. Duplicate keys are errors by its default.
        content = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else "$"
        reading.complain(line, (error.problem or "not YAML").splitlines()[0], "write YAML 1.2, each key once")
        raise NotACalendar(tuple(reading.complaints)) from error
    except (YAMLError, ValueError) as error:
        # ValueError: a scalar in the form of a date that no calendar has, such as 2024-02-30.
        reading.complain("$", str(error).splitlines()[0], "write YAML 1.2 and days that exist, as YYYY-MM-DD")
        raise NotACalendar(tuple(reading.complaints)) from error
    calendar = reading.calendar(content)
    if calendar is None:
        raise NotACalendar(tuple(reading.complaints))
    return calendar


@dataclass
class _Reading:
    """One pass over one file; every method answers None, or leaves out, what it has complained about."""

    file: str
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, path: str, wrong: str, mend: str) -> None:
        self.complaints.append(Complaint(self.file, path, wrong, mend))

    def calendar(self, content: Any) -> WorkingCalendar | None:
        top = self.mapping(content, "$", required=REQUIRED, optional=OPTIONAL)
        name = self.text(top, "calendar", "")
        zone = self.zone(top)
        weekend = self.weekend(top)
        covered = self.covered(top)
        source = self.text(top, "source", "")
        last_checked = self.day(top, "last_checked", "")
        closed = self.days(top, "closed")
        working = self.days(top, "working")
        if "library" in top:
            library = self.mapping(top["library"], "library", required=("name", "version"))
            for key in ("name", "version"):
                self.text(library, key, "library.")
        if weekend and covered:
            for found in contradictions(
                weekend=weekend, covered=covered, closed=_names(closed), working=_names(working)
            ):
                self.contradiction(found, closed if found.listed == "closed" else working)
        if self.complaints or not (name and zone and weekend and covered and source and last_checked):
            return None
        return WorkingCalendar(
            name=name,
            zone=zone,
            weekend=weekend,
            covered=covered,
            closed=_names(closed),
            working=_names(working),
            source=source,
            last_checked=last_checked,
        )

    def contradiction(self, found: Contradiction, listed: dict[date, tuple[str, Names]]) -> None:
        self.complain(listed[found.day][0], f"{found.day} {found.wrong}", found.mend)

    def mapping(
        self, value: Any, path: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Answer the known keys of a mapping, with a complaint for each unknown or missing one."""
        allowed = required + optional
        if not isinstance(value, dict):
            self.complain(path, f"is {_kind(value)}, not a mapping", f"write the keys {', '.join(allowed)}")
            return {}
        for key in value:
            if key not in allowed:
                self.complain(_join(path, key), "is not a key of a calendar", f"use one of {', '.join(allowed)}")
        for key in required:
            if key not in value:
                self.complain(_join(path, key), "is missing", f"add `{key}:`")
        return {key: value[key] for key in allowed if key in value}

    def text(self, top: dict[str, Any], key: str, prefix: str) -> str | None:
        value = top.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if key in top:
            self.complain(prefix + key, f"is {_kind(value)}, not text", "write some text, in quotes if it is a number")
        return None

    def day(self, top: dict[str, Any], key: str, prefix: str) -> date | None:
        value = top.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if key in top:
            self.complain(prefix + key, f"is {_kind(value)}, not a day", "write YYYY-MM-DD without quotes")
        return None

    def zone(self, top: dict[str, Any]) -> ZoneInfo | None:
        key = self.text(top, "zone", "")
        if key is not None and key not in available_timezones():
            self.complain("zone", f"{key!r} is not in the tz database", "write a name such as Asia/Shanghai")
            return None
        return ZoneInfo(key) if key else None

    def weekend(self, top: dict[str, Any]) -> frozenset[int] | None:
        value = top.get("weekend")
        if isinstance(value, list) and value and all(day in WEEKDAYS for day in value):
            if len(value) == len(set(value)) < len(WEEKDAYS):
                return frozenset(map(WEEKDAYS.index, value))
            self.complain("weekend", f"{value} repeats a weekday or leaves none to work", "list each weekday once")
        elif "weekend" in top:
            self.complain("weekend", f"{value!r} is not a list of weekdays", f"list some of {', '.join(WEEKDAYS)}")
        return None

    def covered(self, top: dict[str, Any]) -> Interval | None:
        if "covered" not in top:
            return None
        span = self.mapping(top["covered"], "covered", required=("from", "until"))
        start, end = self.day(span, "from", "covered."), self.day(span, "until", "covered.")
        if start and end and end <= start:
            self.complain("covered.until", f"{end} is not after {start}", "write the first day no longer covered")
            return None
        return Interval(start, end) if start and end else None

    def days(self, top: dict[str, Any], key: str) -> dict[date, tuple[str, Names]]:
        """Answer each listed day with the path of its run and its names; `last` left out is a run of one day."""
        found: dict[date, tuple[str, Names]] = {}
        value = top.get(key, [])
        if not isinstance(value, list):
            self.complain(key, f"is {_kind(value)}, not a list", "write `[]` or runs of {first, last, name}")
            return found
        for index, run in enumerate(value):
            path = f"{key}[{index}]"
            entry = self.mapping(run, path, required=("first", "name"), optional=("last",))
            first = self.day(entry, "first", f"{path}.")
            last = self.day(entry, "last", f"{path}.") if "last" in entry else first
            names = self.names(entry, path)
            for day in self.run(first, last, path):
                if day in found:
                    self.complain(path, f"{day} is listed before, in {found[day][0]}", "list each day once")
                else:
                    found[day] = (path, names)
        return found

    def run(self, first: date | None, last: date | None, path: str) -> Iterator[date]:
        if first is None or last is None:
            return
        length = (last - first).days + 1
        if not 1 <= length <= LONGEST_RUN_DAYS:
            mend = f"write its last day, within {LONGEST_RUN_DAYS} days of its first"
            self.complain(f"{path}.last", f"{last} makes a run of {length} days", mend)
            return
        for offset in range(length):
            yield first + timedelta(days=offset)

    def names(self, entry: dict[str, Any], path: str) -> Names:
        if "name" not in entry:
            return {}
        value = entry["name"]
        if not isinstance(value, dict) or not value:
            self.complain(f"{path}.name", f"is {_kind(value)}, not names by language", "write {en: ..., zh-Hans: ...}")
            return {}
        for language, name in value.items():
            if not isinstance(language, str) or not isinstance(name, str) or not name.strip():
                self.complain(f"{path}.name.{language}", f"is {_kind(name)}, not text", "write the holiday's name")
        return value


def _names(listed: dict[date, tuple[str, Names]]) -> dict[date, Names]:
    return {day: names for day, (_, names) in listed.items()}


def _join(path: str, key: object) -> str:
    return str(key) if path == "$" else f"{path}.{key}"


def _kind(value: Any) -> str:
    """Answer how YAML reads `value`, in words."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return "empty"
    return KINDS.get(type(value), type(value).__name__)
