"""A gateway in every mood, with reports lost, doubled, early and out of order: each text ends, or is seen."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from sms.gateways.base import Outgoing, Sent, StatusReport
from sms.sender import Sender, report
from tests.sms.test_sender import NOON, FakeGateway, put
from webapp.shared import clock
from webapp.shared.db import db
from webapp.shared.outbox import OutboxMessage

TEXTS, STEP = 80, timedelta(minutes=10)
FINAL = {"ACCEPTED", "DELIVERED", "FAILED", "REJECTED", "EXPIRED"}
MOODS = (
    "fine", "fine", "fine", "slow down", "busy", "refuses", "hangs", "takes it and hangs", "takes it and breaks",
)  # fmt: skip


class Moody(FakeGateway):
    """Takes, refuses, hangs; lists what it took only half of the time, and reports whatever it likes."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance, self.taken, self.told = chance, Counter[object](), list[tuple[Outgoing, str]]()

    def send(self, message: Outgoing) -> Sent:
        mood = self.chance.choice(MOODS)
        if mood == "slow down":
            return Sent("retry", code="20429")
        if mood == "busy":
            return Sent("retry", code="busy")
        if mood == "refuses":
            return Sent("rejected", code=self.chance.choice(("30003", "30008", "30007", "29999", "21612")))
        if mood == "hangs":
            return Sent("unknown", code="read")
        self.taken[message.id] += 1
        reference = f"{message.id}-{self.taken[message.id]}"
        self.told.append((message, reference))
        if self.chance.random() < 0.2:  # the report is faster than the answer
            self.reports_of(message, reference)
        return Sent("accepted", reference) if mood == "fine" else Sent("unknown", code=mood[:10])

    def reports_of(self, message: Outgoing, reference: str) -> None:
        for state in self.chance.choices(("ACCEPTED", "DELIVERED", "FAILED", ""), k=self.chance.randrange(4)):
            report(message.id, StatusReport(state, reference, "30008" if state == "FAILED" else "", "word"))

    def find(self, message: Outgoing, since: object) -> list[str] | None:
        if self.chance.random() < 0.3:
            return None
        return [reference for told, reference in self.told if told.id == message.id]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_text_ends_or_is_seen_whatever_the_gateway_does(app: Flask, seed: int) -> None:
    gateway = Moody(random.Random(seed))
    worker = Sender({"console": gateway})
    with clock.frozen(NOON):
        ours = [put(to=f"+62812000{n:05}") for n in range(TEXTS)]
    for step in range(60 * 6):
        with clock.frozen(NOON + step * STEP):
            worker.sweep()
            worker.work(limit=30)
            for told in gateway.chance.sample(gateway.told, min(2, len(gateway.told))):
                gateway.reports_of(*told)  # late, again, and out of order
    db.session.rollback()
    rows = {row.id: row for row in db.session.scalars(select(OutboxMessage))}
    assert {rows[one].state for one in ours} <= FINAL
    assert all(gateway.taken[one] for one in ours if rows[one].state in {"ACCEPTED", "DELIVERED"})
    lost = [one for one in ours if not gateway.taken[one]]
    assert all(rows[one].error for one in lost), "what never left says why"
    assert all(rows[one].attempt >= gateway.taken[one] for one in ours), "each doubling is counted"
