"""What a template needs to show data as they came."""

from __future__ import annotations

import re

from django import template

register = template.Library()

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@register.filter
def data_language(text: str) -> str:
    """Answer the language tag of a piece of data.

    The only Chinese data so far are Taiwan's, and no field says its own language yet.
    """
    return "zh-Hant" if _HAN.search(text) else "en"
