"""What is not kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from sms import queries, service
from sms.models import Dialogue, Inbound
from sms.sender import Sender
from sms.views.thread import lines
from tests.sms.conftest import NOW, PHONE, FamilyOfTest, PhoneOfTest, notices
from webapp.shared import clock, events
from webapp.shared.db import db, new_id, transaction
from webapp.shared.outbox import OutboxMessage
from webapp.visits import service as visits


def test_bodies_go_after_their_days_and_a_repeated_message_is_still_known(census: Flask) -> None:
    service.receive("twilio", "SM1", PHONE, "BANTU")
    assert service.forget() == 0
    with clock.frozen(NOW + timedelta(days=91)):
        assert (service.forget(), service.forget()) == (1, 0)
        assert service.receive("twilio", "SM1", PHONE, "BANTU") is None
    db.session.rollback()
    (row,) = db.session.scalars(select(Inbound).execution_options(populate_existing=True)).all()
    assert (row.body_sealed, queries.body_of(row)) == (b"", "")


def test_words_and_number_of_what_left_go_too_and_the_thread_still_shows(
    census: Flask, phone: PhoneOfTest
) -> None:
    phone.says("BANTU")
    with clock.frozen(NOW + timedelta(days=91)):
        Sender.from_settings().work()
        service.forget()
    db.session.rollback()
    row = db.session.scalars(select(OutboxMessage).execution_options(populate_existing=True)).one()
    assert (row.phone_sealed, row.params_sealed, row.state) == (b"", b"", "EXPIRED")
    assert [(line.text, line.ours) for line in lines(PHONE)] == [("", False), ("", True)]


def test_a_number_that_waits_for_the_other_goes_with_its_conversation(
    family: FamilyOfTest, phone: PhoneOfTest
) -> None:
    phone.says(family.nik)
    service.forget()
    assert db.session.query(Dialogue).count() == 1
    with clock.frozen(NOW + timedelta(hours=25)):
        service.forget()
        assert db.session.query(Dialogue).count() == 0


def test_a_family_that_books_on_the_page_and_then_answers_hears_of_both(
    family: FamilyOfTest, phone: PhoneOfTest, slots: Callable[..., int]
) -> None:
    slots(family)
    phone.says(f"{family.letter} {family.year}")
    visits.book(family.id, visits.offers_for(family.id)[0].id, "web")
    facts = {"version_id": new_id(), "channel": "web", "by": None, "receipt": "R1", "phone": None}
    with transaction():
        events.announce("household_submitted", household_id=family.id, **facts)
    assert visits.booking_of(family.id) is None
    assert sorted(notices(PHONE)) == ["notice_answered", "notice_booked", "notice_thanks"]
