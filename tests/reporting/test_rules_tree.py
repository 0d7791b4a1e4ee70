"""The tree over a day's receipts: every receipt climbs to its root, and no other does."""

from __future__ import annotations

from hashlib import sha256

import pytest

from webapp.reporting.rules import tree

LEAVES = [tree.leaf(f"{n:012}", bytes(16)) for n in range(13)]


@pytest.mark.parametrize("size", range(1, 14))
def test_every_leaf_climbs_to_the_root(size: int) -> None:
    leaves = LEAVES[:size]
    root = tree.root(leaves)
    for position, leaf in enumerate(leaves):
        assert tree.climb(leaf, tree.path(leaves, position)) == root


def test_a_receipt_that_is_not_there_does_not_climb_to_the_root() -> None:
    stranger = tree.leaf("000000000099", bytes(16))
    assert tree.climb(stranger, tree.path(LEAVES, 4)) != tree.root(LEAVES)
    with pytest.raises(IndexError):
        tree.path(LEAVES, len(LEAVES))


def test_two_leaves_are_hashed_as_rfc_6962_says() -> None:
    one, two = LEAVES[:2]
    assert one == sha256(b"\0" + bytes(16) + b"000000000000").digest()
    assert tree.root([one, two]) == sha256(b"\1" + one + two).digest()
    assert tree.root([]) == sha256(b"").digest()


def test_the_chain_changes_with_every_past_day() -> None:
    day = tree.chained(tree.EMPTY, "2030-06-01", 3, tree.root(LEAVES[:3]))
    assert tree.chained(tree.EMPTY, "2030-06-01", 2, tree.root(LEAVES[:3])) != day
    assert tree.chained(day, "2030-06-02", 3, tree.EMPTY) != tree.chained(
        tree.EMPTY, "2030-06-02", 3, tree.EMPTY
    )
