"""What happens to a household: the only place where its state changes and its counts with it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, insert, select, update

from webapp.households import rules
from webapp.households.models import NO_SLS, CountDelta, Household, HouseholdEvent
from webapp.households.service import rows
from webapp.shared import clock
from webapp.shared.db import db, transaction

_households = cast(Table, Household.__table__)


def record_event(household_id: UUID, kind: str, channel: str, by: str | None = None, detail: str = "") -> str:
    """Log what happened and move the household to its new state, which is returned.

    Raises UnknownHousehold, and EventImpossible for a correction before anything was sent.
    """
    with transaction():
        before = db.session.execute(_state_of(household_id).with_for_update()).one_or_none()
        if before is None:
            raise rules.UnknownHousehold
        after = rules.next_state(before.state, kind)
        logged = rows.event_row(household_id, kind, channel, by, detail)
        db.session.execute(insert(cast(Table, HouseholdEvent.__table__)).values(logged))
        if after != before.state:
            today = clock.today()
            sls_id = before.sls_id or NO_SLS
            place = before.village_code, sls_id, before.origin
            moved = {"state": after, "state_channel": channel, "state_day": today}
            db.session.execute(update(_households).where(_households.c.id == household_id).values(moved))
            deltas = [
                rows.delta_row(
                    rows.CountKey(*place, before.state, before.state_channel, before.state_day), -1
                ),
                rows.delta_row(rows.CountKey(*place, after, channel, today), +1),
            ]
            db.session.execute(insert(cast(Table, CountDelta.__table__)), deltas)
    return after


def _state_of(household_id: UUID) -> Select[Any]:
    of = _households.c
    return select(of.village_code, of.sls_id, of.origin, of.state, of.state_channel, of.state_day).where(
        of.id == household_id
    )


def mark_claimed(household_id: UUID) -> None:
    """From now on the family's own word stands: the register no longer changes its roster."""
    with transaction():
        first = _households.c.id == household_id, _households.c.claimed_at.is_(None)
        db.session.execute(update(_households).where(*first).values(claimed_at=clock.now()))
