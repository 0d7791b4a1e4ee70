"""Whole plans, with the real planner process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fieldwork.planning import OFFICE, WALKING, door, doors, person
from webapp.fieldwork.rules.routes import is_kept, length
from webapp.fieldwork.service import workers
from webapp.fieldwork.service.routing import (
    NO_HOURS,
    NO_OFFICER,
    NO_TIME,
    WINDOW_MISSED,
    Options,
    Routes,
    plan_routes,
)

QUICK = Options(WALKING, iterations=5)


def plan(*args: object, options: Options = QUICK, **more: object) -> Routes:
    return plan_routes(*args, {"v": OFFICE}, options, **more)  # type: ignore[arg-type]


def visited(found: Routes) -> list[str]:
    return sorted(d.id for walk in found.walks for d in walk.doors)


def test_every_door_is_visited_once_and_every_promise_kept() -> None:
    wanted = doors(40, booked=True)
    found = plan(wanted, [person("p", days=3), person("q", days=3)])
    assert visited(found) == [d.id for d in wanted]
    assert all(is_kept(walk, WALKING) for walk in found.walks)
    assert found.left == {}


def test_the_bound_is_under_the_plan() -> None:
    found = plan(doors(30), [person("p", days=3)])
    walked = sum(length(walk, WALKING) for walk in found.walks)
    assert 0.4 * walked < found.bound <= walked


def test_the_same_input_gives_the_same_plan_with_any_number_of_workers() -> None:
    wanted, people = doors(90, "a") + doors(60, "b"), [person(f"p{n}", "ab", days=4) for n in range(4)]
    assert plan(wanted, people) == plan(wanted, people, options=Options(WALKING, iterations=5, workers=2))


def test_nobody_no_days_and_no_doors_are_plans_too() -> None:
    assert plan(doors(2), []).left == {"v000": NO_OFFICER, "v001": NO_OFFICER}
    assert plan(doors(2), [person(days=0)]).left == {"v000": NO_TIME, "v001": NO_TIME}
    assert plan([], [person()]) == Routes(areas=0)


def test_more_doors_than_hours_are_planned_as_far_as_they_go_with_bookings_first() -> None:
    wanted = [*doors(60), door("booked", 400, 400, at=(0, 10, 12)), door("urgent", 300, 300, urgency=2)]
    found = plan(wanted, [person()])
    assert {"booked", "urgent"} <= set(visited(found))
    assert set(found.left.values()) == {NO_TIME}
    assert len(found.left) + len(visited(found)) == len(wanted)


def test_a_booking_when_nobody_works_is_told_as_such() -> None:
    assert plan([door("a", at=(5, 9, 11))], [person()]).left == {"a": NO_HOURS}


def test_bookings_that_nobody_can_meet_are_left_out_and_the_others_kept() -> None:
    wanted = [door("near", at=(0, 8, 9)), door("far", 30_000, at=(0, 8, 9))]
    found = plan(wanted, [person()])
    assert found.left == {"far": WINDOW_MISSED}
    assert visited(found) == ["near"]


def test_a_booking_that_its_own_person_cannot_keep_is_kept_by_another() -> None:
    clash = [door(f"a{n}", village="a", at=(0, 9, 9.2)) for n in range(2)]
    people = [person("p", "ab"), person("q", "ab")]
    found = plan([*clash, *doors(20, "b")], people)
    assert not found.left.keys() & {"a0", "a1"}


def test_ten_thousand_doors_for_one_person_are_cut_down_before_anything_is_solved() -> None:
    found = plan(doors(10_000), [person(days=2)])
    assert len(found.left) > 9_900
    assert all(is_kept(walk, WALKING) for walk in found.walks)


def test_progress_is_told_area_by_area() -> None:
    told: list[tuple[int, int]] = []
    plan(doors(20, "a") + doors(20, "b"), [person("p", "a", 2), person("q", "b", 2)],
         told=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(1, 2), (2, 2)]


def test_an_area_that_kills_its_worker_is_inserted_door_by_door(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deadly = tmp_path / "solver.py"
    deadly.write_text("import sys, os\nsys.stdin.readline()\nos._exit(11)\n")
    monkeypatch.setattr(workers, "SOLVER", deadly)
    found = plan(doors(12, booked=True), [person("p")])
    assert found.lost_areas == 1
    assert len(visited(found)) + len(found.left) == 12
    assert len(visited(found)) > 8
    assert all(is_kept(walk, WALKING) for walk in found.walks)


def test_the_planner_never_imports_matplotlib_nor_anything_of_ours() -> None:
    script = (
        f"import sys, runpy; runpy.run_path({str(workers.SOLVER)!r}); "
        "print([m for m in sys.modules if m.split('.')[0] in ('matplotlib', 'webapp', 'flask')])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_application_never_imports_pyvrp() -> None:
    script = (
        "import json, sys, webapp.app; print(json.dumps([m for m in sys.modules if m in ('pyvrp', 'numpy')]))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == []
