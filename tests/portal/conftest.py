"""Django without a database: the pages, in front of a register that answers what a test tells it to."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import django
import pytest
from django.test import Client

from goodstanding.register import queries
from goodstanding.register.queries import Installation, PublishedRecord

TODAY = Installation(
    status="production", time_zone="Asia/Taipei", present=date(2026, 11, 24), declared=False, reason=None
)
DECLARED = replace(
    TODAY,
    status="demonstration",
    present=date(2015, 12, 31),
    declared=True,
    reason={"en": "The source ends with the year 2015.", "zh-Hans": "来源截至2015年。"},
)
FINED = PublishedRecord(
    handle=UUID("00000000-0000-4000-8000-000000000001"),
    party=UUID("00000000-0000-4000-8000-0000000000a1"),
    party_name="範例化工股份有限公司",
    site_name="範例化工股份有限公司第二廠",
    authority_name="範例市政府環境保護局",
    document_number="範環罰字第1040001號",
    decided_on=date(2015, 8, 7),
    law="空氣污染防制法第20條第1項、第56條第1項",
    tier="general",
    fine_amount=Decimal("100000.00"),
    fine_currency="TWD",
    published_from=date(2015, 8, 14),
    ends_on=date(2016, 8, 14),
    source="行政院環境保護署",
)
UNFINED = replace(
    FINED,
    handle=UUID("00000000-0000-4000-8000-000000000002"),
    party_name="範例水泥股份有限公司",
    site_name=None,
    tier="minor",
    fine_amount=None,
    fine_currency=None,
    ends_on=date(2016, 1, 14),
)


@dataclass
class Register:
    """What the register answers in one test."""

    installation: Installation = DECLARED
    records: list[PublishedRecord] = field(default_factory=lambda: [FINED, UNFINED])


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Django, set up once, with a home of its own in which no server was ever started."""
    home: Path = tmp_path_factory.mktemp("home")
    (home / "static").mkdir()
    before = os.environ.get("GOODSTANDING_HOME")
    os.environ["GOODSTANDING_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.config.settings")
    try:
        django.setup()
    finally:
        if before is None:
            del os.environ["GOODSTANDING_HOME"]
        else:
            os.environ["GOODSTANDING_HOME"] = before


@pytest.fixture
def register(pages: None, monkeypatch: pytest.MonkeyPatch) -> Register:
    from goodstanding.portal.public import reading

    answers = Register()
    monkeypatch.setattr(reading, "_connection", lambda: nullcontext(object()))
    monkeypatch.setattr(queries, "installation", lambda _connection: answers.installation)
    monkeypatch.setattr(queries, "published_records", lambda _connection: answers.records)
    return answers


@pytest.fixture
def client(register: Register) -> Client:
    return Client()
