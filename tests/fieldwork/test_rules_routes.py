"""Walks: times, slack, insertion."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fieldwork.planning import OFFICE, WALKING, door, doors, shift
from webapp.fieldwork.rules.planning import Spot, to_metres, usual_step
from webapp.fieldwork.rules.routes import (
    Walk,
    beginnings,
    deadlines,
    insert_cheapest,
    is_kept,
    lateness,
    length,
    put,
    room,
    without,
)


def walk(*found: object) -> Walk:
    return Walk(OFFICE, shift(), tuple(found))  # type: ignore[arg-type]


def test_the_first_visit_begins_after_the_way_and_the_next_after_the_interview() -> None:
    hour = 8 * 3600
    assert beginnings(walk(door("a", 300), door("b", 300)), WALKING) == [hour + 312, hour + 2112, hour + 4224]


def test_whoever_is_early_waits_for_the_window() -> None:
    assert beginnings(walk(door("a", at=(0, 10, 12))), WALKING)[0] == 10 * 3600


def test_a_late_booking_and_overtime_are_told() -> None:
    first, second = door("a", at=(0, 8, 8.1)), door("b", at=(0, 8, 8.1))
    late, over = lateness(walk(first, second), WALKING)
    assert (late, over) == (["b"], 0)
    assert lateness(walk(*doors(20)), WALKING)[1] > 0


def test_doors_of_one_neighbourhood_without_places_are_a_step_apart() -> None:
    here = Spot(5, 5, 60)
    assert WALKING.metres(here, here) == 60
    assert length(walk(door("a", step=60), door("b", step=60)), WALKING) == 180


def test_legs_beyond_the_limit_are_ridden() -> None:
    ride = WALKING._replace(ride_from=1500, ride_kmh=15)
    assert ride.seconds(3000) == 720
    assert ride.seconds(1500) == 1200


def test_a_door_goes_where_it_costs_least() -> None:
    line = walk(door("a", 100), door("c", 300))
    found = room(line, door("b", 200), WALKING)
    assert found is not None
    assert (found.place, found.metres) == (1, 0)


def test_no_room_is_offered_that_breaks_a_booking() -> None:
    line = walk(door("a", at=(0, 8, 8.05)), door("b", at=(0, 8.5, 8.6)))
    assert room(line, door("c", at=(0, 8, 9)), WALKING) is not None  # after both
    assert room(line, door("c", at=(0, 8, 8.4)), WALKING) is None


def test_no_room_is_offered_after_work() -> None:
    assert room(walk(), door("a", at=(0, 16, 17)), WALKING) is None
    assert room(walk(), door("a", 40_000), WALKING) is None


@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(8, 13))
def test_what_is_put_where_there_is_room_keeps_every_promise(seed: int, count: int, hour: int) -> None:
    line, left = walk(), doors(count, seed=seed, booked=True)
    (line,), _lost = insert_cheapest([line], left, WALKING, 99)
    new = door("new", 50, 50, at=(0, hour, hour + 2))
    found = room(line, new, WALKING)
    if found is not None:
        larger = put(line, new, found.place)
        assert is_kept(larger, WALKING)
        assert length(larger, WALKING) - length(line, WALKING) == found.metres
        assert beginnings(larger, WALKING)[found.place] == found.begins


def test_deadlines_are_never_before_the_earliest_beginnings_of_a_walk_that_is_kept() -> None:
    (line,), lost = insert_cheapest([walk()], doors(8, booked=True), WALKING, 99)
    assert not lost
    assert all(a <= b for a, b in zip(beginnings(line, WALKING), deadlines(line, WALKING), strict=True))


def test_insertion_tells_what_found_no_room_and_keeps_to_the_most() -> None:
    walks, lost = insert_cheapest([walk(), walk()], doors(7), WALKING, 3)
    assert [len(one.doors) for one in walks] == [3, 3]
    assert len(lost) == 1


def test_bookings_are_inserted_before_others() -> None:
    plain, booked = door("a"), door("b", at=(0, 8, 9))
    walks, lost = insert_cheapest([walk()], [plain, booked], WALKING, 1)
    assert [one.id for one in walks[0].doors] == ["b"]
    assert lost == [plain]


def test_doors_are_taken_out_again() -> None:
    assert [d.id for d in without(walk(door("a"), door("b")), ["a"]).doors] == ["b"]


def test_degrees_become_metres_within_a_thousandth() -> None:
    east, north = to_metres(-7.0, 111.5, (-7.1, 111.4))
    assert abs(north - 11_132) < 12
    assert abs(east - 11_047) < 12


def test_the_usual_step_follows_density() -> None:
    assert usual_step(10_000, 4) == 35
    assert usual_step(0, 4) == usual_step(10_000, 0) == 60
