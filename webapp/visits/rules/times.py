"""Decisions about visits on plain values: windows, days that can be offered, until when a visit may be changed."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

MOST_MOVES = 3
EVENING_HOUR = 20  # WIB: until then on the evening before, a visit may be booked or moved
HORIZON_DAYS = 30  # no offer lies further ahead than that
MOST_CAPACITY = 200
FASTING_END = time(15, 30)  # in Ramadan people cook and rest before dusk
FRIDAY_PRAYER = (time(11, 30), time(13, 0))


class Window(NamedTuple):
    """A time of day (WIB) in which the officer comes."""

    key: str
    starts: time
    ends: time

    @property
    def label(self) -> str:
        return f"{self.starts:%H.%M}-{self.ends:%H.%M}"


WINDOWS = {
    window.key: window
    for window in (
        Window("morning", time(8, 0), time(11, 0)),
        Window("midday", time(13, 0), time(15, 30)),
        Window("afternoon", time(15, 30), time(17, 30)),
    )
}
BOOKED, MOVED, CANCELLED, DONE = "booked", "moved", "cancelled", "done"
STATES = (BOOKED, MOVED, CANCELLED, DONE)
CHANNELS = ("web", "sms", "visit", "staff", "assisted")
ANSWERED = "answered"  # the reason of a visit that is not needed any more
PARTS = ("any", "morning", "midday", "afternoon")


def is_offerable(day: date, window: str, holidays: Container[date], fasting: Container[date] = ()) -> bool:
    """No visits on a public holiday, across the Friday prayer, nor before the breaking of the fast in Ramadan."""
    if day in holidays or (day in fasting and WINDOWS[window].ends > FASTING_END):
        return False
    starts, ends = FRIDAY_PRAYER
    across = day.weekday() == 4 and WINDOWS[window].starts < ends and WINDOWS[window].ends > starts
    return not across


def first_bookable(today: date, hour: int) -> date:
    """The first day that can still be booked; `hour`: 0-23 in WIB."""
    return today + timedelta(days=1 if hour < EVENING_HOUR else 2)


def may_change(visit_day: date, today: date, hour: int) -> bool:
    """May a visit on that day still be moved?"""
    return visit_day >= first_bookable(today, hour)


def suits(days: str, part: str, day: date, window: str) -> bool:
    """Is a time what a family wished for? days: weekday numbers 0-6, "" for any; part: a window, or "any"."""
    return (not days or str(day.weekday()) in days) and part in ("any", window)


@dataclass
class Offering:
    """The times that a family may be shown; whoever knows the plan leaves out what it cannot keep, and says so."""

    household_id: UUID
    village_code: str
    offers: list[Any]
    weighed: bool = False


Item = TypeVar("Item")


def spread(offers: Iterable[tuple[Hashable, Item]], days_at_a_time: int = 3) -> list[Item]:
    """Soonest first, yet varied: each run of three has three days and, where there are, three times of day.

    `offers`: (day, item) in the order of time. The first three days come first, each time with another window.
    """
    by_day: dict[Hashable, list[Item]] = {}
    for day, item in offers:
        by_day.setdefault(day, []).append(item)
    days = list(by_day.values())
    found: list[Item] = []
    for start in range(0, len(days), days_at_a_time):
        found += _in_turn(days[start : start + days_at_a_time])
    return found


def _in_turn(days: Sequence[list[Item]]) -> list[Item]:
    rounds = max(len(items) for items in days)
    return [
        items[(n + place) % len(items)]
        for n in range(rounds)
        for place, items in enumerate(days)
        if n < len(items)
    ]
