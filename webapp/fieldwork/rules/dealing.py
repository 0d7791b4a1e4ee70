"""Routes to people: equal counts, and the same person back in the same corner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import permutations

from webapp.fieldwork.rules.planning import Person, Shift, Spot, centre
from webapp.fieldwork.rules.routes import Walk

MOST_TRIED = 4  # people whose every order is tried; beyond that the next best is taken
DOOR_M = 400.0  # metres out of her corner that a door more than the others weighs


def deal(walks: Sequence[Walk], people: Sequence[Person]) -> list[Walk]:
    """Each walk with its person. People must be as many as walks in every shift."""
    corners: dict[str, list[Spot]] = defaultdict(list)
    load: dict[str, int] = dict.fromkeys((person.id for person in people), 0)
    found: list[Walk] = []
    for shift in sorted({walk.shift for walk in walks}):
        now = sorted(
            (walk for walk in walks if walk.shift == shift), key=lambda w: (-len(w.doors), w.doors[0].id)
        )
        for walk, person in zip(now, _match(now, shift, people, corners, load), strict=True):
            found.append(walk._replace(person=person))
            corners[person].append(centre([door.spot for door in walk.doors]))
            load[person] += len(walk.doors)
    return found


def _match(
    walks: Sequence[Walk], shift: Shift, people: Sequence[Person], corners: Mapping[str, list[Spot]],
    load: Mapping[str, int],
) -> list[str]:  # fmt: skip
    able = [person.id for person in people if shift in person.shifts]
    middles = [centre([door.spot for door in walk.doors]) for walk in walks]
    own = {person: centre(corners[person]) if corners.get(person) else None for person in able}

    def cost(n: int, person: str) -> float:
        corner = own[person]
        away = abs(middles[n].x - corner.x) + abs(middles[n].y - corner.y) if corner else 0.0
        return away + DOOR_M * load[person] * len(walks[n].doors) / 10

    if len(able) <= MOST_TRIED:
        return list(
            min(permutations(able, len(walks)), key=lambda order: sum(map(cost, range(len(walks)), order)))
        )
    chosen: list[str] = []
    for n in range(len(walks)):
        chosen.append(min((one for one in able if one not in chosen), key=lambda one: (cost(n, one), one)))
    return chosen


def deal_alike(walks: Sequence[Walk]) -> list[Walk]:
    """Doors at one point whose places nobody knows are alike to the planner: they are dealt again in the order
    of the register, so that each walk gets a run of neighbours and not every seventh house."""
    pools: dict[tuple[Spot, int], list[tuple[int, int]]] = defaultdict(list)
    order = sorted(range(len(walks)), key=lambda n: (walks[n].shift, n))
    for n in order:
        for place, door in enumerate(walks[n].doors):
            if door.spot.step and door.window is None:
                pools[door.spot, door.service].append((n, place))
    doors = [list(walk.doors) for walk in walks]
    for spots in pools.values():
        alike = sorted((doors[n][place] for n, place in spots), key=lambda door: (door.rank, door.id))
        for (n, place), door in zip(spots, alike, strict=True):
            doors[n][place] = door
    return [walk._replace(doors=tuple(found)) for walk, found in zip(walks, doors, strict=True)]
