"""The reminder of tomorrow's visits runs by itself; who stops it has stopped it for good."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from sms import texts
from sms.campaigns.kinds import KINDS, SOURCES
from sms.models.campaigns import RUNNING, Campaign
from webapp.places import queries as places
from webapp.shared import audit, clock
from webapp.shared.db import db, new_id, transaction

NOBODY = UUID(int=0)  # the machine made it
PER_HOUR, PER_DAY, PRICE = 5000, 20000, 350
KIND = "visit"


def remind_of_visits() -> None:
    """Start the campaign that reminds of tomorrow's visits, once: one that a person made, paused or stopped stands."""
    if db.session.scalar(select(Campaign.id).where(Campaign.kind == KIND).limit(1)) is not None:
        return
    regency = places.regency()
    if regency is None:
        return
    audience = {"areas": [regency.code], "states": list(KINDS[KIND].states), "sources": list(SOURCES),
                "languages": list(texts.LANGUAGES)}  # fmt: skip
    with transaction():
        made = Campaign(id=new_id(), kind=KIND, audience=audience, state=RUNNING, per_hour=PER_HOUR, per_day=PER_DAY,
                        price=PRICE, by=NOBODY, created_at=clock.now())  # fmt: skip
        db.session.add(made)
        audit.record("campaign started", str(made.id), detail="reminder of visits, by itself")
        db.session.flush()
