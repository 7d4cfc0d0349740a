"""Signed notes and checkpoints, against the values of the Go project that defined the format (x/mod/sumdb/note)."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core import note

VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
OTHER_SIGNATURE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(SEED)


def test_the_recorded_key_has_the_recorded_verifier_line():
    assert note.verifier_key(name="PeterNeumann", public_key=KEY.public_key().public_bytes_raw()) == VERIFIER


def test_signing_the_recorded_text_gives_the_recorded_note():
    assert note.sign(text=TEXT, name="PeterNeumann", key=KEY) == f"{TEXT}\n{SIGNATURE}"


@pytest.mark.parametrize("signatures", [SIGNATURE, SIGNATURE + OTHER_SIGNATURE, OTHER_SIGNATURE + SIGNATURE])
def test_the_recorded_note_opens_also_beside_a_stranger_s_signature(signatures):
    assert note.open_note(f"{TEXT}\n{signatures}", verifier=VERIFIER) == TEXT


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (TEXT, "no signatures"),
        (f"{TEXT}\n", "no signatures"),
        (f"{TEXT}\n{SIGNATURE[:-1]}", "no signatures"),
        (f"\x01{TEXT}\n{SIGNATURE}", "control characters"),
        (f"{TEXT}\n— Bad Name x08go/ZJkuBS\n", "not base64|no signature"),
        (f"{TEXT}\n{SIGNATURE}Unexpected line.\n", "not a signature line"),
        (f"{TEXT}\n{SIGNATURE[:60]}ABCD{SIGNATURE[60:]}", "does not fit"),
        (f"{TEXT}\n{OTHER_SIGNATURE}", "no signature by PeterNeumann"),
        (f"{TEXT[:-2]}!\n\n{SIGNATURE}", "does not fit"),
    ],
)
def test_a_malformed_or_altered_note_is_refused_with_the_reason(bad, reason):
    with pytest.raises(note.NotVerified, match=reason):
        note.open_note(bad, verifier=VERIFIER)


def test_every_mangled_verifier_line_is_refused():
    for position in range(len(VERIFIER)):
        mangled = VERIFIER[:position] + chr(ord(VERIFIER[position]) + 1) + VERIFIER[position + 1 :]
        with pytest.raises(note.NotVerified):
            note.read_verifier_key(mangled)


@pytest.mark.parametrize(
    "line",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3",
    ],
)
def test_a_verifier_line_of_another_length_or_algorithm_is_refused(line):
    with pytest.raises(note.NotVerified):
        note.read_verifier_key(line)


@given(size=st.integers(0, note.LARGEST_SIZE), root=st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back_as_written(size, root):
    checkpoint = note.Checkpoint(origin="example.org/ledger", size=size, root=root)
    signed = note.sign(text=checkpoint.text(), name="example.org/ledger", key=KEY)
    verifier = note.verifier_key(name="example.org/ledger", public_key=KEY.public_key().public_bytes_raw())
    assert note.read_checkpoint(note.open_note(signed, verifier=verifier)) == checkpoint


@pytest.mark.parametrize(
    "text",
    ["", "origin\n", "origin\n1\n", "\n1\nAAAA\n", "o\n01\n" + "A" * 43 + "=\n", "o\n-1\n" + "A" * 43 + "=\n"]
    + ["o\n" + str(2**63) + "\n" + "A" * 43 + "=\n", "o\n1\nAAAA\n", "o\n1\n*\n", "o\n٣\n" + "A" * 43 + "=\n"],
)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(note.NotVerified):
        note.read_checkpoint(text)


def test_a_note_s_text_ends_with_a_newline():
    with pytest.raises(ValueError, match="newline"):
        note.sign(text="abc", name="PeterNeumann", key=KEY)
