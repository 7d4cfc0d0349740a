"""The authority's own provider signs in whom an operator invited, links the account, and makes none."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.portal.office.conftest import Browser, free_port, start

pytestmark = pytest.mark.usefixtures("calm")
KEY = RSAKey.generate_key(2048, parameters={"kid": "one", "alg": "RS256"})


class Provider(ThreadingHTTPServer):
    """A provider of OpenID Connect that says whatever a test wants it to say of whoever comes."""

    said: dict[str, object]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        at = self.server.address
        names = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "me",
            "jwks_uri": "keys",
        }
        self._say(
            {
                "/.well-known/openid-configuration": {
                    "issuer": at,
                    **{name: f"{at}/{path}" for name, path in names.items()},
                },
                "/keys": {"keys": [KEY.as_dict(private=False)]},
                "/me": self.server.said,
            }[self.path]
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": self.server.address, "aud": "office", "iat": now, "exp": now + 60, **self.server.said}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        self._say({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def _say(self, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on standard error."""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def base(office, provider) -> Iterator[str]:
    port = free_port()
    said = {
        "provider_id": "authority",
        "name": "Our authority",
        "client_id": "office",
        "secret": "s",
        "server_url": provider.address,
    }
    process = start(office.database, port=port, GOODSTANDING_INSECURE_COOKIES="1", GOODSTANDING_OIDC=json.dumps(said))
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait(20)


def come(base: str, provider: Provider, **said: object) -> Browser:
    """Go to the provider and come back as whoever it says."""
    provider.said = said
    browser = Browser(base)
    page = browser.get("/en/office/sign-in/")
    path = re.search(r'action="(/en/office/provider/[^"]+)"', page.text)[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    there = browser.session.post(base + path, data={"csrfmiddlewaretoken": token}, allow_redirects=False, timeout=20)
    asked = parse_qs(urlsplit(there.headers["Location"]).query)
    assert there.headers["Location"].startswith(provider.address)
    assert asked["code_challenge_method"] == ["S256"]
    back = urlsplit(asked["redirect_uri"][0])
    browser.get(f"{back.path}?code=c&state={asked['state'][0]}")
    return browser


def people(office) -> int:
    return office.owner.execute("select count(*) from public.access_person").fetchone()[0]


def test_an_invited_verified_address_is_linked_and_signed_in(office, base, provider):
    _, email, actor = office.enter(name="Hal")
    browser = come(base, provider, sub="hal", email=email, email_verified=True)
    assert browser.page.url.endswith("/en/office/"), browser.page.text
    assert office.said(actor)[-1][0] == "signed-in"
    assert "socialaccount" in office.said(actor)[-1][1]["by"]
    again = come(base, provider, sub="hal", email="renamed@example.org", email_verified=False)
    assert again.page.url.endswith("/en/office/"), "the link is by the provider's own number"


@pytest.mark.parametrize("verified", [True, False])
def test_nobody_who_was_not_invited_gets_in_and_no_account_is_made(office, base, provider, verified):
    before = people(office)
    browser = come(base, provider, sub="stranger", email="stranger@example.org", email_verified=verified)
    assert "did not sign you in" in browser.page.text
    assert people(office) == before
    assert office.said()[-1][1]["by"] == "provider"


def test_an_address_that_one_side_did_not_verify_is_not_linked(office, base, provider):
    _, email, _ = office.enter(name="Ina")
    assert "did not sign you in" in come(base, provider, sub="ina", email=email, email_verified=False).page.text
    office.invite("joy@example.org", name="Joy")
    browser = come(base, provider, sub="joy", email="joy@example.org", email_verified=True)
    assert "did not sign you in" in browser.page.text


def test_the_second_factor_is_asked_for_after_the_provider_too(office, base, provider):
    _, email, _ = office.enter(name="Kim", app=True)
    browser = come(base, provider, sub="kim", email=email, email_verified=True)
    assert browser.page.url.endswith("/sign-in/second-factor/")


def test_without_a_provider_there_is_no_button_and_no_address(office, base, provider):
    browser = office.browser()
    assert "/provider/" not in browser.get("/en/office/sign-in/").text
    assert browser.get("/en/office/provider/oidc/authority/login/").status_code == 404
    assert (
        f"form-action 'self' {provider.address};"
        in Browser(base).get("/en/office/sign-in/").headers["Content-Security-Policy"]
    )
