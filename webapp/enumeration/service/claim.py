"""Coming in: a PIN is chosen or given, and a seat is opened.

NIK and KK alone open nothing that is there: whoever chooses a PIN where somebody else has done so gets a claim of
his own, with its own version, and is told nothing of the other. The letter number, a slip from an officer or a
texted number replace the PIN instead.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from webapp.enumeration.queries import counting_version, hand_of
from webapp.enumeration.rules import identity, pins
from webapp.enumeration.rules.refusals import WrongPin
from webapp.enumeration.service import claims, gate, pin_numbers, resuming, stages
from webapp.enumeration.service.claims import Chosen
from webapp.enumeration.service.knock import Knock, tried
from webapp.enumeration.service.reset_phone import give_phone, no_phones, phones_of
from webapp.enumeration.service.seats import SeatOpened, begin, put_seat
from webapp.households import service as households
from webapp.shared import audit, clock, events
from webapp.shared.db import transaction
from webapp.staff import service as staff


def has_pin(household_id: UUID) -> bool:
    """Has this family been claimed with a PIN?"""
    return bool(claims.live(household_id))


def choose_pin(came: Knock, pin: str, since: datetime | None = None) -> Chosen:
    """Read a PIN that was typed as a new one; since: first, before a wait. Raises DoorClosed, PinUnfit, MustWait."""
    _require_open(came)
    spelled = pins.read_pin(pin, came.nik, came.kk)
    gate.ask_pin(tried(came), since)
    return claims.choose(came.household_id, spelled)


def claim(came: Knock, pin: str, *, phone: str = "", consent: bool = False,
          since: datetime | None = None) -> SeatOpened:  # fmt: skip
    """choose_pin() and enter() for a family that is known. phone: +62... or ''."""
    chosen = choose_pin(came, pin, since)
    try:
        return _enter(came, chosen, phone, consent, ("", ""))
    except claims.Faster:  # perhaps this family's own second tap: then the PIN is the same
        chosen = claims.choose(came.household_id, pins.same_spelling(pin))
        return enter(came, chosen, phone=phone, consent=consent)


def enter(came: Knock, chosen: Chosen, *, phone: str = "", consent: bool = False, village_code: str = "",
          rt: str = "") -> SeatOpened:  # fmt: skip
    """A seat for whoever has chosen a PIN.

    A pair that the register lacks is recorded as unmatched in village_code and rt. Where somebody else has claimed
    the family, this becomes a conflicting claim; a PIN that opens a claim already there opens that one. What proves
    more than NIK and KK replaces the PIN of the claim that it is for. Raises DoorClosed, ClaimsFull.
    """
    try:
        return _enter(came, chosen, phone, consent, (village_code, rt))
    except claims.Faster:
        return _enter(came, chosen, phone, consent, (village_code, rt), again=True)


def _enter(came: Knock, chosen: Chosen, phone: str, consent: bool, place: tuple[str, str], *,
           again: bool = False) -> SeatOpened:  # fmt: skip
    _require_open(came)
    with transaction():
        household_id = came.household_id or _record(came, *place)
        claims.hold(household_id)
        found = claims.live(household_id)
        if found and not again and chosen.salt not in {row.salt for row in found}:
            raise claims.Faster
        opened = claims.opened_by(found, chosen.key)
        target = _to_replace(came, found)
        if opened is not None and (target is None or target.id == opened[0].id):
            pin_numbers.use(came.number_id)
            return _seat_of(came, household_id, *opened, returning=True)
        row = _replace(came, target, chosen) if target else _open_claim(came, household_id, found, chosen)
        if phone:
            give_phone(row, phone)
            events.announce("phone_given", household_id=household_id, phone=phone, consent=consent)
        return _seat_of(came, household_id, row, chosen.private)


def _record(came: Knock, village_code: str, rt: str) -> UUID:
    household_id = households.create_unmatched(village_code, rt, came.nik, came.kk, "web")
    staff.open_task("unmatched", village_code, household_id, "enumeration.matching")
    return household_id


def _to_replace(came: Knock, found: list[Row[Any]]) -> Row[Any] | None:
    """The claim whose PIN is replaced, None where a claim is opened instead."""
    if came.how == identity.CODE:
        return next((row for row in found if row.id == came.claim_id), None)
    if not found or came.how not in identity.OUTRANKS:
        return None
    counts = counting_version(found[0].household_id)  # after the desk it may be another hand's
    return next((row for row in found if counts and row.id == hand_of(counts)), found[0])


def _open_claim(came: Knock, household_id: UUID, found: list[Row[Any]], chosen: Chosen) -> Row[Any]:
    claims.make_room(found)
    row = claims.add(household_id, chosen, came.how, conflicting=any(not each.conflicting for each in found))
    households.mark_claimed(household_id)
    begin(household_id, "web", None)
    pin_numbers.use(came.number_id)
    return row


def _replace(came: Knock, row: Row[Any], chosen: Chosen) -> Row[Any]:
    """A new pair for a claim: what was sent stays for the office, what was not is left. The old number is told."""
    phone = phones_of(row).number
    values: dict[str, Any] = {**chosen.columns(), "set_at": clock.now()}
    if came.how == identity.CODE:
        values["phone_heard_at"] = clock.now()
    else:  # whoever has the paper need not be who gave the number
        values |= {"how": came.how, **no_phones(row.id)}
    pin_numbers.use(came.number_id)
    claims.leave_drafts(row.id)
    audit.record("pin replaced", str(row.household_id), reason=came.how, by="family")
    if phone:
        events.announce("pin_replaced", household_id=row.household_id, phone=phone)
    return claims.change(row.id, **values)


def sign_in(came: Knock, pin: str, since: datetime | None = None) -> SeatOpened:
    """Back again with the PIN. Raises MustWait, WrongPin; one hash for every wrong PIN, known family or not."""
    gate.ask_pin(tried(came), since)
    opened = claims.try_pin(came.household_id, pins.same_spelling(pin))
    if opened is None:
        raise WrongPin
    assert came.household_id is not None  # noqa: S101  for mypy: a claim was opened
    with transaction():
        gate.forgive_pin(tried(came))
        row = opened[0]
        if came.named and row.how == identity.PAIR:
            row = claims.change(row.id, how=identity.LETTER)
        return _seat_of(came, came.household_id, row, opened[1])


def _seat_of(
    came: Knock, household_id: UUID, row: Row[Any], private: bytes, *, returning: bool = False
) -> SeatOpened:
    version_id, key = resuming.resume(came, row, private)
    return SeatOpened(put_seat(household_id, version_id, "web", None, row.id), key, came.nik, returning)


def _require_open(came: Knock) -> None:
    """Who may only mend what was sent comes in by paper or a number also after the web has closed."""
    if came.how == identity.PAIR:
        stages.require_open("web")
    else:
        stages.require_entrance()


def ask_for_help(came: Knock) -> None:
    """A family without its PIN and letter: a task for the coordinator; twice asked is one task."""
    if came.household_id is not None:
        village_code = households.card(came.household_id).village_code
        staff.open_task("forgotten_pin", village_code, came.household_id, "enumeration.slip")
