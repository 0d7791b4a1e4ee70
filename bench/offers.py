"""How long a household waits for the windows that it can book."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from bench.census import Census
from bench.counter import quantile
from bench.table import Result, Taken
from webapp.fieldwork import service as fieldwork
from webapp.households.models import Household
from webapp.places import queries as places
from webapp.shared import clock
from webapp.shared.db import db
from webapp.visits import service as visits
from webapp.visits.models import OfferVillage

_HOUSEHOLDS = 400


def _publish_plans() -> None:
    """Each sub-district with a published plan, so that every window is weighed against the walks of its days."""
    days = [clock.today() + timedelta(days=n) for n in range(1, 11)]
    for place in places.sub_districts():
        people = [one.who.id for one in fieldwork.crew(place.code)]
        plan_id = fieldwork.make_plan(place.code, days, people, {"iterations": 5}, None)
        fieldwork.run_plan({"plan": str(plan_id)}, lambda _done, _all: None)
        fieldwork.publish(plan_id, None)


def measure(census: Census) -> Iterator[Result]:
    app = census.application(census.env(census.fresh()))
    with app.app_context():
        visits.open_demo_offers()
        _publish_plans()
        served = select(OfferVillage.village_code)
        wanted = select(Household.id).where(Household.village_code.in_(served)).limit(_HOUSEHOLDS)
        households = list(db.session.scalars(wanted))
        found = [bool(visits.offers_for(each)) for each in households[:20]]
        db.session.remove()
    took = []
    for each in households:
        with app.app_context():  # a session of its own, as a request has it
            began = time.perf_counter()
            visits.offers_for(each)
            took.append((time.perf_counter() - began) * 1000)
    note = f"{len(took)} households, p50 {quantile(took, 0.5):.1f} ms, windows found for {sum(found)} of {len(found)}"
    yield Taken("slot_offer_p99_ms", quantile(took, 0.99), note=note)
