"""The number to which a claim gets codes: given with the PIN or to an officer, never by text (sms.md, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, or_, update

from webapp.enumeration.models import Claim
from webapp.enumeration.rules import identity, pins
from webapp.enumeration.rules.refusals import WrongPin
from webapp.enumeration.service import claims, keys
from webapp.shared import audit, clock, events, sealing
from webapp.shared.db import db, transaction

_claims = cast(Table, Claim.__table__)
_of = _claims.c


@dataclass(frozen=True, slots=True)
class Phones:
    """A claim's number, since when, when it was heard from last; and the one that takes its place after 72 hours."""

    number: str = ""
    since: datetime | None = None
    heard_at: datetime | None = None
    coming: str = ""
    coming_since: datetime | None = None

    @property
    def comes_at(self) -> datetime | None:
        return self.coming_since + identity.PHONE_RESTS if self.coming_since else None

    @property
    def works_from(self) -> datetime | None:
        """From when on the number in use can replace a PIN."""
        return self.since + identity.PHONE_RESTS if self.since else None


def phones_of(row: Row[Any], claim_id: UUID | None = None) -> Phones:
    """The numbers of a claim as they stand now. claim_id: where the row is of something wider."""
    named = claim_id or row.id
    found = Phones(_opened(row, named, "phone"), row.phone_since, row.phone_heard_at,
                   _opened(row, named, "next_phone"), row.next_phone_since)  # fmt: skip
    if found.comes_at and found.comes_at <= clock.now():
        return Phones(found.coming, found.coming_since, max(found.coming_since, row.phone_heard_at))
    return found


def phones_of_seat(seat_id: UUID) -> Phones:
    """The numbers of the claim that sits there."""
    return phones_of(claims.of_seat(seat_id))


def phone_for_codes(row: Row[Any]) -> str:
    """The number that may replace a PIN (+62...), '' if there is none."""
    found = phones_of(row)
    return found.number if identity.may_get_code(found.since, found.heard_at, clock.now()) else ""


def give_phone(row: Row[Any], number: str) -> None:
    """A number given with the PIN or to an officer, in the caller's transaction.

    One that is there already stays in use for 72 hours, and is told that another will take its place.
    """
    before, moment = phones_of(row), clock.now()
    if number == before.number:
        after = Phones(number, before.since, moment)
    elif before.number:
        after = replace(before, coming=number, coming_since=moment)
        events.announce("phone_changing", household_id=row.household_id, phone=before.number)
    else:
        after = Phones(number, moment, moment)
    claims.change(row.id, **_columns(row.id, after))
    audit.record("reset number given", str(row.household_id), detail="another" if before.number else "first")


def change_phone(seat_id: UUID, pin: str, number: str, consent: bool) -> None:
    """From the family's own page, with its PIN. Raises WrongPin."""
    row, _private = _proved(seat_id, pin)
    with transaction():
        give_phone(row, number)
        events.announce("phone_given", household_id=row.household_id, phone=number, consent=consent)


def change_pin(seat_id: UUID, pin: str, new: str, *known: str) -> None:
    """The same key pair under another PIN, so that everything stays readable. Raises WrongPin, PinUnfit."""
    spelled = pins.read_pin(new, *known)
    row, private = _proved(seat_id, pin)
    wrapped = keys.seal_private(keys.pin_key(spelled, row.salt), row.public_key, private)
    with transaction():
        claims.change(row.id, wrapped_private=wrapped, set_at=clock.now())
        audit.record("pin changed", str(row.household_id), by="family")


def verify_phone(household_id: UUID, number: str, by: str, reason: str) -> bool:
    """An officer has seen the card: the number goes to the main claim. False where nobody has a PIN yet."""
    found = claims.live(household_id)
    if not found:
        return False
    with transaction():
        give_phone(found[0], number)
        audit.record("reset number by officer", str(household_id), reason=reason, by=by)
    return True


def heard_from(number: str) -> None:
    """A text came from this number: it is still the family's. In the caller's transaction."""
    wanted = sealing.blind_indexes("phone", number)
    own = or_(_of.phone_index.in_(wanted), _of.next_phone_index.in_(wanted))
    db.session.execute(update(_claims).where(own).values(phone_heard_at=clock.now()))


def _proved(seat_id: UUID, pin: str) -> tuple[Row[Any], bytes]:
    row = claims.of_seat(seat_id)
    opened = claims.opened_by([row], keys.pin_key(pins.same_spelling(pin), row.salt))
    if opened is None:
        raise WrongPin
    return opened


def _opened(row: Row[Any], claim_id: UUID, column: str) -> str:
    sealed: bytes | None = getattr(row, f"{column}_sealed")
    return sealing.unseal(claims.TABLE, claim_id, column, sealed).decode() if sealed else ""


def _columns(claim_id: UUID, phones: Phones) -> dict[str, Any]:
    found: dict[str, Any] = {"phone_since": phones.since, "phone_heard_at": phones.heard_at,
                             "next_phone_since": phones.coming_since}  # fmt: skip
    for column, number in (("phone", phones.number), ("next_phone", phones.coming)):
        sealed = sealing.seal(claims.TABLE, claim_id, column, number.encode()) if number else None
        found |= {f"{column}_sealed": sealed,
                  f"{column}_index": sealing.blind_index("phone", number) if number else None}  # fmt: skip
    return found


def no_phones(claim_id: UUID) -> dict[str, Any]:
    """The columns of a claim without any number."""
    return _columns(claim_id, Phones())
