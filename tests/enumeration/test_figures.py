"""Figures about the form itself: where families leave it, minutes a person, the one tap; nobody stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.enumeration.family import Walker
from tests.enumeration.hands import alone
from webapp.enumeration import service
from webapp.enumeration.models import Facts, FeedbackCount, PaceCount, StepCount
from webapp.enumeration.rules import figures
from webapp.shared import clock
from webapp.shared.db import db, transaction
from webapp.staff import service as staff
from webapp.staff.rules import DEMO_PASSWORD

Make = Callable[..., Walker]
A_DAY_LATER = timedelta(hours=25)


@pytest.fixture(autouse=True)
def _fresh_announcement() -> Iterator[None]:
    service.forget_announced()
    yield
    service.forget_announced()


def counted() -> dict[str, tuple[int, int]]:
    """Reached and stopped by step, of today's forms."""
    service.count_steps()
    db.session.rollback()
    return {row.step: (row.reached, row.stopped) for row in db.session.scalars(select(StepCount))}


def test_each_form_counts_where_it_was_left_and_a_sent_one_everywhere(
    families: list[Any], new_browser: Make
) -> None:
    first, second, third, fourth, fifth = families
    new_browser(first, letter=True).walk("/privacy")
    new_browser(second, letter=True).walk("/form/housing")
    new_browser(third, letter=True).walk("/form/person/1/culture", alone())
    new_browser(fourth, letter=True).walk("/form/summary")
    sender = new_browser(fifth, letter=True)
    sender.walk("/form/summary")
    sender.press()
    assert {step: stopped for step, (_, stopped) in counted().items()} == dict.fromkeys(figures.STEPS, 0)
    with clock.shifted(A_DAY_LATER):
        assert counted() == {"begun": (5, 1), "address": (4, 1), "housing": (3, 0), "members": (3, 0),
                             "persons": (3, 1), "all": (2, 1), "sent": (1, 0)}  # fmt: skip


def test_counting_again_changes_nothing_and_older_days_stay(walker: Walker) -> None:
    walker.walk("/form/housing")
    assert counted() == counted()
    with clock.shifted(timedelta(days=40)):
        assert counted()["address"] == (1, 0)


def test_an_officers_form_and_a_correction_are_no_familys_own(lettered: Walker) -> None:
    lettered.walk("/form/summary")
    lettered.press()
    lettered.post("/form/correct", {})
    with clock.shifted(A_DAY_LATER):
        assert counted()["begun"] == (1, 0)


@pytest.mark.parametrize(
    ("forms", "minutes"),
    [({}, 5), ({2: 29}, 5), ({2: 30}, 2), ({3: 20, 4: 20, 9: 20}, 4), ({1: 15, 30: 15}, 1), ({7: 100}, 7)],
)
def test_the_median_is_announced_once_there_are_thirty_forms(forms: dict[int, int], minutes: int) -> None:
    assert figures.announced_minutes(forms) == minutes


def test_the_start_page_announces_what_was_measured(
    lettered: Walker, client: FlaskClient, app: Flask
) -> None:
    assert "kira-kira 5 menit per orang" in app.test_client().get("/").text
    with transaction():
        db.session.add(PaceCount(minutes=3, forms=50))
    service.forget_announced()
    for path in ("/", "/prepare"):
        assert "3 menit per orang" in app.test_client().get(path).text


def test_minutes_a_person_are_counted_from_forms_done_at_one_sitting(lettered: Walker) -> None:
    lettered.walk("/form/summary", alone(2))
    lettered.press()
    for minutes, wanted in ((9, {5: 1}), (91, {}), (0, {1: 1})):
        with transaction():
            db.session.execute(update(Facts).values(minutes=minutes))
        service.count_pace()
        assert service.pace() == wanted


def test_one_tap_after_the_receipt_is_counted_once_and_apart(lettered: Walker) -> None:
    lettered.walk("/form/summary")
    lettered.press()
    receipt = lettered.path
    assert 'action="/feedback"' in lettered.html
    for how in ("hard", "easy", "hard"):
        lettered.post("/feedback", {"how": how})
    assert lettered.path == f"{receipt}?told=1"
    assert "Terima kasih atas pendapat Anda." in lettered.html
    rows = db.session.scalars(select(FeedbackCount)).all()
    assert [(row.how, row.n) for row in rows] == [("hard", 1)]
    assert {column.name for column in FeedbackCount.__table__.columns} == {"day", "how", "n"}


def test_only_who_has_sent_is_asked_and_only_known_words_are_counted(lettered: Walker, app: Flask) -> None:
    assert app.test_client().post("/feedback", data={"how": "easy"}).status_code == 401
    lettered.walk("/form/housing")
    lettered.post("/feedback", {"how": "easy"})
    lettered.open("/form/housing")
    lettered.walk("/form/summary")
    lettered.press()
    lettered.post("/feedback", {"how": "<b>"})
    assert db.session.scalars(select(FeedbackCount)).all() == []


def office(app: Flask, username: str) -> FlaskClient:
    staff.make_demo_staff()
    client = app.test_client()
    client.post("/staff/sign-in", data={"username": username, "password": DEMO_PASSWORD})
    return client


def test_the_office_sees_counts_and_no_small_ones(lettered: Walker, app: Flask) -> None:
    lettered.walk("/form/housing")
    today = clock.today()
    with transaction():
        for step, reached, stopped in (("begun", 1200, 7), ("address", 1193, 4), ("sent", 3, 0)):
            db.session.add(
                StepCount(day=today, definition_version="x", step=step, reached=reached, stopped=stopped)
            )
        db.session.add(FeedbackCount(day=today, how="easy", n=4))
        db.session.add(FeedbackCount(day=today, how="hard", n=12))
    page = office(app, "admin").get("/staff/figures").text
    assert "1.200" in page
    assert "Mudah: kurang dari 5" in page
    assert "Sulit: 12" in page
    assert ">4<" not in page
    assert ">3<" not in page


@pytest.mark.parametrize("username", ["koordinator.cepu", "petugas.cepu.1"])
def test_others_of_the_staff_do_not(families: list[Any], app: Flask, username: str) -> None:
    assert office(app, username).get("/staff/figures").status_code == 403


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (900, 900)])
def test_small_numbers_are_not_shown(n: int, shown: int | None) -> None:
    assert figures.shown(n) == shown
