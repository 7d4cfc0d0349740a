"""Passkeys in a real browser, with an authenticator that the browser itself plays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodstanding.database import binaries
from tests.portal.office.codes import code_of
from tests.portal.office.conftest import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright NOT FOUND: no journey was made")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="CHROMIUM NOT FOUND: no journey was made"),
    pytest.mark.usefixtures("calm"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, office, request) -> Iterator[object]:
    """A browser with an authenticator that knows its person; on one version of PostgreSQL, the latest asked for."""
    asked = [int(one) for one in request.config.getoption("--postgres").split(",") if one]
    latest = max(asked or [found.major for found in binaries.found()])
    if office.owner.info.server_version // 10000 != latest:
        pytest.skip(f"journeys are made on PostgreSQL {latest} only")
    context = chromium.new_context(base_url=office.base)
    made = context.new_page()
    made.set_default_timeout(8000)
    complaints: list[str] = []
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    authenticate(made)
    yield made
    context.close()
    assert not [text for text in complaints if "404" not in text], complaints


def authenticate(page) -> str:
    """Give the browser an authenticator with a fingerprint reader."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def accept(page, office, *, name: str, role: str | None = None):
    """Follow an invitation to the page of second factors; answer the actor."""
    email = f"{name.lower()}@journey.example.org"
    actor, token = office.invite(email, name=name)
    if role:
        office.appoint(actor, role=role)
    page.goto(f"/en/office/invited/{token}/")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url("**/second-factor/")
    return actor, email


def add_key(page) -> None:
    page.get_by_role("link", name="Add a passkey or key").click()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/codes/")


def test_invitation_password_passkey_and_in_again_with_the_passkey_alone(page, office):
    actor, _ = accept(page, office, name="Ada", role="caseworker")
    add_key(page)
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("heading", name="Caseworker").wait_for()
    page.get_by_role("button", name="Sign out").first.click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="My account").wait_for()
    assert office.events(actor) == ["password-changed", "signed-in", "factor-added", "signed-out", "signed-in"]
    assert office.said(actor)[2][1]["factor"] == "passkey"
    assert office.said(actor)[-1][1]["by"] == "webauthn"


def test_a_passkey_after_the_password(page, office):
    actor, email = accept(page, office, name="Bo", role="clerk")
    add_key(page)
    page.get_by_role("button", name="Sign out").first.click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/sign-in/second-factor/")
    page.get_by_role("button", name="Use a passkey or key").click()
    page.get_by_role("heading", name="My account").wait_for()
    assert office.said(actor)[-1][1]["by"] == "password, webauthn"


def test_a_passkey_of_nobody_here_is_refused_and_logged(page, office):
    before = office.events().count("sign-in-refused")
    actor, _ = accept(page, office, name="Eve")
    add_key(page)
    page.get_by_role("button", name="Sign out").first.click()
    office.owner.execute("delete from public.mfa_authenticator where user_id = %s", (actor,))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This code or key is not right").wait_for()
    assert office.events().count("sign-in-refused") == before + 1


def test_app_and_code_by_keyboard_alone(page, office):
    _, email = accept(page, office, name="Dee")
    page.get_by_role("link", name="Set up an app").press("Enter")
    secret = re.sub(" ", "", page.locator(".secret").inner_text())
    page.get_by_role("textbox", name="Code").fill(code_of(secret, steps=-1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/codes/")
    page.goto("/en/office/")
    page.get_by_role("button", name="Sign out").first.press("Enter")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Code").fill(code_of(secret))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="My account").wait_for()


def test_a_stolen_cookie_in_another_browser_ends_the_session(page, office, chromium):
    actor, _ = accept(page, office, name="Chen")
    cookies = page.context.cookies()
    thief = chromium.new_context(base_url=office.base, user_agent="Eve's browser")
    thief.add_cookies(cookies)
    other = thief.new_page()
    other.goto("/en/office/")
    other.get_by_text("signed out for your protection").wait_for()
    thief.close()
    page.goto("/en/office/")
    page.get_by_role("heading", name="Sign in", exact=True).wait_for()
    assert office.events(actor)[-1] == "session-refused"


def test_only_pages_with_passkeys_run_a_script_and_only_that_file(office):
    browser = office.browser()
    with_script = browser.get("/en/office/sign-in/").headers["Content-Security-Policy"]
    script = f"{office.base}/static/office/passkeys.js"
    assert f"script-src {script};" in with_script
    assert "unsafe" not in with_script
    assert browser.get("/static/office/passkeys.js").status_code == 200
    without = browser.get("/en/office/password/forgotten/").headers["Content-Security-Policy"]
    assert "script-src" not in without
    assert "default-src 'none'" in without
