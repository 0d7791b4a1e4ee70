"""Reads of what is published about receipts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from webapp.enumeration.models import Receipt
from webapp.reporting.models import CountedReceipt, PublishedDay
from webapp.shared.db import db


def newest_days(limit: int) -> list[PublishedDay]:
    """Published days, the newest first."""
    return list(db.session.scalars(select(PublishedDay).order_by(PublishedDay.day.desc()).limit(limit)))


def published_leaves(day: date) -> list[bytes]:
    """The hashes of a day's receipts in their published order."""
    return list(
        db.session.scalars(
            select(CountedReceipt.leaf).where(CountedReceipt.day == day).order_by(CountedReceipt.position)
        )
    )


def receipts_of(start: datetime, end: datetime) -> list[str]:
    """Numbers of the receipts given from start until before end, in their order, which is by chance."""
    inside = Receipt.sent_at >= start, Receipt.sent_at < end
    return list(db.session.scalars(select(Receipt.number).where(*inside).order_by(Receipt.number)))
