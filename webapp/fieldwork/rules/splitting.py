"""Doors and people into areas that are planned one by one, so that the cost grows with the doors and no faster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from webapp.fieldwork.rules.planning import Area, Door, Person, Spot, centre

MOST_DOORS = 300  # an area's, unless one person has more (measured: docs/adr/0012)


def seats(shares: Mapping[str, int], people: int) -> dict[str, int]:
    """Whole people to villages in proportion to their doors, by the largest remainder."""
    total = sum(shares.values()) or 1
    exact = {key: people * n / total for key, n in shares.items()}
    found = {key: int(part) for key, part in exact.items()}
    rest = sorted(exact, key=lambda key: (found[key] - exact[key], key))
    for key in rest[: people - sum(found.values())]:
        found[key] += 1
    return found


def split(
    doors: Sequence[Door], people: Sequence[Person], most: int = MOST_DOORS
) -> tuple[list[Area], list[int]]:
    """The areas, and the doors in whose village nobody of these people works."""
    by_village: dict[str, list[int]] = defaultdict(list)
    for n, door in enumerate(doors):
        by_village[door.village].append(n)
    areas: list[Area] = []
    served: set[str] = set()
    for group in _groups(people):
        villages = sorted({code for n in group for code in people[n].villages} & by_village.keys())
        served.update(villages)
        inside = {code: by_village[code] for code in villages}
        if not inside:
            continue
        if all(people[n].villages >= set(villages) for n in group):
            areas += _free(doors, people, inside, group, most)
        else:
            areas += _bound(people, inside, group)
    return areas, [n for code in sorted(by_village.keys() - served) for n in by_village[code]]


def _groups(people: Sequence[Person]) -> list[list[int]]:
    """People who share a village, directly or through others."""
    groups: list[tuple[set[str], list[int]]] = []
    for n, person in enumerate(people):
        codes, members = set(person.villages), [n]
        for other in [group for group in groups if group[0] & codes]:
            groups.remove(other)
            codes |= other[0]
            members = other[1] + members
        groups.append((codes, members))
    return [sorted(members) for _codes, members in groups]


def _free(
    doors: Sequence[Door], people: Sequence[Person], inside: dict[str, list[int]], group: list[int], most: int
) -> list[Area]:
    """All of the group may work in all of these villages."""
    centres = {code: centre([doors[n].spot for n in found]) for code, found in inside.items()}
    units = _by_seats(inside, centres, len(group)) if len(group) >= len(inside) else _by_cut(
        inside, centres, sorted(inside), len(group)
    )  # fmt: skip
    waiting, areas = list(group), []
    for codes, count in units:
        chosen = _nearest(people, waiting, codes, centres, count)
        waiting = [n for n in waiting if n not in chosen]
        areas += _halve(doors, [n for code in codes for n in inside[code]], chosen, most)
    return areas


def _by_seats(
    inside: Mapping[str, list[int]], centres: Mapping[str, Spot], people: int
) -> list[tuple[list[str], int]]:
    found = seats({code: len(members) for code, members in inside.items()}, people)
    units = {code: [code] for code, n in found.items() if n}
    for code in sorted(found.keys() - units.keys()):
        units[min(units, key=lambda other: (_apart(centres[code], centres[other]), other))].append(code)
    return [(codes, found[code]) for code, codes in units.items()]


def _by_cut(
    inside: Mapping[str, list[int]], centres: Mapping[str, Spot], codes: list[str], people: int
) -> list[tuple[list[str], int]]:
    """Fewer people than villages: neighbouring villages together, cut where the doors are halved."""
    if people == 1 or len(codes) == 1:
        return [(codes, people)]
    ordered = _along(codes, centres)
    first, total = people // 2, sum(len(inside[code]) for code in codes)
    cut, done = 1, len(inside[ordered[0]])
    while cut < len(ordered) - 1 and done + len(inside[ordered[cut]]) / 2 < total * first / people:
        done += len(inside[ordered[cut]])
        cut += 1
    return [*_by_cut(inside, centres, ordered[:cut], first),
            *_by_cut(inside, centres, ordered[cut:], people - first)]  # fmt: skip


def _along(codes: list[str], centres: Mapping[str, Spot]) -> list[str]:
    wide = max(centres[c].x for c in codes) - min(centres[c].x for c in codes)
    high = max(centres[c].y for c in codes) - min(centres[c].y for c in codes)
    return sorted(codes, key=lambda c: (centres[c].x if wide >= high else centres[c].y, c))


def _halve(doors: Sequence[Door], inside: list[int], people: list[int], most: int) -> list[Area]:
    """Recursive median cut across the longer side, until an area is small or one person's."""
    if len(inside) <= most or len(people) == 1:
        return [Area(tuple(inside), tuple(people))]
    spots = [doors[n].spot for n in inside]
    wide = max(s.x for s in spots) - min(s.x for s in spots)
    high = max(s.y for s in spots) - min(s.y for s in spots)
    side = 0 if wide >= high else 1
    ordered = sorted(inside, key=lambda n: (doors[n].spot[side], doors[n].sls, doors[n].rank, n))
    first = len(people) // 2
    cut = round(len(ordered) * first / len(people))
    return [*_halve(doors, ordered[:cut], people[:first], most),
            *_halve(doors, ordered[cut:], people[first:], most)]  # fmt: skip


def _nearest(
    people: Sequence[Person], waiting: list[int], codes: list[str], centres: Mapping[str, Spot], count: int
) -> list[int]:
    """Who lives in these villages first, then whoever lives nearest to them."""
    middle = centre([centres[code] for code in codes])
    far = [
        (people[n].home not in codes, _apart(centres.get(people[n].home, middle), middle), n) for n in waiting
    ]
    return [n for _away, _far, n in sorted(far)[:count]]


def _apart(one: Spot, other: Spot) -> float:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2


def _bound(people: Sequence[Person], inside: Mapping[str, list[int]], group: list[int]) -> list[Area]:
    """People with different villages: each village to its people in runs, the least loaded first; an area each."""
    mine: dict[int, list[int]] = {n: [] for n in group}
    for code in sorted(inside, key=lambda code: (sum(code in people[n].villages for n in group), code)):
        able = [n for n in group if code in people[n].villages]
        load = {n: len(mine[n]) for n in able}
        for _door in inside[code]:
            load[min(able, key=lambda n: (load[n], n))] += 1
        start = 0
        for n in able:
            until = start + load[n] - len(mine[n])
            mine[n] += inside[code][start:until]
            start = until
    return [Area(tuple(found), (n,)) for n, found in mine.items() if found]
