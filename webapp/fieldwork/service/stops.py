"""The stops of the day lists follow the bookings, in the booking's own transaction."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, literal_column, update

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Stop
from webapp.fieldwork.queries import Carried
from webapp.fieldwork.service import showing
from webapp.fieldwork.service.keeping import place_booking, planned_days
from webapp.households import service as households
from webapp.places.rules import parent_of
from webapp.shared import audit, clock
from webapp.shared.db import db, new_id, transaction
from webapp.shared.quick import Quick
from webapp.staff import queries as staff
from webapp.staff import service as tasks
from webapp.visits.rules import OfferTaken

NO_OFFICER = "no_officer"
CASE_PAGE = "fieldwork.case"
_planned: Any = literal_column(
    f"'{rules.PLANNED}'"
)  # as a parameter it would keep SQLite from the index of planned stops
_drop_planned = Quick(
    update(Stop)
    .where(Stop.household_id == bindparam("household_id"), Stop.state == _planned)
    .values(state=rules.DROPPED)
)


def on_booked(household_id: UUID, booking_id: UUID, day: date, window: str, **_facts: Any) -> None:
    """Put the family on the list of the enumerator of its village who has the fewest stops in that window.

    On a day with a published plan the booking goes where the plan can keep it, or is refused (OfferTaken).
    Where nobody works, the stop waits for the coordinator as a task; the family keeps its visit.
    """
    village_code = households.card(household_id).village_code
    plan = queries.carried(parent_of(village_code))
    if plan is not None and day in planned_days(plan):
        _into_the_plan(plan, household_id, booking_id, day, window)
        return
    officers = staff.enumerators_of(village_code)
    load = queries.load_of([one.id for one in officers], day, window)
    officer = rules.least_busy(officers, load, key=lambda one: one.id)
    with transaction():
        _drop(household_id)
        db.session.add(Stop(
            id=new_id(), household_id=household_id, enumerator_id=officer.id if officer else None, day=day,
            window=window, booking_id=booking_id, state=rules.PLANNED, made_at=clock.now(),
        ))  # fmt: skip
        db.session.flush()
        if officer is None:
            tasks.open_task(NO_OFFICER, village_code, household_id, CASE_PAGE, due_at=clock.at_wib(day))


def _into_the_plan(plan: Carried, household_id: UUID, booking_id: UUID, day: date, window: str) -> None:
    """On to the walk of that day that it costs least, or refused: nothing is promised that the plan cannot keep."""
    with transaction():
        _drop(household_id)
        village_code = households.card(household_id).village_code
        placed = place_booking(plan, household_id, village_code, day, window)
        if placed is None:
            raise OfferTaken
        db.session.add(Stop(id=new_id(), household_id=household_id, day=day, window=window, booking_id=booking_id,
                            state=rules.PLANNED, made_at=clock.now(), **placed))  # fmt: skip
        db.session.flush()


def on_moved(household_id: UUID, booking_id: UUID, day: date, window: str, **_facts: Any) -> None:
    """Off the old day's list, onto the new one's."""
    with transaction():
        on_cancelled(household_id)
        on_booked(household_id, booking_id, day, window)


def on_cancelled(household_id: UUID, **_facts: Any) -> None:
    """Off the list."""
    showing.forget(households.card(household_id).village_code)
    with transaction():
        _drop(household_id)
        tasks.close_tasks(household_id, NO_OFFICER)


def on_submitted(household_id: UUID, **_facts: Any) -> None:
    """Whoever is counted leaves every list at once, and nothing about the door waits any more."""
    with transaction():
        _drop(household_id)
        tasks.close_tasks(household_id, NO_OFFICER, "attempts_spent", "refused_hard", "other_language")


def _drop(household_id: UUID) -> None:
    _drop_planned.write(household_id=household_id)


def finish_stop(household_id: UUID, day: date) -> None:
    """Somebody has been at the door: the stop of that day is done. In the caller's transaction."""
    planned = update(Stop).where(
        Stop.household_id == household_id, Stop.state == rules.PLANNED, Stop.day == day
    )
    db.session.execute(planned.values(state=rules.DONE))


def assign(household_id: UUID, enumerator_id: UUID) -> None:
    """The coordinator gives a family's stop to an enumerator. Raises UnknownStop and OfficerElsewhere."""
    village_code = households.card(household_id).village_code
    if enumerator_id not in {one.id for one in staff.enumerators_of(village_code)}:
        raise rules.OfficerElsewhere
    with transaction():
        stop = queries.planned_stop(household_id)
        if stop is None:
            raise rules.UnknownStop
        stop.enumerator_id = enumerator_id
        tasks.close_tasks(household_id, NO_OFFICER)
        audit.record("stop assigned", str(household_id), detail=str(enumerator_id))
