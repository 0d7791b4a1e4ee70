"""Every staff route x owner, colleague of another sub-district, wrong role, stranger, family: as its mark declares."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.house import world as worlds
from tests.house.world import World

WITH_ROW = {"household_id", "subject_id", "area_code", "task_id", "offer_id", "phone_id", "account_id",
            "plan_id", "member_id"}  # fmt: skip


@pytest.fixture
def world(app: Flask) -> World:
    return worlds.build(app)


def staff_routes(world: World) -> list[tuple[Rule, str]]:
    found = [(rule, method) for rule in world.rules() if world.mark(rule).kind == "staff"
             for method in worlds.METHODS if method in (rule.methods or ())]  # fmt: skip
    assert len(found) > 20
    return found


def ask(client: FlaskClient, world: World, rule: Rule, method: str) -> int:
    return client.open(world.address(rule), method=method, data={} if method == "POST" else None).status_code


def test_a_stranger_and_a_family_are_asked_to_sign_in_on_every_staff_route(world: World) -> None:
    browsers = [world.app.test_client(), worlds.sit_down(world)]
    for rule, method in staff_routes(world):
        assert [ask(client, world, rule, method) for client in browsers] == [401, 401], (method, rule.rule)


def test_every_staff_route_refuses_the_roles_that_it_does_not_name(world: World) -> None:
    browsers = {role: worlds.sign_in(world, name) for role, name in world.staff.items()}
    for rule, method in staff_routes(world):
        named = world.mark(rule).roles
        for role, client in browsers.items():
            status = ask(client, world, rule, method)
            let_in = status not in (401, 403)
            assert let_in == (role in named), (method, rule.rule, role, status)


def test_a_colleague_of_another_sub_district_gets_no_row_of_ours(world: World) -> None:
    colleagues = {"coordinator": worlds.sign_in(world, "koordinator.jati"),
                  "enumerator": worlds.sign_in(world, "petugas.jati.1")}  # fmt: skip
    tried = set()
    for rule, method in staff_routes(world):
        if not rule.arguments & WITH_ROW:
            continue
        for role, client in colleagues.items():
            if role in world.mark(rule).roles:
                assert ask(client, world, rule, method) in (403, 404), (method, rule.rule, role)
                tried.add(role)
    assert tried == set(colleagues)


def test_what_is_filtered_shows_a_colleague_no_household_of_ours(world: World) -> None:
    colleagues = [worlds.sign_in(world, "koordinator.jati"), worlds.sign_in(world, "petugas.jati.1")]
    ours = [world.parts[part] for part in ("household_id", "task_id", "offer_id")]
    for rule, method in staff_routes(world):
        if method == "GET" and not rule.arguments:
            for client in colleagues:
                shown = client.get(rule.rule).text
                assert [part for part in ours if part in shown] == [], rule.rule
    listed = worlds.sign_in(world, "koordinator.cepu").get("/staff/tasks").text
    assert world.parts["task_id"] in listed, "the owner does see it"


def test_an_area_asked_for_by_address_is_refused_to_colleagues(world: World) -> None:
    client = worlds.sign_in(world, "koordinator.jati")
    for path in ("/visits/offers", "/visits/bookings", "/fieldwork/day-list"):
        for area in ("33.16.05", "33.16"):
            answer = client.get(path, query_string={"area": area})
            assert answer.status_code == 403 or "Cepu" not in answer.text, (path, area)


def test_every_seat_route_asks_strangers_and_staff_without_a_seat_to_begin(world: World) -> None:
    browsers = [
        world.app.test_client(),
        worlds.sign_in(world, world.staff["enumerator"]),
        worlds.sign_in(world, "admin"),
    ]
    for rule in world.rules():
        if world.mark(rule).kind == "seat":
            for method in {"GET", "POST"} & (rule.methods or set()):
                assert [ask(client, world, rule, method) for client in browsers] == [401] * 3, (
                    method,
                    rule.rule,
                )
