"""Phones and the families they stand for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from sms import queries
from sms.models import PHONES, Binding, Phone
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import clock, outbox, sealing
from webapp.shared.db import db, new_id, upsert
from webapp.staff import service as staff

MOST_FAMILIES = 5  # on one phone; the sixth goes to a person
WAITING = "sms_waiting"  # the kind of the task: somebody wrote and needs a person


def locked(number: str, channel: str | None = None) -> Phone:
    """The row of a phone, made if need be, locked until the transaction ends: one text of a phone at a time."""
    if queries.phone_of(number) is None:
        phone_id = new_id()
        values = {
            "id": phone_id,
            "phone_index": sealing.blind_index("phone", number),
            "phone_sealed": sealing.seal(PHONES, phone_id, "phone", number.encode()),
            "language": "id",
            "created_at": clock.now(),
            "waiting_area": "",
        }
        db.session.execute(upsert(Phone, values, key=["phone_index"]))
    wanted = Phone.phone_index.in_(sealing.blind_indexes("phone", number))
    phone = db.session.scalars(
        select(Phone).where(wanted).with_for_update().execution_options(populate_existing=True)
    ).one()
    if channel:
        phone.channel = channel
    return phone


def bind(phone: Phone, household_id: UUID, how: str) -> int | None:
    """Let the phone stand for the household: its position, or None if the phone has all it may have.

    The household's other phones are told; a binding that was there is proved anew.
    """
    moment = clock.now()
    bound = {binding.household_id: binding for binding in queries.bindings(phone.id)}
    if household_id in bound:
        bound[household_id].bound_at = bound[household_id].last_heard_at = moment
        return bound[household_id].position
    free = set(range(1, MOST_FAMILIES + 1)) - {binding.position for binding in bound.values()}
    if not free:
        return None
    _tell_other_phones(phone, household_id)
    values = {"id": new_id(), "phone_id": phone.id, "household_id": household_id, "position": min(free),
              "how": how, "bound_at": moment, "last_heard_at": moment}  # fmt: skip
    db.session.execute(upsert(Binding, values, key=["phone_id", "household_id"]))
    return min(free)


def _tell_other_phones(phone: Phone, household_id: UUID) -> None:
    params = {"no": queries.tail(households.card(household_id).letter_number)}
    for other in queries.phones_of(household_id):
        if other.id != phone.id:
            notify(other, "notice_new_phone", params)


def notify(phone: Phone, message: str, params: dict[str, str], expires_at: datetime | None = None) -> None:
    """A notice to a phone in its language, by the channel that it last wrote on; the sender minds quiet and STOP."""
    outbox.enqueue(message, queries.number_of(phone), params, language=phone.language, priority="notice",
                   channel=phone.channel, expires_at=expires_at)  # fmt: skip


def heard_from(phone: Phone) -> None:
    """The phone wrote: its bindings live on, except those that have to be proved again first."""
    fresh = [binding.id for binding in queries.bindings(phone.id) if not queries.is_stale(binding)]
    if fresh:
        db.session.execute(update(Binding).where(Binding.id.in_(fresh)).values(last_heard_at=clock.now()))


def call_person(phone: Phone, household_id: UUID | None) -> None:
    """Put the phone before a person of its area; once, however often it asks."""
    if phone.waiting_since is None:
        phone.waiting_since = clock.now()
        phone.waiting_area = households.card(household_id).village_code if household_id else _whole_area()
        staff.open_task(WAITING, phone.waiting_area, phone.id, "sms.waiting")


def _whole_area() -> str:
    """The regency, for a phone of which nothing is known."""
    return places.sub_districts()[0].code.rpartition(".")[0]
