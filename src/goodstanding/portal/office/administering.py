"""An operator's act: in a context of its own, by a function of the database, refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from django.contrib.messages import error, success
from django.http import HttpRequest
from django.utils.translation import gettext
from psycopg import Connection

from goodstanding.access import services
from goodstanding.access.acting import Appointment, Incomplete, Refused, Unauthenticated, acting
from goodstanding.access.machines.clients import NotAClient
from goodstanding.portal.office.pools import pools
from goodstanding.portal.office.said_by_database import said


def administer(mine: Appointment, *, does: Callable[[Connection[Any]], object]) -> str | None:
    """Do one thing as an operator; answer why it was refused, or None when it was done."""
    try:
        with acting(pools(), under=mine, through="gs_access", **services.ADMINISTERING) as entered:
            does(entered.connection)
    except psycopg.Error as refused:
        return said(refused)
    except (services.NotAppointed, NotAClient) as refused:
        return said(refused.__cause__)
    except (Refused, Unauthenticated, Incomplete):
        return gettext("Your appointment does not allow this, or is over.")
    return None


def report(request: HttpRequest, *, refused: str | None, done: str) -> bool:
    """Tell the person what came of it, on the next page; answer whether it was done."""
    (error if refused else success)(request, refused or done)
    return refused is None
