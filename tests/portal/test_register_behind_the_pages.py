"""The pages in front of a real register, read in the public role."""

from __future__ import annotations

from contextlib import nullcontext

import psycopg
import pytest
from django.test import Client

from goodstanding.register import queries
from tests.portal.markup import Page


@pytest.fixture
def public(database, pages, monkeypatch):
    from goodstanding.portal.public import reading

    with database.connect("gs_public", autocommit=True) as connection:
        monkeypatch.setattr(reading, "_connection", lambda: nullcontext(connection))
        yield connection


def test_an_empty_register_answers_no_record_on_its_own_today(public):
    today = queries.installation(public).present
    page = Page.of(Client().get("/en/records/").content)
    assert "No record." in [text for text, _ in page.texts]
    assert f"Shown on {today.day} {today:%B %Y}" in page.text()


def test_the_role_that_serves_the_pages_cannot_read_the_ledger(public):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public.execute("select * from ledger.entry_content")
