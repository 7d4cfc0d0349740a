"""What one person proposed and another decided: the two the database saw are the two the content names (R14)."""

from __future__ import annotations

import json
from typing import Any

from psycopg import Cursor

from goodstanding.core.canonical import SALT_BYTES
from goodstanding.core.entries import Content
from goodstanding.core.entries.proposing import PEOPLE, content_to_propose
from goodstanding.ledger.projection import Refused
from goodstanding.ledger.reading import Entry


def require(cursor: Cursor[Any], *, entry: Entry, content: Content) -> None:
    """Hold an entry against the proposals of its kind under its handle. Raises Refused.

    The database lets no such act in without a proposal, but cannot read a sealed content; here it is read. What was
    filed before actors were bound to tokens has no proposal, and nothing to hold it against.
    """
    proposals = [
        (actor, said)
        for actor, sealed in cursor.execute(
            "select e.actor, c.sealed from ledger.ledger_entry e join ledger.entry_content c using (sequence, log)"
            " where e.handle = %s and e.sequence < %s and e.kind = 'proposed' order by e.sequence",
            (entry.handle, entry.sequence),
        )
        if (said := json.loads(bytes(sealed)[1 + SALT_BYTES :]))["kind"] == entry.kind
    ]
    if not proposals:
        return
    proposer, decider, _ = PEOPLE[entry.kind]
    people = (getattr(content, proposer), getattr(content, decider))
    if people not in [(actor, entry.actor) for actor, _ in proposals]:
        raise Refused("the people it names are not the ones who acted (R14)")
    # Any of them: somebody who proposes something else meanwhile does not undo what was decided.
    proposed = content_to_propose(kind=entry.kind, content=content).hex()
    if (people[0], proposed) not in [(actor, said["content"]) for actor, said in proposals]:
        raise Refused("it is not what was proposed (R14)")
