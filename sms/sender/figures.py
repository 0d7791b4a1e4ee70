"""How the outbox stands, for the monitor (/metrics)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from sms.models import GatewayState, Inbound
from sms.sender.rows import OPEN
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage

INBOUND_LATE_S, OUTBOX_LATE_S = 60, 900


def waiting() -> int:
    """Texts that are due and have not left."""
    due = (OutboxMessage.state.in_(OPEN), OutboxMessage.due_at <= clock.now())
    return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*due)) or 0


def oldest_waiting_s() -> float:
    """Seconds that the longest waiting of them has been due; 0 when none waits."""
    first = db.session.scalar(select(func.min(OutboxMessage.due_at)).where(OutboxMessage.state.in_(OPEN)))
    return _seconds_since(first)


def unknown() -> int:
    """Texts of which nobody knows whether they left."""
    return _count("UNKNOWN")


def failed_in_a_day() -> int:
    """Texts that ended as failed or refused within 24 hours."""
    return _count("FAILED", "REJECTED")


def inbound_waiting() -> int:
    """Texts that came in and were not worked yet."""
    return db.session.scalar(select(func.count(Inbound.id)).where(Inbound.worked_at.is_(None))) or 0


def oldest_inbound_s() -> float:
    """Seconds that the longest waiting of them has been here."""
    return _seconds_since(
        db.session.scalar(select(func.min(Inbound.received_at)).where(Inbound.worked_at.is_(None)))
    )


def inbound_age_s() -> float:
    """Seconds since the last text came in; long on a working day means that a way in is broken."""
    return _seconds_since(db.session.scalar(select(func.max(Inbound.received_at))))


def alarms() -> list[str]:
    """What an operator must look at now; none is an empty list."""
    found = [
        f"{state.name}: {state.alarm}" for state in db.session.scalars(select(GatewayState)) if state.alarm
    ]
    if oldest_inbound_s() > INBOUND_LATE_S:
        found.append("inbound")
    if oldest_waiting_s() > OUTBOX_LATE_S:
        found.append("outbox")
    return found


def alarm() -> float:
    """How many of these there are, for a monitor to wake somebody."""
    return len(alarms())


def _seconds_since(moment: datetime | None) -> float:
    return max(0.0, (clock.now() - moment).total_seconds()) if moment else 0.0


def _count(*states: str) -> int:
    recent = (OutboxMessage.state.in_(states), OutboxMessage.changed_at > clock.now() - timedelta(hours=24))
    return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*recent)) or 0


GAUGES: dict[str, tuple[str, Callable[[], float]]] = {  # name on /metrics, what it means, how it is read
    "sms_waiting": ("Texts that are due and have not left", waiting),
    "sms_oldest_waiting_seconds": ("How long the oldest of them is due", oldest_waiting_s),
    "sms_unknown": ("Texts of the last day of which nobody knows whether they left", unknown),
    "sms_failed": ("Texts of the last day that failed or were refused", failed_in_a_day),
    "sms_inbound_waiting": ("Texts that came in and were not worked yet", inbound_waiting),
    "sms_inbound_age_seconds": ("Since the last text came in", inbound_age_s),
    "sms_alarm": ("Things about texts that need a person now, see /sms/health", alarm),
}
