"""Phones that wait for a person: taken by somebody, answered, settled. What is written there is masked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sms import queries, texts
from sms.masking import mask
from sms.models import Phone
from sms.phones import VISIT_REQUEST, WAITING
from sms.texts.septets import is_gsm7, septets
from webapp.shared import access, audit, clock, outbox
from webapp.shared.db import db, transaction
from webapp.shared.errors import NotFound, Refusal
from webapp.shared.i18n import N_
from webapp.staff import service as staff

QUICK = ("office_call", "office_visit", "office_letter", "office_times", "office_done")
FREE = "office_free"
LONGEST = 140  # septets of one's own words
ANSWER_LIVES = timedelta(days=2)


class AnswerUnusable(Refusal):
    """What was typed does not go into one text."""

    code = "611"
    status = 422
    message = N_("Tulis 1 sampai %(most)s huruf biasa, tanpa emoji dan tanpa tanda khusus.")
    next_step = None


class OptedOut(Refusal):
    """The phone wants no texts."""

    code = "612"
    status = 409
    message = N_("Nomor ini meminta tidak dikirimi pesan. Teleponlah.")
    next_step = None


def open_phone(phone_id: UUID) -> Phone:
    """A phone that waits or waited in the areas of whoever is signed in. Raises NotFound, Forbidden."""
    phone = db.session.get(Phone, phone_id)
    if phone is None or not phone.waiting_area:
        raise NotFound
    access.require_scope(phone.waiting_area)
    return phone


def read_thread(phone_id: UUID) -> Phone:
    """The phone, and a note of who read what went between it and us."""
    phone = open_phone(phone_id)
    with transaction():
        audit.record("texts read", str(phone_id))
    return phone


def take_thread(phone_id: UUID, whose: UUID | None) -> None:
    """Somebody looks after it, or lets go of it."""
    open_phone(phone_id)
    with transaction():
        db.session.get_one(Phone, phone_id, populate_existing=True).assigned_to = whose
        audit.record("text assigned", str(phone_id), detail=str(whose or "-"))
        db.session.flush()


def answer_thread(phone_id: UUID, message: str, own_words: str = "") -> None:
    """Write to the phone: one of the ready answers, or a few words. Raises AnswerUnusable, OptedOut."""
    phone = open_phone(phone_id)
    if phone.opted_out_at is not None:
        raise OptedOut
    params = {"text": _checked(own_words)} if message == FREE else {}
    if message != FREE and message not in QUICK:
        raise AnswerUnusable(most=LONGEST)
    with transaction():
        phone = db.session.get_one(Phone, phone_id, populate_existing=True)
        outbox.enqueue(message, queries.number_of(phone), params, language=phone.language, priority="notice",
                       channel=phone.channel, expires_at=clock.now() + ANSWER_LIVES)  # fmt: skip
        phone.answered_at = clock.now()
        phone.assigned_to = phone.assigned_to or access.signed_in_staff().id
        for kind in (WAITING, VISIT_REQUEST):
            staff.set_due(phone_id, kind, None)
        audit.record("text answered", str(phone_id), detail=message)
        db.session.flush()


def _checked(own_words: str) -> str:
    text = mask(" ".join(own_words.split()))
    if not text or not is_gsm7(text) or septets(text) > LONGEST or not texts.is_safe(text):
        raise AnswerUnusable(most=LONGEST)
    return text


def settle_waiting(phone_id: UUID) -> None:
    """A person has dealt with it: the task is closed and the phone may call again. Raises NotFound, Forbidden."""
    phone = db.session.get(Phone, phone_id)
    if phone is None or phone.waiting_since is None:
        raise NotFound
    access.require_scope(phone.waiting_area)
    with transaction():
        phone = db.session.get_one(Phone, phone_id, populate_existing=True)
        phone.waiting_since = phone.assigned_to = phone.answered_at = None
        staff.close_tasks(phone_id, WAITING, VISIT_REQUEST)
        audit.record("text settled", str(phone_id))
        db.session.flush()
