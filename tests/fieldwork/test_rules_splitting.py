"""Doors and people into areas."""

from __future__ import annotations

from tests.fieldwork.planning import door, doors, person
from webapp.fieldwork.rules.splitting import seats, split


def test_people_go_to_villages_by_the_largest_remainder() -> None:
    assert seats({"a": 50, "b": 30, "c": 20}, 5) == {"a": 3, "b": 1, "c": 1}
    assert seats({"a": 1, "b": 1}, 0) == {"a": 0, "b": 0}


def test_every_door_is_in_exactly_one_area_and_every_person_too() -> None:
    found, unserved = split(
        doors(400, "a") + doors(200, "b"), [person(f"p{n}", "ab") for n in range(7)], most=100
    )
    assert sorted(n for area in found for n in area.doors) == list(range(600))
    assert sorted(n for area in found for n in area.people) == list(range(7))
    assert unserved == []


def test_an_area_is_small_unless_it_is_one_persons() -> None:
    found, _unserved = split(doors(800), [person(f"p{n}") for n in range(5)], most=100)
    assert all(len(area.doors) <= 100 or len(area.people) == 1 for area in found)
    assert all(area.people for area in found)


def test_fewer_people_than_villages_share_them_by_neighbourhood() -> None:
    west = [door(f"w{n}", -5000 + n, village=f"w{n % 3}") for n in range(30)]
    east = [door(f"e{n}", 5000 + n, village=f"e{n % 3}") for n in range(30)]
    everywhere = ["w0", "w1", "w2", "e0", "e1", "e2"]
    found, _unserved = split(west + east, [person("p", everywhere), person("q", everywhere)])
    assert sorted(sorted({(west + east)[n].id[0] for n in area.doors}) for area in found) == [["e"], ["w"]]


def test_nobody_is_sent_to_a_village_that_is_not_hers() -> None:
    places = [one for code in "abc" for one in doors(40, code)]
    people = [person("p", "ab"), person("q", "b")]
    found, unserved = split(places, people)
    for area in found:
        assert all(places[n].village in people[p].villages for n in area.doors for p in area.people)
    assert [places[n].village for n in unserved] == ["c"] * 40


def test_who_overlaps_in_some_villages_gets_as_much_as_the_other() -> None:
    found, _unserved = split(doors(40, "a") + doors(40, "b"), [person("p", "ab"), person("q", "b")])
    assert sorted(len(area.doors) for area in found) == [40, 40]


def test_whoever_lives_in_a_village_works_there() -> None:
    people = [person("p", "ab", home="b"), person("q", "ab", home="a")]
    found, _unserved = split([*doors(30, "a"), *doors(30, "b")], people)
    for area in found:
        (one,) = area.people
        assert {people[one].home} == {"a" if n < 30 else "b" for n in area.doors}


def test_without_people_nothing_is_served() -> None:
    assert split(doors(3), []) == ([], [0, 1, 2])
    assert split([], [person()]) == ([], [])
