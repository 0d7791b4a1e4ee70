"""The demo's offers: each enumerator's villages, the coming days, so that page and text can book at once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from webapp.places import queries as places
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.shared.settings import settings
from webapp.staff import queries as staff
from webapp.visits import rules
from webapp.visits.models import Offer
from webapp.visits.service.opening import open_offers

DAYS, FEWEST_DAYS = 10, 5  # opened at a time, topped up when fewer than that lie ahead
PLACES = 4


def open_demo_offers() -> int:
    """Open the coming days for every enumerator's villages. Returns how many places; 0 when enough are open."""
    today = clock.today()
    last = db.session.scalar(select(func.max(Offer.day)))
    if not settings().is_demo or (last is not None and last >= today + timedelta(days=FEWEST_DAYS)):
        return 0
    first = max(today, last or today) + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((today - first).days + DAYS + 1)]
    opened = 0
    with transaction():
        for sub_district in places.sub_districts():
            for enumerator in staff.enumerators_of(sub_district.code):
                villages = [area for area in enumerator.areas if area.startswith(f"{sub_district.code}.")]
                if villages:
                    opened += open_offers(sub_district.code, villages, days, list(rules.WINDOWS), PLACES)
    return opened
