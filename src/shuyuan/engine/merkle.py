"""Merkle trees as in RFC 6962: root, audit path and its check, over any 32 byte hash."""

from collections.abc import Callable, Sequence

Hash = Callable[[bytes], bytes]


def leaf_hash(data: bytes, digest: Hash) -> bytes:
    """The hash of one leaf; the prefix keeps leaves and inner nodes apart."""
    return digest(b"\x00" + data)


def root(leaves: Sequence[bytes], digest: Hash) -> bytes:
    """The root over leaf hashes; over none it is the hash of nothing, as in RFC 6962 2.1."""
    if not leaves:
        return digest(b"")
    return levels(leaves, digest)[-1][0]


def levels(leaves: Sequence[bytes], digest: Hash) -> list[list[bytes]]:
    """All rows of the tree from the leaves to the root; an odd last node moves up unchanged.

    This gives the tree of RFC 6962 (left subtree: the largest power of two), built in one pass.
    """
    rows = [list(leaves)]
    while len(rows[-1]) > 1:
        below = rows[-1]
        row = [digest(b"\x01" + below[i] + below[i + 1]) for i in range(0, len(below) - 1, 2)]
        if len(below) % 2:
            row.append(below[-1])
        rows.append(row)
    return rows


def path(rows: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """The sibling hashes from leaf `index` up to the root, given all `levels`."""
    found = []
    for row in rows[:-1]:
        sibling = index ^ 1
        if sibling < len(row):
            found.append(row[sibling])
        index //= 2
    return found


def root_from_path(
    leaf: bytes, index: int, size: int, siblings: Sequence[bytes], digest: Hash
) -> bytes | None:
    """The root that `leaf` at `index` of `size` leaves leads to; None when the path has the wrong length."""
    if not 0 <= index < size:
        return None
    node, last = leaf, size - 1
    rest = list(siblings)
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                return None
            sibling = rest.pop(0)
            node = digest(b"\x01" + sibling + node) if index % 2 else digest(b"\x01" + node + sibling)
        index //= 2
        last //= 2
    return None if rest else node
