"""Who runs the command: the person or machine whose token is in GOODSTANDING_TOKEN."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from goodstanding.access import queries
from goodstanding.access.acting import Appointment, Entered, acting
from goodstanding.config.pools import OfficePools
from goodstanding.database.home import Home

VARIABLE = "GOODSTANDING_TOKEN"

Purpose = Annotated[str, typer.Option(help="What for: one of the purposes in docs/access.md, as casework or review.")]
Basis = Annotated[str, typer.Option(help="The legal basis: the law and its provision.")]
Case = Annotated[str | None, typer.Option(help="The case it belongs to; most purposes ask for one.")]


class NobodyActs(PermissionError):
    """No token, or one that is over; the message says how to get one."""


@contextmanager
def somebody(*, home: Home) -> Iterator[tuple[OfficePools, Appointment]]:
    """Answer the process's pools and the appointment its token acts under. Raises NobodyActs."""
    token = os.environ.get(VARIABLE)
    if not token:
        raise NobodyActs(
            f"Nobody acts. Put a token in {VARIABLE}: a person takes one from the account page, a machine from"
            " goodstanding client token."
        )
    with OfficePools(home=home, size=1) as pools:
        with pools.access.connection() as access:
            under = queries.of_token(access, token=token)
        if under is None:
            raise NobodyActs(
                f"The token in {VARIABLE} is over, revoked or unknown. Take another from your account page."
            )
        yield pools, under


@contextmanager
def doing(*, home: Home, through: str = "gs_case", **asked: Any) -> Iterator[tuple[Entered, Appointment]]:
    """Do one thing as whoever runs the command. Raises NobodyActs, and what `acting` raises."""
    with somebody(home=home) as (pools, under), acting(pools, under=under, through=through, **asked) as here:
        yield here, under
