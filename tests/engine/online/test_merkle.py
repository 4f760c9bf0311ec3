"""Merkle trees of RFC 6962."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuyuan.engine import merkle


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def by_definition(leaves):
    """RFC 6962 2.1, word by word."""
    if not leaves:
        return digest(b"")
    if len(leaves) == 1:
        return digest(b"\x00" + leaves[0])
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return digest(b"\x01" + by_definition(leaves[:half]) + by_definition(leaves[half:]))


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_root_is_that_of_the_definition(data):
    leaves = [merkle.leaf_hash(item, digest) for item in data]
    assert merkle.root(leaves, digest) == by_definition(data)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_every_path_leads_to_the_root_and_to_no_other(data, draw):
    index = draw.draw(st.integers(0, len(data) - 1))
    leaves = [merkle.leaf_hash(item, digest) for item in data]
    rows = merkle.levels(leaves, digest)
    path = merkle.path(rows, index)
    assert merkle.root_from_path(leaves[index], index, len(data), path, digest) == rows[-1][0]
    other = digest(b"other")
    assert merkle.root_from_path(other, index, len(data), path, digest) != rows[-1][0]


@pytest.mark.parametrize(
    ("index", "size", "length"), [(-1, 3, 2), (3, 3, 2), (0, 3, 1), (0, 3, 3), (2, 3, 2), (0, 0, 0)]
)
def test_a_path_of_the_wrong_length_leads_nowhere(index, size, length):
    assert merkle.root_from_path(bytes(32), index, size, [bytes(32)] * length, digest) is None
