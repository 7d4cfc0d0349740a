"""How commands answer: one JSON document on stdout with --json, words otherwise; everything else on stderr."""

from __future__ import annotations

import json
import sys
import time
from typing import Annotated, Any, Final

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout; everything else on stderr.")]

# Documented in docs/cli.md; a test holds the two together.
DONE: Final = 0
NEGATIVE: Final = 1
USAGE: Final = 2
CANNOT: Final = 3


def answer(document: dict[str, Any], *, as_json: bool, words: str) -> None:
    """Print the document, or the words a person reads."""
    print(json.dumps(document, ensure_ascii=False, indent=1, default=str) if as_json else words)


def say(text: str) -> None:
    """Print a remark that is not the answer."""
    print(text, file=sys.stderr, flush=True)


class Progress:
    """A line on stderr at most twice a second: what is done, of how much."""

    def __init__(self, *, of: str, total: int | None = None) -> None:
        self._of, self._total, self._last = of, total, 0.0

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self._last > 0.5:  # noqa: PLR2004  twice a second is readable and costs nothing
            self._last = now
            say(f"  {done:,}{f' of {self._total:,}' if self._total else ''} {self._of}")
