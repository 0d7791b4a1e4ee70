"""Phones and the families they stand for."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from sms import numbers, office, queries
from sms.models import PHONES, Binding, Phone
from sms.queries import HEAD, INVITED, SPOKEN
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import audit, clock, outbox, sealing
from webapp.shared.db import db, new_id, upsert
from webapp.staff import service as staff

HEADS_FIRST = 11  # positions from here on are families of a head's RT, whose number has no end
MOST_FAMILIES = 5  # on one phone; the sixth goes to a person
WAITING = "sms_waiting"  # the kind of the task: somebody wrote and needs a person
VISIT_REQUEST = "sms_visit_request"  # or asks for a visit without a letter
OFFICE_HOURS = 4  # within which somebody should have answered


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
        if bound[household_id].how in {HEAD, SPOKEN, INVITED}:
            bound[household_id].how = how
        bound[household_id].bound_at = bound[household_id].last_heard_at = moment
        return bound[household_id].position
    own = [binding for binding in bound.values() if binding.how != HEAD]
    free = set(range(1, MOST_FAMILIES + 1)) - {binding.position for binding in own}
    free -= {binding.position for binding in bound.values()}
    if not free:
        return None
    _tell_other_phones(phone, household_id)
    values = {"id": new_id(), "phone_id": phone.id, "household_id": household_id, "position": min(free),
              "how": how, "bound_at": moment, "last_heard_at": moment}  # fmt: skip
    db.session.execute(upsert(Binding, values, key=["phone_id", "household_id"]))
    return min(free)


def bind_for_head(phone: Phone, household_id: UUID) -> int:
    """A family of her RT, at a position of its own; she may have as many as there are. Its phones are not told yet."""
    moment = clock.now()
    bound = queries.bindings(phone.id)
    known = next((binding for binding in bound if binding.household_id == household_id), None)
    if known is not None:
        known.last_heard_at = moment
        return known.position
    position = max([HEADS_FIRST - 1, *(binding.position for binding in bound)]) + 1
    db.session.add(Binding(id=new_id(), phone_id=phone.id, household_id=household_id, position=position, how=HEAD,
                           bound_at=moment, last_heard_at=moment))  # fmt: skip
    db.session.flush()
    return position


def invite(phone: Phone, household_id: UUID) -> None:
    """A family that is asked to confirm: its YA is known, and it tells the birth year before anything else."""
    bound = queries.bindings(phone.id)
    free = set(range(1, MOST_FAMILIES + 1)) - {binding.position for binding in bound}
    if free and all(binding.household_id != household_id for binding in bound):
        moment = clock.now()
        values = {"id": new_id(), "phone_id": phone.id, "household_id": household_id, "position": min(free),
                  "how": INVITED, "bound_at": moment, "last_heard_at": moment}  # fmt: skip
        db.session.execute(upsert(Binding, values, key=["phone_id", "household_id"]))


def take_spoken_consent(household_id: UUID, number: str, by: str) -> bool:
    """A number that a head, an agent or an officer was given with the family's consent; recorded. False: it is full.

    It gets notices from now on; before it books anything it tells the birth year.
    """
    phone = locked(number)
    if bind(phone, household_id, SPOKEN) is None:
        return False
    audit.record("phone by spoken consent", str(household_id), detail=f"{phone.id} by {by}"[:200])
    notify(phone, "notice_phone_given", {"no": queries.tail(households.card(household_id).letter_number)})
    db.session.flush()
    return True


def reached(household_id: UUID) -> list[Phone]:
    """The phones that hear of a family: those bound to it, or else the number in the register."""
    found = list(queries.phones_of(household_id))
    registered = None if found else numbers.e164(households.phone(household_id) or "")
    return [locked(registered)] if registered else found


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
    """The phone wrote: its bindings live on, except those that have to be proved again first; a person hears of it."""
    if phone.waiting_since is not None and phone.answered_at is not None:
        wait_anew(phone)
    own = [binding for binding in queries.bindings(phone.id) if binding.how != HEAD]
    fresh = [binding.id for binding in own if not queries.is_stale(binding)]
    if fresh:
        db.session.execute(update(Binding).where(Binding.id.in_(fresh)).values(last_heard_at=clock.now()))


def call_person(phone: Phone, household_id: UUID | None, kind: str = WAITING, area: str = "") -> None:
    """Put the phone before a person of its area; once, however often it asks.

    Who asked already and now says where it is, waits there from now on.
    """
    area = area or (households.card(household_id).village_code if household_id else _whole_area())
    if phone.waiting_since is None:
        phone.waiting_since, phone.answered_at, phone.assigned_to = clock.now(), None, None
    elif kind == WAITING:
        return
    phone.waiting_area = area
    due = _due()
    staff.open_task(kind, area, phone.id, "sms.thread", due_at=due)


def wait_anew(phone: Phone) -> None:
    """It was answered and wrote again: the hours of the office begin again."""
    phone.answered_at = None
    due = _due()
    for kind in (WAITING, VISIT_REQUEST):
        staff.set_due(phone.id, kind, due)


def _due() -> datetime:
    today = clock.today()
    closed = places.holidays(today, today + timedelta(days=14))
    return office.after_working_hours(clock.now(), OFFICE_HOURS, closed)


def _whole_area() -> str:
    """The regency, for a phone of which nothing is known."""
    return places.sub_districts()[0].code.rpartition(".")[0]
