"""Routes to people."""

from __future__ import annotations

from tests.fieldwork.planning import OFFICE, door, doors, person, shift
from webapp.fieldwork.rules.dealing import deal, deal_alike
from webapp.fieldwork.rules.routes import Walk


def walk(day: int, *found: object) -> Walk:
    return Walk(OFFICE, shift(day), tuple(found))  # type: ignore[arg-type]


def corner(name: str, x: float, day: int, count: int = 5) -> Walk:
    return walk(day, *(door(f"{name}{day}{n}", x + n) for n in range(count)))


def test_the_same_person_comes_back_to_the_same_corner() -> None:
    walks = [corner("w", -2000, day) for day in range(4)] + [corner("e", 2000, day) for day in range(4)]
    dealt = deal(walks, [person("p", days=4), person("q", days=4)])
    by_corner = {one.doors[0].id[0]: one.person for one in dealt}
    assert len(set(by_corner.values())) == 2
    assert all(one.person == by_corner[one.doors[0].id[0]] for one in dealt)


def test_two_people_get_equal_counts_where_corners_say_nothing() -> None:
    walks = [corner("a", 0, day, 8) for day in range(4)] + [corner("b", 10, day, 4) for day in range(4)]
    dealt = deal(walks, [person("p", days=4), person("q", days=4)])
    counts = {name: sum(len(one.doors) for one in dealt if one.person == name) for name in "pq"}
    assert counts == {"p": 24, "q": 24}


def test_nobody_walks_when_she_does_not_work() -> None:
    dealt = deal([corner("a", 0, 1)], [person("p", days=1), person("q", days=2)])
    assert [one.person for one in dealt] == ["q"]


def test_many_people_each_get_at_most_one_walk_of_a_shift() -> None:
    dealt = deal([corner(f"c{n}", n * 100, 0) for n in range(9)], [person(f"p{n}") for n in range(9)])
    assert len({one.person for one in dealt}) == 9


def test_doors_that_are_alike_are_dealt_in_runs_of_the_register() -> None:
    alike = [door(f"d{n}", step=60, rank=n) for n in range(6)]
    first, second = walk(0, *alike[::2]), walk(1, *alike[1::2])
    dealt = deal_alike([second, first])
    assert [d.rank for d in dealt[1].doors] == [0, 1, 2]
    assert [d.rank for d in dealt[0].doors] == [3, 4, 5]


def test_booked_doors_and_doors_with_places_stay_where_they_are() -> None:
    kept = walk(0, *doors(3), door("b", step=60, at=(0, 9, 11)))
    assert deal_alike([kept, walk(1, door("c", step=60))])[0] == kept
