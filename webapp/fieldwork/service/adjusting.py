"""Changes by hand: doors, days and people moved, with what it costs told before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from webapp.fieldwork import rules
from webapp.fieldwork.rules.planning import Door
from webapp.fieldwork.rules.routes import Walk, put
from webapp.fieldwork.service.board import Board, keep_draft, keep_lists, lay_out
from webapp.fieldwork.service.planning import plan_of
from webapp.fieldwork.service.publishing import tell
from webapp.shared import audit, clock
from webapp.shared.db import transaction

OPEN = (rules.READY, rules.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change does: the figures before and after, and how many doors it moves."""

    moved: int
    before: dict[str, int]
    after: dict[str, int]

    def change(self, name: str) -> int:
        return int(self.after[name]) - int(self.before[name])


def try_move(plan_id: UUID, doors: Sequence[UUID], person: UUID, day: date) -> Consequences:
    """What it would cost to give these doors to somebody on a day. Raises what move() raises."""
    return _moved(plan_id, doors, person, day)[1]


def move(plan_id: UUID, doors: Sequence[UUID], person: UUID, day: date, by: UUID) -> Consequences:
    """Give doors to somebody on a day, also over her hours, which is told. A booking keeps its day.

    Raises UnknownPlan, PlanNotReady, PlanChangedMeanwhile.
    """
    with transaction():
        board, told = _moved(plan_id, doors, person, day)
        if board.plan.state == rules.PUBLISHED:
            changed = keep_lists(board)
            tell(board.plan, Counter(changed), max(day, clock.today()))
        else:
            keep_draft(board)
        audit.record(
            "plan changed", str(plan_id), detail=f"{len(doors)} doors to {person} on {day}", by=str(by)
        )
        return told


def _moved(plan_id: UUID, doors: Sequence[UUID], person: UUID, day: date) -> tuple[Board, Consequences]:
    plan = plan_of(plan_id)
    if plan.state not in OPEN:
        raise rules.PlanNotReady
    board = lay_out(plan)
    before = board.figures()
    ids = [str(one) for one in doors if str(one) in board.doors]
    target = (day - board.first).days
    able = [
        n for n, walk in enumerate(board.walks) if walk.person == str(person) and walk.shift.day == target
    ]
    chosen = [board.doors[one] for one in ids]
    hers = next((one.villages for one in board.people if one.id == str(person)), frozenset())
    if not able or not chosen or day < clock.today() or any(door.village not in hers for door in chosen):
        raise rules.PlanChangedMeanwhile
    if any(door.booked and not _same_day(board, door, target) for door in chosen):
        raise rules.PlanChangedMeanwhile
    lost = board.put_in([replace_wish(door) for door in board.take_out(ids)], able)
    for door in lost:  # by hand also over the hours: the overtime is told
        board.walks[able[-1]] = _append(board.walks[able[-1]], door)
    return board, Consequences(len(ids), before, board.figures())


def replace_wish(door: Door) -> Door:
    """By hand a wish is no bond."""
    return door if door.firm else door._replace(window=None)


def _same_day(board: Board, door: Door, target: int) -> bool:
    return any(door in walk.doors and walk.shift.day == target for walk in board.walks)


def _append(walk: Walk, door: Door) -> Walk:
    return put(walk, door, len(walk.doors))
