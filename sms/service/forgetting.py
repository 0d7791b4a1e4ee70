"""What is not kept: conversations that are over, and the bodies of old texts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update

from sms.models import Dialogue, Inbound
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.outbox import GONE, OutboxMessage
from webapp.shared.settings import settings

ENDED = ("ACCEPTED", "DELIVERED", "FAILED", "REJECTED", "EXPIRED", "DROPPED")


def forget() -> int:
    """Drop conversations whose day is over (one may hold a NIK that waited for its KK) and texts kept long enough.

    Returns how many bodies of texts that came in went. The rows stay, so that a message that is delivered again is
    known; of what left, number and words go, and what became of it stays.
    """
    moment = clock.now()
    long_ago = moment - timedelta(days=settings().sms_keep_days)
    with transaction():
        db.session.execute(delete(Dialogue).where(Dialogue.expires_at < moment))
        gone: Any = db.session.execute(
            update(Inbound)
            .where(Inbound.received_at < long_ago, Inbound.body_sealed != GONE)
            .values(body_sealed=GONE, work_sealed=None)
            .execution_options(synchronize_session=False)
        )
        db.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.created_at < long_ago,
                OutboxMessage.state.in_(ENDED),
                OutboxMessage.params_sealed != GONE,
            )
            .values(phone_sealed=GONE, params_sealed=GONE)
            .execution_options(synchronize_session=False)
        )
    return int(gone.rowcount)
