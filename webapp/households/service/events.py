"""What happens to a household: the only place where its state changes and its counts with it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, update

from webapp.households import rules
from webapp.households.models import NO_SLS, CountDelta, Household, HouseholdEvent
from webapp.households.service import rows
from webapp.shared import clock, events
from webapp.shared.db import transaction
from webapp.shared.quick import Quick

_households = cast(Table, Household.__table__)
_of = _households.c
_this = _of.id == bindparam("household_id")
_state_of = Quick(
    select(_of.village_code, _of.sls_id, _of.origin, _of.state, _of.state_channel, _of.state_day)
    .where(_this)
    .with_for_update()
)
_log = Quick(insert(cast(Table, HouseholdEvent.__table__)))
_count = Quick(insert(cast(Table, CountDelta.__table__)))
_move = Quick(
    update(_households)
    .where(_this)
    .values(state=bindparam("to"), state_channel=bindparam("by_channel"), state_day=bindparam("on_day"))
)
_claim = Quick(
    update(_households).where(_this, _of.claimed_at.is_(None)).values(claimed_at=bindparam("moment"))
)


def record_event(household_id: UUID, kind: str, channel: str, by: str | None = None, detail: str = "") -> str:
    """Log what happened and move the household to its new state, which is returned.

    Raises UnknownHousehold, and EventImpossible for a correction before anything was sent.
    """
    with transaction():
        before = _state_of.first(household_id=household_id)
        if before is None:
            raise rules.UnknownHousehold
        village_code, sls_id, origin, *was = before
        after = rules.next_state(was[0], kind)
        _log.write(**rows.event_row(household_id, kind, channel, by, detail))
        if after != was[0]:
            today = clock.today()
            place = village_code, sls_id or NO_SLS, origin
            _move.write(household_id=household_id, to=after, by_channel=channel, on_day=today)
            _count.write_each([
                rows.delta_row(rows.CountKey(*place, *was), -1),
                rows.delta_row(rows.CountKey(*place, after, channel, today), +1),
            ])  # fmt: skip
            if origin == rules.UNMATCHED and was[0] == rules.INELIGIBLE:
                # set aside by the desk, and there again: somebody has to look once more
                events.announce("household_unmatched", household_id=household_id, village_code=village_code)
    return after


def mark_claimed(household_id: UUID) -> None:
    """From now on the family's own word stands: the register no longer changes its roster."""
    with transaction():
        _claim.write(household_id=household_id, moment=clock.now())
