"""`goodstanding doctor`: is this installation safe to serve? Each finding comes with its fix."""

from __future__ import annotations

import typer

from goodstanding.cli.output import NEGATIVE, Json, answer
from goodstanding.config import health
from goodstanding.database.home import home


def doctor(*, as_json: Json = False) -> None:
    """Look for what makes this installation unsafe, and say how to mend it. Exit code 1 when something is.

    A demonstration may run with findings; a production installation must not.

    Example: goodstanding doctor
    """
    findings = health.findings(home=home())
    document = {"findings": [vars(one) for one in findings], "safe": not findings}
    lines = [f"{one.what}\n    {one.fix}" for one in findings]
    answer(document, as_json=as_json, words="\n".join(lines) or "Nothing found.")
    if findings:
        raise typer.Exit(NEGATIVE)
