from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.portal.conftest import FINED, UNFINED
from tests.portal.markup import Page


def shown(client, address: str = "/en/records/") -> Page:
    return Page.of(client.get(address).content)


def test_a_record_says_what_who_where_which_law_and_until_when(client, register):
    register.records = [FINED]
    text = shown(client).text()
    for fact in (
        FINED.party_name,
        FINED.site_name,
        FINED.authority_name,
        FINED.document_number,
        FINED.law,
        "TWD 100,000",
        "Severity General",
        "Decided on 7 August 2015",
        "Shown since 14 August 2015",
        "No longer shown from 14 August 2016",
        str(FINED.handle),
    ):
        assert fact in text


def test_dates_and_words_are_chinese_on_the_chinese_page(client, register):
    register.records = [FINED]
    text = shown(client, "/zh-hans/records/").text()
    for fact in ("2015年8月7日", "停止显示 2016年8月14日", "一般", "共 1 条记录"):
        assert fact in text


def test_a_machine_reads_every_date_too(client, register):
    register.records = [FINED]
    times = [attributes["datetime"] for attributes in shown(client).all("time")]
    assert times == ["2015-08-07", "2015-08-14", "2016-08-14"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_data_keep_their_own_language(client, register, language):
    register.records = [FINED]
    page = shown(client, f"/{language}/records/")
    for value in (
        FINED.party_name,
        FINED.site_name,
        FINED.authority_name,
        FINED.document_number,
        FINED.law,
        FINED.source,
    ):
        assert page.language_of(value) == {"zh-Hant"}


def test_data_without_chinese_characters_are_not_called_chinese(client, register):
    register.records = [replace(FINED, party_name="Example Cement Ltd")]
    assert shown(client, "/zh-hans/records/").language_of("Example Cement Ltd") == {"en"}


@pytest.mark.parametrize(("address", "answer"), [("/en/records/", "No record."), ("/zh-hans/records/", "无记录。")])
def test_no_record_is_a_full_answer(client, register, address, answer):
    register.records = []
    page = shown(client, address)
    assert answer in [text for text, _ in page.texts]
    assert not page.all("article")


def test_no_record_is_not_said_where_there_is_one(client):
    assert "No record." not in shown(client).text()


def test_a_record_without_a_fine_or_a_place_says_so_and_shows_no_empty_field(client, register):
    register.records = [UNFINED]
    page = shown(client)
    assert "Fine None recorded" in page.text()
    assert "Place" not in [text for text, _ in page.texts]
    assert "None" not in [text for text, _ in page.texts]


def test_a_record_that_is_not_adverse_may_have_no_end_and_says_so(client, register):
    register.records = [replace(FINED, ends_on=None)]
    assert "No longer shown from No day is set." in shown(client).text()


def test_an_amount_with_cents_keeps_them(client, register):
    register.records = [replace(FINED, fine_amount=Decimal("1234.50"))]
    assert "TWD 1,234.50" in shown(client).text()


def test_a_fine_of_nothing_is_not_the_same_as_no_fine_recorded(client, register):
    register.records = [replace(FINED, fine_amount=Decimal(0))]
    text = shown(client).text()
    assert "Fine TWD 0" in text
    assert "None recorded" not in text


def test_the_source_is_credited_once(client):
    assert [text for text, _ in shown(client).texts].count(FINED.source) == 1


def test_it_says_how_to_dispute_a_record_and_that_objecting_here_is_not_built(client):
    text = shown(client).text()
    assert "Write to the authority that made the decision" in text
    assert "Objecting on this site is not built yet" in text


def test_it_ranks_nothing_and_shows_no_score(client):
    page = shown(client)
    assert not page.all("ol")
    assert "the latest decision first" in page.text()
    assert not [text for text, _ in page.texts if text.lower() in {"score", "rank", "grade"}]


def test_a_severe_record_looks_like_a_minor_one(client, register):
    register.records = [replace(FINED, tier="serious"), UNFINED]
    assert [a["class"] for a in shown(client).all("article")] == ["record", "record"]


def test_search_engines_are_asked_not_to_index_it(client):
    assert {"name": "robots", "content": "noindex"} in shown(client).all("meta")


def test_what_a_source_wrote_is_shown_and_never_run(client, register):
    register.records = [replace(FINED, party_name="<script>alert(1)</script>", law="<b>bold</b>")]
    page = shown(client)
    assert not page.all("script")
    assert not page.all("b")
    assert "<script>alert(1)</script>" in page.text()
