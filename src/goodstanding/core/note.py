"""Signed notes and checkpoints in the C2SP formats (signed-note, tlog-checkpoint), Ed25519 only.

A note is text, a blank line, and signature lines; a checkpoint is a note whose text says origin, size and
root of a tree. Any C2SP verifier reads them; nothing here is our own invention.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519: Final = b"\x01"
KEY_HASH_BYTES: Final = 4
LARGEST_SIZE: Final = 2**63 - 1


class NotVerified(ValueError):
    """The note or checkpoint is malformed, or no signature by the given key verifies; the message says which."""


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: its name, how many leaves it has, and the root hash over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Answer the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_hash(*, name: str, public_key: bytes) -> bytes:
    """Answer the four bytes by which a signature line names its key (signed-note, "Signatures")."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:KEY_HASH_BYTES]


def verifier_key(*, name: str, public_key: bytes) -> str:
    """Answer the one-line public key that others pin: name+hash+key (signed-note, "Verifier keys")."""
    digest = key_hash(name=name, public_key=public_key).hex()
    return f"{name}+{digest}+{base64.b64encode(ED25519 + public_key).decode()}"


def read_verifier_key(line: str) -> tuple[str, bytes]:
    """Answer (name, 32-byte public key) of a verifier key; raises NotVerified when it contradicts itself."""
    try:
        name, digest, encoded = line.strip().split("+", 2)
        key = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise NotVerified("a verifier key reads name+hash+base64") from error
    if key[:1] != ED25519 or len(key) != 1 + 32:
        raise NotVerified(f"the verifier key of {name} is not an Ed25519 key")
    if key_hash(name=name, public_key=key[1:]).hex() != digest:
        raise NotVerified(f"the verifier key of {name} carries a wrong key hash; it was altered or mistyped")
    return name, key[1:]


def sign(*, text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Answer the note: `text` (which ends in a newline) with one signature line by `name`."""
    if not text.endswith("\n"):
        raise ValueError("a note's text ends with a newline")
    public = key.public_key().public_bytes_raw()
    signature = base64.b64encode(key_hash(name=name, public_key=public) + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def open_note(note: str, *, verifier: str) -> str:
    """Answer the text of `note` once a signature by the pinned `verifier` key holds; else raise NotVerified."""
    name, public = read_verifier_key(verifier)
    if any(ord(character) < ord(" ") and character != "\n" for character in note):
        raise NotVerified("the note holds control characters")
    text, divider, lines = note.rpartition("\n\n")
    if not divider or not lines.endswith("\n"):
        raise NotVerified("the note has no signatures; it ends with a blank line and signature lines")
    text += "\n"
    verified = False
    for line in lines[:-1].split("\n"):
        dash, _, rest = line.partition(" ")
        signer, _, encoded = rest.partition(" ")
        if dash != "—" or not signer or not encoded:
            raise NotVerified(f"not a signature line: {line!r}")
        try:
            signature = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise NotVerified(f"not base64 in the signature by {signer}") from error
        if signer != name or signature[:KEY_HASH_BYTES] != key_hash(name=name, public_key=public):
            continue  # another signer's line: the format says to ignore keys one does not know
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature[KEY_HASH_BYTES:], text.encode())
        except InvalidSignature as error:
            raise NotVerified(f"the signature by {name} does not fit the text; one of them was altered") from error
        verified = True
    if not verified:
        raise NotVerified(f"no signature by {name} on the note")
    return text


def read_checkpoint(text: str) -> Checkpoint:
    """Answer the checkpoint in a note's text; extension lines are allowed and ignored. Raises NotVerified."""
    lines = text.split("\n")
    if len(lines) < len(("origin", "size", "root", "")) or not lines[0]:
        raise NotVerified("a checkpoint has an origin, a size and a root line")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdigit()) or str(int(size)) != size or int(size) > LARGEST_SIZE:
        raise NotVerified(f"{size!r} is not a tree size")
    try:
        decoded = base64.b64decode(root, validate=True)
    except binascii.Error as error:
        raise NotVerified("the root is not base64") from error
    if len(decoded) != hashlib.sha256().digest_size:
        raise NotVerified("the root is not a SHA-256 hash")
    return Checkpoint(origin=origin, size=int(size), root=decoded)
