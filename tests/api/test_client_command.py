"""`goodstanding client …`: an operator's acts, and a token from the server."""

from __future__ import annotations

import json
import sys

import pytest

from goodstanding.cli import client as client_command
from goodstanding.cli import main
from tests.machines import ISSUER, new_key
from tests.office import OTHER, OWN

MAY = {"action": "find", "purpose": "filing", "class": "organisation", "whose": "other"}


@pytest.fixture(scope="session")
def desk(world):
    """A unit of the operator's own authority."""
    world.person("operator")
    return f"{OWN}/desk"


@pytest.fixture
def run(world, monkeypatch, capsys):
    """Run a command as an operator or as somebody else, and answer what it said."""

    def ran(*arguments, code=0, role="operator", **more):
        token = {"GOODSTANDING_TOKEN": world.person(role)} if role else {}
        with monkeypatch.context() as here:
            here.delenv("GOODSTANDING_TOKEN", raising=False)
            for name, value in world.database.environment(**token, **more).items():
                here.setenv(name, value)
            here.setattr(sys, "argv", ["goodstanding", "client", *map(str, arguments)])
            with pytest.raises(SystemExit) as end:
                main.main()
                raise SystemExit(0)
        said = capsys.readouterr()
        assert (end.value.code or 0) == code, said
        return said

    return ran


def added(run, desk):
    done = run("add", "Grants system", desk, "--scope", "filing:find", "--json")
    return json.loads(done.out)["client"]


def test_from_a_client_to_a_token(world, desk, run, tmp_path):
    client = added(run, desk)
    key = new_key("EdDSA")
    private, public = tmp_path / "key.jwk", tmp_path / "public.jwk"
    private.write_text(json.dumps(key.as_dict(private=True)))
    public.write_text(json.dumps(key.as_dict(private=False)))
    refused = run("key-add", client, private, code=1)
    assert "private key" in refused.err
    assert "public part alone" in refused.err
    assert world.owner.execute("select count(*) from access.client_key where client = %s", (client,)).fetchone() == (0,)
    kid = json.loads(run("key-add", client, public, "--json").out)["kid"]
    assert kid == key.thumbprint()
    listed = json.loads(run("list", "--json").out)["clients"]
    assert [one["keys"][0]["kid"] for one in listed if one["client"] == client] == [kid]

    # The server calls itself by another name than this test reaches it by.
    assertion = client_command._assertion(client, json.loads(private.read_text()), kid=None, audience=ISSUER)
    token = world.form(client_assertion=assertion, scope="filing:find").json["access_token"]
    assert world.get("/decisions", token=token, **MAY).json["allowed"]
    run("key-end", client, kid)
    assert world.get("/decisions", token=token, **MAY).status == 401
    assert "no key of that name" in run("key-end", client, "none", code=1).err
    assert "a new name" in run("key-add", client, public, code=1).err


def test_a_server_that_refuses_is_a_negative_answer(world, desk, run, tmp_path):
    file = tmp_path / "key.jwk"
    file.write_text(json.dumps(new_key().as_dict(private=True)))
    url = f"http://127.0.0.1:{world.port}/oauth/token"
    client = added(run, desk)
    done = run("token", client, file, "--scope", "filing:find", "--url", url, code=1, role=None)
    assert "invalid_client" in done.err
    run("token", client, file, "--scope", "filing:find", code=2, role=None)
    gone = {"GOODSTANDING_ISSUER": "http://127.0.0.1:9"}
    run("token", client, file, "--scope", "filing:find", code=3, role=None, **gone)


def test_a_public_key_signs_nothing(world, desk, run, tmp_path):
    file = tmp_path / "key.jwk"
    file.write_text(json.dumps(new_key().as_dict(private=False)))
    url = f"http://127.0.0.1:{world.port}/oauth/token"
    done = run("token", added(run, desk), file, "--scope", "x:y", "--url", url, code=1, role=None)
    assert "public key" in done.err


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "-----BEGIN PUBLIC KEY-----", '{"kty":"EC","kty":"EC"}', '{"kty":"RSA"}']
)
def test_a_file_that_is_no_key(world, desk, run, tmp_path, text):
    file = tmp_path / "key.jwk"
    file.write_text(text)
    run("key-add", "00000000-0000-4000-8000-000000000000", file, code=1)


def test_nobody_but_an_operator_of_the_authority(world, desk, run):
    run("list", code=1, role="clerk")
    run("list", code=3, role=None)
    world.office.house.people.appointed("theirs", role="clerk", authority=OTHER, unit="desk")
    done = run("add", "X", f"{OTHER}/desk", "--scope", "filing:find", code=1)
    assert "does not administer" in done.err
    assert world.owner.execute("select count(*) from access.client where name = 'X'").fetchone() == (0,)


@pytest.mark.parametrize("scope", ["filing", "filing:all", "*:find", ""])
def test_a_scope_that_is_none(world, desk, run, scope):
    assert "purpose:action" in run("add", "X", desk, "--scope", scope, code=1).err


def test_a_key_and_a_client_end(world, desk, run, tmp_path):
    file = tmp_path / "public.jwk"
    file.write_text(json.dumps(new_key().as_dict(private=False)))
    client = added(run, desk)
    assert "13 months" in run("key-add", client, file, "--until", "2099-01-01", code=1).err
    done = run("add", "X", desk, "--scope", "filing:find", "--until", "2099-01-01", code=1)
    assert "24 months" in done.err
