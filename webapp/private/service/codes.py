"""The number that lets a member in: from an officer who has seen the card, or by text to the member's own number."""

from __future__ import annotations

import secrets as chance
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from webapp.households import service as households
from webapp.private import queries, rules
from webapp.private.models import PrivateCode, PrivatePerson
from webapp.shared import access, audit, clock, i18n, outbox, sealing, throttle
from webapp.shared.db import db, new_id, transaction, upsert

TEXT = "code"  # the same words as for every other number that lets somebody in: the thread tells nothing
TEXTS_AN_HOUR = 3


@dataclass(frozen=True, slots=True)
class Given:
    """code: to be read out or written down; "" when it went to the member's own phone."""

    code: str = field(repr=False)
    expires_at: datetime


def give_code(
    nik: str, *, kk: str = "", letter_number: str = "", household_id: UUID | None = None, phone: str = ""
) -> Given:
    """An officer has seen the card of this NIK's owner. phone: the member's own (+62...), which is then texted.

    Raises FamilyUnknown where the numbers lead to no family of the officer's areas. The record says who gave a
    number and when, and for which row of private_people, which no page shows.
    """
    found = household_id or households.find_by_letter(letter_number) or households.find_by_pair(nik, kk)
    if found is None or not access.in_scope(households.card(found).village_code):
        raise rules.FamilyUnknown
    with transaction():
        private_id = _person(found, nik, phone)
        given = _new_code(private_id, rules.BY_TEXT if phone else rules.FROM_OFFICER)
        audit.record("own number given", str(private_id), reason="text" if phone else "card seen")
        if phone:
            _send(phone, given)
    return Given("", given.expires_at) if phone else given


def text_code(nik: str, phone: str) -> None:
    """Another number to the phone that an officer noted for this NIK; for any other nothing happens, untold.

    Three an hour for a NIK and for a phone.
    """
    within = throttle.hit("own-text-nik", nik, TEXTS_AN_HOUR, 3600)
    within = throttle.hit("own-text-phone", phone, TEXTS_AN_HOUR, 3600) and within
    person = queries.person_of_nik(nik)
    if not within or person is None or person.phone_sealed is None:
        return
    if sealing.unseal(queries.PEOPLE, person.id, "phone", person.phone_sealed).decode() != phone:
        return
    with transaction():
        _send(phone, _new_code(person.id, rules.BY_TEXT))


def _person(household_id: UUID, nik: str, phone: str) -> UUID:
    """The row of whoever this is, made or brought up to date, in the caller's transaction."""
    registered = next((p.id for p in households.roster(household_id) if p.nik == nik), None)
    known = queries.person_of_nik(nik)
    private_id = known.id if known else new_id()
    values = {
        "id": private_id, "household_id": household_id, "person_id": registered,
        "nik_index": known.nik_index if known else sealing.blind_index(queries.NIK, nik),
        "nik_sealed": sealing.seal(queries.PEOPLE, private_id, "nik", nik.encode()), "made_at": clock.now(),
    }  # fmt: skip
    db.session.execute(upsert(PrivatePerson, values, key=["nik_index"], update=["household_id", "person_id"]))
    if phone:
        sealed = sealing.seal(queries.PEOPLE, private_id, "phone", phone.encode())
        row = update(PrivatePerson).where(PrivatePerson.id == private_id)
        db.session.execute(row.values(phone_sealed=sealed))
    return private_id


def _new_code(private_id: UUID, lasts: timedelta) -> Given:
    number, until = rules.code(chance.randbelow(rules.CODES)), clock.now() + lasts
    values = {
        "person_id": private_id,
        "code_index": queries.code_index(private_id, number),
        "expires_at": until,
    }
    db.session.execute(upsert(PrivateCode, values, key=["person_id"], update=["code_index", "expires_at"]))
    return Given(number, until)


def _send(phone: str, given: Given) -> None:
    outbox.enqueue(TEXT, phone, {"n": given.code}, language=i18n.language(), expires_at=given.expires_at)
