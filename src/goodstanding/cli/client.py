"""`goodstanding client …`: departments' systems, their keys, and a token for one of them."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import typer

from goodstanding.access import queries
from goodstanding.access.machines import assertions, clients, keys, strict
from goodstanding.cli.output import CANNOT, NEGATIVE, USAGE, Json, answer, say
from goodstanding.cli.unit import Unit, administering

app = typer.Typer(
    no_args_is_help=True, help="Departments' systems and their keys (an operator's acts), and their tokens."
)

# Shorter than the 13 months a key may last: the next key is there before the last one ends.
KEY_DAYS: Final = 365
SECONDS: Final = 60
TIMEOUT: Final = 20
LARGEST_ANSWER: Final = 65_536

Client = Annotated[UUID, typer.Argument(metavar="CLIENT", help="The client: goodstanding client list")]
KeyFile = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A JWK, as JSON.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What the system is called.")],
    unit: Unit,
    *,
    scope: Annotated[list[str], typer.Option(help="PURPOSE:ACTION, as filing:file; repeat it for more.")],
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day (a year from now).")] = None,
    basis: Annotated[str, typer.Option(help="On what it was agreed.")] = "operation of the register",
    as_json: Json = False,
) -> None:
    """Add a department's system with the role machine-client in a unit, for a term.

    Example: goodstanding client add "Grants system" exampleland:grants/systems --scope eligibility-check:look
    """
    last = until.date() if until else datetime.now(UTC).date() + timedelta(days=KEY_DAYS)
    with administering() as connection:
        client = clients.add(
            connection, name=name, unit=unit, scopes=scope, ends_on=last + timedelta(days=1), basis=basis
        )
    document = {"client": client, "name": name, "unit": unit, "scopes": scope, "until": last}
    answer(document, as_json=as_json, words=f"Added: {client}. Next: goodstanding client key-add {client} PUBLIC.jwk")


@app.command(name="key-add")
def key_add(
    client: Client,
    file: KeyFile,
    *,
    kid: Annotated[str | None, typer.Option(help="Its name (default: the file's kid, or its thumbprint).")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day (a year from now).")] = None,
    as_json: Json = False,
) -> None:
    """Give a client a public key. A private one is refused. Exit code 1 when the key cannot be one.

    Example: goodstanding client key-add 5f0c… grants-2027.public.jwk
    """
    last = until.date() if until else datetime.now(UTC).date() + timedelta(days=KEY_DAYS)
    jwk = _jwk(file)
    keys.read(jwk)  # before anybody acts: what is refused here was never sent to the database
    with administering() as connection:
        named = clients.add_key(connection, client=client, jwk=jwk, kid=kid, ends_at=_end_of(last))
    document = {"client": client, "kid": named, "until": last}
    answer(document, as_json=as_json, words=f"Added: {named}, until {last}.")


@app.command(name="key-end")
def key_end(
    client: Client, kid: Annotated[str, typer.Argument(help="The key's name.")], *, as_json: Json = False
) -> None:
    """End a key now, and every token of the client with it. Exit code 1 when there is no such key.

    Example: goodstanding client key-end 5f0c… grants-2027
    """
    with administering() as connection:
        clients.end_key(connection, client=client, kid=kid)
    answer({"client": client, "kid": kid, "ended": True}, as_json=as_json, words=f"Ended: {kid}.")


@app.command(name="list")
def list_clients(*, as_json: Json = False) -> None:
    """List the clients with their units, scopes and keys.

    Example: goodstanding client list
    """
    with administering() as connection:
        found = queries.clients(connection)
    lines = [
        f"{one['client']}  {one['name']}, {one['unit']}: {' '.join(one['scopes'])}"
        + "".join(f"\n    key {key['kid']} until {key['ends_at'][:10]}" for key in one["keys"])
        for one in found
    ]
    answer({"clients": found}, as_json=as_json, words="\n".join(lines) or "No client.")


@app.command()
def token(
    client: Client,
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The private JWK.")],
    *,
    scope: Annotated[list[str], typer.Option(help="PURPOSE:ACTION, as filing:file; repeat it for more.")],
    url: Annotated[str | None, typer.Option(help="The token endpoint (default: GOODSTANDING_ISSUER's).")] = None,
    kid: Annotated[
        str | None, typer.Option(help="The key's name (default: the file's kid, or its thumbprint).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Sign an assertion with a private key, and print the token the server gives for it. It lasts five minutes.

    Exit code 1 when the server refuses. Example: goodstanding client token 5f0c… grants-2027.jwk --scope filing:find
    """
    address = url or _endpoint()
    assertion = _assertion(client, _jwk(file), kid=kid, audience=address)
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": assertions.TYPE,
        "client_assertion": assertion,
        "scope": " ".join(scope),
    }
    said = _post(address, form)
    answer(said, as_json=as_json, words=str(said["access_token"]))


def _assertion(client: UUID, jwk: dict[str, Any], *, kid: str | None, audience: str) -> str:
    if "d" not in jwk:
        raise keys.NotAKey("This is a public key: an assertion is signed with the private one, which the machine has.")
    public = keys.read({name: value for name, value in jwk.items() if name not in keys.PRIVATE | {"key_ops"}})
    now, me = int(time.time()), str(client)
    header = {"alg": keys.algorithm(jwk), "kid": kid or jwk.get("kid") or keys.thumbprint(public), "typ": "JWT"}
    claims = {"iss": me, "sub": me, "aud": audience, "iat": now, "exp": now + SECONDS, "jti": uuid4().hex}
    message = ".".join(strict.encoded(json.dumps(part).encode()) for part in (header, claims))
    signature = keys.signed({**public, "d": jwk["d"]}, message=message.encode("ascii"))
    return f"{message}.{strict.encoded(signature)}"


def _endpoint() -> str:
    issuer = os.environ.get("GOODSTANDING_ISSUER")
    if not issuer:
        say("Which server? Give --url https://…/oauth/token, or set GOODSTANDING_ISSUER.")
        raise typer.Exit(USAGE)
    return issuer.rstrip("/") + "/oauth/token"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An assertion is for the server it names; it follows nobody elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


def _post(address: str, form: dict[str, str]) -> dict[str, Any]:
    if urlsplit(address).scheme not in ("https", "http"):
        say(f"{address} is no address of a server: https://…/oauth/token")
        raise typer.Exit(USAGE)
    request = urllib.request.Request(address, data=urlencode(form).encode("ascii"))  # noqa: S310  http(s), checked
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=TIMEOUT) as response:
            found: dict[str, Any] = json.loads(response.read(LARGEST_ANSWER))
    except urllib.error.HTTPError as refusal:
        with refusal:
            said = _error(refusal.read(LARGEST_ANSWER)) or f"HTTP {refusal.code}"
        say(f"The server gives no token: {said}")
        raise typer.Exit(NEGATIVE) from None
    except (OSError, ValueError) as error:
        say(f"The server does not answer at {address} ({error}).")
        raise typer.Exit(CANNOT) from None
    return found


def _error(body: bytes) -> str:
    try:
        said = json.loads(body)
        return f"{said['error']}: {said['error_description']}"
    except (ValueError, TypeError, KeyError):
        return ""


def _jwk(file: Path) -> dict[str, Any]:
    try:
        return strict.members(file.read_bytes())
    except strict.NotStrict as error:
        raise keys.NotAKey(
            f"{file.name} is no JWK ({error}): a JSON object with kty, crv and the coordinates."
        ) from None


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
