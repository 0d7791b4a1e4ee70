"""One person's walk through a working time: when she is where, how much slack there is, what a further door costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from webapp.fieldwork.rules.planning import Door, Shift, Spot, Travel

FAR_OFF = 10**12


class Walk(NamedTuple):
    """Doors in order, from the office and back."""

    office: Spot
    shift: Shift
    doors: tuple[Door, ...]
    person: str = ""

    @property
    def spots(self) -> list[Spot]:
        return [self.office, *(door.spot for door in self.doors), self.office]


class Room(NamedTuple):
    """Where a door can be put into a walk: before the door at this place, for so many metres more."""

    place: int
    metres: int
    begins: int


def length(walk: Walk, travel: Travel) -> int:
    """Metres from the office and back."""
    spots = walk.spots
    return sum(travel.metres(a, b) for a, b in pairwise(spots)) if walk.doors else 0


def beginnings(walk: Walk, travel: Travel) -> list[int]:
    """When each visit begins at the earliest, and last when she is back."""
    found, moment, spot = [], walk.shift.early, walk.office
    for door in walk.doors:
        moment += travel.seconds(travel.metres(spot, door.spot))
        moment = max(moment, door.window[0]) if door.window else moment
        found.append(moment)
        moment, spot = moment + door.service, door.spot
    back = travel.seconds(travel.metres(spot, walk.office)) if walk.doors else 0
    return [*found, moment + back]


def deadlines(walk: Walk, travel: Travel) -> list[int]:
    """When each visit must begin at the latest so that all that follows is kept, and last the end of the shift."""
    found, latest, spot = [walk.shift.late], walk.shift.late, walk.office
    for door in reversed(walk.doors):
        latest -= travel.seconds(travel.metres(door.spot, spot)) + door.service
        latest = min(latest, door.window[1]) if door.window else latest
        found.append(latest)
        spot = door.spot
    return found[::-1]


def lateness(walk: Walk, travel: Travel) -> tuple[list[str], int]:
    """The booked doors that are reached too late, and the seconds of overtime."""
    times = beginnings(walk, travel)
    late = [
        door.id
        for door, begins in zip(walk.doors, times, strict=False)
        if door.window and begins > door.window[1]
    ]
    return late, max(0, times[-1] - walk.shift.late)


def is_kept(walk: Walk, travel: Travel) -> bool:
    """Whether all bookings are met and she is back in time."""
    return lateness(walk, travel) == ([], 0)


def room(walk: Walk, door: Door, travel: Travel) -> Room | None:
    """The cheapest place for a further door that breaks nothing, None where there is none."""
    return Slack(walk, travel).room(door)


class Slack:
    """A walk with its times worked out once, asked about many doors and windows."""

    def __init__(self, walk: Walk, travel: Travel) -> None:
        self.walk, self.travel = walk, travel
        times = beginnings(walk, travel)
        services = [door.service for door in walk.doors]
        self._free = [walk.shift.early, *(t + s for t, s in zip(times, services, strict=False))]
        self._due = deadlines(walk, travel)
        spots = walk.spots
        self._legs = [travel.metres(a, b) for a, b in pairwise(spots)]

    def ways(self, spot: Spot) -> list[int]:
        """Metres from the spot to each place of the walk, the office first and last."""
        return [self.travel.metres(other, spot) for other in self.walk.spots]

    def room(self, door: Door, ways: Sequence[int] | None = None) -> Room | None:
        ways = ways or self.ways(door.spot)
        early, late = door.window or (0, FAR_OFF)
        if early > self.walk.shift.late or late < self.walk.shift.early:
            return None
        best: Room | None = None
        for n, leg in enumerate(self._legs):
            extra = ways[n] + ways[n + 1] - leg
            if best is not None and extra >= best.metres:
                continue
            begins = max(self._free[n] + self.travel.seconds(ways[n]), early)
            if begins <= late and begins + door.service + self.travel.seconds(ways[n + 1]) <= self._due[n]:
                best = Room(n, extra, begins)
        return best


def put(walk: Walk, door: Door, place: int) -> Walk:
    """The walk with a further door before the one at this place."""
    return walk._replace(doors=(*walk.doors[:place], door, *walk.doors[place:]))


def without(walk: Walk, ids: Iterable[str]) -> Walk:
    """The walk without these doors."""
    gone = set(ids)
    return walk._replace(doors=tuple(door for door in walk.doors if door.id not in gone))


def insert_cheapest(
    walks: list[Walk], doors: Iterable[Door], travel: Travel, most: int
) -> tuple[list[Walk], list[Door]]:
    """Put each door where it costs least, booked ones first. Returns the walks and the doors that fit nowhere."""
    found, left = list(walks), []
    slacks = [Slack(walk, travel) for walk in found]
    for door in sorted(doors, key=lambda door: (not door.booked, -door.urgency, door.rank, door.id)):
        rooms = [
            (room.metres, n, room)
            for n, slack in enumerate(slacks)
            if len(found[n].doors) < most and (room := slack.room(door))
        ]
        if not rooms:
            left.append(door)
            continue
        _metres, n, chosen = min(rooms)
        found[n] = put(found[n], door, chosen.place)
        slacks[n] = Slack(found[n], travel)
    return found, left
