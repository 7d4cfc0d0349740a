"""Where a process finds its database: its own URL, the shared one, or the home's private server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from goodstanding.database import connections, home, roles, server, setup
from goodstanding.database.errors import DatabaseError
from goodstanding.database.home import Home

URL = "postgresql://boss:pa%20ss@db.example:6000/registry?sslmode=require"


@pytest.fixture
def place(tmp_path) -> Home:
    return Home(tmp_path / "home")


def test_without_any_url_the_private_server_of_the_home_is_meant(place):
    reached = connections.parameters("gs_public", home=place)
    assert reached == {
        "host": str(server.status(home=place).socket),
        "port": 5432,
        "dbname": "goodstanding",
        "user": "gs_public",
        "password": home.secret("gs_public", home=place),
    }


def test_database_url_names_the_server_and_the_home_keeps_the_secret(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", URL)
    reached = connections.parameters("gs_public", home=place)
    assert (reached["host"], reached["port"], reached["dbname"]) == ("db.example", "6000", "registry")
    assert (reached["user"], reached["password"]) == ("gs_public", home.secret("gs_public", home=place))
    assert reached["sslmode"] == "require"
    assert connections.administrator(home=place) == URL


def test_a_roles_own_url_comes_first_and_needs_no_home(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.setenv("GOODSTANDING_URL_GS_PUBLIC", "postgresql://gs_public:only@reader.example/mirror")
    assert connections.parameters("gs_public", home=place) == {
        "host": "reader.example",
        "dbname": "mirror",
        "user": "gs_public",
        "password": "only",
    }
    assert not place.path.exists()


def test_goodstanding_database_names_the_database(place, monkeypatch):
    monkeypatch.setenv("GOODSTANDING_DATABASE", "other")
    assert connections.parameters("gs_public", home=place)["dbname"] == "other"
    assert connections.parameters("gs_public", home=place, database="third")["dbname"] == "third"


@pytest.mark.parametrize("variable", ["DATABASE_URL", "GOODSTANDING_URL_GS_PUBLIC"])
def test_a_mistaken_url_is_answered_without_its_password(variable, place, monkeypatch):
    monkeypatch.setenv(variable, "postgresql://me:hunter2@[broken/x")
    with pytest.raises(DatabaseError, match=f"{variable} is not a connection URL") as caught:
        connections.parameters("gs_public", home=place)
    assert "hunter2" not in str(caught.value)


def test_django_settings_need_no_server(place):
    answer = connections.django_settings("gs_public", home=place)
    assert answer["NAME"] == "goodstanding"
    assert answer["OPTIONS"]["pool"]["max_size"] == 4
    assert "pool" not in connections.django_settings("gs_owner", home=place)["OPTIONS"]


def test_database_url_replaces_the_private_server(server, place, monkeypatch):
    """A home of its own, set up on somebody else's server."""
    reached = psycopg.conninfo.conninfo_to_dict(connections.administrator(home=server.home))
    host = str(reached["host"]).replace("/", "%2F")
    url = f"postgresql://postgres:{reached['password']}@{host}:{reached['port']}/postgres"
    # The roles are the whole server's, so the other tests' secrets are used here too.
    place.path.mkdir()
    place.secrets.symlink_to(server.home.secrets)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("GOODSTANDING_DATABASE", "elsewhere")
    try:
        setup.set_up(home=place)
        assert not place.postgres.exists()
        with connections.connect("gs_public", home=place) as connection:
            roles.refuse_unsafe(connection, role="gs_public")
            assert connection.info.dbname == "elsewhere"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS elsewhere WITH (FORCE)")


def test_callers_at_the_same_time_get_the_same_secret(place):
    with ThreadPoolExecutor(8) as callers:
        answers = set(callers.map(lambda _: home.secret("key", home=place), range(32)))
    assert len(answers) == 1
    assert [file.name for file in place.secrets.iterdir()] == ["key"]


@pytest.mark.parametrize("name", ["../key", "", "a/b", ".hidden"])
def test_a_secret_outside_the_secrets_is_refused(name, place):
    with pytest.raises(DatabaseError, match="cannot name a secret"):
        home.secret(name, home=place)


def test_an_empty_secret_is_refused(place):
    home.secret("key", home=place)
    (place.secrets / "key").write_text("")
    with pytest.raises(DatabaseError, match="is empty"):
        home.secret("key", home=place)
