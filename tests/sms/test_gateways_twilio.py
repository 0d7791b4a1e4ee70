"""The twilio gateway, driven for real against a strict stand-in on loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from werkzeug.datastructures import Headers, MultiDict

from config import Settings
from sms.gateways.base import Called, GatewayAway, Hook, Outgoing, Sent, StatusReport
from sms.gateways.twilio import TwilioGateway
from tests.sms import twilio_standin as twilio
from webapp.shared import clock
from webapp.shared.db import new_id

URL = "https://sensus.example/sms/inbound/twilio"


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


def hook(form: Mapping[str, str], signature: str = "", url: str = URL) -> Hook:
    return Hook(url, form, Headers({"X-Twilio-Signature": signature}))


@pytest.mark.parametrize("url", [URL, "https://sensus.example:443/sms/inbound/twilio", f"{URL}?id=1"])
def test_a_signature_covers_the_address_and_all_fields(stand_in: twilio.StandIn, url: str) -> None:
    from twilio.request_validator import RequestValidator

    one = gateway(stand_in)
    form = MultiDict(
        [("From", "+6281200000000"), ("Body", "JADWAL \u00e9"), ("MessageSid", "SM1"), ("Extra", "new")]
    )
    signed = RequestValidator(twilio.TOKEN).compute_signature(url, form)
    assert one.genuine(hook(form, signed, url.replace(":443", "")))
    assert not one.genuine(hook(MultiDict([*form.items(), ("More", "1")]), signed, url))
    assert not one.genuine(hook(form, signed, url.replace("https", "http")))
    assert not one.genuine(hook(form, "", url))
    assert not one.genuine(hook(form, "\u00e9", url))


def test_a_word_that_twilio_has_answered_is_taken_in_silence(stand_in: twilio.StandIn) -> None:
    one = gateway(stand_in)
    form = {"From": "+6281200000000", "Body": "UNSUBSCRIBE", "MessageSid": "SM1"}
    plain = one.received(hook(form))
    assert plain is not None
    assert (plain.text, plain.silent) == ("UNSUBSCRIBE", False)
    for kind, meant in (("STOP", "STOP"), ("START", "MULAI"), ("HELP", "BANTU")):
        taken = one.received(hook(form | {"OptOutType": kind}))
        assert taken is not None
        assert (taken.text, taken.silent) == (meant, True)


def test_a_call_is_rejected_and_noted(stand_in: twilio.StandIn) -> None:
    one = gateway(stand_in)
    assert one.called(hook({"CallSid": "CA1", "From": "+6281200000000"})) == Called("CA1", "+6281200000000")
    assert one.called(hook({"From": "+6281200000000"})) is None
    assert "<Reject/>" in one.rejection()[0]


def test_what_came_in_and_was_not_told_is_found_in_the_list(stand_in: twilio.StandIn) -> None:
    stand_in.came_in("+6281200000001", twilio.FROM, "JADWAL")
    stand_in.came_in("+6281200000001", "+15005550099", "another number's")
    assert gateway(stand_in).send(text_to("+6281200000000")).kind == "accepted"
    fetched = gateway(stand_in).fetch()
    assert [(one.sender, one.text) for one in fetched] == [("+6281200000001", "JADWAL")]
    assert stand_in.faults == []
    with pytest.raises(GatewayAway):
        gateway(stand_in, twilio_api_base="http://127.0.0.1:9").fetch()


def test_whatsapp_has_a_sender_of_its_own_where_one_is_set(stand_in: twilio.StandIn) -> None:
    one = gateway(stand_in, twilio_from="BPSBLORA", twilio_whatsapp_from="+6281100000000")
    assert one.send(text_to("+6281200000000", "twilio-whatsapp")).kind == "accepted"
    assert one.send(text_to("+6281200000000")).kind == "accepted"
    assert [message["from"] for message in stand_in.messages] == ["whatsapp:+6281100000000", "BPSBLORA"]
    only = gateway(stand_in, twilio_from="whatsapp:+6281100000000")
    assert only.send(text_to("+6281200000000")).kind == "accepted"
    assert stand_in.messages[-1]["to"] == "whatsapp:+6281200000000"
    assert stand_in.faults == []


def test_reports_are_read_and_unknown_words_are_none(stand_in: twilio.StandIn) -> None:
    one = gateway(stand_in)
    assert one.status(hook({"MessageStatus": "delivered", "MessageSid": "SM1"})) == StatusReport(
        "DELIVERED", "SM1"
    )
    assert one.status(hook({"MessageStatus": "undelivered", "ErrorCode": "30003"})) == StatusReport(
        "FAILED", "", "30003"
    )
    assert one.status(hook({"MessageStatus": "partially_delivered"})).state == ""


def test_the_package_is_not_imported_before_it_is_needed() -> None:
    code = "import sms.gateways, sys; sys.exit('twilio' in sys.modules or 'requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
