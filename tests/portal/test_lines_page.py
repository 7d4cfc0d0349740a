from __future__ import annotations

import pytest

from goodstanding.about.lines import lines
from tests.portal.markup import Page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_says_each_line_and_what_holds_it_today(client, language):
    text = Page.of(client.get(f"/{language}/lines/").content).text()
    for line in lines().lines:
        assert line.rule.in_language(language) in text
        assert line.today.in_language(language) in text


def test_a_giveaway_that_does_not_exist_yet_is_marked_so(client):
    page = Page.of(client.get("/en/lines/").content)
    missing = [item for item in lines().giveaways if not item.here]
    assert [text for text, _ in page.texts].count("Not yet") == len(missing)


def test_commands_are_marked_as_commands(client):
    page = Page.of(client.get("/en/lines/").content)
    assert page.all("code")
    assert "`" not in page.text()
