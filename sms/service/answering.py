"""What was kept is answered: the conversation moves on, the replies are rows in the outbox, all in one transaction.

Leases only keep workers out of each other's way. What counts happens under the row lock of the phone: the oldest text
of the phone that waits is worked, whoever asked for which. So a killed worker's text is worked once more, after what
it had written was undone; nothing is lost, nothing doubled, and the texts of a phone stay in order.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from sms import handlers, phones, queries
from sms.commands import Command, parse
from sms.dialogue import LIFETIME, Move, Reply, State, decide, settle
from sms.models import DIALOGUES, INBOUND, Dialogue, Inbound, Phone
from webapp.enumeration import service as enumeration
from webapp.shared import clock, outbox, sealing
from webapp.shared.db import db, transaction, upsert
from webapp.shared.group_commit import GroupLost

log = logging.getLogger("catat.sms")

REPLIES_AN_HOUR, REPLIES_A_DAY = 10, 40
SAME_TEXT, SAME_TEXT_WITHIN = 5, timedelta(minutes=30)
MOST_MOVES = 5  # effects that one text may lead to
FAULT, GUARDED = "FAULT", "GUARDED"
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5  # workers that one text may take down with it, before a person gets it
CALLED = Command("JADWAL")  # what a missed call says


def answer_waiting(limit: int = 10) -> int:
    """Answer what came in and waits, the oldest first. Returns how many were taken up."""
    leased = _lease(limit)
    for inbound_id in leased:
        answer(inbound_id)
    return len(leased)


def _lease(limit: int) -> list[UUID]:
    moment = clock.now()
    free = or_(Inbound.leased_until.is_(None), Inbound.leased_until <= moment)
    due = select(Inbound.id, Inbound.attempts).where(Inbound.worked_at.is_(None), free)
    due = due.order_by(Inbound.received_at, Inbound.id).limit(limit).with_for_update(skip_locked=True)
    with transaction():
        found = db.session.execute(due).all()
        for inbound_id, attempts in found:
            _write(inbound_id, leased_until=moment + LEASE, attempts=attempts + 1)
    for inbound_id, attempts in found:
        if attempts >= MOST_ATTEMPTS:
            _leave_to_a_person(inbound_id)
    return [inbound_id for inbound_id, attempts in found if attempts < MOST_ATTEMPTS]


def answer(inbound_id: UUID) -> None:
    """Work this text, and before it what else of its phone waits. A fault of ours puts the phone before a person.

    Raises when the database is away; the text waits until it is back.
    """
    try:
        number = _number_of(inbound_id)
    except sealing.SealBroken:
        _leave_to_a_person(inbound_id)
        return
    if not number:
        with transaction():
            _write(inbound_id, worked_at=clock.now(), work_sealed=None)
        return
    turn: UUID | None = inbound_id
    while turn is not None:
        turn = None
        try:
            with transaction():
                phone = phones.locked(number)
                row = _next_of(number, inbound_id)
                if row is not None:
                    turn = row.id
                    _answer(row, phone, number)
                    _write(row.id, worked_at=clock.now(), work_sealed=None)
        except (OperationalError, InterfaceError, GroupLost):
            raise
        except Exception as fault:  # noqa: BLE001  whatever goes wrong in an answer, the text must not be lost
            log.error("answering a text failed: %s", type(fault).__name__)
            _leave_to_a_person(turn or inbound_id)


def _number_of(inbound_id: UUID) -> str | None:
    """The phone that a waiting text came from; None if it is worked, or if no person's phone sent it."""
    with transaction():
        row = db.session.get(Inbound, inbound_id, populate_existing=True)
        return _work(row)[0] if row is not None and row.work_sealed else None


def _work(row: Inbound) -> tuple[str, str]:
    """(number, whole text)."""
    number, _, text = (
        sealing.unseal(INBOUND, row.id, "work", row.work_sealed or b"").decode().partition("\x1f")
    )
    return number, text


def _next_of(number: str, until: UUID) -> Inbound | None:
    """The oldest text of the phone that waits, up to this one. Call it under the phone's lock."""
    waiting = select(Inbound).where(
        Inbound.phone_index.in_(sealing.blind_indexes("phone", number)),
        Inbound.worked_at.is_(None), Inbound.id <= until,
    )  # fmt: skip
    first = waiting.order_by(Inbound.id).limit(1).execution_options(populate_existing=True)
    return db.session.scalars(first).first()


def _leave_to_a_person(inbound_id: UUID) -> None:
    number = None
    try:
        number = _number_of(inbound_id)
    except sealing.SealBroken:
        log.error("a text that came in does not open")
    with transaction():
        _write(inbound_id, worked_at=clock.now(), work_sealed=None, intent=FAULT)
        if number:
            phones.call_person(phones.locked(number), None)
            db.session.flush()


def _answer(row: Inbound, phone: Phone, number: str) -> None:
    """Move the conversation on and write the replies; to what looks like a robot, nothing."""
    phone.channel = row.channel
    if _looks_like_a_loop(row, number):
        _write(row.id, intent=GUARDED)
        db.session.flush()
        return
    command = CALLED if row.kind == "call" else parse(_work(row)[1])
    turn = handlers.Turn(phone, row.phone_index)
    move, replies = _converse(turn, _state(phone), command)
    phones.heard_from(phone)
    enumeration.heard_from(number)
    _keep_state(phone, move.state)
    for n, reply in enumerate(() if row.kind == "mute" else replies):
        outbox.enqueue(reply.message, number, dict(reply.params), language=phone.language, in_reply_to=row.id, n=n,
                       channel=row.channel, expires_at=clock.now() + LIFETIME)  # fmt: skip
    _write(row.id, intent=command.intent, failed=turn.failed)
    db.session.flush()


def _looks_like_a_loop(row: Inbound, number: str) -> bool:
    """Does something other than a person write? Then the text is kept and nothing is answered."""
    hour, day, same = queries.recently(row, number, SAME_TEXT_WITHIN)
    return hour >= REPLIES_AN_HOUR or day >= REPLIES_A_DAY or same > SAME_TEXT


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


def _write(inbound_id: UUID, **values: Any) -> None:
    """Into the row, while it waits."""
    waiting = (Inbound.id == inbound_id, Inbound.worked_at.is_(None))
    db.session.execute(
        update(Inbound).where(*waiting).values(**values).execution_options(synchronize_session=False)
    )
