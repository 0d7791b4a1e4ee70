"""Where the desk puts a household, and its counts with it: besides record_event() the only way to another state."""

from __future__ import annotations

from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Table, insert, select, update

from webapp.households import rules
from webapp.households.models import NO_SLS, CountDelta, Household, HouseholdEvent
from webapp.households.service import rows
from webapp.shared import clock
from webapp.shared.db import db, transaction

OFFICE = "office"
_households = cast(Table, Household.__table__)
_of = _households.c


class Standing(NamedTuple):
    """Where a household stood before a decision: enough to put it back."""

    state: str
    origin: str


def record_decision(
    household_id: UUID, kind: str, by: str, detail: str, *, state: str = "", origin: str = ""
) -> Standing:  # fmt: skip
    """Log what the desk decided and put the household there. Returns where it stood before. Raises UnknownHousehold."""
    columns = _of.village_code, _of.sls_id, _of.origin, _of.state, _of.state_channel, _of.state_day
    with transaction():
        before = db.session.execute(
            select(*columns).where(_of.id == household_id).with_for_update()
        ).one_or_none()
        if before is None:
            raise rules.UnknownHousehold
        logged = rows.event_row(household_id, kind, OFFICE, by, detail)
        db.session.execute(insert(cast(Table, HouseholdEvent.__table__)).values(logged))
        stood = Standing(before.state, before.origin)
        wanted = Standing(state or before.state, origin or before.origin)
        if wanted != stood:
            _move(household_id, before, wanted)
    return stood


def _move(household_id: UUID, before: Any, to: Standing) -> None:
    """Out of the counts of the old place into those of the new one."""
    place, today = (before.village_code, before.sls_id or NO_SLS), clock.today()
    reached = (OFFICE, today)
    if to.state == before.state:  # counted otherwise, while how and when its state was reached stays
        reached = before.state_channel, before.state_day
    moved = {"state": to.state, "origin": to.origin, "state_channel": reached[0], "state_day": reached[1]}
    db.session.execute(update(_households).where(_of.id == household_id).values(moved))
    stood = before.origin, before.state, before.state_channel, before.state_day
    deltas = [
        rows.delta_row(rows.CountKey(*place, *stood), -1),
        rows.delta_row(rows.CountKey(*place, to.origin, to.state, *reached), +1),
    ]
    db.session.execute(insert(cast(Table, CountDelta.__table__)), deltas)
