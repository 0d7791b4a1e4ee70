"""What a plan costs and how fair it is, counted from its walks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.fieldwork.rules.planning import Door, Travel
from webapp.fieldwork.rules.routes import Walk, beginnings, lateness, length


def figures(
    walks: Sequence[Walk], doors: Sequence[Door], left: Mapping[str, str], travel: Travel
) -> dict[str, Any]:
    """Metres, minutes, and counts. doors: all that were to be planned; left: door -> why it is not.

    work is from the first step out of the office to the last one back; overtime and late bookings come from changes by
    hand, since the planner makes none.
    """
    late, overtime = [], 0
    for walk in walks:
        missed, over = lateness(walk, travel)
        late += missed
        overtime += over
    planned = {door.id: door for walk in walks for door in walk.doors}
    booked = [door for door in doors if door.booked]
    wished = [door for door in doors if not door.firm]
    return {
        "metres": sum(length(walk, travel) for walk in walks),
        "minutes": sum(_work(walk, travel) for walk in walks) // 60,
        "overtime": overtime // 60,
        "doors": len(doors), "planned": len(planned),
        "bookings": len(booked), "kept": sum(door.id in planned and door.id not in late for door in booked),
        "wishes": len(wished), "honoured": sum(_honoured(door, planned) for door in wished),
        "left": dict(sorted(Counter(left.values()).items())),
        "bases": dict(sorted(Counter(door.basis for door in doors).items())),
        "people": shares(walks, travel),
    }  # fmt: skip


def _work(walk: Walk, travel: Travel) -> int:
    if not walk.doors:
        return 0
    return beginnings(walk, travel)[-1] - walk.shift.early


def _honoured(door: Door, planned: Mapping[str, Door]) -> bool:
    return door.id in planned and planned[door.id].window is not None


def shares(walks: Sequence[Walk], travel: Travel) -> dict[str, dict[str, int]]:
    """Visits, minutes, metres and days of each person."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, set[int]] = defaultdict(set)
    for walk in walks:
        found[walk.person] += Counter(
            visits=len(walk.doors), minutes=_work(walk, travel) // 60, metres=length(walk, travel)
        )
        days[walk.person].add(walk.shift.day)
    return {person: {**counts, "days": len(days[person])} for person, counts in sorted(found.items())}


def share_of(part: int, whole: int) -> float:
    """A part as a share, 0 of nothing."""
    return part / whole if whole else 0.0
