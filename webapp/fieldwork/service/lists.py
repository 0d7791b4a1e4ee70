"""Lists for the door: what is sealed is opened for staff of the area only, and each read is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement

from webapp.enumeration import service as enumeration
from webapp.fieldwork import queries, rules
from webapp.fieldwork.models import Stop
from webapp.fieldwork.service.outcomes import counting, ending
from webapp.households import service as households
from webapp.households.service import HouseholdCard
from webapp.places import queries as places
from webapp.shared import access, audit, clock, sealing
from webapp.shared.access import StaffIdentity
from webapp.shared.db import transaction
from webapp.staff import queries as staff
from webapp.visits import queries as visits

DOORS_A_PAGE = 20
DAYS_AHEAD = 7  # appointments that an enumerator sees
MOST_COUNTED = 500  # beyond that a phone page says "more than"
VILLAGE_DOTS = 3  # 33.16.05.2001


@dataclass(frozen=True, slots=True)
class Line:
    """A door as a list shows it: masked name, address, how often it was tried."""

    household_id: UUID
    village: str
    rt: str
    rw: str
    tail: str
    name: str
    address: str
    attempts: int = 0
    day: date | None = None
    window: str | None = None
    channel: str | None = None
    done: bool = False
    begun: bool = False
    lacks: dict[str, int] | None = None  # of a family that has answered in part: how many answers, by section
    last: queries.Attempt | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """An enumerator's phone page: today's appointments, those to come, then doors that are left."""

    appointments: list[Line]
    coming: list[Line]
    doors: list[Line]
    more: bool
    left: int


@dataclass(frozen=True, slots=True)
class DayList:
    """The visits of a day of one enumerator, None where nobody is assigned; `doors`: further doors to try."""

    enumerator: StaffIdentity | None
    number: str
    lines: list[Line]
    doors: list[Line]


@dataclass(frozen=True, slots=True)
class Note:
    """An earlier attempt, for whoever knocks next."""

    at: datetime
    outcome: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class DoorView:
    """One door: whom to ask for, where, and what to know."""

    card: HouseholdCard
    name: str
    address: str
    booking: visits.BookingView | None
    wish_part: str
    attempts: list[Note]
    place: queries.Place
    lacks: dict[str, int] | None = None


def read_today(me: StaffIdentity, page: int = 0) -> Today:
    """My appointments of today and a page of the doors left in my villages."""
    today = clock.today()
    ahead = today + timedelta(days=DAYS_AHEAD)
    mine, villages = queries.stops(Stop.enumerator_id == me.id, today, ahead), _villages(me)
    doors = queries.doors_left(villages, counting(), ending(), DOORS_A_PAGE + 1, page * DOORS_A_PAGE)
    shown = [*map(_of_stop, mine), *map(_of_door, doors[:DOORS_A_PAGE])]
    lines = _open(shown, "today")
    booked = lines[: len(mine)]
    return Today(
        [one for one in booked if one.day == today], [one for one in booked if one.day != today and not one.done],
        lines[len(mine) :], more=len(doors) > DOORS_A_PAGE,
        left=queries.count_uncounted(villages, MOST_COUNTED + 1),
    )  # fmt: skip


def _villages(me: StaffIdentity) -> list[str]:
    """The codes of the villages that somebody works in, in order."""
    found: list[str] = []
    for area in me.areas:
        found += [area] if area.count(".") == VILLAGE_DOTS else [one.code for one in places.villages(area)]
    return found


def day_lists(area_code: str, scope: ColumnElement[bool], day: date, doors: int = 0) -> list[DayList]:
    """The lists of a day for each enumerator of an area; `doors`: how many further doors each gets."""
    found = queries.stops(scope, day)
    officers = staff.enumerators_of(area_code)
    numbers = staff.officer_numbers([one.id for one in officers])
    known = {one.id for one in officers}
    lists = []
    loose = [stop for stop in found if stop.enumerator_id not in known]
    if loose:
        lists.append(DayList(None, "", _open([_of_stop(stop) for stop in loose], "day list"), []))
    for one in officers:
        own = [_of_stop(stop) for stop in found if stop.enumerator_id == one.id]
        left = queries.doors_left(_villages(one), counting(), ending(), doors) if doors else []
        lines = _open([*own, *map(_of_door, left)], "day list")
        lists.append(DayList(one, numbers.get(one.id, ""), lines[: len(own)], lines[len(own) :]))
    return lists


def _of_stop(stop: queries.StopRow) -> Line:
    return Line(stop.household_id, stop.village, stop.rt, stop.rw, stop.letter_number[-2:], "", "",
                day=stop.day, window=stop.window, channel=stop.channel, done=stop.state == rules.DONE)  # fmt: skip


def _of_door(door: queries.DoorRow) -> Line:
    return Line(door.household_id, door.village, door.rt, door.rw, door.letter_number[-2:], "", "",
                attempts=door.attempts, begun=door.begun_alone)  # fmt: skip


def _open(lines: Sequence[Line], reason: str) -> list[Line]:
    """Put in masked names and addresses; one read on record for the whole list."""
    if not lines:
        return []
    ids = [line.household_id for line in lines]
    doors, last, lacks = households.doors(ids), queries.latest_attempts(ids), enumeration.lacking(ids)
    with transaction():
        audit.record("list read", f"{len(ids)} doors", reason=reason)
    return [
        replace(line, name=rules.mask_name(doors[line.household_id].head_name),
                address=doors[line.household_id].address, last=last.get(line.household_id),
                lacks=lacks.get(line.household_id))
        for line in lines
    ]  # fmt: skip


def read_door(household_id: UUID, reason: str = "door") -> DoorView:
    """One door, opened and put on record with the reason. Raises UnknownHousehold, Forbidden."""
    card = households.card(household_id)
    access.require_scope(card.village_code)
    door = households.doors([household_id])[household_id]
    tried = queries.attempts_of(household_id)
    names = staff.names([one.enumerator_id for one in tried])
    with transaction():
        audit.record("door read", str(household_id), reason=reason)
    wish = visits.wish_of(household_id)
    return DoorView(
        card, door.head_name, door.address, visits.booking_of(household_id), wish.part if wish else "",
        [Note(one.at, one.outcome, names.get(one.enumerator_id, ""), _note(one)) for one in tried],
        queries.place_of(household_id), enumeration.lacking([household_id]).get(household_id),
    )  # fmt: skip


def _note(attempt: queries.Attempt) -> str:
    if attempt.note_sealed is None:
        return ""
    return sealing.unseal("contact_attempts", attempt.id, "note", attempt.note_sealed).decode()
