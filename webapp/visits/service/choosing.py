"""What a family can choose from, what it wishes for, and who it is when it comes without a seat."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, delete

from webapp.enumeration import service as enumeration
from webapp.households import service as households
from webapp.shared import clock, events, throttle
from webapp.shared.db import db, transaction, upsert
from webapp.shared.errors import TooManyTries
from webapp.shared.quick import Quick
from webapp.visits import queries, rules
from webapp.visits.models import Wish

_withdraw = Quick(delete(Wish).where(Wish.household_id == bindparam("household_id")))
LETTER_TRIES, ADDRESS_TRIES, TRIES_WINDOW_S = 5, 30, 3600


def offers_for(household_id: UUID, after: int = 0, limit: int = 3) -> list[queries.OfferView]:
    """Times that this family can book now: soonest first and spread over days; `after`: how many were shown already.

    Where a plan is published: those that it can keep, least extra walking first.
    Not the one that it has. Empty when nothing is open (any more).
    """
    booked = queries.booking_of(household_id)
    village_code = households.card(household_id).village_code
    free = queries.bookable_offers(village_code, without=booked.offer_id if booked else None)
    offering = rules.Offering(household_id, village_code, free)
    events.announce("offers_wanted", offering=offering)
    if offering.weighed:
        return offering.offers[after : after + limit]
    return rules.spread((offer.day, offer) for offer in free)[after : after + limit]


def set_wish(household_id: UUID, days: str, part: str, channel: str) -> None:
    """Remember that the family would like a visit. days: weekday numbers 0-6 (Monday 0), '' for any.

    Raises DoorClosed, AlreadyCounted.
    """
    enumeration.require_open("wish")
    kept = "".join(sorted(set(days) & set("0123456")))
    values = {"household_id": household_id, "days": kept, "part": part if part in rules.PARTS else "any",
              "channel": channel, "at": clock.now(), "offer_id": None, "offered_at": None, "offered": 0}  # fmt: skip
    with transaction():
        if households.card(household_id).state == "complete":
            raise rules.AlreadyCounted
        db.session.execute(
            upsert(
                Wish, values, key=["household_id"], update=list(values)[1:]
            )  # what was offered before is void
        )


def withdraw_wish(household_id: UUID) -> None:
    """The wish is fulfilled or not needed any more."""
    with transaction():
        _withdraw.write(household_id=household_id)


def recognise(letter_number: str, birth_year: str, nik: str, kk: str, address: str) -> UUID:
    """Which family wants a visit: letter number and the head's birth year, or NIK and KK, as by text message.

    Everything as bare digits; `address` is where the request comes from. It opens nothing but the family's own
    visit. Raises TooManyTries and FamilyNotFound.
    """
    ok = throttle.hit("visit-address", address, ADDRESS_TRIES, TRIES_WINDOW_S)
    if letter_number:
        ok = throttle.hit("visit-letter", letter_number, LETTER_TRIES, TRIES_WINDOW_S) and ok
    elif kk:
        ok = throttle.hit("visit-card", kk, LETTER_TRIES, TRIES_WINDOW_S) and ok
    if not ok:
        raise TooManyTries(minutes=TRIES_WINDOW_S // 60)
    found = _by_letter(letter_number, birth_year) if letter_number else households.find_by_pair(nik, kk)
    if found is None:
        raise rules.FamilyNotFound
    return found


def _by_letter(letter_number: str, birth_year: str) -> UUID | None:
    found = households.find_by_letter(letter_number)
    born = households.head_birth_year(found) if found else None
    return found if born is not None and str(born) == birth_year else None
