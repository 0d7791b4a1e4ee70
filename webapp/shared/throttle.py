"""Counting tries, durably: a limit holds across processes and restarts, and needs no further server.

Buckets are fixed windows keyed by a blind index, so that the table tells nobody which numbers were tried.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import LargeBinary, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.shared import clock, sealing
from webapp.shared.db import Model, UtcDateTime, db, transaction, when_undone
from webapp.shared.quick import Quick


class Tries(Model):
    """How often a bucket was hit in one window."""

    __tablename__ = "tries"
    bucket: Mapped[bytes] = mapped_column(LargeBinary(17), primary_key=True)
    window_ends: Mapped[datetime] = mapped_column(UtcDateTime(), primary_key=True)
    count: Mapped[int]


_c = Tries.__table__.c
_this = _c.bucket == bindparam("wanted"), _c.window_ends == bindparam("until")
_so_far = Quick(select(_c.count).where(*_this))
_one_less = Quick(update(Tries).where(*_this, _c.count > 0).values(count=_c.count - 1))
_one_more = Quick(
    lambda insert: (
        insert(Tries.__table__)
        .on_conflict_do_update(index_elements=["bucket", "window_ends"], set_={"count": _c.count + 1})
        .returning(_c.count)
    )
)


def hit(bucket: str, value: str, limit: int, per_seconds: int) -> bool:
    """Count one try; False when this window already had `limit` of them. Counted also where the caller is undone."""
    when_undone(partial(_count, bucket, value, per_seconds))
    return _count(bucket, value, per_seconds) <= limit


def _count(bucket: str, value: str, per_seconds: int) -> int:
    ends = _window_ends(per_seconds)
    with transaction():
        counted = _one_more.all(
            bucket=sealing.blind_index(f"throttle-{bucket}", value), window_ends=ends, count=1
        )
    return int(counted[0][0])


def give_back(bucket: str, value: str, per_seconds: int) -> None:
    """Take back one hit() that was honest after all, so that people who sign in often are not locked out."""
    with transaction():
        for index in sealing.blind_indexes(f"throttle-{bucket}", value):
            _one_less.write(wanted=index, until=_window_ends(per_seconds))


def spent(bucket: str, value: str, limit: int, per_seconds: int) -> bool:
    """Has this window had its `limit` of tries already? Counts nothing: for limits on failures only."""
    indexes = sealing.blind_indexes(f"throttle-{bucket}", value)
    rows = [_so_far.first(wanted=index, until=_window_ends(per_seconds)) for index in indexes]
    return bool(sum(row[0] for row in rows if row) >= limit)


def _window_ends(per_seconds: int) -> datetime:
    return datetime.fromtimestamp((int(clock.now().timestamp()) // per_seconds + 1) * per_seconds, UTC)


def sweep() -> int:
    """Remove windows that have ended; for the jobs loop. Returns how many."""
    with transaction():
        gone: Any = db.session.execute(delete(Tries).where(Tries.window_ends < clock.now()))
    return int(gone.rowcount)
