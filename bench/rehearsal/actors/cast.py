"""What every actor has at hand: the stage, the record, the mobile network, the days of the story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bench.rehearsal.mobile import Mobile
from bench.rehearsal.notes import Notes
from bench.rehearsal.phone import Phone
from bench.rehearsal.stage import Stage
from bench.rehearsal.world import Family
from webapp.shared import clock

FIRST = date(2027, 1, 11)  # a Monday without holidays near: the web opens
WEB_DAYS, VISIT_DAYS = 5, 5


@dataclass
class Cast:
    """One rehearsal's stage and cast."""

    stage: Stage
    notes: Notes
    mobile: Mobile
    seed: int
    password: str  # of the demo's staff, as `staff sample` prints it
    phones: list[Phone] = field(default_factory=list, repr=False)

    def phone(self, who: str, number: int, lines: str = "good") -> Phone:
        self.phones.append(Phone(self.stage.port, self.notes, who, number, lines=lines))
        return self.phones[-1]

    def family_phone(self, family: Family, *, letter: bool = True) -> Phone:
        """A phone of this family's. Whoever shows the letter may be shown what the register has."""
        phone = self.phone(name_of(family), family.number, family.lines)
        if letter:
            phone.knows |= family.values
        return phone

    def chance(self, who: str) -> Random:
        return Random(f"{self.seed}:{who}")


def name_of(family: Family) -> str:
    """How the record calls a family: nothing that identifies, also in a made-up world."""
    return f"family {family.number} ({family.way})"


def day(number: int, hour: int = 0, minute: int = 0) -> datetime:
    """The moment on the number-th day of the story; day 0 is the one on which the web opens."""
    return clock.at_wib(FIRST + timedelta(days=number), hour, minute)


LAST_WEB = WEB_DAYS - 1
FIRST_VISIT = WEB_DAYS + 3  # the Tuesday after the weekend and the planning Monday
LAST_VISIT = FIRST_VISIT + VISIT_DAYS - 1
