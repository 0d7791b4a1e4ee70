"""What other rooms announce, told to the family's phones: rows in the outbox, in the announcer's transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from sms import numbers, phones, queries, texts
from sms.models import Binding, Phone
from webapp.households import service as households
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.quick import Quick

_bound = Quick(select(Binding.id).where(Binding.household_id == bindparam("household_id")).limit(1))
BY_TEXT = "sms"  # what a text asked for is answered in the conversation, not told again


def on_booked(household_id: UUID, day: date, window: str, channel: str, **_facts: Any) -> None:
    """visit_booked: tell the phones, unless one of them asked just now."""
    if channel != BY_TEXT:
        _tell(household_id, "notice_booked", day, window)


def on_moved(household_id: UUID, day: date, window: str, channel: str, **_facts: Any) -> None:
    """visit_moved: the new time."""
    if channel != BY_TEXT:
        _tell(household_id, "notice_moved", day, window)


def on_cancelled(
    household_id: UUID, day: date, window: str, reason: str, channel: str, **_facts: Any
) -> None:
    """visit_cancelled: because the family answered, or for another reason; not to who asked for it by text."""
    if channel != BY_TEXT or reason == "answered":
        _tell(household_id, "notice_answered" if reason == "answered" else "notice_cancelled", day, window)


def on_offered(household_id: UUID, day: date, window: str, **_facts: Any) -> None:
    """visit_offered: a time for a family that waits; the first to choose has it."""
    _tell(household_id, "notice_offered", day, window)


def on_visit_news(household_id: UUID, kind: str, officer: str, day: date, **_facts: Any) -> None:
    """visit_news: the officer is on the way, late, or cannot come; of use on that day only."""
    params = {"no": _tail(household_id), "officer": officer, "d1": day.isoformat()}
    for row in _phones(household_id):
        phones.notify(row, f"notice_{kind}", params, clock.end_of_day(day))
    db.session.flush()


def on_submitted(household_id: UUID, receipt: str, phone: str | None = None, **_facts: Any) -> None:
    """household_submitted: thanks with the receipt, where a phone with consent is known."""
    _tell_receipt(household_id, "notice_thanks", receipt, phone)


def on_corrected(household_id: UUID, receipt: str, phone: str | None = None, **_facts: Any) -> None:
    """household_corrected: the newer receipt, which replaces the one before it."""
    _tell_receipt(household_id, "notice_corrected", receipt, phone)


def _tell_receipt(household_id: UUID, message: str, receipt: str, phone: str | None) -> None:
    number = numbers.e164(phone) if phone else None
    if number:
        phones.locked(number)
    elif _bound.first(household_id=household_id) is None:
        return  # most families on the web
    told = {row.id: row for row in queries.phones_of(household_id)}
    known = queries.phone_of(number) if number else None
    if known is not None:
        told[known.id] = known
    params = {"no": _tail(household_id), "receipt": receipt}
    for row in told.values():
        phones.notify(row, message, params, clock.now() + timedelta(days=2))
    db.session.flush()


def on_phone_given(household_id: UUID, phone: str, consent: bool, **_facts: Any) -> None:
    """phone_given: a number typed inside a PIN session; with consent it stands for the family from now on."""
    number = numbers.e164(phone)
    if consent and number:
        phones.bind(phones.locked(number), household_id, "page")
        db.session.flush()


def on_pin_replaced(household_id: UUID, phone: str, **_facts: Any) -> None:
    """pin_replaced: the number that the family had given is told."""
    _tell_number(household_id, phone, "notice_pin_replaced")


def on_phone_changing(household_id: UUID, phone: str, **_facts: Any) -> None:
    """phone_changing: the number that is in use is told that another will take its place."""
    _tell_number(household_id, phone, "notice_phone_changing")


def _tell_number(household_id: UUID, phone: str, message: str) -> None:
    number = numbers.e164(phone)
    if number:
        phones.notify(phones.locked(number), message, {"no": _tail(household_id)})
        db.session.flush()


def _tell(household_id: UUID, message: str, day: date, window: str) -> None:
    """To the bound phones, or else to the number in the register: somebody may be staying at home for the visit."""
    params = {"no": _tail(household_id), "s1": texts.slot(day, window)}
    for row in _phones(household_id):
        phones.notify(row, message, params, clock.end_of_day(day))
    db.session.flush()


def _phones(household_id: UUID) -> list[Phone]:
    told = list(queries.phones_of(household_id))
    registered = None if told else numbers.e164(households.phone(household_id) or "")
    return [phones.locked(registered)] if registered else told


def _tail(household_id: UUID) -> str:
    return queries.tail(households.card(household_id).letter_number)
