"""Somebody is out of use from now on: her doors go back to the pool, her promises to colleagues."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Stop
from webapp.fieldwork.service import showing
from webapp.fieldwork.service.stops import CASE_PAGE, NO_OFFICER
from webapp.households import service as households
from webapp.shared import audit, clock
from webapp.shared.db import db, transaction
from webapp.staff import queries as staff
from webapp.staff import service as tasks


def on_staff_disabled(account_id: UUID, **_facts: Any) -> None:
    """From today on nothing stands on her list: a booked visit goes to the least busy colleague of the village at its
    own time, or waits for the coordinator as a task; any other door is dropped, for whoever comes by and the next plan.
    """
    showing.forget()
    hers = Stop.enumerator_id == account_id, Stop.state == rules.PLANNED, Stop.day >= clock.today()
    with transaction():
        promised = list(db.session.scalars(select(Stop).where(*hers, Stop.booking_id.is_not(None))))
        for stop in promised:
            _to_a_colleague(stop, account_id)
        loose: Any = db.session.execute(
            update(Stop)
            .where(*hers, Stop.booking_id.is_(None))
            .values(state=rules.DROPPED)
            .execution_options(synchronize_session=False)
        )
        if promised or loose.rowcount:
            figures = f"{loose.rowcount} doors, {len(promised)} promised"
            audit.record("doors given back", str(account_id), detail=figures)


def _to_a_colleague(stop: Stop, account_id: UUID) -> None:
    village_code = households.card(stop.household_id).village_code
    officers = [one for one in staff.enumerators_of(village_code) if one.id != account_id]
    load = queries.load_of([one.id for one in officers], stop.day, stop.window or "")
    officer = rules.least_busy(officers, load, key=lambda one: one.id)
    stop.enumerator_id = officer.id if officer else None
    db.session.flush()
    if officer is None:
        tasks.open_task(NO_OFFICER, village_code, stop.household_id, CASE_PAGE, due_at=clock.at_wib(stop.day))
