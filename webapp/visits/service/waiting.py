"""Families that wait: a time that was opened, planned or given back is offered to them, the earliest wish first.

Nothing is held: an offer names a time that fits the wish, and whoever books first has it. No more families are told
of a time than it has places left, each at most once a day and three times in all.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from webapp.enumeration import service as enumeration
from webapp.shared import clock, events
from webapp.shared.db import db, transaction
from webapp.visits import queries, rules
from webapp.visits.models import Wish

DOOR = "sms_booking"
AGAIN, MOST_OFFERED, AT_ONCE = timedelta(hours=24), 3, 200


def offer_to_waiting() -> int:
    """For the jobs loop: tell families that wait which time there is now. Returns how many were told."""
    if not enumeration.door_open(DOOR):
        return 0
    with transaction():
        since = clock.now() - AGAIN
        waiting = queries.waiting(since, MOST_OFFERED, AT_ONCE)
        if not waiting:
            return 0
        told, free = (
            0,
            {code: queries.bookable_offers(code) for code in {one.village_code for one in waiting}},
        )
        promised = Counter(queries.promised(since))
        for one in waiting:
            left = [offer for offer in free[one.village_code] if offer.spare > promised[offer.id]]
            chosen = next(
                (offer for offer in left if one.suits(offer.day, offer.window)), next(iter(left), None)
            )
            if chosen is not None:
                promised[chosen.id] += 1
                _tell(one.household_id, chosen)
                told += 1
    return told


def _tell(household_id: UUID, offer: queries.OfferView) -> None:
    offered = {"offer_id": offer.id, "offered_at": clock.now(), "offered": Wish.offered + 1}
    db.session.execute(
        update(Wish)
        .where(Wish.household_id == household_id)
        .values(offered)
        .execution_options(synchronize_session=False)
    )
    events.announce(
        "visit_offered", household_id=household_id, offer_id=offer.id, day=offer.day, window=offer.window
    )


def suiting(household_id: UUID, offers: list[queries.OfferView]) -> frozenset[UUID]:
    """Which of these times are what the family wished for; none of them where it wished for any."""
    wish = queries.wish_of(household_id)
    if wish is None or (not wish.days and wish.part == "any"):
        return frozenset()
    return frozenset(one.id for one in offers if rules.suits(wish.days, wish.part, one.day, one.window))
