"""Waves: which campaign is due where, from the day, the states and the response of the villages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

REST = timedelta(days=5)  # between two campaigns to the same village
LOW_RESPONSE = 0.5  # families counted; above it the officers do the rest
MANY_BEGUN = 0.02  # families that have begun and not sent, for a reminder to be worth its price


@dataclass(frozen=True, slots=True)
class Village:
    """A village's figures, and the day of the last campaign of each kind to it."""

    code: str
    name: str
    families: int
    expected: int
    begun: int
    complete: int
    last: dict[str, date]

    @property
    def response(self) -> float:
        return self.complete / self.families if self.families else 1.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A campaign that a person may make with one press. `families`: an upper bound; not all have a phone."""

    kind: str
    areas: tuple[str, ...]
    names: tuple[str, ...]
    families: int


def propose(villages: Sequence[Village], today: date, cap: int) -> list[Proposal]:
    """The lowest response first, until the day's cap of families is reached: one proposal a kind."""
    left, found = cap, []
    for kind in ("reminder", "invitation"):
        chosen = []
        for village in sorted(villages, key=lambda one: (one.response, one.code)):
            size = _size(kind, village)
            if size and size <= left and _is_due(kind, village, today):
                chosen.append(village)
                left -= size
        if chosen:
            codes, names = tuple(one.code for one in chosen), tuple(one.name for one in chosen)
            found.append(Proposal(kind, codes, names, sum(_size(kind, one) for one in chosen)))
    return found


def _size(kind: str, village: Village) -> int:
    return village.begun if kind == "reminder" else village.expected


def _is_due(kind: str, village: Village, today: date) -> bool:
    if any(today - day < REST for day in village.last.values()):
        return False
    if kind == "reminder":
        return village.begun >= MANY_BEGUN * village.families
    return village.response < LOW_RESPONSE
