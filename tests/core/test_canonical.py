"""Canonical JSON: one content, one sequence of bytes. The rfc8785 package is the independent second writer."""

from __future__ import annotations

import hashlib

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.canonical import LARGEST_INTEGER, NotCanonical, canonical, commitment, encode

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xD7FF))
scalars = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


@given(values)
def test_equals_an_independent_writer_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("number", range(0x20))
def test_every_control_character_is_escaped_as_the_rfc_says(number):
    assert canonical(chr(number)) == rfc8785.dumps(chr(number))


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (1.5, r"\$: 1.5 is a floating-point"),
        ({"a": [1, {"b": 0.1}]}, r"\$\.a\[1\]\.b"),
        ({"a": LARGEST_INTEGER + 1}, r"\$\.a: .* beyond"),
        ({"a": -LARGEST_INTEGER - 1}, r"\$\.a: .* beyond"),
        ({1: "a"}, r"\$: key 1"),
        ({"\U0001f600": 1}, r"\$: key"),
        ({"\ue000": 1}, r"\$: key"),
        ({"\n": 1}, r"\$: key"),
        (["\ud800"], r"\$\[0\]: half of a surrogate"),
        ({"a": {1, 2}}, r"\$\.a: set is not"),
        (b"bytes", r"\$: bytes is not"),
    ],
)
def test_refuses_what_has_no_canonical_form_and_names_the_place(value, place):
    with pytest.raises(NotCanonical, match=place):
        canonical(value)


@pytest.mark.parametrize("value", [{"a": object()}, ["\ud800"]])
def test_the_quick_writer_refuses_what_json_cannot_say(value):
    with pytest.raises(NotCanonical):
        encode(value)


def test_the_largest_exact_integers_are_canonical():
    assert canonical([LARGEST_INTEGER, -LARGEST_INTEGER]) == b"[9007199254740991,-9007199254740991]"


def test_keys_are_sorted_and_nothing_is_spaced():
    assert canonical({"b": 1, "a": {"d": None, "c": True}}) == b'{"a":{"c":true,"d":null},"b":1}'


def test_a_commitment_is_sha256_of_salt_and_content():
    content = canonical({"a": 1})
    assert commitment(salt=bytes(range(32)), content=content) == hashlib.sha256(bytes(range(32)) + content).digest()


def test_a_commitment_changes_with_every_byte_of_the_content():
    assert commitment(salt=bytes(32), content=b"abc") != commitment(salt=bytes(32), content=b"abd")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_of_another_length_is_refused_since_bytes_could_move_into_the_content(length):
    with pytest.raises(ValueError, match="not 32"):
        commitment(salt=bytes(length), content=b"abc")
