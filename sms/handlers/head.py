"""What a registered neighbourhood head does for families of her own RT: book, give a phone, hint."""

from __future__ import annotations

from uuid import UUID

from sms import numbers, phones
from sms.dialogue import Effect, Outcome
from sms.handlers.turn import Turn
from sms.masking import mask
from sms.models.office import LEADS, Lead
from sms.queries import heads
from webapp.households import service as households
from webapp.shared import audit, clock, sealing
from webapp.shared.db import db, new_id
from webapp.staff import service as staff

LEAD_TASK = "sms_lead"


def letter(turn: Turn, effect: Effect) -> Outcome:
    """A letter number of her RT is enough; one of another RT is proved like everybody's, by the birth year."""
    household_id = _in_her_rt(turn, households.find_by_letter(effect.args[0]))
    if household_id is None:
        return turn.outcome("ask_year", text=effect.args[0])
    return _bound(turn, household_id)


def family(turn: Turn, effect: Effect) -> Outcome:
    """The family of her RT whose letter ends in these four digits."""
    household_id = heads.in_rt_of(turn.phone.id, effect.args[0])
    return _bound(turn, household_id) if household_id else turn.outcome("lead_unknown")


def _bound(turn: Turn, household_id: UUID) -> Outcome:
    position = phones.bind_for_head(turn.phone, household_id)
    return turn.outcome("identified", position, "head")


def family_phone(turn: Turn, effect: Effect) -> Outcome:
    """The family's own phone, with its spoken consent: it is told, and proves itself when it first writes."""
    letter_number, typed = effect.args
    household_id = _in_her_rt(turn, households.find_by_letter(letter_number))
    number = numbers.e164(typed)
    if household_id is None or number is None:
        return turn.outcome("lead_unknown")
    if not phones.take_spoken_consent(household_id, number, f"head {turn.phone.id}"):
        phones.call_person(turn.phone, household_id)
        return turn.outcome("person")
    return turn.outcome("phone_taken")


def lead(turn: Turn, effect: Effect) -> Outcome:
    """A hint about a family, as a task for its officers. It changes nothing of the family."""
    tail, said = effect.args
    household_id = heads.in_rt_of(turn.phone.id, tail)
    if household_id is None:
        return turn.outcome("lead_unknown")
    lead_id = new_id()
    sealed = sealing.seal(LEADS, lead_id, "said", mask(said).encode())
    db.session.add(Lead(id=lead_id, household_id=household_id, phone_id=turn.phone.id, said_sealed=sealed,
                        at=clock.now()))  # fmt: skip
    staff.open_task(LEAD_TASK, households.card(household_id).village_code, household_id, "sms.lead")
    audit.record("lead by text", str(household_id), by="sms")
    return turn.outcome("lead_taken")


def _in_her_rt(turn: Turn, household_id: UUID | None) -> UUID | None:
    head = heads.head(turn.phone.id)
    if head is None or household_id is None or households.card(household_id).sls_id != head.sls_id:
        return None
    return household_id
