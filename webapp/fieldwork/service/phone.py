"""The day's list as a phone takes it along: enough to find each door and to know what to know, nothing more."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from webapp.fieldwork import queries
from webapp.fieldwork.queries import reports as kept
from webapp.fieldwork.rules import reports as late
from webapp.fieldwork.service.lists import Line, read_today
from webapp.fieldwork.service.outcomes import outcomes
from webapp.places import queries as places
from webapp.shared import clock, i18n, phone_seal, sealing
from webapp.shared.access import StaffIdentity
from webapp.visits.rules import WINDOWS, is_offerable

DAYS_AHEAD = 10
PAGES = 3  # of doors beside the appointments


@dataclass(frozen=True, slots=True)
class PhoneList:
    """key: what the phone seals outcomes to. until: when the phone deletes the list by itself."""

    key: str
    until: datetime
    doors: list[dict[str, Any]]


def read_phone_list(me: StaffIdentity) -> PhoneList:
    """Today's appointments in their order, then doors that are left. Names are masked; the read is on record."""
    first = read_today(me)
    doors, more = list(first.doors), first.more
    for page in range(1, PAGES):
        if not more:
            break
        following = read_today(me, page)
        doors, more = [*doors, *following.doors], following.more
    lines = [*(one for one in first.appointments if not one.done), *doors]
    tried = kept.tries([line.household_id for line in lines])
    until = clock.now() + timedelta(hours=late.LIST_HOURS)
    possible = _possible()
    listed = [_door(line, tried.get(line.household_id, []), possible) for line in lines]
    return PhoneList(base64.b64encode(phone_seal.public_key()).decode(), until, listed)


def _door(line: Line, tried: list[tuple[datetime, str, bytes | None, UUID]],
          possible: Sequence[tuple[date, str]]) -> dict[str, Any]:  # fmt: skip
    place = queries.place_of(line.household_id)
    notes = [
        sealing.unseal("contact_attempts", row_id, "note", note).decode()
        for _, _, note, row_id in tried
        if note
    ]
    now = clock.to_wib(clock.now())
    again = late.next_try([*_when(tried), (now.date(), line.window or _window_of(now))], possible)
    return {
        "id": str(line.household_id), "name": line.name, "rt": line.rt, "rw": line.rw, "village": line.village,
        "address": line.address, "tail": line.tail, "window": WINDOWS[line.window].label if line.window else "",
        "attempts": len(tried), "last": outcomes()[tried[-1][1]].label if tried else "", "notes": notes,
        "alone": line.begun, "booked": bool(line.channel),
        "geo": [place.latitude, place.longitude] if place.latitude is not None else None,
        "again": [i18n.format_day(again[0]), WINDOWS[again[1]].label] if again else None,
    }  # fmt: skip


def try_again(household_id: UUID) -> tuple[date, str] | None:
    """The next attempt at a door: another day and another time of day than those that were tried."""
    return late.next_try(_when(kept.tries([household_id]).get(household_id, [])), _possible())


def _when(tried: Sequence[tuple[datetime, str, bytes | None, UUID]]) -> list[tuple[date, str]]:
    moments = [clock.to_wib(at) for at, *_ in tried]
    return [(moment.date(), _window_of(moment)) for moment in moments]


def _window_of(moment: datetime) -> str:
    """The window in which a time of day falls, or that it is nearest to."""
    hours = moment.hour * 60 + moment.minute
    return min(WINDOWS.values(), key=lambda one: abs(hours - _middle(one.starts, one.ends))).key


def _middle(starts: time, ends: time) -> float:
    return (starts.hour * 60 + starts.minute + ends.hour * 60 + ends.minute) / 2


def _possible() -> list[tuple[date, str]]:
    days = [clock.today() + timedelta(days=n) for n in range(1, DAYS_AHEAD + 1)]
    holidays = places.holidays(days[0], days[-1])
    return [(day, key) for day in days for key in WINDOWS if is_offerable(day, key, holidays)]
