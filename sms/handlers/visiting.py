"""Times offered, booked, moved, cancelled and wished for by text."""

from __future__ import annotations

from uuid import UUID

from sms import phones, queries, texts
from sms.dialogue import Effect, Outcome
from sms.handlers.turn import CHANNEL, Turn
from sms.queries import heads
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.errors import Refusal
from webapp.visits import rules as visit_rules
from webapp.visits import service as visits

PER_TEXT = 3


def offer(turn: Turn, effect: Effect) -> Outcome:
    """The next slots, from the beginning again when the list is at its end."""
    household_id = turn.household(effect.family)
    if household_id is None:
        return turn.outcome("closed", effect.family)
    if not enumeration.door_open("sms_booking"):
        return turn.outcome("no_times" if _may_wish(household_id) else "closed", effect.family)
    after = int(effect.args[0])
    slots = _slots(household_id, after)
    if not slots and after:
        after, slots = 0, _slots(household_id, 0)
    if not slots and _may_wish(household_id):
        return turn.outcome("no_times", effect.family)
    return turn.outcome("offered", effect.family, str(after), slots)


def _may_wish(household_id: UUID) -> bool:
    return enumeration.door_open("wish") and visits.booking_of(household_id) is None


def wish(turn: Turn, effect: Effect) -> Outcome:
    """The days and the time of day that would suit; kept until a visit is booked."""
    household_id = turn.household(effect.family)
    days, part = effect.args
    if household_id is None:
        return turn.outcome("closed", effect.family)
    try:
        with db.session.begin_nested():
            visits.set_wish(household_id, days, part, CHANNEL)
    except Refusal as refusal:
        return turn.outcome(_refused(refusal), effect.family)
    return turn.outcome("wished", effect.family)


def _slots(household_id: UUID, after: int) -> tuple[tuple[str, str], ...]:
    offers = visits.offers_for(household_id, after=after, limit=PER_TEXT)
    return tuple((str(offer.id), texts.slot(offer.day, offer.window)) for offer in offers)


def book(turn: Turn, effect: Effect) -> Outcome:
    """Book the offer, or move the visit that there is; the loser of a race gets two other times."""
    household_id = turn.household(effect.family)
    if household_id is None or not enumeration.door_open("sms_booking"):
        return turn.outcome("closed", effect.family)
    booked, offer_id = visits.booking_of(household_id), UUID(effect.args[0])
    if booked and booked.offer_id == offer_id:  # the family's other phone was faster
        return turn.outcome("booked", effect.family, _slot_of(household_id))
    use = visits.move if booked else visits.book
    try:
        with db.session.begin_nested():
            use(household_id, offer_id, CHANNEL)
    except visit_rules.OfferTaken:
        return turn.outcome("taken", effect.family, "0", _slots(household_id, 0))
    except visit_rules.OfferUnusable:  # a late answer: its day is over, or it was closed
        return turn.outcome("offered", effect.family, "0", _slots(household_id, 0))
    except Refusal as refusal:
        return turn.outcome(_refused(refusal), effect.family, _slot_of(household_id))
    if heads.head(turn.phone.id):
        _tell_family(turn, household_id, "notice_moved" if booked else "notice_booked")
    return turn.outcome("moved" if booked else "booked", effect.family, _slot_of(household_id))


def _tell_family(turn: Turn, household_id: UUID, message: str) -> None:
    """What a neighbourhood head books, the family hears on its own phone, if one is known."""
    booking = visits.booking_of(household_id)
    if booking is None:
        return
    card = households.card(household_id)
    params = {"no": queries.tail(card.letter_number), "s1": texts.slot(booking.day, booking.window)}
    for phone in phones.reached(household_id):
        if phone.id != turn.phone.id:
            phones.notify(phone, message, params, clock.end_of_day(booking.day))


def cancel(turn: Turn, effect: Effect) -> Outcome:
    household_id = turn.household(effect.family)
    if household_id is None:
        return turn.outcome("no_booking", effect.family)
    slot = _slot_of(household_id)
    try:
        with db.session.begin_nested():
            visits.cancel(household_id, CHANNEL, "asked")
    except Refusal as refusal:
        return turn.outcome(_refused(refusal), effect.family, slot)
    return turn.outcome("cancelled", effect.family, slot)


def _slot_of(household_id: UUID) -> str:
    booking = visits.booking_of(household_id)
    return texts.slot(booking.day, booking.window) if booking else ""


def _refused(refusal: Refusal) -> str:
    """The outcome by which the conversation knows a refusal; what it does not know is a closed door."""
    known: dict[type[Refusal], str] = {
        visit_rules.TooManyMoves: "too_many_moves",
        visit_rules.TooLateToMove: "too_late",
        visit_rules.AlreadyCounted: "counted",
        visit_rules.NoBooking: "no_booking",
        visit_rules.AlreadyBooked: "booked",
    }
    return known.get(type(refusal), "closed")
