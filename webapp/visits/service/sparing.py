"""What a plan can bear becomes what is offered: places of a village, day and window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from webapp.places import queries as places
from webapp.shared import clock
from webapp.shared.db import db, new_id, transaction
from webapp.visits import rules
from webapp.visits.models import Offer, OfferVillage


def set_spare(area_code: str, spare: Mapping[tuple[str, date, str], int]) -> None:
    """(village, day, window) -> further visits that can be kept: so many places beside those taken.

    What nobody offers yet is opened, but for holidays, the Friday prayer and the afternoons of Ramadan.
    """
    days = sorted({day for _village, day, _window in spare})
    if not days:
        return
    with transaction():
        known = _offers(set(days), {village for village, _day, _window in spare})
        places_of: dict[UUID, int] = defaultdict(int)
        for key, n in spare.items():
            if key in known:
                places_of[known[key]] += n
        for offer_id, n in places_of.items():
            wanted = Offer.taken + min(n, rules.MOST_CAPACITY - 1)
            db.session.execute(update(Offer).where(Offer.id == offer_id).values(capacity=wanted))
        free, fasting = places.holidays(days[0], days[-1]), places.fasting_days(days[0], days[-1])
        for (village, day, window), n in spare.items():
            if n and (village, day, window) not in known and rules.is_offerable(day, window, free, fasting):
                _open(area_code, village, day, window, n)
        db.session.flush()


def _offers(days: set[date], villages: set[str]) -> dict[tuple[str, date, str], UUID]:
    table = OfferVillage
    rows = db.session.execute(
        select(table.village_code, table.day, table.window, table.offer_id).where(
            table.day.in_(days), table.village_code.in_(villages)
        )
    )
    return {(village, day, window): offer_id for village, day, window, offer_id in rows}


def _open(area_code: str, village: str, day: date, window: str, places: int) -> None:
    offer_id = new_id()
    db.session.add(Offer(id=offer_id, area_code=area_code, day=day, window=window, capacity=places, taken=0,
                         opened_at=clock.now()))  # fmt: skip
    db.session.flush()
    db.session.add(OfferVillage(offer_id=offer_id, village_code=village, day=day, window=window))
