"""A Merkle tree over the receipts of a day (RFC 6962, section 2.1): leaves and nodes are hashed apart, so that no
node can pass for a leaf. Whoever holds a receipt can show with about 15 hashes that it is in the published root."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf(number: str, salt: bytes) -> bytes:
    """The hash that stands for a receipt. The salt is secret to its holder: numbers cannot be tried out."""
    return sha256(b"\0" + salt + number.encode()).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The one hash of all leaves in their order."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path(leaves: Sequence[bytes], position: int) -> list[tuple[str, bytes]]:
    """The neighbours of a leaf up to the root: ("left" or "right", hash). Raises IndexError for no such leaf."""
    level, found = list(leaves), []
    if not 0 <= position < len(level):
        raise IndexError(position)
    while len(level) > 1:
        beside = position ^ 1
        if beside < len(level):
            found.append(("left" if beside < position else "right", level[beside]))
        level, position = _above(level), position // 2
    return found


def climb(start: bytes, steps: Sequence[tuple[str, bytes]]) -> bytes:
    """The root that a leaf and its neighbours lead to."""
    for side, hashed in steps:
        start = _join(hashed, start) if side == "left" else _join(start, hashed)
    return start


def chained(before: bytes, day: str, total: int, tree: bytes) -> bytes:
    """A day's published root: it holds the day before, so that no past day can be changed unseen."""
    return sha256(b"\2" + before + f"{day} {total} ".encode() + tree).digest()


def _above(level: Sequence[bytes]) -> list[bytes]:
    """One level up; a last leaf without a neighbour goes up as it is."""
    pairs = [_join(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)]
    return pairs + ([level[-1]] if len(level) % 2 else [])


def _join(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
