"""A family that the register lacks asks for a visit: where it lives comes first."""

from __future__ import annotations

from uuid import UUID

from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.shared import events, throttle
from webapp.shared.db import transaction
from webapp.shared.errors import TooManyTries

BY_ADDRESS, AN_HOUR = 20, 3600  # families without a register row from one address, as on the start page


def arrive(
    village_code: str, rt: str, name: str, *, pair: tuple[str, str] | None, phone: str, address: str
) -> UUID:
    """The household to visit, recorded as unmatched; the same pair (NIK, KK) again is the same household.

    phone: +62... or ''; typing it for this purpose is the consent to texts about the visit. Raises DoorClosed,
    TooManyTries.
    """
    if not enumeration.door_open("sms_booking"):
        enumeration.require_open("wish")
    if not throttle.hit("unmatched", address, BY_ADDRESS, AN_HOUR):
        raise TooManyTries(minutes=AN_HOUR // 60)
    with transaction():
        if pair is not None:
            household_id = households.create_unmatched(village_code, rt, *pair, "web", address=f"a.n. {name}")
        else:
            household_id = households.create_without_numbers(village_code, rt, name, "web")
        if phone:
            events.announce("phone_given", household_id=household_id, phone=phone, consent=True)
    return household_id
