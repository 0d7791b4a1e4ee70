"""On the way, late, cannot come: told once, by the officer whose visit it is; who did not keep a visit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.fieldwork.conftest import SignedIn, another_officer, open_tasks, stop_of
from tests.visits.conftest import MONDAY_NOON, MakeOffer
from webapp.fieldwork.rules import news
from webapp.shared import clock
from webapp.shared.access import StaffIdentity
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage
from webapp.visits import service as visits
from webapp.visits.models import Booking


def texts() -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(select(OutboxMessage.message).order_by(OutboxMessage.created_at))
    return [one for one in rows if one in {f"notice_{kind}" for kind in news.NEWS}]


def press(browser: FlaskClient, who: UUID, kind: str) -> Any:
    return browser.post(f"/fieldwork/doors/{who}/news", data={"kind": kind})


def test_the_family_is_told_once_of_each_and_the_page_says_so(
    registered: UUID, officer: StaffIdentity, offer: MakeOffer, signed_in: SignedIn
) -> None:
    today = MONDAY_NOON.astimezone(clock.WIB).date()
    with clock.frozen(clock.at_wib(today, 12) - timedelta(days=1)):
        visits.book(registered, offer(today, "midday"), "web")
    browser = signed_in(officer.username)
    for _ in range(3):
        assert press(browser, registered, "on_way").status_code == 303
    assert press(browser, registered, "late").status_code == 303
    assert texts() == ["notice_on_way", "notice_late"]
    page = browser.get(f"/fieldwork/doors/{registered}").text
    assert 'value="cannot_come"' in page
    assert 'value="on_way"' not in page


def test_who_cannot_come_gives_the_visit_back_and_the_side_is_recorded(
    registered: UUID, officer: StaffIdentity, offer: MakeOffer, signed_in: SignedIn
) -> None:
    today = MONDAY_NOON.astimezone(clock.WIB).date()
    with clock.frozen(clock.at_wib(today, 12) - timedelta(days=1)):
        visits.book(registered, offer(today, "midday"), "web")
    press(signed_in(officer.username), registered, "cannot_come")
    assert texts() == ["notice_cannot_come"]
    assert stop_of(registered) == ("dropped", officer.id)
    assert open_tasks() == ["officer_absent"]
    assert visits.booking_of(registered) is None
    reason = db.session.execute(select(Booking.reason)).scalar_one()
    assert (reason, news.no_show_side(reason)) == ("cannot_come", news.OFFICER)
    assert news.no_show_side("not_at_home") == news.FAMILY
    assert news.no_show_side("interview") is None


def test_only_the_officer_of_the_visit_tells_and_only_what_there_is(
    registered: UUID, officer: StaffIdentity, signed_in: SignedIn, client: FlaskClient
) -> None:
    assert press(client, registered, "late").status_code == 401
    assert press(signed_in(another_officer()), registered, "late").status_code == 403
    assert press(signed_in(officer.username), registered, "late").status_code == 409  # no visit today
    assert texts() == []
