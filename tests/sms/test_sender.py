"""The outbox as a state machine: leased, sent, noted; nothing lost, and doubled only when nobody can know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from sms.gateways.base import Capabilities, Outgoing, Sent, StatusReport
from sms.gateways.console import ConsoleGateway
from sms.models import Phone
from sms.sender import Sender, figures, report, rows
from webapp.shared import clock, outbox, sealing
from webapp.shared.db import db, new_id, transaction
from webapp.shared.outbox import OutboxMessage

NOON = datetime(2030, 6, 3, 5, tzinfo=UTC)  # 12.00 WIB, a Monday
TO = "+6281200000001"
WITH_RECEIPTS = Capabilities(two_way=True, senders=("number",), per_second=1000, receipts=True)


@dataclass
class FakeGateway(ConsoleGateway):
    """Answers as told, and remembers what it was given."""

    answers: list[Sent] = field(default_factory=list)
    listed: list[str] | None = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    capabilities: Capabilities = WITH_RECEIPTS

    def send(self, message: Outgoing) -> Sent:
        self.sent.append(message)
        return self.answers.pop(0) if self.answers else Sent("accepted", f"ref-{len(self.sent)}")

    def find(self, message: Outgoing, since: datetime) -> list[str] | None:
        return self.listed


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def put(message: str = "help", priority: str = "reply", to: str = TO, **more: object) -> UUID:
    params = {"no": "97", "s1": "2030-06-05 midday", "receipt": "R1"}
    with transaction():
        return outbox.enqueue(message, to, params, priority=priority, in_reply_to=new_id(), **more)  # type: ignore[arg-type]


def row(row_id: UUID) -> OutboxMessage:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, row_id, populate_existing=True)


def sender(*answers: Sent, listed: list[str] | None = None) -> tuple[Sender, FakeGateway]:
    gateway = FakeGateway(answers=list(answers), listed=[] if listed is None else listed)
    return Sender({"console": gateway}), gateway


def phone(**values: object) -> None:
    with transaction():
        row_id = new_id()
        made = {"id": row_id, "phone_index": sealing.blind_index("phone", TO), "created_at": clock.now(),
                "phone_sealed": sealing.seal("sms_phones", row_id, "phone", TO.encode()), "language": "id"}  # fmt: skip
        db.session.add(Phone(**(made | values)))
        db.session.flush()


def test_the_console_delivers_at_once(app: Flask) -> None:
    message = put()
    assert Sender({"console": ConsoleGateway()}).work() == 1
    assert row(message).state == "DELIVERED"


def test_an_accepted_text_keeps_the_reference_and_is_not_sent_again(app: Flask) -> None:
    message = put()
    worker, gateway = sender()
    assert (worker.work(), worker.work()) == (1, 0)
    assert (row(message).state, row(message).provider_ref) == ("ACCEPTED", "ref-1")
    assert gateway.sent[0].text.startswith("SENSUS: ")
    assert gateway.sent[0].to == TO


def test_replies_leave_before_notices_and_bulk(app: Flask) -> None:
    put("notice_thanks", "bulk")
    put("notice_booked", "notice")
    put("help", "reply")
    worker, gateway = sender()
    worker.work()
    assert [message.text[8:14] for message in gateway.sent] == ["DAFTAR", "Kunjun", "Terima"]


def test_a_reply_leaves_by_the_channel_that_received(app: Flask) -> None:
    elsewhere = put(channel="twilio-whatsapp")
    here = put(channel="console")
    worker, gateway = sender()
    worker.work()
    worker.sweep()
    assert [message.id for message in gateway.sent] == [here]
    assert (row(elsewhere).state, row(elsewhere).error) == ("RETRY", "no gateway")


def test_what_has_expired_is_never_sent(app: Flask) -> None:
    message = put(expires_at=clock.now() + timedelta(minutes=10))
    worker, gateway = sender()
    with clock.frozen(NOON + timedelta(minutes=11)):
        worker.work()
    assert (row(message).state, gateway.sent) == ("EXPIRED", [])


def test_who_opted_out_gets_no_notice_but_still_gets_answers(app: Flask) -> None:
    phone(opted_out_at=NOON)
    notice, reply = put("notice_booked", "notice"), put()
    sender()[0].work()
    assert (row(notice).state, row(reply).state) == ("DROPPED", "ACCEPTED")


def test_a_dead_number_is_flagged_and_gets_no_more_notices(app: Flask) -> None:
    phone()
    first = put()
    sender(Sent("rejected", code="21211"))[0].work()
    notice = put("notice_booked", "notice")
    sender()[0].work()
    assert (row(first).state, row(notice).state) == ("REJECTED", "DROPPED")


def test_an_opt_out_at_the_provider_is_one_here(app: Flask) -> None:
    phone()
    put()
    sender(Sent("rejected", code="21610"))[0].work()
    assert db.session.query(Phone).one().opted_out_at is not None


def test_slow_down_pauses_the_channel(app: Flask) -> None:
    message = put()
    worker, _ = sender(Sent("retry", code="20429"))
    worker.work()
    later = put()
    assert worker.work() == 0, "the channel waits"
    with clock.frozen(NOON + timedelta(seconds=31)):
        assert worker.work() == 2
    assert (row(message).state, row(message).attempt, row(later).state) == ("ACCEPTED", 2, "ACCEPTED")


def test_retries_end(app: Flask) -> None:
    message = put()
    moment = NOON
    for _ in range(8):
        with clock.frozen(moment):
            sender(Sent("rejected", code="30003"))[0].work()
        moment += timedelta(days=2)
    assert (row(message).state, row(message).attempt) == ("FAILED", 3)


def test_a_lease_that_ran_out_is_unknown_never_queued(app: Flask) -> None:
    message = put()
    rows.take()  # and the sender is killed here
    worker, gateway = sender()
    worker.sweep()
    assert row(message).state == "SENDING", "the lease still runs"
    with clock.frozen(NOON + timedelta(minutes=2)):
        worker.sweep()
        assert (row(message).state, worker.work()) == ("UNKNOWN", 0)
    assert gateway.sent == []


def test_a_killed_sender_leaves_one_text_in_doubt_and_the_others_waiting(app: Flask) -> None:
    texts = [put() for _ in range(4)]
    leased = rows.take()
    rows.finish(leased[0], "console", leased[1], state="ACCEPTED")  # and the sender is killed here
    assert [row(one).state for one in texts] == ["ACCEPTED", "SENDING", "SENDING", "SENDING"]
    with clock.frozen(NOON + timedelta(minutes=2)):
        worker, gateway = sender()
        worker.sweep()
        assert [row(one).state for one in texts] == ["ACCEPTED", "UNKNOWN", "QUEUED", "QUEUED"]
        assert worker.work() == 2
    assert [row(one).attempt for one in texts] == [1, 1, 1, 1]
    assert len(gateway.sent) == 2


def test_an_unknown_text_that_the_provider_lists_is_not_sent_again(app: Flask) -> None:
    message = put()
    worker, gateway = sender(Sent("unknown", code="read"), listed=["SM7"])
    worker.work()
    worker.sweep()
    assert row(message).state == "UNKNOWN"
    with clock.frozen(NOON + timedelta(minutes=11)):
        worker.sweep()
    assert (row(message).state, row(message).provider_ref, len(gateway.sent)) == ("ACCEPTED", "SM7", 1)


def test_an_unknown_text_that_nobody_knows_is_sent_once_more_and_then_shown(app: Flask) -> None:
    message = put()
    worker, gateway = sender(Sent("unknown"), Sent("unknown"), Sent("unknown"))
    worker.work()
    for minutes in (11, 22, 33, 44):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            worker.sweep()
            worker.work()
    assert (row(message).state, row(message).attempt, len(gateway.sent)) == ("FAILED", 2, 2)


def test_a_provider_that_cannot_be_asked_leaves_it_unknown(app: Flask) -> None:
    message = put()
    worker, gateway = sender(Sent("unknown"))
    gateway.listed = None
    worker.work()
    with clock.frozen(NOON + timedelta(minutes=11)):
        worker.sweep()
        worker.work()
    assert (row(message).state, len(gateway.sent)) == ("UNKNOWN", 1)


def test_reports_move_forward_only(app: Flask) -> None:
    message = put()
    sender()[0].work()
    assert report(message, StatusReport("DELIVERED", "ref-1"))
    report(message, StatusReport("FAILED", "ref-1", "30005"))
    report(message, StatusReport("ACCEPTED", "ref-1"))
    assert row(message).state == "DELIVERED"
    assert report(message, StatusReport("", word="strange"))
    assert not report(new_id(), StatusReport("DELIVERED"))


def test_a_report_that_comes_before_the_answer_is_kept(app: Flask) -> None:
    message = put()
    leased = rows.take()[0]
    report(message, StatusReport("DELIVERED", "SM1"))
    assert not rows.finish(leased, "console", state="ACCEPTED", provider_ref="SM1")
    assert (row(message).state, row(message).provider_ref) == ("DELIVERED", "SM1")


def test_a_late_failure_of_an_earlier_attempt_changes_nothing(app: Flask) -> None:
    message = put()
    worker, _ = sender()
    worker.work()
    report(message, StatusReport("FAILED", "ref-1", "30003"))
    assert row(message).state == "RETRY"
    with clock.frozen(NOON + timedelta(hours=5)):
        worker.work()
    report(message, StatusReport("FAILED", "ref-1", "30003"))
    assert (row(message).state, row(message).provider_ref) == ("ACCEPTED", "ref-2")


def test_a_text_that_cannot_be_worded_fails_alone(app: Flask) -> None:
    broken, fine = put("no_such_text"), put()
    worker, _ = sender()
    worker.work()
    assert (row(broken).state, row(fine).state) == ("FAILED", "ACCEPTED")


def test_a_slow_gateway_gives_back_what_it_has_no_time_for(app: Flask) -> None:
    first, second = put(), put()
    worker, gateway = sender()
    with ExitStack() as time_passes:
        slow = gateway.send

        def fifty_seconds(message: Outgoing) -> Sent:
            time_passes.enter_context(clock.frozen(NOON + timedelta(seconds=50)))
            return slow(message)

        gateway.send = fifty_seconds  # type: ignore[method-assign]
        assert worker.work() == 1
    assert (row(first).state, row(second).state, row(second).attempt) == ("ACCEPTED", "QUEUED", 0)


def test_a_stopped_sender_gives_back_what_it_has_not_begun(app: Flask) -> None:
    message = put()
    worker, gateway = sender()
    worker.stop.set()
    assert worker.work() == 0
    assert (row(message).state, gateway.sent) == ("QUEUED", [])


def test_the_monitor_sees_what_waits_and_what_failed(app: Flask) -> None:
    put()
    with clock.frozen(NOON + timedelta(seconds=90)):
        assert (figures.waiting(), figures.oldest_waiting_s()) == (1, 90)
        sender(Sent("unknown"))[0].work()
        put()
        sender(Sent("rejected", code="21211"))[0].work()
        assert (figures.waiting(), figures.oldest_waiting_s()) == (0, 0)
        assert (figures.unknown(), figures.failed_in_a_day()) == (1, 1)
    assert "catat_sms_waiting 0" in app.test_client().get("/metrics").get_data(as_text=True)
