"""A session belongs to one browser in one network; a stolen cookie is of no use, and its use is logged."""

from __future__ import annotations

import re

import pytest
import requests
from django.core.signing import TimestampSigner
from requests.adapters import HTTPAdapter

from tests.portal.office.conftest import SECRET, free_port, start

pytestmark = pytest.mark.usefixtures("calm")
STORE = TimestampSigner(key=SECRET, salt="django.contrib.sessions.SessionStore", fallback_keys=[])


class From(HTTPAdapter):
    """Requests that leave from one of this machine's own addresses."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args, **more):
        super().init_poolmanager(*args, **more, source_address=(self.address, 0))


def taken(office, browser, agent: str) -> object:
    """A browser into which the cookie of another was put."""
    thief = office.browser(agent)
    thief.session.cookies.set("office", browser.cookie(), domain="localhost.local", path="/")
    return thief


def age(office, browser, **change: float) -> None:
    """Make a session older, in the database, by so many seconds."""
    key = browser.cookie()
    (data,) = office.owner.execute(
        "select session_data from public.django_session where session_key = %s", (key,)
    ).fetchone()
    said = STORE.unsign_object(data)
    said |= {name: said[name] - seconds for name, seconds in change.items()}
    office.owner.execute(
        "update public.django_session set session_data = %s where session_key = %s", (STORE.sign_object(said), key)
    )


def test_a_cookie_in_another_browser_is_refused_and_the_session_ends_for_both(office):
    browser, _, actor = office.enter()
    thief = taken(office, browser, "Eve's browser")
    page = thief.get("/en/office/")
    assert page.url.endswith("/en/office/sign-in/")
    assert "signed out for your protection" in page.text
    assert "/sign-in/" in browser.get("/en/office/").url
    assert office.said(actor)[-1][0] == "session-refused"
    assert office.said(actor)[-1][1]["why"] == "another browser or network"


def test_the_same_browser_from_another_network_is_refused(office):
    browser, _, actor = office.enter()
    thief = taken(office, browser, browser.agent)
    assert thief.get("/en/office/").url.endswith("/en/office/"), "the cookie alone was good here"
    thief.session.mount("http://", From("127.7.0.1"))
    assert "/sign-in/" in thief.get("/en/office/").url
    assert office.events(actor)[-1] == "session-refused"


def test_a_stolen_cookie_between_password_and_code_is_refused_too(office):
    _, email, _ = office.enter(app=True)
    browser = office.browser()
    browser.sign_in(email)
    thief = taken(office, browser, "Eve's browser")
    assert thief.get("/en/office/sign-in/second-factor/").url.endswith("/en/office/sign-in/")


@pytest.mark.parametrize(
    ("change", "why"),
    [({"seen": 31 * 60}, "unused for half an hour"), ({"begun": 8 * 3600 + 60}, "older than a working day")],
)
def test_a_session_ends_when_unused_and_after_a_working_day(office, change, why):
    browser, _, actor = office.enter()
    age(office, browser, **change)
    assert "/sign-in/" in browser.get("/en/office/").url
    assert office.said(actor)[-1][1]["why"] == why


def test_a_session_that_is_used_goes_on(office):
    browser, _, _ = office.enter()
    age(office, browser, seen=20 * 60)
    assert browser.get("/en/office/").url.endswith("/en/office/")
    age(office, browser, seen=20 * 60)
    assert browser.get("/en/office/").url.endswith("/en/office/")


def test_signing_in_changes_the_cookie(office):
    _, email, _ = office.enter(app=True)
    browser = office.browser()
    browser.sign_in(email)
    before = browser.cookie()
    from tests.portal.office.codes import code_of

    browser.post("/en/office/sign-in/second-factor/", code=code_of(office.secrets[email]))
    assert browser.cookie() != before


def test_signing_out_everywhere_ends_every_session_and_every_token(office):
    browser, email, actor = office.enter(role="clerk", app=True)
    (held,) = office.owner.execute("select appointment from access.appointment where actor = %s", (actor,)).fetchone()
    issue = "select access.issue_bearer(%s, %s, array['filing:file'], 600)"
    (token,) = office.access.execute(issue, (actor, held)).fetchone()
    other = office.browser("Ada's other browser")
    other.sign_in(email)
    from tests.portal.office.codes import code_of

    other.post("/en/office/sign-in/second-factor/", code=code_of(office.secrets[email]))
    assert other.get("/en/office/").text.count("other browser") == 1
    page = other.post("/en/office/sign-out-everywhere/", of="/en/office/")
    assert "signed out everywhere" in page.text
    assert "/sign-in/" in browser.get("/en/office/").url
    assert "/sign-in/" in other.get("/en/office/").url
    assert office.access.execute("select * from access.bearer(%s)", (token,)).fetchone() is None
    assert office.events(actor)[-1] == "signed-out"


def test_a_changed_password_ends_other_sessions(office):
    browser, email, actor = office.enter()
    other = office.browser("Ada's other browser")
    other.sign_in(email)
    new = "other heavy purple lanterns"
    fields = {"oldpassword": "four heavy purple lanterns", "password1": new, "password2": new}
    page = browser.post("/en/office/password/", **fields)
    assert 'class="summary"' not in page.text
    assert "/sign-in/" in other.get("/en/office/").url
    assert browser.get("/en/office/").url.endswith("/en/office/")
    assert office.events(actor)[-1] == "password-changed"


def test_cookies_are_bound_to_this_host_and_hidden_from_scripts(office):
    port = free_port()
    process = start(office.database, port=port)
    try:
        page = requests.get(f"http://localhost:{port}/en/office/sign-in/", timeout=20)
        challenge = requests.get(
            f"http://localhost:{port}/en/office/sign-in/passkey/", headers={"Accept": "application/json"}, timeout=20
        )
    finally:
        process.terminate()
        process.wait(20)
    form, session = page.headers["Set-Cookie"], challenge.headers["Set-Cookie"]
    assert re.match("__Host-office-form=", form)
    assert "__Host-office=" in session
    for cookie in (form, session):
        assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie


def test_nothing_of_the_office_is_kept_by_a_browser_or_an_index(office):
    answer = office.browser().get("/en/office/sign-in/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_sessions_that_are_over_are_deleted_when_somebody_signs_in(office):
    office.owner.execute(
        "insert into public.django_session values ('over', 'nothing', now() - interval '1 day') on conflict do nothing"
    )
    office.enter()
    assert not office.owner.execute("select 1 from public.django_session where session_key = 'over'").fetchone()
