from __future__ import annotations

import pytest

from goodstanding.about.measures import measures
from tests.about.expected import STATEMENT
from tests.portal.markup import Page


def test_it_says_the_statement_word_for_word(client):
    assert STATEMENT in Page.of(client.get("/en/").content).text()


def test_it_says_the_statement_in_chinese(client):
    text = Page.of(client.get("/zh-hans/").content).text().replace(" ", "")
    assert measures().statement.text("zh-hans") in text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_measure_has_its_state_in_words_and_its_reason(client, language):
    page = Page.of(client.get(f"/{language}/").content)
    text = page.text()
    for measure in measures().measures:
        assert measure.title.in_language(language) in text
        assert measure.why.in_language(language) in text
    states = [measures().words.of_state(measure.state).in_language(language) for measure in measures().measures]
    shown = [content for content, _ in page.texts if content in set(states)]
    assert shown == states


def test_every_page_that_shows_a_measure_exists_in_the_language_of_the_reader(client):
    for language in ("en", "zh-hans"):
        links = {a["href"] for a in Page.of(client.get(f"/{language}/").content).all("a")}
        for measure in measures().measures:
            if measure.page:
                address = f"/{language}/{measure.page}"
                assert address in links
                assert client.get(address).status_code == 200


def test_the_table_stays_a_table_for_a_reader_who_hears_it(client):
    page = Page.of(client.get("/en/").content)
    assert len(page.all("table")) == 1
    rows = [attributes for attributes in page.all("tr") if attributes.get("role") == "row"]
    assert len(rows) == len(measures().measures) + 1
    assert len([a for a in page.all("th") if a.get("scope") == "row"]) == len(measures().measures)


def test_it_leads_to_the_records(client):
    assert "/en/records/" in [a["href"] for a in Page.of(client.get("/en/").content).all("a")]


def test_the_page_without_a_language_leads_to_one(client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/"


def test_it_is_small(client):
    assert len(client.get("/en/").content) <= 60_000
