"""The Merkle tree of RFC 6962, against the roots every certificate-transparency implementation is tested with."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.merkle import EMPTY_ROOT, Tree, leaf_hash, node_hash, split

# Inputs and roots of the reference log's own test (certificate-transparency, merkle_tree_test): sizes 1 to 8.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_equal_those_of_the_reference_log(size):
    tree = Tree()
    tree.extend(leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES[:size])
    assert tree.root().hex() == ROOTS[size - 1]


def test_no_leaves_have_the_hash_of_nothing():
    assert Tree().root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70), st.integers(0, 70))
def test_a_tree_grown_in_two_steps_equals_the_definition(leaves, cut):
    tree = Tree()
    tree.extend(leaves[:cut])
    tree.extend(leaves[cut:])
    assert (tree.size, tree.root()) == (len(leaves), naive_root(leaves))
    assert len(tree.edge) == len(leaves).bit_count()


def test_a_leaf_never_passes_as_an_inner_node():
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_hashes_laid_end_to_end_are_split_whole_or_not_at_all():
    assert split(b"a" * 32 + b"b" * 32) == [b"a" * 32, b"b" * 32]
    with pytest.raises(ValueError, match="33 bytes"):
        split(b"a" * 33)
