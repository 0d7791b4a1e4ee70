"""Texts that do not get on by themselves: leases that ran out, what nobody knows about, answers without a way back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from sms.sender.rows import BATCH, NOT_BEGUN, OPEN, REPLY
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.outbox import OutboxMessage

SETTLE_AFTER = timedelta(minutes=10)  # UNKNOWN waits that long for a report before the provider is asked
NO_GATEWAY = timedelta(minutes=5)


def put_off_without_gateway(on: Collection[str]) -> None:
    """Answers to what came by a gateway that is off now: looked at again in a while, and seen on the health page."""
    channels = [*on, *(f"{name}-whatsapp" for name in on)]
    moment = clock.now()
    stray = (
        or_(*(OutboxMessage.state == state for state in OPEN)), OutboxMessage.priority == REPLY,
        OutboxMessage.due_at <= moment, OutboxMessage.channel.is_not(None), OutboxMessage.channel.not_in(channels),
    )  # fmt: skip
    if db.session.scalar(select(OutboxMessage.id).where(*stray).limit(1)) is None:
        return
    with transaction():
        db.session.execute(
            update(OutboxMessage)
            .where(*stray)
            .values(state="RETRY", error="no gateway", due_at=moment + NO_GATEWAY, changed_at=moment)
            .execution_options(synchronize_session=False)
        )


def forget_leases() -> int:
    """A lease that ran out: what was never handed over waits again; of the rest nobody knows, so it is UNKNOWN.

    Returns how many.
    """
    moment = clock.now()
    late = (OutboxMessage.state == "SENDING", OutboxMessage.leased_until < moment)
    if db.session.scalar(select(OutboxMessage.id).where(*late).limit(1)) is None:
        return 0
    with transaction():
        untouched = _change(*late, OutboxMessage.error == NOT_BEGUN, state="QUEUED", error=None, leased_until=None,
                            changed_at=moment, attempt=OutboxMessage.attempt - 1)  # fmt: skip
        return untouched + _change(
            *late, state="UNKNOWN", leased_until=None, changed_at=moment, error="lease"
        )


def _change(*which: ColumnElement[bool], **values: Any) -> int:
    done: Any = db.session.execute(
        update(OutboxMessage).where(*which).values(**values).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


def unsettled() -> list[OutboxMessage]:
    """UNKNOWN for so long that no report will come."""
    long_ago = clock.now() - SETTLE_AFTER
    wanted = select(OutboxMessage).where(
        OutboxMessage.state == "UNKNOWN", OutboxMessage.changed_at < long_ago
    )
    return list(db.session.scalars(wanted.order_by(OutboxMessage.changed_at).limit(BATCH)))


def settle(row: OutboxMessage, **values: Any) -> None:
    """End UNKNOWN, unless a report did meanwhile."""
    with transaction():
        db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == row.id, OutboxMessage.state == "UNKNOWN")
            .values(changed_at=clock.now(), **values)
            .execution_options(synchronize_session=False)
        )


def is_known(reference: str) -> bool:
    """Does another text carry this reference of the provider already?"""
    return (
        db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.provider_ref == reference)) is not None
    )
