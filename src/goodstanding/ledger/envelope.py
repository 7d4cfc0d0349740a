"""Each entry's content under a key of its own, wrapped by the installation's key file.

Deleting the row deletes salt, content and key together; what stays is a commitment that says nothing. A stolen
database without the key file says nothing either.

    sealed = 0x01 | key id (4) | nonce (12) | wrapped data key (48) | AES-256-GCM(salt (32) | canonical content)
    sealed = 0x00 | salt (32) | canonical content          for erasures, whose statement anyone may check
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from goodstanding.core.canonical import SALT_BYTES, commitment

CLEAR: Final = b"\x00"
SEALED: Final = b"\x01"
KEY_BYTES: Final = 32
KEY_ID_BYTES: Final = 4
NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = KEY_BYTES + 16
# A data key encrypts one content only, so its nonce need not vary.
ONLY_NONCE: Final = bytes(NONCE_BYTES)
_RANDOM_BYTES: Final = SALT_BYTES + KEY_BYTES + NONCE_BYTES


class CannotOpen(ValueError):
    """The sealed bytes were altered, belong to another entry, or their key is not in the key folder."""


@dataclass(frozen=True)
class KeyRing:
    """The key-encrypting keys of an installation by id; new contents are wrapped under the active one."""

    keys: Mapping[bytes, AESGCM]
    active: bytes

    @classmethod
    def of(cls, *keys: bytes) -> KeyRing:
        """Answer a ring of these 32-byte keys, of which the last is active. Raises ValueError for another length."""
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError("a ledger key has 32 bytes, and there is at least one")
        ids = [hashlib.sha256(key).digest()[:KEY_ID_BYTES] for key in keys]
        return cls(keys={number: AESGCM(key) for number, key in zip(ids, keys, strict=True)}, active=ids[-1])

    @classmethod
    def load(cls, folder: Path) -> KeyRing:
        """Answer the ring of the folder's `NNNN.key` files (0600); the first is made when there is none."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        first = folder / "0001.key"
        if not any(folder.glob("*.key")):
            part = folder / f".{os.urandom(8).hex()}.part"
            with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(os.urandom(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(part, first)  # never over a key that another process made meanwhile
            except FileExistsError:
                pass
            finally:
                part.unlink()
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)  # entries must not outlive the key they are sealed under
            finally:
                os.close(descriptor)
        return cls.of(*(path.read_bytes() for path in sorted(folder.glob("*.key"))))


def seal_all(entries: Sequence[tuple[bytes, bytes]], *, keys: KeyRing) -> list[tuple[bytes, bytes]]:
    """Answer (commitment, sealed bytes) for each (16-byte handle, canonical content).

    The commitment is bound to the ciphertext and the handle to the wrapped key, so that neither moves to another entry.
    """
    # One loop with one draw of randomness: at 80,000 entries a second every call counts.
    random = os.urandom(_RANDOM_BYTES * len(entries))
    wrap, head, sha256 = keys.keys[keys.active].encrypt, SEALED + keys.active, hashlib.sha256
    sealed = []
    for start, (handle, content) in zip(range(0, len(random), _RANDOM_BYTES), entries, strict=True):
        key_start, nonce_start = start + SALT_BYTES, start + SALT_BYTES + KEY_BYTES
        data_key, nonce = random[key_start:nonce_start], random[nonce_start : start + _RANDOM_BYTES]
        body = random[start:key_start] + content
        committed = sha256(body).digest()
        ciphertext = AESGCM(data_key).encrypt(ONLY_NONCE, body, committed)
        sealed.append((committed, head + nonce + wrap(nonce, data_key, handle) + ciphertext))
    return sealed


def seal(*, content: bytes, handle: bytes, keys: KeyRing) -> tuple[bytes, bytes]:
    """Answer (commitment, sealed bytes) of one canonical `content` for the 16-byte `handle`."""
    return seal_all([(handle, content)], keys=keys)[0]


def unseal(*, sealed: bytes, committed: bytes, handle: UUID, keys: KeyRing) -> bytes:
    """Answer the canonical content, once it fits the commitment. Raises CannotOpen with the reason."""
    if sealed[:1] == CLEAR:
        opened = sealed[1:]
    elif sealed[:1] == SEALED:
        start = 1 + KEY_ID_BYTES
        number, nonce = sealed[1:start], sealed[start : start + NONCE_BYTES]
        wrapped = sealed[start + NONCE_BYTES : start + NONCE_BYTES + WRAPPED_BYTES]
        if number not in keys.keys:
            raise CannotOpen(f"sealed under key {number.hex()}, which is not in the key folder")
        try:
            data_key = keys.keys[number].decrypt(nonce, wrapped, handle.bytes)
            opened = AESGCM(data_key).decrypt(ONLY_NONCE, sealed[start + NONCE_BYTES + WRAPPED_BYTES :], committed)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("the sealed bytes were altered or belong to another entry") from error
    else:
        raise CannotOpen("the sealed bytes are of no known form")
    salt, content = opened[:SALT_BYTES], opened[SALT_BYTES:]
    if len(salt) != SALT_BYTES or commitment(salt=salt, content=content) != committed:
        raise CannotOpen("the content does not fit the commitment")
    return content
