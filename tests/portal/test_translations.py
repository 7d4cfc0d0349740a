"""The pages' texts in Simplified Chinese are complete, current and compiled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

import goodstanding

SOURCE = Path(goodstanding.__file__).parent
FOLDER = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES"
Key = tuple[str | None, str, str]


def texts(catalogue: polib.POFile | polib.MOFile) -> dict[Key, tuple[str, ...]]:
    return {
        (entry.msgctxt or None, entry.msgid, entry.msgid_plural or ""): tuple(entry.msgstr_plural.values())
        or (entry.msgstr,)
        for entry in catalogue
        if not entry.obsolete
    }


def test_every_text_of_the_program_is_in_the_catalogue_and_nothing_else(tmp_path):
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext NOT FOUND (GNU gettext): nothing was checked")
    copy = tmp_path / "goodstanding"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-location", "--no-obsolete"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    extracted = polib.pofile(str(copy / FOLDER.relative_to(SOURCE) / "django.po"))
    assert texts(extracted).keys() == texts(polib.pofile(str(FOLDER / "django.po"))).keys()
    assert not [entry.msgid for entry in extracted if entry.fuzzy or not entry.translated()]


def test_no_translation_is_empty_or_guessed():
    catalogue = polib.pofile(str(FOLDER / "django.po"))
    assert len(catalogue) > 0
    assert not [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated() or entry.obsolete]


def test_a_translation_keeps_every_placeholder_and_tag():
    kept = re.compile(r"%\([a-z_]+\)s|</?[a-z][^>]*>")
    for entry in polib.pofile(str(FOLDER / "django.po")):
        wanted = sorted(kept.findall(entry.msgid))
        for translated in entry.msgstr_plural.values() or [entry.msgstr]:
            assert sorted(kept.findall(translated)) == wanted, entry.msgid


def test_the_compiled_catalogue_says_what_the_source_says():
    compiled, source = polib.mofile(str(FOLDER / "django.mo")), polib.pofile(str(FOLDER / "django.po"))
    assert texts(compiled) == texts(source), "run: django-admin compilemessages"
