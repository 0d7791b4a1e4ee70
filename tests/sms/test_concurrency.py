"""Many at once: the same webhook, several senders, a race for one slot."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from sms import service
from sms.gateways.base import Outgoing, Sent
from sms.gateways.console import ConsoleGateway
from sms.models import Inbound, Phone
from sms.sender import Sender
from tests.sms.conftest import PHONE, FamilyOfTest, PhoneOfTest
from webapp.shared import outbox
from webapp.shared.db import db, new_id, transaction
from webapp.visits import service as visits

WORKERS = 6


def at_once(app: Flask, work: Callable[[int], object]) -> list[object]:
    """Run work(0..WORKERS-1) in threads that start together."""
    gate = threading.Barrier(WORKERS)

    def one(number: int) -> object:
        with app.app_context():
            gate.wait()
            try:
                return work(number)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def count(model: type[object]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_webhook_at_the_same_moment_is_one_text(census: Flask) -> None:
    taken = at_once(census, lambda _: service.receive("twilio", "SM1", PHONE, "BANTU"))
    assert sum(one is not None for one in taken) == 1
    assert (count(Inbound), count(outbox.OutboxMessage)) == (1, 1)


def test_texts_of_one_phone_are_answered_one_after_the_other(census: Flask) -> None:
    at_once(census, lambda n: service.receive("twilio", f"SM{n}", PHONE, f"qwerty {'x' * (n + 4)}"))
    db.session.rollback()
    answers = sorted(row.message for row in db.session.scalars(select(outbox.OutboxMessage)))
    assert answers == ["not_understood", "person"], (
        "the first is asked again, the second goes to a person, the rest is silence"
    )
    assert (count(Inbound), count(Phone)) == (WORKERS, 1)


def test_several_senders_send_each_text_once(census: Flask) -> None:
    sent: list[Outgoing] = []

    class Noting(ConsoleGateway):
        def send(self, message: Outgoing) -> Sent:
            sent.append(message)
            return super().send(message)

    with transaction():
        for n in range(40):
            outbox.enqueue("help", f"+6281200000{n:03}", {}, in_reply_to=new_id())

    def work(_: int) -> int:
        worker, done = Sender({"console": Noting()}), 0
        while leased := worker.work(limit=3):
            done += leased
        return done

    assert sum(int(str(done)) for done in at_once(census, work)) == 40
    assert len({message.id for message in sent}) == len(sent) == 40


def test_phones_of_one_family_racing_for_a_slot_get_one_visit(
    census: Flask, family: FamilyOfTest, slots: Callable[..., int]
) -> None:
    slots(family, days=1, capacity=5)
    phones = [PhoneOfTest(f"+6281200000{n}{n}{n}") for n in range(3)]
    for phone in phones:
        phone.says(f"{family.letter} {family.year}")
        assert phone.says("JADWAL") == ["slots_3"]
    answers = at_once(census, lambda n: phones[n % 3].says("1") if n < 3 else None)
    assert [answer for answer in answers if answer] == [["booked"]] * 3, (
        "the later ones hear of the same visit"
    )
    db.session.rollback()
    assert visits.booking_of(family.id) is not None
