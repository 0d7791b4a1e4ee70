"""No use-case of a family, no text and no page of the staff reads the tables of private answers, or shows a trace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from config import CHECKOUT
from sms import service as sms
from tests.enumeration.family import Walker
from tests.private.conftest import Census
from webapp.households import service as households
from webapp.households.models import Household
from webapp.shared import driver, sessions
from webapp.shared.db import Base, db

TABLES = {name for name in Base.metadata.tables if name.startswith("private_")}
OWN = (CHECKOUT / "webapp/private",)
MAY_KNOW = {CHECKOUT / "webapp/app/__init__.py"}  # it registers the room's pages
NAMES = re.compile(
    r"webapp\.private|import private|private_(people|codes|versions|pages)|Private(Person|Code|Version|Page)\b"
)


def test_there_are_tables_to_guard() -> None:
    assert {"private_people", "private_codes", "private_versions", "private_pages"} == TABLES


def test_no_module_outside_of_the_room_and_the_statistics_build_names_its_tables() -> None:
    files = [path for room in ("webapp", "sms") for path in (CHECKOUT / room).rglob("*.py")]
    outside = [
        path for path in files
        if not path.is_relative_to(OWN[0]) and path not in MAY_KNOW
        and not path.is_relative_to(CHECKOUT / "webapp/reporting")
    ]  # fmt: skip
    assert len(outside) > 100
    assert [str(path) for path in outside if NAMES.search(path.read_text())] == []


@pytest.fixture
def said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that reaches the database from here on, the hot path's on the bare driver too."""
    heard: list[str] = []
    run = driver.run

    def heard_run(connection: Any, dialect: Any, statement: str, *more: Any, **named: Any) -> Any:
        heard.append(statement)
        return run(connection, dialect, statement, *more, **named)

    monkeypatch.setattr(driver, "run", heard_run)

    def listen(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    yield heard
    event.remove(db.engine, "before_cursor_execute", listen)


def read(heard: list[str]) -> list[str]:
    return [statement for statement in heard if any(table in statement for table in TABLES)]


def everything_that_a_family_does(census: Census) -> list[str]:
    """From the start page to the receipt, with a visit, a text and every list; returns the pages."""
    walker = Walker(census.app.test_client(), census.family, letter=True)
    walker.walk("/form/summary")
    for path in ("/form", "/visit", "/form/members", "/form/summary", "/help", "/privacy"):
        walker.open(path)
    walker.open("/form/summary")
    walker.press()
    assert walker.path.startswith("/receipt/")
    family = census.family
    for n, text in enumerate(
        (f"DAFTAR {family['letter_number']} {family['birth_year']}", "STATUS", "JADWAL")
    ):
        sms.receive("console", f"wall-{n}", "+6281200000001", text)
        sms.answer_waiting()
    return walker.seen


def test_the_listener_hears_the_room_itself(census: Census, said: list[str]) -> None:
    census.alone()
    assert read(said)


def test_no_statement_of_a_familys_whole_way_reads_them(census: Census, said: list[str]) -> None:
    census.answered()
    said.clear()
    everything_that_a_family_does(census)
    assert len(said) > 50
    assert any("roster_pages" in statement for statement in said)
    assert read(said) == []


def staff_pages(census: Census) -> dict[str, str]:
    """What coordinator and officer see of the family and its area."""
    household = households.find_by_letter(census.family["letter_number"])
    area = census.family["village_code"][:8]
    coordinator = census.signed_in(f"koordinator.{census.officer.split('.')[1]}")
    officer = census.signed_in(census.officer)
    paths = {f"/fieldwork/cases/{household}": coordinator, f"/coverage/{area}": coordinator,
             "/staff/tasks": coordinator, "/visits/bookings": coordinator, "/fieldwork/day-list": coordinator,
             "/fieldwork/today": officer, f"/fieldwork/doors/{household}": officer}  # fmt: skip
    return {path: _steady(client.get(path).text) for path, client in paths.items()}


def _steady(html: str) -> str:
    """Without what differs from session to session."""
    return re.sub(r'(csrf_token|client_id)" value="[^"]*"', "", html)


def test_the_familys_pages_and_the_staffs_are_the_same_before_and_after(
    census: Census, said: list[str]
) -> None:
    walker = Walker(census.app.test_client(), census.family, letter=True)
    walker.walk("/form/summary")
    own = ("/form", "/form/members", "/form/summary", "/form/person/1/identity", "/visit")

    def pages() -> list[str]:
        return [_steady(walker.client.get(path).text) for path in own] + [str(staff_pages(census))]

    before, state = pages(), _card(census)
    census.answered()
    said.clear()
    assert pages() == before
    assert _card(census) == state
    assert read(said) == []


def _card(census: Census) -> tuple[Any, ...]:
    found = households.find_by_letter(census.family["letter_number"])
    row = db.session.get(Household, found, populate_existing=True)
    assert row is not None
    return row.state, row.state_channel, row.claimed_at


def test_the_family_is_asked_about_the_member_as_before_and_may_send_without(census: Census) -> None:
    census.answered()
    pages = everything_that_a_family_does(census)
    assert any("/form/person/1/identity" in html for html in pages)


def test_the_session_of_one_who_answers_alone_names_no_family(census: Census) -> None:
    census.alone()
    rows = db.session.execute(sessions.SessionRow.__table__.select()).all()
    assert [row.seat_id for row in rows if row.staff_id is None] == [None]
