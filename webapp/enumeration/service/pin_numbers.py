"""Numbers that replace a PIN once: texted to the family's own phone, or on a slip from an officer who saw the card."""

from __future__ import annotations

import secrets
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Row, Table, insert, select, update

from webapp.enumeration.models import PinNumber
from webapp.enumeration.rules import identity
from webapp.enumeration.rules.refused_identity import NumberRefused
from webapp.enumeration.service import claims
from webapp.enumeration.service.knock import Knock, tried
from webapp.enumeration.service.reset_phone import phone_for_codes
from webapp.households.rules import LETTER_NUMBERS, letter_number
from webapp.shared import audit, clock, i18n, outbox, sealing, throttle
from webapp.shared.db import db, new_id, transaction
from webapp.shared.errors import TooManyTries

_numbers = cast(Table, PinNumber.__table__)
_of = _numbers.c
_HOUR, _TRIES_AN_HOUR = 3600, 15


def text_code(came: Knock) -> None:
    """Text a number for ten minutes to each claim's own phone, if there is one that may get it.

    Whoever asks is told the same in every case. Raises TooManyTries after three an hour.
    """
    if not throttle.hit("code", tried(came), identity.CODES_AN_HOUR, _HOUR):
        raise TooManyTries(minutes=60)
    with transaction():
        for row in claims.live(came.household_id):
            phone = phone_for_codes(row)
            if phone:
                _text(row, phone)


def _text(row: Row[Any], phone: str) -> None:
    code = f"{secrets.randbelow(10**identity.CODE_DIGITS):0{identity.CODE_DIGITS}}"
    _end(_of.claim_id == row.id)
    _put(row.household_id, code, claim_id=row.id)
    outbox.enqueue("code", phone, {"n": code}, language=i18n.language(), priority="reply",
                   expires_at=clock.now() + identity.CODE_LIFE)  # fmt: skip


def make_slip(household_id: UUID, by: str, username: str, reason: str) -> str:
    """The number for a slip, once and never shown again; an older slip of the family ends. The card was seen."""
    number = letter_number(secrets.randbelow(LETTER_NUMBERS))
    with transaction():
        _end(_of.household_id == household_id, _of.kind == identity.SLIP)
        _put(household_id, number, by=by)
        audit.record("slip made", str(household_id), reason=reason, by=username)
    return number


def prove(came: Knock, typed: str) -> Knock:
    """Who has typed a texted number or that of a slip. Raises NumberRefused for any other, TooManyTries."""
    if not throttle.hit("code-try", tried(came), _TRIES_AN_HOUR, _HOUR):
        raise TooManyTries(minutes=60)
    row = _slip(came.household_id, typed) or _code(came.household_id, typed)
    if row is None:
        raise NumberRefused
    return came.proven(row.kind, row.household_id, row.claim_id, row.id)


def is_slip(household_id: UUID, typed: str) -> bool:
    """Is this the number of a slip of this family that still works?"""
    return _slip(household_id, typed) is not None


def use(number_id: UUID | None) -> None:
    """The number has done its work, in the caller's transaction. Raises NumberRefused when another was faster."""
    if number_id is None:
        return
    mine = update(_numbers).where(_of.id == number_id, _of.used_at.is_(None)).values(used_at=clock.now())
    if cast(CursorResult[Any], db.session.execute(mine)).rowcount == 0:
        raise NumberRefused


def _slip(household_id: UUID | None, typed: str) -> Row[Any] | None:
    wanted = select(_numbers).where(
        _of.number_index.in_(sealing.blind_indexes(identity.SLIP, typed)), *_alive(identity.SLIP)
    )
    row = db.session.execute(wanted).first()
    return row if row is not None and household_id in (None, row.household_id) else None


def _code(household_id: UUID | None, typed: str) -> Row[Any] | None:
    """Five tries for each number; a try counts for all that are out for this family."""
    out = _of.household_id == household_id, _of.tries < identity.CODE_TRIES, *_alive(identity.CODE)
    found = list(db.session.execute(select(_numbers).where(*out)))
    with transaction():
        db.session.execute(update(_numbers).where(*out).values(tries=_of.tries + 1))
    right = {index for row in found for index in sealing.blind_indexes(_purpose(row.claim_id), typed)}
    return next((row for row in found if row.number_index in right), None)


def _alive(kind: str) -> tuple[Any, ...]:
    return _of.kind == kind, _of.used_at.is_(None), _of.expires_at > clock.now()


def _purpose(claim_id: UUID | None) -> str:
    return f"code-{claim_id}" if claim_id else identity.SLIP


def _put(household_id: UUID, number: str, *, claim_id: UUID | None = None, by: str | None = None) -> None:
    """A texted number of a claim, else one of a slip."""
    moment = clock.now()
    kind, life = (identity.CODE, identity.CODE_LIFE) if claim_id else (identity.SLIP, identity.SLIP_LIFE)
    values = {"id": new_id(), "kind": kind, "household_id": household_id, "claim_id": claim_id, "tries": 0,
              "number_index": sealing.blind_index(_purpose(claim_id), number), "made_at": moment,
              "expires_at": moment + life, "by": by}  # fmt: skip
    db.session.execute(insert(_numbers).values(values))


def _end(*which: Any) -> None:
    """Only the newest number works."""
    db.session.execute(update(_numbers).where(*which, _of.used_at.is_(None)).values(used_at=clock.now()))
