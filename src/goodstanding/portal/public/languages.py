"""Links to the same page in each language of the program."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

from goodstanding.about.texts import language_tag


@dataclass(frozen=True)
class LanguageLink:
    tag: str
    name: str
    address: str
    current: bool


def links(*, path: str) -> list[LanguageLink]:
    """Answer one link for each language, each named in its own language and leading to the same page."""
    return [
        LanguageLink(
            tag=language_tag(code), name=name, address=translate_url(path, code), current=code == get_language()
        )
        for code, name in settings.LANGUAGES
    ]
