"""From an effect of the conversation to a use-case of the rooms below, and back to an outcome.

Everything runs inside the transaction of the text that came in. A use-case that refuses is undone to its
savepoint, so that nothing of it stays beside the refusal's reply.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sms import phones, queries, texts
from sms.dialogue import Effect, Outcome
from sms.models import Phone
from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.shared import clock, throttle
from webapp.shared.db import db
from webapp.shared.errors import Refusal
from webapp.staff import queries as staff
from webapp.visits import rules as visit_rules
from webapp.visits import service as visits

CHANNEL = "sms"
TRIES_PER_LETTER, TRIES_PER_PHONE, A_DAY = 3, 5, timedelta(hours=24)
LANGUAGES = {"INDONESIA": "id", "JAWA": "jv", "INGGRIS": "en"}
PER_TEXT = 3


@dataclass
class Turn:
    """One text of one phone while it is being answered. `failed`: it tried to identify a family and did not."""

    phone: Phone
    phone_index: bytes
    failed: bool = False

    def household(self, position: int) -> UUID | None:
        """The household at a position of this phone."""
        bound = queries.bindings(self.phone.id)
        return next((binding.household_id for binding in bound if binding.position == position), None)

    def outcome(
        self, kind: str, family: int = 0, text: str = "", slots: tuple[tuple[str, str], ...] = ()
    ) -> Outcome:
        return Outcome(kind, queries.facts(self.phone.id), family, slots, text)


def perform(turn: Turn, effect: Effect) -> Outcome:
    """Do what the conversation asks for."""
    return _PERFORMED[effect.kind](turn, effect)


def _identify_letter(turn: Turn, effect: Effect) -> Outcome:
    """Letter number and birth year of the head; three tries a letter, five a phone, one answer to every failure."""
    letter, year = effect.args
    household_id = households.find_by_letter(letter) if _may_try(turn, letter) else None
    if household_id is None or str(households.head_birth_year(household_id)) != year:
        return _failed(turn)
    return _bound(turn, household_id, "letter")


def _identify_pair(turn: Turn, effect: Effect) -> Outcome:
    """NIK and KK in either order. The NIK holds the birth date, so no year is asked."""
    first, second = effect.args
    household_id = None
    if _may_try(turn, first, second):
        household_id = households.find_by_pair(first, second) or households.find_by_pair(second, first)
    return _bound(turn, household_id, "pair") if household_id else _failed(turn)


def _reidentify(turn: Turn, effect: Effect) -> Outcome:
    """The birth year again, for a binding that was silent for long."""
    household_id = turn.household(effect.family)
    if household_id is None or not _may_try(
        turn, households.card(household_id).letter_number or str(household_id)
    ):
        return _failed(turn)
    if str(households.head_birth_year(household_id)) != effect.args[0]:
        return _failed(turn)
    return _bound(turn, household_id, "letter")


def _may_try(turn: Turn, *numbers: str) -> bool:
    """Have neither the phone nor any of the numbers used up their tries of the day?"""
    within = queries.failures_since(turn.phone_index, clock.now() - A_DAY) < TRIES_PER_PHONE
    counted = [
        throttle.hit("sms-letter", number, TRIES_PER_LETTER, int(A_DAY.total_seconds()))
        for number in numbers
        if within
    ]
    return within and all(counted)


def _failed(turn: Turn) -> Outcome:
    turn.failed = True
    return turn.outcome("not_identified")


def _bound(turn: Turn, household_id: UUID, how: str) -> Outcome:
    position = phones.bind(turn.phone, household_id, how)
    if position is None:
        phones.call_person(turn.phone, household_id)
        return turn.outcome("too_many_families")
    return turn.outcome("identified", position, how)


def _offer(turn: Turn, effect: Effect) -> Outcome:
    """The next slots, from the beginning again when the list is at its end."""
    household_id = turn.household(effect.family)
    if household_id is None or not enumeration.door_open("sms_booking"):
        return turn.outcome("closed", effect.family)
    after = int(effect.args[0])
    slots = _slots(household_id, after)
    if not slots and after:
        after, slots = 0, _slots(household_id, 0)
    return turn.outcome("offered", effect.family, str(after), slots)


def _slots(household_id: UUID, after: int) -> tuple[tuple[str, str], ...]:
    offers = visits.offers_for(household_id, after=after, limit=PER_TEXT)
    return tuple((str(offer.id), texts.slot(offer.day, offer.window)) for offer in offers)


def _book(turn: Turn, effect: Effect) -> Outcome:
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
    return turn.outcome("moved" if booked else "booked", effect.family, _slot_of(household_id))


def _cancel(turn: Turn, effect: Effect) -> Outcome:
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


def _stop(turn: Turn, _effect: Effect) -> Outcome:
    turn.phone.opted_out_at = turn.phone.opted_out_at or clock.now()
    return turn.outcome("stopped")


def _start(turn: Turn, _effect: Effect) -> Outcome:
    turn.phone.opted_out_at = None
    return turn.outcome("started")


def _language(turn: Turn, effect: Effect) -> Outcome:
    turn.phone.language = LANGUAGES[effect.args[0]]
    return turn.outcome("language_set")


def _person(turn: Turn, effect: Effect) -> Outcome:
    phones.call_person(turn.phone, turn.household(effect.family or 1))
    return turn.outcome("person")


def _officer(turn: Turn, effect: Effect) -> Outcome:
    known = staff.officer(effect.args[0]) is not None
    return turn.outcome("officer_known" if known else "officer_unknown", text=effect.args[0])


_PERFORMED: dict[str, Callable[[Turn, Effect], Outcome]] = {
    "identify_letter": _identify_letter,
    "identify_pair": _identify_pair,
    "reidentify": _reidentify,
    "offer": _offer,
    "book": _book,
    "cancel": _cancel,
    "stop": _stop,
    "start": _start,
    "language": _language,
    "person": _person,
    "officer": _officer,
}
