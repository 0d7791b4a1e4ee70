"""One text in: kept first, answered second, both in one transaction.

The reply is a row in the outbox; nothing is sent here. What a gateway repeats changes nothing.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import InterfaceError, OperationalError

from sms import handlers, numbers, phones, queries
from sms.commands import Command, parse
from sms.dialogue import LIFETIME, Move, Reply, State, decide, settle
from sms.masking import mask
from sms.models import DIALOGUES, INBOUND, Dialogue, Inbound, Phone
from webapp.shared import clock, outbox, sealing
from webapp.shared.db import db, new_id, transaction, upsert
from webapp.shared.group_commit import GroupLost

log = logging.getLogger("catat.sms")

LONGEST_BODY = 2000  # characters kept; ten joined segments are 1,530
LONGEST_ID = 80
REPLIES_AN_HOUR, REPLIES_A_DAY = 10, 40
SAME_TEXT, SAME_TEXT_WITHIN = 5, timedelta(minutes=30)
BUCKET_S = 600  # without a message id, the same text within ten minutes is the same message
MOST_MOVES = 5  # effects that one text may lead to
FAULT, GUARDED = "FAULT", "GUARDED"


@dataclass(frozen=True)
class Arrived:
    """A text as it will be stored: masked and sealed, found by index. `number`: None if no person's phone sent it."""

    id: UUID
    provider: str
    message_id: str
    channel: str
    number: str | None
    phone_index: bytes
    text_index: bytes
    body_sealed: bytes


def receive(gateway: str, provider_message_id: str, sender: str, text: str) -> UUID | None:
    """Take one text in and write its replies. The row's id, or None if it was taken before.

    Raises only when the database is away, so that the gateway delivers again. A fault of ours while answering keeps
    the text and puts the phone before a person.
    """
    arrived = _arrived(gateway, provider_message_id, sender, text)
    try:
        with transaction():
            if not _kept(arrived):
                return None
            if arrived.number:
                _answer(arrived, arrived.number, parse(text))
    except (OperationalError, InterfaceError, GroupLost):
        raise
    except Exception as fault:  # noqa: BLE001  whatever goes wrong in an answer, the text must not be lost
        log.error("answering a text failed: %s", type(fault).__name__)
        _keep_for_a_person(arrived)
    return arrived.id


def _arrived(gateway: str, message_id: str, sender: str, text: str) -> Arrived:
    channel, bare = numbers.split_channel(gateway, sender)
    number, row_id, text = numbers.e164(bare), new_id(), text[:LONGEST_BODY]
    if (
        not message_id
        or len(message_id) > LONGEST_ID
        or not (message_id.isascii() and message_id.isprintable())
    ):
        bucket = "" if message_id else str(int(clock.now().timestamp()) // BUCKET_S)
        message_id = hashlib.sha256(_bytes("\x1f".join((message_id, sender, text, bucket)))).hexdigest()
    return Arrived(
        row_id, gateway, message_id, channel, number,
        sealing.blind_index("phone", number or _bytes(bare[:200]).decode()),
        sealing.blind_index("sms-text", _bytes(text).decode()),
        sealing.seal(INBOUND, row_id, "body", _bytes(mask(text))),
    )  # fmt: skip


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _kept(arrived: Arrived, intent: str = "") -> bool:
    """The first statement: insert, unless the provider's message id is there already."""
    values = {
        "id": arrived.id, "provider": arrived.provider, "provider_message_id": arrived.message_id,
        "phone_index": arrived.phone_index, "text_index": arrived.text_index, "body_sealed": arrived.body_sealed,
        "intent": intent, "failed": False, "received_at": clock.now(),
    }  # fmt: skip
    insert = upsert(Inbound, values, key=["provider", "provider_message_id"]).returning(
        Inbound.__table__.c.id
    )
    return db.session.execute(insert).scalar() is not None


def _keep_for_a_person(arrived: Arrived) -> None:
    with transaction():
        if _kept(arrived, FAULT) and arrived.number:
            phones.call_person(phones.locked(arrived.number, arrived.channel), None)
            db.session.flush()


def _answer(arrived: Arrived, number: str, command: Command) -> None:
    """Move the conversation on and write the replies; to what looks like a robot, nothing."""
    phone = phones.locked(number, arrived.channel)
    if _looks_like_a_loop(arrived, number):
        _note(arrived.id, GUARDED, failed=False)
        return
    turn = handlers.Turn(phone, arrived.phone_index)
    move, replies = _converse(turn, _state(phone), command)
    phones.heard_from(phone)
    _keep_state(phone, move.state)
    for n, reply in enumerate(replies):
        outbox.enqueue(reply.message, number, dict(reply.params), language=phone.language, in_reply_to=arrived.id, n=n,
                       channel=arrived.channel, expires_at=clock.now() + LIFETIME)  # fmt: skip
    _note(arrived.id, command.intent, failed=turn.failed)
    db.session.flush()


def _looks_like_a_loop(arrived: Arrived, number: str) -> bool:
    """Does something other than a person write? Then the text is kept and nothing is answered."""
    moment = clock.now()
    return (
        queries.replies_since(number, moment - timedelta(hours=1)) >= REPLIES_AN_HOUR
        or queries.replies_since(number, moment - timedelta(hours=24)) >= REPLIES_A_DAY
        or queries.same_text_since(arrived.phone_index, arrived.text_index, moment - SAME_TEXT_WITHIN)
        > SAME_TEXT
    )


def _converse(turn: handlers.Turn, state: State, command: Command) -> tuple[Move, list[Reply]]:
    """Decide, perform, settle, until nothing is left to perform."""
    move = decide(state, command, queries.facts(turn.phone.id))
    replies = list(move.replies)
    for _ in range(MOST_MOVES):
        if move.effect is None:
            break
        move = settle(move.state, handlers.perform(turn, move.effect))
        replies += move.replies
    return move, replies


def _state(phone: Phone) -> State:
    """Where the conversation stands; after a day every question is forgotten."""
    stored = db.session.get(Dialogue, phone.id, populate_existing=True)
    if stored is None or stored.expires_at <= clock.now():
        return State()
    return State(**sealing.unseal_json(DIALOGUES, phone.id, "state", stored.state_sealed))


def _keep_state(phone: Phone, state: State) -> None:
    values = {
        "phone_id": phone.id,
        "state_sealed": sealing.seal_json(DIALOGUES, phone.id, "state", asdict(state)),
        "expires_at": clock.now() + LIFETIME,
    }
    db.session.execute(upsert(Dialogue, values, key=["phone_id"], update=["state_sealed", "expires_at"]))


def _note(inbound_id: UUID, intent: str, *, failed: bool) -> None:
    db.session.execute(update(Inbound).where(Inbound.id == inbound_id).values(intent=intent, failed=failed))
