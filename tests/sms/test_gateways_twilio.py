"""The twilio gateway, driven for real against a strict stand-in on loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from config import Settings
from sms.gateways.base import Outgoing, Sent, StatusReport
from sms.gateways.twilio import TwilioGateway
from tests.sms import twilio_standin as twilio
from webapp.shared import clock
from webapp.shared.db import new_id


@pytest.fixture
def stand_in() -> Iterator[twilio.StandIn]:
    with twilio.running(hang_s=0.6) as running:
        yield running


def gateway(stand_in: twilio.StandIn, **changed: str) -> TwilioGateway:
    values = {"twilio_account_sid": twilio.SID, "twilio_auth_token": twilio.TOKEN, "twilio_from": twilio.FROM,
              "twilio_api_base": stand_in.url, "public_url": "https://sensus.example"} | changed  # fmt: skip
    return TwilioGateway(Settings(**values), timeout_s=0.3)  # type: ignore[arg-type]


def text_to(number: str, channel: str = "twilio") -> Outgoing:
    return Outgoing(new_id(), number, "SENSUS: Halo.", channel)


def test_a_text_leaves_with_our_own_id_in_the_callback(stand_in: twilio.StandIn) -> None:
    message = text_to("+6281200000000")
    sent = gateway(stand_in).send(message)
    assert (sent.kind, stand_in.faults) == ("accepted", [])
    assert sent.reference == stand_in.messages[0]["sid"]
    assert (
        stand_in.messages[0]["status_callback"] == f"https://sensus.example/sms/status/twilio?id={message.id}"
    )


def test_whatsapp_and_messaging_services_are_addressed_as_twilio_wants(stand_in: twilio.StandIn) -> None:
    assert gateway(stand_in).send(text_to("+6281200000000", "twilio-whatsapp")).kind == "accepted"
    service = gateway(stand_in, twilio_from="MG" + "2" * 32)
    assert service.send(text_to("+6281200000000")).kind == "accepted"
    assert stand_in.faults == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+6281200001211", Sent("rejected", code="21211")),
        ("+6281200001610", Sent("rejected", code="21610")),
        ("+6281200000429", Sent("retry", code="20429")),
        ("+6281200000003", Sent("rejected", code="20003")),
        ("+6281200000500", Sent("unknown", code="20500")),
        ("+6281200000503", Sent("unknown", code="20503")),
        (f"+628120000{twilio.HANG}", Sent("unknown", code="read")),
        (f"+628120000{twilio.ACCEPT_AND_HANG}", Sent("unknown", code="read")),
        (f"+628120000{twilio.GARBAGE}", Sent("unknown", code="read")),
    ],
)
def test_every_answer_has_its_meaning(stand_in: twilio.StandIn, number: str, expected: Sent) -> None:
    assert gateway(stand_in).send(text_to(number)) == expected
    assert stand_in.faults == []


def test_a_cut_connection_is_unknown_and_one_never_made_may_be_tried_again(stand_in: twilio.StandIn) -> None:
    assert gateway(stand_in).send(text_to(f"+628120000{twilio.CUT}")).kind == "unknown"
    nobody = gateway(stand_in, twilio_api_base="http://127.0.0.1:9")
    assert nobody.send(text_to("+6281200000000")).kind == "retry"


def test_a_wrong_secret_is_refused(stand_in: twilio.StandIn) -> None:
    assert gateway(stand_in, twilio_auth_token="another").send(text_to("+6281200000000")).code == "20003"


def test_a_text_that_may_have_left_is_found_in_the_list(stand_in: twilio.StandIn) -> None:
    message, since = text_to(f"+628120000{twilio.ACCEPT_AND_HANG}"), clock.now()
    assert gateway(stand_in).send(message).kind == "unknown"
    assert gateway(stand_in).find(message, since) == [stand_in.messages[0]["sid"]]
    assert gateway(stand_in).find(message, since + timedelta(minutes=1)) == []
    assert gateway(stand_in).find(text_to("+6281200000001"), since) == []
    assert gateway(stand_in, twilio_api_base="http://127.0.0.1:9").find(message, since) is None


def test_only_a_number_or_a_service_can_be_answered(stand_in: twilio.StandIn) -> None:
    assert gateway(stand_in).capabilities.two_way
    assert not gateway(stand_in, twilio_from="BPSBLORA").capabilities.two_way


def test_a_signature_covers_the_address_and_all_fields(stand_in: twilio.StandIn) -> None:
    from twilio.request_validator import RequestValidator

    one, url = gateway(stand_in), "https://sensus.example/sms/inbound/twilio"
    form = MultiDict(
        [("From", "+6281200000000"), ("Body", "JADWAL"), ("MessageSid", "SM1"), ("Extra", "new")]
    )
    signature = RequestValidator(twilio.TOKEN).compute_signature(url, form)
    headers = {"X-Twilio-Signature": signature}
    assert one.genuine(url, form, headers)
    assert not one.genuine(url, MultiDict([*form.items(), ("More", "1")]), headers)
    assert not one.genuine(url.replace("https", "http"), form, headers)
    assert not one.genuine(url, form, {})


def test_reports_are_read_and_unknown_words_are_none(stand_in: twilio.StandIn) -> None:
    one = gateway(stand_in)
    assert one.status({"MessageStatus": "delivered", "MessageSid": "SM1"}) == StatusReport("DELIVERED", "SM1")
    assert one.status({"MessageStatus": "undelivered", "ErrorCode": "30003"}) == StatusReport(
        "FAILED", "", "30003"
    )
    assert one.status({"MessageStatus": "partially_delivered"}).state == ""


def test_the_package_is_not_imported_before_it_is_needed() -> None:
    code = "import sms.gateways, sys; sys.exit('twilio' in sys.modules or 'requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
