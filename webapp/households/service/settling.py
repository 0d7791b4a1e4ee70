"""Who a family is that the register lacks: a coordinator's decision, with its figures, and how it is taken back.

Its row stays whatever is decided, and with it seat, PIN, receipt and booking. With a new card it takes over the
members and the letter number of the register's row, so that the old card and the letter open it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select, update

from webapp.households import rules
from webapp.households.models import Household, HouseholdEvent, Person
from webapp.households.rules import settling
from webapp.households.service import rows
from webapp.households.service.decisions import record_decision
from webapp.households.service.find import card
from webapp.shared import audit, events
from webapp.shared.db import db, transaction

SETTLED, UNSETTLED, MERGED, UNMERGED, TAKEN = "settled", "unsettled", "merged", "unmerged", "member_taken"
_persons, _households = cast(Table, Person.__table__), cast(Table, Household.__table__)
_HIDDEN = -1  # the place of a row that only keeps the typed pair, where the register's own member has come


@dataclass(frozen=True, slots=True)
class Settlement:
    """The decision in force."""

    outcome: str
    target: UUID | None
    at: datetime
    by: str
    state: str  # of the family before
    target_state: str


def settlement_of(household_id: UUID) -> Settlement | None:
    """The decision in force about a family, None while it waits for one."""
    kinds = HouseholdEvent.kind.in_((SETTLED, UNSETTLED))
    last = db.session.execute(
        select(HouseholdEvent)
        .where(HouseholdEvent.household_id == household_id, kinds)
        .order_by(HouseholdEvent.id.desc())
        .limit(1)
    ).scalar()
    if last is None or last.kind == UNSETTLED:
        return None
    outcome, target, state, target_state = last.detail.split(" ")
    return Settlement(outcome, UUID(target) if target != "-" else None, last.at, last.by or "", state,
                      target_state.strip("-"))  # fmt: skip


def settle(
    household_id: UUID, outcome: str, ground: str, by: str,
    *, target: UUID | None = None, moved: Iterable[UUID] = (),
) -> None:  # fmt: skip
    """Decide. target: the family of the register that is meant; moved: its members who belong to this one (a split).

    The caller has checked that both lie in the officer's area. Raises NotUnmatched, SettlingIncomplete,
    TargetCounted, AlreadySettled.
    """
    with transaction():
        me = card(household_id)
        if me.origin != rules.UNMATCHED:
            raise settling.AlreadySettled if settlement_of(household_id) else settling.NotUnmatched
        target = target if outcome in settling.WITH_TARGET and target != household_id else None
        other = card(target) if target else None
        settling.check(
            outcome, ground, has_target=other is not None, target_state=other.state if other else ""
        )
        detail = f"{outcome} {target.hex if target else '-'} {me.state} {other.state if other else '-'}"
        if outcome in settling.ACCEPTED:
            record_decision(household_id, SETTLED, by, detail, origin=rules.DOOR)
        else:
            record_decision(household_id, SETTLED, by, detail, state=rules.INELIGIBLE)
        if target and outcome == settling.SAME:
            _take_over(household_id, target, by)
        elif target and outcome == settling.SPLIT:
            _take_members(household_id, target, set(moved), by)
        audit.record("unmatched settled", str(household_id), reason=ground, detail=detail)


def _take_over(household_id: UUID, target: UUID, by: str) -> None:
    """The same family: the register's row is not expected any more, its people and letter are here."""
    record_decision(target, MERGED, by, household_id.hex, state=rules.INELIGIBLE)
    everybody = set(db.session.scalars(select(_persons.c.id).where(_persons.c.household_id == target)))
    _take_members(household_id, target, everybody, by)
    _swap_letters(household_id, target)
    if card(household_id).state == rules.COMPLETE:
        events.announce("household_replaced", household_id=target, channel="office")


def _take_members(household_id: UUID, target: UUID, wanted: set[UUID], by: str) -> None:
    """Rows of the register go to another family; what they are found by stays, so that the old card opens it too."""
    people = db.session.execute(
        select(_persons.c.id, _persons.c.nik_index)
        .where(_persons.c.household_id == target, _persons.c.id.in_(wanted))
        .order_by(_persons.c.position)
    ).all()
    niks = [row.nik_index for row in people if row.nik_index]
    mine = _persons.c.household_id == household_id
    db.session.execute(update(_persons).where(mine, _persons.c.nik_index.in_(niks)).values(position=_HIDDEN))
    last = db.session.execute(select(func.max(_persons.c.position)).where(mine)).scalar() or 0
    for place, row in enumerate(people, max(last, 0) + 1):
        moved = {"household_id": household_id, "position": place}
        db.session.execute(update(_persons).where(_persons.c.id == row.id).values(moved))
        logged = rows.event_row(household_id, TAKEN, "office", by, row.id.hex)
        db.session.execute(insert(cast(Table, HouseholdEvent.__table__)).values(logged))


def _swap_letters(one: UUID, other: UUID) -> None:
    mine, theirs = card(one).letter_number, card(other).letter_number
    for household_id, number in ((one, "-"), (other, mine), (one, theirs)):  # the numbers are unique
        row = _households.c.id == household_id
        db.session.execute(update(_households).where(row).values(letter_number=number))


def unsettle(household_id: UUID, by: str) -> None:
    """Take the decision back: everything stands as before, and the family waits again. Raises AlreadySettled."""
    with transaction():
        found = settlement_of(household_id)
        if found is None:
            raise settling.AlreadySettled
        now = card(household_id).state
        back = found.state if found.outcome not in settling.ACCEPTED else now
        record_decision(household_id, UNSETTLED, by, "", state=back, origin=rules.UNMATCHED)
        if found.target:
            _give_back(household_id, found.target, found.at)
        if found.target and found.outcome == settling.SAME:
            _swap_letters(household_id, found.target)
            record_decision(found.target, UNMERGED, by, household_id.hex, state=found.target_state)
        audit.record("unmatched unsettled", str(household_id), detail=found.outcome)
        events.announce("household_unmatched", household_id=household_id,
                        village_code=card(household_id).village_code)  # fmt: skip


def _give_back(household_id: UUID, target: UUID, since: datetime) -> None:
    taken = db.session.scalars(
        select(HouseholdEvent.detail)
        .where(HouseholdEvent.household_id == household_id, HouseholdEvent.kind == TAKEN,
               HouseholdEvent.at >= since)
        .order_by(HouseholdEvent.id)
    ).all()  # fmt: skip
    for place, person in enumerate(taken, 1):
        moved = {"household_id": target, "position": place}
        mine = _persons.c.id == UUID(person), _persons.c.household_id == household_id
        db.session.execute(update(_persons).where(*mine).values(moved))
    hidden = _persons.c.household_id == household_id, _persons.c.position == _HIDDEN
    db.session.execute(update(_persons).where(*hidden).values(position=1))
