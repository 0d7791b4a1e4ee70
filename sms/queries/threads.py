"""What went between us and a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from sms.models import Inbound
from webapp.shared import sealing
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage


def thread(number: str, limit: int = 40) -> list[tuple[Inbound | OutboxMessage, datetime]]:
    """What went between us and a phone, the oldest first."""
    indexes = sealing.blind_indexes("phone", number)
    came = db.session.scalars(
        select(Inbound)
        .where(Inbound.phone_index.in_(indexes))
        .order_by(Inbound.received_at.desc())
        .limit(limit)
    ).all()
    went = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.phone_index.in_(indexes))
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.n.desc())
        .limit(limit)
    ).all()
    rows: list[tuple[Inbound | OutboxMessage, datetime]] = [(row, row.received_at) for row in came]
    rows += [(row, row.created_at) for row in went]
    return sorted(rows, key=lambda row: (row[1], row[0].id))[-limit:]


def replies_to(inbound_id: UUID) -> Sequence[OutboxMessage]:
    """What was answered to one text."""
    answered = select(OutboxMessage).where(OutboxMessage.in_reply_to == inbound_id)
    return db.session.scalars(answered.order_by(OutboxMessage.n)).all()
