"""A letter with a code to an organisation's registered address: a text file for whoever prints it, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from goodstanding.access.models import Person
from goodstanding.database.home import private_folder
from goodstanding.portal.office.pools import pools

FOLDER = "letters"


def write(person: Person, *, scheme: str, identifier: str) -> None:
    """Write the letter, if the register has the organisation and it has not had too many.

    One transaction with the file: no code counts whose letter could not be written.
    """
    with pools().access.connection() as access, access.transaction():
        row = access.execute(
            "select code, organisation, name from access.write_letter(%s, %s, %s)", (person.actor, scheme, identifier)
        ).fetchone()
        if row is None:
            return
        code, organisation, name = row
        said = {
            "code": "-".join(code[start : start + 4] for start in range(0, len(code), 4)),
            "organisation": organisation,
            "name": name,
            "scheme": scheme,
            "identifier": identifier,
            "person": person,
        }
        _put(organisation, text="\n".join(_in_language(said, language) for language, _ in settings.LANGUAGES))


def _in_language(said: dict[str, Any], language: str) -> str:
    with translation.override(language):
        return render_to_string("office/letters/code.txt", {**said, "day": timezone.now()})


def _put(organisation: UUID, *, text: str) -> None:
    folder: Path = settings.HOME.path / FOLDER
    private_folder(folder)
    name = f"{organisation}-{uuid4()}"
    # Under its name only when it is whole, so that nobody prints half of one.
    half = folder / f".{name}"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as letter:
        letter.write(text)
    half.rename(folder / f"{name}.txt")
