"""When somebody works on a day: usual hours less the pause, shorter while people fast, nothing on holidays."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from typing import NamedTuple

from webapp.fieldwork.rules.planning import DAY_S, Shift

PAUSE = (11 * 60 + 30, 13 * 60)  # lunch and prayer; on Fridays the mosque
DUSK, FASTING_END = (
    17 * 60 + 30,
    15 * 60 + 30,
)  # nobody knocks at maghrib; in Ramadan people cook and rest before it
SHORTEST = 30  # minutes that are worth going out for
USUAL_WEEKDAYS, USUAL_STARTS, USUAL_ENDS = "012345", 8 * 60, 17 * 60


class Week(NamedTuple):
    """weekdays: Monday is 0; starts, ends: minutes since 0 o'clock WIB; away: spans of days, both ends included."""

    weekdays: str = USUAL_WEEKDAYS
    starts: int = USUAL_STARTS
    ends: int = USUAL_ENDS
    away: tuple[tuple[date, date], ...] = ()

    def works(self, day: date) -> bool:
        """Whether she works at all on that day."""
        return str(day.weekday()) in self.weekdays and not any(a <= day <= b for a, b in self.away)


def pieces(week: Week, *, fasting: bool) -> list[tuple[int, int]]:
    """The working times of a day in minutes: before and after the pause."""
    last = min(week.ends, FASTING_END if fasting else DUSK)
    spans = [(week.starts, min(last, PAUSE[0])), (max(week.starts, PAUSE[1]), last)]
    return [(early, late) for early, late in spans if late - early >= SHORTEST]


def shifts(
    week: Week, days: Sequence[date], holidays: Container[date], fasting: Container[date]
) -> tuple[Shift, ...]:
    """The working times of these days, on the clock of a plan that begins with the first of them."""
    found = []
    for day in days:
        if day in holidays or not week.works(day):
            continue
        base = (day - days[0]).days * DAY_S
        found += [Shift(base + a * 60, base + b * 60) for a, b in pieces(week, fasting=day in fasting)]
    return tuple(found)
