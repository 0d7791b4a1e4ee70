"""What may leave at night: what was just asked for, and little else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests.sms.test_sender import put, row, sender
from webapp.shared import clock

MIDNIGHT = datetime(2030, 6, 3, 17, tzinfo=UTC)  # WIB


def test_notices_wait_for_the_morning_and_replies_do_not(app: Flask) -> None:
    with clock.frozen(MIDNIGHT):
        notice, reply = put("notice_booked", "notice"), put()
        worker, gateway = sender()
        worker.work()
        assert [message.id for message in gateway.sent] == [reply]
        assert row(notice).state == "QUEUED"
        assert clock.to_wib(row(notice).due_at).hour == 8


def test_a_visit_cancelled_within_a_day_may_be_told_at_dawn(app: Flask) -> None:
    with clock.frozen(MIDNIGHT):
        notice = put("notice_cancelled", "notice", expires_at=clock.now() + timedelta(hours=12))
        sender()[0].work()
        assert clock.to_wib(row(notice).due_at).hour == 5


def test_thanks_for_answers_sent_at_night_come_at_once_but_not_late(app: Flask) -> None:
    with clock.frozen(MIDNIGHT):
        fresh, late = (
            put("notice_thanks", "notice"),
            put("notice_answered", "notice", due_at=clock.now() + timedelta(minutes=11)),
        )
        worker, gateway = sender()
        worker.work()
        assert [message.id for message in gateway.sent] == [fresh]
    with clock.frozen(MIDNIGHT + timedelta(minutes=12)):
        worker.work()
        assert row(late).state == "QUEUED"
        assert clock.to_wib(row(late).due_at).hour == 8
