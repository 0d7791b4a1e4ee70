"""Pictures as coordinates: what a template needs to draw lines and bars as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Trend:
    """A line from the first day to the last. points: SVG points within width x height, y downwards."""

    days: tuple[date, ...]
    totals: tuple[int, ...]
    points: str
    top: int


def trend(per_day: Mapping[date, int], until: date, width: int, height: int) -> Trend | None:
    """The running total of what happened each day, also on the days on which nothing did; None before the first."""
    happened = [day for day in per_day if day <= until]
    if not happened:
        return None
    first = min(happened)
    days = tuple(first + timedelta(days=n) for n in range((until - first).days + 1))
    totals = tuple(_running([per_day.get(day, 0) for day in days]))
    top = max(*totals, 1)
    step = width / max(1, len(days) - 1)
    points = " ".join(f"{n * step:.1f},{height - total / top * height:.1f}" for n, total in enumerate(totals))
    return Trend(days, totals, points, top)


def _running(numbers: Sequence[int]) -> list[int]:
    found, total = [], 0
    for number in numbers:
        total += number
        found.append(total)
    return found


def shade(share: float) -> int:
    """Which of five shades (0 to 4) stands for a share of 0.0 to 1.0; all counted has the last one for itself."""
    return min(4, int(share * 4)) if share < 1 else 4
