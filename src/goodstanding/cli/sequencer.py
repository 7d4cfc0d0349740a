"""`goodstanding sequencer`: the one process that gives acts their place in the ledger."""

from __future__ import annotations

import signal
from types import FrameType

from goodstanding.cli.output import say
from goodstanding.config import installation
from goodstanding.database.home import home
from goodstanding.ledger import sequencer as sequencing


def sequencer() -> None:
    """Run the sequencer until stopped. A second one waits and takes over when the first ends.

    Example: goodstanding sequencer
    """
    place = home()
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    projector = installation.projector(place)
    say("The sequencer runs.")
    sequencing.run(
        connect=lambda: installation.serving_connection("gs_sequencer", home=place),
        open_seal=lambda: installation.open_seal(place),
        project=projector.step,
        stopped=lambda: stopping,
    )
