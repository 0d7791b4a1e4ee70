"""On the way, late, cannot come: the enumerator presses, the family gets a text through the outbox."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from webapp.fieldwork import queries
from webapp.fieldwork.models import Stop, VisitNews
from webapp.fieldwork.rules import news as rules
from webapp.fieldwork.service.stops import CASE_PAGE, on_cancelled
from webapp.households import service as households
from webapp.shared import access, audit, clock, events
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db, transaction, upsert
from webapp.staff import queries as staff
from webapp.staff import service as tasks
from webapp.visits import service as visits

OFFICER_ABSENT = "officer_absent"


def news_told(household_id: UUID, me: StaffIdentity) -> list[str] | None:
    """What the family was told already of my visit today; None where I have none."""
    stop = _mine(household_id, me)
    if stop is None:
        return None
    return list(db.session.scalars(select(VisitNews.kind).where(VisitNews.stop_id == stop.id)))


def tell_family(household_id: UUID, me: StaffIdentity, kind: str) -> None:
    """Text the family, once for each kind. Who cannot come gives the visit back, and a coordinator sees to it.

    Raises NotYourVisit, UnknownHousehold, Forbidden.
    """
    card = households.card(household_id)
    access.require_scope(card.village_code)
    with transaction():
        stop = _mine(household_id, me)
        if stop is None or kind not in rules.NEWS:
            raise rules.NotYourVisit
        values = {"stop_id": stop.id, "kind": kind, "at": clock.now(), "told_by": me.id}
        wrote = upsert(VisitNews, values, key=["stop_id", "kind"]).returning(VisitNews.kind)
        if db.session.execute(wrote).scalar() is None:
            return
        if kind == rules.CANNOT_COME:
            visits.finish(household_id, clock.today(), kind)
            on_cancelled(household_id)
            tasks.open_task(OFFICER_ABSENT, card.village_code, household_id, CASE_PAGE)
        audit.record("family told", str(household_id), detail=kind)
        number = staff.officer_numbers([me.id]).get(me.id, "")
        events.announce("visit_news", household_id=household_id, kind=kind, officer=number, day=stop.day)


def _mine(household_id: UUID, me: StaffIdentity) -> Stop | None:
    stop = queries.planned_stop(household_id)
    if stop is None or stop.enumerator_id != me.id or stop.day != clock.today():
        return None
    return stop
