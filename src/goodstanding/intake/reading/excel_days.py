"""Days and times as a spreadsheet counts them: days since the beginning of 1900, or of 1904."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

# Days and times among the formats that every spreadsheet knows by number; 27 to 36 and 50 to 58 in East Asia.
_BUILT_IN: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# Texts, colours, conditions and languages in a format; what is padded or repeated.
_ASIDE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DAY_LETTERS: Final = re.compile(r"[dmyhs]", re.IGNORECASE)

# The first day of the count; 29 February 1900, which never was, has the number 60.
_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet knows no time zone
_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_NEVER: Final = 60
_LAST: Final = 2_958_466
_SECONDS: Final = 86_400


def is_day(number: int, code: str | None) -> bool:
    """Whether a format, by its number and, when it is not built in, its code, shows days or times."""
    if code is None:
        return number in _BUILT_IN
    plain = _ASIDE.sub("", code.partition(";")[0])
    # Hours worked, for example, are a length and no moment.
    if _ELAPSED.search(plain) or plain.lower() == "general":
        return False
    return _DAY_LETTERS.search(plain) is not None


def day(serial: float, *, from_1904: bool) -> str | None:
    """Answer the moment in ISO form, the day alone at midnight, the time alone on day 0; None where there is none."""
    if not 0 <= serial < _LAST:
        return None
    whole, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    if whole == 0 and not from_1904:
        return (_1900 + timedelta(seconds=seconds)).time().isoformat() if seconds else None
    if whole == _NEVER and not from_1904:
        return None
    first = _1904 if from_1904 else _1900 + timedelta(days=1) if whole < _NEVER else _1900
    try:
        moment = first + timedelta(days=whole, seconds=seconds)
    except OverflowError:
        return None
    return moment.date().isoformat() if seconds == 0 else moment.isoformat()
