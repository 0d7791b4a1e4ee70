"""Reads of the text messages: a phone's families as the conversation sees them, what it sent, who waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from sms import texts
from sms.dialogue import Facts, Family
from sms.models import INBOUND, Binding, Inbound, Phone
from sms.queries import heads
from sms.queries.threads import replies_to as replies_to
from sms.queries.threads import thread as thread
from webapp.households import service as households
from webapp.shared import clock, sealing
from webapp.shared.db import db
from webapp.shared.outbox import PRIORITIES, OutboxMessage
from webapp.shared.quick import Quick
from webapp.visits import service as visits

STALE_AFTER = timedelta(days=60)  # a number may be sold again 60 days after it lapsed
DONE = "complete"
HEAD = "head"  # how: she speaks for the families of her RT
SPOKEN, INVITED = "spoken", "invited"  # with spoken consent, by a campaign: proved when it first writes
HEADS_LAST = 3


def phone_of(number: str) -> Phone | None:
    """The row of a phone, if it ever wrote or was given to us."""
    return db.session.scalar(
        select(Phone).where(Phone.phone_index.in_(sealing.blind_indexes("phone", number)))
    )


def number_of(phone: Phone) -> str:
    """The phone's number, E.164."""
    return sealing.unseal(Phone.__tablename__, phone.id, "phone", phone.phone_sealed).decode()


def bindings(phone_id: UUID) -> Sequence[Binding]:
    """The families of a phone, by position."""
    return db.session.scalars(
        select(Binding).where(Binding.phone_id == phone_id).order_by(Binding.position)
    ).all()


def phones_of(household_id: UUID) -> Sequence[Phone]:
    """The phones that stand for a household; its RT head's is not one of them."""
    bound = (
        select(Phone)
        .join(Binding, Binding.phone_id == Phone.id)
        .where(Binding.household_id == household_id, Binding.how != HEAD)
    )
    return db.session.scalars(bound.order_by(Phone.id)).all()


def facts(phone_id: UUID) -> Facts:
    """What the conversation may know of the phone's families; of a head's RT those spoken of last."""
    bound = bindings(phone_id)
    for_others = sorted((one for one in bound if one.how == HEAD), key=lambda one: one.last_heard_at)
    told = [one for one in bound if one.how != HEAD] + for_others[-HEADS_LAST:]
    return Facts(tuple(_family(binding) for binding in told), head=heads.head(phone_id) is not None)


def _family(binding: Binding) -> Family:
    card = households.card(binding.household_id)
    booking = visits.booking_of(binding.household_id)
    return Family(
        binding.position,
        tail(card.letter_number),
        slot=texts.slot(booking.day, booking.window) if booking else "",
        counted=card.state == DONE,
        stale=is_stale(binding),
    )


def tail(letter_number: str | None) -> str:
    """What replies call a family by: the last two digits of its letter."""
    return letter_number[-2:] if letter_number else "--"


def is_stale(binding: Binding) -> bool:
    """Unheard of for so long that the number may belong to somebody else, or given by somebody else."""
    if binding.how == HEAD:
        return False
    return binding.how in {SPOKEN, INVITED} or clock.now() - binding.last_heard_at > STALE_AFTER


def recently(row: Inbound, number: str, same_text_within: timedelta) -> tuple[int, int, int]:
    """In one look: replies to a phone in the last hour and day, and how often it sent the text of this row of late."""
    moment = clock.now()
    in_an_hour = func.count().filter(OutboxMessage.created_at > moment - timedelta(hours=1))
    same = select(func.count()).select_from(Inbound).where(
        Inbound.phone_index == row.phone_index, Inbound.text_index == row.text_index, Inbound.kind == row.kind,
        Inbound.received_at > row.received_at - same_text_within, Inbound.id <= row.id,
    )  # fmt: skip
    counted = select(in_an_hour, func.count(), same.scalar_subquery()).where(
        OutboxMessage.phone_index.in_(sealing.blind_indexes("phone", number)),
        OutboxMessage.priority == PRIORITIES["reply"],
        OutboxMessage.in_reply_to.is_not(None),
        OutboxMessage.created_at > moment - timedelta(hours=24),
    )  # fmt: skip
    hour, day, again = db.session.execute(counted).one()
    return hour, day, again


def failures_since(phone_index: bytes, since: datetime) -> int:
    """How often a phone tried to identify a family and did not."""
    counted = select(func.count()).select_from(Inbound).where(
        Inbound.phone_index == phone_index, Inbound.failed, Inbound.received_at > since
    )  # fmt: skip
    return db.session.scalar(counted) or 0


_CAME_IN = Quick(
    select(Inbound.id)
    .where(
        Inbound.worked_at.is_(None),
        or_(Inbound.leased_until.is_(None), Inbound.leased_until <= bindparam("now")),
    )
    .limit(1)
)


def anything_came_in() -> bool:
    """Does a text wait for its answer? A look without a lock."""
    return _CAME_IN.first(now=clock.now()) is not None


def body_of(inbound: Inbound) -> str:
    """A text that came in, as it is stored: masked; empty once it was forgotten."""
    if not inbound.body_sealed:
        return ""
    return sealing.unseal(INBOUND, inbound.id, "body", inbound.body_sealed).decode()
