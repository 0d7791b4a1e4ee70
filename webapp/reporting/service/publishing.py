"""Publishing a day's receipts as one hash, and showing a family that its receipt is in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, func, insert, select

from webapp.enumeration.models import Receipt
from webapp.reporting import queries
from webapp.reporting.models import CountedReceipt, PublishedDay
from webapp.reporting.rules import tree
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.quick import Quick

_counted = Quick(select(CountedReceipt.day).where(CountedReceipt.number == bindparam("number")))


@dataclass(frozen=True, slots=True)
class Proof:
    """What the holder of a receipt needs to climb from it to the published root of its day."""

    day: date
    salt: bytes
    path: list[tuple[str, bytes]]
    tree: bytes


def publish_days() -> int:
    """Publish every day that has ended (WIB) and is not published yet, the oldest first. Returns how many.

    A day is published once and never changed: what is counted late belongs to the day of its receipt's row.
    """
    published = 0
    while (day := _next_day()) is not None:
        _publish(day)
        published += 1
    return published


def _next_day() -> date | None:
    newest = db.session.scalar(select(func.max(PublishedDay.day)))
    if newest is None:
        first = db.session.scalar(select(func.min(Receipt.sent_at)))
        following = clock.to_wib(first).date() if first else None
    else:
        following = newest + timedelta(days=1)
    return following if following is not None and following < clock.today() else None


def _publish(day: date) -> None:
    start = datetime.combine(day, time(), clock.WIB)
    with transaction():
        before = db.session.get(PublishedDay, day - timedelta(days=1))
        numbers = queries.receipts_of(start, start + timedelta(days=1))
        salts = [os.urandom(16) for _ in numbers]
        leaves = [tree.leaf(number, salt) for number, salt in zip(numbers, salts, strict=True)]
        rows = [
            {
                "number": number,
                "day": day,
                "position": position,
                "salt": salts[position],
                "leaf": leaves[position],
            }
            for position, number in enumerate(numbers)
        ]
        if rows:
            db.session.execute(insert(CountedReceipt), rows)
        total = len(numbers) + (before.total if before else 0)
        hashed = tree.root(leaves)
        chained = tree.chained(before.root if before else tree.EMPTY, day.isoformat(), total, hashed)
        db.session.execute(insert(PublishedDay).values(
            day=day, receipts=len(numbers), total=total, tree=hashed, root=chained, published_at=clock.now(),
        ))  # fmt: skip


def counted_on(number: str) -> date | None:
    """The day in whose published figure a receipt is, or None before that day has ended."""
    row = _counted.first(number=number)
    return row[0] if row else None


def proof_of(number: str) -> Proof | None:
    """The way from a receipt to the root of its day; None for one that is not published."""
    mine = db.session.get(CountedReceipt, number)
    if mine is None:
        return None
    leaves = queries.published_leaves(mine.day)
    return Proof(mine.day, mine.salt, tree.path(leaves, mine.position), tree.root(leaves))
