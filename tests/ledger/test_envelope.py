"""Contents are readable with the key file only, by the entry they belong to only, and unaltered only."""

from __future__ import annotations

import os
import stat
from uuid import uuid4

import pytest

from goodstanding.core.canonical import commitment
from goodstanding.ledger.envelope import CLEAR, CannotOpen, KeyRing, seal, unseal

KEYS = KeyRing.of(bytes(32))
CONTENT = '{"name":"某某股份有限公司"}'.encode()


def test_a_content_opens_for_its_own_entry():
    handle = uuid4()
    committed, sealed = seal(content=CONTENT, handle=handle.bytes, keys=KEYS)
    assert unseal(sealed=sealed, committed=committed, handle=handle, keys=KEYS) == CONTENT
    assert CONTENT not in sealed


def test_the_same_content_never_looks_the_same_twice():
    handle = uuid4()
    assert len({seal(content=CONTENT, handle=handle.bytes, keys=KEYS) for _ in range(100)}) == 100


def test_every_single_flipped_bit_is_found():
    handle = uuid4()
    committed, sealed = seal(content=CONTENT, handle=handle.bytes, keys=KEYS)
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1 << position % 8
        with pytest.raises(CannotOpen):
            unseal(sealed=bytes(altered), committed=committed, handle=handle, keys=KEYS)


@pytest.mark.parametrize("length", [0, 1, 4, 16, 17, 64, 65, 81])
def test_a_truncated_content_is_found(length):
    handle = uuid4()
    committed, sealed = seal(content=CONTENT, handle=handle.bytes, keys=KEYS)
    with pytest.raises(CannotOpen):
        unseal(sealed=sealed[:length], committed=committed, handle=handle, keys=KEYS)


def test_a_content_does_not_open_under_another_handle_or_commitment():
    handle = uuid4()
    committed, sealed = seal(content=CONTENT, handle=handle.bytes, keys=KEYS)
    other, _ = seal(content=CONTENT, handle=handle.bytes, keys=KEYS)
    for wrong in ({"handle": uuid4()}, {"committed": other}):
        with pytest.raises(CannotOpen):
            unseal(**{"sealed": sealed, "committed": committed, "handle": handle, "keys": KEYS} | wrong)


def test_a_content_under_an_unknown_key_says_which_key_is_missing():
    handle = uuid4()
    committed, sealed = seal(content=CONTENT, handle=handle.bytes, keys=KEYS)
    with pytest.raises(CannotOpen, match=KEYS.active.hex()):
        unseal(sealed=sealed, committed=committed, handle=handle, keys=KeyRing.of(bytes([1] * 32)))


def test_an_older_key_still_opens_what_it_sealed():
    handle = uuid4()
    committed, sealed = seal(content=CONTENT, handle=handle.bytes, keys=KEYS)
    ring = KeyRing.of(bytes(32), bytes([1] * 32))
    assert unseal(sealed=sealed, committed=committed, handle=handle, keys=ring) == CONTENT
    assert seal(content=CONTENT, handle=handle.bytes, keys=ring)[1][1:5] == ring.active != KEYS.active


def test_a_clear_statement_is_still_held_to_its_commitment():
    salt = os.urandom(32)
    committed = commitment(salt=salt, content=CONTENT)
    assert unseal(sealed=CLEAR + salt + CONTENT, committed=committed, handle=uuid4(), keys=KEYS) == CONTENT
    with pytest.raises(CannotOpen, match="does not fit"):
        unseal(sealed=CLEAR + salt + CONTENT + b" ", committed=committed, handle=uuid4(), keys=KEYS)


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path):
    folder = tmp_path / "keys"
    assert KeyRing.load(folder).active == KeyRing.load(folder).active
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("keys", [(), (b"short",), (bytes(33),)])
def test_a_key_of_another_length_is_refused(keys):
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing.of(*keys)
