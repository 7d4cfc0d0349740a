"""Every rule of an assertion (RFC 7523 §3, RFC 7515, RFC 8725), each with a try to break it."""

from __future__ import annotations

import base64
import json
import time
from uuid import uuid4

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from goodstanding.access.machines import assertions, keys, strict
from goodstanding.access.machines.assertions import NotAuthentic, verified
from tests.machines import AUDIENCES, ISSUER, Machine, b64, new_key, some_key

NOW = int(time.time())
HEADER = {"alg": "ES256", "kid": "first"}


@pytest.fixture(params=["ES256", "EdDSA"])
def machine(request):
    return Machine(alg=request.param, key=some_key(1, request.param))


@pytest.fixture
def es256():
    return Machine(key=some_key(1))


def known(*machines):
    there = {(one.client, one.kid): one.jwk for one in machines}
    return lambda client, kid: there.get((client, kid))


def check(text, *machines, now=None):
    return verified(text, key_of=known(*machines), audiences=AUDIENCES, now=now or time.time())


def refused(text, *machines, now=None):
    with pytest.raises(NotAuthentic) as refusal:
        check(text, *machines, now=now)
    return refusal.value.why


def raw(text):
    return text.encode()


def said(machine, **change):
    return json.dumps(machine.claims(**change)).encode()


# --- what is accepted -------------------------------------------------------------------------------------------


def test_a_good_assertion_says_who_it_is_from(machine):
    claims = machine.claims()
    found = check(machine.signed(raw(json.dumps(machine.header())), raw(json.dumps(claims))), machine)
    assert (found.client, found.kid, found.jti) == (machine.client, "first", claims["jti"])
    assert found.expires.timestamp() == claims["exp"]


@pytest.mark.parametrize("aud", [ISSUER, AUDIENCES[1], [ISSUER]])
def test_the_audience_is_the_issuer_or_the_endpoint(machine, aud):
    assert check(machine.assertion(aud=aud), machine)


@pytest.mark.parametrize("typ", ["JWT", "jwt", "client-authentication+jwt"])
def test_a_type_of_assertion(machine, typ):
    assert check(machine.assertion(header={"typ": typ}), machine)


def test_other_claims_are_left_unread(machine):
    assert check(machine.assertion(nbf=int(time.time()), more={"a": [1]}), machine)


def test_white_space_within_the_json_is_json():
    """RFC 7515 appendix A.1 has line breaks in its header."""
    machine = Machine(key=some_key(1))
    header = b'{"alg":"ES256",\r\n "kid":"first"}'
    assert check(machine.signed(header, said(machine)), machine)


# --- the signature ----------------------------------------------------------------------------------------------


def test_a_signature_by_another_key(machine):
    text = machine.signed(raw(json.dumps(machine.header())), said(machine), key=some_key(2, machine.alg))
    assert refused(text, machine) == "signature"


@pytest.mark.parametrize("part", [0, 1, 2])
def test_one_bit_of_any_part(machine, part):
    text = machine.assertion()
    for at in range(0, len(text.split(".")[part]), 7):
        parts = text.split(".")
        bits = bytearray(strict.decoded(parts[part])) if part == 2 else bytearray(base64_of(parts[part]))
        bits[at % len(bits)] ^= 1 << (at % 8)
        parts[part] = b64(bytes(bits))
        assert refused(".".join(parts), machine)


def base64_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_claims_changed_without_signing_again(machine):
    header, _, signature = machine.assertion().split(".")
    assert refused(f"{header}.{b64(said(machine, jti='other'))}.{signature}", machine) == "signature"


@pytest.mark.parametrize("length", [0, 63, 65, 70, 128])
def test_a_signature_of_another_length(machine, length):
    message = machine.assertion().rpartition(".")[0]
    assert refused(f"{message}.{b64(bytes(length))}", machine).startswith("form")


def test_a_signature_in_der_is_none(es256):
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA

    message = es256.assertion().rpartition(".")[0]
    der = es256.key.get_op_key("sign").sign(message.encode(), ECDSA(hashes.SHA256()))
    assert refused(f"{message}.{b64(der)}", es256).startswith("form")


@pytest.mark.parametrize("signature", [bytes(64), b"\xff" * 64, bytes(32) + b"\x01" * 32, b"\x01" * 32 + bytes(32)])
def test_signatures_of_zero_and_beyond_the_order(machine, signature):
    """CVE-2022-21449: r = s = 0 was a signature of everything."""
    message = machine.assertion().rpartition(".")[0]
    assert refused(f"{message}.{b64(signature)}", machine) == "signature"


def test_an_ed25519_signature_with_s_beyond_the_order():
    """RFC 8032 §5.1.7: s + L would be a second signature."""
    order = 2**252 + 27742317777372353535851937790883648493
    machine = Machine(alg="EdDSA", key=some_key(1, "EdDSA"))
    message, _, signature = machine.assertion().rpartition(".")
    bits = strict.decoded(signature)
    s = int.from_bytes(bits[32:], "little") + order
    assert refused(f"{message}.{b64(bits[:32] + s.to_bytes(32, 'little'))}", machine) == "signature"


# --- the algorithm ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "alg",
    ["none", "None", "NONE", "", "HS256", "RS256", "PS256", "ES384", "ES512", "ES256K", "Ed25519", "Ed448", "es256"]
    + [None, 1, ["ES256"], {"ES256": 1}, True, "ES256 ", "ЕS256"],
)
def test_no_other_algorithm(machine, alg):
    assert refused(machine.assertion(header={"alg": alg}), machine) == "header: alg"


def test_none_with_an_empty_signature(machine):
    text = machine.assertion(header={"alg": "none"}).rpartition(".")[0] + "."
    assert refused(text, machine).startswith("form")


def test_the_public_key_as_a_secret(es256):
    """RFC 8725 §2.1: a verifier that takes the header's word computes a MAC with the public key."""
    secret = OctKey.import_key(json.dumps(es256.jwk).encode())
    header = raw(json.dumps({**HEADER, "alg": "HS256"}))
    message = f"{b64(header)}.{b64(said(es256))}"
    mac = JWSRegistry.algorithms["HS256"].sign(message.encode(), secret)
    assert refused(f"{message}.{b64(mac)}", es256).startswith("form")
    assert refused(f"{message}.{b64(mac + mac)}", es256) == "header: alg"


def test_the_key_is_of_the_algorithm():
    machine = Machine(alg="EdDSA", key=some_key(1, "EdDSA"))
    header = raw(json.dumps(machine.header(alg="ES256")))
    assert refused(machine.signed(header, said(machine)), machine) == "key: not for this algorithm"


@pytest.mark.parametrize("curve", ["P-384", "P-521", "secp256k1"])
def test_no_other_curve_is_a_key(curve):
    with pytest.raises(keys.NotAKey):
        keys.read(ECKey.generate_key(curve).as_dict(private=False))


def test_ed448_is_no_key():
    with pytest.raises(keys.NotAKey):
        keys.read(OKPKey.generate_key("Ed448").as_dict(private=False))


# --- the key ----------------------------------------------------------------------------------------------------


def test_a_key_that_is_not_there(machine):
    assert refused(machine.assertion(header={"kid": "second"}), machine).startswith("key")


def test_the_key_of_another_client():
    one, other = Machine(key=some_key(1)), Machine(key=some_key(2), kid="theirs")
    text = one.signed(raw(json.dumps({"alg": "ES256", "kid": "theirs"})), said(one), key=other.key)
    assert refused(text, one, other).startswith("key")
    same_name = Machine(key=some_key(2))
    forged = same_name.signed(raw(json.dumps(HEADER)), said(one))
    assert refused(forged, one, same_name) == "signature"


@pytest.mark.parametrize(
    "kid", [None, "", 1, ["first"], "first\n", " first", "a" * 129, "../first", "first'--", "first\u0000"]
)
def test_a_name_of_a_key_that_is_none(machine, kid):
    assert refused(machine.assertion(header={"kid": kid}), machine) == "header: kid"


# --- the header -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crit", ["exp"]),
        ("crit", []),
        ("b64", False),
        ("b64", True),
        ("jwk", some_key(9).as_dict(private=False)),
        ("jku", "https://evil.test/keys"),
        ("x5u", "https://evil.test/cert"),
        ("x5c", ["MIIB"]),
        ("x5t", "abc"),
        ("x5t#S256", "abc"),
        ("zip", "DEF"),
        ("cty", "JWT"),
        ("enc", "A128GCM"),
        ("ALG", "none"),
        ("", ""),
    ],
)
def test_a_header_says_nothing_else(machine, name, value):
    assert refused(machine.assertion(header={name: value}), machine).startswith("header: ")


def test_a_key_that_comes_along_is_not_the_key(es256):
    own = new_key()
    header = raw(json.dumps({**HEADER, "jwk": own.as_dict(private=False)}))
    assert refused(es256.signed(header, said(es256), key=own), es256) == "header: 'jwk'"


@pytest.mark.parametrize("typ", ["at+jwt", "dpop+jwt", "", "application/jwt;", 1, ["JWT"]])
def test_another_type_of_token_is_no_assertion(machine, typ):
    assert refused(machine.assertion(header={"typ": typ}), machine) == "header: typ"


# --- the claims -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("iss", [None, "", 1, ["x"], "not-a-uuid", "{%s}", "urn:uuid:%s", " %s", "%s ", "%s\n"])
def test_an_issuer_that_is_no_client(machine, iss):
    iss = iss.replace("%s", str(machine.client)) if isinstance(iss, str) else iss
    assert refused(machine.assertion(iss=iss, sub=iss), machine) == "claim: iss"


def test_an_issuer_in_another_spelling(machine):
    for other in (str(machine.client).upper(), machine.client.hex):
        if other != str(machine.client):
            assert refused(machine.assertion(iss=other, sub=other), machine) == "claim: iss"


def test_an_issuer_that_is_not_there(machine):
    other = str(uuid4())
    assert refused(machine.assertion(iss=other, sub=other), machine).startswith("key")


@pytest.mark.parametrize("sub", [None, "", "0b782584-e7be-4f52-9127-0378f2c50c22"])
def test_a_subject_that_is_not_the_issuer(machine, sub):
    assert refused(machine.assertion(sub=sub), machine) == "claim: sub"


@pytest.mark.parametrize(
    "aud",
    [
        None,
        "",
        [],
        1,
        {ISSUER: 1},
        [ISSUER, "https://other.test"],
        [ISSUER, ISSUER],
        [[ISSUER]],
        "https://other.test/oauth/token",
        ISSUER + "/",
        ISSUER.upper(),
        AUDIENCES[1] + "/",
        AUDIENCES[1] + "?x=1",
        " " + ISSUER,
        "http://register.test",
        "https://register.test.evil.test",
        "https://register.tеst",
    ],
)
def test_an_audience_that_is_not_this_server_alone(machine, aud):
    assert refused(machine.assertion(aud=aud), machine) == "claim: aud"


@pytest.mark.parametrize("ahead", [-3600, -1, 0])
def test_an_expired_one(machine, ahead):
    assert refused(machine.assertion(exp=NOW + ahead), machine, now=NOW) == "claim: exp"


def test_one_that_expires_too_late(machine):
    assert check(machine.assertion(exp=NOW + 300, iat=NOW), machine, now=NOW)
    assert refused(machine.assertion(exp=NOW + 301, iat=NOW), machine, now=NOW) == "claim: exp"


@pytest.mark.parametrize("exp", [None, "1", str(NOW + 60), True, [NOW + 60], NOW + 60.5, 10**4000, -(10**30), 1e300])
def test_an_expiry_that_is_no_whole_number_of_seconds(machine, exp):
    assert refused(machine.assertion(exp=exp), machine, now=NOW) == "claim: exp"


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_one_from_the_future(machine, name):
    assert check(machine.assertion(exp=NOW + 60, **{"iat": NOW, name: NOW + 30}), machine, now=NOW)
    text = machine.assertion(exp=NOW + 60, **{"iat": NOW, name: NOW + 31})
    assert refused(text, machine, now=NOW) == f"claim: {name}"


@pytest.mark.parametrize("value", ["1", True, [1], 1.5, {}])
@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_a_moment_that_is_none(machine, name, value):
    assert refused(machine.assertion(**{name: value}), machine) == f"claim: {name}"


def test_a_moment_that_is_null_is_none(machine):
    payload = raw(json.dumps({**machine.claims(), "nbf": None}))
    assert refused(machine.signed(raw(json.dumps(machine.header())), payload), machine) == "claim: nbf"


@pytest.mark.parametrize("jti", [None, "", 1, ["a"], "a" * 256, "a b", "a\n", "a\u0000", "ä", "\ud800", True])
def test_what_makes_it_good_once_is_a_short_text(machine, jti):
    assert refused(machine.assertion(jti=jti), machine) == "claim: jti"


# --- the form ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "=",
        lambda text: text.replace(".", "=.", 1),
        lambda text: " " + text,
        lambda text: text + "\n",
        lambda text: text.replace(".", "\n."),
        lambda text: text[:30] + " " + text[30:],
        lambda text: text[:30] + "\r\n" + text[30:],
        lambda text: text + ".",
        lambda text: "." + text,
        lambda text: text + ".e30",
        lambda text: text.replace(".", ".."),
        lambda text: text.rpartition(".")[0],
        lambda text: text.rpartition(".")[0] + ".",
        lambda text: text.replace(".", "․"),
        lambda text: text.replace("e", "е", 1),
        lambda text: text + "\u200b",
        lambda text: text + "\u0000",
        lambda text: text + "A",
        lambda text: text.split(".")[0] + "." + "A" * 9000 + "." + text.split(".")[2],
        lambda text: "",
        lambda text: "..",
        lambda text: "{" + text + "}",
    ],
)
def test_another_form(machine, change):
    text = machine.assertion()
    assert refused(change(text), machine).startswith("form")
    assert check(text, machine)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_bits_behind_the_end_are_another_spelling(machine, part):
    """RFC 4648 §3.5: a decoder that drops them takes two texts for one token."""
    text = machine.assertion(more="x" * (part == 1))
    parts = text.split(".")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for more in range(3):
        if len(parts[part]) % 4:
            break
        text = machine.assertion(header={"typ": "JWT"} if part == 0 else {}, more="x" * more, jti="x" * (5 + more))
        parts = text.split(".")
    if len(parts[part]) % 4 == 0:
        pytest.skip("this part has no such bits")
    last = alphabet[alphabet.index(parts[part][-1]) ^ 1]
    parts[part] = parts[part][:-1] + last
    assert refused(".".join(parts), machine) == "form: another spelling of the same bytes"


def test_the_other_alphabet_of_base64(machine):
    while not set("-_") & set(text := machine.assertion()):
        pass
    assert refused(text.replace("-", "+").replace("_", "/"), machine).startswith("form")


@pytest.mark.parametrize(
    "header",
    [
        b'{"alg":"ES256","kid":"first","alg":"ES256"}',
        b'{"alg":"none","kid":"first","alg":"ES256"}',
        b'{"alg":"ES256","kid":"first","kid":"first"}',
        b'{"alg":"ES256","kid":"first","\\u0061lg":"ES256"}',
        b'[{"alg":"ES256","kid":"first"}]',
        b'"ES256"',
        b"null",
        b"",
        b"{",
        b"{'alg':'ES256','kid':'first'}",
        b'{"alg":"ES256","kid":"first",}',
        b'{"alg":"ES256","kid":"first"} x',
        b'\xef\xbb\xbf{"alg":"ES256","kid":"first"}',
        b'{"alg":"ES256","kid":"first\xff"}',
        '{"alg":"ES256","kid":"first"}'.encode("utf-16"),
        b'{"alg":"ES256","kid":"first"}\x00',
    ],
)
def test_a_header_that_is_no_plain_json_object(es256, header):
    assert refused(es256.signed(header, said(es256)), es256).startswith("form")


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body[:-1] + b',"exp":1}',
        lambda body: body[:-1] + b',"more":{"a":1,"a":2}}',
        lambda body: body[:-1] + b',"more":NaN}',
        lambda body: body[:-1] + b',"more":-Infinity}',
        lambda body: body[:-1] + b',"more":' + b"9" * 5000 + b"}",
        lambda body: body[:-1] + b',"more":' + b"[" * 2400 + b"]" * 2400 + b"}",
        lambda body: b"[" + body + b"]",
        lambda body: b"",
        lambda body: body + body,
    ],
)
def test_claims_that_are_no_plain_json_object(es256, change):
    assert refused(es256.signed(raw(json.dumps(HEADER)), change(said(es256))), es256).startswith("form")


def test_8_kb_at_most(machine):
    short = len(machine.assertion(more=""))
    text = machine.assertion(more="x" * ((assertions.LONGEST - short) * 3 // 4 - 8))
    assert len(text) <= assertions.LONGEST
    assert check(text, machine)
    assert refused(machine.assertion(more="x" * 6200), machine).startswith("form")


def test_a_payload_that_is_not_encoded(es256):
    """RFC 7797: with b64 false the payload stands as it is."""
    header = b64(raw(json.dumps({**HEADER, "b64": False, "crit": ["b64"]})))
    message = raw(header) + b"." + said(es256)
    signature = b64(JWSRegistry.algorithms["ES256"].sign(message, es256.key))
    assert refused(f"{header}.{said(es256).decode()}.{signature}", es256)
    assert refused(es256.assertion(header={"b64": False, "crit": ["b64"]}), es256) == "header: 'b64'"


@pytest.mark.parametrize("form", ["general", "flattened"])
def test_the_json_form_of_a_jws_is_none(es256, form):
    header, payload, signature = es256.assertion().split(".")
    one = {"protected": header, "signature": signature}
    document = {"payload": payload, **one} if form == "flattened" else {"payload": payload, "signatures": [one]}
    assert refused(json.dumps(document), es256).startswith("form")


def test_an_encrypted_token_is_none(es256):
    assert refused("e30.e30.e30.e30.e30", es256) == "form: not three parts"


def test_the_refusal_names_the_client_it_claims_for_the_log(es256):
    with pytest.raises(NotAuthentic) as refusal:
        check(es256.assertion(exp=1), es256)
    assert refusal.value.client == es256.client


# --- the vectors of RFC 7515 appendix A and RFC 8037 appendix A ---------------------------------------------------

A3 = (
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
A3_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
OKP = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4"
    "iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
OKP_KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
A1 = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
    "bS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
A5 = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."


@pytest.mark.parametrize(("vector", "key"), [(A3, A3_KEY), (OKP, OKP_KEY)])
def test_signatures_of_the_published_vectors_verify(vector, key):
    message, _, signature = vector.rpartition(".")
    assert keys.verifies(key, message=message.encode(), signature=strict.decoded(signature))
    assert not keys.verifies(key, message=message.encode() + b".", signature=strict.decoded(signature))


def test_headers_and_claims_of_the_published_vectors_are_read():
    header, payload, _ = A1.split(".")
    assert strict.members(strict.decoded(header)) == {"typ": "JWT", "alg": "HS256"}
    assert strict.members(strict.decoded(payload))["exp"] == 1300819380


@pytest.mark.parametrize("vector", [A1, A3, A5, OKP])
def test_no_published_vector_is_an_assertion(vector, es256):
    assert refused(vector, es256)


def test_the_thumbprint_of_a_key():
    """RFC 8037 appendix A.3."""
    assert keys.thumbprint(OKP_KEY) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


# --- keys -------------------------------------------------------------------------------------------------------


def test_a_public_key_is_read_down_to_what_it_is(machine):
    more = {**machine.jwk, "use": "sig", "alg": machine.alg, "kid": "mine", "more": 1}
    assert keys.read(more) == {name: machine.jwk[name] for name in keys.read(machine.jwk)}


def test_a_private_key_is_refused_with_what_to_do(machine):
    with pytest.raises(keys.NotAKey, match="make a new key"):
        keys.read(machine.key.as_dict(private=True))


@pytest.mark.parametrize(
    "change",
    [
        {"x": "AAAA"},
        {"x": ""},
        {"x": 1},
        {"x": A3_KEY["x"] + "="},
        {"x": A3_KEY["y"]},
        {"y": None},
        {"kty": "RSA"},
        {"crv": "P-384"},
        {"crv": "Ed25519"},
        {"use": "enc"},
        {"key_ops": ["sign"]},
        {"alg": "ES384"},
        {"alg": "HS256"},
        {"kty": ["EC"]},
    ],
)
def test_what_is_no_key_for_signatures(change):
    with pytest.raises(keys.NotAKey):
        keys.read({**A3_KEY, **change})


def test_other_kinds_of_keys():
    for other in (RSAKey.generate_key(2048).as_dict(private=False), {"kty": "oct"}, {}, {"keys": [A3_KEY]}):
        with pytest.raises(keys.NotAKey):
            keys.read(other)
