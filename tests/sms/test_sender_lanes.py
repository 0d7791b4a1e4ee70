"""Which way a text goes: answers back where they came from, notices by the cheapest way that is well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from sms import texts
from sms.gateways.base import Sent
from sms.sender import Sender
from tests.sms.test_sender import NOON, WITH_RECEIPTS, FakeGateway, put, row
from webapp.shared import clock


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def way(name: str, *answers: Sent, cost: float = 300, two_way: bool = True) -> FakeGateway:
    made = FakeGateway(answers=list(answers))
    made.name = name
    made.capabilities = replace(WITH_RECEIPTS, cost=cost, two_way=two_way)
    return made


def sender(*ways: FakeGateway, **weights: float) -> Sender:
    return Sender({one.name: one for one in ways}, weights)


def said(one: FakeGateway) -> list[str]:
    return [message.text[8:14] for message in one.sent]


def test_an_answer_goes_back_and_a_notice_goes_the_cheapest_way(app: Flask) -> None:
    put(channel="twilio")
    put("notice_thanks", "notice", channel="twilio")
    cheap, dear = way("gammu", cost=350), way("twilio", cost=6500)
    assert sender(dear, cheap).work() == 2
    assert (said(cheap), said(dear)) == (["Terima"], ["DAFTAR"])
    assert cheap.sent[0].channel == "gammu"


def test_a_notice_takes_the_next_way_while_the_cheapest_is_ill(app: Flask) -> None:
    for _ in range(4):
        put("notice_thanks", "notice")
    broken, dear = way("gammu", *[Sent("retry", code="connect")]), way("twilio", cost=6500)
    worker = sender(broken, dear)
    assert worker.work() == 4
    assert (len(broken.sent), len(dear.sent)) == (1, 3)
    with clock.frozen(NOON + timedelta(seconds=6)):
        worker.work()
    assert (len(broken.sent), len(dear.sent)) == (2, 3), "well again, and cheaper"


def test_an_answer_waits_for_its_own_way(app: Flask) -> None:
    answer = put(channel="gammu")
    broken, other = way("gammu", Sent("retry", code="connect")), way("twilio")
    worker = sender(broken, other)
    worker.work()
    worker.work()
    assert (row(answer).state, other.sent) == ("RETRY", [])


def test_ways_of_one_price_share_by_weight(app: Flask) -> None:
    for _ in range(12):
        put("notice_thanks", "notice")
    strong, weak, never = way("a"), way("b"), way("c", cost=1)
    worker = sender(strong, weak, never, a=2, b=1, c=0)
    assert worker.work() == 12
    assert (len(strong.sent), len(weak.sent), len(never.sent)) == (10, 2, 0)
    for _ in range(10):
        put("notice_thanks", "notice")
    assert worker.work_lane("b") == 5, "half as many at a time as the strong one"


def test_a_gateway_that_hangs_again_and_again_is_left_alone_and_then_tried_with_one(app: Flask) -> None:
    for _ in range(8):
        put()
    silent = way("console", *[Sent("unknown", code="read")] * 4)
    worker = sender(silent)
    worker.work()
    assert len(silent.sent) == 3, "three times without an answer is enough"
    assert worker.work() == 0
    with clock.frozen(NOON + timedelta(seconds=31)):
        assert worker.work() == 1, "one text tries it"
        assert worker.work() == 0
    with clock.frozen(NOON + timedelta(seconds=95)):
        assert worker.work() == 1
        assert worker.work() == 3
    assert len(silent.sent) == 8


def test_a_text_by_a_one_way_sender_asks_for_no_reply(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    known = texts.template
    monkeypatch.setattr(texts, "exists", lambda message: message == "notice_booked_one_way")
    monkeypatch.setattr(
        texts,
        "template",
        lambda m, language: "SENSUS: Lihat surat Anda." if m.endswith("_one_way") else known(m, language),
    )
    put("notice_booked", "notice")
    put("notice_thanks", "notice")
    one_way = way("twilio", two_way=False)
    sender(one_way).work()
    assert sorted(message.text[:20] for message in one_way.sent) == [
        "SENSUS: Lihat surat ",
        "SENSUS: Terima kasih",
    ]


def test_whatsapp_is_answered_on_whatsapp_and_told_news_by_text(app: Flask) -> None:
    put(channel="twilio-whatsapp")
    put("notice_thanks", "notice", channel="twilio-whatsapp")
    both = way("twilio")
    sender(both).work()
    channels = {message.text[8:14]: message.channel for message in both.sent}
    assert channels["DAFTAR"] == "twilio-whatsapp"
