"""Opening times for villages, and closing what is left of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from webapp.places import queries as places
from webapp.shared import audit, clock
from webapp.shared.db import db, new_id, transaction, upsert
from webapp.visits import queries, rules
from webapp.visits.models import Offer, OfferVillage

_CHUNK = 4000


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening these times would do: `slots` are (day, window, villages that have none yet)."""

    slots: tuple[tuple[date, str, tuple[str, ...]], ...]
    capacity: int
    holidays: tuple[date, ...]
    open_already: int

    @property
    def places(self) -> int:
        return len(self.slots) * self.capacity


def opening(
    village_codes: Sequence[str], days: Sequence[date], windows: Sequence[str], capacity: int
) -> Opening:
    """What open_offers() would open: not on holidays, not in the past, not what is open already."""
    today = clock.today()
    near = sorted({day for day in days if today < day <= today + timedelta(days=rules.HORIZON_DAYS)})
    holidays = places.holidays(near[0], near[-1]) if near else {}
    fasting = places.fasting_days(near[0], near[-1]) if near else set()
    taken = queries.already_open(village_codes, near)
    slots, skipped = [], 0
    for day in near:
        for window in (
            key for key in rules.WINDOWS if key in windows and rules.is_offerable(day, key, holidays, fasting)
        ):
            free = tuple(code for code in dict.fromkeys(village_codes) if (code, day, window) not in taken)
            skipped += len(village_codes) - len(free)
            if free:
                slots.append((day, window, free))
    lost = tuple(day for day in near if day in holidays)
    return Opening(tuple(slots), max(1, min(capacity, rules.MOST_CAPACITY)), lost, skipped)


def open_offers(
    area_code: str, village_codes: Sequence[str], days: Sequence[date], windows: Sequence[str], capacity: int,
    *, by: UUID | None = None,
) -> int:  # fmt: skip
    """Open one offer of `capacity` places a day and window, for all these villages together.

    Returns how many places were opened. Raises NothingToOpen.
    """
    with transaction():
        wanted = opening(village_codes, days, windows, capacity)
        if not wanted.slots:
            raise rules.NothingToOpen
        offers, villages = _rows(area_code, wanted, by)
        db.session.execute(insert(Offer), offers)
        for start in range(0, len(villages), _CHUNK):
            db.session.execute(
                upsert(OfferVillage, {}, key=["village_code", "day", "window"]),
                villages[start : start + _CHUNK],
            )
        detail = f"{len(offers)} times, {wanted.places} places, {len(set(village_codes))} villages"
        audit.record("visits opened", area_code, detail=detail)
    return wanted.places


def _rows(
    area_code: str, wanted: Opening, by: UUID | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    offers, villages, moment = [], [], clock.now()
    for day, window, codes in wanted.slots:
        offer_id = new_id()
        offers.append({"id": offer_id, "area_code": area_code, "day": day, "window": window, "taken": 0,
                       "capacity": wanted.capacity, "opened_by": by, "opened_at": moment})  # fmt: skip
        villages += [
            {"offer_id": offer_id, "village_code": code, "day": day, "window": window} for code in codes
        ]
    return offers, villages


def close_offer(offer_id: UUID) -> int:
    """Offer no more places of this time; what is booked stays. Returns how many were taken back."""
    with transaction():
        offer = db.session.get(Offer, offer_id, with_for_update=True, populate_existing=True)
        if offer is None:
            raise rules.UnknownOffer
        spare = offer.capacity - offer.taken
        db.session.execute(update(Offer).where(Offer.id == offer_id).values(capacity=Offer.taken))
        audit.record("visits closed", str(offer_id), detail=f"{spare} places")
    return spare
