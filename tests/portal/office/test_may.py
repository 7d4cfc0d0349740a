"""May I? The page answers by the table, and shows every line of the role."""

from __future__ import annotations

import re

import pytest

from goodstanding.access import policy

pytestmark = pytest.mark.usefixtures("calm")


def ask(who, *said: str, language: str = "en"):
    query = dict(zip(("action", "purpose", "class", "whose"), said, strict=True))
    return who.browser.get(who.at("may", language), params=query)


@pytest.mark.parametrize(
    ("name", "asked", "line", "asks"),
    [
        ("Ada", ("look", "casework", "record", "other"), "B1", "The reference of the case"),
        ("Ada", ("look", "casework", "protected", "own"), "B2", "The reference of the case"),
        ("Ada", ("look", "casework", "protected", "other"), None, None),
        ("Ada", ("decide", "decision", "case", "own"), None, None),
        ("Chen", ("look", "own-access", "protected", "own"), "E1", None),
        ("Chen", ("look", "own-access", "record", "other"), None, None),
        ("Olu", ("administer", "operation", "appointment", "own"), "I1", None),
        ("Olu", ("look", "operation", "record", "own"), None, None),
    ],
)
def test_the_answer_is_the_tables_with_its_line_its_reason_and_what_it_asks_for(cast, name, asked, line, asks):
    answer = ask(cast[name], *asked)
    assert answer.status_code == 200
    said = re.search(r'<h2 id="answer">([^<]*)</h2>', answer.text)[1]
    assert said == (f"Yes, by line {line}" if line else "No")
    section = answer.text.split('id="answer"')[1].split("</section>")[0]
    if line:
        (one,) = [row for row in policy.table() if row.line == line]
        assert one.why["en"] in section
        assert one.why["zh-Hans"] in ask(cast[name], *asked, language="zh-hans").text
    assert (asks in section) if asks else ("It asks for" not in section)


def test_the_lines_of_the_role_and_no_others_stand_below(cast):
    found = re.findall(
        r'<th role="rowheader" scope="row">([A-Z]\d)</th>', cast["Ada"].browser.get(cast["Ada"].at("may")).text
    )
    assert found == [line.line for line in policy.table() if "caseworker" in line.roles]


@pytest.mark.parametrize("wrong", ["action", "purpose", "class", "whose"])
@pytest.mark.parametrize("value", ["nothing", "LOOK", "", "look\u0000", "<b>look</b>"])
def test_a_word_that_is_none_is_said(cast, wrong, value):
    said = {"action": "look", "purpose": "casework", "class": "record", "whose": "own", wrong: value}
    answer = cast["Ada"].browser.get(cast["Ada"].at("may"), params=said)
    assert answer.status_code == 400
    assert 'class="summary"' in answer.text
    assert 'id="answer"' not in answer.text
    assert "<b>look" not in answer.text


def test_an_answer_can_be_linked_to_and_changes_nothing(cast, office):
    before = office.owner.execute("select count(*) from ledger.outbox").fetchone()
    first = ask(cast["Ada"], "look", "casework", "record", "own")
    again = ask(cast["Ada"], "look", "casework", "record", "own")
    a_form = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert a_form.sub("", again.text) == a_form.sub("", first.text)
    assert cast["Ada"].browser.session.post(first.url, timeout=20).status_code in (403, 405)
    assert office.owner.execute("select count(*) from ledger.outbox").fetchone() == before
