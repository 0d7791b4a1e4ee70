"""Marks, roles, areas: each mark with each role, the colleague, the stranger and the signed-out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select, union_all

from tests.shared.conftest import Behave, identity
from webapp.shared import access, db
from webapp.shared.audit import AuditRow
from webapp.shared.errors import Forbidden

SignIn = Callable[[str], FlaskClient]


def _denials() -> list[tuple[Any, ...]]:
    db.db.session.rollback()
    found = db.db.session.execute(select(AuditRow.by, AuditRow.subject).where(AuditRow.action == "denied"))
    return [tuple(row) for row in found]


def test_a_route_without_a_mark_is_closed_to_everybody(
    rooms: Flask, client: FlaskClient, signed_in: SignIn
) -> None:
    assert client.get("/t/unmarked").status_code == 403
    assert signed_in("administrator").get("/t/unmarked").status_code == 403


@pytest.mark.parametrize("role", access.ROLES)
def test_a_role_opens_its_own_pages_and_no_others_and_the_denials_are_recorded(
    role: str, signed_in: SignIn
) -> None:
    browser = signed_in(role)
    opened = [other for other in access.ROLES if browser.get(f"/t/{other}").status_code == 200]
    assert opened == [role]
    expected = [(role, f"route t.{other}") for other in access.ROLES if other != role]
    assert sorted(_denials()) == sorted(expected)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_somebody_signed_out_opens_nothing_but_public_pages(
    rooms: Flask, client: FlaskClient, method: str
) -> None:
    for role in access.ROLES:
        assert getattr(client, method)(f"/t/{role}").status_code == 401
    assert getattr(client, method)("/t/seat").status_code == 401
    assert getattr(client, method)("/t/public").status_code == 200


def test_staff_without_a_seat_open_no_seat_and_a_seat_opens_no_staff_page(
    client: FlaskClient, signed_in: SignIn
) -> None:
    assert signed_in("enumerator").get("/t/seat").status_code == 401
    client.post("/t/sit")
    assert client.get("/t/seat").status_code == 200
    assert client.get("/t/enumerator").status_code == 401


def test_an_account_that_was_disabled_is_out_at_its_next_request(rooms: Flask, signed_in: SignIn) -> None:
    browser = signed_in("coordinator")
    access.load_staff_with(rooms, lambda _id: None)
    assert browser.get("/t/coordinator").status_code == 401


def test_figures_are_for_this_machine_or_for_who_has_the_token(rooms: Flask, client: FlaskClient) -> None:
    assert client.get("/t/operator").status_code == 200
    elsewhere = {"REMOTE_ADDR": "10.1.2.3"}
    assert client.get("/t/operator", environ_base=elsewhere).status_code == 404
    for header in ("X-Forwarded-For", "Forwarded"):
        assert client.get("/t/operator", headers={header: "10.1.2.3"}).status_code == 404
    wrong = {"Authorization": "Bearer é"}
    assert client.get("/t/operator", headers=wrong, environ_base=elsewhere).status_code == 404


def test_an_unknown_role_in_a_mark_is_a_mistake_that_is_seen_at_once() -> None:
    with pytest.raises(ValueError, match="unknown roles"):
        access.staff("king")


def _seen(areas: tuple[str, ...], codes: list[str]) -> set[str]:
    listed = union_all(*(select(literal(code).label("code")) for code in codes)).subquery()
    who = access.StaffIdentity(identity("coordinator").id, "", "", "coordinator", areas)
    found = select(listed.c.code).where(access.scope_filter(listed.c.code, who))
    return set(db.db.session.execute(found).scalars())


def test_the_condition_for_rows_agrees_with_the_rule_for_one_code(app: Flask) -> None:
    codes = [
        "33.16",
        "33.16.05",
        "33.16.05.2001",
        "33.16.050",
        "33.16.06.2001",
        "33.17",
        "33/16",
        "33_16.05",
        "%",
    ]
    for areas in [
        ("33.16.05",),
        ("33.16",),
        ("33.16.05", "33.17"),
        (),
        ("%",),
        ("33_16",),
        ("",),
        ("33.16.05.2001",),
    ]:
        who = access.StaffIdentity(identity("coordinator").id, "", "", "coordinator", areas)
        assert _seen(areas, codes) == {code for code in codes if who.covers(code)}, areas


CODE = st.lists(st.integers(0, 99).map(str), min_size=1, max_size=4).map(".".join)


@given(CODE, CODE)
def test_an_area_covers_itself_and_what_lies_under_it_only(area: str, code: str) -> None:
    who = identity("coordinator", area)
    inside = code.split(".")[: len(area.split("."))] == area.split(".")
    assert who.covers(code) == inside


def test_a_denial_inside_a_use_case_is_recorded_though_the_use_case_is_undone(
    rooms: Flask, signed_in: SignIn, behave: Behave
) -> None:
    def use_case() -> None:
        with db.transaction():
            access.require_scope("11.01")

    behave(use_case)
    assert signed_in("coordinator").get("/t/do").status_code == 403
    assert _denials() == [("coordinator", "area 11.01")]


def test_a_denial_that_the_use_case_lives_with_is_recorded_once(
    rooms: Flask, signed_in: SignIn, behave: Behave
) -> None:
    def use_case() -> None:
        with db.transaction():
            try:
                access.require_scope("11.01")
            except Forbidden:
                return

    behave(use_case)
    assert signed_in("coordinator").get("/t/do").status_code == 200
    assert _denials() == [("coordinator", "area 11.01")]
