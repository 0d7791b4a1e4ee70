"""Enumerators: the day's list window by window, what comes of each door, interviews to the receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from random import Random

from bench.rehearsal.actors.cast import FIRST, Cast, name_of
from bench.rehearsal.actors.office import AREA, PLACE, Officer
from bench.rehearsal.actors.online import MOST_PAGES, says
from bench.rehearsal.actors.promises import HOURS, WINDOWS
from bench.rehearsal.tale import Act
from bench.rehearsal.world import Family
from webapp.shared import clock

_DOOR = re.compile(r"<li[^>]*>\s*<h3>(.*?)</h3>(.*?)/fieldwork/doors/([0-9a-f-]{36})", re.S)
_TAIL = re.compile(r"\.\.(\d\d)</small>")
MINUTES, HOME, HOME_BOOKED = 20, 0.85, 0.99


@dataclass
class Stop:
    """A line of the list of today: window "" without an appointment; day "" for today."""

    household: str
    window: str
    is_today: bool


@dataclass
class Round:
    """One enumerator's work of one day."""

    cast: Cast
    officer: Officer
    day: date
    rng: Random
    seen: set[str] = field(default_factory=set)
    tried: dict[str, str] = field(default_factory=dict)  # by household, the window of the last try in vain

    def act(self) -> Act:
        """Each window: who was promised it first, then the other doors until it ends."""
        for window, (hour, minute, minutes) in HOURS.items():
            begin = clock.at_wib(self.day, hour, minute)
            yield begin
            while self.cast.stage.now() < begin + timedelta(minutes=minutes - MINUTES):
                stop = self._next(window)
                if stop is None:
                    break
                self.seen.add(stop.household)
                self._knock(stop, window)
                yield self.cast.stage.now() + timedelta(minutes=MINUTES)

    def _next(self, window: str) -> Stop | None:
        stops = [one for one in self._list() if one.household not in self.seen]
        mine = [one for one in stops if one.is_today and one.window == window]
        other = [one for one in stops if not one.window and self.tried.get(one.household) != window]
        return next(iter([*mine, *other]), None)

    def _list(self) -> list[Stop]:
        phone = self.officer.open("/fieldwork/today")
        text = unescape(phone.text)
        found = []
        for heading, rest, household in _DOOR.findall(text):
            if 'class="done"' in rest:
                continue
            hours = next(
                (hours for hours in WINDOWS if re.search(rf"\b{re.escape(hours)}\s*[-–]", heading)), ""
            )
            later = text.find('id="coming"')
            at = text.find(household)
            found.append(Stop(household, WINDOWS.get(hours, ""), later < 0 or at < later))
        return found

    def _knock(self, stop: Stop, window: str) -> None:
        cast, phone = self.cast, self.officer.open(f"/fieldwork/doors/{stop.household}")
        text = unescape(phone.text)
        family = self._behind(text)
        if family is None:
            cast.notes.stuck(self.officer.username, "nobody knows which family a door of the list is")
            phone.button(f"/fieldwork/doors/{stop.household}", outcome="not_found")
            return
        if family.booked == (self.day, window):
            family.visited_as_promised = True
        outcome = self._what_comes_of_it(family, window)
        family.attempts += 1
        if outcome:
            self.tried[stop.household] = window
            self._record(stop.household, outcome)
        elif phone.button(f"/fieldwork/doors/{stop.household}/interview"):
            self._interview(family)
        else:
            cast.notes.stuck(self.officer.username, "a door without a button for the interview")

    def _record(self, household: str, outcome: str) -> None:
        phone = self.officer.phone
        form = next((one for one in phone.page.forms if one.find("client_id")), None)
        if form is None:
            self.cast.notes.stuck(self.officer.username, "a door without outcomes")
            return
        hidden = [(one.name, one.value) for one in form.fields if one.kind == "hidden"]
        phone.send(form, [*hidden, ("note", ""), ("outcome", outcome)])
        if phone.status != 200:
            self.cast.notes.stuck(self.officer.username, f"the outcome {outcome}: {phone.status}")

    def _behind(self, text: str) -> Family | None:
        """The family that opens this door: what the officer reads there fits one of them."""
        tail = _TAIL.search(text)
        last = tail[1] if tail else ""
        here = [one for one in self.cast.notes.families if (one.letter_number or last).endswith(last)]
        near = [one for one in here if re.search(rf"{re.escape(one.address)}(?!\w)", text)]
        named = [one for one in near if one.head.name in text]
        fits = named or near or [one for one in here if one.head.name in text and not one.letter_number]
        return fits[0] if fits else None

    def _what_comes_of_it(self, family: Family, window: str) -> str:
        """The outcome at the door, "" for an interview."""
        fixed = {"moved_away": "moved", "house_gone": "building_gone", "refuses": "refused_hard"}
        if family.way in fixed:
            return fixed[family.way]
        if family.way == "refuses_once" and not family.attempts:
            return "refused_soft"
        if family.way == "absent_mornings" and window == "morning":
            return "not_at_home"
        promised = family.booked == (self.day, window)
        return "" if self.rng.random() < (HOME_BOOKED if promised else HOME) else "not_at_home"

    def _interview(self, family: Family) -> None:
        phone = self.officer.phone
        known = says(family, letter=bool(family.letter_number))
        for _ in range(MOST_PAGES):
            if phone.path.startswith("/receipt/"):
                family.receipt = phone.path.removeprefix("/receipt/").partition("?")[0]
                family.counted_by = "visit"
                self.cast.notes.tell(f"{self.cast.stage.now():%F %H:%M} {name_of(family)} was interviewed")
                return
            forms = [one for one in phone.page.forms if one.method == "post" and "hx-post" in one.attributes]
            if not forms:
                self.cast.notes.stuck(self.officer.username, f"interview: {phone.status} at {phone.path}")
                return
            before, status = phone.path, phone.press(known, form=max(forms, key=lambda one: len(one.fields)))
            if status == 422 and before == phone.path:
                self.cast.notes.refused_forms.append(f"interview: {phone.path}: {words_of(phone.text)}")
        self.cast.notes.stuck(self.officer.username, f"interview: still at {phone.path}")


def words_of(text: str) -> str:
    """What a page says is wrong."""
    at = text.find('id="errors"')
    return re.sub(r"<[^>]+>|\s+", " ", text[at : at + 300])[:160] if at >= 0 else ""


def enumerator(cast: Cast, number: int, days: list[int]) -> Act:
    """The days of the visits of one enumerator."""
    username = f"petugas.{PLACE}.{number}"
    officer = Officer(cast, username, 90010 + number)
    for family in cast.notes.families:
        officer.phone.knows |= family.values if family.village_code.startswith(AREA) else set()
    tried: dict[str, str] = {}
    for n in days:
        today = FIRST + timedelta(days=n)
        yield clock.at_wib(today, 7, 30)
        yield from Round(cast, officer, today, cast.chance(f"{username}:{n}"), tried=tried).act()


def last_moment(days: list[int]) -> datetime:
    """When the last enumerator is home."""
    return clock.at_wib(FIRST + timedelta(days=days[-1]), 19)
