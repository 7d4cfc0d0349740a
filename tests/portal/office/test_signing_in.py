"""Signing in: by invitation, password, app and recovery code, and every refusal in the access log."""

from __future__ import annotations

import re
import time

import pytest

from tests.portal.office.codes import code_of
from tests.portal.office.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("calm")
SIGN_IN, FACTOR = "/en/office/sign-in/", "/en/office/sign-in/second-factor/"
WRONG = "The e-mail address or the password is not right."
WRONG_CODE = "This code or key is not right, or was used already."


def test_an_invitation_sets_a_password_once(office):
    actor, token = office.invite("bo@example.org", name="Bo")
    first, second = office.browser(), office.browser()
    address = f"/en/office/invited/{token}/"
    assert "For Bo, bo@example.org." in first.get(address).text
    page = first.post(address, password1=PASSWORD, password2=PASSWORD)
    assert page.url.endswith("/en/office/second-factor/")
    assert second.get(address).status_code == 404
    assert office.events(actor) == ["password-changed", "signed-in"]


def test_a_new_invitation_ends_the_old_link(office):
    _, old = office.invite("late@example.org")
    _, new = office.invite("late@example.org")
    browser = office.browser()
    assert browser.get(f"/en/office/invited/{old}/").status_code == 404
    assert browser.get(f"/en/office/invited/{new}/").status_code == 200
    assert browser.get(f"/en/office/invited/{new[:-2]}/").status_code == 404


@pytest.mark.parametrize("weak", ["short", "password1234", "a", "123456789012345"])
def test_a_weak_password_is_not_taken(office, weak):
    _, token = office.invite("weak@example.org")
    page = office.browser().post(f"/en/office/invited/{token}/", password1=weak, password2=weak)
    assert 'class="summary"' in page.text


def test_nobody_can_sign_up(office):
    assert office.browser().get("/en/office/signup/").status_code == 404
    assert office.browser().get("/en/office/sign-up/").status_code == 404


def test_password_and_app_sign_in(office):
    _, email, actor = office.enter(app=True)
    browser = office.browser()
    assert browser.sign_in(email).url.endswith(FACTOR)
    assert browser.get("/en/office/").url.endswith("sign-in/?next=/en/office/") or "Second factor" in browser.page.text
    page = browser.post(FACTOR, code=code_of(office.secrets[email]))
    assert page.url.endswith("/en/office/"), page.text
    assert office.events(actor) == ["password-changed", "signed-in", "factor-added", "signed-in"]
    assert office.said(actor)[-1][1]["by"] == "password, totp"


def test_a_code_that_was_used_is_refused(office):
    _, email, actor = office.enter(app=True)
    code = code_of(office.secrets[email])
    first, second = office.browser(), office.browser()
    first.sign_in(email)
    assert first.post(FACTOR, code=code).url.endswith("/en/office/")
    office.owner.execute("delete from public.access_cache")  # the library's own memory of it is 30 seconds long
    second.sign_in(email)
    assert WRONG_CODE in second.post(FACTOR, code=code).text
    assert office.events(actor)[-1] == "second-factor-refused"


def test_a_code_older_than_the_last_one_used_is_refused(office):
    _, email, actor = office.enter(app=True)
    browser = office.browser()
    browser.sign_in(email)
    browser.post(FACTOR, code=code_of(office.secrets[email]))
    other = office.browser()
    other.sign_in(email)
    assert WRONG_CODE in other.post(FACTOR, code=code_of(office.secrets[email], steps=-1)).text
    assert office.events(actor)[-1] == "second-factor-refused"


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_a_clock_that_is_wrong_by_more_than_a_step_is_refused(office, steps):
    _, email, actor = office.enter(app=True)
    browser = office.browser()
    browser.sign_in(email)
    assert WRONG_CODE in browser.post(FACTOR, code=code_of(office.secrets[email], steps=steps)).text
    assert office.events(actor)[-1] == "second-factor-refused"


def test_a_recovery_code_signs_in_once(office):
    browser, email, actor = office.enter(app=True)
    codes = re.findall(r"<li><code>(\d{8})</code></li>", browser.page.text)
    assert len(codes) == 10
    assert codes[0] not in browser.get("/en/office/second-factor/codes/").text
    first, second = office.browser(), office.browser()
    first.sign_in(email)
    assert first.post(FACTOR, code=codes[0]).url.endswith("/en/office/")
    assert office.events(actor)[-2:] == ["signed-in", "recovered"]
    second.sign_in(email)
    assert WRONG_CODE in second.post(FACTOR, code=codes[0]).text
    assert office.events(actor)[-1] == "second-factor-refused"


def test_brute_force_is_throttled_and_the_right_password_waits_too(office):
    _, email, _ = office.enter()
    browser = office.browser()
    for _ in range(5):
        assert WRONG in browser.sign_in(email, "not the password").text
    before = office.events().count("throttled")
    assert "Too many attempts" in browser.sign_in(email).text
    assert "Too many attempts" in browser.sign_in(email).text
    assert office.events().count("throttled") == before + 1, "a flood fills no ledger"


def test_one_address_is_throttled_over_all_accounts(office):
    browser = office.browser()
    answers = [browser.sign_in(f"nobody-{number}@example.org", "not the password").text for number in range(11)]
    assert WRONG in answers[0]
    assert "Too many attempts" in answers[-1]


def test_codes_are_throttled(office, calm):
    _, email, actor = office.enter(app=True)
    browser = office.browser()
    browser.sign_in(email)
    pages = [browser.post(FACTOR, code="000000").text for _ in range(6)]
    assert WRONG_CODE in pages[0]
    assert "Too many attempts" in pages[-1]
    assert "Too many attempts" in browser.post(FACTOR, code=code_of(office.secrets[email])).text
    assert "second-factor-refused" in office.events(actor)


def test_too_many_requests_get_429_and_one_entry(office):
    browser = office.browser()
    pages = [browser.post(SIGN_IN, login="", password="") for _ in range(32)]
    assert pages[0].status_code == 200
    assert pages[-1].status_code == 429
    assert "Wait a minute" in pages[-1].text


def shown(text: str) -> str:
    """A page without what differs between any two: the token of its form, and the address that was typed."""
    return re.sub(r'value="[^"]*"', "", text)


def test_a_known_and_an_unknown_address_get_the_same_answers(office, calm):
    _, email, _ = office.enter(app=True)
    answers = []
    for address in (email, "nobody@example.org"):
        calm()
        browser = office.browser()
        signed, asked = browser.sign_in(address, "not the password"), None
        asked = browser.post("/en/office/password/forgotten/", email=address)
        answers.append((signed.status_code, shown(signed.text), asked.status_code, asked.url, shown(asked.text)))
    assert answers[0] == answers[1]
    assert office.said()[-1][0] == "sign-in-refused"
    assert email not in str(office.said())


def links(office) -> list[str]:
    return re.findall(r"http://\S+/password/new/\S+", office.letters())


def test_a_forgotten_password_is_set_by_a_link_and_the_second_factor_still_asked_for(office):
    signed_in, email, actor = office.enter(app=True)
    browser = office.browser()
    before = links(office)
    browser.post("/en/office/password/forgotten/", email=email)
    until = time.monotonic() + 5
    while links(office) == before and time.monotonic() < until:
        time.sleep(0.05)
    link = links(office)[-1].removeprefix(office.base)
    form = browser.get(link).url.removeprefix(office.base)
    assert form.endswith("-set-password/")
    page = browser.post(form, password1="other heavy purple lanterns", password2="other heavy purple lanterns")
    assert "The password is set" in page.text
    assert "recovered" in office.events(actor)
    assert signed_in.get("/en/office/").url.endswith("/sign-in/?next=/en/office/")
    assert browser.sign_in(email, "other heavy purple lanterns").url.endswith(FACTOR)
    assert "not valid" in browser.get(link).text


def test_signing_out_ends_the_session_and_is_logged(office):
    browser, _, actor = office.enter()
    browser.post("/en/office/sign-out/", of="/en/office/")
    assert "/sign-in/" in browser.get("/en/office/").url
    assert office.events(actor)[-1] == "signed-out"


def test_no_secret_and_no_address_is_in_the_access_log(office):
    _, email, actor = office.enter(app=True)
    said = str(office.said(actor)) + str(office.said())
    for secret in (email, office.secrets[email], PASSWORD, "127.0.0.1"):
        assert secret not in said
    row = office.owner.execute(
        "select data::text from public.mfa_authenticator where user_id = %s", (actor,)
    ).fetchall()
    assert office.secrets[email] not in str(row)


def test_letters_wait_in_a_folder_of_their_own(office):
    assert oct(office.mail.stat().st_mode & 0o777) == "0o700"
