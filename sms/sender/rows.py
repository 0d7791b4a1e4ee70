"""The outbox as a state machine. Every step is a short transaction; a killed sender leaves leases, never holes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, not_, or_, select, update

from sms import quiet
from sms.campaigns import leaving
from sms.models import Phone
from sms.sender.meaning import Verdict
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.outbox import PRIORITIES, OutboxMessage
from webapp.shared.quick import Quick

LEASE = timedelta(seconds=60)  # longer than the gateway's time-out, so that a slow call keeps its row
BATCH = 10
HELD = timedelta(minutes=1)  # until a text of a paused campaign is looked at again
SAFE = timedelta(seconds=15)  # a call may take 10 s; with less left of the lease it is not begun
OPEN = ("QUEUED", "RETRY")
NOT_BEGUN = "leased"  # SENDING, and surely not handed to the gateway yet
REPLY, BULK = PRIORITIES["reply"], PRIORITIES["bulk"]


@dataclass(frozen=True)
class Lane:
    """What one gateway takes: answers to what came by it, notices where it serves for them, bulk unless that waits."""

    name: str
    notices: bool = True
    bulk: bool = True


_DUE = Quick(
    select(OutboxMessage.id)
    .where(or_(*(OutboxMessage.state == state for state in OPEN)), OutboxMessage.due_at <= bindparam("now"))
    .limit(1)
)


def anything_due() -> bool:
    """A look without a lock, so that an idle sender disturbs no writer."""
    return _DUE.first(now=clock.now()) is not None


def take(
    limit: int = BATCH, only_reply_to: UUID | None = None, lane: Lane | None = None
) -> list[OutboxMessage]:
    """Lease the next due texts, replies first. What may not leave any more is ended here instead."""
    moment = clock.now()
    due = select(OutboxMessage).where(OutboxMessage.state.in_(OPEN), OutboxMessage.due_at <= moment)
    if only_reply_to is not None:
        due = due.where(OutboxMessage.in_reply_to == only_reply_to)
    lane = lane or Lane("console")
    due = due.where(*_of(lane))
    due = due.order_by(OutboxMessage.priority, OutboxMessage.due_at, OutboxMessage.n).limit(limit)
    with transaction():
        rows = db.session.scalars(
            due.with_for_update(skip_locked=True).execution_options(populate_existing=True)
        ).all()
        leased = [row for row in rows if _lease(row, moment, lane.name)]
        if leased:
            leased[0].error = None  # this one is handed over next; of the others that is written in its time
        db.session.flush()
    return leased


def _of(lane: Lane) -> list[ColumnElement[bool]]:
    """An answer goes back where the question came from; all else by whatever serves."""
    answer = and_(OutboxMessage.priority == REPLY, OutboxMessage.channel.is_not(None))
    conditions = [and_(answer, OutboxMessage.channel.in_((lane.name, f"{lane.name}-whatsapp")))]
    if lane.notices:
        conditions.append(not_(answer))
    return [or_(*conditions), *([] if lane.bulk else [OutboxMessage.priority < BULK])]


def _lease(row: OutboxMessage, moment: datetime, gateway: str) -> bool:
    """SENDING, or the reason why it does not leave (now)."""
    row.changed_at = moment
    if row.expires_at is not None and row.expires_at <= moment:
        row.state = "EXPIRED"
        return False
    if row.priority > REPLY:
        phone = db.session.scalar(select(Phone).where(Phone.phone_index == row.phone_index))
        if phone is not None and (phone.opted_out_at or phone.flagged):
            row.state, row.error = "DROPPED", "opted out" if phone.opted_out_at else phone.flagged
            return False
        refused = leaving.objection(row.id) if row.priority >= BULK else ""
        if refused == leaving.HOLD:
            row.due_at = moment + HELD
            return False
        if refused:
            row.state, row.error = "DROPPED", refused
            return False
        allowed = moment if _was_just_asked_for(row, moment) else _next_allowed(row, moment)
        if allowed > moment:
            row.due_at = allowed
            return False
    row.state, row.attempt, row.leased_until = "SENDING", row.attempt + 1, moment + LEASE
    row.gateway, row.error = gateway, NOT_BEGUN
    return True


def _was_just_asked_for(row: OutboxMessage, moment: datetime) -> bool:
    """The family sent its answers this minute: thanks, and word that nobody comes, may follow also at night."""
    asked_for = {"notice_thanks", "notice_corrected", "notice_answered"}
    return row.message in asked_for and moment - row.created_at < quiet.JUST_NOW


def _next_allowed(row: OutboxMessage, moment: datetime) -> datetime:
    return quiet.next_allowed(moment, urgent=_is_urgent(row, moment))


def _is_urgent(row: OutboxMessage, moment: datetime) -> bool:
    """A visit that falls away or moves within a day."""
    soon = row.expires_at is not None and row.expires_at - moment < quiet.URGENT_WITHIN
    return soon and row.message in {"notice_cancelled", "notice_answered", "notice_moved"}


def still_mine(row: OutboxMessage) -> bool:
    """Is enough of the lease left for one call to the gateway?"""
    return row.leased_until is not None and row.leased_until - clock.now() >= SAFE


def release(leased: Sequence[OutboxMessage]) -> None:
    """Give back what was leased and never handed to a gateway: it surely did not leave."""
    with transaction():
        for row in leased:
            db.session.execute(
                update(OutboxMessage)
                .where(
                    OutboxMessage.id == row.id,
                    OutboxMessage.attempt == row.attempt,
                    OutboxMessage.state == "SENDING",
                )
                .values(state="QUEUED", attempt=row.attempt - 1, leased_until=None, error=None)
                .execution_options(synchronize_session=False)
            )


def finish(row: OutboxMessage, gateway: str, then: OutboxMessage | None = None, **values: Any) -> bool:
    """End a sending, if it is still this attempt's: a report that came first is not overridden.

    `then` is handed over next: written in the same transaction, so that a killed sender leaves one text in doubt.
    """
    mine = (OutboxMessage.id == row.id, OutboxMessage.attempt == row.attempt)
    with transaction():
        ended = _change(*mine, OutboxMessage.state == "SENDING", gateway=gateway, leased_until=None,
                        changed_at=clock.now(), **values)  # fmt: skip
        if not ended and values.get("provider_ref"):
            _change(
                *mine,
                OutboxMessage.provider_ref.is_(None),
                gateway=gateway,
                provider_ref=values["provider_ref"],
            )
        if then is not None:
            same = (OutboxMessage.id == then.id, OutboxMessage.attempt == then.attempt)
            _change(*same, OutboxMessage.state == "SENDING", error=None)
    return ended


def _change(*which: ColumnElement[bool], **values: Any) -> bool:
    done: Any = db.session.execute(
        update(OutboxMessage).where(*which).values(**values).execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)


def verdict_values(verdict: Verdict, code: str) -> dict[str, Any]:
    """Columns of a verdict."""
    values: dict[str, Any] = {"state": verdict.state, "error": code[:80]}
    if verdict.state == "RETRY":
        values["due_at"] = clock.now() + verdict.after
    return values


def flag_phone(phone_index: bytes, flag: str) -> None:
    """Remember of a phone what the provider said: opted out there is opted out here."""
    values: dict[str, Any] = {"opted_out_at": clock.now()} if flag == "opted_out" else {"flagged": flag}
    with transaction():
        db.session.execute(update(Phone).where(Phone.phone_index == phone_index).values(**values))
