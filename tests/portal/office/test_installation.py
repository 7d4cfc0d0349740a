"""Every page says what kind of installation it is, and which day it shows."""

from __future__ import annotations

import pytest
from psycopg.types.json import Jsonb

from tests.portal.office.test_every_page import checked

pytestmark = pytest.mark.usefixtures("calm")
REASON = {"en": "The source ends with the year 2015.", "zh-Hans": "来源截至2015年。"}


@pytest.fixture
def declared(office):
    """Answer how to declare the installation; afterwards it is as it was."""

    def declare(status: str, day: str | None = None) -> None:
        office.owner.execute(
            "update register.installation set status = %s, declared_present = %s, reason = %s",
            (status, day, Jsonb(REASON) if day else None),
        )

    before = office.owner.execute("select status from register.installation").fetchone()[0]
    yield declare
    declare(before)


PAGES = ["sign-in/", "", "nothing/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_demonstration_says_so_and_which_day_it_shows(office, cast, declared, path):
    declared("demonstration", "2015-12-31")
    for language, said in {
        "en": ("This is a demonstration.", "31 December 2015", REASON["en"]),
        "zh-hans": ("2015年12月31日", REASON["zh-Hans"]),
    }.items():
        browser = office.browser() if path == "sign-in/" else cast["Ada"].browser
        page = browser.get(f"/{language}/office/{path}")
        checked(page.text, language)
        for one in said:
            assert one in page.text, (language, one)


def test_a_teaching_installation_says_so(office, declared):
    declared("teaching")
    page = office.browser().get("/en/office/sign-in/").text
    assert "This is a teaching installation. Nothing on it has legal effect." in page
    assert 'class="present"' not in page


def test_one_in_service_says_so(office, declared):
    declared("production")
    page = office.browser().get("/en/office/sign-in/").text
    assert "This installation is in service." in page
    assert 'class="present"' not in page
