"""Attacks on the office's pages by visitors, by the signed in, and by whoever writes into what the pages trust."""

from __future__ import annotations

import base64
import os
import pickle
import statistics
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import requests

from goodstanding.database import connections
from tests.portal.office.conftest import PASSWORD
from tests.security.conftest import holes

EVIL = "https://evil.example"
SIGN_IN, FACTORS = "/en/office/sign-in/", "/en/office/second-factor/"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def operator(pages, authority: str = "house:operations"):
    browser, email, actor = pages.enter(name="Olu", app=True, role="operator", authority=authority)
    (held,) = pages.owner.execute("select appointment from access.appointment where actor = %s", (actor,)).fetchone()
    return browser, email, held


# --- doors that lead elsewhere ------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [EVIL, "//evil.example", "https:evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(pages, calm, where):
    _, email, _ = pages.enter(name="Ada")
    browser = pages.browser()
    browser.post(SIGN_IN, of=f"{SIGN_IN}?next={where}", login=email, password=PASSWORD, next=where)
    assert browser.page.url == f"{pages.base}/en/office/"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_a_link_in_a_letter_names_this_host_and_no_other(pages, calm, header):
    _, email, _ = pages.enter(name="Ada")
    browser = pages.browser()
    browser.get("/en/office/password/forgotten/")
    form = {"csrfmiddlewaretoken": browser.page.text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]}
    url = f"{pages.base}/en/office/password/forgotten/"
    browser.session.post(url, data=form | {"email": email}, headers={header: "evil.example"}, timeout=20)
    time.sleep(0.5)
    assert "evil.example" not in pages.letters()


# --- what a browser is told ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [SIGN_IN, "/en/office/", FACTORS, "/en/office/nowhere/", "/en/office/invited/no/"])
def test_no_page_is_framed_sniffed_or_told_to_another_site(pages, calm, path):
    browser, _, _ = pages.enter(name="Ada")
    for answer in (browser.get(path), requests.get(pages.base + path, timeout=20)):
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Content-Security-Policy"].split("; script-src")[0] == POLICY
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_what_somebody_wrote_is_shown_and_never_run(pages, calm):
    browser, _, held = operator(pages)
    units = f"/en/office/{held}/units/"
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    browser.post(units, authority="house:operations", short=f"u{uuid4().hex[:8]}", name=attack)
    shown = browser.get(units).text
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


# --- forms that say more than they ask ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["representative", "machine-client", "partner-node"])
def test_an_operator_s_form_gives_no_role_that_it_does_not_offer(pages, calm, role):
    browser, _, held = operator(pages)
    _, email, actor = pages.enter(name="Bo")
    said = {"starts_on": "2026-01-01", "ends_on": "2027-01-01", "basis": "Act s.4", "organisation": str(uuid4())}
    browser.post(f"/en/office/{held}/units/house:operations/office/", email=email, role=role, **said)
    assert pages.owner.execute("select 1 from access.appointment where actor = %s", (actor,)).fetchone() is None


def test_a_form_about_the_language_changes_nothing_else(pages, calm):
    browser, email, actor = pages.enter(name="Ada")
    columns = "select email, name, is_active, password, actor from public.access_person where actor = %s"
    before = pages.owner.execute(columns, (actor,)).fetchone()
    more = {"email": "eve@example.org", "name": "Eve", "is_active": "", "password": "x", "actor": str(uuid4())}
    browser.post("/en/office/language/", of="/en/office/", language="zh-hans", **more)
    assert pages.owner.execute(columns, (actor,)).fetchone() == before
    assert before[0] == email


# --- other people's things ----------------------------------------------------------------------------------------


def key_of(pages, actor: UUID) -> int:
    row = pages.owner.execute(
        "insert into public.mfa_authenticator (type, data, created_at, user_id) values"
        ' (\'webauthn\', \'{"name": "Key 1", "credential": {}}\', clock_timestamp(), %s) returning id',
        (actor,),
    ).fetchone()
    return row[0]


@pytest.mark.parametrize("what", ["name", "remove"])
def test_nobody_names_or_removes_another_person_s_key(pages, calm, what):
    browser, _, _ = pages.enter(name="Ada")
    _, _, other = pages.enter(name="Bo")
    key = key_of(pages, other)
    assert browser.get(f"{FACTORS}keys/{key}/{what}/").status_code == 404
    assert pages.owner.execute("select 1 from public.mfa_authenticator where id = %s", (key,)).fetchone()


def test_an_operator_is_not_told_where_another_authority_s_appointment_is(pages, calm):
    browser, _, held = operator(pages, authority="exampleland:water")
    _, _, other = pages.enter(name="Bo", role="clerk", authority="exampleland:fisheries", unit="secret-unit")
    (theirs,) = pages.owner.execute("select appointment from access.appointment where actor = %s", (other,)).fetchone()
    browser.post(f"/en/office/{held}/revoke/{theirs}/", of=f"/en/office/{held}/units/")
    assert pages.owner.execute("select access.is_held(%s)", (theirs,)).fetchone() == (True,)
    assert "secret-unit" not in browser.page.url


def test_a_form_of_an_operator_needs_a_page_that_was_opened_here(pages, calm):
    browser, _, held = operator(pages)
    for page in ("units/", "people/", "clients/", f"revoke/{held}/"):
        answer = browser.session.post(f"{pages.base}/en/office/{held}/{page}", data={"name": "x"}, timeout=20)
        assert answer.status_code == 403


# --- accounts -----------------------------------------------------------------------------------------------------


def test_an_unknown_address_takes_as_long_as_a_known_one(pages, calm):
    _, email, _ = pages.enter(name="Ada")
    took: dict[str, list[float]] = {email: [], "nobody@example.org": []}
    for _ in range(4):
        for address, times in took.items():
            pages.owner.execute("delete from public.access_cache")
            browser = pages.browser()
            browser.get(SIGN_IN)
            form = {"csrfmiddlewaretoken": browser.page.text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]}
            begun = time.perf_counter()
            browser.session.post(
                pages.base + SIGN_IN, data=form | {"login": address, "password": "wrong one here"}, timeout=20
            )
            times.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.5 < unknown / known < 2


def test_an_account_that_is_closed_ends_its_sessions_at_once(pages, calm):
    browser, email, actor = pages.enter(name="Ada")
    assert browser.get("/en/office/").url.endswith("/en/office/")
    pages.owner.execute("update public.access_person set is_active = false where actor = %s", (actor,))
    assert "/sign-in/" in browser.get("/en/office/").url
    pages.browser().sign_in(email)
    assert "/sign-in/" in browser.get("/en/office/").url


def test_whoever_is_retired_opens_no_page_of_a_role_any_more(pages, calm):
    browser, _, held = operator(pages, authority="exampleland:water")
    assert browser.get(f"/en/office/{held}/units/").status_code == 200
    pages.owner.execute(
        "update access.actor set retired_at = clock_timestamp() where actor = (select actor from access.appointment"
        " where appointment = %s)",
        (held,),
    )
    assert browser.get(f"/en/office/{held}/units/").status_code == 404


@pytest.mark.parametrize(
    "chosen",
    ["password1234", "123456789012345", "ada@example.org-1"],
)
def test_a_password_that_many_have_or_that_is_the_address_is_not_taken(pages, calm, chosen):
    _, token = pages.invite("ada@example.org", name="Ada")
    page = pages.browser().post(f"/en/office/invited/{token}/", password1=chosen, password2=chosen)
    assert "/invited/" in page.url


def test_a_long_password_counts_to_its_last_character_and_as_it_is_written(pages, calm):
    email, long = f"long-{uuid4().hex[:8]}@example.org", " Ünder " + "word " * 20 + "end"
    _, token = pages.invite(email, name="Ada")
    page = pages.browser().post(f"/en/office/invited/{token}/", password1=long, password2=long)
    assert page.url.endswith("/second-factor/")
    for wrong in (long[:-1], long.lower(), long.strip()):
        pages.owner.execute("delete from public.access_cache")
        assert "/sign-in/" in pages.browser().sign_in(email, wrong).url
    pages.owner.execute("delete from public.access_cache")
    assert "/sign-in/" not in pages.browser().sign_in(email, long).url


def test_there_is_no_account_before_somebody_is_invited(database):
    with database.connect("gs_owner") as owner:
        assert owner.execute("select count(*) from public.access_person").fetchone() == (0,)


def test_a_password_field_hides_what_is_typed_and_lets_a_manager_fill_it(pages, calm):
    page = requests.get(pages.base + SIGN_IN, timeout=20).text
    field = page.split('name="password"')
    around = field[0].rpartition("<input")[2] + field[1].partition(">")[0]
    assert 'type="password"' in around
    assert 'autocomplete="current-password"' in around
    assert "onpaste" not in page


# --- what a backup is good for ------------------------------------------------------------------------------------


def lying_in(pages, *tables: str) -> str:
    return "\n".join(row[0] for table in tables for row in pages.owner.execute(f"select t::text from {table} t"))


def test_factors_lie_encrypted_and_passwords_as_slow_hashes(pages, calm):
    _, email, actor = pages.enter(name="Ada", app=True)
    assert pages.secrets[email] not in lying_in(pages, "public.mfa_authenticator")
    (password,) = pages.owner.execute("select password from public.access_person where actor = %s", (actor,)).fetchone()
    kind, rounds, _salt, _hash = password.split("$")
    assert kind == "pbkdf2_sha256"
    assert int(rounds) >= 600_000


@holes("sessions lie under their own key: a backup of today opens them, from the same network and browser")
def test_a_backup_of_today_opens_no_session(pages, calm):
    browser, _, _ = pages.enter(name="Ada")
    assert browser.cookie() not in lying_in(pages, "public.django_session", "public.usersessions_usersession")


# --- when something breaks ----------------------------------------------------------------------------------------


def test_an_error_shows_nothing_to_nobody_and_the_office_goes_on(pages, calm):
    browser, _, held = operator(pages)
    units = f"/en/office/{held}/units/"
    pages.owner.execute("revoke select on access.unit from gs_access")
    try:
        broken = browser.get(units)
    finally:
        pages.owner.execute("grant select on access.unit to gs_access")
    assert broken.status_code == 500
    for inside in ("Traceback", "psycopg", "access.unit", "permission denied", "goodstanding/"):
        assert inside not in broken.text
    assert browser.get(units).status_code == 200


# --- what the pages trust -----------------------------------------------------------------------------------------


class _Runs:
    """What runs a program in whoever reads it."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self):
        return os.mkdir, (str(self.made),)


def test_what_is_written_into_the_cache_runs_nothing(database, tmp_path):
    made = tmp_path / "ran"
    with database.connect("gs_access", autocommit=True) as access:
        access.execute(
            "insert into public.access_cache (cache_key, value, expires)"
            " values (':1:counter', %s, clock_timestamp() + interval '1 hour')",
            (base64.b64encode(pickle.dumps(_Runs(made))).decode(),),
        )
    url = {"GOODSTANDING_URL_GS_ACCESS": connections.conninfo("gs_access", home=database.home, database=database.name)}
    told = {"DJANGO_SETTINGS_MODULE": "goodstanding.config.office", "GOODSTANDING_ROLE": "gs_access"}
    reads = "import django; django.setup(); from django.core.cache import cache; cache.get('counter')"
    subprocess.run(
        [sys.executable, "-c", reads], env=database.environment(**url, **told), capture_output=True, check=False
    )
    assert not made.exists()
