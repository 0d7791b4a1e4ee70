"""Neighbourhood heads and their lists, phones given with spoken consent, and hints that were dealt with."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from sms import numbers, phones, queries, quiet
from sms.models import Binding, Phone
from sms.models.office import Head
from sms.queries import heads
from webapp.households import rules as household_rules
from webapp.households import service as households
from webapp.places import queries as places
from webapp.shared import access, audit, clock
from webapp.shared.db import db, transaction, upsert
from webapp.shared.errors import NotFound, Refusal
from webapp.shared.i18n import N_
from webapp.staff import service as staff

LEAD_TASK = "sms_lead"
MOST_TAILS = 15  # last four digits of letters that go into one text
DIGEST_FROM, DIGEST_UNTIL = 8, 11  # o'clock, WIB


class HeadUnusable(Refusal):
    """The number is no phone's, or the village has no such RT."""

    code = "613"
    status = 422
    message = N_("%(what)s")
    next_step = None


class PhoneFull(Refusal):
    """The phone stands for as many families as it may."""

    code = "614"
    status = 422
    message = N_("Nomor HP ini sudah dipakai untuk lima keluarga.")
    next_step = None


class LetterUnknown(Refusal):
    """No family of the area has this letter."""

    code = "615"
    status = 422
    message = N_("Nomor surat itu tidak ada di wilayah Anda. Periksa lagi angkanya.")
    next_step = None


def register_head(village_code: str, rt: str, rw: str, typed: str, *, digest: bool) -> None:
    """Let a neighbourhood head's phone speak for the families of her RT. Raises HeadUnusable, Forbidden."""
    access.require_scope(village_code)
    number, sls = numbers.e164(typed), places.find_sls(village_code, rt.zfill(3), rw.zfill(3) if rw else "")
    sls = sls or places.find_sls(village_code, rt, rw)
    if number is None:
        raise HeadUnusable(what=N_("Nomor HP itu belum benar. Contoh: 0812 3456 7890."))
    if sls is None:
        raise HeadUnusable(what=N_("RT itu tidak ada di desa ini, atau ada di beberapa RW: isi RW-nya."))
    by = access.signed_in_staff()
    with transaction():
        phone = phones.locked(number)
        values = {"phone_id": phone.id, "sls_id": sls.id, "village_code": village_code, "digest": digest,
                  "by": str(by.id), "registered_at": clock.now()}  # fmt: skip
        changed = ["sls_id", "village_code", "digest", "by", "registered_at"]
        db.session.execute(upsert(Head, values, key=["phone_id"], update=changed))
        _forget_families(phone.id)
        audit.record("head registered", str(phone.id), detail=f"{village_code} {sls.id}")
        phones.notify(phone, "notice_head", {"rt": sls.rt})
        db.session.flush()


def remove_head(phone_id: UUID) -> None:
    """She looks after it no longer: the families of her RT are hers no more. Raises NotFound, Forbidden."""
    found = db.session.get(Head, phone_id)
    if found is None:
        raise NotFound
    access.require_scope(found.village_code)
    with transaction():
        db.session.execute(delete(Head).where(Head.phone_id == phone_id))
        _forget_families(phone_id)
        audit.record("head removed", str(phone_id))


def _forget_families(phone_id: UUID) -> None:
    db.session.execute(delete(Binding).where(Binding.phone_id == phone_id, Binding.how == queries.HEAD))


def note_phone(letter_number: str, typed: str) -> None:
    """A family's number, given to an officer, agent or head with its spoken consent. Raises LetterUnknown."""
    number, household_id = numbers.e164(typed), households.find_by_letter(letter_number)
    if number is None:
        raise HeadUnusable(what=N_("Nomor HP itu belum benar. Contoh: 0812 3456 7890."))
    who = access.signed_in_staff()
    if household_id is None or not who.covers(households.card(household_id).village_code):
        raise LetterUnknown
    with transaction():
        if not phones.take_spoken_consent(household_id, number, f"{who.role} {who.id}"):
            raise PhoneFull


def finish_leads(household_id: UUID) -> None:
    """The hints about a family were dealt with."""
    access.require_scope(households.card(household_id).village_code)
    with transaction():
        staff.close_tasks(household_id, LEAD_TASK)
        audit.record("leads settled", str(household_id))


def send_digests() -> int:
    """In the morning, once a day: to each head who wants it, which families of her RT are still to be counted."""
    moment = clock.to_wib(clock.now())
    if not DIGEST_FROM <= moment.hour < DIGEST_UNTIL or quiet.next_allowed(clock.now()) != clock.now():
        return 0
    today, sent = moment.date(), 0
    due = select(Head).where(Head.digest, (Head.digest_on.is_(None)) | (Head.digest_on < today)).limit(50)
    for found in db.session.scalars(due).all():
        with transaction():
            sent += _send_digest(found.phone_id, found.sls_id, today)
    return sent


def _send_digest(phone_id: UUID, sls_id: UUID, today: date) -> int:
    fresh = Head.phone_id == phone_id, (Head.digest_on.is_(None)) | (Head.digest_on < today)
    mine: Any = db.session.execute(
        update(Head).where(*fresh).values(digest_on=today).execution_options(synchronize_session=False)
    )
    tails = heads.uncounted_tails(sls_id, household_rules.UNCOUNTED)
    sls = places.sls(sls_id)
    if not mine.rowcount or not tails or sls is None:
        return 0
    first = today.toordinal() * MOST_TAILS % len(tails) if len(tails) > MOST_TAILS else 0
    shown = (tails[first:] + tails[:first])[:MOST_TAILS]
    phone = db.session.get_one(Phone, phone_id)
    params = {"rt": sls.rt, "count": str(len(tails)), "tails": " ".join(shown)}
    phones.notify(phone, "notice_digest", params, clock.end_of_day(today))
    db.session.flush()
    return 1
