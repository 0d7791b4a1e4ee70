"""How the outbox stands, for the monitor (/metrics)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from sms.sender.rows import OPEN
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage


def waiting() -> int:
    """Texts that are due and have not left."""
    due = (OutboxMessage.state.in_(OPEN), OutboxMessage.due_at <= clock.now())
    return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*due)) or 0


def oldest_waiting_s() -> float:
    """Seconds that the longest waiting of them has been due; 0 when none waits."""
    first = db.session.scalar(select(func.min(OutboxMessage.due_at)).where(OutboxMessage.state.in_(OPEN)))
    return max(0.0, (clock.now() - first).total_seconds()) if first else 0.0


def unknown() -> int:
    """Texts of which nobody knows whether they left."""
    return _count("UNKNOWN")


def failed_in_a_day() -> int:
    """Texts that ended as failed or refused within 24 hours."""
    return _count("FAILED", "REJECTED")


def _count(*states: str) -> int:
    recent = (OutboxMessage.state.in_(states), OutboxMessage.changed_at > clock.now() - timedelta(hours=24))
    return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*recent)) or 0
