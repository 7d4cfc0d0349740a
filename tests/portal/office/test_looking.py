"""A look is asked for with its purpose and basis, logged, shown, and read by the organisation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.usefixtures("calm")
WHY = {"purpose": "casework", "basis": "Clean Air Act s.10", "case": "C-77"}


@pytest.fixture
def ada(cast):
    return cast["Ada"]


def looks(office) -> int:
    found = office.owner.execute(
        "select (select count(*) from access.look) + (select count(*) from ledger.outbox where kinds[1] = 'looked')"
    ).fetchone()
    return found[0]


def test_a_look_shows_the_organisation_and_its_records_and_is_logged(ada, register, office):
    before = looks(office)
    page = ada.browser.post(ada.at("look"), handle=str(register.organisation), **WHY)
    for fact in ("Works Ltd", "EEA-1", "Clean Air Act (Exampleland) s.10", "XXX 1,000.50", "31 January 2025"):
        assert fact in page.text, fact
    assert looks(office) == before + 1


def test_an_organisation_is_found_by_its_identifier(ada):
    page = ada.browser.post(ada.at("look"), scheme="exampleland", number="Works Ltd", **WHY)
    assert "EEA-1" in page.text


def test_without_a_case_nothing_is_shown(ada, register, office):
    before = looks(office)
    page = ada.browser.post(ada.at("look"), handle=str(register.organisation), **{**WHY, "case": ""})
    assert "asks for the reference of the case" in page.text
    assert "EEA-1" not in page.text
    assert looks(office) == before


def test_without_a_basis_nothing_is_shown(ada, register, office):
    before = looks(office)
    page = ada.browser.post(ada.at("look"), handle=str(register.organisation), **{**WHY, "basis": " "})
    assert "Legal basis: This field is required." in page.text
    assert looks(office) == before


def test_one_that_is_not_there_gets_the_answer_of_one_that_is_refused(ada, office, register):
    before = looks(office)
    page = ada.browser.post(ada.at("look"), handle="00000000-0000-4000-8000-00000000dead", **WHY)
    assert page.status_code == 403
    assert "not there, or not for you" in page.text
    assert looks(office) == before + 1


def test_a_form_that_names_nobody_or_two_is_not_accepted(ada, register):
    assert "Give the kind and the identifier" in ada.browser.post(ada.at("look"), **WHY).text
    both = {"scheme": "exampleland", "number": "Works Ltd", "handle": str(register.organisation)}
    assert "Give the kind and the identifier" in ada.browser.post(ada.at("look"), **both, **WHY).text


def test_the_organisation_reads_who_looked_and_why(ada, cast, register):
    chen = cast["Chen"]
    ada.browser.post(ada.at("look"), handle=str(register.organisation), **{**WHY, "case": "C-78"})
    register.house.settle()
    page = chen.browser.get(chen.at("access-log"))
    assert page.text.index("C-78") > 0
    for fact in ("exampleland:environment", "Caseworker", "Looked at", "Casework", "Clean Air Act s.10"):
        assert fact in page.text, fact
    register.house.settle()
    assert "Access log read" not in chen.browser.get(chen.at("access-log")).text
    assert "Access log read" in chen.browser.get(f"{chen.at('access-log')}?own=1").text


def test_no_look_is_a_full_answer(office, register):
    browser, _, actor = office.enter(name="Dee", app=True)
    held = office.represent(actor, register.house.register("Quiet Ltd"))
    register.house.settle()
    page = browser.get(f"/en/office/{held}/access-log/")
    assert "No look." in page.text
    assert "not an error" in page.text


def test_the_log_is_paged(cast, register, ada):
    chen = cast["Chen"]
    ada.browser.post(ada.at("look"), handle=str(register.organisation), **WHY)
    for number in range(52):
        register.house.people.looks(register.house.case, register.organisation, case=f"P-{number}")
    register.house.settle()
    page = chen.browser.get(chen.at("access-log"))
    assert page.text.count('<article class="record">') == 50
    assert "Earlier" in page.text
    earlier = chen.browser.get(f"{chen.at('access-log')}?before={page.text.split('?before=')[1].split(chr(34))[0]}")
    assert "C-77" in earlier.text
    assert "Latest" in earlier.text
    assert chen.browser.get(f"{chen.at('access-log')}?before=x").status_code == 200


def test_one_organisation_does_not_read_the_log_of_another(cast, office, register):
    browser, _, actor = office.enter(name="Eve", app=True)
    held = office.represent(actor, register.house.register("Other Ltd"))
    register.house.settle()
    assert "C-77" not in browser.get(f"/en/office/{held}/access-log/").text
    assert browser.get(cast["Chen"].at("access-log")).status_code == 404


def test_a_look_that_a_law_has_told_later_names_that_law_and_a_day(ada, register, office):
    later = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    before = looks(office)
    asked = {"handle": str(register.organisation), **WHY, "delayed_until": later}
    refused = ada.browser.post(ada.at("look"), **asked)
    assert "only on a law of its own" in refused.text
    assert looks(office) == before
    seen = ada.browser.post(ada.at("look"), **asked, delay_basis="Procedure Act s.8")
    assert "EEA-1" in seen.text
    register.house.settle()
    (last,) = office.owner.execute(
        "select delayed_until::text || delay_basis from access.look order by sequence desc limit 1"
    ).fetchone()
    assert last == f"{later}Procedure Act s.8"


def test_no_purpose_is_chosen_beforehand(ada, register, office):
    before = looks(office)
    page = ada.browser.post(ada.at("look"), handle=str(register.organisation), **{**WHY, "purpose": ""})
    assert "Purpose: This field is required." in page.text
    assert '<option value="" selected>' in page.text
    assert looks(office) == before
