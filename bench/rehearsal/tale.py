"""The story: everybody's acts in the order of the clock, one at a time, so that the same seed is the same story."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.rehearsal.notes import Notes
    from bench.rehearsal.stage import Stage

Act = Iterator[datetime]  # does something, then says when it goes on
LEAP = timedelta(minutes=1)


class Tale:
    """Who acts next."""

    def __init__(self, stage: Stage, notes: Notes) -> None:
        self.stage, self.notes = stage, notes
        self._waiting: list[tuple[datetime, int, str, Act]] = []
        self._serial = 0

    @property
    def count(self) -> int:
        """How many are waiting to act."""
        return len(self._waiting)

    def at(self, moment: datetime, who: str, act: Act) -> None:
        """Let this actor begin at the moment."""
        self._serial += 1
        heapq.heappush(self._waiting, (moment, self._serial, who, act))

    def play(self, progress: Callable[[int], None]) -> None:
        """Until nobody means to do anything any more."""
        while self._waiting:
            moment, _, who, act = heapq.heappop(self._waiting)
            if moment - self.stage.now() > LEAP:
                self.stage.settle()
            self.stage.move_to(moment)
            again = self._go_on(who, act)
            if again is not None:
                self.at(again, who, act)
            else:
                progress(1)

    def _go_on(self, who: str, act: Act) -> datetime | None:
        try:
            return next(act)
        except StopIteration:
            return None
        except (OSError, LookupError, ValueError) as failure:  # an actor that does not know on is a finding
            self.notes.stuck(who, f"{type(failure).__name__}: {str(failure)[:200]}")
            return None
