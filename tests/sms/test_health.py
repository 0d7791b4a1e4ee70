"""What an administrator and a monitor see of the ways in and out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from sms import service
from sms.gateways.base import Sent
from sms.models import Inbound
from sms.queries import pulse
from sms.sender import figures
from tests.sms.test_sender import NOON, TO, put, sender
from webapp.shared import clock
from webapp.shared.db import db, transaction


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def test_texts_are_counted_by_gateway_and_hour(app: Flask) -> None:
    assert service.keep("console", "1", TO, "BANTU")
    put()
    sender()[0].work()
    put()
    sender(Sent("rejected", code="30005"))[0].work()
    with clock.frozen(NOON + timedelta(hours=1)):
        put()
        sender(Sent("unknown"))[0].work()
        (console,) = pulse.pulses(["console"])
    newest, first = console.hours
    assert (first.begins, first.came, first.left, first.failed, first.waiting) == (NOON, 1, 1, 1, 0)
    assert (newest.begins, newest.came, newest.left, newest.waiting) == (NOON + timedelta(hours=1), 0, 0, 1)
    assert (console.last_came, console.last_left) == (NOON, NOON)
    assert pulse.failures() == {"30005": 1}
    with clock.frozen(NOON + timedelta(hours=26)):
        assert pulse.pulses(["console"])[0].hours == []


def test_a_gateway_that_needs_a_person_sets_off_the_alarm_until_it_works_again(app: Flask) -> None:
    put()
    worker, _ = sender(Sent("rejected", code="20003"))
    worker.work()
    db.session.rollback()
    assert figures.alarms() == ["console: 20003"]
    assert "catat_sms_alarm 1" in app.test_client().get("/metrics").get_data(as_text=True)
    with clock.frozen(NOON + timedelta(minutes=16)):
        worker.work()
        db.session.rollback()
        assert figures.alarms() == []


def test_texts_that_nobody_works_set_off_the_alarm(app: Flask) -> None:
    assert service.keep("console", "1", TO, "BANTU")
    assert (figures.inbound_waiting(), figures.alarms()) == (1, [])
    with clock.frozen(NOON + timedelta(minutes=2)):
        assert figures.alarms() == ["inbound"]
        assert figures.inbound_age_s() == 120
        with transaction():
            db.session.execute(update(Inbound).values(worked_at=NOON))
        put()
    with clock.frozen(NOON + timedelta(minutes=30)):
        assert figures.alarms() == ["outbox"]


def test_strangers_do_not_see_it(client: FlaskClient) -> None:
    assert client.get("/sms/health").status_code == 401
