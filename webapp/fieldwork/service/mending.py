"""Repair of a published plan: only what is affected is sent elsewhere, everybody else keeps person and day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import update

from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Stop
from webapp.fieldwork.rules.planning import Door
from webapp.fieldwork.rules.routes import lateness
from webapp.fieldwork.service import roster
from webapp.fieldwork.service.adjusting import replace_wish
from webapp.fieldwork.service.board import Board, keep_lists, lay_out
from webapp.fieldwork.service.publishing import tell
from webapp.shared import audit, clock, events
from webapp.shared.db import db, transaction
from webapp.visits import service as visits


@dataclass(frozen=True, slots=True)
class Mended:
    """moved: doors that somebody else, or another day, takes. bookings: of them booked ones, at their own time.

    released: bookings that nobody can keep: cancelled with a message, so that the family chooses again.
    waiting: doors that wait for the next plan. told: people whose list has changed.
    """

    moved: int
    bookings: int
    released: int
    waiting: int
    told: int
    kept: int


def try_mend(area_code: str) -> Mended:
    """What mending would do now. Raises NothingPlanned."""
    board, affected, lost = _mended(area_code)
    return _count(board, affected, lost, 0)


def mend(area_code: str, by: UUID | None = None) -> Mended:
    """Give to others what absent people, shut neighbourhoods and changed hours leave behind. Raises NothingPlanned."""
    with transaction():
        board, affected, lost = _mended(area_code)
        changed = keep_lists(board)
        for door in lost:
            _release(UUID(door.id), booked=door.booked, by=by)
        tell(board.plan, Counter(changed), clock.today())
        audit.record("plan mended", area_code, detail=f"{len(affected)} doors, {len(lost)} found no room")
        events.announce("plan_published", plan_id=board.plan.id, area_code=area_code)
        return _count(board, affected, lost, len(changed))


def fall_ill(area_code: str, account_id: UUID, first: date, last: date, by: UUID | None = None) -> Mended:
    """Somebody is ill: the absence is noted, her visits go to others, and who cannot be kept chooses again.

    In one action. Raises WrongRoster; NothingPlanned leaves the absence noted nowhere.
    """
    with transaction():
        roster.add_absence(account_id, first, last, "ill")
        return mend(area_code, by)


def _mended(area_code: str) -> tuple[Board, list[Door], list[Door]]:
    plan = queries.published_plan(area_code)
    if plan is None:
        raise rules.NothingPlanned
    board = lay_out(plan)
    late = {one for walk in board.walks for one in lateness(walk, board.travel)[0] if board.doors[one].booked}
    affected = board.take_out(list(dict.fromkeys([*board.stray, *late])))
    lost: list[Door] = []
    ordered = sorted(affected, key=lambda door: (not door.booked, -door.urgency, door.rank, door.id))
    earliest = (clock.today() - board.first).days
    for door in ordered:
        able = [
            n
            for n in board.walks_for(door)
            if board.walks[n].shift.day >= earliest and door.id not in board.shut
        ]
        lost += board.put_in([replace_wish(door)], able)
    return board, affected, lost


def _release(household_id: UUID, *, booked: bool, by: UUID | None) -> None:
    """Off the list; a booking is cancelled, which tells the family and offers it other times."""
    if booked and visits.booking_of(household_id) is not None:
        visits.cancel(household_id, "staff", "office", str(by) if by else None)
        return
    planned = update(Stop).where(Stop.household_id == household_id, Stop.state == rules.PLANNED)
    db.session.execute(planned.values(state=rules.DROPPED).execution_options(synchronize_session=False))


def _count(board: Board, affected: list[Door], lost: list[Door], told: int) -> Mended:
    gone = {door.id for door in lost}
    moved = [door for door in affected if door.id not in gone]
    released = sum(door.booked for door in lost)
    kept = sum(len(walk.doors) for walk in board.walks) - len(moved)
    return Mended(len(moved), sum(door.booked for door in moved), released, len(lost) - released, told, kept)
