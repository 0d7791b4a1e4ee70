"""Publishing: the draft becomes the lists of the enumerators, who are told; of two coordinators one wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import FrozenDay, Plan, PlanNotice, Roster, Stop
from webapp.fieldwork.queries import VisitRow
from webapp.fieldwork.service import roster
from webapp.fieldwork.service.planning import days_of, plan_of
from webapp.households import rules as household_rules
from webapp.households.models import Household
from webapp.places.models import Region
from webapp.shared import audit, clock, events, outbox
from webapp.shared.db import db, new_id, transaction, upsert
from webapp.staff import queries as staff

TEXT = "officer_plan"
_CHUNK = 500


def publish(plan_id: UUID, by: UUID | None) -> None:
    """Make the draft what is carried out. Raises UnknownPlan, PlanNotReady, SomebodyPublished."""
    with transaction():
        plan = plan_of(plan_id)
        db.session.execute(select(Region.code).where(Region.code == plan.area_code).with_for_update())
        _require_newest(plan)
        old = queries.published_plan(plan.area_code)
        held = _require_unannounced(plan) if old else set()
        if old is not None:
            old.state = rules.REPLACED
            db.session.flush()
        plan.state, plan.published_by, plan.published_at = rules.PUBLISHED, by, clock.now()
        db.session.flush()
        rows = [row for row in queries.plan_visits(plan_id) if row.day and row.enumerator_id]
        first = days_of(plan)[0]
        if old is not None:
            _take_over(plan, old)
            rows = [row for row in rows if row.household_id not in held]
        _write_stops(plan, rows)
        tell(plan, _counts(rows), first)
        audit.record("plan published", plan.area_code, detail=f"{plan_id} {len(rows)} doors")
        events.announce("plan_published", plan_id=plan_id, area_code=plan.area_code)


def _require_newest(plan: Plan) -> None:
    if plan.state != rules.READY:
        raise rules.PlanNotReady
    now = queries.published_plan(plan.area_code)
    if (now.id if now else None) != plan.base_id:
        who = staff.names([now.published_by]) if now and now.published_by else {}
        raise rules.SomebodyPublished(who=next(iter(who.values()), "-"))


def _require_unannounced(plan: Plan) -> set[UUID]:
    """The families whose visits have been announced; they keep them. Raises DayAnnounced."""
    today = clock.today()
    for day in sorted(queries.frozen_days(plan.area_code, today) & set(days_of(plan))):
        raise rules.DayAnnounced(day=f"{day.day}/{day.month}")
    return queries.announced_doors(plan.area_code, today)


def _take_over(plan: Plan, old: Plan) -> None:
    """Bookings that are newer than the draft stay on their list, announced days as they are; the others end."""
    today = clock.today()
    told = queries.frozen_days(plan.area_code, today)
    mine = Stop.plan_id == old.id
    loose = mine & Stop.booking_id.is_(None) & Stop.day.not_in(told)
    db.session.execute(_planned(loose).values(state=rules.DROPPED))
    db.session.execute(_planned(mine).values(plan_id=plan.id))
    kept = {day.isoformat() for day in told & set(days_of(old))}
    if kept:  # from now on this plan answers for them too
        plan.days = sorted({*plan.days, *kept})
        plan.people = list(dict.fromkeys([*plan.people, *old.people]))
        homes = {**old.options.get("homes", {}), **plan.options.get("homes", {})}
        plan.options = {**plan.options, "homes": homes}
        db.session.flush()


def _planned(which: Any) -> Any:
    return update(Stop).where(which, Stop.state == rules.PLANNED).execution_options(synchronize_session=False)


def _write_stops(plan: Plan, rows: Sequence[VisitRow]) -> None:
    """Bookings keep theirs; who has been counted since the draft was made is left out."""
    moment = clock.now()
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        ids = [row.household_id for row in part]
        waiting = set(db.session.scalars(
            select(Household.id).where(Household.id.in_(ids), Household.state.in_(household_rules.UNCOUNTED))
        ))  # fmt: skip
        booked = _bookings_of(ids)
        db.session.execute(_planned(Stop.household_id.in_(ids)).values(state=rules.DROPPED))
        db.session.execute(insert(Stop), [
            {"id": new_id(), "household_id": row.household_id, "enumerator_id": row.enumerator_id,
             "day": booked.get(row.household_id, (None, row.day))[1], "window": row.booked_window,
             "booking_id": booked.get(row.household_id, (None, None))[0], "state": rules.PLANNED, "plan_id": plan.id,
             "position": row.position, "begins": row.begins, "made_at": moment}
            for row in part if row.household_id in waiting
        ])  # fmt: skip


def _bookings_of(household_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, date]]:
    """Booking and day of families that have booked; also of those that did so after the draft was made."""
    stops = select(Stop.household_id, Stop.booking_id, Stop.day).where(
        Stop.household_id.in_(household_ids), Stop.state == rules.PLANNED, Stop.booking_id.is_not(None)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(stops) if row[1]}


def _counts(rows: Sequence[VisitRow]) -> Counter[UUID]:
    return Counter(row.enumerator_id for row in rows if row.enumerator_id)


def tell(plan: Plan, visits: Counter[UUID], first: date) -> None:
    """Each enumerator whose list has changed is told once by text, where her number is known, and on her page."""
    rows = queries.rosters(list(visits))
    for account_id, n in sorted(visits.items()):
        sent = _text(rows.get(account_id), n, first)
        values = {"plan_id": plan.id, "account_id": account_id, "told_at": clock.now(), "outbox_id": sent,
                  "seen_at": None}  # fmt: skip
        db.session.execute(
            upsert(
                PlanNotice, values, key=["plan_id", "account_id"], update=["told_at", "outbox_id", "seen_at"]
            )
        )


def _text(row: Roster | None, visits: int, first: date) -> UUID | None:
    phone = roster.phone_of(row)
    if phone is None:
        return None
    params = {"n": str(visits), "day": f"{first.day}/{first.month}"}
    return outbox.enqueue(TEXT, phone, params, priority="notice", expires_at=clock.now() + timedelta(days=1))


def see_lists(account_id: UUID) -> None:
    """She has opened her list."""
    unseen = PlanNotice.account_id == account_id, PlanNotice.seen_at.is_(None)
    if db.session.scalar(select(PlanNotice.plan_id).where(*unseen).limit(1)) is not None:
        with transaction():
            db.session.execute(update(PlanNotice).where(*unseen).values(seen_at=clock.now()))


def freeze_day(area_code: str, day: date) -> None:
    """The lists of a day are told: from now on nobody is sent elsewhere on it but for need."""
    with transaction():
        values = {"area_code": area_code, "day": day, "made_at": clock.now()}
        db.session.execute(upsert(FrozenDay, values, key=["area_code", "day"]))
        plan = queries.published_plan(area_code)
        if plan is None:
            raise rules.NothingPlanned
        rows = queries.published_visits(plan.id, day)
        tell(plan, _counts(rows), day)
        audit.record("day announced", area_code, detail=str(day))


def is_frozen(area_code: str, day: date) -> bool:
    """Whether that day's lists have been told."""
    return db.session.get(FrozenDay, (area_code, day)) is not None
