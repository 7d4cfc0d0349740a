"""All hostile files of a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from proofs.fuzzing.hostile_files import of_cells, of_json, of_mapping, of_parquets, of_texts, of_workbooks
from proofs.fuzzing.hostile_files.hostile import Hostile


def hostile_files(*, seed: int) -> Iterator[Hostile]:
    """Answer the files; each has a name of its own, and they are the same for the same seed."""
    seen: dict[str, int] = {}
    for source in (of_texts, of_json, of_cells, of_parquets, of_workbooks, of_mapping):
        for file in source.files(random.Random(f"{seed} {source.__name__}")):
            number = seen[file.name] = seen.get(file.name, 0) + 1
            # A name says the form, so that what makes it unlike another goes in front.
            yield file if number == 1 else replace(file, name=f"{number}-{file.name}")
