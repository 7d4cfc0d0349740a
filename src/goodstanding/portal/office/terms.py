"""Days of a role that a person gives to another: by the installation's calendar, and not for ever."""

from __future__ import annotations

from datetime import date

from goodstanding.portal.office.pools import pools


def today() -> date:
    """Answer the day by which roles begin and end: the installation's."""
    with pools().access.connection() as access:
        row = access.execute("select access.today()").fetchone()
    found: date = row[0]  # type: ignore[index]  # one row
    return found


def is_term_from_today(ends_on: date) -> bool:
    """Whether a role that begins today may end on a day: later, and within 24 months, as the database holds too."""
    with pools().access.connection() as access:
        row = access.execute(
            "select access.today() < %(end)s and %(end)s <= access.today() + interval '24 months'", {"end": ends_on}
        ).fetchone()
    return bool(row and row[0])
